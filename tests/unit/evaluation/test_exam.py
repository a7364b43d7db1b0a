"""The exam: how labelled cases are read, halved and scored."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from evaluation.exam.cases import ExamInvalid, Half, LabelledCase, read_exam
from evaluation.exam.report import misses
from evaluation.exam.run import Answer
from evaluation.exam.score import score
from priorauth.findings import Route
from priorauth.kleene import Status
from priorauth.recommendation import Outcome
from priorauth.shares import wilson

MET, NOT_MET, OPEN = Status.MET, Status.NOT_MET, Status.INSUFFICIENT


def labelled(id: str, twin: str, *, approvable: bool = True, **criteria: Status) -> dict[str, Any]:
    expected = {"recommendation": "APPROVE"} if approvable else {"recommendation": "PEND", "route": "NEEDS_INFORMATION"}
    named = {f"NCD-1 {name}": status.value for name, status in criteria.items()}
    return {
        "id": id,
        "twin": twin,
        "differs": "one fact",
        "style": "terse",
        "expected": expected | {"criteria": {"1": named}},
        "submission": {},
    }


def answered(case: dict[str, Any], outcome: str, *, seconds: float = 1.0, **criteria: Status) -> Answer:
    return Answer(
        case=LabelledCase.model_validate(case),
        recommendation=Outcome(outcome),
        route=Route.NEEDS_INFORMATION if outcome == "PEND" else None,
        criteria={("1", f"NCD-1 {name}"): status for name, status in criteria.items()},
        quotes=4,
        grounded=3,
        seconds=seconds,
    )


@pytest.fixture
def answers() -> list[Answer]:
    return [
        answered(labelled("a", "b", bmi=MET), "APPROVE", bmi=MET),
        answered(labelled("b", "a", approvable=False, bmi=NOT_MET), "APPROVE", bmi=MET),
        answered(labelled("c", "d", bmi=MET), "PEND", bmi=OPEN),
        answered(labelled("d", "c", approvable=False, bmi=NOT_MET, age=MET), "PEND", bmi=NOT_MET, seconds=3.0),
    ]


def test_an_approval_that_is_wrong_stands_first_by_name(answers: list[Answer]) -> None:
    found = score(answers)
    assert (found.false_approvals.part, found.false_approvals.whole, found.falsely_approved) == (1, 2, ("b",))
    assert (found.pended_though_approvable.part, found.pended_though_approvable.whole) == (1, 2)
    assert (found.agreement.part, found.agreement.whole) == (2, 4)
    assert (found.route_agreement.part, found.route_agreement.whole) == (1, 1)


def test_criteria_are_scored_by_status(answers: list[Answer]) -> None:
    found = {one.status: one for one in score(answers).criteria}
    assert (found[MET].precision.part, found[MET].precision.whole) == (1, 2)
    assert (found[MET].recall.part, found[MET].recall.whole) == (1, 3)
    assert (found[NOT_MET].precision.share, found[NOT_MET].recall.share) == (1.0, 0.5)
    assert found[OPEN].recall.share is None


def test_quotes_confusion_and_times(answers: list[Answer]) -> None:
    found = score(answers)
    assert (found.quote_precision.part, found.quote_precision.whole) == (12, 16)
    assert found.confusion == {
        "APPROVE → APPROVE": 1,
        "PEND for information → APPROVE": 1,
        "APPROVE → PEND for information": 1,
        "PEND for information → PEND for information": 1,
    }
    assert found.p50_ms == 1000


def test_misses_name_what_differs(answers: list[Answer]) -> None:
    assert list(misses(answers)) == [
        "b: PEND, answered APPROVE; NCD-1 bmi is NOT_MET, answered MET",
        "c: APPROVE, answered PEND; NCD-1 bmi is MET, answered INSUFFICIENT",
        "d: PEND, answered PEND; NCD-1 age is MET, answered not asked",
    ]


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"), [(0, 100, 0.0, 0.037), (5, 10, 0.2366, 0.7634), (100, 100, 0.963, 1.0)]
)
def test_the_interval_is_wilsons(part: int, whole: int, low: float, high: float) -> None:
    found = wilson(part, whole)
    assert found.low == pytest.approx(low, abs=5e-4)
    assert found.high == pytest.approx(high, abs=5e-4)


def test_nothing_is_no_score() -> None:
    with pytest.raises(ValueError, match="nothing to score"):
        score([])


def test_a_pair_is_in_one_half_and_both_halves_are_used() -> None:
    pairs = [(labelled(f"{n}a", f"{n}b"), labelled(f"{n}b", f"{n}a", approvable=False)) for n in range(40)]
    halves = [tuple(LabelledCase.model_validate(case).half for case in pair) for pair in pairs]
    assert all(first is second for first, second in halves)
    assert {first for first, _ in halves} == set(Half)


def write(folder: Path, name: str, content: Any) -> None:
    (folder / f"{name}.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")


def test_an_exam_is_read_by_id(tmp_path: Path) -> None:
    write(tmp_path, "second", labelled("b", "a", approvable=False))
    write(tmp_path, "first", labelled("a", "b"))
    assert [case.id for case in read_exam(tmp_path)] == ["a", "b"]


def test_every_problem_of_an_exam_is_told(tmp_path: Path) -> None:
    write(tmp_path, "a", labelled("a", "b"))
    write(tmp_path, "c", labelled("c", "a"))
    write(tmp_path, "d", labelled("a", "b"))
    write(tmp_path, "e", labelled("e", "a") | {"expected": {"recommendation": "PEND"}})
    (tmp_path / "f.yaml").write_text("a: ]", encoding="utf-8")
    with pytest.raises(ExamInvalid) as invalid:
        read_exam(tmp_path)
    assert str(invalid.value).splitlines() == [
        "d.yaml: the id a is given twice",
        "e.yaml: expected: Value error, a PEND has a route, and an APPROVE has none",
        "f.yaml: is not valid YAML",
        "a: its twin b is not there, or has another twin",
        "c: its twin a is not there, or has another twin",
    ]


def test_a_folder_without_cases_is_told(tmp_path: Path) -> None:
    with pytest.raises(ExamInvalid, match="There are no labelled cases"):
        read_exam(tmp_path)
