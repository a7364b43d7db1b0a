"""Assessing one service line: what governs it, the two universal criteria, the fit, and what stands in the way."""

import datetime as dt
from typing import Any

import pytest

from priorauth.alignment import CodedDiagnoses
from priorauth.assessment import Basis, CriterionResult
from priorauth.coverage import assess_line, assess_policy
from priorauth.evidence import Derived
from priorauth.facts import Assertion, Fact
from priorauth.findings import LineAssessment, Route
from priorauth.kleene import Status
from priorauth.policy import Policy, Relation
from priorauth.skill import PolicyFit
from tests.building.cases import ORDERED, a_case, a_line
from tests.building.facts import a_fact, a_lookup, a_quote
from tests.building.rules import (
    COVERAGE_RULES,
    a_general_policy,
    a_policy,
    a_top_criterion,
    an_inquiry,
    known_provider,
)

M, N, U = Status.MET, Status.NOT_MET, Status.INSUFFICIENT
COUGHS = a_fact("cough")
INTERNIST = known_provider("207RP1001X", specialty="Internal Medicine")
DERMATOLOGIST = known_provider("207N00000X", specialty="Dermatology")
DOCUMENTED = CodedDiagnoses(named={}, documented=a_quote())
UNVERIFIED = "The policy's list of diagnoses is not verified."
UNDOCUMENTED = CodedDiagnoses(named={}, documented=None)


def assess(
    *facts: Fact,
    policies: tuple[Policy, ...] | None = None,
    diagnoses: CodedDiagnoses = DOCUMENTED,
    provider: Any = INTERNIST,
    line: dict[str, Any] | None = None,
    without_criteria: tuple[str, ...] = (),
    **case: Any,
) -> LineAssessment:
    one = a_line(**line or {})
    inquiry = an_inquiry(
        *facts, line=one, case=a_case(services=(one,), **case), providers=(provider,) if provider else ()
    )
    return assess_line(
        inquiry,
        (*((a_policy(),) if policies is None else policies), a_general_policy()),
        diagnoses,
        COVERAGE_RULES,
        without_criteria=without_criteria,
    )


def specialty(assessment: LineAssessment) -> CriterionResult:
    return assessment.universal[0].result


def alignment(assessment: LineAssessment) -> CriterionResult:
    return assessment.universal[1].result


class TestWhatGoverns:
    def test_every_policy_that_binds_adds_its_criteria(self) -> None:
        local = a_policy("LCD-1", kind="lcd", criteria=(a_top_criterion("wheezes", finding="wheeze"),))
        assessment = assess(COUGHS, policies=(a_policy(), local))
        assert [(item.policy_id, item.result.status) for item in assessment.criteria] == [("NCD-1", M), ("LCD-1", U)]
        assert all(item.required for item in assessment.criteria)
        assert assessment.obstacle is None

    def test_a_policy_that_does_not_apply_adds_none(self) -> None:
        elsewhere = a_policy("LCD-1", kind="lcd", states=("TX",))
        assessment = assess(COUGHS, policies=(a_policy(), elsewhere))
        assert [match.relation for match in assessment.policies] == [Relation.BOUND, Relation.RELATED]
        assert [item.policy_id for item in assessment.criteria] == ["NCD-1"]

    @pytest.mark.parametrize("code", ["E1390", " e1390"])
    def test_a_criterion_of_other_codes_is_not_asked(self, code: str) -> None:
        codes = ({"code": "E1390", "verification": "verified"}, {"code": "E1391", "verification": "verified"})
        criteria = (
            a_top_criterion("wheezes", finding="wheeze", for_codes=["E1390"]),
            a_top_criterion("coughs", finding="cough", for_codes=["E1391"]),
        )
        assessment = assess(COUGHS, policies=(a_policy(codes=codes, criteria=criteria),), line={"code": code})
        assert [(item.result.id, item.result.status) for item in assessment.criteria] == [("wheezes", U)]

    def test_without_a_code_all_criteria_are_shown(self) -> None:
        assessment = assess(COUGHS, policies=(), line={"code": "no code"})
        assert [item.policy_id for item in assessment.criteria] == ["GENERAL"]
        assert assessment.obstacle is not None

    def test_where_none_names_the_code_the_general_standard_is_shown(self) -> None:
        assessment = assess(COUGHS, policies=())
        (match,) = assessment.policies
        assert (match.policy_id, match.relation) == ("GENERAL", Relation.RELATED)
        assert match.reason == (
            "No policy in this library names the code; the general standard is shown for the reviewer's eye."
        )
        assert [item.policy_id for item in assessment.criteria] == ["GENERAL"]

    def test_an_allow_listed_code_is_bound_by_the_general_standard(self) -> None:
        assessment = assess(COUGHS, line={"code": "73721"}, line_of_business="commercial")
        assert [match.relation for match in assessment.policies] == [Relation.BOUND]
        assert assessment.obstacle is None

    def test_what_was_not_checked_is_said(self) -> None:
        assert assess().not_checked == ("eligibility", "earlier use")


