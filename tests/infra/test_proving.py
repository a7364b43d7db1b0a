"""What azd runs after deploying and after taking down: a case reviewed, every part proven, and nothing left."""

import pytest

from tests.infra.azure.deployer import Deployer

PARTS = (
    *("store", "rule book", "lookup icd10", "lookup npi", "lookup cms_coverage", "lookup pubmed"),
    *("lookup clinical_trials", "agent compliance", "agent clinical", "agent coverage", "agent synthesis"),
    *("sample review", "workbench", "telemetry"),
)


@pytest.fixture
def deployed(deployer: Deployer) -> Deployer:
    code, text = deployer.run("register")
    assert code == 0, text
    return deployer


def rows_of(text: str) -> dict[str, str]:
    """The state of each part in the table."""
    found = {part: line for part in PARTS for line in text.splitlines() if line.startswith(f"{part}  ")}
    return {part: "NOT PROVEN" if "  NOT PROVEN  " in line else "works" for part, line in found.items()}


def test_everything_well(deployed: Deployer) -> None:
    code, text = deployed.event("postdeploy")
    assert code == 0, text
    lines = text.splitlines()
    assert lines[:2] == [
        "The revision orchestrator--0000002 is ready, and its store is migrated.",
        "The sample case case-1 is reviewed: APPROVE, confidence 0.97 HIGH.",
    ]
    assert rows_of(text) == dict.fromkeys(PARTS, "works")
    assert lines[-1] == f"Every part works. The workbench: {deployed.azure.environment['SERVICE_ORCHESTRATOR_URI']}/"
    assert len(deployed.service.keys) == 1


def test_again_makes_no_further_case(deployed: Deployer) -> None:
    assert deployed.event("postdeploy")[0] == 0
    assert deployed.event("postdeploy")[0] == 0
    assert list(deployed.service.keys.values()) == ["case-1"]


@pytest.mark.parametrize("part", ["store", "rule book", "icd10", "npi", "cms_coverage", "pubmed", "clinical_trials"])
def test_a_part_that_does_not_answer_is_not_proven(part: str, deployed: Deployer) -> None:
    deployed.service.broken = {part}
    code, text = deployed.run("verify")
    wrong = [name for name, state in rows_of(text).items() if state != "works"]
    assert code == 1
    assert wrong == [part if part in PARTS else f"lookup {part}"]
    assert text.splitlines()[-1] == f"Not proven: {wrong[0]}. After mending: azd hooks run postdeploy"


def test_an_agent_that_gave_no_findings_is_not_proven(deployed: Deployer) -> None:
    deployed.service.not_evaluated = ("coverage",)
    code, text = deployed.run("verify")
    wrong = [name for name, state in rows_of(text).items() if state != "works"]
    assert (code, wrong) == (1, ["agent coverage", "sample review"])
    code, text = deployed.run("sample", "verify")
    assert (code, "These agents gave no findings for it: coverage." in text) == (1, True)
    assert "store" not in rows_of(text)


def test_an_agent_that_foundry_does_not_serve_is_not_proven(deployed: Deployer) -> None:
    del deployed.azure.foundry.agents["priorauth-clinical"]
    deployed.azure.foundry.agents["priorauth-coverage"][-1]["status"] = "failed"
    code, text = deployed.run("verify")
    wrong = [name for name, state in rows_of(text).items() if state != "works"]
    assert (code, wrong) == (1, ["agent clinical", "agent coverage"])
    assert "Foundry has no agent priorauth-clinical." in text
    assert "priorauth-coverage version 1 is failed in Foundry." in text


def test_agents_of_the_service_itself_need_no_foundry(deployer: Deployer) -> None:
    deployer.azure.environment["PRIORAUTH_AGENTS"] = "inprocess"
    code, text = deployer.run("verify")
    assert (code, rows_of(text)) == (0, dict.fromkeys(PARTS, "works"))
    assert deployer.azure.times("az rest --method GET --url https://ai-abc") == 0


def test_a_store_that_a_restart_loses_is_not_proven(deployed: Deployer) -> None:
    deployed.service.store = "sqlite"
    code, text = deployed.run("verify")
    assert (code, rows_of(text)["store"]) == (1, "NOT PROVEN")
    assert "It is sqlite, which a restart loses." in text


def test_another_page_is_not_the_workbench(deployed: Deployer) -> None:
    deployed.service.page = "<html>Welcome to Azure Container Apps!</html>"
    code, text = deployed.run("verify")
    assert (code, rows_of(text)["workbench"]) == (1, "NOT PROVEN")


@pytest.mark.parametrize("told", [{"tables": []}, {"tables": [{"rows": []}]}, {"tables": [{"rows": [[0]]}]}])
def test_telemetry_that_does_not_arrive_is_not_proven(told: object, deployed: Deployer) -> None:
    deployed.azure.answers["az rest logs"] = told
    deployed.environment["PRIORAUTH_HOOKS_PATIENCE_SECONDS"] = "0.1"
    deployed.service.looks_until_reviewed = 0
    code, text = deployed.run("verify")
    assert (code, rows_of(text)["telemetry"]) == (1, "NOT PROVEN")
    assert "The workspace has nothing of priorauth.orchestrator within the hour." in text


def test_nothing_is_proven_where_this_machine_may_not_come(deployed: Deployer) -> None:
    deployed.service.refuses = True
    code, text = deployed.run("verify")
    assert code == 1
    assert "refuses this machine: its address is not among the" in text
    assert "Not proven: service." in text


