"""The same assertions for all five lookups, in process and over streamable HTTP on a loopback port."""

import datetime as dt

import httpx2
from jsonschema import Draft202012Validator
from mcp.server import Server

from mcp_clients import clinical_trials, cms_coverage, icd10, npi, pubmed
from mcp_clients.ledger import Answered, Failed, Ledger
from mcp_clients.registry import LOOKUPS
from mcp_clients.session import RecordingClient
from mcp_servers.registry import SERVERS
from priorauth.ledger import LookupOutcome

EXPECTED_TOOLS = {
    "icd10": {
        "validate_code": "code code_type",
        "lookup_code": "code code_type",
        "search_codes": "query code_type search_by limit valid_for_hipaa_only",
        "get_hierarchy": "code_prefix code_type",
        "get_by_category": "category chapter valid_for_hipaa_only limit",
    },
    "npi": {
        "npi_validate": "npi",
        "npi_lookup": "npi",
        "npi_search": "first_name last_name organization_name state city taxonomy_description enumeration_type limit",
    },
    "cms_coverage": {
        "search_national_coverage": "keyword document_type limit",
        "search_local_coverage": "keyword state document_type contractor limit",
        "get_coverage_document": "document_id document_type",
        "batch_get_ncds": "document_ids",
        "get_contractors": "state contractor_type",
        "get_whats_new_report": "scope document_type start_date limit",
        "sad_exclusion_list": "keyword hcpcs_code limit",
    },
    "pubmed": {"search_articles": "query max_results"},
    "clinical_trials": {
        "search_trials": "condition intervention status phase page_size",
        "get_trial_details": "nct_id",
        "search_by_eligibility": "condition eligibility_keywords min_age max_age sex status page_size",
    },
}


async def test_tools_and_their_arguments(clients: dict[str, RecordingClient]) -> None:
    listed = {name: (await client.list_tools()).tools for name, client in clients.items()}
    shape = {name: {tool.name: " ".join(tool.input_schema["properties"]) for tool in listed[name]} for name in listed}
    assert shape == EXPECTED_TOOLS


async def test_every_tool_is_described_read_only_and_answers_a_union(clients: dict[str, RecordingClient]) -> None:
    for client in clients.values():
        for tool in (await client.list_tools()).tools:
            assert tool.description
            assert tool.annotations is not None
            assert tool.annotations.read_only_hint
            assert tool.output_schema is not None
            assert tool.output_schema["type"] == "object"
            assert len(tool.output_schema["anyOf"]) == 4
            Draft202012Validator.check_schema(tool.output_schema)


def test_clients_and_servers_agree_on_tools_and_arguments() -> None:
    ours = {lookup.name: {tool.name: " ".join(tool.parameters) for tool in lookup.tools} for lookup in LOOKUPS}
    assert ours == EXPECTED_TOOLS
    assert {served.name: served.tools for served in SERVERS} == {name: tuple(tools) for name, tools in ours.items()}


async def test_a_billable_code(clients: dict[str, RecordingClient]) -> None:
    checked = await clients["icd10"].ask(icd10.validate_code("J44.1"))
    assert isinstance(checked, Answered)
    assert checked.value.found is not None
    assert checked.value.found.billable
    looked_up = await clients["icd10"].ask(icd10.lookup_code("j441"))
    assert isinstance(looked_up, Answered)
    assert looked_up.value.found is not None
    assert looked_up.value.found.parent is not None
    assert looked_up.value.found.parent.code == "J44"


async def test_a_category_names_its_billable_codes(clients: dict[str, RecordingClient]) -> None:
    checked = await clients["icd10"].ask(icd10.validate_code("M17"))
    assert isinstance(checked, Answered)
    found = checked.value.found
    assert found is not None
    assert (found.valid, found.billable) == (True, False)
    assert found.billable_descendant_count == len(found.billable_descendants) == 11
    assert "M17.11" in checked.call.identifiers


async def test_a_code_that_does_not_exist_is_not_valid_and_not_found(clients: dict[str, RecordingClient]) -> None:
    checked = await clients["icd10"].ask(icd10.validate_code("J44.77"))
    assert isinstance(checked, Answered)
    assert checked.value.found is not None
    assert not checked.value.found.valid
    assert checked.call.identifiers == ()
    looked_up = await clients["icd10"].ask(icd10.lookup_code("J44.77"))
    assert isinstance(looked_up, Answered)
    assert looked_up.value.outcome is LookupOutcome.NOTHING_FOUND


