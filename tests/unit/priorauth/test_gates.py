"""Every way each of the three gates can pass, fail, or not be evaluated."""

from typing import Any

import pytest

from priorauth.assessment import Basis
from priorauth.facts import Quarantine
from priorauth.findings import CodeStatus, DiagnosisCheck, DiagnosisUse, ItemStatus, Obstacle, ProviderStatus, Route
from priorauth.gates import AgentFindings, GateOutcome, GateResult, pass_gates
from priorauth.kleene import Status
from priorauth.skill import ComplianceItemName, GateName
from tests.building.findings import (
    a_diagnosis,
    a_line_assessment,
    a_procedure,
    a_provider_check,
    agent_findings,
    an_item,
    assessed,
    clinical,
    compliance,
    coverage,
    failed,
)

PASS, FAIL, OPEN = GateOutcome.PASS, GateOutcome.FAIL, GateOutcome.NOT_EVALUATED


def gate(name: GateName, findings: AgentFindings) -> GateResult:
    return next(result for result in pass_gates(findings) if result.gate is name)


def with_line(*criteria: Any, **given: Any) -> AgentFindings:
    return agent_findings(coverage=coverage(a_line_assessment(*criteria, **given)))


def a_use(*codes: str, policy: str = "NCD-1") -> DiagnosisUse:
    return DiagnosisUse(policy_id=policy, codes=codes)


def secondary(code: str, status: CodeStatus, **given: Any) -> DiagnosisCheck:
    return a_diagnosis(status, primary=False, submitted=code, code=code, **given)


def codes_gate(checks: tuple[DiagnosisCheck, ...], *uses: DiagnosisUse) -> GateResult:
    line = a_line_assessment(diagnosis_uses=uses)
    return gate(GateName.CODES, agent_findings(clinical=clinical(diagnoses=checks), coverage=coverage(line)))


def outcomes(findings: AgentFindings) -> list[GateOutcome]:
    return [result.outcome for result in pass_gates(findings)]


def test_findings_without_a_fault_pass_all_three() -> None:
    results = pass_gates(agent_findings())
    assert [(result.gate, result.outcome) for result in results] == [(name, PASS) for name in GateName]
    assert all(result.reasons == result.warnings == () for result in results)


@pytest.mark.parametrize(
    ("findings", "expected"),
    [
        ({"coverage": failed("coverage")}, [OPEN, OPEN, OPEN]),
        ({"clinical": failed("clinical")}, [PASS, OPEN, OPEN]),
        ({"compliance": failed("compliance")}, [PASS, PASS, OPEN]),
        ({"coverage": failed("coverage"), "clinical": failed("clinical")}, [OPEN, OPEN, OPEN]),
    ],
    ids=["coverage", "clinical", "compliance", "coverage and clinical"],
)
def test_an_agent_that_failed_leaves_its_gate_open(findings: dict[str, Any], expected: list[GateOutcome]) -> None:
    results = pass_gates(agent_findings(**findings))
    assert [result.outcome for result in results] == expected
    first = next(result for result in results if result.outcome is OPEN)
    assert first.reasons == (f"The {next(iter(findings))} agent gave no findings.",)


def test_a_gate_behind_one_that_did_not_pass_is_not_reached() -> None:
    results = pass_gates(agent_findings(coverage=coverage(providers=())))
    assert [result.outcome for result in results] == [FAIL, OPEN, OPEN]
    assert results[2].reasons == ("Not reached: the case stopped at gate_1_provider.",)


