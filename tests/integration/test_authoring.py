"""The author's commands on real reviews: a policy on a case, and what an edit of it changes."""

import shutil
from pathlib import Path

import pytest

from orchestrator.settings import REPOSITORY, Settings
from orchestrator.terminal.diff import NotComparable, compare
from orchestrator.terminal.exits import Exit
from orchestrator.terminal.rule_book import explain
from priorauth.errors import RuleBookInvalid
from tests.building.screens import Written

EXAMPLES = REPOSITORY / "examples"
BARIATRIC = REPOSITORY / "policies" / "ncd" / "100.1-bariatric-surgery.md"
CASE = EXAMPLES / "06-bariatric-roux-en-y-bypass.json"


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    folder = tmp_path / "cases"
    folder.mkdir()
    for number in ("06", "07"):
        shutil.copy(next(EXAMPLES.glob(f"{number}-*.json")), folder)
    return folder


def edited(tmp_path: Path, before: str, after: str) -> Path:
    text = BARIATRIC.read_text(encoding="utf-8")
    assert text.count(before) == 1
    path = tmp_path / "edited.md"
    path.write_text(text.replace(before, after), encoding="utf-8")
    return path


def test_a_policy_is_shown_with_a_cases_statuses_and_quotes(written: Written) -> None:
    assert explain("ncd-100.1", Settings(), written.screen, case=str(CASE)) is Exit.DONE
    assert written.out.startswith("Line 1 43644")
    assert "✓ MET  Body mass index" in written.out
    assert "“BMI 43.1 kg/m2”" in written.out


def test_a_policy_that_has_nothing_to_do_with_the_case(written: Written) -> None:
    assert explain("NCD-150.9", Settings(), written.screen, case=str(CASE)) is Exit.NOT_ACCEPTED
    assert "NCD-150.9 names no code of" in written.err


def test_a_case_that_cannot_be_read(written: Written) -> None:
    assert explain("NCD-150.9", Settings(), written.screen, case="none.json") is Exit.NOT_ACCEPTED
    assert "There is no such file." in written.err


def test_what_an_edited_policy_changes(tmp_path: Path, cases: Path, written: Written) -> None:
    new = edited(tmp_path, "at_least: 35", "at_least: 45")
    assert compare(BARIATRIC, new, cases, Settings(), written.screen) is Exit.DONE
    first, _, name, outcome, criterion = written.out.splitlines()
    assert first == "2 cases reviewed twice: 1 case changed, 1 recommendation with it."
    assert name == CASE.name
    assert outcome.split("  ")[0] == "recommendation"
    assert outcome.endswith("APPROVE → PEND (NEEDS_PHYSICIAN)")
    assert criterion.endswith("MET → NOT_MET")


def test_an_edit_that_changes_nothing(tmp_path: Path, cases: Path, written: Written) -> None:
    new = edited(tmp_path, "at_least: 35", "at_least: 36")
    assert compare(BARIATRIC, new, cases, Settings(), written.screen) is Exit.DONE
    assert written.out == "2 cases reviewed twice: 0 cases changed, 0 recommendations with it.\n"


def test_a_broken_edit_is_told_with_its_own_file_and_line(tmp_path: Path, cases: Path, written: Written) -> None:
    new = edited(tmp_path, "at_least: 35", "at_least: many")
    with pytest.raises(RuleBookInvalid) as told:
        compare(BARIATRIC, new, cases, Settings(), written.screen)
    line = new.read_text(encoding="utf-8").splitlines().index("    at_least: many") + 1
    assert [(problem.file, problem.line) for problem in told.value.problems] == [(str(new), line)]


def test_two_rule_books(tmp_path: Path, cases: Path, written: Written) -> None:
    other = tmp_path / "rules"
    for name in ("skills", "policies"):
        shutil.copytree(REPOSITORY / name, other / name)
    (other / "policies" / "ncd" / BARIATRIC.name).unlink()
    assert compare(REPOSITORY, other, cases, Settings(), written.screen) is Exit.DONE
    assert "APPROVE → PEND" in written.out
    assert "bound → not asked" in written.out


@pytest.mark.parametrize("side", ["nowhere", "a note"])
def test_what_is_no_rule_book_and_no_policy_is_told(tmp_path: Path, cases: Path, written: Written, side: str) -> None:
    path = tmp_path / "side.md"
    if side == "a note":
        path.write_text("A note.", encoding="utf-8")
    with pytest.raises(NotComparable, match=r"is neither a policy's file|is no policy's file"):
        compare(BARIATRIC, path, cases, Settings(), written.screen)


def test_a_folder_without_cases_is_told(tmp_path: Path, written: Written) -> None:
    with pytest.raises(NotComparable, match="There is no case file"):
        compare(BARIATRIC, BARIATRIC, tmp_path, Settings(), written.screen)
