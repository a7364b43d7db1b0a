"""Which profiles bind a case, and what they permit."""

import datetime as dt
from typing import Any

import pytest

from priorauth.applicability import (
    adverse_deciders,
    disclosures,
    situation_of,
    suggestion_permission,
)
from priorauth.case import LineOfBusiness, Timing
from priorauth.deadlines import Circumstance
from priorauth.profile_lines import DisclosureKind, Reviewer, Suggestion
from tests.building.cases import a_case, a_line, a_member
from tests.building.jurisdictions import SURE, UNSURE, a_profile, applying

FEDERAL: dict[str, Any] = {"id": "US-MA-PLAN", "lines_of_business": ["medicare_advantage"], "states": []}
TEXAS: dict[str, Any] = {
    "id": "TX",
    "states": ["TX"],
    "suggest_denial": SURE | {"allowed": "never", "text": "Facts only."},
}
A_PROGRAM: dict[str, Any] = {
    "id": "US-WISER",
    "lines_of_business": ["medicare_ffs"],
    "states": ["OH"],
    "program": "WISER",
}


class TestSituation:
    @pytest.mark.parametrize(
        ("jurisdiction", "member_state", "state"),
        [
            ("TX", "OH", "TX"),
            ("us-tx", "OH", "TX"),
            (None, "OH", "OH"),
            (None, None, None),
            ("Texas", "OH", None),
            ("US-MA-PLAN", None, None),
        ],
    )
    def test_the_jurisdiction_names_the_state(
        self, jurisdiction: str | None, member_state: str | None, state: str | None
    ) -> None:
        case = a_case(jurisdiction=jurisdiction, member=a_member(state=member_state))
        assert situation_of(case).state == state

    def test_a_case_says_by_itself_that_it_is_concurrent_and_inpatient(self) -> None:
        case = a_case(timing=Timing.CONCURRENT, services=(a_line(place_of_service="21"),))
        stated = frozenset({Circumstance.COMPLEX})
        assert situation_of(case, stated=stated).circumstances == {
            Circumstance.COMPLEX,
            Circumstance.CONCURRENT,
            Circumstance.INPATIENT,
        }
        assert situation_of(a_case()).circumstances == frozenset()

    def test_the_day_is_that_of_receipt(self) -> None:
        assert situation_of(a_case(), programs=["OPD"]).on == a_case().received_on
        assert situation_of(a_case(), programs=["OPD"]).programs == ("OPD",)


def binding(*given: dict[str, Any], **situation: Any) -> list[str]:
    return [profile.id for profile in applying(*(a_profile(**one) for one in given), **situation).binding]


class TestBinding:
    def test_line_of_business_comes_first(self) -> None:
        both = (FEDERAL, TEXAS)
        assert binding(*both, state="TX") == ["TX"]
        assert binding(*both, state="TX", line_of_business=LineOfBusiness.MEDICARE_ADVANTAGE) == ["US-MA-PLAN"]

    def test_of_an_unknown_line_of_business_any_may_be(self) -> None:
        assert binding(FEDERAL, TEXAS, A_PROGRAM, state="TX", line_of_business=None) == ["US-MA-PLAN", "TX"]

    def test_a_state_s_profile_is_for_its_state(self) -> None:
        assert binding(TEXAS, state="OH") == []

    @pytest.mark.parametrize(
        ("situation", "binds"),
        [
            ({}, True),
            ({"state": "NY"}, False),
            ({"programs": ("WISER",)}, True),
            ({"programs": ("OPD",)}, False),
            ({"programs": ()}, False),
            ({"line_of_business": LineOfBusiness.COMMERCIAL}, False),
        ],
    )
    def test_a_program_s_profile_is_for_its_cases(self, situation: dict[str, Any], binds: bool) -> None:
        given = {"line_of_business": LineOfBusiness.MEDICARE_FFS} | situation
        assert binding(A_PROGRAM, **given) == (["US-WISER"] if binds else [])

    def test_a_plan_may_be_exempt_from_a_profile(self) -> None:
        assert binding({}, {"id": "US-QHP", "states": []}, exempt_from={"US-QHP"}) == ["OH"]
        assert situation_of(a_case(), exempt_from={"OH"}).exempt_from == {"OH"}

    def test_what_is_not_in_force_yet_is_told_and_does_not_bind(self) -> None:
        later = a_profile(effective=dt.date(2027, 1, 1))
        ended = a_profile(effective=dt.date(2020, 1, 1), ends=dt.date(2025, 12, 31))
        found = applying(later, ended)
        assert found.binding == ()
        assert found.coming == (later,)

    def test_where_the_state_is_not_known_its_profiles_may_bind(self) -> None:
        later = a_profile(**TEXAS, effective=dt.date(2027, 1, 1))
        found = applying(a_profile(**FEDERAL), a_profile(**TEXAS), later, state=None)
        assert found.binding == ()
        assert found.possible == (a_profile(**TEXAS),)
        assert found.coming == ()


