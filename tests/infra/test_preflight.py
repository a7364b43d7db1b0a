"""Preflight, run as azd runs it, against ``az`` and ``azd`` as their documentation shows them."""

import shutil
from collections.abc import Callable
from typing import Any

import pytest

from tests.infra.azure.deployer import Deployer
from tests.infra.azure.scripted import ANSWERS

WELL = "Everything that a deployment needs is there.\n"
Fault = Callable[[Deployer], Any]


def _nested(deployer: Deployer, command: str, **changed: Any) -> None:
    deployer.azure.answers[command] |= changed


def _environment(**changed: str) -> Fault:
    return lambda deployer: deployer.azure.environment.update(changed)


def _without_role(name: str) -> Fault:
    def take(deployer: Deployer) -> None:
        roles = deployer.azure.answers["az role assignment list"]
        roles[:] = [role for role in roles if role["roleDefinitionName"] != name]

    return take


FAULTS: dict[str, tuple[Fault, str, str]] = {
    "az is old": (
        lambda one: _nested(one, "az version", **{"azure-cli": "2.79.0"}),
        "az is 2.79.0; 2.80.0 or newer is needed.",
        "az upgrade",
    ),
    "azd is old": (
        lambda one: _nested(one, "azd version", azd={"version": "1.9.3", "commit": "0"}),
        "azd is 1.9.3; 1.23.0 or newer is needed.",
        "curl -fsSL https://aka.ms/install-azd.sh | bash",
    ),
    "azd is signed out": (
        lambda one: _nested(one, "azd auth login", status="unauthenticated"),
        "Nobody is signed in to azd.",
        "azd auth login",
    ),
    "another subscription": (
        lambda one: _nested(one, "az account show", id="55555555-5555-5555-5555-555555555555"),
        "azd deploys to the subscription 22222222-2222-2222-2222-222222222222, but az is signed in to "
        "55555555-5555-5555-5555-555555555555 (Prior authorization).",
        "az account set --subscription 22222222-2222-2222-2222-222222222222",
    ),
    "no subscription": (
        _environment(AZURE_SUBSCRIPTION_ID=""),
        "No subscription is chosen for this azd environment.",
        "azd env set AZURE_SUBSCRIPTION_ID 22222222-2222-2222-2222-222222222222",
    ),
    "subscription is disabled": (
        lambda one: _nested(one, "az account show", state="Warned"),
        "The subscription Prior authorization is Warned, not Enabled.",
        "az account list --query \"[?state=='Enabled']\" --output table",
    ),
    "name with capitals": (
        _environment(AZURE_ENV_NAME="PriorAuth"),
        "The environment's name 'PriorAuth' holds more than small letters, digits and hyphens, and becomes part of "
        "the resources' names.",
        "azd env new priorauth",
    ),
    "name too long": (
        _environment(AZURE_ENV_NAME="a" * 41),
        f"The environment's name '{'a' * 41}' has 41 characters; 40 fit into the resources' names.",
        f"azd env new {'a' * 40}",
    ),
    "nobody may come": (
        _environment(ALLOWED_ADDRESSES=""),
        "No addresses may reach the workbench, so nobody could, and the deployment could not be verified from here: "
        "name yours.",
        "azd env set ALLOWED_ADDRESSES 203.0.113.7/32",
    ),
    "everybody may come": (
        _environment(ALLOWED_ADDRESSES="0.0.0.0/0"),
        "'0.0.0.0/0' among the allowed addresses is the whole internet, and the workbench has no sign-in: whoever "
        "reaches it reads and changes every case.",
        "azd env set ALLOWED_ADDRESSES 203.0.113.7/32",
    ),
    "no address": (
        _environment(ALLOWED_ADDRESSES="203.0.113.7/32, office"),
        "'office' among the allowed addresses is no address range.",
        "azd env set ALLOWED_ADDRESSES 203.0.113.7/32",
    ),
    "provider not registered": (
        lambda one: one.azure.answers["az provider list"][0].update(registrationState="NotRegistered"),
        "The resource provider Microsoft.App is NotRegistered in this subscription.",
        "az provider register --namespace Microsoft.App --wait",
    ),
    "network provider not registered": (
        _environment(PRIVATE_NETWORKING="true"),
        "The resource provider Microsoft.Network is NotRegistered in this subscription.",
        "az provider register --namespace Microsoft.Network --wait",
    ),
    "may make nothing": (
        _without_role("Contributor"),
        "deployer@plan.example may not make resources in this subscription.",
        "az role assignment create --assignee 33333333-3333-3333-3333-333333333333 --scope "
        "/subscriptions/22222222-2222-2222-2222-222222222222 --role Contributor",
    ),
    "may assign no roles": (
        _without_role("User Access Administrator"),
        "deployer@plan.example may not assign roles in this subscription, and the identities of the parts need some.",
        "az role assignment create --assignee 33333333-3333-3333-3333-333333333333 --scope "
        '/subscriptions/22222222-2222-2222-2222-222222222222 --role "User Access Administrator"',
    ),
    "roles cannot be read": (
        lambda one: one.azure.errors.update({"az role assignment list": "(AuthorizationFailed) not authorized."}),
        "'az role assignment list' failed: (AuthorizationFailed) not authorized.",
        "",
    ),
    "no region": (
        _environment(AZURE_LOCATION=""),
        "No region is chosen for this azd environment.",
        "azd env set AZURE_LOCATION swedencentral",
    ),
    "region without the version": (
        _environment(MODEL_VERSION="2026-01-01"),
        "The region swedencentral has gpt-5-mini in the version 2025-08-07, not 2026-01-01.",
        "azd env set MODEL_VERSION 2025-08-07",
    ),
    "quota is used": (
        lambda one: one.azure.answers["az cognitiveservices usage list"][0].update(currentValue=280.0),
        "Of the quota OpenAI.DataZoneStandard.gpt-5-mini in swedencentral, 20 of 300 thousand tokens a minute are "
        "left, and 50 are asked for.",
        "azd env set MODEL_CAPACITY 20",
    ),
    "quota is missing": (
        lambda one: one.azure.answers.update({"az cognitiveservices usage list": []}),
        "This subscription has no quota OpenAI.DataZoneStandard.gpt-5-mini in swedencentral.",
        "https://learn.microsoft.com/azure/foundry/openai/quotas-limits tells how to ask for more",
    ),
    "capacity is no number": (
        _environment(MODEL_CAPACITY="some"),
        "The model's capacity 'some' is no number of thousand tokens a minute.",
        "azd env set MODEL_CAPACITY 50",
    ),
    "az tells something else": (
        lambda one: one.azure.answers.update({"az cognitiveservices usage list": {"value": []}}),
        "Azure answered with something else than a list.",
        "az upgrade",
    ),
}


