"""The small API's shapes, made from findings by pure functions: each says the truth in the field it has."""

import datetime as dt

import pytest

from orchestrator.api.compatible.agents import show_calls, show_clinical, show_compliance
from orchestrator.api.compatible.coverage import show_coverage, words_of
from orchestrator.api.compatible.models import ReviewRequest
from orchestrator.api.compatible.progress import NOTHING
from orchestrator.api.compatible.request import assumptions, to_submission
from orchestrator.settings import Settings
from orchestrator.store.events import StoredEvent
from priorauth.audit import GENESIS, EventType, link
from priorauth.canonical import canonical_json
from priorauth.errors import AgentFailure
from priorauth.evidence import CaseField, Derived, LookupAnswer
from priorauth.findings import (
    CodeStatus,
    DiagnosisCheck,
    ItemStatus,
    NotEvaluated,
    ProcedureCheck,
    ProviderStatus,
)
from priorauth.ledger import LookupOutcome
from tests.building.cases import a_case
from tests.integration.fakes import a_call, clinical, compliance, coverage
from tests.integration.sending import a_request

CASE = a_case()
CLINICAL = clinical(CASE)
COMPLIANCE = compliance(CASE)
COVERAGE = coverage(CASE, CLINICAL)
NO_CLINICAL = NotEvaluated(agent="clinical", failure=AgentFailure.UNAVAILABLE, reason="Nobody answers.")


@pytest.mark.parametrize(
    ("status", "valid", "billable"),
    [
        (CodeStatus.VALID, True, True),
        (CodeStatus.NOT_BILLABLE, True, False),
        (CodeStatus.NOT_FOUND, False, False),
        (CodeStatus.MALFORMED, False, False),
        (CodeStatus.NOT_EVALUATED, None, None),
        (CodeStatus.UNVERIFIED, None, None),
    ],
)
def test_a_code_that_was_not_looked_up_is_neither_valid_nor_invalid(
    status: CodeStatus, valid: bool | None, billable: bool | None
):
    check = DiagnosisCheck(submitted="m17.1", code="M17.1", primary=True, status=status, children=("M17.11",))
    shown = show_clinical(CLINICAL.model_copy(update={"diagnoses": (check,)}), COMPLIANCE).diagnosis_validation[0]
    assert (shown.code, shown.valid, shown.billable) == ("M17.1", valid, billable)
    assert "M17.11" in shown.hierarchy_note


@pytest.mark.parametrize(
    ("status", "valid", "source"),
    [
        (CodeStatus.VALID, True, "orchestrator_preflight"),
        (CodeStatus.UNVERIFIED, True, "unverified"),
        (CodeStatus.MALFORMED, False, "orchestrator_preflight"),
    ],
)
def test_a_procedure_code_is_judged_by_its_form(status: CodeStatus, valid: bool, source: str):
    check = ProcedureCheck(line="1", submitted="E1390", status=status)
    shown = show_clinical(CLINICAL.model_copy(update={"procedures": (check,)}), NO_CLINICAL).procedure_validation[0]
    assert (shown.valid, shown.source) == (valid, source)


@pytest.mark.parametrize(
    ("status", "blocking", "informational", "result", "checklist"),
    [
        (ItemStatus.COMPLETE, True, False, "pass", "complete"),
        (ItemStatus.MISSING, True, False, "fail", "missing"),
        (ItemStatus.INCOMPLETE, False, False, "warning", "incomplete"),
        (ItemStatus.MISSING, False, True, "info", "missing"),
        (ItemStatus.NOT_CHECKED, False, False, "info", "incomplete"),
    ],
)
def test_a_compliance_item_keeps_its_weight(
    status: ItemStatus, blocking: bool, informational: bool, result: str, checklist: str
):
    changes = {"status": status, "blocking": blocking, "informational": informational, "ask": "Send it."}
    item = COMPLIANCE.items[0].model_copy(update=changes)
    shown = show_compliance(COMPLIANCE.model_copy(update={"items": (item,)}))
    assert (shown.checks_performed[0].result, shown.checklist[0].status) == (result, checklist)
    assert shown.overall_status == ("incomplete" if result == "fail" else "complete")
    assert bool(shown.additional_info_requests) is (status in (ItemStatus.MISSING, ItemStatus.INCOMPLETE))


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        (ProviderStatus.ACTIVE, "active"),
        (ProviderStatus.DEACTIVATED, "inactive"),
        (ProviderStatus.NOT_FOUND, "not_found"),
        (ProviderStatus.NOT_IN_SNAPSHOT, "not_found"),
        (ProviderStatus.INVALID, "not_found"),
        (ProviderStatus.NOT_EVALUATED, "unavailable"),
    ],
)
def test_only_what_the_registry_calls_deactivated_is_inactive(status: ProviderStatus, shown: str):
    active = COVERAGE.providers[0].model_copy(update={"status": ProviderStatus.ACTIVE})
    other = active.model_copy(update={"status": status, "detail": "The other one."})
    found = show_coverage(COVERAGE.model_copy(update={"providers": (active, other)}), (), ())
    assert found.provider_verification.status == shown
    assert (found.provider_verification.detail == "The other one.") is (status is not ProviderStatus.ACTIVE)


