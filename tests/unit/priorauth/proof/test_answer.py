"""A tampered answer is not believed, and each kind of tampering is named; an honest one is."""

import datetime as dt
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import pytest

from priorauth.assessment import Proposed
from priorauth.coverage import no_criteria_for
from priorauth.errors import AgentFailed, AgentFailure
from priorauth.evidence import CaseField, LookupAnswer, TextQuote
from priorauth.extraction import Passage
from priorauth.facts import Quarantine
from priorauth.findings import (
    CodeStatus,
    CoverageFindings,
    ItemStatus,
    LineServiceType,
    ProviderStatus,
)
from priorauth.inputs import AgentName, AgentOutput, CoverageInput
from priorauth.kleene import Status
from priorauth.ledger import LookupOutcome
from priorauth.proof.answer import prove
from priorauth.proof.breach import Breach
from priorauth.proof.grounding import Asked
from priorauth.proposals import Proposal, propose
from priorauth.recommendation import Outcome
from priorauth.skill import ComplianceItemName
from tests.building.answers import BEGUN, TEXT, answered, coverage, honest, standards, the_case, words
from tests.building.cases import a_document, a_line, a_member
from tests.building.correcting import a_passage
from tests.building.findings import failed

COMPLIANCE, CLINICAL, COVERAGE, SYNTHESIS = AgentName


def told(asked: Asked, found: AgentOutput) -> set[Breach]:
    """The kinds of breach that the failure names; none where the answer is believed."""
    with ExitStack() as stack:
        refused = stack.enter_context(pytest.raises(AgentFailed))
        prove(asked, found, standards())
        stack.pop_all()
        return set()
    assert (refused.value.agent, refused.value.failure) == (asked.agent.value, AgentFailure.OUTPUT_INVALID)
    return {breach for breach in Breach if breach.value in refused.value.detail}


def changed(value: Any, path: str, new: Any) -> Any:
    """A value with another at a path such as ``facts.0.concept``; a callable is given what stands there."""
    if not path:
        return new(value) if callable(new) else new
    first, _, rest = path.partition(".")
    if isinstance(value, tuple):
        at = int(first)
        return (*value[:at], changed(value[at], rest, new), *value[at + 1 :])
    return value.model_copy(update={first: changed(getattr(value, first), rest, new)})


@pytest.mark.parametrize("agent", AgentName)
@pytest.mark.parametrize(
    "given",
    [
        {},
        {"diagnoses": ()},
        {"services": (a_line(code="not a code"),)},
        {"services": (a_line(), a_line(line="2", code="E0601"))},
        {"documents": (a_document(text=TEXT), a_document(id="d2", text=" "))},
    ],
)
def test_an_honest_answer_is_believed(agent: AgentName, given: dict[str, Any]) -> None:
    if agent is CLINICAL and "diagnoses" in given:
        asked, found = honest(agent)
        asked, found = (
            changed_asked(asked, diagnoses=()),
            changed(changed(found, "diagnoses", ()), "stated_diagnosis", None),
        )
    elif "documents" in given:
        asked, found = honest(agent)
    else:
        asked, found = honest(agent, **given)
    assert told(asked, found) == set()


def changed_asked(asked: Asked, **case: Any) -> Asked:
    """Asked about another case."""
    given = asked.inputs.case.model_copy(update=case)
    return replace(asked, inputs=asked.inputs.model_copy(update={"case": given}))


def a_passage_on(criterion_id: str, policy_id: str = "NCD-240.2") -> tuple[Passage, ...]:
    return (Passage(policy_id=policy_id, criterion_id=criterion_id, spans=(words("COPD"),)),)


def proposed_by(quote: str) -> Callable[[Any], Any]:
    """The lines with a proposal for what the source leaves to the contractor, by words of the record."""
    proposed, spans = Proposed(status=Status.MET, by="openai:x"), TextQuote(spans=(words(quote),))
    return lambda lines: propose(lines, [Proposal("1", "NCD-240.2", "qualifying-hypoxemia.6", proposed, spans)])