class TestProvider:
    """Gate 1: valid, found and active."""

    @pytest.mark.parametrize(
        ("statuses", "outcome", "reasons"),
        [
            ([ProviderStatus.ACTIVE], PASS, ()),
            ([ProviderStatus.ACTIVE, ProviderStatus.ACTIVE], PASS, ()),
            ([ProviderStatus.DEACTIVATED], FAIL, ("Provider deactivated.",)),
            ([ProviderStatus.NOT_FOUND], FAIL, ("Provider not_found.",)),
            ([ProviderStatus.NOT_IN_SNAPSHOT], FAIL, ("Provider not_in_snapshot.",)),
            ([ProviderStatus.INVALID], FAIL, ("Provider invalid.",)),
            ([ProviderStatus.NOT_EVALUATED], OPEN, ("Provider not_evaluated.",)),
            ([ProviderStatus.ACTIVE, ProviderStatus.INVALID], FAIL, ("Provider invalid.",)),
            ([ProviderStatus.ACTIVE, ProviderStatus.NOT_EVALUATED], OPEN, ("Provider not_evaluated.",)),
            (
                [ProviderStatus.NOT_EVALUATED, ProviderStatus.INVALID],
                FAIL,
                ("Provider invalid.", "Provider not_evaluated."),
            ),
            ([], FAIL, ("The request names no provider.",)),
        ],
    )
    def test_what_the_registry_says(
        self, statuses: list[ProviderStatus], outcome: GateOutcome, reasons: tuple[str, ...]
    ) -> None:
        providers = tuple(a_provider_check(status) for status in statuses)
        result = gate(GateName.PROVIDER, agent_findings(coverage=coverage(providers=providers)))
        assert (result.outcome, result.reasons) == (outcome, reasons)

    def test_an_entry_of_the_demonstration_registry_is_said(self) -> None:
        providers = (a_provider_check(synthetic=True),)
        result = gate(GateName.PROVIDER, agent_findings(coverage=coverage(providers=providers)))
        assert result.outcome is PASS
        assert result.warnings == ("NPI 1234567893 is an entry of the synthetic demonstration registry.",)


