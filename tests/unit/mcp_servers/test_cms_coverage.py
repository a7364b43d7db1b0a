"""The policy library and the contractors of each state."""

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcp_servers.cms_coverage.contractors import contractors_of
from mcp_servers.cms_coverage.documents import CoverageDocument, Library
from mcp_servers.cms_coverage.server import (
    GetCoverageDocument,
    GetWhatsNewReport,
    SearchLocalCoverage,
    SearchNationalCoverage,
    get_coverage_document,
    get_whats_new_report,
    search_local_coverage,
    search_national_coverage,
)
from tests.building.contractors import CONTRACTORS
from tests.rules.rule_cases import rule_book

STATES = re.findall(
    "..",
    "ALAKAZARCACOCTDEDCFLGAHIIDILINIAKSKYLAMEMDMAMIMNMSMOMTNENVNHNJNMNYNCNDOHOKORPARISCSDTNTXUTVTVAWAWVWIWYPRVIGUASMP",
)
"""The states, the District of Columbia and the territories."""


def document(document_id: str, **others: Any) -> CoverageDocument:
    given = {
        "document_id": document_id,
        "title": "Home use of oxygen",
        "kind": "ncd",
        "version": "1",
        "effective": date(2021, 9, 27),
        "codes": ("E1390",),
        "citation": "https://www.cms.gov/example",
        "verification": "verified",
        "body": "Hypoxemia at rest.",
        "criteria": "Saturation at or below 88 percent.",
        "digest": "sha256:00",
    }
    return CoverageDocument.model_validate(given | others)


LIBRARY = Library(
    [
        document("240.2"),
        document("240.2", version="2", effective=date(2024, 1, 1), title="Home oxygen"),
        document("L33797", kind="lcd", body="E0424 is mentioned here."),
        document("L39741", kind="lcd", title="Cervical fusion", codes=("22554",), states=("OH",), body="", criteria=""),
        document("PLAN-1", kind="plan", title="Oxygen, plan rules", contractors=("Example Health Plan",)),
    ]
)


def ids(reply: Any) -> list[str]:
    return [] if reply.found is None else [line.document_id for line in reply.found.documents]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("kind", ["ab_mac", "dme_mac"])
def test_every_state_has_one_contractor_of_each_kind_with_its_source(state: str, kind: Any) -> None:
    (row,) = contractors_of(state, rule_book().contractors, kind)
    assert row.source
    assert state in row.states


def test_no_row_names_a_place_that_is_no_state() -> None:
    assert {state for one in rule_book().contractors.contractors for state in one.states} == set(STATES)
    assert contractors_of("ZZ", rule_book().contractors) == ()
    assert contractors_of("OH", None) == ()


def test_what_nobody_compared_with_its_source_is_marked() -> None:
    attested = {
        (one.jurisdiction, group.verification.value)
        for one in rule_book().contractors.contractors
        for group in one.serves
    }
    assert {one for one, how in attested if how == "verified"} == {"J15", "JA", "JB", "JC", "JD", "JJ", "JK"}
    assert {one for one, how in attested if how == "unverified"} == {"JJ", "JK", "JM", "JN"}


def test_a_state_has_the_row_that_attests_it() -> None:
    rows = [contractors_of(state, CONTRACTORS, "ab_mac")[0] for state in ("AZ", "ID")]
    assert [(row.name, row.states, row.verification.value) for row in rows] == [
        ("Noridian Healthcare Solutions", ("AZ", "WA"), "secondary"),
        ("Noridian Healthcare Solutions", ("ID",), "unverified"),
    ]


def test_a_code_finds_every_policy_that_names_it_before_those_that_mention_it() -> None:
    found = search_local_coverage(LIBRARY, SearchLocalCoverage(keyword="e1390"))
    assert ids(found) == ["L33797", "PLAN-1"]
    assert all(line.names_keyword_code for line in found.found.documents)
    mentioned = search_local_coverage(LIBRARY, SearchLocalCoverage(keyword="E0424"))
    assert [(line.document_id, line.names_keyword_code) for line in mentioned.found.documents] == [("L33797", False)]


def test_an_id_finds_its_policy() -> None:
    assert ids(search_national_coverage(LIBRARY, SearchNationalCoverage(keyword="240.2"))) == ["240.2"]


def test_the_newest_version_is_found_and_all_are_news() -> None:
    assert get_coverage_document(LIBRARY, GetCoverageDocument(document_id="240.2")).found.version == "2"
    assert len(ids(search_national_coverage(LIBRARY, SearchNationalCoverage(keyword="oxygen")))) == 1
    assert ids(get_whats_new_report(LIBRARY, GetWhatsNewReport(scope="national"))) == ["240.2", "240.2"]
    assert ids(get_whats_new_report(LIBRARY, GetWhatsNewReport(start_date="20230101"))) == ["240.2"]
    assert get_whats_new_report(LIBRARY, GetWhatsNewReport(start_date="soon")).outcome == "refused"


def test_a_policy_of_another_type_is_not_the_one_that_was_asked_for() -> None:
    asked = GetCoverageDocument(document_id="l33797", document_type="NCD")  # pyright: ignore[reportArgumentType]
    assert get_coverage_document(LIBRARY, asked).outcome == "nothing_found"


def test_state_and_contractor_narrow_a_local_search() -> None:
    assert ids(search_local_coverage(LIBRARY, SearchLocalCoverage(keyword="22554", state="oh"))) == ["L39741"]
    assert ids(search_local_coverage(LIBRARY, SearchLocalCoverage(keyword="22554", state="TX"))) == []
    assert ids(search_local_coverage(LIBRARY, SearchLocalCoverage(keyword="oxygen", contractor="example"))) == [
        "PLAN-1"
    ]


def test_an_empty_library_knows_nothing_and_says_so() -> None:
    found = search_national_coverage(Library([]), SearchNationalCoverage(keyword="oxygen"))
    assert found.outcome == "not_in_snapshot"


def test_the_data_version_follows_the_documents() -> None:
    assert Library([document("1.1")]).data_version != Library([document("1.1", digest="sha256:01")]).data_version
    assert Library([document("1.1")]).data_version != Library([document("1.1")], CONTRACTORS).data_version
    assert "5 documents" in LIBRARY.data_version


@given(st.text(min_size=1, max_size=300))
def test_no_keyword_fails(keyword: str) -> None:
    asked = SearchNationalCoverage.model_construct(keyword=keyword, document_type=None, limit=10)
    assert search_national_coverage(LIBRARY, asked).outcome in ("answered", "nothing_found", "refused")
