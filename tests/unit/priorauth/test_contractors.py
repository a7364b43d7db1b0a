"""The table of contractors: from a name to its states, and what is wrong with it or with those who name it."""

import datetime as dt
from typing import Any

import pytest

from priorauth.contractors import Area, ContractorKind, Contractors, naming_problems, table_problems
from priorauth.policy import relate
from tests.building.cases import a_case
from tests.building.contractors import CONTRACTORS
from tests.building.rules import a_policy


def names(found: tuple[Any, ...]) -> list[str]:
    return [one.name for one in found]


def test_who_serves_a_state() -> None:
    assert names(CONTRACTORS.of_state("OH")) == ["CGS J15", "CGS JB"]
    assert names(CONTRACTORS.of_state("OH", ContractorKind.DME_MAC)) == ["CGS JB"]
    assert names(CONTRACTORS.of_state("ZZ")) == []


@pytest.mark.parametrize(
    ("contractors", "states", "unverified"),
    [
        (["CGS J15"], ("KY", "OH"), ()),
        (["Noridian JF"], ("AZ", "ID", "WA"), ("ID",)),
        (["CGS J15", "Noridian JF"], (), ()),
        (["CGS JB"], (), ()),
        (["Nobody"], (), ()),
    ],
)
def test_where_a_policy_of_contractors_applies(
    contractors: list[str], states: tuple[str, ...], unverified: tuple[str, ...]
) -> None:
    """What all contractors of one kind publish applies everywhere."""
    assert CONTRACTORS.area(contractors) == Area(states=states, unverified=unverified)


def test_a_policy_that_binds_through_a_state_nobody_verified_says_so() -> None:
    policy = a_policy(kind="lcd", contractors=("Noridian JF",), states=("AZ", "ID"), states_unverified=("ID",))
    reasons = {}
    for state in ("AZ", "ID"):
        case = a_case(member={"name": "Ann", "birth_date": dt.date(1950, 1, 1), "state": state})
        match = relate(policy, case, case.services[0])
        assert match is not None
        reasons[state] = match.reason
    assert reasons["ID"] == f"{reasons['AZ']} Which contractor serves ID has not been verified in a source."


def test_a_name_or_a_state_that_stands_twice_is_told_with_its_place() -> None:
    row = CONTRACTORS.contractors[0].model_dump(mode="json")
    other = row | {"name": "NGS J6", "serves": [row["serves"][0] | {"states": ["IL", "OH"]}]}
    twice = row | {"name": "NGS JK", "serves": [row["serves"][0] | {"states": ["NY", "NY"]}]}
    table = Contractors.model_validate({"contractors": [row, row, other, twice]})
    assert list(table_problems(table)) == [
        (("contractors", 1, "name"), "the contractor CGS J15 stands in the table twice"),
        (("contractors", 1, "serves", 0, "states"), "KY is served by CGS J15 already"),
        (("contractors", 1, "serves", 0, "states"), "OH is served by CGS J15 already"),
        (("contractors", 2, "serves", 0, "states"), "OH is served by CGS J15 already"),
        (("contractors", 3, "serves", 0, "states"), "NY is served by NGS JK already"),
    ]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ({"kind": "lcd", "contractors": ["CGS J15"]}, []),
        ({"kind": "lcd", "contractors": ["CGS"]}, ["no contractor is named 'CGS' in policies/contractors.yaml"]),
        ({"kind": "lcd", "contractors": [7, ["CGS"]]}, []),
        ({"kind": "article"}, ["a local policy names its contractors, as policies/contractors.yaml names them"]),
        (
            {"kind": "lcd", "contractors": ["CGS J15"], "states": ["OH"]},
            ["a local policy lists no states: they follow from its contractors"],
        ),
        ({"kind": "ncd", "contractors": ["CGS J15"]}, ["only a local determination or article has contractors"]),
        ({"kind": "plan", "states": ["OH"]}, []),
        (
            {"kind": "plan", "states_unverified": ["OH"]},
            ["states_unverified is no field: policies/contractors.yaml says it"],
        ),
        ("no mapping", []),
    ],
)
def test_how_a_policy_says_whose_it_is(written: object, told: list[str]) -> None:
    known = {"CGS J15"}
    assert [message for _, message in naming_problems(written, known)] == told