class TestCodes:
    """Gate 2: every needed diagnosis valid and billable, every procedure code well formed."""

    @pytest.mark.parametrize(
        ("status", "role", "outcome", "told_as"),
        [
            (CodeStatus.VALID, "primary", PASS, "nothing"),
            (CodeStatus.VALID, "used", PASS, "nothing"),
            (CodeStatus.VALID, "other", PASS, "nothing"),
            (CodeStatus.NOT_BILLABLE, "primary", FAIL, "reason"),
            (CodeStatus.NOT_BILLABLE, "used", FAIL, "reason"),
            (CodeStatus.NOT_BILLABLE, "other", PASS, "warning"),
            (CodeStatus.NOT_FOUND, "primary", FAIL, "reason"),
            (CodeStatus.NOT_FOUND, "used", FAIL, "reason"),
            (CodeStatus.NOT_FOUND, "other", FAIL, "reason"),
            (CodeStatus.MALFORMED, "primary", FAIL, "reason"),
            (CodeStatus.MALFORMED, "used", FAIL, "reason"),
            (CodeStatus.MALFORMED, "other", FAIL, "reason"),
            (CodeStatus.NOT_EVALUATED, "primary", OPEN, "reason"),
            (CodeStatus.NOT_EVALUATED, "used", OPEN, "reason"),
            (CodeStatus.NOT_EVALUATED, "other", OPEN, "reason"),
            (CodeStatus.UNVERIFIED, "primary", OPEN, "reason"),
            (CodeStatus.UNVERIFIED, "used", OPEN, "reason"),
            (CodeStatus.UNVERIFIED, "other", PASS, "warning"),
        ],
    )
    def test_a_diagnosis(self, status: CodeStatus, role: str, outcome: GateOutcome, told_as: str) -> None:
        checks = (a_diagnosis(), a_diagnosis(status, primary=role == "primary", submitted="I10", code="I10"))
        uses = (a_use("I10"),) if role == "used" else ()
        result = codes_gate(checks, *uses)
        told = f"Diagnosis I10: {status.value.replace('_', ' ')}."
        told += " NCD-1 uses this diagnosis." if role == "used" else ""
        assert result.outcome is outcome
        assert result.reasons == ((told,) if told_as == "reason" else ())
        assert result.warnings == ((told,) if told_as == "warning" else ())

    @pytest.mark.parametrize(
        ("first", "second", "outcome", "reasons", "warnings"),
        [
            (CodeStatus.NOT_BILLABLE, CodeStatus.VALID, PASS, [], ["I10"]),
            (CodeStatus.VALID, CodeStatus.NOT_BILLABLE, PASS, [], ["I11"]),
            (CodeStatus.NOT_BILLABLE, CodeStatus.NOT_BILLABLE, FAIL, ["I10", "I11"], []),
            (CodeStatus.NOT_BILLABLE, CodeStatus.NOT_EVALUATED, OPEN, ["I11"], ["I10"]),
            (CodeStatus.UNVERIFIED, CodeStatus.NOT_BILLABLE, OPEN, ["I10"], ["I11"]),
            (CodeStatus.UNVERIFIED, CodeStatus.VALID, PASS, [], ["I10"]),
            (CodeStatus.NOT_EVALUATED, CodeStatus.VALID, OPEN, ["I10"], []),
            (CodeStatus.NOT_BILLABLE, CodeStatus.NOT_FOUND, FAIL, ["I10", "I11"], []),
        ],
    )
    def test_of_diagnoses_that_serve_one_use_one_is_enough(
        self,
        first: CodeStatus,
        second: CodeStatus,
        outcome: GateOutcome,
        reasons: list[str],
        warnings: list[str],
    ) -> None:
        result = codes_gate((a_diagnosis(), secondary("I10", first), secondary("I11", second)), a_use("I10", "I11"))
        assert result.outcome is outcome
        assert [reason.split()[1].rstrip(":") for reason in result.reasons] == reasons
        assert [warning.split()[1].rstrip(":") for warning in result.warnings] == warnings

    def test_each_use_wants_a_diagnosis_of_its_own(self) -> None:
        checks = (a_diagnosis(), secondary("I10", CodeStatus.NOT_BILLABLE))
        result = codes_gate(checks, a_use("J44.9", "I10"), a_use("I10", policy="LCD-1"), a_use("I10", policy="LCD-1"))
        assert (result.outcome, result.reasons) == (
            FAIL,
            ("Diagnosis I10: not billable. LCD-1 uses this diagnosis.",),
        )

    def test_a_diagnosis_that_was_never_looked_up_is_not_evaluated(self) -> None:
        checks = (a_diagnosis(), secondary("I11", CodeStatus.NOT_BILLABLE))
        result = codes_gate(checks, a_use("I10", "I11"))
        assert (result.outcome, result.reasons) == (
            OPEN,
            ("Diagnosis I10 was not looked up. NCD-1 uses this diagnosis.",),
        )

    def test_every_policy_that_uses_a_diagnosis_is_named(self) -> None:
        checks = (a_diagnosis(), secondary("I10", CodeStatus.NOT_BILLABLE, note="I10 has codes below it: I10.1."))
        result = codes_gate(checks, a_use("I10"), a_use("I10", policy="LCD-1"))
        assert result.reasons == (
            "I10 has codes below it: I10.1. NCD-1 uses this diagnosis. LCD-1 uses this diagnosis.",
        )

    @pytest.mark.parametrize(
        ("status", "note", "outcome", "reasons", "warnings"),
        [
            (CodeStatus.VALID, "Fine.", PASS, (), ()),
            (CodeStatus.MALFORMED, "Not well formed.", FAIL, ("Not well formed.",), ()),
            (CodeStatus.UNVERIFIED, "In no table here.", PASS, (), ("In no table here.",)),
            (CodeStatus.UNVERIFIED, "", PASS, (), ()),
            pytest.param(
                CodeStatus.NOT_EVALUATED,
                "",
                OPEN,
                ("Line 1, E1390: not evaluated.",),
                (),
            ),
            (CodeStatus.NOT_FOUND, "Does not exist.", FAIL, ("Does not exist.",), ()),
            (CodeStatus.NOT_EVALUATED, "Not asked.", OPEN, ("Not asked.",), ()),
        ],
    )
    def test_a_procedure(
        self, status: CodeStatus, note: str, outcome: GateOutcome, reasons: tuple[str, ...], warnings: tuple[str, ...]
    ) -> None:
        procedures = (a_procedure(status, note=note),)
        result = gate(GateName.CODES, agent_findings(clinical=clinical(procedures=procedures)))
        assert (result.outcome, result.reasons, result.warnings) == (outcome, reasons, warnings)

    def test_a_note_says_more_than_the_status(self) -> None:
        checks = (a_diagnosis(CodeStatus.NOT_BILLABLE, note="M17.1 is a category; M17.11 and M17.12 are billable."),)
        result = gate(GateName.CODES, agent_findings(clinical=clinical(diagnoses=checks)))
        assert result.reasons == ("M17.1 is a category; M17.11 and M17.12 are billable.",)

    def test_a_request_without_codes_fails(self) -> None:
        result = gate(GateName.CODES, agent_findings(clinical=clinical(diagnoses=(), procedures=())))
        assert result.outcome is FAIL
        assert result.reasons == ("The request gives no diagnosis code.", "The request gives no service.")


