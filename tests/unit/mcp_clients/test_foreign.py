"""Other servers' answers, in the forms that were verified, become ours; an unknown form is malformed."""

from typing import Any

import pytest
from pydantic import ValidationError

from mcp_clients import clinical_trials, cms_coverage, icd10, npi, pubmed
from mcp_clients.answers import Answer
from mcp_clients.questions import LookupTool
from priorauth.ledger import LookupOutcome


def read(tool: LookupTool[Any], raw: dict[str, Any], **arguments: Any) -> Answer[Any]:
    return tool.read(tool.in_our_shape(arguments, raw))


FLAT_CODE = {
    "code": "M17",
    "code_type": "diagnosis",
    "valid": True,
    "description": "Osteoarthritis of knee",
    "billable": False,
}


def test_flat_codes() -> None:
    assert read(icd10.VALIDATE_CODE, FLAT_CODE).found == icd10.CodeCheck(
        code="M17", valid=True, billable=False, description="Osteoarthritis of knee"
    )
    assert read(icd10.LOOKUP_CODE, FLAT_CODE).found == icd10.Code(
        code="M17", description="Osteoarthritis of knee", billable=False
    )
    assert read(icd10.LOOKUP_CODE, FLAT_CODE | {"valid": False}).outcome is LookupOutcome.NOTHING_FOUND


def test_code_lists() -> None:
    rows = [{"code": "M17.11", "description": "Right knee"}]
    assert read(icd10.SEARCH_CODES, {"results": rows, "count": 1}).found.codes[0].billable is None
    assert read(icd10.SEARCH_CODES, {"results": [], "count": 0}).outcome is LookupOutcome.NOTHING_FOUND
    below = [FLAT_CODE, *rows]
    hierarchy = read(icd10.GET_HIERARCHY, {"codes": below}, code_prefix="M17").found
    assert (hierarchy.code.code, [line.code for line in hierarchy.descendants]) == ("M17", ["M17.11"])
    assert read(icd10.GET_HIERARCHY, {"codes": []}, code_prefix="M17").outcome is LookupOutcome.NOTHING_FOUND


NPPES = {
    "number": "1234567893",
    "enumeration_type": "NPI-1",
    "basic": {"first_name": "EXAMPLE", "last_name": "PERSON", "credential": "MD", "status": "A"},
    "addresses": [
        {"address_purpose": "MAILING", "state": "KY"},
        {"address_purpose": "LOCATION", "city": "COLUMBUS", "state": "OH"},
    ],
    "taxonomies": [{"code": "207RP1001X", "desc": "Internal Medicine, Pulmonary Disease", "primary": True}],
}


def test_providers_of_the_hosted_registry() -> None:
    found = read(npi.NPI_LOOKUP, {"found": True, "record": {"raw": NPPES}}).found
    assert (found.npi, found.name, found.status, found.state) == (
        "1234567893",
        "EXAMPLE PERSON",
        npi.ProviderStatus.ACTIVE,
        "OH",
    )
    assert found.primary_taxonomy.code == "207RP1001X"
    assert not found.synthetic


def test_an_organization_of_the_hosted_registry() -> None:
    organization = NPPES | {"enumeration_type": "NPI-2", "basic": {"organization_name": "EXAMPLE LLC", "status": "A"}}
    found = read(npi.NPI_LOOKUP, {"found": True, "record": {"raw": organization}}).found
    assert (found.name, found.enumeration_type) == ("EXAMPLE LLC", "organization")


def test_a_provider_whose_status_is_not_given_is_not_assumed_active() -> None:
    unclear = NPPES | {"basic": {"first_name": "EXAMPLE", "last_name": "PERSON"}}
    with pytest.raises(ValidationError):
        read(npi.NPI_LOOKUP, {"found": True, "record": {"raw": unclear}})


def test_a_number_that_the_hosted_registry_does_not_have_or_refuses() -> None:
    assert read(npi.NPI_LOOKUP, {"found": False, "record": None}).outcome is LookupOutcome.NOTHING_FOUND
    wrong = read(npi.NPI_VALIDATE, {"is_valid": False, "message": "check digit"}, npi="1234567890").found
    assert (wrong.npi, wrong.valid, wrong.reason) == ("1234567890", False, "check digit")


def test_policies_and_contractors() -> None:
    rows = [{"policy_id": "L33797", "title": "Oxygen", "type": "LCD", "relevant": True, "url": "https://example.org"}]
    line = read(cms_coverage.SEARCH_LOCAL_COVERAGE, {"keyword": "oxygen", "results": rows}).found.documents[0]
    assert (line.document_id, line.kind, line.names_keyword_code) == ("L33797", "lcd", False)
    named = read(cms_coverage.GET_CONTRACTORS, {"state": "OH", "contractors": [{"name": "CGS"}]}).found
    assert named.contractors[0].verification == "unverified"
    nobody = read(cms_coverage.GET_CONTRACTORS, {"state": "OH", "contractors": []})
    assert nobody.outcome is LookupOutcome.NOTHING_FOUND


def test_a_foreign_policy_document_is_not_read_as_one_of_ours() -> None:
    with pytest.raises(ValidationError):
        read(cms_coverage.GET_COVERAGE_DOCUMENT, {"document_id": "L33797", "type": "LCD", "title": "Oxygen"})


def test_trials() -> None:
    flat = {"nct_id": "NCT00692198", "title": "LOTT", "status": "COMPLETED", "phases": ["PHASE3"]}
    assert read(clinical_trials.GET_TRIAL_DETAILS, flat).found.phase == "PHASE3"
    assert read(clinical_trials.SEARCH_TRIALS, {"results": [flat], "count": 1}).found.total == 1
    with pytest.raises(ValidationError):
        read(clinical_trials.SEARCH_TRIALS, {"studies": []})


@pytest.mark.parametrize(
    "tool", [icd10.VALIDATE_CODE, npi.NPI_LOOKUP, cms_coverage.GET_CONTRACTORS, clinical_trials.SEARCH_TRIALS]
)
def test_an_error_in_the_answer_is_an_outage_and_not_passed_on(tool: LookupTool[Any]) -> None:
    answer = read(tool, {"error": "ConnectError: Jane Example", "valid": False, "results": []})
    assert answer.outcome is LookupOutcome.UNAVAILABLE
    assert "Jane" not in answer.detail


def test_a_form_that_nobody_verified_is_malformed() -> None:
    with pytest.raises(ValidationError):
        read(pubmed.SEARCH_ARTICLES, {"pmids": ["1"]})
