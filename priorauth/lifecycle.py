"""The states of a case and the acts that move it, as tables side by side.

For each act: from where it may happen and where it leads, who may do it, what the record says of it, and what it sends.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType

from priorauth.audit import EventType
from priorauth.errors import InvalidTransition, NotPermitted
from priorauth.people import Person, Role


class CaseStatus(StrEnum):
    """Where a case stands.

    ``received``: accepted and stored; ``in_review``: the agents work; ``recommended``: a draft waits for a clinician;
    ``information_requested``: the provider was asked; ``escalated``: a medical director is to see it;
    ``peer_to_peer_scheduled`` and ``peer_to_peer_held``: a talk of physicians; ``determined``: a clinician has decided;
    ``appealed``: another person is to decide it anew; ``withdrawn``: the request was taken back; ``closed``: nothing
    is left to do; ``deleted``: its record was lawfully deleted, and only the tombstone is left.
    """

    RECEIVED = "received"
    IN_REVIEW = "in_review"
    RECOMMENDED = "recommended"
    INFORMATION_REQUESTED = "information_requested"
    ESCALATED = "escalated"
    PEER_TO_PEER_SCHEDULED = "peer_to_peer_scheduled"
    PEER_TO_PEER_HELD = "peer_to_peer_held"
    DETERMINED = "determined"
    APPEALED = "appealed"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    DELETED = "deleted"

    @property
    def spoken(self) -> str:
        """The state in words."""
        return self.value.replace("_", " ")


class CaseAct(StrEnum):
    """What the service or a person does to a case."""

    ACCEPT = "accept"
    BEGIN_REVIEW = "begin_review"
    RECOMMEND = "recommend"
    REVIEW_AGAIN = "review_again"
    ADD_DOCUMENTS = "add_documents"
    CORRECT_FACTS = "correct_facts"
    REQUEST_INFORMATION = "request_information"
    LOG_ATTEMPT = "log_attempt"
    ESCALATE = "escalate"
    SCHEDULE_PEER_TO_PEER = "schedule_peer_to_peer"
    HOLD_PEER_TO_PEER = "hold_peer_to_peer"
    DETERMINE = "determine"
    DETERMINE_ADVERSELY = "determine_adversely"
    APPEAL = "appeal"
    WITHDRAW = "withdraw"
    CLOSE = "close"
    EXTEND = "extend"
    CHANGE_PRIORITY = "change_priority"
    ASSIGN = "assign"
    LOG_NOTIFICATION = "log_notification"
    DELETE = "delete"

    @property
    def spoken(self) -> str:
        """The act in words."""
        return self.value.replace("_", " ")


_S = CaseStatus
WAITING = frozenset(
    {
        _S.RECOMMENDED,
        _S.INFORMATION_REQUESTED,
        _S.ESCALATED,
        _S.PEER_TO_PEER_SCHEDULED,
        _S.PEER_TO_PEER_HELD,
        _S.APPEALED,
    }
)
"""Open, and a person's turn."""
UNDECIDED = WAITING | {_S.RECEIVED, _S.IN_REVIEW}
_BEFORE_APPEAL = WAITING - {_S.APPEALED}

MOVES: Mapping[CaseAct, tuple[frozenset[CaseStatus], CaseStatus | None]] = MappingProxyType(
    {
        CaseAct.ACCEPT: (frozenset(), _S.RECEIVED),
        CaseAct.BEGIN_REVIEW: (frozenset({_S.RECEIVED, *WAITING}), _S.IN_REVIEW),
        CaseAct.RECOMMEND: (frozenset({_S.IN_REVIEW}), _S.RECOMMENDED),
        CaseAct.REVIEW_AGAIN: (WAITING, _S.IN_REVIEW),
        CaseAct.ADD_DOCUMENTS: (WAITING, _S.IN_REVIEW),
        CaseAct.CORRECT_FACTS: (WAITING, _S.IN_REVIEW),
        CaseAct.REQUEST_INFORMATION: (WAITING, _S.INFORMATION_REQUESTED),
        CaseAct.LOG_ATTEMPT: (frozenset({_S.INFORMATION_REQUESTED}), None),
        CaseAct.ESCALATE: (frozenset({_S.RECOMMENDED, _S.INFORMATION_REQUESTED}), _S.ESCALATED),
        CaseAct.SCHEDULE_PEER_TO_PEER: (_BEFORE_APPEAL - {_S.PEER_TO_PEER_HELD}, _S.PEER_TO_PEER_SCHEDULED),
        CaseAct.HOLD_PEER_TO_PEER: (frozenset({_S.PEER_TO_PEER_SCHEDULED}), _S.PEER_TO_PEER_HELD),
        CaseAct.DETERMINE: (WAITING, _S.DETERMINED),
        CaseAct.DETERMINE_ADVERSELY: (WAITING, _S.DETERMINED),
        CaseAct.APPEAL: (frozenset({_S.DETERMINED, _S.CLOSED}), _S.APPEALED),
        CaseAct.WITHDRAW: (WAITING, _S.WITHDRAWN),
        CaseAct.CLOSE: (frozenset({_S.DETERMINED, _S.WITHDRAWN}), _S.CLOSED),
        CaseAct.EXTEND: (UNDECIDED, None),
        CaseAct.CHANGE_PRIORITY: (UNDECIDED, None),
        CaseAct.ASSIGN: (UNDECIDED, None),
        CaseAct.LOG_NOTIFICATION: (frozenset({_S.DETERMINED, _S.CLOSED}), None),
        CaseAct.DELETE: (WAITING | {_S.DETERMINED, _S.WITHDRAWN, _S.CLOSED}, _S.DELETED),
    }
)
"""From where an act may happen, and where it leads; None leaves the case where it is."""

