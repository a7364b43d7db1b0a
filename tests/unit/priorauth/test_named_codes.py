"""The codes that the rule book names, and finding one among them."""

import datetime as dt

import pytest

from priorauth.named_codes import NamedBy, named_codes, search_named
from tests.integration.fakes import POLICY
from tests.rules.rule_cases import rule_book

DAY = dt.date(2026, 11, 23)


def codes(text: str) -> list[str]:
    book = rule_book()
    return [one.code for one in search_named(named_codes(book.policies, book.programs, DAY), text)]


def test_a_code_has_the_words_of_its_programs_first():
    book = rule_book()
    found = {one.code: one.namings for one in named_codes(book.policies, book.programs, DAY)}
    assert found["K0800"][0].by is NamedBy.PROGRAM
    assert {naming.by for naming in found["K0800"]} == set(NamedBy)
    assert found["K0800"][0].words == "Power mobility device"


@pytest.mark.parametrize("text", ["E0601", "e06", " E0601 "])
def test_found_by_the_beginning_of_the_code(text: str):
    assert "E0601" in codes(text)


@pytest.mark.parametrize("text", ["positive airway", "airway pos", "sleep apnea obstr"])
def test_found_by_words_in_any_order(text: str):
    assert "E0601" in codes(text)


@pytest.mark.parametrize("text", ["", "  ", "--", "zzz", "positive zzz", "99999"])
def test_nothing_fits(text: str):
    assert codes(text) == []


def test_a_policy_names_nothing_on_a_day_when_it_is_not_in_force():
    assert named_codes((POLICY,), (), dt.date(2019, 1, 1)) == ()
    assert [one.code for one in named_codes((POLICY, POLICY), (), DAY)] == ["E1390"]


def test_a_program_lists_nothing_before_its_day():
    assert named_codes((), rule_book().programs, dt.date(1990, 1, 1)) == ()
