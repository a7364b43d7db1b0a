import json
from pathlib import Path

import pytest

from orchestrator.terminal.batch import review_jsonl
from orchestrator.terminal.exits import Exit
from priorauth.revision import Revision

GOOD = '{"member": {"name": "Ada"}}'


@pytest.fixture
def batch(tmp_path: Path, settings, written, fake_review):
    def run(content: str, screen=written.screen) -> Exit:
        path = tmp_path / "cases.jsonl"
        path.write_text(content, encoding="utf-8")
        return review_jsonl(str(path), settings, screen, open_review=fake_review.open)

    return run


def test_a_result_on_each_line_in_order(batch, written):
    assert batch(f"{GOOD}\n{GOOD}\n") is Exit.DONE
    assert [Revision.model_validate_json(line).case.case_id for line in written.out.splitlines()] == [
        "local-1",
        "local-2",
    ]
    assert written.err == ""


def test_a_bad_line_in_the_middle_gets_its_error_and_the_next_is_reviewed(batch, written):
    assert batch(f'{GOOD}\n{{"member": 1}}\nnot json\n{GOOD}') is Exit.NOT_ACCEPTED
    first, second, third, fourth = (json.loads(line) for line in written.out.splitlines())
    assert (first["case"]["case_id"], fourth["case"]["case_id"]) == ("local-1", "local-4")
    assert second["error"]["code"] == "case_rejected"
    assert second["error"]["problems"][0]["path"] == "/member"
    assert third["error"]["detail"] == "This is not JSON: line 1, column 1: Expecting value."
    assert third["source"].endswith("cases.jsonl:3")
    assert written.err == "priorauth: 2 reviewed, 2 not accepted; their lines hold the reasons.\n"


def test_blank_lines_are_passed_over_and_counted(batch, written):
    assert batch(f"\n\n{GOOD}\n  \n") is Exit.DONE
    assert [json.loads(line)["case"]["case_id"] for line in written.out.splitlines()] == ["local-3"]


def test_a_line_over_the_limit_is_refused_alone(batch, written):
    assert batch(f'{{"a": "{"x" * 25_000}"}}\n{GOOD}\n') is Exit.NOT_ACCEPTED
    first, second = (json.loads(line) for line in written.out.splitlines())
    assert first["error"]["code"] == "body_too_large"
    assert second["case"]["case_id"] == "local-2"


def test_an_empty_file_is_no_error(batch, written):
    assert batch("") is Exit.DONE
    assert written.out == ""


def test_a_file_that_is_not_there(settings, written, fake_review):
    assert review_jsonl("missing.jsonl", settings, written.screen, open_review=fake_review.open) is Exit.NOT_ACCEPTED
    assert written.err == "priorauth: missing.jsonl: There is no such file.\n"
    assert fake_review.opened == 0


def test_a_progress_bar_on_a_terminal_only(batch, on_a_terminal):
    assert batch(f"{GOOD}\n{GOOD}\n", on_a_terminal.screen) is Exit.DONE
    assert "2/2" in on_a_terminal.err