Path = str
_SPAN = "facts.0.evidence.spans.0"
_CALL = "calls.0"
_SHIFT: Callable[[Any], Any] = lambda span: span.model_copy(update={"start": span.start + 1, "end": span.end + 1})  # noqa: E731
_MORE: Callable[[Any], Any] = lambda values: (*values, values[0])  # noqa: E731
TAMPERED: list[tuple[AgentName, Path, Any, set[Breach]]] = [
    (CLINICAL, f"{_SPAN}.quote", "SpO2 99 % at rest on room air", {Breach.QUOTE}),
    (CLINICAL, _SPAN, _SHIFT, {Breach.QUOTE}),
    (CLINICAL, f"{_SPAN}.document_id", "d9", {Breach.DOCUMENT, Breach.QUOTE}),
    (CLINICAL, "facts.0.document_id", "d9", {Breach.DOCUMENT}),
    (CLINICAL, "quarantined", (Quarantine(document_id="d9", start=0, end=1, reason="-"),), {Breach.DOCUMENT}),
    (CLINICAL, "facts.0.concept", "approve_it", {Breach.FACT}),
    (CLINICAL, "facts.0.added_by", "Somebody", {Breach.FACT}),
    (CLINICAL, "facts", _MORE, {Breach.FACT}),
    (CLINICAL, "passages", a_passage_on("qualifying-hypoxemia.6"), set()),
    (CLINICAL, "passages", a_passage_on("qualifying-hypoxemia"), {Breach.REQUEST}),
    (CLINICAL, "passages", a_passage_on("qualifying-hypoxemia.6", "L99999"), {Breach.REQUEST}),
    (CLINICAL, "articles.0.pmid", "99999999", {Breach.IDENTIFIER}),
    (CLINICAL, "articles.0.call_id", "pubmed-9", {Breach.CALL}),
    (CLINICAL, "trials.0.nct_id", "NCT99999999", {Breach.IDENTIFIER}),
    (CLINICAL, "articles.0.relevance", "The service should be approved.", {Breach.PROSE}),
    (CLINICAL, "summary", "APPROVE!!", {Breach.PROSE}),
    (CLINICAL, "summary", "Saturation was 77 %.", {Breach.PROSE}),
    (CLINICAL, "summary", "A patient with a cough.", set()),
    (CLINICAL, "extraction.confidence", 90, {Breach.SCORE}),
    (CLINICAL, "extraction.fields.1.confidence", 80, {Breach.SCORE}),
    (CLINICAL, "extraction.fields", (), {Breach.SCORE}),
    (CLINICAL, "diagnoses.0.submitted", "E11.9", {Breach.REQUEST, Breach.CODES}),
    (CLINICAL, "diagnoses.0.primary", False, {Breach.REQUEST}),
    (CLINICAL, "diagnoses.0.status", CodeStatus.MALFORMED, {Breach.CODES}),
    (CLINICAL, "diagnoses.0.status", CodeStatus.NOT_FOUND, {Breach.CODES}),
    (CLINICAL, "diagnoses.0.status", CodeStatus.NOT_BILLABLE, set()),
    (CLINICAL, "diagnoses.0.status", CodeStatus.NOT_EVALUATED, set()),
    (CLINICAL, "diagnoses.0.children", ("J44.1",), {Breach.IDENTIFIER}),
    (CLINICAL, "diagnoses.0.evidence", (), {Breach.IDENTIFIER}),
    (CLINICAL, "procedures.0.status", CodeStatus.NOT_FOUND, {Breach.CODES}),
    (CLINICAL, "procedures", (), {Breach.REQUEST}),
    (CLINICAL, "calls", (), {Breach.CALL, Breach.IDENTIFIER}),
    (CLINICAL, "calls", _MORE, {Breach.CALL_LISTED}),
    (CLINICAL, f"{_CALL}.lookup", "npi", {Breach.CALL_LISTED}),
    (CLINICAL, f"{_CALL}.outcome", LookupOutcome.NOTHING_FOUND, {Breach.CALL_LISTED, Breach.IDENTIFIER}),
    (CLINICAL, f"{_CALL}.started_at", BEGUN - dt.timedelta(days=1), {Breach.CALL_TIME}),
    (CLINICAL, f"{_CALL}.started_at", BEGUN.replace(tzinfo=None), {Breach.CALL_TIME}),
    (CLINICAL, f"{_CALL}.duration_ms", -1, {Breach.CALL_TIME}),
    (CLINICAL, f"{_CALL}.duration_ms", float("nan"), {Breach.CALL_TIME}),
    (CLINICAL, f"{_CALL}.duration_ms", 3_600_000, {Breach.CALL_TIME}),
    (COMPLIANCE, "items.0.status", ItemStatus.MISSING, {Breach.CHECKLIST, Breach.SCORE}),
    (COMPLIANCE, "items", (), {Breach.CHECKLIST}),
    (COMPLIANCE, "score", 0.1, {Breach.SCORE}),
    (COMPLIANCE, "service_types", (LineServiceType(line="7", service_type=None, category=None),), {Breach.REQUEST}),
    (COVERAGE, "lines", proposed_by("85 % at rest"), set()),
    (COVERAGE, "lines", proposed_by("Albuterol daily"), {Breach.QUOTE}),
    (COVERAGE, "providers.0.npi", "1245319599", {Breach.REQUEST, Breach.IDENTIFIER}),
    (COVERAGE, "providers.0.status", ProviderStatus.INVALID, {Breach.CODES}),
    (COVERAGE, "providers.0.status", ProviderStatus.NOT_FOUND, {Breach.CODES}),
    (COVERAGE, "providers.0.evidence", (), {Breach.IDENTIFIER, Breach.STATUS}),
    (COVERAGE, "citations.0.policy_id", "L99999", {Breach.IDENTIFIER, Breach.POLICY, Breach.CALLS_MISSING}),
    (COVERAGE, "citations.0.version", "99", {Breach.POLICY}),
    (COVERAGE, "citations", (), {Breach.CALLS_MISSING}),
    (COVERAGE, "calls.1.outcome", LookupOutcome.UNAVAILABLE, {Breach.CALL_LISTED, Breach.CALLS_MISSING}),
    (COVERAGE, "calls", (), {Breach.CALL, Breach.IDENTIFIER, Breach.CALLS_MISSING}),
    (COVERAGE, "lines", (), {Breach.REQUEST}),
    (COVERAGE, "lines.0.criteria.0.result.status", Status.NOT_MET, {Breach.STATUS}),
    (COVERAGE, "lines.0.criteria.0.result.confidence", 1, {Breach.STATUS}),
    (COVERAGE, "withheld_by", ("nobody",), {Breach.STATUS}),
    (COVERAGE, "unconfirmed", ("It holds no more.",), {Breach.STATUS}),
    (SYNTHESIS, "recommendation.outcome", Outcome.APPROVE, {Breach.RECOMMENDATION}),
    (SYNTHESIS, "recommendation.confidence.value", 1.0, {Breach.RECOMMENDATION}),
    (SYNTHESIS, "summary", "The request should be denied.", {Breach.PROSE}),
    (SYNTHESIS, "summary", "The request is pended for review.", {Breach.PROSE}),
]


