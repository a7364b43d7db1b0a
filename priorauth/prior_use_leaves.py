"""How a leaf is judged that asks how often a service was given before the order."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from priorauth.assessment import Basis
from priorauth.facts import Assertion, Fact
from priorauth.inquiry import Inquiry
from priorauth.kleene import Status
from priorauth.measurement_leaves import judge_measurement
from priorauth.record_criteria import MeasurementLeaf, Prevails, PriorUseLeaf
from priorauth.record_leaves import HAPPENED, why_misplaced
from priorauth.verdict import Sorted, Verdict, weigh

_NOT_CHECKED = "No claims history is connected here; a person attests how often it was given before."


def judge_prior_use(leaf: PriorUseLeaf, inquiry: Inquiry) -> Verdict:
    """Whether the record shows that the limit is kept, or passed; what it does not count is not checked.

    A count, or the statement that there was none, decides as long as the record tells of no use after it.
    """
    facts = [fact for name in sorted(inquiry.vocabulary.members(leaf.prior_use)) for fact in inquiry.facts_about(name)]
    given = [fact for fact in facts if fact.assertion in HAPPENED and _is_inside(fact, leaf, inquiry)]
    days = {fact.on for fact in given}
    if len(days) > leaf.at_most:
        reason = f"The record names {len(days)} dates in the {leaf.within_days} days before the order."
        confidence = min(fact.confidence for fact in given)
        return Verdict(Status.NOT_MET, Basis.STATED, reason, confidence, deciding=tuple(given))
    latest = max((fact.on for fact in given if fact.on), default=None)
    stated = _judge_count(leaf, inquiry) if leaf.stated_count else None
    if stated is not None and stated.basis is not Basis.SILENT:
        return stated if _covers(stated.deciding, latest) else _unchecked(given)
    denied = [fact for fact in facts if fact.assertion is Assertion.ABSENT and _is_inside(fact, leaf, inquiry)]
    never = weigh(Sorted(for_=denied), inquiry.scale.floor, all_agree=False)
    return never if denied and _covers(denied, latest) else _unchecked(given)


def _is_inside(fact: Fact, leaf: PriorUseLeaf, inquiry: Inquiry) -> bool:
    return fact.on is not None and why_misplaced(fact, leaf.within_days, False, inquiry) is None


def _judge_count(leaf: PriorUseLeaf, inquiry: Inquiry) -> Verdict:
    count = MeasurementLeaf(
        measurement=leaf.stated_count or "",
        unit="1",
        at_most=Decimal(leaf.at_most),
        within_days=leaf.within_days,
        prevails=Prevails.LATEST,
    )
    return judge_measurement(count, inquiry)


def _covers(stated: Sequence[Fact], latest: dt.date | None) -> bool:
    """Whether a statement is no older than the latest use that the record dates."""
    return latest is None or any(fact.on is not None and fact.on >= latest for fact in stated)


def _unchecked(given: Sequence[Fact]) -> Verdict:
    return Verdict(Status.INSUFFICIENT, Basis.NOT_CHECKED, _NOT_CHECKED, deciding=tuple(given))
