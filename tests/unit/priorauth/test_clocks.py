"""When a decision is due: start, extension, upgrade, breach, and what a breach means."""

import datetime as dt
from typing import Any

import pytest
from pydantic import ValidationError

from priorauth.applicability import Applicable
from priorauth.case import Priority
from priorauth.clocks import (
    Clock,
    ClockRules,
    ExtensionRefused,
    ExtensionTaken,
    Moments,
    check_extension,
    consequences,
    run_clock,
)
from priorauth.deadlines import Ground
from priorauth.limits import BASELINE
from priorauth.profile_lines import Meaning
from tests.building.jurisdictions import BASELINE as BASELINE_LINES
from tests.building.jurisdictions import (
    CLOCK_RULES,
    NEW_YORK,
    SURE,
    UNSURE,
    a_deadline,
    a_profile,
    applying,
)

RECEIVED = dt.datetime(2026, 11, 16, 15, tzinfo=dt.UTC)
"""A Monday, 10 o'clock in New York."""
COMPLETE = {"start": "complete"}
EXPEDITED = {"priority": "expedited", "value": 24, "unit": "hours"}
EXTENSION = SURE | {
    "priorities": ["standard", "expedited"],
    "days": 14,
    "grounds": ["enrollee_asks", "extraordinary"],
    "notice": "In writing.",
    "citation": "Section 2",
}


def hours(number: float) -> dt.datetime:
    """So many hours after receipt."""
    return RECEIVED + dt.timedelta(hours=number)


def a_clock(given: Applicable, **moments: Any) -> Clock:
    return run_clock(given, CLOCK_RULES, Moments(received_at=RECEIVED, **moments), NEW_YORK)


def taken(**given: Any) -> ExtensionTaken:
    stated: dict[str, Any] = {"ground": Ground.ENROLLEE_ASKS, "days": 14, "noticed_at": hours(48)}
    return ExtensionTaken.model_validate(stated | given)


class TestClockRules:
    @pytest.mark.parametrize(
        ("given", "told"),
        [
            ({"baseline": BASELINE_LINES[:2]}, "one of an appeal for each priority"),
            ({"baseline": BASELINE_LINES[1:]}, "one of an appeal for each priority"),
            ({"baseline": [*BASELINE_LINES, BASELINE_LINES[0]]}, "no others"),
            ({"baseline": [BASELINE_LINES[0] | COMPLETE, *BASELINE_LINES[1:]]}, "from receipt"),
            ({"baseline": [BASELINE_LINES[0] | {"when": ["complex"]}, *BASELINE_LINES[1:]]}, "in all circumstances"),
            ({"escalation": {"standard": "0.5"}}, "a share for each priority"),
            ({"escalation": {"standard": "0.5", "expedited": "1"}}, "less than 1"),
        ],
    )
    def test_rules_that_leave_something_open_are_refused(self, given: dict[str, Any], told: str) -> None:
        stated = {
            "baseline": BASELINE_LINES,
            "escalation": {"standard": "0.5", "expedited": "0.5"},
            "approval_days": 90,
        }
        with pytest.raises(ValidationError, match=told):
            ClockRules.model_validate(stated | given)


class TestMoments:
    @pytest.mark.parametrize("name", ["expedited_at", "asked_at", "answered_at"])
    def test_nothing_happens_before_receipt(self, name: str) -> None:
        with pytest.raises(ValidationError, match="before it is received"):
            Moments.model_validate({"received_at": RECEIVED, name: hours(-1)})

    def test_no_notice_goes_out_before_receipt(self) -> None:
        with pytest.raises(ValidationError, match="before it is received"):
            Moments(received_at=RECEIVED, extension=taken(noticed_at=hours(-1)))

    @pytest.mark.parametrize("given", [{"came_at": (hours(2),)}, {"asked_at": hours(3), "came_at": (hours(2),)}])
    def test_what_is_missing_comes_after_it_was_asked_for(self, given: dict[str, Any]) -> None:
        with pytest.raises(ValidationError, match="only after it was asked for"):
            Moments(received_at=RECEIVED, **given)

    def test_what_came_is_in_order(self) -> None:
        with pytest.raises(ValidationError, match="in order"):
            Moments(received_at=RECEIVED, asked_at=hours(1), came_at=(hours(3), hours(2)))

    def test_a_moment_has_a_time_zone(self) -> None:
        with pytest.raises(ValidationError, match="timezone"):
            Moments(received_at=dt.datetime(2026, 11, 16))