@pytest.mark.parametrize(
    ("given", "route", "reason"),
    [
        ({"line": {"code": ""}}, Route.CORRECT_REQUEST, "The service code is missing or not well formed."),
        ({"line": {"code": "E13"}}, Route.CORRECT_REQUEST, "The service code is missing or not well formed."),
        (
            {"line": {"code": "90834"}},
            Route.NEEDS_PHYSICIAN,
            "Automation does not assess behavioral health services.",
        ),
        (
            {"without_criteria": ("LCD-9", "A-9")},
            Route.NEEDS_PHYSICIAN,
            "No criteria in this library for LCD-9, A-9.",
        ),
        (
            {"policies": (a_policy(request_types=("initial",)), a_policy("LCD-1"))},
            Route.NEEDS_INFORMATION,
            "NCD-1: Whether it applies depends on the request type, not given.",
        ),
        (
            {"policies": (a_policy(states=("TX",)),)},
            Route.NEEDS_PHYSICIAN,
            "No policy in this library binds the request. NCD-1: It does not apply to this request's member's state.",
        ),
        ({"policies": ()}, Route.NEEDS_PHYSICIAN, "No policy in this library names E1390."),
        (
            {"line": {"code": "73721"}, "line_of_business": None},
            Route.NEEDS_INFORMATION,
            "GENERAL: Whether it applies depends on the line of business, not given.",
        ),
        (
            {"line": {"code": "73721"}, "line_of_business": "medicaid"},
            Route.NEEDS_PHYSICIAN,
            "No policy in this library binds 73721 here. "
            "GENERAL: It does not apply to this request's line of business.",
        ),
    ],
)
def test_what_stands_in_the_way_of_an_approval(given: dict[str, Any], route: Route, reason: str) -> None:
    obstacle = assess(COUGHS, **given).obstacle
    assert obstacle is not None
    assert (obstacle.route, obstacle.reason) == (route, reason)


@pytest.mark.parametrize(
    ("first", "second", "twin"),
    [
        ({}, {}, True),
        ({"modifiers": ("RT",)}, {"modifiers": ("LT",)}, False),
        ({"units": 1}, {"units": 2}, False),
        ({"from": "2026-12-01"}, {"from": "2026-12-08"}, False),
        ({"code": "E0601"}, {}, False),
    ],
)
def test_a_line_that_asks_for_the_very_same_as_one_before_is_not_approved_unasked(
    first: dict[str, Any], second: dict[str, Any], twin: bool
) -> None:
    lines = (a_line(line="1", **first), a_line(line="2", **second))
    obstacles = [
        assess_line(
            an_inquiry(COUGHS, line=line, case=a_case(services=lines), providers=(INTERNIST,)),
            (a_policy(), a_general_policy()),
            DOCUMENTED,
            COVERAGE_RULES,
        ).obstacle
        for line in lines
    ]
    told = [obstacle.reason for obstacle in obstacles if obstacle and obstacle.route is Route.CORRECT_REQUEST]
    expected = "It asks for the very same as line 1. Say whether both are meant, or withdraw one."
    assert told == ([expected] if twin else [])


