"""The jurisdiction profiles of the repository: complete, marked, cited, and obeyed."""

import datetime as dt
from typing import Any

import pytest

from priorauth.applicability import (
    Applicable,
    Situation,
    adverse_deciders,
    applicable,
    disclosures,
    suggestion_permission,
)
from priorauth.case import LineOfBusiness, Priority
from priorauth.clocks import ExtensionRefused, ExtensionTaken, Moments, check_extension, consequences, run_clock
from priorauth.deadlines import Circumstance, Ground
from priorauth.jurisdiction import Jurisdiction
from priorauth.profile_lines import DisclosureKind, Mark, Meaning, ProfileLine, Reviewer, Suggestion
from tests.building.jurisdictions import NEW_YORK
from tests.repository.tree import ROOT
from tests.rules.rule_cases import rule_book

PROFILES = rule_book().jurisdictions
LINES = [(profile.id, name, line) for profile in PROFILES for name, line in profile.lines()]
STATES = ("AL", "AZ", "CA", "CO", "GA", "IA", "IL", "IN", "MD", "NE", "NY", "TX", "UT", "WA")
FEDERAL = ("US-CHIP", "US-MA-PLAN", "US-MEDICAID-FFS", "US-MEDICAID-MCO", "US-OPD", "US-QHP-FFE", "US-WISER")
RECEIVED = dt.datetime(2026, 12, 7, 15, tzinfo=dt.UTC)
"""A Monday, 10 o'clock in New York."""


def test_the_profiles_of_the_library() -> None:
    assert sorted(profile.id for profile in PROFILES) == sorted((*STATES, *FEDERAL))


@pytest.mark.parametrize(("profile", "name", "line"), LINES, ids=[f"{one}-{name}" for one, name, _ in LINES])
def test_every_line_carries_mark_and_citation(profile: str, name: str, line: ProfileLine) -> None:
    assert line.mark in Mark
    assert len(line.citation) >= 5
    assert line.said.strip()


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.id)
def test_a_profile_says_all_that_is_asked_of_one(profile: Jurisdiction) -> None:
    said = {name for name, _ in profile.lines()}
    assert {"adverse_decider", "suggest_denial", "data_basis", "audit", "missed"} <= said
    assert {"deadlines", "no_deadline"} & said
    if profile.states and profile.program is None:
        assert profile.states == (profile.id,)
        assert set(profile.lines_of_business) == {LineOfBusiness.COMMERCIAL, LineOfBusiness.MARKETPLACE}


def test_every_profile_begins_with_what_was_read_or_left_out() -> None:
    for path in (ROOT / "policies/jurisdictions").glob("*.yaml"):
        assert path.read_text(encoding="utf-8").startswith("# ")


def given(state: str | None = None, business: str | None = "commercial", **stated: Any) -> Applicable:
    situation = {
        "on": dt.date(2026, 12, 7),
        "line_of_business": business,
        "state": state,
        "priority": "standard",
    }
    return applicable(Situation.model_validate(situation | stated), PROFILES)


def due_in(found: Applicable, **moments: Any) -> float:
    """Hours from receipt to the due time."""
    clock = run_clock(found, rule_book().clock_rules, Moments(received_at=RECEIVED, **moments), NEW_YORK)
    assert clock.due_at is not None
    return (clock.due_at - RECEIVED) / dt.timedelta(hours=1)


DAY = 24.0


@pytest.mark.parametrize(
    ("state", "business", "standard", "expedited"),
    [
        ("OH", "medicare_advantage", 7 * DAY, 72),
        ("TX", "medicare_advantage", 7 * DAY, 72),
        ("IN", "medicaid", 7 * DAY, 72),
        (None, "chip", 7 * DAY, 72),
        ("NJ", "medicare_ffs", 72, 72),
        ("NY", "medicare_ffs", 7 * DAY, 72),
        ("OH", "commercial", 7 * DAY, 72),
        (None, "commercial", 7 * DAY, 72),
        ("AL", "commercial", 7 * DAY, 72),
        ("AZ", "commercial", 14 * DAY, 5 * DAY),
        ("CA", "commercial", 7 * DAY, 72),
        ("CO", "commercial", 7 * DAY, 48),
        ("GA", "commercial", 7 * DAY, 72),
        ("IA", "commercial", 10 * DAY, 48),
        ("IL", "commercial", 5 * DAY, 48),
        ("IN", "commercial", 48, 24),
        ("MD", "commercial", 48, 48),
        ("NE", "commercial", 7 * DAY, 72),
        ("NY", "commercial", 72, 72),
        ("TX", "commercial", 72, 72),
        ("UT", "commercial", 7 * DAY, 72),
        ("WA", "commercial", 72, 24),
        ("WA", "marketplace", 72, 24),
        ("OH", "marketplace", 7 * DAY, 72),
    ],
)
def test_when_a_decision_is_due(state: str | None, business: str, standard: float, expedited: float) -> None:
    """Received on a Monday morning, nothing missing; five business days are seven days."""
    assert due_in(given(state, business)) == standard
    assert due_in(given(state, business, priority="expedited")) == expedited


