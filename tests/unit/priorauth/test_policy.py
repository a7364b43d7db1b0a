"""A policy's own consistency, and how it stands to a service line."""

import datetime as dt
from typing import Any

import pytest

from priorauth.policy import Relation, relate
from tests.building.cases import ORDERED, a_case, a_line, a_member
from tests.building.rules import a_general_policy, a_policy, a_top_criterion

DAY = dt.timedelta(days=1)
MEDICARE = {"lines_of_business": ("medicare_ffs", "medicare_advantage")}
OHIO = {"states": ("OH",)}
INITIAL = {"request_types": ("initial",)}
PLAN = {"plan_id": "H0001"}


def related(policy: dict[str, Any], line: dict[str, Any], case: dict[str, Any]) -> tuple[Relation, str]:
    one = a_line(**line)
    match = relate(a_policy(**policy), a_case(services=(one,), **case), one)
    assert match is not None
    return match.relation, match.reason


@pytest.mark.parametrize(
    ("policy", "line", "case"),
    [
        ({}, {}, {}),
        ({}, {"code": " e1390"}, {}),
        (MEDICARE, {}, {"line_of_business": "medicare_advantage"}),
        (OHIO, {}, {"member": a_member(state="OH")}),
        (INITIAL, {"request_type": "initial"}, {}),
        (PLAN, {}, {"plan_id": "H0001"}),
        ({"effective": ORDERED}, {}, {}),
        ({"ends": ORDERED}, {}, {}),
    ],
)
def test_a_policy_binds_where_everything_fits(
    policy: dict[str, Any], line: dict[str, Any], case: dict[str, Any]
) -> None:
    assert related(policy, line, case) == (Relation.BOUND, "It names E1390 and is in force on 2026-10-01.")


APART = "It does not apply to this request's "
LATER = "This version is in force from 2026-10-02 on, not on 2026-10-01."
ENDED = "This version ended on 2026-09-30; it is not in force on 2026-10-01."


@pytest.mark.parametrize(
    ("policy", "line", "case", "reason"),
    [
        ({"effective": ORDERED + DAY}, {}, {}, LATER),
        ({"ends": ORDERED - DAY}, {}, {}, ENDED),
        (MEDICARE, {}, {"line_of_business": "commercial"}, APART + "line of business."),
        (OHIO, {}, {"member": a_member(state="TX")}, APART + "member's state."),
        (INITIAL, {"request_type": "replacement"}, {}, APART + "request type."),
        (PLAN, {}, {"plan_id": "H0002"}, APART + "plan."),
        (
            MEDICARE | OHIO,
            {},
            {"line_of_business": "medicaid", "member": a_member(state="TX")},
            APART + "line of business and member's state.",
        ),
    ],
)
def test_a_policy_that_does_not_apply_is_related_and_never_binds(
    policy: dict[str, Any], line: dict[str, Any], case: dict[str, Any], reason: str
) -> None:
    assert related(policy, line, case) == (Relation.RELATED, reason)


DEPENDS = "Whether it applies depends on the {}, not given."


@pytest.mark.parametrize(
    ("policy", "case", "reason"),
    [
        (MEDICARE, {"line_of_business": None}, DEPENDS.format("line of business")),
        (OHIO, {"member": a_member(state=None)}, DEPENDS.format("member's state")),
        (INITIAL, {}, DEPENDS.format("request type")),
        (PLAN, {}, DEPENDS.format("plan")),
        (MEDICARE | PLAN, {"line_of_business": None}, DEPENDS.format("line of business and plan")),
    ],
)
def test_what_the_case_does_not_give_leaves_the_relation_undetermined(
    policy: dict[str, Any], case: dict[str, Any], reason: str
) -> None:
    assert related(policy, {}, case) == (Relation.UNDETERMINED, reason)


def test_what_does_not_apply_comes_before_what_is_not_known() -> None:
    relation, _ = related(OHIO | INITIAL, {}, {"member": a_member(state="TX")})
    assert relation is Relation.RELATED