class TestSpecialty:
    """Provider Specialty–Procedure Appropriateness, assessed in every case."""

    @pytest.mark.parametrize(
        ("provider", "status", "confidence", "basis", "reason"),
        [
            (INTERNIST, M, 100, Basis.STATED, "Registered as Internal Medicine, which fits the service."),
            (DERMATOLOGIST, N, 100, Basis.STATED, "Registered as Dermatology, which does not fit the service."),
            (None, U, 0, Basis.NOT_CHECKED, "No registry entry tells the provider's specialty."),
            (
                known_provider("207RP1001X", role="facility"),
                U,
                0,
                Basis.NOT_CHECKED,
                "No registry entry tells the provider's specialty.",
            ),
        ],
    )
    def test_the_registered_specialty(
        self, provider: Any, status: Status, confidence: int, basis: Basis, reason: str
    ) -> None:
        result = specialty(assess(provider=provider))
        assert (result.status, result.confidence, result.basis, result.reason) == (status, confidence, basis, reason)

    @pytest.mark.parametrize("required", [True, False])
    def test_it_blocks_only_where_the_policy_names_qualifications(self, required: bool) -> None:
        policy = a_policy(specialty={"taxonomies": ("207R",), "required": required, "source": "Section 3"})
        assessment = assess(policies=(policy,))
        assert assessment.universal[0].required is required
        assert specialty(assessment).source == "Section 3"
        assert assessment.universal[1].required

    def test_the_qualifications_of_the_code_come_before_the_policys(self) -> None:
        code = {"code": "E1390", "verification": "verified", "taxonomies": ("207N",)}
        assert specialty(assess(policies=(a_policy(codes=(code,)),), provider=DERMATOLOGIST)).status is M

    def test_a_line_without_a_code_is_judged_by_the_policys(self) -> None:
        assert specialty(assess(line={"code": ""})).status is M

    def test_the_worst_of_several_policies_counts(self) -> None:
        skin = a_policy("LCD-1", specialty={"taxonomies": ("207N",)})
        assessment = assess(policies=(a_policy(), skin))
        assert (assessment.universal[0].policy_id, specialty(assessment).status) == ("LCD-1", N)

    def test_only_the_policy_that_names_qualifications_blocks(self) -> None:
        required = a_policy(specialty={"taxonomies": ("207R",), "required": True})
        advised = a_policy("LCD-1", specialty={"taxonomies": ("207N",)})
        assert all(item.result.status is M for item in assess(COUGHS, policies=(required, advised)).required)


def listed(code: str, verification: str = "verified") -> dict[str, str]:
    return {"code": code, "verification": verification}


def aligned_by(**diagnoses: Any) -> tuple[Policy, ...]:
    return (a_policy(diagnoses=diagnoses),)


def named(code: str, *concepts: str) -> CodedDiagnoses:
    return CodedDiagnoses(named={code: (frozenset(concepts), a_lookup())}, documented=None)