@pytest.mark.parametrize(("agent", "path", "new", "breaches"), TAMPERED)
def test_what_was_tampered_with_is_named(agent: AgentName, path: str, new: Any, breaches: set[Breach]) -> None:
    asked, found = honest(agent)
    assert told(asked, changed(found, path, new)) == breaches


def test_a_models_prose_is_believed_where_it_says_what_is_found() -> None:
    asked, found = honest(SYNTHESIS)
    said = found.model_copy(update={"summary": "The request is pended for review.", "prose_by": "a-model"})
    assert told(asked, said) == set()


@pytest.mark.parametrize(
    ("pointer", "stands"),
    [
        ("/provider/0/npi", True),
        ("/services/0/code", True),
        ("/services/9/code", False),
        ("/services/x/code", False),
        ("/member/secret", False),
        ("/member/name/first", False),
        ("member", False),
        ("", False),
    ],
)
def test_a_field_has_to_be_one_of_the_request(pointer: str, stands: bool) -> None:
    asked, found = honest(COMPLIANCE)
    pointed = changed(found, "items.0.evidence", (CaseField(pointer=pointer, value="-"),))
    assert (Breach.FIELD in told(asked, pointed)) is not stands


def test_the_quality_of_notes_needs_its_passages() -> None:
    asked, found = honest(COMPLIANCE)
    at = [item.name for item in found.items].index(ComplianceItemName.NOTES_QUALITY)  # pyright: ignore[reportAttributeAccessIssue]
    assert told(asked, changed(found, f"items.{at}.evidence", ())) == {Breach.CHECKLIST}


def test_notes_that_were_not_sent_have_no_quality() -> None:
    asked, found = honest(COMPLIANCE)
    assert Breach.CHECKLIST in told(changed_asked(asked, documents=()), found)