def _told(text: str) -> list[str]:
    """The lines of a list of problems, those of one sentence joined."""
    lines: list[str] = []
    for line in text.splitlines()[1:]:
        if line.startswith("     ") and not line.strip().startswith("-> "):
            lines[-1] = f"{lines[-1]} {line.strip()}"
        else:
            lines.append(line.strip())
    return lines


def _first(deployer: Deployer) -> None:
    """Before the first deployment: azd knows what was chosen and nothing else."""
    deployer.azure.environment.pop("AZURE_RESOURCE_GROUP")


def test_everything_well(deployer: Deployer) -> None:
    assert deployer.event("preprovision") == (0, WELL)


def test_whatever_is_read_is_cited() -> None:
    assert all(one["cites"].startswith("https://learn.microsoft.com/") for one in ANSWERS)
    assert len({one["command"] for one in ANSWERS}) == len(ANSWERS)


@pytest.mark.parametrize("name", FAULTS)
def test_a_single_fault_is_told_alone(name: str, deployer: Deployer) -> None:
    fault, sentence, mend = FAULTS[name]
    _first(deployer)
    fault(deployer)
    code, text = deployer.run("preflight")
    assert (code, text.splitlines()[0]) == (1, "1 thing stands in the way:")
    assert _told(text) == [f"1. {sentence}", *([f"-> {mend}"] if mend else [])]


