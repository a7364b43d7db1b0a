"""Which jurisdiction profiles bind a case, and what they permit: line of business first, then the state.

Federal rules bind Medicare Advantage, Medicaid, CHIP and Original Medicare; a state's insurance law binds commercial
and marketplace plans. Where several bind, the narrower permission holds, each told with its source. A line that is not
sure is told and never decides.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Generic

from priorauth.case import Case, LineOfBusiness, Priority, Timing
from priorauth.deadlines import Act, Circumstance
from priorauth.fields import StateCode
from priorauth.jurisdiction import Jurisdiction
from priorauth.profile_lines import AnyLine, Decider, Disclosure, DisclosureKind, Reviewer, Suggestion, SuggestionRule
from priorauth.value import Value

_STATE = re.compile(r"(?:US-)?([A-Z]{2})")
_INPATIENT_PLACES = frozenset({"21", "51", "61"})
"""CMS's places of service: inpatient hospital, inpatient psychiatric facility, inpatient rehabilitation facility."""
_NARROWEST_FIRST = tuple(Suggestion)


class Situation(Value):
    """What the choice of profiles and deadlines needs of a case. What is None is not known. ``act`` is what is decided.

    ``programs`` are the ids of the programs that ask for authorization; where they are not known, all that the line of
    business and the state allow may bind. ``exempt_from`` are ids of profiles of which an administrator stated that
    they do not bind the plan: no case tells Medicaid managed care from fee for service, or a self-funded plan from an
    insured one.
    """

    on: dt.date
    line_of_business: LineOfBusiness | None
    state: StateCode | None
    priority: Priority
    circumstances: frozenset[Circumstance] = frozenset()
    programs: tuple[str, ...] | None = None
    exempt_from: frozenset[str] = frozenset()
    act: Act = Act.DECISION


def situation_of(
    case: Case,
    *,
    act: Act = Act.DECISION,
    stated: Set[Circumstance] = frozenset(),
    programs: Sequence[str] | None = None,
    exempt_from: Set[str] = frozenset(),
) -> Situation:
    """A case's situation on the day of receipt.

    Its jurisdiction names the state, as ``TX`` or ``US-TX``; where it names none, the member's state stands in. A
    jurisdiction that is no state is an unknown one. ``stated`` are circumstances that intake or a person stated.
    """
    named = _STATE.fullmatch(case.jurisdiction.upper()) if case.jurisdiction else None
    return Situation(
        on=case.received_on,
        line_of_business=case.line_of_business,
        state=named[1] if named else None if case.jurisdiction else case.member.state,
        priority=case.priority,
        circumstances=frozenset({*stated, *_circumstances_of(case)}),
        programs=None if programs is None else tuple(programs),
        exempt_from=frozenset(exempt_from),
        act=act,
    )


def _circumstances_of(case: Case) -> Iterator[Circumstance]:
    if case.timing is Timing.CONCURRENT:
        yield Circumstance.CONCURRENT
    if any(line.place_of_service in _INPATIENT_PLACES for line in case.services):
        yield Circumstance.INPATIENT


@dataclass(frozen=True, slots=True)
class Applicable:
    """The profiles that bind, those that may bind because the state is not known, and those that are not in force yet.

    Those that may bind narrow what is permitted. They set no deadline.
    """

    situation: Situation
    binding: tuple[Jurisdiction, ...]
    possible: tuple[Jurisdiction, ...]
    coming: tuple[Jurisdiction, ...]


def applicable(situation: Situation, profiles: Iterable[Jurisdiction]) -> Applicable:
    """The profiles for a situation, in the order of the rule book."""
    fitting = [profile for profile in profiles if _fits(profile, situation)]
    here = [profile for profile in fitting if _names(profile, situation)]
    elsewhere = [profile for profile in fitting if situation.state is None and profile not in here]
    return Applicable(
        situation=situation,
        binding=tuple(profile for profile in here if profile.in_force(situation.on)),
        possible=tuple(profile for profile in elsewhere if profile.in_force(situation.on)),
        coming=tuple(profile for profile in here if profile.begins_after(situation.on)),
    )


def _fits(profile: Jurisdiction, situation: Situation) -> bool:
    """Whether it is for the plan and the line of business, and for the program where it belongs to one."""
    if profile.id in situation.exempt_from:
        return False
    known = situation.line_of_business
    if profile.program is None or situation.programs is None:
        return known in profile.lines_of_business or (known is None and profile.program is None)
    return profile.program in situation.programs


def _names(profile: Jurisdiction, situation: Situation) -> bool:
    return not profile.states or situation.state in profile.states


@dataclass(frozen=True, slots=True)
class Told(Generic[AnyLine]):
    """A line, and the profile that says it."""

    profile: str
    line: AnyLine


@dataclass(frozen=True, slots=True)
class Heard(Generic[AnyLine]):
    """What profiles say on one subject. ``sure`` lines decide; ``unsure`` ones are shown, and that they are unsure."""

    sure: tuple[Told[AnyLine], ...]
    unsure: tuple[Told[AnyLine], ...]


def _hear(
    profiles: Iterable[Jurisdiction], day: dt.date, lines_of: Callable[[Jurisdiction], Sequence[AnyLine]]
) -> Heard[AnyLine]:
    told = [Told(profile.id, line) for profile in profiles for line in lines_of(profile) if line.holds(day)]
    sure = tuple(one for one in told if one.line.mark.is_sure)
    return Heard(sure, tuple(one for one in told if not one.line.mark.is_sure))


@dataclass(frozen=True, slots=True)
class Permission:
    """Whether automation may suggest a denial, and who says so."""

    allowed: Suggestion
    heard: Heard[SuggestionRule]


def suggestion_permission(given: Applicable) -> Permission:
    """The narrowest that a sure line allows, among the profiles that bind or may bind."""
    heard = _hear((*given.binding, *given.possible), given.situation.on, lambda profile: (profile.suggest_denial,))
    said = (one.line.allowed for one in heard.sure)
    return Permission(min(said, key=_NARROWEST_FIRST.index, default=Suggestion.NOT_STATED), heard)


@dataclass(frozen=True, slots=True)
class Deciders:
    """Who may issue an adverse determination.

    ``who``: the kinds of people whom every sure line admits. Where it is empty, no kind alone satisfies all of them,
    and each of the lines has to be satisfied.
    """

    who: frozenset[Reviewer]
    heard: Heard[Decider]


def adverse_deciders(given: Applicable) -> Deciders:
    """Who may issue an adverse determination under all profiles that bind."""
    heard = _hear(given.binding, given.situation.on, lambda profile: profile.adverse_decider)
    return Deciders(frozenset(Reviewer).intersection(*(_admitted(one.line) for one in heard.sure)), heard)


def _admitted(line: Decider) -> frozenset[Reviewer]:
    """``person`` admits every kind."""
    return frozenset(Reviewer if Reviewer.PERSON in line.who else line.who)


def disclosures(given: Applicable, kind: DisclosureKind) -> Heard[Disclosure]:
    """What the profiles that bind want told in one place.

    A letter has an AI statement only where a sure line requires one; an unsure line puts nothing into a letter.
    """
    return _hear(
        given.binding,
        given.situation.on,
        lambda profile: tuple(line for line in profile.disclosures if line.kind is kind),
    )