class TestAlignment:
    """Diagnosis–Policy Alignment, assessed in every case; it always blocks."""

    @pytest.mark.parametrize(
        ("covered", "status", "basis", "reason"),
        [
            ([listed("J44")], M, Basis.STATED, "The policy covers J44.9."),
            ([listed("J44.9", "secondary")], M, Basis.STATED, "The policy covers J44.9."),
            ([listed("J45")], N, Basis.STATED, "No diagnosis of the request is in the policy's list."),
            ([listed("J44", "unverified")], U, Basis.PERSON, UNVERIFIED),
            ([listed("J45"), listed("J44", "unverified")], U, Basis.PERSON, UNVERIFIED),
        ],
    )
    def test_by_a_list(self, covered: list[Any], status: Status, basis: Basis, reason: str) -> None:
        result = alignment(assess(policies=aligned_by(alignment="listed", covered=covered)))
        assert (result.status, result.basis, result.reason) == (status, basis, reason)

    @pytest.mark.parametrize("codes", [("not a code",), ("I10", "not a code")])
    def test_by_a_list_a_request_without_a_listed_code_is_outside(self, codes: tuple[str, ...]) -> None:
        policies = (a_policy(diagnoses={"alignment": "listed", "covered": [listed("J44")]}),)
        inquiry = an_inquiry(case=a_case(diagnoses=codes))
        assessment = assess_line(inquiry, (*policies, a_general_policy()), UNDOCUMENTED, COVERAGE_RULES)
        assert alignment(assessment).status is N

    @pytest.mark.parametrize(
        ("diagnoses", "status"),
        [
            (named("J45.909", "asthma"), M),
            (named("J45.909", "fever"), U),
            (named("J45.909"), U),
            (UNDOCUMENTED, U),
        ],
    )
    def test_by_an_indication_that_the_official_description_names(
        self, diagnoses: CodedDiagnoses, status: Status
    ) -> None:
        policies = aligned_by(alignment="indicated", indications=("asthma", "symptom"))
        assert alignment(assess(policies=policies, diagnoses=diagnoses)).status is status

    def test_an_indication_is_derived_from_the_lookup(self) -> None:
        policies = aligned_by(alignment="indicated", indications=("symptom",))
        (evidence,) = alignment(assess(policies=policies, diagnoses=named("R05.9", "cough"))).evidence
        assert isinstance(evidence, Derived)
        assert evidence.statement == "The official description of R05.9 names an indication of NCD-1."
        assert evidence.inputs == (a_lookup(),)

    @pytest.mark.parametrize(
        ("diagnoses", "status", "confidence", "send"),
        [
            (DOCUMENTED, M, 85, None),
            (UNDOCUMENTED, U, 0, "The note that documents the diagnosis for which the service is requested."),
        ],
    )
    def test_by_the_record(self, diagnoses: CodedDiagnoses, status: Status, confidence: int, send: str | None) -> None:
        result = alignment(assess(diagnoses=diagnoses))
        assert (result.status, result.confidence, result.send) == (status, confidence, send)

    @pytest.mark.parametrize(("verification", "status"), [("verified", N), ("unverified", M)])
    def test_an_exclusion_decides_only_where_it_is_verified(self, verification: str, status: Status) -> None:
        excluded = aligned_by(alignment="documented", excluded=[listed("J44", verification)])
        result = alignment(assess(policies=excluded))
        assert result.status is status
        if status is N:
            assert (result.reason, result.confidence) == ("The policy excludes J44.9.", 100)


NAMED = CodedDiagnoses(
    named={
        "I10": (frozenset({"fever"}), a_lookup()),
        "J45.909": (frozenset({"asthma"}), a_lookup()),
        "R05.9": (frozenset({"cough"}), a_lookup()),
    },
    documented=a_quote(),
)
DIAGNOSIS_LEAF = {"any_of": [{"finding": "cough"}, {"none_of": [{"diagnosis": ["R05"]}]}]}


@pytest.mark.parametrize(
    ("policy", "used"),
    [
        ({"diagnoses": {"alignment": "documented"}}, []),
        (
            {"diagnoses": {"alignment": "listed", "covered": [listed("I10", "unverified"), listed("J45")]}},
            [("J45.909",)],
        ),
        ({"diagnoses": {"alignment": "listed", "covered": [listed("R05"), listed("J45")]}}, [("J45.909", "R05.9")]),
        ({"diagnoses": {"alignment": "listed", "covered": [listed("M17")]}}, []),
        ({"diagnoses": {"alignment": "indicated", "indications": ("asthma", "symptom")}}, [("J45.909", "R05.9")]),
        ({"diagnoses": {"alignment": "indicated", "indications": ("wheeze",)}}, []),
        ({"diagnoses": {"alignment": "documented", "covered": [listed("I10")]}}, []),
        ({"diagnoses": {"alignment": "documented", "excluded": [listed("I10")]}}, [("I10",)]),
        ({"criteria": (a_top_criterion(**DIAGNOSIS_LEAF),)}, [("R05.9",)]),
        ({"criteria": (a_top_criterion(diagnosis=["M17"]),)}, []),
    ],
    ids=[
        "the record: none beside the primary",
        "a list, its verified entries",
        "a list, every entry",
        "a list that has none",
        "every indication",
        "an indication that none names",
        "a list that alignment does not ask for",
        "an exclusion",
        "a criterion, at any depth",
        "a criterion that none fits",
    ],
)
def test_the_diagnoses_that_a_policy_uses(policy: dict[str, Any], used: list[tuple[str, ...]]) -> None:
    inquiry = an_inquiry(case=a_case(diagnoses=("I10", "J45909", "R05.9", "not a code")))
    assessment = assess_line(inquiry, (a_policy(**policy), a_general_policy()), NAMED, COVERAGE_RULES)
    assert [use.codes for use in assessment.diagnosis_uses] == used
    assert {use.policy_id for use in assessment.diagnosis_uses} <= {"NCD-1"}