@pytest.mark.parametrize(
    ("state", "business", "circumstances", "hours"),
    [
        ("TX", "commercial", {Circumstance.CONCURRENT, Circumstance.INPATIENT}, 24),
        ("TX", "commercial", {Circumstance.CONCURRENT}, 72),
        ("TX", "commercial", {Circumstance.POST_STABILIZATION}, 1),
        ("NY", "commercial", {Circumstance.CONCURRENT}, 24),
        ("WA", "commercial", {Circumstance.NOT_ELECTRONIC}, 120),
        ("IA", "commercial", {Circumstance.COMPLEX}, 15 * DAY),
        ("MD", "commercial", {Circumstance.ADDED_SERVICES}, 24),
        ("OH", "medicare_advantage", {Circumstance.NO_AUTHORIZATION_NEEDED}, 14 * DAY),
        ("OH", "medicare_advantage", {Circumstance.PART_B_DRUG}, 7 * DAY),
    ],
)
def test_when_a_decision_is_due_in_stated_circumstances(
    state: str, business: str, circumstances: set[Circumstance], hours: float
) -> None:
    assert due_in(given(state, business, circumstances=circumstances)) == hours


def test_the_urgent_time_of_nebraska_changes_in_2028() -> None:
    for day, hours in ((dt.date(2027, 12, 31), 72), (dt.date(2028, 1, 1), 48)):
        assert due_in(given("NE", priority="expedited", on=day)) == hours


@pytest.mark.parametrize("business", ["medicare_advantage", "medicaid"])
def test_a_request_for_information_stops_no_federal_clock(business: str) -> None:
    asked = RECEIVED + dt.timedelta(hours=20)
    assert due_in(given(None, business), asked_at=asked) == 7 * DAY


@pytest.mark.parametrize("state", ["NE", "IL", "NY", "AZ", "MD", "CA", "CO", "WA"])
def test_these_states_count_from_complete_information(state: str) -> None:
    asked, complete = RECEIVED + dt.timedelta(hours=20), RECEIVED + dt.timedelta(days=7)
    assert due_in(given(state), asked_at=asked, came_at=(complete,)) == 7 * DAY + due_in(given(state))


def test_texas_suggests_nothing() -> None:
    for found in (given("TX"), given("TX", "marketplace"), given("TX", None), given(None), given(None, None)):
        assert suggestion_permission(found).allowed is Suggestion.NEVER
    for found in (given("OH", None), given("NE"), given("TX", "medicare_advantage")):
        assert suggestion_permission(found).allowed is not Suggestion.NEVER


@pytest.mark.parametrize("state", [*STATES, None])
def test_a_letter_has_no_ai_statement_that_no_sure_line_requires(state: str | None) -> None:
    heard = disclosures(given(state), DisclosureKind.AI_NOTICE)
    assert heard.sure == ()
    assert [told.profile for told in heard.unsure] == (["IN"] if state == "IN" else [])


def test_a_specific_reason_goes_to_the_provider_under_every_federal_rule_of_2026() -> None:
    for business in ("medicare_advantage", "medicaid", "chip", "marketplace"):
        heard = disclosures(given(None, business), DisclosureKind.NOTICE)
        assert "A specific reason, to the provider, whatever the channel." in {told.line.text for told in heard.sure}


@pytest.mark.parametrize(
    ("state", "business", "who"),
    [
        (None, "medicare_advantage", {Reviewer.PHYSICIAN, Reviewer.PROFESSIONAL}),
        ("TX", "commercial", {Reviewer.PHYSICIAN}),
        ("NY", "commercial", {Reviewer.CLINICAL_PEER}),
        ("NE", "commercial", {Reviewer.PHYSICIAN, Reviewer.CLINICAL_PEER}),
    ],
)
def test_who_may_issue_an_adverse_determination(state: str | None, business: str, who: set[Reviewer]) -> None:
    assert adverse_deciders(given(state, business)).who == who


