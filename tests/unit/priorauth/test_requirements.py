"""Whether authorization is needed: by code, day, place and plan; unknown is neither yes nor no."""

import datetime as dt
from typing import Any

import pytest

from priorauth.program import Program
from priorauth.requirements import Needed, Question, listings_of, requirement
from tests.building.programs import a_listing, a_program
from tests.building.rules import a_policy

DAY = dt.date(2026, 3, 1)


def ask(*programs: Program, **given: Any) -> tuple[Needed, str]:
    question = {"code": "63650", "on": DAY, "line_of_business": "medicare_ffs"} | given
    answer = requirement(Question.model_validate(question), programs)
    return answer.needed, answer.reason


YES = (Needed.YES, "OPD: Stimulator: 63650 is on its list since 2021-07-01.")
PLACED = {"states": ["OH"], "settings": ["outpatient"]}


@pytest.mark.parametrize(
    ("program", "question", "answer"),
    [
        ({}, {}, YES),
        ({}, {"on": dt.date(2021, 7, 1)}, YES),
        (PLACED, {"state": "OH", "setting": "outpatient"}, YES),
        (PLACED, {"state": "OH"}, (Needed.UNKNOWN, "OPD: It depends on the setting, not given.")),
        (PLACED, {}, (Needed.UNKNOWN, "OPD: It depends on the state and the setting, not given.")),
        (
            {"listings": [a_listing(condition="Only where it is permanent.")]},
            {},
            (Needed.UNKNOWN, "OPD: Stimulator: it depends on the request. Only where it is permanent."),
        ),
        (
            {"known_from": dt.date(2026, 3, 2)},
            {},
            (Needed.UNKNOWN, "OPD: Its list is known here only from 2026-03-02."),
        ),
        ({"known_from": DAY}, {}, YES),
    ],
)
def test_a_program_that_asks(program: dict[str, Any], question: dict[str, Any], answer: tuple[Needed, str]) -> None:
    assert ask(a_program(**program), **question) == answer


@pytest.mark.parametrize(
    ("program", "question", "reason"),
    [
        ({}, {"code": "63655"}, "63655 is not on its list."),
        ({"known_from": dt.date(2026, 3, 2)}, {"code": "63655"}, "63655 is not on its list."),
        (
            {},
            {"on": dt.date(2021, 6, 30)},
            "Stimulator: 63650 is on its list only from 2021-07-01.",
        ),
        (
            {"listings": [a_listing(until=dt.date(2024, 8, 15))]},
            {},
            "Stimulator: 63650 left its list; its last day was 2024-08-15.",
        ),
        ({"listings": [a_listing(standing="suspended")]}, {}, "Stimulator: suspended since 2021-07-01."),
        ({"listings": [a_listing(standing="postponed")]}, {}, "Stimulator: postponed since 2021-07-01."),
        ({"effective": dt.date(2026, 3, 2)}, {}, "It is in force from 2026-03-02 to further notice."),
        ({"ends": dt.date(2026, 2, 28)}, {}, "It is in force from 2020-07-01 to 2026-02-28."),
        (PLACED, {"state": "TX"}, "It is for OH only."),
        (PLACED, {"setting": "inpatient"}, "It is not for services given in this setting (inpatient)."),
    ],
)
def test_a_program_that_does_not_ask(program: dict[str, Any], question: dict[str, Any], reason: str) -> None:
    one = a_program(**program)
    assert ask(one, **question) == (Needed.NO, "No program in this library asks for it: OPD.")
    asked = Question.model_validate({"code": "63650", "on": DAY, "line_of_business": "medicare_ffs"} | question)
    (said,) = requirement(asked, (one,)).programs
    assert said.reason == reason


def test_a_program_is_for_its_lines_of_business() -> None:
    question = Question.model_validate({"code": "63650", "on": DAY, "line_of_business": "commercial"})
    answer = requirement(question, (a_program(),))
    assert answer.needed is Needed.UNKNOWN
    assert answer.reason == "No list for commercial is in this library; the plan's or the state's own list decides."
    assert answer.programs[0].reason == "It is not for commercial."


def test_one_yes_is_enough_and_one_doubt_is_no_no() -> None:
    no, yes, doubt = a_program(a_listing(codes=["63655"])), a_program(), a_program(id="WISER", states=["OH"])
    assert ask(no, yes, doubt)[0] is Needed.YES
    assert ask(no, doubt) == (Needed.UNKNOWN, "WISER: It depends on the state, not given.")
    assert ask(no)[0] is Needed.NO


def test_an_answer_names_the_row_that_decided_and_how_sure_it_is() -> None:
    left = a_listing(until=dt.date(2022, 1, 1), source="Old list")
    back = a_listing(since=dt.date(2025, 1, 1), source="New list")
    question = Question.model_validate({"code": "63650", "on": DAY, "line_of_business": "medicare_ffs"})
    (said,) = requirement(question, (a_program(left, back),)).programs
    assert (said.source, said.verification.value, said.url) == ("New list", "verified", "https://programs.example/opd")
    (said,) = requirement(question.model_copy(update={"on": dt.date(2023, 1, 1)}), (a_program(left, back),)).programs
    assert (said.needed, said.source) == (Needed.NO, "Old list")
    (said,) = requirement(question.model_copy(update={"code": "63655"}), (a_program(left),)).programs
    assert (said.source, said.verification.value, said.listing) == ("Program page", "secondary", None)


def test_a_range_stands_for_every_code_in_it() -> None:
    (listing,) = a_program(a_listing(codes=["K0800-K0802", "E0651"])).listings
    assert listing.codes == ("K0800", "K0801", "K0802", "E0651")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"codes": ["K0802-K0800"]}, "'K0802-K0800' is no range of codes"),
        ({"codes": ["K0800-L0802"]}, "'K0800-L0802' is no range of codes"),
        ({"codes": ["K0800-K08"]}, "'K0800-K08' is no range of codes"),
        ({"codes": "63650"}, "valid tuple"),
        ({"until": dt.date(2021, 6, 30)}, "leaves the list before it stands on it"),
    ],
)
def test_a_listing_that_is_not_whole_is_refused(given: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        a_program(a_listing(**given))


def test_a_program_ends_after_it_begins() -> None:
    with pytest.raises(ValueError, match="ends before it is effective"):
        a_program(ends=dt.date(1999, 1, 1))


def test_a_code_stands_once_on_a_list_at_any_time() -> None:
    first = a_listing(until=dt.date(2024, 8, 15))
    assert a_program(first, a_listing(since=dt.date(2024, 8, 16)))
    with pytest.raises(ValueError, match="lists 63650 twice for some day"):
        a_program(first, a_listing(since=dt.date(2024, 8, 15)))


class TestListingsOfAPolicy:
    """Where programs list what a policy decides on."""

    def test_a_listing_with_a_code_of_the_policy(self) -> None:
        policy = a_policy(codes=({"code": "63650", "verification": "verified"},))
        program = a_program(a_listing(codes=["63650", "63655"]), a_listing(service="Other", codes=["63685"]), **PLACED)
        (found,) = listings_of(policy, (program,))
        assert (found.program, found.listing.service, found.codes) == ("OPD", "Stimulator", ("63650",))
        assert (found.states, [one.value for one in found.settings]) == (("OH",), ["outpatient"])

    def test_a_listing_that_names_the_policy(self) -> None:
        (found,) = listings_of(a_policy(), (a_program(a_listing(policies=["NCD-1"])),))
        assert found.codes == ()

    def test_no_listing(self) -> None:
        assert listings_of(a_policy(), (a_program(),)) == ()