def test_each_policy_uses_diagnoses_for_itself() -> None:
    policies = tuple(
        a_policy(name, diagnoses={"alignment": "indicated", "indications": (concept,)})
        for name, concept in (("NCD-1", "asthma"), ("LCD-1", "cough"))
    )
    uses = assess(policies=policies, diagnoses=NAMED).diagnosis_uses
    assert [(use.policy_id, use.codes) for use in uses] == [("NCD-1", ("J45.909",)), ("LCD-1", ("R05.9",))]


@pytest.mark.parametrize(
    ("given", "fit"),
    [
        ({}, PolicyFit.BOUND_AND_ALIGNED),
        ({"diagnoses": UNDOCUMENTED}, PolicyFit.BOUND_ALIGNMENT_UNCLEAR),
        ({"policies": aligned_by(alignment="documented", excluded=[listed("J44")])}, PolicyFit.DIAGNOSIS_OUTSIDE),
        ({"policies": ()}, PolicyFit.GENERAL_NECESSITY_MET),
        ({"policies": (), "diagnoses": UNDOCUMENTED}, PolicyFit.NO_POLICY_BORDERLINE),
    ],
)
def test_how_well_the_policy_fits(given: dict[str, Any], fit: PolicyFit) -> None:
    assert assess(COUGHS, **given).fit is fit


def test_without_a_policy_every_general_criterion_must_hold() -> None:
    assert assess(a_fact("cough", Assertion.ABSENT), policies=()).fit is PolicyFit.NO_POLICY_BORDERLINE


def test_what_is_required_are_the_criteria_and_the_alignment() -> None:
    assert [item.result.id for item in assess().required] == ["coughs", "universal-diagnosis"]


class TestLayers:
    """Layers add up, from the highest; each requirement says whose it is."""

    NCD = a_policy("NCD-1")
    LCD = a_policy("LCD-1", kind="lcd", criteria=(a_top_criterion(finding="fever"),))
    EXCLUDING = a_policy("LCD-1", kind="lcd", criteria=(a_top_criterion(none_of=[{"finding": "cough"}]),))

    def test_each_requirement_names_its_layer_and_the_highest_comes_first(self) -> None:
        found = assess(COUGHS, policies=(self.LCD, self.NCD))
        assert [(item.policy_id, item.layer) for item in found.criteria] == [("NCD-1", "ncd"), ("LCD-1", "lcd")]
        assert [match.policy_id for match in found.policies] == ["NCD-1", "LCD-1"]
        assert [item.layer for item in found.universal] == ["ncd", "ncd"]
        assert found.conflicts == ()

    def test_a_conflict_is_said_and_both_are_required(self) -> None:
        found = assess(COUGHS, policies=(self.NCD, self.EXCLUDING))
        assert [item.result.status for item in found.required[:2]] == [M, N]
        assert [(one.policies, one.prevails) for one in found.conflicts] == [(("NCD-1", "LCD-1"), "NCD-1")]

    def test_policies_that_may_not_bind_are_not_compared(self) -> None:
        elsewhere = self.EXCLUDING.model_copy(update={"states": ("TX",)})
        assert assess(COUGHS, policies=(self.NCD, elsewhere)).conflicts == ()
        assert assess(COUGHS, policies=(self.NCD, self.EXCLUDING), line={"code": "?"}).conflicts == ()