def test_a_region_without_the_model(deployer: Deployer) -> None:
    deployer.azure.environment["MODEL_NAME"] = "gpt-9"
    code, text = deployer.run("preflight")
    assert code == 1
    assert "The region swedencentral does not have the model gpt-9: choose another region or model." in _told(text)[0]


def test_a_region_that_may_host_no_agents_is_noted(deployer: Deployer) -> None:
    deployer.azure.environment["AZURE_LOCATION"] = "eastus"
    code, text = deployer.run("preflight")
    assert code == 0
    assert text.startswith("The region eastus is not on the list of those where Foundry hosts agents")
    assert text.endswith(f"azd env set PRIORAUTH_AGENTS inprocess\n{WELL}")
    deployer.azure.environment["PRIORAUTH_AGENTS"] = "inprocess"
    assert deployer.run("preflight") == (0, WELL)


def test_a_model_that_is_not_sold_so(deployer: Deployer) -> None:
    deployer.azure.environment["MODEL_SKU"] = "Standard"
    code, text = deployer.run("preflight")
    said = "In swedencentral gpt-5-mini 2025-08-07 is sold as DataZoneStandard, GlobalStandard, not as Standard."
    assert code == 1
    assert _told(text)[:2] == [f"1. {said}", "-> azd env set MODEL_SKU DataZoneStandard"]


def test_what_this_environment_uses_already_counts_as_left(deployer: Deployer) -> None:
    deployer.azure.environment["AZURE_AI_ACCOUNT_NAME"] = "ai-abc"
    deployer.azure.answers["az cognitiveservices usage list"][0]["currentValue"] = 300.0
    assert deployer.run("preflight") == (0, WELL)


def test_an_account_that_is_gone_uses_nothing(deployer: Deployer) -> None:
    deployer.azure.environment["AZURE_AI_ACCOUNT_NAME"] = "ai-abc"
    gone = "(ResourceNotFound) The Resource 'ai-abc' was not found."
    deployer.azure.errors["az cognitiveservices account deployment list"] = gone
    assert deployer.run("preflight") == (0, WELL)


def test_the_embedded_model_needs_no_quota(deployer: Deployer) -> None:
    deployer.azure.environment |= {"PRIORAUTH_MODEL": "embedded", "AZURE_LOCATION": ""}
    assert deployer.run("preflight") == (0, WELL)
    assert deployer.azure.times("az cognitiveservices") == 0


def test_a_pipeline_is_asked_about_by_its_own_id(deployer: Deployer) -> None:
    _nested(deployer, "az account show", user={"name": "66666666-6666", "type": "servicePrincipal"})
    assert deployer.run("preflight") == (0, WELL)
    assert deployer.azure.times("az ad signed-in-user") == 0
    assert deployer.azure.times("az role assignment list --assignee 66666666-6666 ") == 1


def test_a_pipeline_whose_roles_cannot_be_seen_is_told_how_they_can(deployer: Deployer) -> None:
    _nested(deployer, "az account show", user={"name": "66666666-6666", "type": "servicePrincipal"})
    deployer.azure.answers["az role assignment list"] = []
    code, text = deployer.run("preflight")
    assert (code, "No role of 66666666-6666 can be seen" in text) == (1, True)
    assert "-> azd env set AZURE_PRINCIPAL_ID OBJECT_ID" in text
    deployer.azure.environment["AZURE_PRINCIPAL_ID"] = "77777777-7777"
    deployer.azure.answers["az role assignment list"] = [{"roleDefinitionName": "Owner"}]
    assert deployer.run("preflight") == (0, WELL)
    assert deployer.azure.times("az role assignment list --assignee 77777777-7777 ") == 1


def test_an_owner_may_everything(deployer: Deployer) -> None:
    deployer.azure.answers["az role assignment list"] = [{"roleDefinitionName": "Owner"}]
    assert deployer.run("preflight") == (0, WELL)


