"""The one list of lookups."""

import pytest

from mcp_clients.registry import LOOKUPS, Necessity, lookup_named


def test_lookups_their_necessity_and_settings() -> None:
    assert [(each.name, each.necessity.value, each.url_variable) for each in LOOKUPS] == [
        ("icd10", "required", "PRIORAUTH_MCP_ICD10_URL"),
        ("npi", "required", "PRIORAUTH_MCP_NPI_URL"),
        ("cms_coverage", "required", "PRIORAUTH_MCP_CMS_COVERAGE_URL"),
        ("pubmed", "supplementary", "PRIORAUTH_MCP_PUBMED_URL"),
        ("clinical_trials", "supplementary", "PRIORAUTH_MCP_CLINICAL_TRIALS_URL"),
    ]


def test_each_tool_belongs_to_its_lookup_and_its_defaults_are_parameters() -> None:
    for lookup in LOOKUPS:
        for tool in lookup.tools:
            assert tool.lookup == lookup.name
            assert lookup.tool(tool.name) is tool
            assert set(tool.defaults) <= set(tool.parameters)


def test_an_unknown_name_is_told_what_there_is() -> None:
    with pytest.raises(KeyError, match="icd10, npi, cms_coverage, pubmed, clinical_trials"):
        lookup_named("weather")
    assert lookup_named("npi").necessity is Necessity.REQUIRED
