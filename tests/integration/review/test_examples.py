"""The ten example cases come out as a clinician would have them."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from orchestrator.bootstrap import Composition
from priorauth.evidence import is_grounded
from priorauth.findings import ClinicalFindings, CoverageFindings
from priorauth.gates import GateOutcome
from tests.integration.review.reviewing import EXAMPLES, ListJournal, example_case

EXPECTED: dict[str, Any] = yaml.safe_load((EXAMPLES / "expected.yaml").read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize("file", sorted(EXPECTED))
async def test_an_example_comes_out_as_a_clinician_would_have_it(composition: Composition, file: str) -> None:
    case = example_case(Path(file).stem[:2])

    revision = await composition.pipeline.review(case, ListJournal(), number=1, assumptions=())

    recommendation = revision.recommendation
    gate = recommendation.stopping_gate.value if recommendation.stopping_gate else "approved"
    route = recommendation.route.value if recommendation.route else None
    expected = EXPECTED[file]
    assert (recommendation.outcome, gate, route) == (expected["recommendation"], expected["gate"], expected["route"])


@pytest.mark.parametrize("file", sorted(EXPECTED))
async def test_every_piece_of_evidence_holds(composition: Composition, file: str) -> None:
    case = example_case(Path(file).stem[:2])
    texts = {document.id: document.text for document in case.documents}

    revision = await composition.pipeline.review(case, ListJournal(), number=1, assumptions=())

    assert isinstance(revision.clinical, ClinicalFindings)
    assert isinstance(revision.coverage, CoverageFindings)
    calls = frozenset(call.id for call in revision.calls)
    evidence = [fact.evidence for fact in revision.clinical.facts]
    for line in revision.coverage.lines:
        evidence += [one for item in (*line.criteria, *line.universal) for one in item.result.evidence]
    assert evidence
    assert all(is_grounded(one, texts=texts, calls=calls) for one in evidence)


async def test_the_same_case_comes_out_the_same(composition: Composition) -> None:
    revisions = [
        await composition.pipeline.review(example_case("06"), ListJournal(), number=1, assumptions=()) for _ in range(2)
    ]

    assert revisions[0].recommendation == revisions[1].recommendation


async def test_no_example_is_approved_past_a_gate(composition: Composition) -> None:
    for file in EXPECTED:
        case = example_case(Path(file).stem[:2])
        revision = await composition.pipeline.review(case, ListJournal(), number=1, assumptions=())
        gates = {gate.outcome for gate in revision.recommendation.gates}
        assert (revision.recommendation.outcome == "APPROVE") == (gates == {GateOutcome.PASS})
