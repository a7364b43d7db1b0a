import shutil
from pathlib import Path

import pytest

from orchestrator.settings import REPOSITORY, Settings
from orchestrator.terminal.exits import Exit
from orchestrator.terminal.rule_book import check_rule_book, explain


@pytest.fixture
def rule_book(tmp_path: Path) -> Path:
    """A copy of the rule book that a test may break."""
    for name in ("skills", "policies"):
        shutil.copytree(REPOSITORY / name, tmp_path / name)
    return tmp_path


def break_file(root: Path, name: str, before: str, after: str) -> int:
    """Replaces a text once and gives its line."""
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    return text[: text.index(before)].count("\n") + 1


def test_the_rule_book_is_valid(rule_book: Path, written):
    assert check_rule_book(Settings(rulebook=rule_book), written.screen) is Exit.DONE
    first, second = written.out.splitlines()
    assert first.startswith("The rule book is valid: 4 skills, ")
    assert second.startswith("sha256:")


def test_every_problem_of_every_file_at_once_with_its_line(rule_book: Path, written):
    policy = "policies/ncd/240.2-home-use-of-oxygen.md"
    skill = "skills/synthesis-decision/SKILL.md"
    expected = [
        (policy, break_file(rule_book, policy, "effective: ", "effective: not a date #")),
        (policy, break_file(rule_book, policy, "kind: ncd", "kind: guess")),
        (skill, break_file(rule_book, skill, "criteria: 0.4", "criteria: 0.9")),
    ]
    assert check_rule_book(Settings(rulebook=rule_book), written.screen) is Exit.FAILED
    found = {tuple(line.split(":")[:2]) for line in written.out.splitlines()}
    assert {(file, str(line)) for file, line in expected} <= found
    assert written.err == f"priorauth: {len(written.out.splitlines())} problems in 2 files.\n"


def test_a_folder_without_rules(tmp_path: Path, written):
    assert check_rule_book(Settings(rulebook=tmp_path), written.screen) is Exit.FAILED
    assert "skills/clinical-review/SKILL.md:1: the file is missing or cannot be read" in written.out


def test_a_policy_is_explained_as_a_tree(rule_book: Path, written):
    assert explain("ncd-240.2", Settings(rulebook=rule_book), written.screen) is Exit.DONE
    assert written.out.startswith("NCD-240.2 Home Use of Oxygen, version ")
    assert "\n- " in written.out
    assert "\n  - " in written.out


def test_without_an_id_the_policies_are_listed(rule_book: Path, written):
    assert explain(None, Settings(rulebook=rule_book), written.screen) is Exit.DONE
    assert "NCD-240.2" in written.out


def test_an_unknown_policy_is_answered_with_those_there_are(rule_book: Path, written):
    assert explain("NCD-9", Settings(rulebook=rule_book), written.screen) is Exit.USAGE
    assert written.err.startswith("priorauth: There is no policy 'NCD-9' in this rule book. There are: ")