class TestOutsideEveryVersion:
    """A line that is dated before a policy's versions pends: what the policy asked then is not known."""

    FUTURE = a_policy("LCD-1", kind="lcd", version="9", effective=ORDERED + dt.timedelta(days=1))
    BEFORE = (
        "LCD-1: no version in this library is in force on 2026-10-01; the next one is from 2026-10-02 on. "
        "What the policy asked before is not known here."
    )

    def test_it_pends_though_another_policy_binds(self) -> None:
        found = assess(COUGHS, policies=(a_policy("NCD-1"), self.FUTURE)).obstacle
        assert found is not None
        assert (found.reason, found.route) == (self.BEFORE, Route.NEEDS_PHYSICIAN)

    def test_a_gap_between_two_versions_counts(self) -> None:
        ended = a_policy("LCD-1", kind="lcd", ends=ORDERED - dt.timedelta(days=1))
        found = assess(COUGHS, policies=(a_policy("NCD-1"), ended, self.FUTURE)).obstacle
        assert found is not None
        assert found.reason == self.BEFORE

    @pytest.mark.parametrize(
        "others",
        [
            {"policies": (a_policy("NCD-1"), a_policy("LCD-1", kind="lcd", ends=ORDERED), FUTURE)},
            {"policies": (a_policy("NCD-1"), FUTURE.model_copy(update={"states": ("TX",)}))},
            {"policies": (a_policy("NCD-1"), a_policy("LCD-1", kind="lcd", ends=ORDERED - dt.timedelta(days=1)))},
        ],
        ids=["a version in force", "a policy of another state", "a policy that has ended"],
    )
    def test_nothing_stands_in_the_way_of(self, others: dict[str, Any]) -> None:
        assert assess(COUGHS, **others).obstacle is None

    def test_a_policy_that_has_ended_leaves_the_line_to_a_person_where_no_other_binds(self) -> None:
        found = assess(COUGHS, policies=(a_policy("LCD-1", ends=ORDERED - dt.timedelta(days=1)),)).obstacle
        assert found is not None
        assert found.reason == (
            "No policy in this library binds the request. "
            "LCD-1: This version ended on 2026-09-30; it is not in force on 2026-10-01."
        )


class TestAPolicyThatIsTried:
    """One policy alone, on a record without a provider."""

    def tried(self, *facts: Fact, policy: Policy | None = None, **case: Any) -> LineAssessment:
        one = a_line()
        inquiry = an_inquiry(*facts, line=one, case=a_case(services=(one,), **case), providers=())
        return assess_policy(inquiry, policy or a_policy(), DOCUMENTED, COVERAGE_RULES)

    def test_its_criteria_and_the_diagnosis_are_assessed_and_the_specialty_is_not(self):
        found = self.tried(COUGHS)
        assert [item.result.status for item in found.criteria] == [M]
        assert [item.result.id for item in found.universal] == ["universal-diagnosis"]
        assert found.policies[0].relation is Relation.BOUND
        assert "provider" in found.not_checked[0]
        assert found.obstacle is None

    def test_without_a_diagnosis_there_is_nothing_to_align(self):
        assert self.tried(diagnoses=()).universal == ()

    def test_a_policy_that_does_not_bind_is_tried_all_the_same(self):
        found = self.tried(COUGHS, policy=a_policy(ends=dt.date(2020, 2, 1)))
        assert found.policies[0].relation is Relation.RELATED
        assert [item.result.status for item in found.criteria] == [M]

    def test_a_policy_that_does_not_name_the_code_is_not_related(self):
        other = a_policy(codes=({"code": "99999", "verification": "verified"},))
        assert self.tried(COUGHS, policy=other).policies == ()
