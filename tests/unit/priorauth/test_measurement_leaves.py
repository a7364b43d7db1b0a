"""How a measurement is judged: thresholds, conditions, several values, and which of them prevails."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from priorauth.assessment import Basis
from priorauth.facts import DISPUTED, Activity, Assertion, Bound, Fact, OxygenSource
from priorauth.kleene import Status
from priorauth.measurement_leaves import judge_measurement
from priorauth.verdict import Verdict
from tests.building.cases import ORDERED, a_line
from tests.building.facts import SEEN, measured
from tests.building.rules import a_criterion, an_inquiry

DAY = dt.timedelta(days=1)
RESTING = {"activity": Activity.REST, "oxygen": OxygenSource.ROOM_AIR}


def judge(*facts: Fact, line: Any = None, **leaf: Any) -> Verdict:
    asked = {"measurement": "saturation", "unit": "%"} | ({"at_most": 88} | leaf)
    return judge_measurement(a_criterion(**asked), an_inquiry(*facts, line=line or a_line()))


@pytest.mark.parametrize(
    ("bounds", "met", "not_met"),
    [
        ({"at_most": 88}, ["88", "20", "88.0"], ["88.1", "89"]),
        ({"at_most": None, "less_than": 88}, ["87.9"], ["88"]),
        ({"at_most": None, "at_least": 15}, ["15", "15.1"], ["14.9"]),
        ({"at_most": None, "more_than": 14}, ["14.1"], ["14", "13"]),
        ({"at_least": 5, "at_most": 14}, ["5", "14"], ["4.9", "14.1"]),
        ({"at_most": None, "more_than": 14, "less_than": 15}, ["14.5"], ["14", "15"]),
        ({"at_least": 89, "at_most": 89}, ["89"], ["88", "90"]),
    ],
)
def test_both_sides_of_a_threshold(bounds: dict[str, Any], met: list[str], not_met: list[str]) -> None:
    for values, status in ((met, Status.MET), (not_met, Status.NOT_MET)):
        assert [judge(measured("saturation", value), **bounds).status for value in values] == [status] * len(values)


@pytest.mark.parametrize(
    ("leaf", "bound", "value", "status"),
    [
        ({"at_most": 88}, Bound.LESS_THAN, "88", Status.MET),
        ({"at_most": 88}, Bound.AT_MOST, "88", Status.MET),
        ({"at_most": 88}, Bound.AT_MOST, "88.1", Status.INSUFFICIENT),
        ({"at_most": 88}, Bound.MORE_THAN, "88", Status.NOT_MET),
        ({"at_most": 88}, Bound.AT_LEAST, "88", Status.INSUFFICIENT),
        ({"at_most": 88}, Bound.AT_LEAST, "88.1", Status.NOT_MET),
        ({"at_most": None, "less_than": 88}, Bound.LESS_THAN, "88", Status.MET),
        ({"at_most": None, "less_than": 88}, Bound.AT_MOST, "88", Status.INSUFFICIENT),
        ({"at_most": None, "less_than": 88}, Bound.AT_LEAST, "88", Status.NOT_MET),
        ({"at_most": None, "at_least": 15}, Bound.AT_LEAST, "15", Status.MET),
        ({"at_most": None, "at_least": 15}, Bound.MORE_THAN, "14.9", Status.INSUFFICIENT),
        ({"at_most": None, "at_least": 15}, Bound.LESS_THAN, "15", Status.NOT_MET),
        ({"at_most": None, "more_than": 500}, Bound.MORE_THAN, "500", Status.MET),
        ({"at_most": None, "more_than": 500}, Bound.AT_LEAST, "500", Status.INSUFFICIENT),
        ({"at_most": None, "more_than": 500}, Bound.AT_MOST, "500", Status.NOT_MET),
        ({"at_least": 5, "at_most": 14}, Bound.MORE_THAN, "6", Status.INSUFFICIENT),
        ({"at_least": 5, "at_most": 14}, Bound.MORE_THAN, "14", Status.NOT_MET),
        ({"at_least": 5, "at_most": 14}, Bound.LESS_THAN, "5", Status.NOT_MET),
    ],
)
def test_a_bound_meets_a_threshold_only_where_it_implies_it(
    leaf: dict[str, Any], bound: Bound, value: str, status: Status
) -> None:
    verdict = judge(measured("saturation", value, bound=bound), **leaf)
    assert verdict.status is status
    if status is Status.INSUFFICIENT:
        assert verdict.reason == "Stated only as more or less than a value, which leaves the threshold open."


@pytest.mark.parametrize(
    ("value", "high", "status"),
    [("85", "88", Status.MET), ("85", "90", Status.INSUFFICIENT), ("90", "92", Status.NOT_MET)],
)
def test_a_range_is_judged_by_both_its_ends(value: str, high: str, status: Status) -> None:
    verdict = judge(measured("saturation", value, high=Decimal(high)))
    assert verdict.status is status
    if status is Status.INSUFFICIENT:
        assert verdict.reason == "The stated range lies on both sides of the threshold."


ACTIVITY = "Stated without whether at rest, on exertion or asleep"
OXYGEN = "tated without whether on room air or on oxygen."


@pytest.mark.parametrize(
    ("stated", "status", "reason"),
    [
        (RESTING, Status.MET, "Stated in the record."),
        ({}, Status.INSUFFICIENT, f"{ACTIVITY}; s{OXYGEN}"),
        ({"activity": "rest"}, Status.INSUFFICIENT, f"S{OXYGEN}"),
        ({"oxygen": "room_air"}, Status.INSUFFICIENT, f"{ACTIVITY}."),
        (RESTING | {"activity": "exertion"}, Status.INSUFFICIENT, "Not found in the record."),
        ({"activity": "recovery"}, Status.INSUFFICIENT, "Not found in the record."),
        ({"oxygen": "supplemental"}, Status.INSUFFICIENT, "Not found in the record."),
    ],
)
def test_a_value_counts_under_the_conditions_that_are_asked_for(
    stated: dict[str, Any], status: Status, reason: str
) -> None:
    verdict = judge(measured("saturation", 85, **stated), when=RESTING)
    assert (verdict.status, verdict.reason) == (status, reason)


def test_the_method_of_a_test_may_be_asked_for() -> None:
    asked = {"measurement": "index", "unit": "1/h", "at_most": None, "at_least": 15, "when": {"method": "home test"}}
    assert judge(measured("index", 20, method="home test"), **asked).status is Status.MET
    assert judge(measured("index", 20, method="laboratory"), **asked).basis is Basis.SILENT
    assert judge(measured("index", 20), **asked).reason == "Stated without the method of the test."


def test_values_under_different_conditions_do_not_contradict_each_other() -> None:
    on_oxygen = RESTING | {"oxygen": "supplemental"}
    verdict = judge(measured("saturation", 85, **RESTING), measured("saturation", 94, **on_oxygen), when=RESTING)
    assert verdict.status is Status.MET


def test_values_that_disagree_contradict_each_other_where_no_source_says_which_prevails() -> None:
    assert judge(measured("saturation", 85), measured("saturation", 91)).basis is Basis.CONTRADICTED


def test_the_weakest_of_several_agreeing_values_gives_the_confidence() -> None:
    verdict = judge(measured("saturation", 85, confidence=95), measured("saturation", 86, confidence=75))
    assert (verdict.status, verdict.confidence) == (Status.MET, 75)


@pytest.mark.parametrize("assertion", [Assertion.PLANNED, Assertion.POSSIBLE, Assertion.ABSENT, Assertion.FAMILY])
def test_only_what_was_measured_is_a_value(assertion: Assertion) -> None:
    assert judge(measured("saturation", 85).model_copy(update={"assertion": assertion})).basis is Basis.SILENT


def test_a_value_of_the_past_is_a_value() -> None:
    assert judge(measured("saturation", 85).model_copy(update={"assertion": Assertion.HISTORICAL})).status is Status.MET


def test_a_measurement_without_its_value_is_silence() -> None:
    assert judge(measured("saturation", 85).model_copy(update={"value": None})).basis is Basis.SILENT


def test_an_implausible_value_is_unclear() -> None:
    verdict = judge(measured("saturation", "8.8", doubt="no living adult has this value"))
    assert (verdict.status, verdict.reason) == (Status.INSUFFICIENT, "No living adult has this value.")


@pytest.mark.parametrize(
    ("on", "status", "reason"),
    [
        (ORDERED, Status.MET, "Stated in the record."),
        (ORDERED - 30 * DAY, Status.MET, "Stated in the record."),
        (ORDERED - 31 * DAY, Status.INSUFFICIENT, "Not found in the record."),
        (ORDERED + DAY, Status.INSUFFICIENT, "Dated after the order."),
        (None, Status.INSUFFICIENT, "Stated without the date of the event."),
    ],
)
def test_a_window_counts_back_from_the_order(on: dt.date | None, status: Status, reason: str) -> None:
    verdict = judge(measured("saturation", 85, on=on), within_days=30)
    assert (verdict.status, verdict.reason) == (status, reason)


def test_a_value_outside_the_window_is_passed_over_whatever_it_leaves_unsaid() -> None:
    old = measured("saturation", 85, on=ORDERED - 31 * DAY)
    assert judge(old, within_days=30, when=RESTING).basis is Basis.SILENT


@pytest.mark.parametrize(("side", "status"), [("right", Status.MET), ("left", Status.INSUFFICIENT)])
def test_the_side_of_the_service(side: str, status: Status) -> None:
    assert judge(measured("saturation", 85, side=side), line=a_line(side="right"), same_side=True).status is status


@pytest.mark.parametrize(
    ("unstated", "status"),
    [
        (measured("saturation", 95), Status.NOT_MET),
        (measured("saturation", 85), Status.INSUFFICIENT),
        (measured("saturation", 95, doubt="perhaps 85"), Status.INSUFFICIENT),
        (measured("saturation", 85, high=Decimal(95)), Status.INSUFFICIENT),
    ],
    ids=["misses whatever its conditions", "might count", "in doubt", "a range"],
)
def test_beside_a_value_that_decides_one_without_conditions_matters_only_if_it_might_count(
    unstated: Fact, status: Status
) -> None:
    assert judge(measured("saturation", 91, **RESTING), unstated, when=RESTING).status is status


class TestPrevailing:
    """Where the source says which of several values decides."""

    @pytest.mark.parametrize(
        ("rule", "status"), [("latest", Status.NOT_MET), ("lowest", Status.MET), ("highest", Status.NOT_MET)]
    )
    def test_of_an_earlier_low_and_a_later_high_value(self, rule: str, status: Status) -> None:
        low, high = measured("saturation", 85, on=SEEN - DAY), measured("saturation", 91, on=SEEN)
        verdict = judge(low, high, prevails=rule)
        assert verdict.status is status
        assert verdict.deciding == ((low,) if status is Status.MET else (high,))

    def test_of_an_earlier_high_and_a_later_low_value(self) -> None:
        low, high = measured("saturation", 85, on=SEEN), measured("saturation", 91, on=SEEN - DAY)
        assert judge(low, high, prevails="latest").status is Status.MET

    def test_a_range_prevails_by_its_highest_end(self) -> None:
        ranged = measured("saturation", 90, high=Decimal(92))
        lower = (measured("saturation", 85), measured("saturation", 91))
        assert judge(ranged, *lower, prevails="highest").deciding == (ranged,)

    def test_two_values_of_the_latest_day_may_contradict_each_other(self) -> None:
        assert judge(measured("saturation", 85), measured("saturation", 91), prevails="latest").basis is (
            Basis.CONTRADICTED
        )

    def test_without_its_date_no_value_is_the_latest(self) -> None:
        verdict = judge(measured("saturation", 85, on=None), measured("saturation", 91), prevails="latest")
        assert (verdict.status, verdict.reason) == (
            Status.INSUFFICIENT,
            "Stated without the date, so the latest is not known.",
        )

    @pytest.mark.parametrize(
        ("undated", "status"), [(85, Status.INSUFFICIENT), (92, Status.NOT_MET)], ids=["otherwise", "alike"]
    )
    def test_an_undated_value_leaves_the_latest_open_only_where_it_decides_otherwise(
        self, undated: int, status: Status
    ) -> None:
        verdict = judge(measured("saturation", undated, on=None), measured("saturation", 91), prevails="latest")
        assert verdict.status is status

    def test_without_any_date_no_value_is_the_latest(self) -> None:
        verdict = judge(measured("saturation", 85, on=None), measured("saturation", 91, on=None), prevails="latest")
        assert verdict.status is Status.INSUFFICIENT

    @pytest.mark.parametrize(
        ("last_day", "status"), [(SEEN - DAY, Status.MET), (SEEN, Status.INSUFFICIENT)], ids=["before", "on the day"]
    )
    def test_a_value_of_an_earlier_month_is_not_the_latest(self, last_day: dt.date, status: Status) -> None:
        month = measured("saturation", 91, on=None, on_between=(SEEN - 30 * DAY, last_day))
        assert judge(month, measured("saturation", 85), prevails="latest").status is status

    def test_the_lowest_needs_no_date(self) -> None:
        assert judge(measured("saturation", 85, on=None), prevails="lowest").status is Status.MET

    def test_where_nothing_can_be_judged_nothing_prevails(self) -> None:
        assert judge(measured("saturation", 85), when=RESTING, prevails="latest").basis is Basis.UNCLEAR
        assert judge(prevails="latest").basis is Basis.SILENT

    def test_the_one_that_prevails_must_be_stated_strongly_enough(self) -> None:
        earlier = measured("saturation", 91, on=SEEN - DAY)
        assert judge(earlier, measured("saturation", 86, confidence=50), prevails="latest").basis is Basis.WEAK

    def test_values_that_agree_need_no_precedence(self) -> None:
        verdict = judge(measured("saturation", 85, on=None), measured("saturation", 86), prevails="latest")
        assert (verdict.status, len(verdict.deciding)) == (Status.MET, 2)

    @pytest.mark.parametrize(
        "earlier",
        [(), (measured("saturation", 85, on=SEEN - 2 * DAY, **RESTING),)],
        ids=["one value", "two values"],
    )
    def test_a_later_value_that_cannot_be_judged_leaves_the_latest_open(self, earlier: tuple[Fact, ...]) -> None:
        resting, unstated = measured("saturation", 91, on=SEEN - DAY, **RESTING), measured("saturation", 87)
        assert judge(*earlier, resting, unstated, when=RESTING, prevails="latest").status is Status.INSUFFICIENT


class TestYielding:
    """A value yields to another test of the same day and the same conditions."""

    OXIMETRY = measured("saturation", 87, **RESTING)

    def yielded(self, *others: Fact) -> Verdict:
        return judge(self.OXIMETRY, *others, when=RESTING, yields_to="blood_gas", prevails="latest")

    def test_it_is_set_aside_and_shown(self) -> None:
        verdict = self.yielded(measured("blood_gas", 62, **RESTING))
        assert (verdict.status, verdict.basis, verdict.against) == (
            Status.INSUFFICIENT,
            Basis.CONTRADICTED,
            (self.OXIMETRY,),
        )
        assert verdict.reason == "Set aside: a test of the same day and conditions prevails over it."

    @pytest.mark.parametrize(
        "other",
        [
            measured("blood_gas", 62, on=SEEN - DAY, **RESTING),
            measured("blood_gas", 62, on=None, **RESTING),
            measured("blood_gas", 62, **RESTING | {"activity": "sleep"}),
            measured("blood_gas", 62, **RESTING | {"oxygen": "supplemental"}),
            measured("blood_gas", 62, doubt="no living adult has this value", **RESTING),
        ],
        ids=["another day", "no date", "another activity", "on oxygen", "in doubt"],
    )
    def test_it_stands_beside_any_other_test(self, other: Fact) -> None:
        assert self.yielded(other).status is Status.MET

    def test_it_decides_nothing_beside_a_test_that_two_readers_read_otherwise(self) -> None:
        """Else who disputes a blood gas would let the oximetry decide that it prevails over."""
        verdict = self.yielded(measured("blood_gas", 62, doubt=DISPUTED, **RESTING))
        assert (verdict.status, verdict.basis) == (Status.INSUFFICIENT, Basis.UNCLEAR)
        assert verdict.reason.lower() == f"{DISPUTED}."

    def test_a_value_of_another_day_stands(self) -> None:
        later = measured("saturation", 86, on=SEEN + DAY, **RESTING)
        assert self.yielded(later, measured("blood_gas", 62, **RESTING)).deciding == (later,)

    @pytest.mark.parametrize("change", [{"assertion": Assertion.PLANNED}, {"value": None}], ids=["planned", "no value"])
    def test_a_test_that_gave_no_value_sets_nothing_aside(self, change: dict[str, Any]) -> None:
        assert self.yielded(measured("blood_gas", 62, **RESTING).model_copy(update=change)).status is Status.MET


AT_REST: dict[str, Any] = {"activity": Activity.REST}
ASLEEP: dict[str, Any] = {"activity": Activity.SLEEP}
ALTERNATIVE = {"measurement": "blood_gas", "when": {"activity": "rest"}}


@pytest.mark.parametrize(
    ("own", "other", "status", "basis"),
    [
        ([], [], Status.INSUFFICIENT, Basis.SILENT),
        ([measured("saturation", 85)], [], Status.MET, Basis.STATED),
        ([measured("saturation", 95)], [], Status.NOT_MET, Basis.STATED),
        ([], [measured("blood_gas", 85, **AT_REST)], Status.MET, Basis.STATED),
        ([], [measured("blood_gas", 95, **AT_REST)], Status.NOT_MET, Basis.STATED),
        ([measured("saturation", 95)], [measured("blood_gas", 85, **AT_REST)], Status.MET, Basis.STATED),
        ([measured("saturation", 85)], [measured("blood_gas", 95, **AT_REST)], Status.MET, Basis.STATED),
        ([measured("saturation", 95)], [measured("blood_gas", 95, **AT_REST)], Status.NOT_MET, Basis.STATED),
        ([measured("saturation", 95)], [measured("blood_gas", 85)], Status.INSUFFICIENT, Basis.UNCLEAR),
        ([measured("saturation", 95)], [measured("blood_gas", 85, **ASLEEP)], Status.NOT_MET, Basis.STATED),
        ([measured("saturation", 85)], [measured("blood_gas", 85)], Status.MET, Basis.STATED),
    ],
)
def test_an_alternative_by_which_some_tests_report_it(
    own: list[Fact], other: list[Fact], status: Status, basis: Basis
) -> None:
    verdict = judge(*own, *other, alternatives=[ALTERNATIVE])
    assert (verdict.status, verdict.basis) == (status, basis)


def on(days_before: int, value: str, **given: Any) -> Fact:
    return measured("saturation", value, id=f"{days_before}/{value}", on=ORDERED - days_before * DAY, **given)


@pytest.mark.parametrize(
    ("facts", "status", "reason"),
    [
        ([on(3, "80"), on(9, "88")], Status.MET, "Stated in the record."),
        ([on(3, "80"), on(9, "88"), on(20, "95")], Status.MET, "Stated in the record."),
        ([on(3, "80"), on(3, "81")], Status.INSUFFICIENT, "Stated for 1 of 2 dates."),
        ([on(3, "80"), on(9, "95")], Status.INSUFFICIENT, "Stated for 1 of 2 dates."),
        (
            [on(3, "80"), measured("saturation", "81", on=None)],
            Status.INSUFFICIENT,
            "Stated for 1 of 2 dates, and without a date or too weakly.",
        ),
        (
            [on(3, "80"), on(9, "88", confidence=50)],
            Status.INSUFFICIENT,
            "Stated for 1 of 2 dates, and without a date or too weakly.",
        ),
        ([on(3, "95"), on(9, "96")], Status.NOT_MET, "The record states the contrary."),
        ([], Status.INSUFFICIENT, "Not found in the record."),
    ],
)
def test_a_value_may_be_asked_for_on_several_dates(facts: list[Fact], status: Status, reason: str) -> None:
    verdict = judge(*facts, occasions=2)
    assert (verdict.status, verdict.reason) == (status, reason)