def test_a_request_without_a_provider_has_none_verified():
    found = show_coverage(COVERAGE.model_copy(update={"providers": ()}), (), ())
    assert found.provider_verification.status == "not_found"


def test_several_lines_are_told_apart():
    line = COVERAGE.lines[0]
    two = COVERAGE.model_copy(update={"lines": (line, line.model_copy(update={"line": "2"}))})
    shown = show_coverage(two, (), ())
    told = (*shown.coverage_criteria_met, *shown.coverage_criteria_not_met)
    assert [one.split(":")[0] for one in told] == ["Line 1", "Line 1", "Line 2", "Line 2"]


@pytest.mark.parametrize("outcome", list(LookupOutcome))
def test_a_lookup_that_failed_did_not_pass(outcome: LookupOutcome):
    call = a_call("c", "npi", "npi_lookup").model_copy(update={"outcome": outcome, "cached": True})
    (shown,) = show_calls([call])
    assert (shown.status == "fail") is outcome.failed
    assert (shown.status == "pass") is (outcome is LookupOutcome.ANSWERED)
    assert "from the cache" in shown.detail


def test_evidence_is_told_in_its_own_words():
    lookup = LookupAnswer(call_id="c", statement="The registry knows it.")
    assert words_of(lookup) == "The registry knows it."
    assert words_of(CaseField(pointer="/diagnoses/0", value="J44.9")) == "/diagnoses/0: J44.9"
    assert words_of(Derived(formula="f", statement="Follows.", inputs=(lookup,))) == "Follows."


def test_a_request_becomes_a_case_with_one_document_and_a_line_for_each_code():
    request = ReviewRequest.model_validate(a_request(procedure_codes=["E1390", "E1390"]))
    submission = to_submission(request, Settings())
    assert [(line.line, line.code) for line in submission.services] == [("1", "E1390"), ("2", "E1390")]
    (document,) = submission.documents
    assert (document.kind, document.title, document.date) == ("visit_note", "Clinical notes", None)
    assert document.text == request.clinical_notes
    assert submission.member.plan_type is None
    assert len(assumptions(Settings())) == 2
    assert assumptions(Settings(assume_line_of_business=None, assume_request_type=None)) == ()


def an_event(kind: EventType, **payload: object) -> StoredEvent:
    at = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
    said = canonical_json(payload)
    one = link(case_id="c", sequence=1, type=kind, at=at, actor="a", payload=said, key=b"", previous=GENESIS)
    return StoredEvent(link=one, payload=payload)


def test_a_review_that_begins_again_does_not_go_back():
    state, percents = NOTHING, []
    for event in (
        an_event(EventType.CASE_RECEIVED),
        an_event(EventType.REVIEW_STARTED, kept=[]),
        an_event(EventType.PREFLIGHT_COMPLETED),
        an_event(EventType.AGENT_STARTED, agent="compliance"),
        an_event(EventType.AGENT_COMPLETED, agent="compliance"),
        an_event(EventType.REVIEW_STARTED, kept=["compliance"]),
        an_event(EventType.AGENT_STARTED, agent="clinical"),
        an_event(EventType.LOOKUP_CALLED, agent="clinical", lookup="pubmed", outcome="unavailable"),
        an_event(EventType.AGENT_COMPLETED, agent="clinical"),
    ):
        state, progress = state.after(event)
        if progress:
            percents.append(progress.progress_pct)
            last = progress
    assert percents == sorted(percents)
    assert (last.phase, last.status) == ("phase_1", "completed")
    assert last.agents["clinical"].status == "warning"
    assert last.agents["clinical"].detail == "pubmed: unavailable."
    assert last.agents["compliance"].status == "done"
