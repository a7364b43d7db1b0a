"""The states of a case and the moves between them, as tables side by side."""

from collections.abc import Mapping
from enum import StrEnum

from priorauth.audit import EventType
from priorauth.errors import InvalidTransition


class CaseStatus(StrEnum):
    """Where a case stands. ``received``: accepted and stored; ``in_review``: the agents work; ``recommended``: a
    draft waits for a clinician; ``deleted``: its record was lawfully deleted, and only the tombstone is left.
    """

    RECEIVED = "received"
    IN_REVIEW = "in_review"
    RECOMMENDED = "recommended"
    DELETED = "deleted"


TRANSITIONS: Mapping[CaseStatus, frozenset[CaseStatus]] = {
    CaseStatus.RECEIVED: frozenset({CaseStatus.IN_REVIEW}),
    CaseStatus.IN_REVIEW: frozenset({CaseStatus.RECOMMENDED}),
    CaseStatus.RECOMMENDED: frozenset({CaseStatus.IN_REVIEW, CaseStatus.DELETED}),
    CaseStatus.DELETED: frozenset(),
}

EVENTS: Mapping[CaseStatus, EventType] = {
    CaseStatus.RECEIVED: EventType.CASE_RECEIVED,
    CaseStatus.IN_REVIEW: EventType.REVIEW_STARTED,
    CaseStatus.RECOMMENDED: EventType.RECOMMENDATION_READY,
    CaseStatus.DELETED: EventType.RECORD_DELETED,
}


def check_transition(current: CaseStatus, to: CaseStatus) -> None:
    """Raises :class:`InvalidTransition` where a case in ``current`` cannot go to ``to``."""
    if not can_transition(current, to):
        raise InvalidTransition(
            f"The case is {current.value.replace('_', ' ')}; it cannot become {to.value.replace('_', ' ')}."
        )


def can_transition(current: CaseStatus, to: CaseStatus) -> bool:
    """Whether a case in ``current`` may go to ``to``."""
    return to in TRANSITIONS[current]
