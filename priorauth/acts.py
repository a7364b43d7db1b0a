"""What people do to a case between its review and its end, each as a typed record.

Every record says only what the person stated. Who did it, when, on which revision and at which level of decision is
stored beside it, from who was signed in and from the service's clock.
"""

import datetime as dt
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, StringConstraints, TypeAdapter

from priorauth.case import ExpeditedBy, Priority, Side
from priorauth.deadlines import Ground
from priorauth.fields import IsoDate, Name
from priorauth.lifecycle import SENDS, CaseAct, Sending
from priorauth.people import Person
from priorauth.value import Value

Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4_000)]
"""What a person wrote or said, in their own words."""


class Channel(StrEnum):
    """How something was told."""

    PHONE = "phone"
    FAX = "fax"
    PORTAL = "portal"
    MAIL = "mail"
    EMAIL = "email"
    IN_PERSON = "in_person"


class Party(StrEnum):
    """Who is spoken to, or speaks."""

    MEMBER = "member"
    REPRESENTATIVE = "representative"
    PROVIDER = "provider"
    FACILITY = "facility"


class InformationItem(Value):
    """One thing that is asked for: which report or statement, and the criterion that it serves.

    ``policy_id`` and ``criterion_id`` are None for what no criterion asks. ``request`` names what to send, whatever it
    shows, and no value to reach.
    """

    line: str | None = None
    policy_id: str | None = None
    criterion_id: str | None = None
    what: Sentence
    request: Sentence


class InformationRequest(Value):
    """What the provider is asked for. No decision has been made, and no clock that counts from receipt stops.

    ``oral`` requests are told by phone or in person, and confirmed by the letter.
    """

    act: Literal[CaseAct.REQUEST_INFORMATION] = CaseAct.REQUEST_INFORMATION
    items: tuple[InformationItem, ...] = Field(min_length=1, max_length=200)
    to: Party = Party.PROVIDER
    oral: bool = False
    respond_by: IsoDate | None = None


class OutreachAttempt(Value):
    """A try to reach somebody about an information request: when, how, whom, and what was said."""

    act: Literal[CaseAct.LOG_ATTEMPT] = CaseAct.LOG_ATTEMPT
    attempted_at: AwareDatetime
    channel: Channel
    to: Party = Party.PROVIDER
    with_whom: Name = Field(min_length=1)
    reached: bool
    said: Sentence


class Escalation(Value):
    """Handing a case to a medical director, and why."""

    act: Literal[CaseAct.ESCALATE] = CaseAct.ESCALATE
    reason: Sentence


class PeerToPeerAppointment(Value):
    """A talk that was offered to the ordering clinician, and when it is to be."""

    act: Literal[CaseAct.SCHEDULE_PEER_TO_PEER] = CaseAct.SCHEDULE_PEER_TO_PEER
    offered_at: AwareDatetime
    scheduled_for: AwareDatetime
    with_whom: Name = Field(min_length=1)


class PeerToPeerTalk(Value):
    """A talk of physicians that was held: with whom, when, and how it ended."""

    act: Literal[CaseAct.HOLD_PEER_TO_PEER] = CaseAct.HOLD_PEER_TO_PEER
    held_at: AwareDatetime
    with_whom: Name = Field(min_length=1)
    same_specialty: bool
    outcome: Sentence


class Appeal(Value):
    """A request for reconsideration of what was decided. ``filed_at`` is when it was received."""

    act: Literal[CaseAct.APPEAL] = CaseAct.APPEAL
    filed_by: Party
    filed_at: AwareDatetime
    expedited: bool = False
    grounds: Sentence
    late_for_good_cause: Sentence | None = None


class Withdrawal(Value):
    """The request was taken back by who made it."""

    act: Literal[CaseAct.WITHDRAW] = CaseAct.WITHDRAW
    by: Party
    reason: Sentence


class Closing(Value):
    """Nothing is left to do."""

    act: Literal[CaseAct.CLOSE] = CaseAct.CLOSE
    reason: Sentence


class TimeExtension(Value):
    """More time for the decision, on one of the grounds that the profile knows. ``reason`` stands in the notice."""

    act: Literal[CaseAct.EXTEND] = CaseAct.EXTEND
    ground: Ground
    days: int = Field(ge=1, le=90)
    reason: Sentence