class TestDue:
    def test_the_earliest_of_the_sure_deadlines_decides(self) -> None:
        clock = a_clock(applying(a_profile(a_deadline(), a_deadline(value=50, unit="hours"))))
        assert clock.due_at == hours(50)
        assert [due.told.line.value for due in clock.deciding] == [50]
        assert [due.told.line.value for due in clock.sure] == [3, 50]

    def test_an_unsure_deadline_is_shown_and_escalates_but_does_not_decide(self) -> None:
        clock = a_clock(applying(a_profile(a_deadline(value=20, unit="hours", **UNSURE))))
        assert clock.due_at == hours(168)
        assert [due.told.profile for due in clock.deciding] == [BASELINE]
        assert [due.due_at for due in clock.unsure] == [hours(20)]
        assert clock.escalate_at == hours(15)

    def test_what_is_asked_for_does_not_stop_a_clock_that_counts_from_receipt(self) -> None:
        given = applying(a_profile())
        assert a_clock(given, asked_at=hours(1)).due_at == a_clock(given).due_at == hours(72)
        assert a_clock(given, asked_at=hours(1), came_at=(hours(60),)).due_at == hours(72)


class TestCompleteInformation:
    GIVEN = applying(a_profile(a_deadline(**COMPLETE)))

    def test_it_counts_from_receipt_until_somebody_asks(self) -> None:
        assert a_clock(self.GIVEN).due_at == hours(72)

    def test_it_waits_for_what_was_asked_for(self) -> None:
        clock = a_clock(self.GIVEN, asked_at=hours(5))
        assert clock.due_at is None
        assert clock.deciding == ()
        assert clock.escalate_at is None
        assert clock.time_left(hours(999)) is None
        assert not clock.is_breached(hours(999))
        assert not clock.is_to_escalate(hours(999))

    def test_it_counts_anew_when_all_is_in_hand(self) -> None:
        assert a_clock(self.GIVEN, asked_at=hours(5), came_at=(hours(100),)).due_at == hours(172)

    def test_what_comes_later_in_time_moves_it_again(self) -> None:
        came = (hours(10), hours(50))
        assert a_clock(self.GIVEN, asked_at=hours(5), came_at=came).due_at == hours(50 + 72)

    def test_what_comes_when_the_time_has_run_out_moves_nothing(self) -> None:
        came = (hours(10), hours(83), hours(84))
        assert a_clock(self.GIVEN, asked_at=hours(5), came_at=came).due_at == hours(82)

    @pytest.mark.parametrize("came_at", [(), (hours(100),)])
    def test_asking_after_the_time_ran_out_changes_nothing(self, came_at: tuple[dt.datetime, ...]) -> None:
        assert a_clock(self.GIVEN, asked_at=hours(73), came_at=came_at).due_at == hours(72)

    def test_of_two_profiles_the_one_that_runs_decides(self) -> None:
        federal = a_profile(id="US-QHP", states=[])
        given = applying(federal, a_profile(a_deadline(value=1, **COMPLETE)))
        assert a_clock(given).due_at == hours(24)
        assert a_clock(given, asked_at=hours(5)).due_at == hours(72)


