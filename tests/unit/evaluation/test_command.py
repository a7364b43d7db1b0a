"""``priorauth evaluate``: what is told, and where."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from evaluation.exam import command
from evaluation.exam.cases import ExamInvalid
from evaluation.exam.command import PageNotWritten, Wanted, evaluate
from evaluation.exam.run import Answer
from evaluation.metamorphic.outage import POLICIES_DOWN
from evaluation.metamorphic.run import Check
from orchestrator.settings import Settings, read_settings
from orchestrator.terminal.exits import Exit
from tests.building.screens import Written
from tests.unit.evaluation.test_exam import MET, NOT_MET, answered, labelled

TWINS = (labelled("a", "b", bmi=MET), labelled("b", "a", approvable=False, bmi=NOT_MET))


@asynccontextmanager
async def nothing_open(_: Settings) -> AsyncIterator[Any]:
    yield None


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two cases, answered as labelled, and no checks made."""

    async def take(cases: Any, _: Any) -> list[Answer]:
        assert [case.id for case in cases] == ["a", "b"]
        return [answered(TWINS[0], "APPROVE", bmi=MET), answered(TWINS[1], "PEND", bmi=NOT_MET)]

    async def check(cases: Any, _: Any) -> list[Any]:
        assert "a" in [case.id for case in cases]
        return []

    async def check_outage(cases: Any, _: Any) -> Check:
        return Check(name=POLICIES_DOWN, keeps=False, cases=len(cases), changes=len(cases), broken=())

    monkeypatch.setattr(command, "take", take)
    monkeypatch.setattr(command, "check", check)
    monkeypatch.setattr(command, "check_outage", check_outage)
    cases = tmp_path / "cases"
    cases.mkdir()
    for case in TWINS:
        (cases / f"{case['id']}.yaml").write_text(yaml.safe_dump(case), encoding="utf-8")
    return cases


@pytest.mark.parametrize("metamorphic", [True, False])
def test_the_scores_as_json(folder: Path, written: Written, metamorphic: bool) -> None:
    wanted = Wanted(as_json=True, metamorphic=metamorphic)
    assert evaluate(folder, read_settings(), written.screen, wanted, open_review=nothing_open) is Exit.DONE
    told = json.loads(written.out)
    (half,) = told["halves"].values()
    assert half["agreement"]["share"] == 1.0
    names = None if told["metamorphic"] is None else [one["name"] for one in told["metamorphic"]]
    assert names == ([POLICIES_DOWN] if metamorphic else None)


def test_the_policy_server_is_down_for_the_check_of_it_only(folder: Path, written: Written) -> None:
    opened = list[str | None]()

    @asynccontextmanager
    async def open_review(settings: Settings) -> AsyncIterator[Any]:
        opened.append(settings.mcp_cms_coverage_url)
        yield None

    evaluate(folder, read_settings(), written.screen, Wanted(metamorphic=True), open_review=open_review)
    assert opened[0] is None
    assert opened[1] is not None


def test_a_page_is_written(folder: Path, written: Written, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    evaluate(folder, read_settings(), written.screen, Wanted(page=page), open_review=nothing_open)
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert f"The page is written to {page.name}" in written.out.replace(f"{tmp_path}/", "").replace("\n", "")


def test_a_page_that_cannot_be_written_is_told(folder: Path, written: Written, tmp_path: Path) -> None:
    with pytest.raises(PageNotWritten, match="No such file or directory"):
        evaluate(
            folder, read_settings(), written.screen, Wanted(page=tmp_path / "no" / "p.html"), open_review=nothing_open
        )


def test_an_exam_that_is_none_is_refused(tmp_path: Path, written: Written) -> None:
    with pytest.raises(ExamInvalid):
        evaluate(tmp_path, read_settings(), written.screen, Wanted(), open_review=nothing_open)
