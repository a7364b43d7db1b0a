import json
from pathlib import Path

import pytest

from orchestrator.terminal.exits import Exit
from orchestrator.terminal.review import review_files
from priorauth.errors import RuleBookInvalid, RuleProblem
from priorauth.revision import Revision

GOOD, BAD = '{"member": {"name": "Ada"}}', '{"member": {"nme": "Ada"}, "services": 3}'


@pytest.fixture
def files(tmp_path: Path):
    def write(*contents: str) -> list[str]:
        paths = [tmp_path / f"{number}.json" for number in range(len(contents))]
        for path, content in zip(paths, contents, strict=True):
            path.write_text(content, encoding="utf-8")
        return [str(path) for path in paths]

    return write


@pytest.fixture
def review(settings, written, fake_review):
    def run(paths: list[str], as_json: bool = False) -> Exit:
        return review_files(paths, settings, written.screen, as_json=as_json, open_review=fake_review.open)

    return run


def test_one_case_is_reported_and_its_progress_told_aside(files, review, written):
    assert review(files(GOOD)) is Exit.DONE
    assert written.out.startswith("local-1 ")
    assert "RECOMMENDATION" in written.out
    assert "clinical    started" in written.err
    assert "cases" not in written.out.lower().splitlines()[-1]


def test_several_cases_end_in_an_overview_in_their_order(files, review, written):
    assert review(files(GOOD, GOOD)) is Exit.DONE
    overview = written.out[written.out.index("2 CASES") :].splitlines()
    assert [line.split()[0] for line in overview[1:]] == ["local-1", "local-2"]


def test_a_bad_case_does_not_stop_the_others(files, review, written, fake_review):
    assert review(files(BAD, GOOD)) is Exit.NOT_ACCEPTED
    assert fake_review.reviewed == ["local-2"]
    assert "0.json: This was not accepted: 2 problems to correct." in " ".join(written.err.split())
    said = " ".join(written.err.split())
    assert "/services This must be a list." in said
    assert "/member There is no such field here; perhaps 'name' was meant. Correct its name or remove it." in said
    assert "! not reviewed" in written.out


def test_the_agents_are_not_composed_for_a_case_that_is_not_accepted(files, review, fake_review):
    assert review(files(BAD)) is Exit.NOT_ACCEPTED
    assert fake_review.opened == 0


def test_the_agents_are_composed_once(files, review, fake_review):
    review(files(GOOD, GOOD, GOOD))
    assert fake_review.opened == 1


def test_json_of_one_case_is_the_whole_typed_result(files, review, written):
    assert review(files(GOOD), as_json=True) is Exit.DONE
    assert Revision.model_validate_json(written.out).case.case_id == "local-1"


def test_json_of_a_bad_case_leaves_standard_output_empty(files, review, written):
    assert review(files(BAD), as_json=True) is Exit.NOT_ACCEPTED
    assert written.out == ""


def test_json_of_several_cases_is_a_line_for_each(files, review, written):
    assert review(files(GOOD, BAD, GOOD), as_json=True) is Exit.NOT_ACCEPTED
    first, second, third = written.out.splitlines()
    assert Revision.model_validate_json(first).case.case_id == "local-1"
    assert json.loads(second)["error"]["problems"][1]["path"] == "/member"
    assert Revision.model_validate_json(third).case.case_id == "local-3"


def test_a_rule_book_with_problems_is_for_the_caller(files, settings, written):
    def refuse(_):
        raise RuleBookInvalid([RuleProblem(file="a.md", line=3, message="is wrong")])

    with pytest.raises(RuleBookInvalid):
        review_files(files(GOOD), settings, written.screen, as_json=False, open_review=refuse)