@pytest.mark.parametrize("code", ["E1391", "", "not a code"])
def test_a_policy_has_no_relation_to_a_code_it_does_not_name(code: str) -> None:
    line = a_line(code=code)
    assert relate(a_policy(), a_case(services=(line,)), line) is None


@pytest.mark.parametrize(
    ("business", "relation"),
    [("commercial", Relation.BOUND), ("medicaid", Relation.RELATED), (None, Relation.UNDETERMINED)],
)
def test_an_allow_listed_code_is_listed_for_its_own_lines_of_business(business: str | None, relation: Relation) -> None:
    line = a_line(code="73721")
    match = relate(a_general_policy(), a_case(services=(line,), line_of_business=business), line)
    assert match is not None
    assert match.relation is relation


@pytest.mark.parametrize(
    ("line", "anchor"),
    [
        ({"order_date": ORDERED, "from_": ORDERED + DAY}, "2026-10-01"),
        ({"order_date": None, "from_": ORDERED + DAY}, "2026-10-02"),
        ({"order_date": None}, "2026-10-15"),
    ],
    ids=["the order", "else the service's start", "else receipt"],
)
def test_the_day_that_counts(line: dict[str, Any], anchor: str) -> None:
    assert related({}, line, {}) == (Relation.BOUND, f"It names E1390 and is in force on {anchor}.")


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ({"effective": ORDERED, "ends": ORDERED - DAY}, "ends before it is effective"),
        (
            {"criteria": (a_top_criterion("a"),) * 2},
            "the criterion id 'a' is given twice; the criterion title 'Title of a'",
        ),
        (
            {"criteria": (a_top_criterion("a", title="Cough", any_of=[{"title": "Cough", "finding": "cough"}]),)},
            "the criterion title 'Cough' is given twice",
        ),
        ({"diagnoses": {"alignment": "listed"}}, "alignment 'listed' needs a list to match by"),
        ({"diagnoses": {"alignment": "indicated"}}, "alignment 'indicated' needs a list to match by"),
        ({"codes": ()}, "at least 1 item"),
        ({"criteria": ()}, "at least 1 item"),
        ({"criteria": (a_top_criterion(finding="cough", for_codes=["E1391"]),)}, "no criterion is asked for E1390"),
        ({"citation": {"title": "NCD 1", "url": "http://policies.example"}}, "String should match pattern"),
        ({"states": ("Ohio",)}, "String should match pattern"),
    ],
)
def test_a_policy_that_is_not_whole_is_refused(written: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        a_policy(**written)


@pytest.mark.parametrize("name", ["id", "title", "text", "source", "verification", "send"])
def test_a_top_level_criterion_states_everything(name: str) -> None:
    criterion = a_top_criterion() | {name: None}
    shown = criterion["id"] or criterion["text"]
    with pytest.raises(ValueError, match=f"the criterion {shown} states no {name}"):
        a_policy(criteria=(criterion,))


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("A" * 61, "at most 60 characters"),
        ("", "at least 1 character"),
        ("A sentence.", "should match pattern"),
        (" Cough", "should match pattern"),
        ("Cough ", "should match pattern"),
    ],
)
def test_a_title_is_a_few_words(title: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        a_policy(criteria=(a_top_criterion() | {"title": title},))


@pytest.mark.parametrize("title", ["A" * 60, "PO2", "Sleep apnea, by index"])
def test_a_title_that_fits(title: str) -> None:
    assert a_policy(criteria=(a_top_criterion() | {"title": title},)).criteria[0].title == title


def test_everything_that_the_criteria_do_not_state_is_told_at_once() -> None:
    criteria = (a_top_criterion("a") | {"send": None, "source": None}, a_top_criterion("b") | {"text": None})
    with pytest.raises(
        ValueError, match="a states no source; the criterion a states no send; the criterion b states no"
    ):
        a_policy(criteria=criteria)


def test_a_criterion_without_id_and_text_is_told_all_the_same() -> None:
    with pytest.raises(ValueError, match=r"the criterion \? states no id"):
        a_policy(criteria=(a_top_criterion() | {"id": None, "text": None},))