class TestExpediting:
    LINES = (a_deadline(value=7), a_deadline(**EXPEDITED))

    def due(self, priority: Priority, **moments: Any) -> dt.datetime | None:
        return a_clock(applying(a_profile(*self.LINES), priority=priority), **moments).due_at

    def test_from_receipt_where_it_was_asked_for_at_once(self) -> None:
        assert self.due(Priority.EXPEDITED) == hours(24)

    def test_from_the_request_to_expedite_where_that_came_later(self) -> None:
        assert self.due(Priority.EXPEDITED, expedited_at=hours(80)) == hours(104)

    def test_never_later_than_the_standard_time_from_the_original_receipt(self) -> None:
        assert self.due(Priority.EXPEDITED, expedited_at=hours(160)) == hours(168)

    def test_where_it_is_refused_the_standard_time_counts_from_the_original_receipt(self) -> None:
        assert self.due(Priority.STANDARD, expedited_at=hours(80)) == hours(168)

    def test_complete_information_does_not_start_it_before_it_was_asked_for(self) -> None:
        given = applying(a_profile(a_deadline(**EXPEDITED, **COMPLETE)), priority=Priority.EXPEDITED)
        moments = {"asked_at": hours(1), "came_at": (hours(2),)}
        assert a_clock(given, **moments).due_at == hours(26)
        assert a_clock(given, expedited_at=hours(10), **moments).due_at == hours(34)


class TestEscalation:
    @pytest.mark.parametrize(("priority", "after"), [(Priority.STANDARD, 54), (Priority.EXPEDITED, 12)])
    def test_after_its_share_of_the_time(self, priority: Priority, after: int) -> None:
        clock = a_clock(applying(a_profile(a_deadline(), a_deadline(**EXPEDITED)), priority=priority))
        assert clock.escalate_at == hours(after)
        assert not clock.is_to_escalate(hours(after) - dt.timedelta(seconds=1))
        assert clock.is_to_escalate(hours(after))

    def test_what_is_decided_does_not_escalate(self) -> None:
        assert not a_clock(applying(a_profile()), answered_at=hours(60)).is_to_escalate(hours(70))

    def test_an_upgraded_case_escalates_by_the_clock_that_falls_due_first(self) -> None:
        lines = (a_deadline(value=7), a_deadline(**EXPEDITED))
        given = applying(a_profile(*lines), priority=Priority.EXPEDITED)
        assert a_clock(given, expedited_at=hours(100)).escalate_at == hours(84)


class TestTimeLeft:
    def test_what_is_left_and_by_how_much_it_is_over(self) -> None:
        clock = a_clock(applying(a_profile()))
        assert clock.time_left(hours(70)) == dt.timedelta(hours=2)
        assert clock.time_left(hours(75)) == dt.timedelta(hours=-3)

    def test_the_due_time_itself_is_in_time(self) -> None:
        clock = a_clock(applying(a_profile()))
        assert not clock.is_breached(hours(72))
        assert clock.is_breached(hours(72) + dt.timedelta(seconds=1))

    def test_a_decision_stops_the_clock(self) -> None:
        in_time = a_clock(applying(a_profile()), answered_at=hours(71))
        late = a_clock(applying(a_profile()), answered_at=hours(73))
        assert not in_time.is_breached(hours(999))
        assert in_time.time_left(hours(999)) == dt.timedelta(hours=1)
        assert late.is_breached(hours(73))


