"""How often clinicians decide otherwise than recommended: by policy, criterion, reviewer and reason.

A rate stands beside what it is a part of, and with its 95 % Wilson interval: few cases say little. A high rate is a
question about the rules or the reading before it is one about a person.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from priorauth.determination import Determination, DeterminationOutcome
from priorauth.people import Person, Role
from priorauth.recommendation import Outcome
from priorauth.shares import Share, wilson
from priorauth.value import Value


class By(StrEnum):
    """What overrides are grouped by."""

    POLICY = "policy"
    CRITERION = "criterion"
    REVIEWER = "reviewer"
    REASON = "reason"


DENOMINATORS: Mapping[By, str] = MappingProxyType(
    {
        By.POLICY: "determinations of requests to which the policy was applied",
        By.CRITERION: "determinations of requests for which the criterion was assessed",
        By.REVIEWER: "determinations that the reviewer made",
        By.REASON: "all overrides",
    }
)
NUMERATORS: Mapping[By, str] = MappingProxyType(
    {
        By.POLICY: "overrides that decided a criterion of the policy otherwise than computed",
        By.CRITERION: "overrides that decided the criterion otherwise than computed",
        By.REVIEWER: "overrides by the reviewer",
        By.REASON: "overrides for the reason",
    }
)

SEE_REVIEWERS: frozenset[Role] = frozenset({Role.MEDICAL_DIRECTOR, Role.AUDITOR, Role.ADMINISTRATOR})
"""Who may be told how often a single reviewer overrides."""


def tables_for(person: Person | None) -> tuple[By, ...]:
    """What overrides may be told by to a person: by reviewer only to those of :data:`SEE_REVIEWERS`."""
    sees = person is not None and person.role in SEE_REVIEWERS
    return tuple(by for by in By if sees or by is not By.REVIEWER)


CriterionName = tuple[str, str]
"""A criterion by its policy's id and its own."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A determination, and the criteria that its recommendation assessed."""

    determination: Determination
    assessed: frozenset[CriterionName] = frozenset()


class Direction(Value):
    """Overrides one way: what was recommended, what was decided instead, and of how many recommendations like it."""

    recommended: Outcome
    decided: str
    rate: Share


class Rate(Value):
    """Overrides of one group. ``key`` is the policy, the criterion as POLICY/CRITERION, the reviewer or the reason."""

    key: str
    label: str
    rate: Share


class Table(Value):
    """The rates of all groups of a kind, the most overrides first. ``numerator`` and ``denominator`` say them."""

    by: By
    numerator: str
    denominator: str
    rates: tuple[Rate, ...]


class OverrideReport(Value):
    """How often recommendations were overridden, which way, and where. ``overrides`` is of all determinations.

    ``unchanged`` overrides decided no criterion otherwise than computed, and stand in no row of a policy or criterion.
    ``unknown`` determinations were stored by an older version, which did not tell; they are in no rate.
    """

    overrides: Share
    unchanged: int
    unknown: int
    directions: tuple[Direction, ...]
    tables: tuple[Table, ...]


def override_report(reviewed: Iterable[Reviewed], unknown: int = 0, by: Sequence[By] = tuple(By)) -> OverrideReport:
    """The report of these determinations, with the tables asked for."""
    every = tuple(reviewed)
    overridden = tuple(one for one in every if one.determination.override is not None)
    return OverrideReport(
        overrides=wilson(len(overridden), len(every)),
        unchanged=sum(not _changed(one) for one in overridden),
        unknown=unknown,
        directions=_directions(every),
        tables=tuple(_table(kind, every, overridden) for kind in by),
    )


def _directions(every: Sequence[Reviewed]) -> tuple[Direction, ...]:
    """Each way, of the determinations on the same recommendation. Who did not override followed one to approve."""
    counted: Counter[tuple[Outcome, DeterminationOutcome]] = Counter()
    on: Counter[Outcome] = Counter()
    for one in every:
        override = one.determination.override
        recommended = override.recommended if override else Outcome.APPROVE
        on[recommended] += 1
        if override:
            counted[recommended, one.determination.outcome] += 1
    ways = [(Outcome.PEND, outcome) for outcome in DeterminationOutcome]
    ways += [(Outcome.APPROVE, outcome) for outcome in DeterminationOutcome if outcome != "approved"]
    return tuple(
        Direction(
            recommended=recommended, decided=decided.value, rate=wilson(counted[recommended, decided], on[recommended])
        )
        for recommended, decided in ways
    )


def _table(by: By, every: Sequence[Reviewed], overridden: Sequence[Reviewed]) -> Table:
    parts = Counter(key for one in overridden for key in _OVERRIDDEN[by](one))
    wholes = Counter(key for one in every for key in _CONCERNED[by](one))
    labels = {key: label for one in every for key, label in _labels(by, one)}
    rates = (
        Rate(key=key, label=labels.get(key, ""), rate=wilson(part, len(overridden) if by is By.REASON else wholes[key]))
        for key, part in parts.items()
    )
    ordered = sorted(rates, key=lambda one: (-one.rate.part, one.key))
    return Table(by=by, numerator=NUMERATORS[by], denominator=DENOMINATORS[by], rates=tuple(ordered))


Keys = Callable[[Reviewed], Iterable[str]]


def _changed(one: Reviewed) -> frozenset[CriterionName]:
    override = one.determination.override
    changed = override.changed if override else ()
    return frozenset((change.policy_id, change.criterion_id) for change in changed)


def _concerned(one: Reviewed) -> frozenset[CriterionName]:
    """What was assessed; what was changed was, even where the findings are not stored any more."""
    return one.assessed | _changed(one)


def _policies(criteria: Iterable[CriterionName]) -> frozenset[str]:
    return frozenset(policy for policy, _ in criteria)


def _names(criteria: Iterable[CriterionName]) -> frozenset[str]:
    return frozenset("/".join(criterion) for criterion in criteria)


def _reviewer(one: Reviewed) -> tuple[str, ...]:
    return (one.determination.decided_by,)


def _reason(one: Reviewed) -> tuple[str, ...]:
    override = one.determination.override
    return (override.reason_code.value,) if override else ()


_OVERRIDDEN: Mapping[By, Keys] = {
    By.POLICY: lambda one: _policies(_changed(one)),
    By.CRITERION: lambda one: _names(_changed(one)),
    By.REVIEWER: _reviewer,
    By.REASON: _reason,
}
_CONCERNED: Mapping[By, Keys] = {
    By.POLICY: lambda one: _policies(_concerned(one)),
    By.CRITERION: lambda one: _names(_concerned(one)),
    By.REVIEWER: _reviewer,
    By.REASON: _reason,
}


def _labels(by: By, one: Reviewed) -> Iterable[tuple[str, str]]:
    """What a group is called beside its key: the criterion's words, the reviewer's name."""
    made = one.determination
    if by is By.CRITERION and made.override is not None:
        return [(f"{change.policy_id}/{change.criterion_id}", change.text) for change in made.override.changed]
    return [(made.decided_by, made.decider.signature)] if by is By.REVIEWER and made.decider else []
