"""What an adverse letter says beside the decision: how to appeal, and what a profile wants told. Sure lines only.

Where no sure line gives what a letter must say, the plan states it in ``policies/plan-details.yaml``; where it does
not, there is no letter.
"""

import datetime as dt
from collections.abc import Iterator, Sequence

from priorauth.applicability import Applicable, disclosures
from priorauth.case import LineOfBusiness, Priority
from priorauth.deadlines import Act, Deadline, Unit
from priorauth.letters.model import AppealRights, LetterRefused, Span, Statement
from priorauth.letters.plan import AppealTerms, PlanDetails, Spoken
from priorauth.profile_lines import AppealStart, DisclosureKind, ProfileLine

_WHERE = "state it in policies/plan-details.yaml, under appeal_terms"
_ABOUT_APPEALS = "appeal"
_UNKNOWN = (
    "An adverse letter says how to appeal and what follows. That depends on the line of business, which the case does "
    "not give; submit it again with the line of business."
)
_HOURS = {Unit.HOURS: 1, Unit.DAYS: 24, Unit.BUSINESS_DAYS: 24}


def appeal_rights(
    given: Applicable, details: PlanDetails, business: LineOfBusiness | None, notice_on: dt.date
) -> AppealRights:
    """Until when the decision of this notice may be appealed, and how soon an appeal is answered.

    Of several sure windows from the notice's date the longest is told, of several times for the answer the shortest:
    for Medicare Advantage 65 calendar days from the notice. Raises :class:`LetterRefused`.
    """
    if business is None:
        raise LetterRefused(_UNKNOWN)
    terms = details.terms_of(business)
    days = max(_windows(given), default=None) or (terms and terms.days)
    standard = _answer(given, Priority.STANDARD) or _stated(terms, Unit.DAYS)
    fast = _answer(given, Priority.EXPEDITED) or _stated(terms, Unit.HOURS)
    if days is None or standard is None or fast is None:
        missing = [
            what
            for what, known in (
                ("until when it may be appealed", days),
                ("how soon an appeal is answered", standard),
                ("how soon a fast appeal is answered", fast),
            )
            if known is None
        ]
        raise LetterRefused(
            f"An adverse letter says how to appeal. For the line of business {business} no sure line of a profile says "
            f"{', nor '.join(missing)}; {_WHERE}.{_not_sure(given)}"
        )
    return AppealRights(until=notice_on + dt.timedelta(days=days), days=days, standard=standard, fast=fast)


def _not_sure(given: Applicable) -> str:
    """What profiles that bind tell of appeals in lines that are not sure: who completes the plan's words reads it."""
    told = [
        f" {file_of(profile.id)} tells, not surely enough to be printed ({line.mark}; {line.citation}): {line.said}"
        for profile in given.binding
        for line in (*profile.appeals, *(one for one in profile.notes if one.about == _ABOUT_APPEALS))
        if not line.mark.is_sure and line.holds(given.situation.on)
    ]
    return "".join(told)


def file_of(profile: str) -> str:
    """Where a profile is written."""
    return f"policies/jurisdictions/{profile}.yaml"


def next_step(given: Applicable, details: PlanDetails, business: LineOfBusiness | None) -> Spoken:
    """What follows an appeal that was not granted in whole. Raises :class:`LetterRefused`."""
    if business is None:
        raise LetterRefused(_UNKNOWN)
    terms = details.terms_of(business)
    if terms is None:
        raise LetterRefused(
            "The letter on an appeal that is not granted says what the member can do next. For "
            f"the line of business {business} the plan has not said; {_WHERE}.{_not_sure(given)}"
        )
    return terms.next_step


def _windows(given: Applicable) -> Iterator[int]:
    for profile in given.binding:
        for line in profile.appeals:
            if _decides(line, given) and line.start is AppealStart.NOTICE_DATE:
                yield line.days


def _decides(line: ProfileLine, given: Applicable) -> bool:
    return line.mark.is_sure and line.holds(given.situation.on)


def _answer(given: Applicable, priority: Priority) -> Span | None:
    """The shortest time that a sure line gives for the answer to an appeal, in the case's circumstances."""
    lines = [
        line
        for profile in given.binding
        for line in profile.deadlines
        if line.of is Act.APPEAL and line.priority is priority and _decides(line, given) and _fits(line, given)
    ]
    return shortest(lines)


def shortest(lines: Sequence[Deadline]) -> Span | None:
    """The shortest time of some deadlines."""
    least = min(lines, key=lambda line: line.value * _HOURS[line.unit], default=None)
    return Span(amount=least.value, unit=least.unit) if least else None


def _fits(line: Deadline, given: Applicable) -> bool:
    return given.situation.circumstances.issuperset(line.when)


def _stated(terms: AppealTerms | None, unit: Unit) -> Span | None:
    stated = None if terms is None else terms.standard_days if unit is Unit.DAYS else terms.fast_hours
    return None if stated is None else Span(amount=stated, unit=unit)


def ai_statement(given: Applicable) -> Statement | None:
    """The sentence on the use of artificial intelligence, only where a sure line wants it in the notice."""
    return Statement.AI_USED if disclosures(given, DisclosureKind.AI_NOTICE).sure else None


def plan_notices(given: Applicable, details: PlanDetails) -> Sequence[Spoken]:
    """What the plan has to tell because a sure line of a profile wants it in the notice, and no field tells it.

    Raises :class:`LetterRefused` with every line for which the plan has stated nothing.
    """
    asked = [one for one in disclosures(given, DisclosureKind.NOTICE).sure if one.line.told_by is None]
    stated = [details.statement_for(one.profile, one.line.citation) for one in asked]
    missing = [
        f"{one.profile} ({one.line.citation}, in {file_of(one.profile)}): {one.line.text}"
        for one, said in zip(asked, stated, strict=True)
        if said is None
    ]
    if missing:
        raise LetterRefused(
            "The notice has to tell what no field of the letter tells; state it in policies/plan-details.yaml, under "
            f"notices, with this profile and citation. {' '.join(missing)}"
        )
    return tuple(said.text for said in stated if said is not None)