class PriorityChange(Value):
    """From standard to expedited, or back. What a physician asks for is always expedited (42 CFR 422.570(c)(2)).

    ``asked_by`` is who asks for the change: for the expedited review, or to take that back. To standard without it is
    the plan's refusal of an expedited review, which has its letter; ``reason`` stands in it.
    """

    act: Literal[CaseAct.CHANGE_PRIORITY] = CaseAct.CHANGE_PRIORITY
    to: Priority
    asked_by: ExpeditedBy | None = None
    asked_at: AwareDatetime | None = None
    reason: Sentence

    @property
    def refuses_expedited(self) -> bool:
        """Whether the plan refuses the expedited review that was asked for."""
        return self.to is Priority.STANDARD and self.asked_by is None


class Assignment(Value):
    """Who works on the case; None takes it from whoever did."""

    act: Literal[CaseAct.ASSIGN] = CaseAct.ASSIGN
    assignee: Annotated[str, StringConstraints(min_length=1, max_length=200)] | None


class Notification(Value):
    """When, how and to whom a determination was told, apart from when it was made."""

    act: Literal[CaseAct.LOG_NOTIFICATION] = CaseAct.LOG_NOTIFICATION
    notified_at: AwareDatetime
    channel: Channel
    to: Party
    with_whom: Name = ""


class MisreadFact(Value):
    """A fact that is wrong: as the revision holds it, by its place in the clinical findings' list, counted from 0."""

    fact: int = Field(ge=0)
    why: Sentence


class AddedPassage(Value):
    """A passage of a document that states what was not read: its offsets in Unicode code points, and the concept.

    The service reads the fact from the passage itself; a person selects, and states no value.
    """

    document_id: str
    start: int = Field(ge=0)
    end: int = Field(ge=1)
    concept: str
    side: Side | None = None
    why: Sentence


class ConfirmedCriterion(Value):
    """A criterion that a person judges: left to discretion, unverified, or in prose only."""

    line: str
    policy_id: str
    criterion_id: str
    met: bool
    why: Sentence


class TakenBack(Value):
    """An earlier correction that does not hold any more: its place in the case's corrections, counted from 0."""

    correction: int = Field(ge=0)
    why: Sentence


class FactCorrection(Value):
    """What a clinician corrects in the reading of the record; the review is computed again with it."""

    act: Literal[CaseAct.CORRECT_FACTS] = CaseAct.CORRECT_FACTS
    digest: str = Field(pattern=r"^sha256:[0-9a-f]{64}$")
    misread: tuple[MisreadFact, ...] = Field(default=(), max_length=200)
    added: tuple[AddedPassage, ...] = Field(default=(), max_length=200)
    confirmed: tuple[ConfirmedCriterion, ...] = Field(default=(), max_length=200)
    taken_back: tuple[TakenBack, ...] = Field(default=(), max_length=200)


AnyAct = (
    InformationRequest
    | OutreachAttempt
    | Escalation
    | PeerToPeerAppointment
    | PeerToPeerTalk
    | Appeal
    | Withdrawal
    | Closing
    | TimeExtension
    | PriorityChange
    | Assignment
    | Notification
    | FactCorrection
)
ActBody = Annotated[AnyAct, Field(discriminator="act")]
ACT_BODY: TypeAdapter[ActBody] = TypeAdapter(ActBody)
"""Reads a stored act."""


def sends_letter(body: ActBody) -> bool:
    """Whether an act sends a letter. A change of priority does where it refuses an expedited review."""
    return SENDS.get(body.act) is Sending.LETTER and (not isinstance(body, PriorityChange) or body.refuses_expedited)


ACT_KINDS = frozenset(
    {
        CaseAct.REQUEST_INFORMATION,
        CaseAct.LOG_ATTEMPT,
        CaseAct.ESCALATE,
        CaseAct.SCHEDULE_PEER_TO_PEER,
        CaseAct.HOLD_PEER_TO_PEER,
        CaseAct.APPEAL,
        CaseAct.WITHDRAW,
        CaseAct.CLOSE,
        CaseAct.EXTEND,
        CaseAct.CHANGE_PRIORITY,
        CaseAct.ASSIGN,
        CaseAct.LOG_NOTIFICATION,
        CaseAct.CORRECT_FACTS,
    }
)
"""The acts that are recorded so; the others have their own records."""


class RecordedAct(Value):
    """An act as it was recorded: who did what and when, on which revision. ``number`` counts the case's acts from 1."""

    number: int
    at: dt.datetime
    actor: str
    person: Person | None
    revision: int
    level: str
    body: ActBody
