"""What the repository promises about its own files."""

import re
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

import agents
from agents.registry import AGENTS
from orchestrator.settings import NAMED, Settings
from priorauth.inputs import AgentName
from priorauth.settings import variables_of
from tests.repository.tree import PACKAGES, ROOT, modules, name_of, written_files
from tests.rules.rule_cases import rule_book

SKILLS = sorted(path for path in (ROOT / "skills").iterdir() if path.is_dir())
LOCKS = sorted((ROOT / "requirements").glob("*.lock"))
UNFINISHED = re.compile(r"\b(?:TO" + "DO|FIX" + r"ME|X{3})\b")


@pytest.mark.parametrize("package", PACKAGES)
def test_modules_fit_in_the_head(package: str) -> None:
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules(package)}
    assert {name: length for name, length in lengths.items() if length >= 300} == {}


def test_nothing_is_left_for_later() -> None:
    assert [name_of(path) for path in written_files() if UNFINISHED.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("folder", SKILLS, ids=lambda folder: folder.name)
def test_a_skill_is_named_as_its_folder(folder: Path) -> None:
    assert (folder / "SKILL.md").read_text(encoding="utf-8").startswith(f"---\nname: {folder.name}\n")


def test_the_rule_book_has_every_skill() -> None:
    assert {skill.name for skill in rule_book().skills.skills.values()} == {folder.name for folder in SKILLS}


def test_the_registry_is_the_list_of_agents() -> None:
    assert list(AGENTS) == list(AgentName)
    assert {spec.skill for spec in AGENTS.values()} <= {*rule_book().skills.skills, *(one.name for one in SKILLS)}


def test_our_agents_are_the_ones_imported() -> None:
    """Another distribution has the same import name; the agents' SDK of OpenAI is ``openai-agents``."""
    assert list(agents.__path__) == [str(ROOT / "agents")]
    assert packages_distributions().get("agents", ["priorauth-review"]) == ["priorauth-review"]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_file_names_no_index_and_every_hash(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    names = re.findall(r"^([a-zA-Z0-9_.-]+)(?:\[[^]]*\])?==", text, re.MULTILINE)
    assert "://" not in text
    assert "--index-url" not in text
    assert names
    assert not {"agents", "openai-agents"} & {name.lower() for name in names}
    assert all("--hash=sha256:" in block for block in re.split(r"\n(?=\S)", text.strip()))


def test_every_setting_is_in_the_example_environment_and_the_other_way_round() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^#? ?([A-Z][A-Z0-9_]+)=", example, re.MULTILINE)) == set(variables_of(Settings, NAMED))