def test_a_diagnosis_that_is_in_no_code_set_needs_its_call() -> None:
    asked, found = honest(CLINICAL)
    call = found.calls[0].model_copy(update={"outcome": LookupOutcome.NOTHING_FOUND, "identifiers": ()})  # pyright: ignore[reportAttributeAccessIssue]
    unknown = changed(changed(found, "diagnoses.0.status", CodeStatus.NOT_FOUND), "diagnoses.0.above", None)
    assert told(asked, changed(unknown, "calls.0", call)) == set()


def test_a_provider_that_the_registry_does_not_have_needs_its_call() -> None:
    asked, found = honest(COVERAGE)
    call = found.calls[0].model_copy(update={"outcome": LookupOutcome.NOT_IN_SNAPSHOT, "identifiers": ()})  # pyright: ignore[reportAttributeAccessIssue]
    unknown = changed(found, "providers.0.status", ProviderStatus.NOT_IN_SNAPSHOT)
    assert Breach.CODES in told(asked, changed(unknown, "calls.0", call))
    bare = changed(changed(unknown, "providers.0.taxonomies", ()), "calls.0", call)
    assert told(asked, bare) == {Breach.STATUS}


def test_a_fact_that_a_clinician_showed_is_known() -> None:
    asked, found = honest(CLINICAL)
    passage = a_passage()
    shown = changed(found, "facts.0.added_by", passage.by.told)
    assert told(changed_asked(asked, corrections=(passage,)), shown) == set()


def test_policies_that_the_library_lacks_stop_a_line_only_where_a_lookup_returned_them() -> None:
    asked, found = honest(COVERAGE)
    stopped = changed(found, "lines.0.obstacle", no_criteria_for(("L11111", "L22222")))
    assert told(asked, stopped) == {Breach.STATUS}
    returned = answered("cms_coverage-9", "cms_coverage", "search_local_coverage", "L11111", "L22222")
    assert told(asked, changed(stopped, "calls", (*found.calls, returned))) == set()  # pyright: ignore[reportAttributeAccessIssue]


def test_what_could_not_be_asked_excuses_calls_that_are_missing() -> None:
    asked, found = honest(COVERAGE)
    said = changed(changed(found, "citations", ()), "unevaluated", ("The policies could not be searched.",))
    assert told(asked, said) == set()


def test_coverage_without_the_record_is_assessed_without_it() -> None:
    asked, _ = honest(COVERAGE)
    down = failed()
    inputs = CoverageInput.of(the_case(), down)
    asked = Asked(asked.agent, inputs, asked.begun, asked.ended, asked.lookups, asked.needed_tools)
    assert told(asked, coverage(inputs)) == set()


def test_where_the_law_forbids_to_suggest_a_denial_none_is_believed() -> None:
    asked, found = honest(COVERAGE, member=a_member(state="TX"), line_of_business="commercial")
    assert isinstance(found, CoverageFindings)
    assert found.withheld_by
    assert told(asked, found) == set()


def test_another_cases_findings_are_not_believed() -> None:
    asked, found = honest(CLINICAL)
    mine = changed_asked(asked, documents=(a_document(id="d7", text="Another record."),), diagnoses=("E11.9",))
    assert told(mine, found) >= {Breach.DOCUMENT, Breach.QUOTE, Breach.REQUEST}


def test_another_agents_findings_are_not_believed() -> None:
    asked, _ = honest(CLINICAL)
    _, found = honest(COMPLIANCE)
    assert Breach.REQUEST in told(asked, found)


def test_the_reason_holds_nothing_of_the_answer() -> None:
    asked, found = honest(CLINICAL)
    lie = changed(found, f"{_SPAN}.quote", "SpO2 77 % at rest on room air")
    with pytest.raises(AgentFailed) as refused:
        prove(asked, changed(lie, "summary", "Zebra"), standards())
    assert "Zebra" not in str(refused.value)
    assert "77" not in str(refused.value)


def test_evidence_of_other_kinds_cites_no_call() -> None:
    asked, found = honest(CLINICAL)
    quoted = (TextQuote(spans=(words("COPD"),)), LookupAnswer(call_id="icd10-1", statement="-"))
    assert told(asked, changed(found, "diagnoses.0.evidence", quoted)) == set()
