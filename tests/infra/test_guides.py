"""What the guides of operations name exists: commands with their options, files, settings, events, alerts, headings."""

import json
import re

import pytest

from orchestrator.settings import NAMED, Settings, read_settings
from priorauth.inputs import AgentName
from priorauth.settings import variables_of
from tests.repository.commands import blocks_of, calls_in, problems_of_commands
from tests.repository.tree import ROOT, modules

GUIDES = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md")} | {
    f"reference/{name}": (ROOT / "docs/reference" / name).read_text(encoding="utf-8") for name in ("proofs.md",)
}
OPERATED = ("deploy.md", "operate.md")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_EVENT = re.compile(r'"((?:agent|case|clocks?|lease|messages?|queue|replica|request|review|stream)\.[a-z_]+)"')
_MEASURES = {"gen_ai.client.token.usage", "gen_ai.client.operation.duration", "http.server.request.duration"}
_AZDS_OWN = {"AZURE_SUBSCRIPTION_ID", "NAME"}
each_guide = pytest.mark.parametrize("name", OPERATED)


def _anchors(markdown: str) -> set[str]:
    """The headings as a browser addresses them."""
    headings = re.findall(r"^#+ (.+)$", re.sub(r"^ *```.*?^ *```", "", markdown, flags=re.M | re.S), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@each_guide
def test_every_command_of_a_guide_can_be_given_so(name: str) -> None:
    blocks = list(blocks_of(GUIDES[name]))
    assert [told for block in blocks for told in problems_of_commands(block)] == []
    assert sum(1 for block in blocks for _ in calls_in(block)) >= 4


@pytest.mark.parametrize(
    "broken",
    [
        "priorauth audit verfy",
        "priorauth audit retention --days 10",
        "az containerapp exec --command 'priorauth migrate'",
        "A=1 .venv/bin/priorauth serve --prot 8000 &",
        "make everything",
        ".venv/bin/python -m evaluation.nothing",
    ],
)
def test_a_command_that_does_not_exist_is_told(broken: str) -> None:
    assert list(problems_of_commands(broken))


@pytest.mark.parametrize(
    "sound",
    [
        "priorauth audit export CASE_ID \\\n  --to record --actor 'Ada Example' | cat",
        "cat case.json | priorauth review - --json > again.json",
        "make test && make HOST=0.0.0.0 run",
        "echo priorauth migrate",
    ],
)
def test_a_command_that_exists_is_not(sound: str) -> None:
    assert list(problems_of_commands(sound)) == []


@each_guide
def test_every_command_in_a_sentence_is_one(name: str) -> None:
    """What a sentence leaves out of a command, ``--help`` stands for."""
    prose = " ".join(re.sub(r"^ *```.*?^ *```", "", GUIDES[name], flags=re.M | re.S).split())
    for command in re.findall(r"`((?:priorauth|make) [^`<]+)`", prose):
        told = list(problems_of_commands(command))
        assert not told or list(problems_of_commands(f"{command} --help")) == [], told


@pytest.mark.parametrize("name", GUIDES)
def test_every_link_of_a_guide_leads_somewhere(name: str) -> None:
    here = (ROOT / "docs" / name).parent
    for target in _LINK.findall(GUIDES[name]):
        if target.startswith("https://"):
            continue
        path, _, anchor = target.partition("#")
        file = (here / path).resolve() if path else ROOT / "docs" / name
        assert file.exists(), target
        assert not anchor or anchor in _anchors(file.read_text(encoding="utf-8")), target


@each_guide
def test_every_setting_that_a_guide_names_can_be_set(name: str) -> None:
    template = json.loads((ROOT / "infra/main.parameters.json").read_text(encoding="utf-8"))
    ours = set(variables_of(Settings, NAMED)) | set(re.findall(r"\$\{(\w+)", json.dumps(template)))
    named = set(re.findall(r"\bPRIORAUTH_[A-Z0-9_]+\b(?!<)", GUIDES[name]))
    named |= set(re.findall(r"azd env set (\w+)", GUIDES[name])) - _AZDS_OWN
    assert {one for one in named if one not in ours and not one.endswith("_")} == set()


def test_every_event_that_is_searched_for_is_logged() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in modules("orchestrator", "agents"))
    events = set(_EVENT.findall("".join(GUIDES[name] for name in OPERATED)))
    assert len(events) >= 10
    assert {one for one in events if f'"{one}"' not in sources and one != "review.interrupted"} == set()
    assert '"%s.interrupted"' in sources


