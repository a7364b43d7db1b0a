"""From a case and what was decided or done to a letter's model. Pure: the day and the clock are given."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from priorauth.acts import InformationItem, InformationRequest, PriorityChange, TimeExtension
from priorauth.applicability import Applicable
from priorauth.case import LineOfBusiness
from priorauth.clocks import Clock, Moments
from priorauth.deadlines import Ground, Start
from priorauth.decision import problems_of_reason
from priorauth.determination import Determination, DeterminationOutcome, Level, LineDetermination, LineOutcome
from priorauth.letters.appeals import ai_statement, appeal_rights, file_of, next_step, plan_notices, shortest
from priorauth.letters.book import LetterBook
from priorauth.letters.checks import DENIES
from priorauth.letters.model import (
    KINDS,
    AdverseLetter,
    ApprovalLetter,
    DeterminationLetter,
    ExtensionLetter,
    InformationRequestLetter,
    LetterKind,
    LetterRefused,
    Recipient,
    Sender,
    Signer,
    Span,
    StandardTimeLetter,
    Statement,
)
from priorauth.letters.particulars import (
    adverse_service,
    approved_service,
    asked_item,
    named_policy,
    named_providers,
    reviewed_documents,
)
from priorauth.letters.plan import Language
from priorauth.people import Person, Role
from priorauth.regulations import Regulations
from priorauth.revision import Revision


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a letter is written on: the revision, the member's stated language, and the moment of writing."""

    revision: Revision
    language: str | None
    at: dt.datetime

    @property
    def business(self) -> LineOfBusiness | None:
        """The case's line of business."""
        return self.revision.case.line_of_business

    @property
    def is_advantage(self) -> bool:
        """Whether the member is in Medicare Advantage."""
        return self.business is LineOfBusiness.MEDICARE_ADVANTAGE


@dataclass(frozen=True, slots=True)
class Correspondence:
    """Whatever letters are written with: the law, and the plan's details, words and templates."""

    regulations: Regulations
    book: LetterBook

    def of_determination(self, made: Determination, on: Occasion) -> DeterminationLetter:
        """The letter that tells a determination. Raises :class:`LetterRefused` with everything that is missing."""
        given = self.regulations.applicable_to(on.revision.case)
        signer = _signer_of(made)
        common = self._common(KINDS[made.level, made.outcome], on) | {
            "number": made.authorization_number,
            "decided_on": self.regulations.today(made.decided_at),
            "decider": signer,
            "approved": tuple(approved_service(line, on.revision) for line in made.lines if _is_approved(line)),
            "documents": tuple(reviewed_documents(on.revision)),
        }
        if made.outcome is DeterminationOutcome.APPROVED:
            _refuse_where(_problems_of_approval(made))
            return ApprovalLetter.model_validate(common)
        _refuse_where(_problems_of_adverse(made, on.revision))
        return AdverseLetter.model_validate(common | self._adverse(made, on, given))

    def _adverse(self, made: Determination, on: Occasion, given: Applicable) -> dict[str, object]:
        details, today = self.book.details, self.regulations.today(on.at)
        first = made.level is Level.INITIAL
        return {
            "denied": tuple(adverse_service(line, line.reason, on.revision) for line in made.lines if line.reason),
            "appeal": appeal_rights(given, details, on.business, today) if first else None,
            "next_step": None if first else next_step(given, details, on.business),
            "ai": ai_statement(given),
            "notices": plan_notices(given, details),
        }

    def of_information_request(
        self, request: InformationRequest, by: Person, on: Occasion, given: Applicable, moments: Moments
    ) -> InformationRequestLetter:
        """The letter that asks for more. ``moments`` are the case's with this request: its ``asked_at`` is there.

        Raises :class:`LetterRefused` where an item speaks of a denial: no decision has been made.
        """
        if moments.asked_at is None:
            raise LetterRefused("The moments of the case do not hold when this was asked; add asked_at.")
        _refuse_where(_problems_of_items(request.items))
        clock = self.regulations.clock_of(given, moments)
        return InformationRequestLetter.model_validate(
            self._common(LetterKind.INFORMATION_REQUEST, on)
            | {
                "asked_by": _sign(by),
                "items": tuple(asked_item(item, on.revision) for item in request.items),
                "due": clock.due_at,
                "within": _within(clock),
                "clock": _told_of(clock),
                "respond_by": request.respond_by,
                "confirms_talk": request.oral,
            }
        )

    def of_extension(
        self, extension: TimeExtension, by: Person, on: Occasion, given: Applicable, moments: Moments
    ) -> ExtensionLetter:
        """The notice that a decision takes longer. ``moments`` are the case's with this extension.

        Raises :class:`LetterRefused` where the extension moves no deadline, and where its reason speaks of a denial.
        """
        before = self.regulations.clock_of(given, moments.model_copy(update={"extension": None})).due_at
        after = self.regulations.clock_of(given, moments).due_at
        if before is None or after is None or after <= before:
            raise LetterRefused(
                "This extension moves no deadline of the decision, so there is nothing to tell of it."
                f"{_unextended(given, extension.ground)}"
            )
        _check_reason(extension.reason)
        return ExtensionLetter.model_validate(
            self._common(LetterKind.EXTENSION, on)
            | {
                "decided_by": _sign(by),
                "ground": extension.ground,
                "reason": extension.reason,
                "days": extension.days,
                "first_due": before,
                "due": after,
                "grievance": Statement.EXPEDITED_GRIEVANCE if on.is_advantage else Statement.GRIEVANCE,
            }
        )

    def of_standard_time(
        self, refusal: PriorityChange, by: Person, on: Occasion, given: Applicable, moments: Moments
    ) -> StandardTimeLetter:
        """The notice that a request is reviewed in the standard time. ``moments`` are the case's with this act.

        Raises :class:`LetterRefused` where its reason speaks of a denial: no decision has been made.
        """
        _check_reason(refusal.reason)
        clock = self.regulations.clock_of(given, moments)
        expedited, usual = Statement.STANDARD_TIME_EXPEDITED_GRIEVANCE, Statement.STANDARD_TIME_GRIEVANCE
        return StandardTimeLetter.model_validate(
            self._common(LetterKind.STANDARD_TIME, on)
            | {
                "received_on": self.regulations.today(moments.received_at),
                "decided_by": _sign(by),
                "reason": refusal.reason,
                "due": clock.due_at,
                "within": _within(clock),
                "clock": Statement.COUNTS_FROM_COMPLETE if _waits_for_all(clock) else Statement.COUNTS_FROM_RECEIPT,
                "grievance": expedited if on.is_advantage else usual,
            }
        )

    def _common(self, kind: LetterKind, on: Occasion) -> dict[str, object]:
        """What every letter says. Raises :class:`LetterRefused` where the case names no member."""
        case = on.revision.case
        if not case.member.name:
            raise LetterRefused(
                "The case names no member, and a letter goes to somebody; submit it again with the name."
            )
        details = self.book.details
        return {
            "kind": kind,
            "language": Language.of(on.language),
            "zone": self.regulations.zone.key,
            "dated": self.regulations.today(on.at),
            "case_id": case.case_id,
            "received_on": case.received_on,
            "plan": Sender.model_validate({name: getattr(details, name) for name in Sender.model_fields}),
            "member": Recipient(name=case.member.name, member_id=case.member.member_id),
            "providers": tuple(named_providers(on.revision)),
        }


