"""A private network: no agent is registered that would run outside it, and taking it down releases its subnet first."""

import os
import pty
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import yaml

from tests.infra.azure.deployer import ROOT, Deployer
from tests.infra.azure.management import (
    ACCOUNT,
    ACCOUNTS_HOST,
    PROJECT,
    PROJECTS_HOST,
    SUBNET,
    Management,
    private_network,
)

_ORDER = [PROJECTS_HOST, ACCOUNTS_HOST, PROJECT, ACCOUNT]


@pytest.fixture
def private(deployer: Deployer) -> Deployer:
    chosen = {"PRIVATE_NETWORKING": "true", "AZURE_AGENTS_SUBNET_ID": SUBNET, "AZURE_AI_ACCOUNT_ID": ACCOUNT}
    deployer.azure.environment.update(chosen)
    deployer.azure.management = Management(private_network(), is_private=True)
    return deployer


@contextmanager
def _terminal(typed: str) -> Iterator[int]:
    """A terminal at which somebody typed a line."""
    ours, theirs = pty.openpty()
    os.write(ours, f"{typed}\n".encode())
    try:
        yield theirs
    finally:
        os.close(ours)
        os.close(theirs)


def test_agents_are_registered_where_their_host_names_their_subnet(private: Deployer) -> None:
    private.azure.management.resources[ACCOUNTS_HOST]["customerSubnet"] = SUBNET.upper()
    code, text = private.event("postprovision")
    assert code == 0, text
    assert text.splitlines()[0] == "Hosted agents run on the subnet agents."
    assert len(private.azure.foundry.changes) == 4


@pytest.mark.parametrize(
    ("host", "wrong", "said"),
    [
        (ACCOUNTS_HOST, {"customerSubnet": None}, "their capability host names no subnet."),
        (
            ACCOUNTS_HOST,
            {"customerSubnet": SUBNET.replace("agents", "apps")},
            "their capability host names /subscriptions",
        ),
        (ACCOUNTS_HOST, {"provisioningState": "Failed"}, "The capability host of the Foundry account is Failed."),
        (ACCOUNTS_HOST, {"provisioningState": "Creating"}, "The capability host of the Foundry account is Creating."),
        (ACCOUNTS_HOST, {"capabilityHostKind": "Hub"}, "The Foundry account has no capability host"),
        (PROJECTS_HOST, {"capabilityHostKind": None}, "The Foundry project has no capability host"),
        (PROJECTS_HOST, {"provisioningState": "Canceled"}, "The capability host of the Foundry project is Canceled."),
    ],
)
def test_no_agent_is_registered_that_would_run_elsewhere(
    host: str, wrong: dict[str, object], said: str, private: Deployer
) -> None:
    private.environment["PRIORAUTH_HOOKS_PATIENCE_SECONDS"] = "0.1"
    private.azure.management.resources[host].update(wrong)
    code, text = private.run("register")
    assert (code, said in " ".join(text.split())) == (1, True), text
    assert private.azure.foundry.changes == []


def test_a_network_that_is_not_provisioned_is_told(private: Deployer) -> None:
    private.azure.environment["AZURE_AGENTS_SUBNET_ID"] = ""
    code, text = private.run("register")
    assert (code, "azd does not know AZURE_AGENTS_SUBNET_ID" in text) == (1, True)


def test_without_a_private_network_no_host_is_asked_for(deployer: Deployer) -> None:
    assert deployer.run("register")[0] == 0
    assert not [call for call in deployer.azure.asked if "capabilityHosts" in call]


def test_the_subnet_is_released_before_azd_deletes_the_rest(private: Deployer) -> None:
    code, text = private.event("predown")
    assert code == 0, text
    assert private.azure.management.deleted == _ORDER
    assert text.splitlines() == [
        "Deleted: capabilityHosts/priorauth.",
        "Deleted: capabilityHosts/ai-abc@aml_aiagentservice.",
        "Deleted: projects/priorauth.",
        "Deleted: accounts/ai-abc.",
        "The deleted Foundry account ai-abc is purged.",
        "The subnet agents is released.",
    ]
    assert private.azure.times("az cognitiveservices account purge") == 2


def test_again_finds_nothing_to_delete(private: Deployer) -> None:
    assert private.run("predown")[0] == 0
    before = list(private.azure.management.deleted)
    private.azure.errors["az cognitiveservices account purge"] = "(ResourceNotFound) It could not be found."
    code, text = private.run("predown")
    assert (code, text.splitlines()) == (0, ["The subnet agents is released."])
    assert private.azure.management.deleted == before


def test_without_a_private_network_nothing_goes_first(deployer: Deployer) -> None:
    code, text = deployer.run("predown")
    assert (code, "nothing has to go first" in text) == (0, True)
    assert not [call for call in deployer.azure.asked if call.startswith("az ")]


@pytest.mark.parametrize(("typed", "code"), [("priorauth-dev", 0), ("no", 1), ("", 1)])
def test_who_sits_there_is_asked_before_anything_is_deleted(typed: str, code: int, private: Deployer) -> None:
    """azd asks only after this hook (github.com/Azure/azure-dev/issues/3490)."""
    with _terminal(typed) as terminal:
        told, text = private.execute("python3", "-m", "infra.hooks", "predown", stdin=terminal)
    assert told == code, text
    assert "type the environment's name (priorauth-dev):" in text
    assert private.azure.management.deleted == ([] if code else _ORDER)
    assert ("Nothing was deleted." in text) is bool(code)


def test_the_hook_has_the_terminal_to_ask_at() -> None:
    told = yaml.safe_load((ROOT / "azure.yaml").read_text(encoding="utf-8"))["hooks"]["predown"]
    assert [told[system].get("interactive") for system in ("posix", "windows")] == [True, True]


@pytest.mark.parametrize(
    ("stays", "said"),
    [
        ("host", "capabilityHosts/priorauth was not deleted after 0.1 s."),
        ("account", "Its provisioning state is not terminal."),
        ("link", "The subnet agents is still linked to Foundry after 0.1 s; Azure may take a day."),
    ],
)
def test_what_does_not_go_in_time_stops_azd(stays: str, said: str, private: Deployer) -> None:
    private.environment["PRIORAUTH_HOOKS_PATIENCE_SECONDS"] = "0.1"
    management = private.azure.management
    if stays == "host":
        management.looks = 10**9
    else:
        for gone in _ORDER:
            del management.resources[gone]
        management.refusals = 10**9 if stays == "account" else 0
        management.looks = 10**9
    code, text = private.run("predown")
    assert (code, said in text) == (1, True), text


@pytest.mark.parametrize("command", ["az rest management", "az network vnet subnet show"])
def test_what_may_not_be_looked_at_is_not_taken_for_gone(command: str, private: Deployer) -> None:
    private.azure.errors[command] = "(AuthorizationFailed) not authorized"
    code, text = private.run("predown")
    assert (code, "AuthorizationFailed" in text) == (1, True)
