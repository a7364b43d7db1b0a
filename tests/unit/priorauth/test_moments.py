"""The moments of a case's clock, from what people did."""

import datetime as dt
from typing import Any

import pytest

from priorauth.acts import (
    ActBody,
    Appeal,
    Channel,
    Escalation,
    InformationItem,
    InformationRequest,
    Notification,
    Party,
    PriorityChange,
    RecordedAct,
    TimeExtension,
)
from priorauth.case import ExpeditedBy, Priority
from priorauth.deadlines import Act, Ground
from priorauth.determination import Level
from priorauth.moments import Answer, Course, deciding, expedited_by, moments_of, priority_of

RECEIVED = dt.datetime(2026, 11, 16, 15, tzinfo=dt.UTC)
ASKED = InformationRequest(items=(InformationItem(what="The report", request="Send the whole report."),))
EXTENDED = TimeExtension(ground=Ground.ENROLLEE_ASKS, days=14, reason="The member asks for it.")


def hours(number: float) -> dt.datetime:
    return RECEIVED + dt.timedelta(hours=number)


def acts(*done: tuple[float, ActBody]) -> tuple[RecordedAct, ...]:
    return tuple(
        RecordedAct(number=number, at=hours(after), actor="nurse", person=None, revision=1, level="initial", body=body)
        for number, (after, body) in enumerate(done, start=1)
    )


def a_course(*done: tuple[float, ActBody], **given: Any) -> Course:
    stated: dict[str, Any] = {
        "received_at": RECEIVED,
        "priority": Priority.STANDARD,
        "level": Level.INITIAL,
        "acts": acts(*done),
        "documents_at": (),
        "answer": None,
    }
    return Course(**(stated | given))


def told(after: float) -> Notification:
    return Notification(notified_at=hours(after), channel=Channel.PHONE, to=Party.MEMBER)


def changed(to: Priority, **given: Any) -> PriorityChange:
    return PriorityChange(to=to, reason="It is urgent.", **given)


def an_appeal(after: float, **given: Any) -> Appeal:
    return Appeal(filed_by=Party.MEMBER, filed_at=hours(after), grounds="The record was misread.", **given)


def test_of_a_case_that_nothing_happened_to_only_the_receipt_is_known():
    moments = moments_of(a_course((1, Escalation(reason="Look at it."))))
    assert moments.model_dump(exclude_defaults=True) == {"received_at": RECEIVED}


class TestInformation:
    def test_the_first_request_counts_and_all_that_came_after_it(self):
        course = a_course((5, ASKED), (20, ASKED), documents_at=(hours(2), hours(10), hours(30)))
        moments = moments_of(course)
        assert moments.asked_at == hours(5)
        assert moments.came_at == (hours(10), hours(30))

    def test_what_nobody_asked_for_completes_nothing(self):
        assert moments_of(a_course(documents_at=(hours(2),))).came_at == ()


class TestPriority:
    @pytest.mark.parametrize(
        ("asked_at", "at"), [(None, hours(10)), (hours(9), hours(9))], ids=["when recorded", "when asked"]
    )
    def test_an_expedited_review_counts_from_the_request_for_it(self, asked_at: dt.datetime | None, at: dt.datetime):
        change = changed(Priority.EXPEDITED, asked_by=ExpeditedBy.PHYSICIAN, asked_at=asked_at)
        assert moments_of(a_course((10, change))).expedited_at == at

    def test_back_to_standard_counts_from_receipt(self):
        course = a_course((10, changed(Priority.EXPEDITED)), (11, changed(Priority.STANDARD)))
        assert moments_of(course).expedited_at is None

    def test_the_case_s_own_priority_holds_at_first(self):
        assert priority_of(a_course(priority=Priority.EXPEDITED)) is Priority.EXPEDITED


def test_an_extension_is_noticed_when_it_is_recorded():
    extension = moments_of(a_course((10, EXTENDED))).extension
    assert extension is not None
    assert (extension.ground, extension.days, extension.noticed_at) == (Ground.ENROLLEE_ASKS, 14, hours(10))


