"""The registry of invented providers."""

import pytest

from mcp_servers.npi.server import NpiSearch, embedded_providers, npi_search
from priorauth.codes import Npi

PROVIDERS = embedded_providers()
REGISTRY = {str(provider.npi): provider for provider in PROVIDERS}


def test_every_npi_is_valid_unique_synthetic_and_outside_the_issued_range() -> None:
    assert len(PROVIDERS) == len(REGISTRY) == 39
    assert all(Npi(npi).startswith("2") for npi in REGISTRY)
    assert all(provider.synthetic for provider in PROVIDERS)
    assert "2000054801" not in REGISTRY


def test_each_provider_has_one_primary_specialty_with_a_nucc_code() -> None:
    for provider in PROVIDERS:
        assert sum(taxonomy.primary for taxonomy in provider.taxonomies) == 1
        assert all(len(taxonomy.code) == 10 and taxonomy.code.endswith("X") for taxonomy in provider.taxonomies)
        assert (provider.status == "deactivated") == (provider.deactivated_on is not None)


@pytest.mark.parametrize(
    ("npi", "taxonomy", "state"),
    [
        ("2000001372", "207RP1001X", "OH"),
        ("2000002743", "207RS0012X", "TX"),
        ("2000004111", "207X00000X", "AZ"),
        ("2000005480", "208600000X", "NJ"),
        ("2000006850", "207Q00000X", "OH"),
        ("2000008229", "207R00000X", "TX"),
        ("2000009599", "207N00000X", "WA"),
        ("2000010969", "207RC0000X", "OK"),
        ("2000012338", "2084N0400X", "NJ"),
        ("2000013708", "332B00000X", "OH"),
        ("2000015075", "2085R0202X", "TX"),
        ("2000016446", "363LF0000X", "AZ"),
    ],
)
def test_the_providers_of_the_examples(npi: str, taxonomy: str, state: str) -> None:
    provider = REGISTRY[npi]
    assert (provider.taxonomies[0].code, provider.state) == (taxonomy, state)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (NpiSearch(last_name="lindq*"), ["2000006850", "2000027401"]),
        (NpiSearch(first_name="ottoline", last_name="Varga", state="OH"), ["2000001372"]),
        (NpiSearch(organization_name="medical supply"), ["2000052060"]),
        (NpiSearch(taxonomy_description="durable medical equipment"), ["2000013708", "2000052060"]),
        (NpiSearch(enumeration_type="organization", state="AZ"), ["2000030140"]),
        (NpiSearch(city="Columbus"), ["2000001372"]),
    ],
)
def test_all_that_is_given_must_match(asked: NpiSearch, found: list[str]) -> None:
    listed = npi_search(REGISTRY, asked).found
    assert listed is not None
    assert [provider.npi for provider in listed.providers] == found


def test_whom_it_does_not_hold_may_well_exist() -> None:
    assert npi_search(REGISTRY, NpiSearch(last_name="Nobody")).outcome == "not_in_snapshot"
    assert npi_search(REGISTRY, NpiSearch(taxonomy_description="of the")).outcome == "not_in_snapshot"
    assert npi_search(REGISTRY, NpiSearch(limit=5)).outcome == "refused"
