"""``priorauth jurisdictions``, with the profiles of the repository."""

import json
from typing import Any

import pytest

from orchestrator.settings import Settings
from orchestrator.terminal.exits import Exit
from orchestrator.terminal.jurisdictions import tell_jurisdictions


def test_the_table_tells_every_profile_and_marks_what_is_unsure(written: Any) -> None:
    assert tell_jurisdictions(None, Settings(), written.screen) is Exit.DONE
    lines = [line.strip() for line in written.out.splitlines()]
    assert lines[0].startswith("AL")
    assert "Suggested denial: never" in lines
    assert "? Expedited decision: 48 hours from receipt" in lines
    assert "Expedited decision: 48 hours from complete information · from 2028-01-01" in lines
    assert "Missed: deemed adverse" in lines
    assert "? No deadline of a decision was found." in lines
    assert lines[-1].startswith("21 profiles, ")
    assert lines[-1].endswith("are unsure, marked with ?: these are shown and decide nothing.")


@pytest.mark.parametrize(
    ("profile", "told"),
    [
        ("tx", "binds     commercial, marketplace · TX"),
        ("tx", "May automation suggest a denial?"),
        ("tx", "· Standard decision, care under way, inpatient care: 24 hours from receipt"),
        ("tx", "? Utilization review is under the direction of a physician licensed in Texas."),
        ("tx", "· Nothing was found on what a missed deadline means."),
        ("tx", "· Peer to peer: A reasonable opportunity before any adverse determination; when it was offered,"),
        ("tx", "14 lines; 2 of them unsure, marked with ?: shown, and deciding nothing."),
        ("IN", "? It counts as approved. A request that is not answered in time is authorized by itself."),
        ("NY", "in force  in force, first day not found"),
        ("US-WISER", "in force  from 2026-01-05 to 2031-12-31"),
        ("NE", "verified · Neb. Rev. Stat. 44-5438 · from 2028-01-01"),
        ("US-MA-PLAN", "unsure: from knowledge, not read again · 42 CFR 422.402"),
        ("US-MA-PLAN", "? State law: A state's insurance law does not bind these plans."),
        ("US-MA-PLAN", "· 65 calendar days from the date of the notice"),
    ],
)
def test_one_profile_tells_each_line_with_its_mark_and_source(written: Any, profile: str, told: str) -> None:
    assert tell_jurisdictions(profile, Settings(), written.screen) is Exit.DONE
    assert told in [line.strip() for line in written.out.splitlines()]


def test_a_profile_that_there_is_not(written: Any) -> None:
    assert tell_jurisdictions("XX", Settings(), written.screen) is Exit.USAGE
    assert "There is no jurisdiction profile 'XX' in this rule book. There are: AL, AZ," in written.err
    assert written.out == ""


@pytest.mark.parametrize(("profile", "count"), [(None, 21), ("TX", 1)])
def test_the_profiles_as_data(written: Any, profile: str | None, count: int) -> None:
    assert tell_jurisdictions(profile, Settings(), written.screen, as_json=True) is Exit.DONE
    data = json.loads(written.out)
    assert len(data) == count
    assert all(one["suggest_denial"]["mark"] for one in data)