@pytest.mark.parametrize(
    ("state", "business", "means"),
    [
        (None, "medicare_advantage", [("US-MA-PLAN", Meaning.DEEMED_ADVERSE)]),
        (None, "medicaid", [("US-MEDICAID-FFS", Meaning.UNCONFIRMED), ("US-MEDICAID-MCO", Meaning.DEEMED_ADVERSE)]),
        ("NY", "commercial", [("NY", Meaning.DEEMED_ADVERSE)]),
        ("CO", "commercial", [("CO", Meaning.APPROVED)]),
        ("IN", "commercial", [("IN", Meaning.UNCONFIRMED)]),
        ("NE", "commercial", [("NE", Meaning.UNCONFIRMED)]),
        ("IL", "commercial", [("IL", Meaning.UNCONFIRMED)]),
        ("TX", "commercial", [("TX", Meaning.NONE_FOUND)]),
        ("OH", "commercial", []),
    ],
)
def test_what_a_missed_deadline_means(state: str | None, business: str, means: list[tuple[str, Meaning]]) -> None:
    found = given(state, business)
    clock = run_clock(found, rule_book().clock_rules, Moments(received_at=RECEIVED), NEW_YORK)
    late = consequences(clock, found, RECEIVED + dt.timedelta(days=40))
    assert sorted((one.profile, one.means) for one in late) == means


def test_only_medicare_advantage_and_medicaid_managed_care_extend_a_time() -> None:
    assert [profile.id for profile in PROFILES if profile.extensions] == ["US-MA-PLAN", "US-MEDICAID-MCO"]
    assert all(rule.days == 14 for profile in PROFILES for rule in profile.extensions)


def test_a_medicaid_time_is_extended_where_the_plan_is_known_to_be_managed_care() -> None:
    taken = ExtensionTaken(ground=Ground.PROVIDER_ASKS, days=14, noticed_at=RECEIVED + dt.timedelta(days=3))
    moments, rules = Moments(received_at=RECEIVED), rule_book().clock_rules
    with pytest.raises(ExtensionRefused, match="US-MEDICAID-FFS has no confirmed rule"):
        check_extension(given(None, "medicaid"), rules, moments, taken, NEW_YORK)
    managed = given(None, "medicaid", exempt_from={"US-MEDICAID-FFS"})
    check_extension(managed, rules, moments, taken, NEW_YORK)
    assert due_in(managed, extension=taken) == 21 * DAY


@pytest.mark.parametrize("priority", Priority)
@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.id)
def test_an_unsure_line_decides_nothing(profile: Jurisdiction, priority: Priority) -> None:
    """Without its unsure lines a profile makes the same due time, permission and consequence that may be recorded."""
    sure = profile.model_copy(update={"deadlines": tuple(line for line in profile.deadlines if line.mark.is_sure)})
    situation = Situation(
        on=dt.date(2027, 12, 7),
        line_of_business=profile.lines_of_business[0],
        state=next(iter(profile.states), None),
        priority=priority,
        circumstances=frozenset(Circumstance),
    )
    clocks = [
        run_clock(applicable(situation, [one]), rule_book().clock_rules, Moments(received_at=RECEIVED), NEW_YORK)
        for one in (profile, sure)
    ]
    assert clocks[0].due_at == clocks[1].due_at
    found = applicable(situation, [profile])
    late = consequences(clocks[0], found, RECEIVED + dt.timedelta(days=99))
    assert all(one.missed.mark.is_sure or one.means is Meaning.UNCONFIRMED for one in late)
    permission = suggestion_permission(found)
    assert profile.suggest_denial.mark.is_sure or permission.allowed is Suggestion.NOT_STATED


def test_the_unsure_times_of_wiser_and_of_part_b_drugs_are_seen_before_they_pass() -> None:
    wiser = given("NJ", "medicare_ffs", priority=Priority.EXPEDITED)
    clock = run_clock(wiser, rule_book().clock_rules, Moments(received_at=RECEIVED), NEW_YORK)
    assert [due.told.line.value for due in clock.unsure if due.told.profile == "US-WISER"] == [48]
    assert clock.escalate_at is not None
    assert clock.escalate_at < RECEIVED + dt.timedelta(hours=48)