def _told_of(clock: Clock) -> Statement:
    """What is true of the clock: it runs on, it counts anew when records come, or it waits for them."""
    if clock.due_at is None:
        return Statement.CLOCK_WAITS
    return Statement.CLOCK_ANEW if _waits_for_all(clock) else Statement.CLOCK_RUNS_ON


def _waits_for_all(clock: Clock) -> bool:
    """Whether the time for the decision counts from when all information is in hand."""
    return clock.due_at is None or any(due.told.line.start is Start.COMPLETE for due in clock.deciding)


def _within(clock: Clock) -> Span | None:
    """How long the decision takes once a clock that waits begins; None where it has begun."""
    return None if clock.due_at is not None else shortest([due.told.line for due in clock.sure if due.due_at is None])


def _check_reason(reason: str) -> None:
    if DENIES.search(reason):
        raise LetterRefused(f"{_NO_DECISION} The reason given here speaks of a denial; word it otherwise.")


def _unextended(given: Applicable, ground: Ground) -> str:
    """Which of the profiles that bind do not allow this extension, and where that would be written."""
    unmoved = [
        file_of(profile.id)
        for profile in given.binding
        if not any(line.mark.is_sure and ground in line.grounds for line in profile.extensions)
    ]
    return (
        f" No sure line under extensions in {', '.join(unmoved)} allows one on the ground {ground}." if unmoved else ""
    )


_NO_DECISION = "No decision has been made."


def _refuse_where(problems: Iterable[str]) -> None:
    told = list(problems)
    if told:
        raise LetterRefused(" ".join(told))


def _sign(person: Person) -> Signer:
    states = ", ".join(person.license_states) or None
    return Signer(name=person.name, credential=person.credential, npi=person.npi, states=states)


def _signer_of(made: Determination) -> Signer:
    if made.decider is None:
        raise LetterRefused("It is not recorded who decided, and an issued letter says who did. Decide the case anew.")
    return _sign(made.decider)


def _is_approved(line: LineDetermination) -> bool:
    return line.outcome is not LineOutcome.DENIED


def _problems_of_approval(made: Determination) -> Iterator[str]:
    if not made.lines:
        yield "The determination names no service line; an approval says what is approved, from when and until when."
    if made.authorization_number is None:
        yield "The determination has no authorization number; an approval names one."
    yield from _problems_of_dates(made)


def _problems_of_dates(made: Determination) -> Iterator[str]:
    for line in made.lines:
        if _is_approved(line) and (line.begins is None or line.ends is None):
            yield f"Line {line.line} is approved without its first or its last day; give both."


def _problems_of_adverse(made: Determination, revision: Revision) -> Iterator[str]:
    decider = made.decider
    if decider is None or decider.role is not Role.MEDICAL_DIRECTOR:
        yield "An adverse letter tells the decision of a medical director; this one was not made by one."
    elif not (decider.credential and decider.npi and decider.license_states):
        yield f"The letter names credential, NPI and state of license of who decided: add those of {decider.name}."
    if not any(line.reason for line in made.lines):
        yield "No service line has a reason; an adverse letter names this member's fact and the criterion."
    if made.outcome is DeterminationOutcome.PARTIALLY_APPROVED and made.authorization_number is None:
        yield "The determination has no authorization number; what is approved in part has one."
    yield from _problems_of_dates(made)
    for line in made.lines:
        if line.reason is not None:
            yield from (f"Line {line.line}: {one.message}" for one in problems_of_reason("", line.reason))
            if named_policy(revision, line.line, line.reason.policy_id) is None:
                yield f"Line {line.line}: the review applied no policy {line.reason.policy_id}; name one of its own."


def _problems_of_items(items: Iterable[InformationItem]) -> Iterator[str]:
    for number, item in enumerate(items, start=1):
        if DENIES.search(f"{item.what} {item.request}"):
            yield f"{_NO_DECISION} Item {number} speaks of a denial; word it otherwise."