class TestAnswer:
    MADE = Answer(hours(40), hours(41))

    def test_the_first_notification_counts(self):
        assert moments_of(a_course((43, told(42)), (60, told(50)), answer=self.MADE)).answered_at == hours(42)

    def test_without_one_the_documents_count(self):
        assert moments_of(a_course(answer=self.MADE)).answered_at == hours(41)
        assert moments_of(a_course(answer=Answer(hours(40), None))).answered_at is None

    def test_what_is_not_decided_is_not_notified(self):
        assert moments_of(a_course((43, told(42)))).answered_at is None
        assert moments_of(a_course((43, told(1)), answer=self.MADE)).answered_at == hours(40)


class TestAppeal:
    BEFORE = ((5, ASKED), (10, EXTENDED), (20, changed(Priority.EXPEDITED)), (42, told(42)))

    def appealed(self, *after: tuple[float, ActBody], **given: Any) -> Course:
        stated: dict[str, Any] = {"level": Level.RECONSIDERATION, "documents_at": (hours(10),)}
        return a_course(*self.BEFORE, *after, **(stated | given))

    def test_it_counts_from_when_it_was_filed_and_forgets_what_was_before(self):
        moments = moments_of(self.appealed((101, an_appeal(100))))
        assert moments.model_dump(exclude_defaults=True) == {"received_at": hours(100)}

    def test_what_happens_to_it_counts(self):
        moments = moments_of(
            self.appealed((101, an_appeal(100)), (110, ASKED), (150, told(149)), answer=Answer(hours(148), None))
        )
        assert (moments.asked_at, moments.answered_at) == (hours(110), hours(149))

    def test_the_first_level_stays_as_it_was(self):
        moments = moments_of(
            self.appealed((101, an_appeal(100)), (150, told(149)), level=Level.INITIAL, answer=Answer(hours(40), None))
        )
        assert moments.answered_at == hours(42)

    @pytest.mark.parametrize(
        ("after", "priority"),
        [
            (((101, an_appeal(100)),), Priority.STANDARD),
            (((101, an_appeal(100, expedited=True)),), Priority.EXPEDITED),
            (((101, an_appeal(100)), (102, changed(Priority.EXPEDITED))), Priority.EXPEDITED),
        ],
    )
    def test_it_has_its_own_priority(self, after: tuple[tuple[float, ActBody], ...], priority: Priority):
        assert priority_of(self.appealed(*after)) is priority

    def test_what_is_decided(self):
        assert [deciding(level) for level in Level] == [Act.DECISION, Act.APPEAL]


class TestWhoAskedForIt:
    UP = changed(Priority.EXPEDITED, asked_by=ExpeditedBy.MEMBER)

    @pytest.mark.parametrize("submitted", [None, *ExpeditedBy])
    def test_the_request_says_it(self, submitted: ExpeditedBy | None):
        assert expedited_by(a_course(priority=Priority.EXPEDITED), submitted) is submitted
        assert expedited_by(a_course(), submitted) is None

    def test_the_last_change_says_it(self):
        course = a_course((10, self.UP), priority=Priority.EXPEDITED)
        assert expedited_by(course, ExpeditedBy.PHYSICIAN) is ExpeditedBy.MEMBER

    @pytest.mark.parametrize(
        ("filed_by", "asked_by"),
        [(Party.MEMBER, ExpeditedBy.MEMBER), (Party.PROVIDER, ExpeditedBy.PHYSICIAN)],
    )
    def test_an_appeal_says_it_for_itself(self, filed_by: Party, asked_by: ExpeditedBy):
        appeal = an_appeal(100, expedited=True).model_copy(update={"filed_by": filed_by})
        course = a_course((10, self.UP), (101, appeal), level=Level.RECONSIDERATION)
        assert expedited_by(course, ExpeditedBy.PHYSICIAN) is asked_by