def test_nothing_is_proven_where_nobody_answers(deployed: Deployer) -> None:
    deployed.azure.environment["SERVICE_ORCHESTRATOR_URI"] = "http://127.0.0.1:9"
    code, text = deployed.run("verify")
    assert (code, "http://127.0.0.1:9/ready could not be reached: ConnectionRefusedError." in text) == (1, True)


def test_all_that_is_wrong_is_told_at_once(deployed: Deployer) -> None:
    deployed.service.broken = {"store", "npi", "clinical"}
    deployed.service.page = ""
    del deployed.azure.foundry.agents["priorauth-synthesis"]
    deployed.azure.errors["az monitor log-analytics workspace show"] = "(AuthorizationFailed) not authorized"
    code, text = deployed.run("verify")
    wrong = [name for name, state in rows_of(text).items() if state != "works"]
    assert code == 1
    assert wrong == ["store", "lookup npi", "agent clinical", "agent synthesis", "workbench", "telemetry"]


def test_a_revision_that_does_not_start_has_not_migrated(deployed: Deployer) -> None:
    deployed.azure.answers["az containerapp show"]["properties"]["latestReadyRevisionName"] = "orchestrator--0000001"
    deployed.environment["PRIORAUTH_HOOKS_PATIENCE_SECONDS"] = "0.1"
    code, text = deployed.run("migrate", "sample")
    assert code == 1
    assert "The revision orchestrator--0000002 was not ready after 0.1 s; migrating or starting failed." in text
    assert "-> az containerapp logs show --name orchestrator --resource-group rg-priorauth-dev --tail 50" in text
    assert deployed.service.keys == {}


def test_a_ready_revision_on_another_store_has_not_migrated(deployed: Deployer) -> None:
    deployed.service.store = "sqlite"
    code, text = deployed.run("migrate")
    assert (code, "is ready, but not with its Postgres store: sqlite." in text) == (1, True)


def test_a_case_that_is_not_reviewed_in_time_is_told(deployed: Deployer) -> None:
    deployed.service.looks_until_reviewed = 10**9
    deployed.environment["PRIORAUTH_HOOKS_PATIENCE_SECONDS"] = "0.1"
    code, text = deployed.run("sample")
    assert (code, "The sample case case-1 was accepted, but not reviewed after 0.1 s." in text) == (1, True)


def test_what_an_older_shell_holds_is_not_believed(deployed: Deployer) -> None:
    deployed.environment["SERVICE_ORCHESTRATOR_URI"] = "http://127.0.0.1:9"
    assert deployed.run("sample")[0] == 0


def test_before_provisioning_nothing_can_be_proven(deployed: Deployer) -> None:
    deployed.azure.environment["SERVICE_ORCHESTRATOR_URI"] = ""
    code, text = deployed.run("verify")
    assert (code, "azd does not know SERVICE_ORCHESTRATOR_URI" in text) == (1, True)


def test_taking_down_leaves_nothing(deployer: Deployer) -> None:
    code, text = deployer.event("postdown")
    assert code == 0, text
    assert text.splitlines()[:3] == [
        "The deleted Foundry account ai-abc is purged.",
        "The deleted vault kv-abc is purged.",
        "Nothing is left of rg-priorauth-dev. Kept by Azure without cost: the record of the deployments in the "
        "subscription,",
    ]
    purged = [call.split(" --output")[0] for call in deployer.azure.asked if " purge " in call]
    assert purged == [
        "az cognitiveservices account purge --name ai-abc --resource-group rg-priorauth-dev --location swedencentral",
        "az keyvault purge --name kv-abc --location swedencentral",
    ]


def test_what_stays_is_named(deployer: Deployer) -> None:
    deployer.azure.answers["az keyvault list-deleted"][0]["properties"]["purgeProtectionEnabled"] = True
    deployer.azure.answers["az group exists"] = True
    deployer.azure.errors["az cognitiveservices account purge"] = "(AuthorizationFailed) not authorized."
    code, text = deployer.run("postdown")
    assert code == 1
    assert text.splitlines() == [
        "Left behind:",
        "  the deleted Foundry account ai-abc: 'az cognitiveservices account purge' failed: (AuthorizationFailed) "
        "not authorized.",
        "  the deleted vault kv-abc, which purge protection keeps until 2026-11-30T12:00:00Z",
        "  the resource group rg-priorauth-dev: az group delete --name rg-priorauth-dev",
    ]


def test_a_vault_that_cannot_be_purged_is_named(deployer: Deployer) -> None:
    deployer.azure.errors["az keyvault purge"] = "(ConflictError) being deleted"
    code, text = deployer.run("postdown")
    assert (code, "the deleted vault kv-abc: 'az keyvault purge' failed" in text) == (1, True)


def test_nothing_set_aside_is_nothing_to_do(deployer: Deployer) -> None:
    deployer.azure.answers |= {"az cognitiveservices account list-deleted": [], "az keyvault list-deleted": []}
    code, text = deployer.run("postdown")
    assert (code, " purge " in " ".join(deployer.azure.asked)) == (0, False)
    assert text.startswith("Nothing is left of rg-priorauth-dev.")


def test_an_unknown_environment_purges_nothing(deployer: Deployer) -> None:
    deployer.azure.environment["AZURE_ENV_NAME"] = ""
    code, text = deployer.run("postdown")
    assert (code, "which environment was taken down" in text) == (1, True)
    assert " purge " not in " ".join(deployer.azure.asked)
