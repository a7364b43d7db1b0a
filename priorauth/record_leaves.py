"""What the leaves that read the record share: groups of concepts, and which facts are of the right day and side.

A group is judged concept by concept and holds if one of its concepts does.
"""

import datetime as dt
from collections.abc import Callable

from priorauth.assessment import Basis
from priorauth.case import Side
from priorauth.facts import Assertion, Fact
from priorauth.inquiry import Inquiry
from priorauth.kleene import Status
from priorauth.verdict import Verdict

HAPPENED = (Assertion.PRESENT, Assertion.HISTORICAL)
BASIS_ORDER = {basis: order for order, basis in enumerate(reversed(Basis))}
NOT_ASSERTED = {
    Assertion.PRESENT: "stated as present, where a plan is asked for",
    Assertion.POSSIBLE: "mentioned only as possible",
    Assertion.PLANNED: "mentioned only as planned",
    Assertion.HISTORICAL: "mentioned only as history",
}
IRRELEVANT = "irrelevant"
"""Of another time or side: no fact that a leaf asks about."""


def judge_each(name: str, inquiry: Inquiry, judge: Callable[[str], Verdict]) -> Verdict:
    """The verdict on a concept, or the best verdict among the concepts of a group.

    A group is never NOT_MET: that one of its members is denied says nothing about the others.
    """
    members = sorted(inquiry.vocabulary.members(name))
    verdicts = [judge(concept) for concept in members]
    if members == [name]:
        return verdicts[0]
    best = max(
        verdicts, key=lambda verdict: (verdict.status is Status.MET, BASIS_ORDER[verdict.basis], verdict.confidence)
    )
    if best.status is Status.NOT_MET:
        return Verdict(
            Status.INSUFFICIENT, Basis.UNCLEAR, "Only the contrary of some of these is stated.", against=best.deciding
        )
    return best


def why_misplaced(fact: Fact, within_days: int | None, same_side: bool, inquiry: Inquiry) -> str | None:
    """Why a fact cannot be judged: its own doubt, its date, its side; ``IRRELEVANT`` for another time or side."""
    misplaced = _outside_window(fact, within_days, inquiry) or (_other_side(fact, inquiry) if same_side else None)
    return misplaced if misplaced == IRRELEVANT else fact.doubt or misplaced


def _outside_window(fact: Fact, within_days: int | None, inquiry: Inquiry) -> str | None:
    if within_days is None:
        return None
    days = fact.possible_days or _day_of_denial(fact)
    if days is None:
        return "stated without the date of the event"
    oldest, youngest = ((inquiry.as_of - day).days for day in days)
    if oldest < 0:
        return "dated after the order"
    if youngest > within_days:
        return IRRELEVANT
    return None if youngest >= 0 and oldest <= within_days else "stated with the month only, which lies partly outside"


def _day_of_denial(fact: Fact) -> tuple[dt.date, dt.date] | None:
    """A denial is about all time before it was written down first."""
    written = fact.first_documented_on or fact.documented_on
    return (written, written) if fact.assertion is Assertion.ABSENT and written else None


def not_before(fact: Fact, event: str | None, inquiry: Inquiry) -> str | None:
    """Why a fact does not count as one before an event: None where it does, or where no event is named."""
    if event is None:
        return None
    mentions = (other for concept in inquiry.vocabulary.members(event) for other in inquiry.facts_about(concept))
    others = [days for other in mentions if other.assertion in HAPPENED and (days := other.possible_days)]
    if fact.possible_days is None or not others:
        return "stated without the dates that tell which came first"
    first, last = fact.possible_days
    if last <= min(days[0] for days in others):
        return None
    return (
        IRRELEVANT
        if first > min(days[1] for days in others)
        else "stated with months that do not tell which came first"
    )


def _other_side(fact: Fact, inquiry: Inquiry) -> str | None:
    asked, stated = inquiry.line.side, fact.conditions.side
    if asked is None:
        return "the request does not say which side"
    if stated is None:
        return "stated without the side"
    return None if stated in (asked, Side.BILATERAL) else IRRELEVANT
