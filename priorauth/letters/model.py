"""Everything that a letter says, typed. A template's fields are the names of these models' fields."""

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, Field, StringConstraints

from priorauth.case import DocumentKind, Side
from priorauth.deadlines import Ground, Unit
from priorauth.determination import DeterminationOutcome, Level
from priorauth.errors import PriorAuthError
from priorauth.fields import PlaceOfService
from priorauth.letters.plan import Contact, Language, Spoken
from priorauth.value import Value

Said = Annotated[str, StringConstraints(min_length=1)]


class LetterKind(StrEnum):
    """The letters. The two of an appeal answer a reconsideration, and ``appeal_adverse`` also one granted in part.

    ``standard_time`` tells that a request for an expedited review is refused.
    """

    APPROVAL = "approval"
    PARTIAL = "partial"
    ADVERSE = "adverse"
    INFORMATION_REQUEST = "information_request"
    EXTENSION = "extension"
    STANDARD_TIME = "standard_time"
    APPEAL_APPROVED = "appeal_approved"
    APPEAL_ADVERSE = "appeal_adverse"


KINDS: Mapping[tuple[Level, DeterminationOutcome], LetterKind] = {
    (Level.INITIAL, DeterminationOutcome.APPROVED): LetterKind.APPROVAL,
    (Level.INITIAL, DeterminationOutcome.PARTIALLY_APPROVED): LetterKind.PARTIAL,
    (Level.INITIAL, DeterminationOutcome.ADVERSE): LetterKind.ADVERSE,
    (Level.RECONSIDERATION, DeterminationOutcome.APPROVED): LetterKind.APPEAL_APPROVED,
    (Level.RECONSIDERATION, DeterminationOutcome.PARTIALLY_APPROVED): LetterKind.APPEAL_ADVERSE,
    (Level.RECONSIDERATION, DeterminationOutcome.ADVERSE): LetterKind.APPEAL_ADVERSE,
}
"""Which letter tells a determination."""


class LetterRefused(PriorAuthError):
    """A letter that would not say what it must, or would say what it may not (HTTP 409)."""

    code = "letter_refused"


class Statement(StrEnum):
    """Sentences that law or this service fixes. Their words stand in each language's ``words.yaml``."""

    NO_DECISION = "no_decision"
    CLOCK_RUNS_ON = "clock_runs_on"
    CLOCK_ANEW = "clock_anew"
    CLOCK_WAITS = "clock_waits"
    AI_USED = "ai_used"
    GRIEVANCE = "grievance"
    EXPEDITED_GRIEVANCE = "expedited_grievance"
    COUNTS_FROM_RECEIPT = "counts_from_receipt"
    COUNTS_FROM_COMPLETE = "counts_from_complete"
    STANDARD_TIME_GRIEVANCE = "standard_time_grievance"
    STANDARD_TIME_EXPEDITED_GRIEVANCE = "standard_time_expedited_grievance"
    ASK_AGAIN = "ask_again"


class Category(Value):
    """The kind of a service in a word, as the table of service types has it."""

    name: Said


class Place(Value):
    """A place of service by CMS's two-digit code."""

    code: PlaceOfService


class Span(Value):
    """A length of time."""

    amount: int = Field(ge=1)
    unit: Unit


class Recipient(Value):
    """The member."""

    name: Said
    member_id: str | None


class NamedProvider(Value):
    """A provider of the request, as far as the request names one."""

    name: str | None
    npi: str | None


class NamedPolicy(Value):
    """A policy, so that a reader finds the very version that was used."""

    id: Said
    title: Said
    version: Said
    url: str | None


class Service(Value):
    """A service line as it was asked for."""

    code: Said
    category: Category | None
    requested_units: int | None
    side: Side | None
    place: Place | None
    policies: tuple[NamedPolicy, ...]


