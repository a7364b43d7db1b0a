"""Who may change a priority, when, and with which notice."""

import datetime as dt
from typing import Any

import pytest

from priorauth.acts import ActBody, Escalation, PriorityChange, RecordedAct
from priorauth.case import ExpeditedBy, Priority
from priorauth.clocks import Moments, run_clock
from priorauth.people import Person, Role
from priorauth.prioritizing import Hurry, PriorityNotTheirs, PriorityRefused, check_priority, refusal_notice
from tests.building.jurisdictions import CLOCK_RULES, NEW_YORK, applying

RECEIVED = dt.datetime(2026, 11, 16, 15, tzinfo=dt.UTC)
PHYSICIAN, MEMBER = ExpeditedBy.PHYSICIAN, ExpeditedBy.MEMBER
UP, DOWN = Priority.EXPEDITED, Priority.STANDARD


def hours(number: float) -> dt.datetime:
    return RECEIVED + dt.timedelta(hours=number)


def a_person(role: Role | None) -> Person | None:
    return None if role is None else Person(id="someone", name="Some One", role=role)


def check(to: Priority, role: Role | None, *, now: float = 10, **given: Any) -> None:
    """With the service's own limits: 72 hours for an expedited review."""
    current = given.pop("current", UP if to is DOWN else DOWN)
    expedited_by = given.pop("expedited_by", None)
    moments = Moments(received_at=RECEIVED, answered_at=given.pop("answered_at", None))
    clock = run_clock(applying(priority=current), CLOCK_RULES, moments, NEW_YORK)
    change = PriorityChange(to=to, reason="The member's health.", **given)
    check_priority(change, Hurry(current, RECEIVED, clock, expedited_by), a_person(role), hours(now))


def done(body: ActBody) -> RecordedAct:
    return RecordedAct(
        number=1, at=hours(10), actor="n", person=a_person(Role.NURSE_REVIEWER), revision=1, level="initial", body=body
    )


class TestUpgrade:
    @pytest.mark.parametrize("role", [None, Role.SUBMITTER, Role.NURSE_REVIEWER, Role.MEDICAL_DIRECTOR])
    def test_what_a_physician_asks_for_is_granted_whoever_enters_it(self, role: Role | None):
        check(UP, role, asked_by=PHYSICIAN)

    @pytest.mark.parametrize("asked_by", [MEMBER, None])
    @pytest.mark.parametrize("role", [Role.NURSE_REVIEWER, Role.MEDICAL_DIRECTOR])
    def test_what_a_member_asks_for_a_clinician_decides(self, role: Role, asked_by: ExpeditedBy | None):
        check(UP, role, asked_by=asked_by)

    @pytest.mark.parametrize("asked_by", [MEMBER, None])
    @pytest.mark.parametrize("role", [None, Role.SUBMITTER, Role.ADMINISTRATOR])
    def test_and_nobody_else(self, role: Role | None, asked_by: ExpeditedBy | None):
        with pytest.raises(PriorityNotTheirs, match="Otherwise a nurse reviewer or a medical director"):
            check(UP, role, asked_by=asked_by)

    @pytest.mark.parametrize("asked_at", [-1, 11])
    def test_it_is_asked_for_between_receipt_and_now(self, asked_at: float):
        with pytest.raises(PriorityRefused, match="not in the future"):
            check(UP, None, asked_by=PHYSICIAN, asked_at=hours(asked_at))
        check(UP, None, asked_by=PHYSICIAN, asked_at=hours(9))

    def test_it_may_come_late(self):
        check(UP, None, asked_by=PHYSICIAN, now=999)


class TestDowngrade:
    @pytest.mark.parametrize("role", [Role.NURSE_REVIEWER, Role.MEDICAL_DIRECTOR])
    def test_a_clinician_refuses_an_expedited_review(self, role: Role):
        check(DOWN, role)
        check(DOWN, role, expedited_by=MEMBER, now=72)

    @pytest.mark.parametrize("role", [None, Role.SUBMITTER, Role.ADMINISTRATOR, Role.AUDITOR])
    def test_and_nobody_else_and_nothing_automated(self, role: Role | None):
        with pytest.raises(PriorityNotTheirs, match="To refuse an expedited review"):
            check(DOWN, role)

    def test_never_when_the_expedited_time_has_passed(self):
        with pytest.raises(PriorityRefused, match="expedited time ended at 2026-11-19T15:00"):
            check(DOWN, Role.MEDICAL_DIRECTOR, now=72.1)

    def test_never_against_a_physician(self):
        with pytest.raises(PriorityRefused, match="it has to be expedited"):
            check(DOWN, Role.MEDICAL_DIRECTOR, expedited_by=PHYSICIAN, asked_by=MEMBER)
        check(DOWN, Role.MEDICAL_DIRECTOR, expedited_by=PHYSICIAN, asked_by=PHYSICIAN)

    def test_a_physician_takes_nothing_back_for_a_member(self):
        with pytest.raises(PriorityRefused, match="Leave asked_by out to refuse it"):
            check(DOWN, Role.NURSE_REVIEWER, expedited_by=MEMBER, asked_by=PHYSICIAN)
        check(DOWN, Role.NURSE_REVIEWER, expedited_by=MEMBER, asked_by=MEMBER)

    def test_what_is_no_refusal_has_no_notice(self):
        taken_back = PriorityChange(to=DOWN, asked_by=MEMBER, reason="She can wait.")
        for body in (Escalation(reason="Unsure."), PriorityChange(to=UP, reason="She worsens."), taken_back):
            assert refusal_notice(done(body), NEW_YORK) is None

    def test_the_notice_is_written_within_three_calendar_days(self):
        notice = refusal_notice(done(PriorityChange(to=DOWN, reason="She can wait.")), NEW_YORK)
        assert notice is not None
        assert notice.written_by == hours(10 + 72)
        assert any("first received" in sentence for sentence in notice.must_say)
        assert any("grievance" in sentence for sentence in notice.must_say)
        assert any("physician" in sentence for sentence in notice.must_say)
        assert not notice.mark.is_sure


@pytest.mark.parametrize("to", list(Priority))
def test_what_is_so_already_is_not_changed(to: Priority):
    with pytest.raises(PriorityRefused, match=f"is {to.value} already"):
        check(to, Role.NURSE_REVIEWER, current=to)


def test_what_was_answered_is_not_changed():
    with pytest.raises(PriorityRefused, match="was notified"):
        check(UP, Role.NURSE_REVIEWER, answered_at=hours(9))
