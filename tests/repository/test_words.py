"""README, glossary and change log: what they name exists."""

import re
import tomllib

import pytest

from orchestrator import cli
from tests.repository.commands import blocks_of, problems_of_commands
from tests.repository.tree import ROOT, modules

README = (ROOT / "README.md").read_text(encoding="utf-8")
GLOSSARY = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
TERMS = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", GLOSSARY, re.MULTILINE)[1:]


def _commands(pattern: str) -> list[str]:
    return sorted(set(re.findall(pattern, README, re.MULTILINE)))


def test_the_readme_is_short_enough_to_be_read() -> None:
    assert len(README.splitlines()) <= 150


@pytest.mark.parametrize("target", _commands(r"(?:`|\$ )make ([a-z]+)\b"))
def test_a_target_that_the_readme_names_can_be_made(target: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(rf"^{target}:", makefile, re.MULTILINE)


@pytest.mark.parametrize("command", _commands(r"\bpriorauth (?!is\b)([a-z]+)\b"))
def test_a_command_that_the_readme_names_can_be_run(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as finished:
        cli.main([command, "--help"])
    assert finished.value.code == 0
    assert command in capsys.readouterr().out


def test_every_call_in_the_readme_has_options_that_exist() -> None:
    assert [told for block in blocks_of(README) for told in problems_of_commands(block)] == []


PATHS = [path for path in _commands(r"[`( @]((?:[a-z0-9_.-]+/)+[A-Za-z0-9_.*-]*)(?=[`), ])") if path[0] != "."]


@pytest.mark.parametrize("path", PATHS)
def test_a_file_that_the_readme_names_exists(path: str) -> None:
    assert list(ROOT.glob(path.rstrip("/")))


def test_the_glossary_is_in_order_and_defines_each_term_once() -> None:
    terms = [term.lower() for term, _ in TERMS]
    assert terms == sorted(set(terms))
    assert len(terms) >= 20


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`([A-Z]\w+)`", GLOSSARY))))
def test_a_class_that_the_glossary_names_is_a_class_of_the_domain(name: str) -> None:
    sources = (path.read_text(encoding="utf-8") for path in modules("priorauth"))
    assert any(re.search(rf"^(?:class {name}\b|{name} = )", source, re.MULTILINE) for source in sources)


def test_the_change_log_speaks_of_this_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    log = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## .*(?:{re.escape(project['version'])}|Unreleased)", log, re.MULTILINE | re.IGNORECASE)