KEPT = frozenset(
    {CaseAct.ESCALATE, CaseAct.SCHEDULE_PEER_TO_PEER, CaseAct.HOLD_PEER_TO_PEER, CaseAct.APPEAL},
)
"""Acts that no new review undoes: when it is whole, the case is again where the last of them put it."""

_SERVICE: frozenset[Role] = frozenset()
_CLINICIANS = frozenset({Role.NURSE_REVIEWER, Role.MEDICAL_DIRECTOR})
_PHYSICIANS = frozenset({Role.MEDICAL_DIRECTOR})
_SENDERS = _CLINICIANS | {Role.SUBMITTER, Role.ADMINISTRATOR}

PERMITTED: Mapping[CaseAct, frozenset[Role]] = MappingProxyType(
    {
        CaseAct.ACCEPT: _SENDERS,
        CaseAct.BEGIN_REVIEW: _SERVICE,
        CaseAct.RECOMMEND: _SERVICE,
        CaseAct.REVIEW_AGAIN: _SENDERS | {Role.POLICY_AUTHOR},
        CaseAct.ADD_DOCUMENTS: _SENDERS,
        CaseAct.CORRECT_FACTS: _CLINICIANS,
        CaseAct.REQUEST_INFORMATION: _CLINICIANS,
        CaseAct.LOG_ATTEMPT: _CLINICIANS,
        CaseAct.ESCALATE: _CLINICIANS,
        CaseAct.SCHEDULE_PEER_TO_PEER: _CLINICIANS,
        CaseAct.HOLD_PEER_TO_PEER: _PHYSICIANS,
        CaseAct.DETERMINE: _CLINICIANS,
        CaseAct.DETERMINE_ADVERSELY: _PHYSICIANS,
        CaseAct.APPEAL: _SENDERS,
        CaseAct.WITHDRAW: _SENDERS,
        CaseAct.CLOSE: _CLINICIANS | {Role.ADMINISTRATOR},
        CaseAct.EXTEND: _CLINICIANS,
        CaseAct.CHANGE_PRIORITY: _SENDERS,
        CaseAct.ASSIGN: _CLINICIANS | {Role.ADMINISTRATOR},
        CaseAct.LOG_NOTIFICATION: _CLINICIANS | {Role.ADMINISTRATOR},
        CaseAct.DELETE: frozenset({Role.ADMINISTRATOR}),
    }
)
"""Who may do it; nobody, where the service does it by itself. An auditor reads, and does none of this."""

EVENTS: Mapping[CaseAct, EventType] = MappingProxyType(
    {
        CaseAct.ACCEPT: EventType.CASE_RECEIVED,
        CaseAct.BEGIN_REVIEW: EventType.REVIEW_STARTED,
        CaseAct.RECOMMEND: EventType.RECOMMENDATION_READY,
        CaseAct.REVIEW_AGAIN: EventType.REVIEW_REQUESTED,
        CaseAct.ADD_DOCUMENTS: EventType.DOCUMENT_ADDED,
        CaseAct.CORRECT_FACTS: EventType.FACTS_CORRECTED,
        CaseAct.REQUEST_INFORMATION: EventType.INFORMATION_REQUESTED,
        CaseAct.LOG_ATTEMPT: EventType.ATTEMPT_LOGGED,
        CaseAct.ESCALATE: EventType.CASE_ESCALATED,
        CaseAct.SCHEDULE_PEER_TO_PEER: EventType.PEER_TO_PEER_SCHEDULED,
        CaseAct.HOLD_PEER_TO_PEER: EventType.PEER_TO_PEER_HELD,
        CaseAct.DETERMINE: EventType.DETERMINATION_MADE,
        CaseAct.DETERMINE_ADVERSELY: EventType.DETERMINATION_MADE,
        CaseAct.APPEAL: EventType.CASE_APPEALED,
        CaseAct.WITHDRAW: EventType.CASE_WITHDRAWN,
        CaseAct.CLOSE: EventType.CASE_CLOSED,
        CaseAct.EXTEND: EventType.TIME_EXTENDED,
        CaseAct.CHANGE_PRIORITY: EventType.PRIORITY_CHANGED,
        CaseAct.ASSIGN: EventType.CASE_ASSIGNED,
        CaseAct.LOG_NOTIFICATION: EventType.NOTIFICATION_LOGGED,
        CaseAct.DELETE: EventType.RECORD_DELETED,
    }
)
"""What the record says of it."""