class TestSuggestedDenials:
    def allowed(self, *given: dict[str, Any], **situation: Any) -> Suggestion:
        return suggestion_permission(applying(*(a_profile(**one) for one in given), **situation)).allowed

    def test_the_narrowest_holds(self) -> None:
        assert self.allowed({}) is Suggestion.ASSIST_ONLY
        assert self.allowed(TEXAS, state="TX") is Suggestion.NEVER
        assert self.allowed(TEXAS | {"states": []}, {}) is Suggestion.NEVER

    def test_the_state_that_is_not_known_may_be_the_one_that_forbids_it(self) -> None:
        assert self.allowed(TEXAS, state=None) is Suggestion.NEVER
        medicare = LineOfBusiness.MEDICARE_ADVANTAGE
        assert self.allowed(TEXAS, FEDERAL, state=None, line_of_business=medicare) is Suggestion.ASSIST_ONLY

    def test_an_unsure_line_is_told_and_decides_nothing(self) -> None:
        unsure = a_profile(suggest_denial=UNSURE | {"allowed": "never", "text": "Facts only, it is said."})
        permission = suggestion_permission(applying(unsure))
        assert permission.allowed is Suggestion.NOT_STATED
        assert permission.heard.sure == ()
        assert [told.profile for told in permission.heard.unsure] == ["OH"]

    def test_a_line_that_does_not_hold_yet_is_not_heard(self) -> None:
        later = SURE | {"allowed": "never", "text": "Facts only.", "since": dt.date(2027, 1, 1)}
        permission = suggestion_permission(applying(a_profile(suggest_denial=later)))
        assert permission.allowed is Suggestion.NOT_STATED
        assert permission.heard.unsure == ()


class TestDeciders:
    def who(self, *lines: dict[str, Any]) -> frozenset[Reviewer]:
        profile = a_profile(adverse_decider=[{"text": "So.", **line} for line in lines])
        return adverse_deciders(applying(profile)).who

    def test_those_whom_every_line_admits(self) -> None:
        either = SURE | {"who": ["physician", "professional"]}
        assert self.who(either) == {Reviewer.PHYSICIAN, Reviewer.PROFESSIONAL}
        assert self.who(either, SURE | {"who": ["physician"]}) == {Reviewer.PHYSICIAN}
        assert self.who(either, SURE | {"who": ["clinical_peer"]}) == frozenset()

    def test_a_person_is_every_kind_of_person(self) -> None:
        assert self.who(SURE | {"who": ["person"]}) == frozenset(Reviewer)
        assert self.who(SURE | {"who": ["person"]}, SURE | {"who": ["physician"]}) == {Reviewer.PHYSICIAN}

    def test_an_unsure_line_is_told_and_narrows_nothing(self) -> None:
        assert self.who(SURE | {"who": ["person"]}, UNSURE | {"who": ["physician"]}) == frozenset(Reviewer)


def test_a_disclosure_is_required_where_a_sure_line_says_so() -> None:
    lines = [
        SURE | {"kind": "ai_notice", "text": "That software was used."},
        UNSURE | {"kind": "ai_notice", "text": "Which software was used."},
        SURE | {"kind": "ai_notice", "text": "From next year.", "since": dt.date(2027, 1, 1)},
        SURE | {"kind": "notice", "text": "The reason."},
    ]
    heard = disclosures(applying(a_profile(disclosures=lines)), DisclosureKind.AI_NOTICE)
    assert [told.line.text for told in heard.sure] == ["That software was used."]
    assert [told.line.text for told in heard.unsure] == ["Which software was used."]
    assert disclosures(applying(a_profile()), DisclosureKind.AI_NOTICE).sure == ()