async def test_a_malformed_code_is_refused_with_its_form(clients: dict[str, RecordingClient]) -> None:
    refused = await clients["icd10"].ask(icd10.lookup_code("4412"))
    assert isinstance(refused, Failed)
    assert refused.call.outcome is LookupOutcome.REFUSED
    assert "such as J44.1" in refused.call.detail
    assert "4412" not in refused.call.detail


async def test_code_search_hierarchy_and_category(clients: dict[str, RecordingClient]) -> None:
    searched = await clients["icd10"].ask(icd10.search_codes("osteoarthritis right knee", billable_only=True))
    hierarchy = await clients["icd10"].ask(icd10.get_hierarchy("M17.1"))
    category = await clients["icd10"].ask(icd10.get_by_category("M17", billable_only=True))
    assert isinstance(searched, Answered)
    assert isinstance(hierarchy, Answered)
    assert isinstance(category, Answered)
    assert searched.value.found is not None
    assert searched.value.found.codes[0].code == "M17.11"
    assert hierarchy.value.found is not None
    assert [line.code for line in hierarchy.value.found.ancestors] == ["M17"]
    assert [line.code for line in hierarchy.value.found.descendants] == ["M17.10", "M17.11", "M17.12"]
    assert category.value.found is not None
    assert category.value.found.total == 11


async def test_providers(clients: dict[str, RecordingClient]) -> None:
    active = await clients["npi"].ask(npi.npi_lookup("2000001372"))
    gone = await clients["npi"].ask(npi.npi_lookup("2000010969"))
    unknown = await clients["npi"].ask(npi.npi_lookup("2000054801"))
    assert isinstance(active, Answered)
    assert isinstance(gone, Answered)
    assert isinstance(unknown, Answered)
    assert active.value.found is not None
    assert active.value.found.primary_taxonomy is not None
    assert active.value.found.primary_taxonomy.code == "207RP1001X"
    assert active.value.found.synthetic
    assert gone.value.found is not None
    assert gone.value.found.status is npi.ProviderStatus.DEACTIVATED
    assert gone.value.found.deactivated_on == dt.date(2025, 3, 31)
    assert unknown.value.outcome is LookupOutcome.NOT_IN_SNAPSHOT


async def test_npi_check_digit_and_search(clients: dict[str, RecordingClient]) -> None:
    wrong = await clients["npi"].ask(npi.npi_validate("2000001373"))
    searched = await clients["npi"].ask(npi.npi_search(state="oh", taxonomy_description="pulmonary disease"))
    refused = await clients["npi"].ask(npi.npi_lookup("2000001373"))
    assert isinstance(wrong, Answered)
    assert isinstance(searched, Answered)
    assert wrong.value.found is not None
    assert not wrong.value.found.valid
    assert "check digit" in (wrong.value.found.reason or "")
    assert searched.call.identifiers == ("2000001372",)
    assert isinstance(refused, Failed)


async def test_policies_by_code_words_and_id(clients: dict[str, RecordingClient]) -> None:
    client = clients["cms_coverage"]
    by_code = await client.ask(cms_coverage.search_national_coverage("E1390"))
    by_word = await client.ask(cms_coverage.search_local_coverage("oxygen equipment", state="TX"))
    elsewhere = await client.ask(cms_coverage.search_local_coverage("22554", state="TX"))
    document = await client.ask(cms_coverage.get_coverage_document("L33797", "lcd"))
    unknown = await client.ask(cms_coverage.get_coverage_document("L99999"))
    assert isinstance(by_code, Answered)
    assert by_code.value.found is not None
    assert [(line.document_id, line.names_keyword_code) for line in by_code.value.found.documents] == [("240.2", True)]
    assert isinstance(by_word, Answered)
    assert by_word.call.identifiers == ("L33797",)
    assert isinstance(elsewhere, Answered)
    assert elsewhere.value.outcome is LookupOutcome.NOTHING_FOUND
    assert isinstance(document, Answered)
    assert document.value.found is not None
    assert document.value.found.codes == ("E1390", "E0431")
    assert "55 mmHg" in document.value.found.criteria
    assert isinstance(unknown, Answered)
    assert unknown.value.outcome is LookupOutcome.NOTHING_FOUND


