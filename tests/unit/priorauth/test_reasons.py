"""Why a criterion stands as it does, in one line."""

from typing import Any

import pytest

from priorauth.assessment import Basis, CriterionResult
from priorauth.evaluation import evaluate
from priorauth.facts import Assertion
from priorauth.kleene import Status
from priorauth.reasons import main_reason, tell
from tests.building.facts import a_fact, measured
from tests.building.findings import a_result
from tests.building.rules import INHERITED, a_criterion, an_inquiry

COUGH, FEVER, WHEEZE = {"finding": "cough"}, {"finding": "fever"}, {"finding": "wheeze"}
COUGHS, NO_FEVER = a_fact("cough"), a_fact("fever", Assertion.ABSENT)
SATURATION = {"measurement": "saturation", "unit": "%", "at_most": 88, "when": {"activity": "rest"}}
SILENT, CONTRARY = "Not found in the record.", "The record states the contrary."
UNSTATED = "Stated without whether at rest, on exertion or asleep."


def judged(node: dict[str, Any], *facts: Any) -> CriterionResult:
    return evaluate(a_criterion(**node), an_inquiry(*facts), INHERITED)


@pytest.mark.parametrize(
    ("node", "facts", "reason"),
    [
        (COUGH, [], SILENT),
        ({"all_of": [COUGH, FEVER]}, [COUGHS], f"Fever: {SILENT}"),
        ({"all_of": [COUGH, FEVER]}, [COUGHS, NO_FEVER], f"Fever: {CONTRARY}"),
        ({"all_of": [COUGH, FEVER, WHEEZE]}, [], f"Cough: {SILENT} And 2 more."),
        ({"any_of": [COUGH, FEVER]}, [], SILENT),
        ({"any_of": [COUGH, FEVER]}, [NO_FEVER], f"Cough: {SILENT}"),
        ({"any_of": [COUGH, SATURATION]}, [measured("saturation", 80)], f"Saturation at most 88 %, rest: {UNSTATED}"),
        ({"any_of": [{"all_of": [COUGH, FEVER]}, {"all_of": [COUGH, WHEEZE]}]}, [COUGHS], SILENT),
        ({"any_of": [{"all_of": [COUGH, FEVER]}, WHEEZE]}, [NO_FEVER], f"Wheeze: {SILENT}"),
        ({"all_of": [{"title": "Airways", "any_of": [COUGH, WHEEZE]}]}, [], f"Airways: {SILENT}"),
        ({"all_of": [{"any_of": [COUGH, WHEEZE]}]}, [], SILENT),
        ({"all_of": [{"title": "Airways", "all_of": [COUGH]}]}, [], f"Cough: {SILENT}"),
        ({"none_of": [COUGH, FEVER]}, [COUGHS], "Cough: Stated in the record."),
        ({"none_of": [COUGH, FEVER]}, [NO_FEVER], f"Cough: {SILENT}"),
        ({"count": 2, "at_least_of": [COUGH, FEVER, WHEEZE]}, [COUGHS], SILENT),
        (
            {"all_of": [COUGH], "verification": "unverified"},
            [],
            "This rule has not been verified in its source; a clinician decides.",
        ),
    ],
)
def test_the_main_reason(node: dict[str, Any], facts: list[Any], reason: str) -> None:
    assert main_reason(judged(node, *facts)) == reason


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "The patient coughs (INSUFFICIENT). For a reason."),
        ({"text": "The patient coughs."}, "The patient coughs (INSUFFICIENT). For a reason."),
        ({"title": "Cough", "text": "The patient coughs."}, "Cough (INSUFFICIENT). For a reason."),
    ],
)
def test_a_criterion_is_told_by_its_title(given: dict[str, Any], said: str) -> None:
    assert tell(a_result(Status.INSUFFICIENT, basis=Basis.SILENT, **given)) == said


@pytest.mark.parametrize(
    ("node", "title", "text"),
    [
        (COUGH, None, "Cough"),
        (COUGH | {"title": "A cough"}, "A cough", "Cough"),
        (COUGH | {"title": "A cough", "text": "The patient coughs."}, "A cough", "The patient coughs."),
        ({"all_of": [COUGH], "title": "Airways"}, "Airways", "Airways"),
        ({"all_of": [COUGH]}, None, "All of the following"),
    ],
)
def test_a_judged_node_keeps_its_title_and_its_text(node: dict[str, Any], title: str | None, text: str) -> None:
    result = judged(node)
    assert (result.title, result.text) == (title, text)
