"""Preflight, run as azd runs it, against ``az`` and ``azd`` as their documentation shows them."""

import shutil

import pytest

from tests.infra.azure.deployer import Deployer
from tests.infra.azure.faults import FAULTS, nested
from tests.infra.azure.scripted import ANSWERS

WELL = "Everything that a deployment needs is there.\n"


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


def test_a_region_that_may_take_no_such_network_is_noted(deployer: Deployer) -> None:
    chosen = {"PRIVATE_NETWORKING": "true", "AZURE_LOCATION": "northcentralus", "PRIORAUTH_AGENTS": "inprocess"}
    deployer.azure.environment.update(chosen)
    deployer.azure.answers["az provider list"][7]["registrationState"] = "Registered"
    code, text = deployer.run("preflight")
    assert code == 0
    assert text.startswith(
        "The region northcentralus is not on the list of those where agents take a network within 10."
    )
    assert text.endswith(f"azd env set NETWORK_ADDRESSES 192.168.0.0/16\n{WELL}")
    for changed in ({"NETWORK_ADDRESSES": "172.20.0.0/16"}, {"AZURE_LOCATION": "westus3"}):
        deployer.azure.environment.update(chosen | {"NETWORK_ADDRESSES": "10.60.0.0/16"} | changed)
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
    nested(deployer, "az account show", user={"name": "66666666-6666", "type": "servicePrincipal"})
    assert deployer.run("preflight") == (0, WELL)
    assert deployer.azure.times("az ad signed-in-user") == 0
    assert deployer.azure.times("az role assignment list --assignee 66666666-6666 ") == 1


def test_a_pipeline_whose_roles_cannot_be_seen_is_told_how_they_can(deployer: Deployer) -> None:
    nested(deployer, "az account show", user={"name": "66666666-6666", "type": "servicePrincipal"})
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
    assert text.startswith("usage: python3 -m infra.hooks {preflight,register,migrate,sample,verify,predown,postdown}")
