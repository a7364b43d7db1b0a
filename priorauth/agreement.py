"""How often clinicians decide as recommended, by the policy that was applied."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from priorauth.recommendation import Outcome
from priorauth.shares import Share, wilson
from priorauth.value import Value

LEAST = 30
"""Of fewer decisions than this, an agreement is shown and stands in no order."""
_EMBEDDED = "embedded-"


@dataclass(frozen=True, slots=True)
class Applied:
    """A first decision with what was applied: the policies that bound a line, by id with title, and the model.

    ``recommended`` is None where the determination does not tell; ``overridden`` where it was decided otherwise.
    """

    recommended: Outcome | None
    overridden: bool
    policies: Mapping[str, str] = field(default_factory=dict[str, str])
    model: str | None = None


class PolicyAgreement(Value):
    """The decisions under one policy. ``ranked`` is False of too few to be compared."""

    policy_id: str
    title: str
    decided: int
    on_pend: int
    agreed: Share
    ranked: bool


class Agreement(Value):
    """Agreement by policy, the lowest first; then those of too few decisions, by id.

    ``read`` of ``decided`` cases were looked at, the newest: what a review found is long, and few thousand tell.
    """

    decided: int
    read: int
    least: int = LEAST
    policies: tuple[PolicyAgreement, ...]


class ModelCount(Value):
    """How many reviews one model made, by the name in their record."""

    model: str
    reviews: int
    language_model: bool


class ModelUse(Value):
    """The models of the reviews that were decided on, of the cases that were read."""

    reviews: int
    with_language_model: int
    models: tuple[ModelCount, ...]


def agreement_by_policy(applied: Iterable[Applied], decided: int) -> Agreement:
    """The agreement under each policy, of some of ``decided`` cases."""
    read = tuple(applied)
    every = Counter(policy for one in read for policy in one.policies)
    on_pend = _counted(one for one in read if one.recommended is Outcome.PEND)
    on_approve = _counted(one for one in read if one.recommended is Outcome.APPROVE)
    agreed = _counted(one for one in read if one.recommended is Outcome.APPROVE and not one.overridden)
    titles = {policy: title for one in read for policy, title in one.policies.items()}
    rates = [
        PolicyAgreement(
            policy_id=policy,
            title=titles[policy],
            decided=count,
            on_pend=on_pend[policy],
            agreed=wilson(agreed[policy], on_approve[policy]),
            ranked=on_approve[policy] >= LEAST,
        )
        for policy, count in every.items()
    ]
    return Agreement(decided=decided, read=len(read), policies=tuple(sorted(rates, key=_place)))


def models_of(applied: Iterable[Applied]) -> ModelUse:
    """Which models took part. Reviews whose record does not say are in no count."""
    counted = Counter(one.model for one in applied if one.model is not None)
    models = tuple(
        ModelCount(model=name, reviews=count, language_model=is_language_model(name))
        for name, count in sorted(counted.items())
    )
    asked = sum(one.reviews for one in models if one.language_model)
    return ModelUse(reviews=counted.total(), with_language_model=asked, models=models)


def is_language_model(name: str) -> bool:
    """Whether a review's model is one that is asked and paid for: the embedded one is functions of this code."""
    return not name.startswith(_EMBEDDED)


def _counted(applied: Iterable[Applied]) -> Counter[str]:
    return Counter(policy for one in applied for policy in one.policies)


def _place(one: PolicyAgreement) -> tuple[bool, float, str]:
    share = one.agreed.share
    return (not one.ranked, share if one.ranked and share is not None else 0.0, one.policy_id)
