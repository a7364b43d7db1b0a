"""The states of a case, and every move between them."""

from itertools import product

import pytest

from priorauth.errors import InvalidTransition
from priorauth.lifecycle import EVENTS, TRANSITIONS, CaseStatus, can_transition, check_transition

ALLOWED = {
    (CaseStatus.RECEIVED, CaseStatus.IN_REVIEW),
    (CaseStatus.IN_REVIEW, CaseStatus.RECOMMENDED),
    (CaseStatus.RECOMMENDED, CaseStatus.IN_REVIEW),
    (CaseStatus.RECOMMENDED, CaseStatus.DETERMINED),
    (CaseStatus.RECOMMENDED, CaseStatus.DELETED),
    (CaseStatus.DETERMINED, CaseStatus.DELETED),
}


@pytest.mark.parametrize(("current", "to"), list(product(CaseStatus, repeat=2)))
def test_a_case_moves_only_as_the_table_says(current: CaseStatus, to: CaseStatus) -> None:
    assert can_transition(current, to) is ((current, to) in ALLOWED)


def test_an_allowed_move_is_no_error() -> None:
    check_transition(CaseStatus.RECEIVED, CaseStatus.IN_REVIEW)


def test_a_refused_move_says_why() -> None:
    with pytest.raises(InvalidTransition, match=r"The case is in review; it cannot become received\."):
        check_transition(CaseStatus.IN_REVIEW, CaseStatus.RECEIVED)


def test_every_state_has_its_moves_and_its_event() -> None:
    assert set(TRANSITIONS) == set(EVENTS) == set(CaseStatus)
    assert len(set(EVENTS.values())) == len(EVENTS)