class TestExtension:
    def refusal(self, given: Applicable, asked: ExtensionTaken, **moments: Any) -> str:
        with pytest.raises(ExtensionRefused) as refused:
            check_extension(given, CLOCK_RULES, Moments(received_at=RECEIVED, **moments), asked, NEW_YORK)
        return str(refused.value)

    def test_it_moves_the_deadline_by_its_days(self) -> None:
        given = applying(a_profile(extensions=[EXTENSION]))
        check_extension(given, CLOCK_RULES, Moments(received_at=RECEIVED), taken(), NEW_YORK)
        clock = a_clock(given, extension=taken())
        assert clock.due_at == hours(72 + 14 * 24)
        assert clock.escalate_at == hours(0.75 * (72 + 14 * 24))

    @pytest.mark.parametrize(
        ("rules", "line", "extension", "told"),
        [
            (
                [EXTENSION],
                {},
                taken(ground=Ground.PROVIDER_ASKS),
                "OH lets this time be extended only where the enrollee asks for it, or the circumstances are "
                "extraordinary, exigent or otherwise not routine (Section 2).",
            ),
            (
                [EXTENSION],
                {},
                taken(days=15),
                "OH lets this time be extended by at most 14 calendar days, not by 15.",
            ),
            (
                [EXTENSION],
                {},
                taken(noticed_at=hours(73)),
                "The notice of an extension goes out before the first deadline; that has passed.",
            ),
            *(
                (
                    rules,
                    line,
                    taken(),
                    "OH has no confirmed rule that lets this time be extended. Decide by the time that is due.",
                )
                for rules, line in (
                    ([], {}),
                    ([EXTENSION | UNSURE], {}),
                    ([EXTENSION | {"until": "2026-11-01"}], {}),
                    ([EXTENSION | {"priorities": ["expedited"]}], {}),
                    ([EXTENSION], {"extendable": False}),
                )
            ),
        ],
    )
    def test_an_extension_that_the_profile_does_not_allow(
        self, rules: list[dict[str, Any]], line: dict[str, Any], extension: ExtensionTaken, told: str
    ) -> None:
        given = applying(a_profile(a_deadline(**line), extensions=rules))
        assert self.refusal(given, extension) == told
        assert a_clock(given, extension=extension).due_at == hours(72)

    def test_a_time_is_extended_once(self) -> None:
        given = applying(a_profile(extensions=[EXTENSION]))
        told = self.refusal(given, taken(), extension=taken(days=3))
        assert told == "The time of this decision was extended before; it is extended once."

    def test_a_clock_that_waits_is_not_extended(self) -> None:
        given = applying(a_profile(a_deadline(**COMPLETE), extensions=[EXTENSION]))
        told = self.refusal(given, taken(), asked_at=hours(5))
        assert told == "No clock runs: the time begins when all information is in hand."
        assert a_clock(given, asked_at=hours(5), extension=taken()).due_at is None

    def test_the_service_s_own_limit_is_not_extended(self) -> None:
        told = self.refusal(applying(), taken())
        assert told.startswith("SERVICE has no confirmed rule")

    def test_one_profile_s_extension_does_not_move_another_s_deadline(self) -> None:
        federal = a_profile(a_deadline(value=4), id="US-QHP", states=[])
        given = applying(federal, a_profile(extensions=[EXTENSION]))
        assert a_clock(given, extension=taken()).due_at == hours(96)


class TestMissed:
    MEANT = SURE | {"means": "approved", "text": "It counts as approved."}

    def test_what_each_profile_makes_of_its_own_deadline(self) -> None:
        federal = a_profile(
            a_deadline(value=5), id="US-QHP", states=[], missed=self.MEANT | {"means": "deemed_adverse"}
        )
        given = applying(federal, a_profile(a_deadline(), a_deadline(value=2), missed=self.MEANT))
        clock = a_clock(given)
        assert consequences(clock, given, hours(48)) == ()
        (first,) = consequences(clock, given, hours(49))
        assert (first.profile, first.means, first.due_at) == ("OH", Meaning.APPROVED, hours(48))
        later = consequences(clock, given, hours(121))
        assert [(one.profile, one.means) for one in later] == [
            ("US-QHP", Meaning.DEEMED_ADVERSE),
            ("OH", Meaning.APPROVED),
        ]

    def test_an_unsure_line_is_shown_and_nothing_is_recorded_by_it(self) -> None:
        given = applying(a_profile(missed=self.MEANT | UNSURE))
        (one,) = consequences(a_clock(given), given, hours(80))
        assert not one.counts
        assert one.means is Meaning.UNCONFIRMED
        assert one.missed.means is Meaning.APPROVED

    def test_a_decision_in_time_has_no_consequence(self) -> None:
        given = applying(a_profile(missed=self.MEANT))
        assert consequences(a_clock(given, answered_at=hours(72)), given, hours(999)) == ()

    def test_the_service_s_own_limit_means_nothing_in_law(self) -> None:
        unsure = applying(a_profile(a_deadline(**UNSURE), missed=self.MEANT))
        assert consequences(a_clock(unsure), unsure, hours(999)) == ()