class Sending(StrEnum):
    """What an act sends. ``message``: another system is told; ``letter``: a letter is written, and told of."""

    MESSAGE = "message"
    LETTER = "letter"


SENDS: Mapping[CaseAct, Sending] = MappingProxyType(
    {
        CaseAct.RECOMMEND: Sending.MESSAGE,
        CaseAct.REQUEST_INFORMATION: Sending.LETTER,
        CaseAct.DETERMINE: Sending.LETTER,
        CaseAct.DETERMINE_ADVERSELY: Sending.LETTER,
        CaseAct.EXTEND: Sending.LETTER,
        CaseAct.CHANGE_PRIORITY: Sending.LETTER,
    }
)
"""What it sends, if anything. A change of priority has a letter where it refuses an expedited review."""


def targets(act: CaseAct) -> frozenset[CaseStatus]:
    """Where an act may lead; nowhere, where it leaves the case as it is."""
    every = (act, *KEPT) if act is CaseAct.RECOMMEND else (act,)
    return frozenset(to for one in every if (to := MOVES[one][1]) is not None)


TRANSITIONS: Mapping[CaseStatus, frozenset[CaseStatus]] = MappingProxyType(
    {
        status: frozenset(to for act, (origins, _) in MOVES.items() if status in origins for to in targets(act))
        for status in CaseStatus
    }
)
"""Every move between states that some act makes."""

AT_REST = frozenset(CaseStatus) - {CaseStatus.RECEIVED, CaseStatus.IN_REVIEW}
"""Where nothing happens until a person acts."""


class NotTheirs(NotPermitted):
    """The act is not this person's to do (HTTP 403)."""

    def __init__(self, person: Person | None, act: CaseAct) -> None:
        roles = " or ".join(role.value.replace("_", " ") for role in Role if role in PERMITTED[act])
        who = (
            f"{person.name} is signed in as {person.role.value.replace('_', ' ')}" if person else "No one is signed in"
        )
        super().__init__(f"{who}. To {act.spoken} is for these to do: {roles or 'the service itself'}.")


def check_may(person: Person | None, act: CaseAct) -> None:
    """Raises :class:`NotTheirs` where the act is not the person's to do.

    A payer's system that signs nobody in submits, and may do what a submitter may.
    """
    role = person.role if person else Role.SUBMITTER
    if role not in PERMITTED[act]:
        raise NotTheirs(person, act)


def check_act(act: CaseAct, current: CaseStatus) -> None:
    """Raises :class:`InvalidTransition` where the act does not fit the state that the case is in."""
    origins, _ = MOVES[act]
    if current not in origins:
        wanted = ", ".join(status.spoken for status in CaseStatus if status in origins)
        raise InvalidTransition(f"The case is {current.spoken}. To {act.spoken} takes a case that is: {wanted}.")


def after(act: CaseAct, current: CaseStatus) -> CaseStatus:
    """Where a case is after an act. Raises :class:`InvalidTransition`."""
    check_act(act, current)
    return MOVES[act][1] or current


def after_review(acts: Iterable[CaseAct]) -> CaseStatus:
    """Where a case is when a review of it is whole. ``acts`` are people's at its level, the first first."""
    put = [MOVES[act][1] for act in acts if act in KEPT]
    return (put[-1] if put else None) or _S.RECOMMENDED


def check_transition(current: CaseStatus, to: CaseStatus) -> None:
    """Raises :class:`InvalidTransition` where a case in ``current`` cannot go to ``to``."""
    if not can_transition(current, to):
        raise InvalidTransition(f"The case is {current.spoken}; it cannot become {to.spoken}.")


def can_transition(current: CaseStatus, to: CaseStatus) -> bool:
    """Whether a case in ``current`` may go to ``to``."""
    return to in TRANSITIONS[current]