async def test_batch_contractors_news_and_exclusions(clients: dict[str, RecordingClient]) -> None:
    client = clients["cms_coverage"]
    batch = await client.ask(cms_coverage.batch_get_ncds(("240.2", "999.9", "L33797")))
    contractors = await client.ask(cms_coverage.get_contractors("oh"))
    news = await client.ask(cms_coverage.get_whats_new_report(since=dt.date(2021, 1, 1), limit=2))
    drugs = await client.ask(cms_coverage.sad_exclusion_list("J0585"))
    assert isinstance(batch, Answered)
    assert batch.value.found is not None
    assert batch.value.found.missing == ("999.9", "L33797")
    assert isinstance(contractors, Answered)
    assert contractors.value.found is not None
    assert {(each.kind, each.jurisdiction) for each in contractors.value.found.contractors} == {
        ("ab_mac", "J15"),
        ("dme_mac", "JB"),
    }
    assert isinstance(news, Answered)
    assert news.value.found is not None
    assert (len(news.value.found.documents), news.value.found.total) == (2, 3)
    assert isinstance(drugs, Answered)
    assert drugs.value.outcome is LookupOutcome.NOT_IN_SNAPSHOT


async def test_literature_and_trials(clients: dict[str, RecordingClient]) -> None:
    articles = await clients["pubmed"].ask(pubmed.search_articles("long-term oxygen therapy in COPD", max_results=3))
    nothing = await clients["pubmed"].ask(pubmed.search_articles("migratory birds of Patagonia"))
    trials = await clients["clinical_trials"].ask(clinical_trials.search_trials("COPD", "supplemental oxygen"))
    trial = await clients["clinical_trials"].ask(clinical_trials.get_trial_details("NCT00692198"))
    absent = await clients["clinical_trials"].ask(clinical_trials.get_trial_details("NCT99999999"))
    matched = await clients["clinical_trials"].ask(clinical_trials.search_by_eligibility("COPD", min_age="65 Years"))
    assert isinstance(articles, Answered)
    assert articles.value.found is not None
    assert "home oxygen" in articles.value.found.articles[0].topics
    assert isinstance(nothing, Answered)
    assert nothing.value.outcome is LookupOutcome.NOTHING_FOUND
    assert isinstance(trials, Answered)
    assert "NCT00692198" in trials.call.identifiers
    assert isinstance(trial, Answered)
    assert isinstance(absent, Answered)
    assert absent.value.outcome is LookupOutcome.NOT_IN_SNAPSHOT
    assert isinstance(matched, Answered)
    assert matched.value.found is not None
    assert matched.value.found.not_checked == ("min_age",)


async def test_arguments_outside_their_limits_are_refused(clients: dict[str, RecordingClient], ledger: Ledger) -> None:
    await clients["icd10"].call_tool("search_codes", {"query": "x" * 10_000})
    await clients["icd10"].call_tool("search_codes", {"query": "knee", "limit": 0})
    await clients["npi"].call_tool("npi_search", {"state": "Ohio"})
    await clients["pubmed"].call_tool("search_articles", {})
    await clients["pubmed"].call_tool("search_articles", {"query": "knee", "Jane Example": 1})
    assert [call.outcome for call in ledger.calls] == [LookupOutcome.REFUSED] * 5
    assert all(call.detail and "Jane" not in call.detail for call in ledger.calls)


async def test_every_call_is_in_the_ledger_with_its_data_version(
    clients: dict[str, RecordingClient], ledger: Ledger, lookup_servers: dict[str, Server]
) -> None:
    await clients["npi"].ask(npi.npi_validate("2000001372"))
    await clients["npi"].ask(npi.npi_lookup("2000001372"))
    await clients["icd10"].ask(icd10.lookup_code("J44.1"))
    assert [call.id for call in ledger.calls] == ["npi-1", "npi-2", "icd10-1"]
    assert {call.data_version for call in ledger.calls} == {
        lookup_servers["npi"].version,
        lookup_servers["icd10"].version,
    }
    assert all(call.duration_ms > 0 and not call.cached for call in ledger.calls)
    assert ledger.holds("2000001372")


async def test_a_tool_that_does_not_exist_is_refused(clients: dict[str, RecordingClient], ledger: Ledger) -> None:
    result = await clients["npi"].call_tool("npi_delete", {"npi": "2000001372"})
    assert not result.is_error
    assert result.structured_content is not None
    assert result.structured_content["outcome"] == "refused"
    assert ledger.calls == ()


async def test_health_says_the_server_and_its_data(
    lookup_addresses: dict[str, str], lookup_servers: dict[str, Server]
) -> None:
    async with httpx2.AsyncClient() as http:
        for name, address in lookup_addresses.items():
            answer = (await http.get(f"{address}/healthz")).json()
            assert answer == {"status": "ok", "server": name, "data_version": lookup_servers[name].version}
