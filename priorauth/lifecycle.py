"""The states of a case and the moves between them, as tables side by side."""

from collections.abc import Mapping
from enum import StrEnum

from priorauth.audit import EventType
from priorauth.errors import InvalidTransition


class CaseStatus(StrEnum):
    """Where a case stands. ``received``: accepted and stored; ``in_review``: the agents work; ``recommended``: a
    draft waits for a clinician; ``determined``: a clinician has decided; ``deleted``: its record was lawfully deleted,
    and only the tombstone is left.
    """

    RECEIVED = "received"
    IN_REVIEW = "in_review"
    RECOMMENDED = "recommended"
    DETERMINED = "determined"
    DELETED = "deleted"


TRANSITIONS: Mapping[CaseStatus, frozenset[CaseStatus]] = {
    CaseStatus.RECEIVED: frozenset({CaseStatus.IN_REVIEW}),
    CaseStatus.IN_REVIEW: frozenset({CaseStatus.RECOMMENDED}),
    CaseStatus.RECOMMENDED: frozenset({CaseStatus.IN_REVIEW, CaseStatus.DETERMINED, CaseStatus.DELETED}),
    CaseStatus.DETERMINED: frozenset({CaseStatus.DELETED}),
    CaseStatus.DELETED: frozenset(),
}

AT_REST = frozenset({CaseStatus.RECOMMENDED, CaseStatus.DETERMINED, CaseStatus.DELETED})
"""Where nothing happens until a person acts."""

EVENTS: Mapping[CaseStatus, EventType] = {
    CaseStatus.RECEIVED: EventType.CASE_RECEIVED,
    CaseStatus.IN_REVIEW: EventType.REVIEW_STARTED,
    CaseStatus.RECOMMENDED: EventType.RECOMMENDATION_READY,
    CaseStatus.DETERMINED: EventType.DETERMINATION_MADE,
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
