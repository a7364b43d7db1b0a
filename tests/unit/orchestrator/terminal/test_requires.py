"""``priorauth requires``, with the programs of the repository."""

import json
from argparse import Namespace
from typing import Any

import pytest

from orchestrator.settings import Settings
from orchestrator.terminal import requires
from orchestrator.terminal.exits import Exit
from orchestrator.terminal.requires import tell_requirement
from tests.rules.rule_cases import rule_book


def ask(written: Any, **given: Any) -> Exit:
    stated: dict[str, Any] = {
        "code": "63650",
        "state": None,
        "date": "2026-03-01",
        "setting": None,
        "line_of_business": "medicare_ffs",
        "json": False,
    }
    return tell_requirement(Namespace(**stated | given), Settings(), written.screen)


def test_the_answer_comes_first_then_each_program_with_its_source(written: Any) -> None:
    assert ask(written, state="ok", setting="outpatient") is Exit.DONE
    lines = written.out.splitlines()
    assert lines[0] == "YES 63650, outpatient in OK, 2026-03-01, medicare ffs"
    assert lines[1] == "  OPD: Implanted spinal neurostimulator: 63650 is on its list since 2021-07-01."
    assert "no      63650 is not on its list." in lines
    assert any("42 CFR 419.83 · verified ·" in line for line in lines)


@pytest.fixture
def read_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rule book of the repository, read once for all these questions."""
    monkeypatch.setattr(requires, "read_rule_book", lambda _: rule_book())


@pytest.mark.usefixtures("read_before")
@pytest.mark.parametrize(
    ("given", "needed"),
    [
        ({"setting": "outpatient"}, "yes"),
        ({}, "unknown"),
        ({"setting": "office"}, "no"),
        ({"setting": "outpatient", "date": "2021-06-30"}, "no"),
        ({"setting": "outpatient", "line_of_business": "medicaid"}, "unknown"),
        ({"code": "63685", "setting": "outpatient"}, "no"),
        ({"code": "67911", "setting": "outpatient"}, "no"),
        ({"code": "63655", "setting": "asc", "state": "OK"}, "yes"),
        ({"code": "63655", "setting": "asc", "state": "CA"}, "no"),
        ({"code": "63655", "setting": "asc"}, "unknown"),
        ({"code": "63655", "setting": "asc", "state": "OK", "date": "2026-01-14"}, "no"),
        ({"code": "61867", "setting": "outpatient", "state": "OK"}, "no"),
        ({"code": "64568", "setting": "outpatient", "state": "OK"}, "unknown"),
        ({"code": "C8007", "setting": "outpatient", "state": "OK", "date": "2026-04-05"}, "no"),
        ({"code": "C8007", "setting": "outpatient", "state": "OK", "date": "2026-04-06"}, "yes"),
        ({"code": "K0856"}, "yes"),
        ({"code": "K0864"}, "yes"),
        ({"code": "K0803"}, "no"),
        ({"code": "L1833"}, "no"),
        ({"code": "L1833", "date": "2024-08-11"}, "unknown"),
        ({"code": "E0652", "date": "2026-04-12"}, "no"),
        ({"code": "E0652", "date": "2026-04-13"}, "yes"),
        ({"code": "E0747"}, "no"),
        ({"code": "99213"}, "no"),
    ],
)
def test_the_lists_of_the_library(written: Any, given: dict[str, Any], needed: str) -> None:
    assert ask(written, json=True, **given) is Exit.DONE
    assert json.loads(written.out)["needed"] == needed


def test_what_was_not_understood_is_told_option_by_option(written: Any) -> None:
    assert ask(written, code="xyz", date="foo", setting="moon", line_of_business="pirate") is Exit.USAGE
    told = [line.split(": ")[1] for line in written.err.splitlines() if line.startswith("priorauth: ")]
    assert told == ["--code", "--date", "--line-of-business", "--setting"]
    assert written.out == ""
