"""Whether prior authorization is needed at all: yes, no or unknown, by which rule of which program."""

import datetime as dt
from collections.abc import Iterator, Sequence
from enum import StrEnum

from priorauth.case import LineOfBusiness
from priorauth.codes import ProcedureCode
from priorauth.nodes import Verification
from priorauth.policy import Policy
from priorauth.program import Listing, Program, Setting, Standing
from priorauth.value import Value


class Needed(StrEnum):
    """Whether authorization is needed. ``unknown`` is neither: the reason says what the answer depends on."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Question(Value):
    """What is asked. What is None was not given."""

    code: ProcedureCode
    on: dt.date
    line_of_business: LineOfBusiness
    state: str | None = None
    setting: Setting | None = None


class ProgramAnswer(Value):
    """What one program says. ``reason`` is a sentence, ``listing`` the row of its list that decided."""

    program: str
    title: str
    needed: Needed
    reason: str
    listing: Listing | None = None
    verification: Verification
    source: str
    url: str


class Requirement(Value):
    """The answer over all programs of the library, and what each of them says."""

    question: Question
    needed: Needed
    reason: str
    programs: tuple[ProgramAnswer, ...]


def requirement(question: Question, programs: Sequence[Program]) -> Requirement:
    """Yes where one program says yes; no only where every program that could ask says no."""
    answers = tuple(_answer(question, program) for program in programs)
    for_members = [program for program in programs if question.line_of_business in program.lines_of_business]
    for needed in (Needed.YES, Needed.UNKNOWN):
        said = [answer for answer in answers if answer.needed is needed]
        if said:
            reason = " ".join(f"{answer.program}: {answer.reason}" for answer in said)
            return Requirement(question=question, needed=needed, reason=reason, programs=answers)
    if not for_members:
        business = question.line_of_business.value.replace("_", " ")
        reason = f"No list for {business} is in this library; the plan's or the state's own list decides."
        return Requirement(question=question, needed=Needed.UNKNOWN, reason=reason, programs=answers)
    names = ", ".join(program.id for program in for_members)
    reason = f"No program in this library asks for it: {names}."
    return Requirement(question=question, needed=Needed.NO, reason=reason, programs=answers)


class RelatedListing(Value):
    """A service on a program's list that a policy decides on. ``codes`` are those of the policy that stand there."""

    program: str
    title: str
    url: str
    listing: Listing
    codes: tuple[ProcedureCode, ...]
    lines_of_business: tuple[LineOfBusiness, ...]
    states: tuple[str, ...]
    settings: tuple[Setting, ...]


def listings_of(policy: Policy, programs: Sequence[Program]) -> tuple[RelatedListing, ...]:
    """Where programs list the policy's codes, or name the policy as the one that decides."""
    own = {entry.code for entry in policy.codes}
    return tuple(
        RelatedListing(
            program=program.id,
            title=program.title,
            url=program.citation.url,
            listing=listing,
            codes=tuple(code for code in listing.codes if code in own),
            lines_of_business=program.lines_of_business,
            states=program.states,
            settings=program.settings,
        )
        for program in programs
        for listing in program.listings
        if policy.id in listing.policies or own.intersection(listing.codes)
    )


def _answer(question: Question, program: Program) -> ProgramAnswer:
    listed = [listing for listing in program.listings if question.code in listing.codes]
    current = next((listing for listing in listed if listing.is_listed(question.on)), None)
    needed, reason = _judge(question, program, listed, current)
    decided = current or next(iter(listed), None)
    return ProgramAnswer(
        program=program.id,
        title=program.title,
        needed=needed,
        reason=reason,
        listing=decided,
        verification=decided.verification if decided else program.verification,
        source=decided.source if decided else program.source,
        url=program.citation.url,
    )


def _judge(
    question: Question, program: Program, listed: Sequence[Listing], current: Listing | None
) -> tuple[Needed, str]:
    if listed and program.known_from is not None and question.on < program.known_from:
        return Needed.UNKNOWN, f"Its list is known here only from {program.known_from.isoformat()}."
    refusal = next(_refusals(question, program, listed, current), None)
    if refusal is not None or current is None:
        return Needed.NO, refusal or f"{question.code} is not on its list."
    unknown = [
        name
        for name, limits, given in (
            ("state", program.states, question.state),
            ("setting", program.settings, question.setting),
        )
        if limits and given is None
    ]
    if unknown:
        return Needed.UNKNOWN, f"It depends on the {' and the '.join(unknown)}, not given."
    if current.condition:
        return Needed.UNKNOWN, f"{current.service}: it depends on the request. {current.condition}"
    return Needed.YES, f"{current.service}: {question.code} is on its list since {current.since.isoformat()}."


def _refusals(
    question: Question, program: Program, listed: Sequence[Listing], current: Listing | None
) -> Iterator[str]:
    """Why the program does not ask for it; the reasons nearest to the service first."""
    if not listed:
        yield f"{question.code} is not on its list."
    if current is None:
        yield from (_outside(question, listing) for listing in listed)
    elif current.standing is not Standing.REQUIRED:
        yield f"{current.service}: {current.standing.value} since {current.since.isoformat()}."
    if question.on < program.effective or (program.ends is not None and question.on > program.ends):
        ends = program.ends.isoformat() if program.ends else "further notice"
        yield f"It is in force from {program.effective.isoformat()} to {ends}."
    if question.line_of_business not in program.lines_of_business:
        yield f"It is not for {question.line_of_business.value.replace('_', ' ')}."
    if program.states and question.state is not None and question.state not in program.states:
        yield f"It is for {', '.join(program.states)} only."
    if program.settings and question.setting is not None and question.setting not in program.settings:
        yield f"It is not for services given in this setting ({question.setting.value})."


def _outside(question: Question, listing: Listing) -> str:
    if question.on < listing.since:
        return f"{listing.service}: {question.code} is on its list only from {listing.since.isoformat()}."
    return f"{listing.service}: {question.code} left its list; its last day was {listing.until}."
