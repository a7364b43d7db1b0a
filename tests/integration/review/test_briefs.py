"""What a language model is told beside its skill: as kept in ``briefs/``, without the values that criteria ask."""

import os
import re
from pathlib import Path

import pytest

from agents.briefing import clinical_brief, concepts_asked_for, coverage_brief, synthesis_brief
from agents.runtime import InProcessAgents
from orchestrator.bootstrap import Composition
from priorauth.inputs import ClinicalInput, CoverageInput, SynthesisInput
from tests.integration.review.reviewing import ListJournal, example_case

BRIEFS = Path(__file__).parent / "briefs"


def kept(name: str, told: str) -> str:
    """The brief as it is kept; written anew where SNAPSHOTS=write."""
    path = BRIEFS / f"{name}.md"
    if os.environ.get("SNAPSHOTS") == "write":
        path.write_text(f"{told}\n", encoding="utf-8")
    return path.read_text(encoding="utf-8").rstrip("\n")


@pytest.fixture
def here(composition: Composition) -> InProcessAgents:
    assert isinstance(composition.agents, InProcessAgents)
    return composition.agents


@pytest.mark.parametrize("number", ["02", "06", "10"])
def test_the_clinical_agent_is_told_the_names_of_what_is_asked(here: InProcessAgents, number: str) -> None:
    told = clinical_brief(ClinicalInput(case=example_case(number)), here.kit)
    assert told == kept(f"clinical-{number}", told)


def test_no_threshold_stands_in_what_the_reading_model_is_told(here: InProcessAgents) -> None:
    told = clinical_brief(ClinicalInput(case=example_case("02")), here.kit)
    scale = here.kit.rule_book.skills.clinical.scale
    points = {*scale.levels.values(), *scale.deductions.values(), scale.floor}
    names = re.sub(r"^- `.*", "", told, flags=re.MULTILINE)
    assert {int(one) for one in re.findall(r"\d+", names)} <= points
    assert "oxygen_saturation" in {one.id for one in concepts_asked_for(example_case("02"), here.kit)}
    assert "88" not in told


@pytest.mark.parametrize("number", ["02", "10"])
async def test_the_coverage_agent_is_told_what_it_may_propose(
    composition: Composition, here: InProcessAgents, number: str
) -> None:
    done = await composition.pipeline.review(example_case(number), ListJournal(), number=1, assumptions=())
    told = coverage_brief(CoverageInput.of(done.case, done.clinical), here.kit)
    assert told == kept(f"coverage-{number}", told)


async def test_the_synthesis_agent_is_told_what_was_computed(composition: Composition, here: InProcessAgents) -> None:
    done = await composition.pipeline.review(example_case("02"), ListJournal(), number=1, assumptions=())
    inputs = SynthesisInput.of(done.case, done.compliance, done.clinical, done.coverage)
    told = synthesis_brief(inputs, here.kit)
    assert told == kept("synthesis-02", told)
    assert done.synthesis.summary in told