class TestNecessity:
    """Gate 3: every required criterion MET and no blocking item open."""

    @pytest.mark.parametrize(
        ("status", "required", "outcome"),
        [
            (Status.MET, True, PASS),
            (Status.NOT_MET, True, FAIL),
            (Status.INSUFFICIENT, True, FAIL),
            (Status.MET, False, PASS),
            (Status.NOT_MET, False, PASS),
            (Status.INSUFFICIENT, False, PASS),
        ],
    )
    @pytest.mark.parametrize("universal", [False, True])
    def test_a_criterion(self, status: Status, required: bool, outcome: GateOutcome, universal: bool) -> None:
        item = assessed(status=status, required=required)
        findings = with_line(universal=(item,)) if universal else with_line(item)
        result = gate(GateName.NECESSITY, findings)
        told = (f"Line 1: The patient coughs ({status.value}). For a reason.",)
        assert result.outcome is outcome
        assert result.reasons == (told if outcome is FAIL else ())
        assert result.warnings == (told if outcome is PASS and status is not Status.MET else ())

    @pytest.mark.parametrize(
        ("status", "blocking", "outcome"),
        [
            (ItemStatus.COMPLETE, True, PASS),
            (ItemStatus.INCOMPLETE, True, FAIL),
            (ItemStatus.MISSING, True, FAIL),
            (ItemStatus.NOT_CHECKED, True, PASS),
            (ItemStatus.INCOMPLETE, False, PASS),
            (ItemStatus.MISSING, False, PASS),
        ],
    )
    def test_a_compliance_item(self, status: ItemStatus, blocking: bool, outcome: GateOutcome) -> None:
        item = an_item(ComplianceItemName.NOTES_PRESENT, status, blocking=blocking)
        result = gate(GateName.NECESSITY, agent_findings(compliance=compliance(item)))
        assert result.outcome is outcome
        assert result.reasons == (("Detail of notes_present.",) if outcome is FAIL else ())

    def test_an_obstacle_stops_the_line(self) -> None:
        obstacle = Obstacle(reason="No policy in this library names 20560.", route=Route.NEEDS_PHYSICIAN)
        result = gate(GateName.NECESSITY, with_line(obstacle=obstacle))
        assert (result.outcome, result.reasons) == (FAIL, ("Line 1: No policy in this library names 20560.",))

    def test_one_line_that_does_not_hold_stops_the_case(self) -> None:
        open_line = a_line_assessment(assessed(status=Status.INSUFFICIENT), line="2")
        result = gate(GateName.NECESSITY, agent_findings(coverage=coverage(a_line_assessment(), open_line)))
        assert (result.outcome, result.reasons) == (
            FAIL,
            ("Line 2: The patient coughs (INSUFFICIENT). For a reason.",),
        )

    def test_a_case_without_lines_does_not_pass(self) -> None:
        result = gate(GateName.NECESSITY, agent_findings(coverage=coverage().model_copy(update={"lines": ()})))
        assert result.outcome is not PASS
        assert result.reasons == ("No service line was assessed.",)

    def test_what_could_not_be_asked_leaves_it_open(self) -> None:
        findings = agent_findings(coverage=coverage(unevaluated=("Local policies could not be asked.",)))
        result = gate(GateName.NECESSITY, findings)
        assert (result.outcome, result.reasons) == (OPEN, ("Local policies could not be asked.",))

    def test_what_fails_comes_before_what_is_not_known(self) -> None:
        line = a_line_assessment(assessed(status=Status.NOT_MET, basis=Basis.STATED))
        findings = agent_findings(coverage=coverage(line, unevaluated=("Local policies could not be asked.",)))
        result = gate(GateName.NECESSITY, findings)
        assert result.outcome is FAIL
        assert result.reasons[-1] == "Local policies could not be asked."

    def test_another_persons_document_stops_the_case_though_every_criterion_is_met(self) -> None:
        said = "A part of the visit note of 2026-10-05 names another person; it was not read."
        pages = tuple(Quarantine(document_id="d1", start=start, end=start + 9, reason=said) for start in (0, 40))
        found = gate(GateName.NECESSITY, agent_findings(clinical=clinical(quarantined=pages)))
        assert (found.outcome, found.reasons) == (GateOutcome.FAIL, (said,))