def test_behind_a_private_network_nobody_need_be_named(deployer: Deployer) -> None:
    deployer.azure.environment |= {"ALLOWED_ADDRESSES": "", "PRIVATE_NETWORKING": "true"}
    deployer.azure.answers["az provider list"][7]["registrationState"] = "Registered"
    assert deployer.run("preflight") == (0, WELL)


def test_nobody_signed_in(deployer: Deployer) -> None:
    deployer.azure.errors["az account show"] = "Please run 'az login' to setup account."
    deployer.azure.errors["azd auth login"] = "not logged in, run `azd auth login` to login"
    deployer.azure.environment["ALLOWED_ADDRESSES"] = ""
    code, text = deployer.run("preflight")
    assert code == 1
    assert text.startswith("3 things stand in the way:")
    assert "Nobody is signed in to azd." in text
    assert "Nobody is signed in to az.\n     -> az login" in text
    assert text.splitlines()[-1] == (
        "Not looked at, because of these: subscription, resource providers, permissions, model and quota."
    )


def test_no_az_at_all(deployer: Deployer) -> None:
    (deployer.root.parent / "bin" / "az").unlink()
    code, text = deployer.run("preflight")
    assert (code, text.count("az is not installed")) == (1, 1)
    assert "-> https://learn.microsoft.com/cli/azure/install-azure-cli" in text


def test_no_environment(deployer: Deployer) -> None:
    deployer.azure.errors["azd env get-values"] = "no environment exists to set as default"
    code, text = deployer.run("preflight")
    assert code == 1
    assert "'azd env get-values' failed: no environment exists to set as default.\n     -> azd env new" in text


def test_no_parameters(deployer: Deployer) -> None:
    (deployer.root / "infra" / "main.parameters.json").unlink()
    code, text = deployer.run("preflight")
    assert (code, "main.parameters.json is not in infra/." in text) == (1, True)


def test_everything_wrong_at_once(deployer: Deployer) -> None:
    _first(deployer)
    wrong = ("az is old", "azd is old", "azd is signed out", "another subscription", "subscription is disabled")
    wrong += ("everybody may come", "provider not registered", "network provider not registered", "may make nothing")
    wrong += ("may assign no roles", "region without the version", "quota is used")
    for name in wrong:
        FAULTS[name][0](deployer)
    deployer.azure.environment["AZURE_ENV_NAME"] = "Prior_Authorization_Review_Of_The_Whole_Plan"
    code, text = deployer.run("preflight")
    lines = _told(text)
    assert (code, text.splitlines()[0]) == (1, "14 things stand in the way:")
    assert any(line.endswith("has 44 characters; 40 fit into the resources' names.") for line in lines)
    for name in {*wrong} - {"may make nothing", "may assign no roles", "another subscription"}:
        assert any(line.endswith(FAULTS[name][1]) for line in lines), name
        assert f"-> {FAULTS[name][2]}" in lines


def test_secrets_are_not_shown(deployer: Deployer) -> None:
    token = "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.c2ln"
    deployer.azure.errors["az provider list"] = f"Bearer {token} was refused; password=hunter2 sig=abc%3D"
    code, text = deployer.run("preflight")
    assert code == 1
    assert "was refused" in text
    assert not any(secret in text for secret in (token, "eyJ", "hunter2", "abc%3D"))


def test_an_old_python_is_told(deployer: Deployer) -> None:
    assert shutil.which("python3")
    text = (deployer.root / "infra" / "hooks" / "__init__.py").read_text().replace("(3, 11)", "(99, 0)")
    (deployer.root / "infra" / "hooks" / "__init__.py").write_text(text)
    code, told = deployer.run("preflight")
    assert (code, told.startswith("The hooks need Python 3.11 or newer; this is 3.")) == (1, True)


@pytest.mark.parametrize("hooks", [(), ("fly",), ("preflight", "fly")])
def test_an_unknown_hook_is_refused(hooks: tuple[str, ...], deployer: Deployer) -> None:
    code, text = deployer.run(*hooks)
    assert code == 2
    assert text.startswith("usage: python3 -m infra.hooks {preflight,register,migrate,sample,verify,postdown}")
