import shutil
from pathlib import Path

import pytest

from orchestrator.settings import REPOSITORY, Settings
from orchestrator.terminal.exits import Exit
from orchestrator.terminal.rule_book import check_rule_book, explain, policy_lines
from tests.building.contractors import CONTRACTORS
from tests.building.rules import a_policy, a_top_criterion
from tests.rules.rule_cases import rule_book as read_once


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


def test_a_local_policy_shows_its_contractors_with_their_states(monkeypatch, written):
    monkeypatch.setattr("orchestrator.terminal.rule_book.read_rule_book", lambda _: read_once())
    assert explain("lcd-l36499", Settings(), written.screen) is Exit.DONE
    said = " ".join(written.out.split())
    assert "contractor First Coast JN, First Coast Service Options: FL, PR, VI (unverified)" in said
    assert "states FL, PR, VI source" in said
    assert explain("lcd-l33797", Settings(), written.screen) is Exit.DONE
    said = " ".join(written.out.split())
    assert "contractor CGS JC, CGS Administrators: AL, AR," in said
    assert "states every state: all contractors of this kind publish it" in said


def test_a_policy_says_of_each_code_diagnosis_and_criterion_how_sure_it_is(written):
    listed = {"code": "J44", "verification": "secondary", "source": "A list"}
    codes = ({"code": "E1390", "verification": "unverified"},)
    judged = a_top_criterion(judgement="It is reasonable.", verification="unverified", discretion=True)
    diagnoses = {"alignment": "listed", "covered": (listed,)}
    policy = a_policy(codes=codes, diagnoses=diagnoses, criteria=(judged,))
    written.screen.show(policy_lines(policy, CONTRACTORS))
    said = " ".join(written.out.split())
    assert "codes E1390 unverified" in said
    assert "diagnoses one of J44 from a secondary source" in said
    marks = "unverified: a person decides; contractor's discretion: a person decides; in prose only: a person judges"
    assert f"[{marks}]" in said


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