def test_every_measure_that_is_asked_for_is_told() -> None:
    asked = set(re.findall(r'Name (?:==|in) \(?"([a-z_.]+)"', "".join(GUIDES[name] for name in OPERATED)))
    told = (ROOT / "telemetry/measures.py").read_text(encoding="utf-8")
    assert asked
    assert {one for one in asked - _MEASURES if f'"{one}"' not in told} == set()


def test_every_alert_has_a_runbook_and_every_runbook_an_alert() -> None:
    rules = (ROOT / "infra/modules/alerts.bicep").read_text(encoding="utf-8")
    alerts = set(re.findall(r"name: '([a-z][a-z-]*)(?:'|\$\{)", rules)) - {"operators", "priorauth-operators"}
    section = GUIDES["operate.md"].split("## When an alert comes")[1].split("\n## ")[0]
    runbooks = re.findall(r"^### (.+)$", section, re.MULTILINE)
    assert len(runbooks) >= 10
    assert set(runbooks) == alerts


def test_every_runbook_says_what_it_means_where_to_look_and_what_to_do() -> None:
    section = GUIDES["operate.md"].split("## When an alert comes")[1].split("\n## ")[0]
    for runbook in section.split("\n### ")[1:]:
        name, _, text = runbook.partition("\n")
        assert re.match(r"\s*Severity [0-3]", text), name
        assert "*Means:*" in text, name
        assert "*First\nlook:*" in text or "*First look:*" in text or "Look and mend" in " ".join(text.split()), name
        assert "*Mend" in text or "mend" in text, name


def test_the_figures_of_the_guide_are_those_of_the_files_that_they_are_about() -> None:
    table = GUIDES["deploy.md"]
    template = json.loads((ROOT / "infra/main.parameters.json").read_text(encoding="utf-8"))["parameters"]
    for parameter in template.values():
        found = re.fullmatch(r"\$\{(\w+)=?(.*)\}", parameter["value"])
        if found and f"| `{found[1]}` |" in table:
            assert f"| `{found[1]}` | `{found[2]}` |" in table or not found[2], found[1]


def test_the_switch_to_the_embedded_model_leaves_settings_that_can_be_used() -> None:
    """From those of a deployment with hosted agents and a model of Foundry, as the guide's command changes them."""
    section = GUIDES["operate.md"].split("### A model goes astray")[1].split("\n### ")[0]
    removed = re.search(r"--remove-env-vars ([A-Z_ ]+)", section)
    given = re.search(r"--set-env-vars ([A-Z_]+=\w+(?: [A-Z_]+=\w+)*)", section)
    assert removed
    assert given
    project = "https://example.services.ai.azure.com/api/projects/priorauth"
    before = {
        "PRIORAUTH_AGENTS": "foundry",
        "PRIORAUTH_FOUNDRY_PROJECT": project,
        "PRIORAUTH_MODEL": "foundry",
        "PRIORAUTH_MODEL_NAME": "gpt-5-mini",
        "PRIORAUTH_MODEL_ENDPOINT": f"{project}/openai/v1",
    }
    read_settings(before)
    changed = dict(one.split("=") for one in given[1].split())
    after = {name: value for name, value in before.items() if name not in removed[1].split()} | changed
    settings = read_settings(after)
    assert settings.agents == "inprocess"
    assert all(settings.served_model(agent) is None for agent in AgentName)