class ApprovedService(Service):
    """A service line that is approved: how much, from which day to which, both included, on which conditions."""

    units: int | None
    begins: dt.date
    ends: dt.date
    conditions: tuple[str, ...]


class AdverseService(Service):
    """A service line that is not approved as asked: this member's fact, then the criterion, then why in plain words."""

    units: int | None
    fact: Said
    policy: NamedPolicy
    provision: Said
    explanation: Said


class Signer(Value):
    """Who decided or asked. ``states`` are those of the license."""

    name: Said
    credential: str | None
    npi: str | None
    states: str | None


class ReviewedDocument(Value):
    """A document of the record that was read: its kind, and its title where it has one."""

    kind: DocumentKind
    title: str | None
    date: dt.date | None


class Sender(Value):
    """The plan, as a letter shows it."""

    name: Said
    address: Said
    website: Said
    member_phone: Said
    tty: Said
    hours: Spoken
    provider_phone: Said
    appeals: Contact
    records: Contact
    grievances: Contact
    peer_to_peer_phone: Said
    further_help: Spoken
    language_access: tuple[Said, ...] = Field(min_length=1)
    nondiscrimination: Spoken


class AppealRights(Value):
    """Until when an appeal may be made, and how soon it is answered. ``until`` is the last day."""

    until: dt.date
    days: int
    standard: Span
    fast: Span


class Letter(Value):
    """What every letter says. ``zone`` is the plan's time zone by its IANA name."""

    kind: LetterKind
    language: Language
    zone: str
    dated: dt.date
    case_id: Said
    received_on: dt.date
    plan: Sender
    member: Recipient
    providers: tuple[NamedProvider, ...]


class DeterminationLetter(Letter):
    """A letter that tells a determination, and who made it."""

    decided_on: dt.date
    decider: Signer
    approved: tuple[ApprovedService, ...] = ()
    documents: tuple[ReviewedDocument, ...] = ()


class ApprovalLetter(DeterminationLetter):
    """All services are approved as asked. ``number`` is the authorization's."""

    number: Said
    approved: tuple[ApprovedService, ...] = Field(min_length=1)


class AdverseLetter(DeterminationLetter):
    """Some service is not approved as asked. ``ai`` is there only where a profile requires it.

    ``number`` is the authorization's, where a part is approved. ``appeal`` is None where an appeal was decided;
    ``next_step`` says what follows then. ``notices`` are what the plan tells because a profile wants it.
    """

    number: str | None
    denied: tuple[AdverseService, ...] = Field(min_length=1)
    appeal: AppealRights | None
    next_step: Spoken | None
    ai: Statement | None
    notices: tuple[Spoken, ...] = ()


class AskedItem(Value):
    """One thing that is asked for, and the criterion that it serves."""

    what: Said
    request: Said
    criterion: str | None
    policy: NamedPolicy | None


class InformationRequestLetter(Letter):
    """More information is asked for. ``due`` is None while the law's clock waits for it: then ``within`` counts."""

    no_decision: Statement = Statement.NO_DECISION
    asked_by: Signer
    items: tuple[AskedItem, ...] = Field(min_length=1)
    due: AwareDatetime | None
    within: Span | None
    clock: Statement
    respond_by: dt.date | None
    confirms_talk: bool


class ExtensionLetter(Letter):
    """The decision takes longer."""

    no_decision: Statement = Statement.NO_DECISION
    decided_by: Signer
    ground: Ground
    reason: Said
    days: int
    first_due: AwareDatetime
    due: AwareDatetime
    grievance: Statement


class StandardTimeLetter(Letter):
    """An expedited review is refused (42 CFR 422.570(d)(2)). ``due`` and ``within`` are as in a request for more."""

    no_decision: Statement = Statement.NO_DECISION
    decided_by: Signer
    reason: Said
    due: AwareDatetime | None
    within: Span | None
    clock: Statement
    grievance: Statement
    ask_again: Statement = Statement.ASK_AGAIN
