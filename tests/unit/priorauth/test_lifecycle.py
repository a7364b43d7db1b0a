"""The states of a case, every move between them, and who may do what, as truth tables."""

from itertools import product

import pytest

from priorauth.errors import InvalidTransition
from priorauth.lifecycle import (
    EVENTS,
    MOVES,
    PERMITTED,
    SENDS,
    TRANSITIONS,
    CaseAct,
    CaseStatus,
    NotTheirs,
    after,
    after_review,
    can_transition,
    check_may,
    check_transition,
)
from priorauth.people import Person, Role

S = CaseStatus
OPEN = {
    S.RECOMMENDED,
    S.INFORMATION_REQUESTED,
    S.ESCALATED,
    S.PEER_TO_PEER_SCHEDULED,
    S.PEER_TO_PEER_HELD,
    S.APPEALED,
}
FIRST = OPEN - {S.APPEALED}
ALLOWED = {
    (S.RECEIVED, S.IN_REVIEW),
    (S.IN_REVIEW, S.RECOMMENDED),
    *((one, to) for one in OPEN for to in (S.IN_REVIEW, S.DETERMINED, S.WITHDRAWN, S.DELETED)),
    *((S.IN_REVIEW, one) for one in (S.ESCALATED, S.PEER_TO_PEER_SCHEDULED, S.PEER_TO_PEER_HELD, S.APPEALED)),
    *((one, S.INFORMATION_REQUESTED) for one in OPEN),
    *((one, S.PEER_TO_PEER_SCHEDULED) for one in FIRST - {S.PEER_TO_PEER_HELD}),
    (S.RECOMMENDED, S.ESCALATED),
    (S.INFORMATION_REQUESTED, S.ESCALATED),
    (S.PEER_TO_PEER_SCHEDULED, S.PEER_TO_PEER_HELD),
    (S.DETERMINED, S.APPEALED),
    (S.CLOSED, S.APPEALED),
    *((one, S.CLOSED) for one in (S.DETERMINED, S.WITHDRAWN)),
    *((one, S.DELETED) for one in (S.DETERMINED, S.WITHDRAWN, S.CLOSED)),
}
NURSE, DIRECTOR, AUTHOR, SUBMITTER, AUDITOR, ADMINISTRATOR = Role
MAY = {
    NURSE: set(CaseAct) - {"begin_review", "recommend", "hold_peer_to_peer", "determine_adversely", "delete"},
    DIRECTOR: set(CaseAct) - {"begin_review", "recommend", "delete"},
    AUTHOR: {"review_again"},
    SUBMITTER: {"accept", "review_again", "add_documents", "appeal", "withdraw", "change_priority"},
    AUDITOR: set[str](),
    ADMINISTRATOR: {
        *("accept", "review_again", "add_documents", "appeal", "withdraw", "change_priority"),
        *("close", "assign", "log_notification", "delete"),
    },
}


@pytest.mark.parametrize(("current", "to"), list(product(CaseStatus, repeat=2)))
def test_a_case_moves_only_as_the_table_says(current: CaseStatus, to: CaseStatus) -> None:
    assert can_transition(current, to) is ((current, to) in ALLOWED)


@pytest.mark.parametrize(("role", "act"), list(product(Role, CaseAct)))
def test_who_may_do_what(role: Role, act: CaseAct) -> None:
    person = Person(id="somebody", name="Some Body", role=role)
    if act in MAY[role]:
        check_may(person, act)
        return
    with pytest.raises(NotTheirs, match="Some Body is signed in as"):
        check_may(person, act)


@pytest.mark.parametrize("act", CaseAct)
def test_nobody_who_is_not_signed_in_does_more_than_a_submitter(act: CaseAct) -> None:
    if act in MAY[SUBMITTER]:
        check_may(None, act)
        return
    with pytest.raises(NotTheirs, match=r"No one is signed in\. To "):
        check_may(None, act)


def test_no_machine_and_no_nurse_decides_adversely() -> None:
    assert PERMITTED[CaseAct.DETERMINE_ADVERSELY] == {Role.MEDICAL_DIRECTOR}
    assert PERMITTED[CaseAct.RECOMMEND] == PERMITTED[CaseAct.BEGIN_REVIEW] == set()


def test_an_allowed_move_is_no_error() -> None:
    check_transition(S.RECEIVED, S.IN_REVIEW)
    assert after(CaseAct.ESCALATE, S.RECOMMENDED) is S.ESCALATED
    assert after(CaseAct.LOG_ATTEMPT, S.INFORMATION_REQUESTED) is S.INFORMATION_REQUESTED


@pytest.mark.parametrize(
    ("acts", "status"),
    [
        ("", S.RECOMMENDED),
        ("assign request_information log_attempt add_documents", S.RECOMMENDED),
        ("escalate", S.ESCALATED),
        ("escalate request_information add_documents correct_facts", S.ESCALATED),
        ("escalate schedule_peer_to_peer", S.PEER_TO_PEER_SCHEDULED),
        ("schedule_peer_to_peer hold_peer_to_peer change_priority", S.PEER_TO_PEER_HELD),
        ("appeal", S.APPEALED),
        ("appeal extend request_information", S.APPEALED),
    ],
)
def test_a_new_review_undoes_no_escalation_talk_or_appeal(acts: str, status: CaseStatus) -> None:
    assert after_review(map(CaseAct, acts.split())) is status
    assert can_transition(S.IN_REVIEW, status)


def test_a_refused_move_says_why() -> None:
    with pytest.raises(InvalidTransition, match=r"The case is in review; it cannot become received\."):
        check_transition(S.IN_REVIEW, S.RECEIVED)
    with pytest.raises(InvalidTransition, match=r"is closed\. To close takes a case that is: determined, withdrawn"):
        after(CaseAct.CLOSE, S.CLOSED)


def test_the_tables_stand_side_by_side() -> None:
    assert set(TRANSITIONS) == set(CaseStatus)
    assert set(MOVES) == set(PERMITTED) == set(EVENTS) == set(CaseAct)
    assert set(SENDS) <= set(CaseAct)
