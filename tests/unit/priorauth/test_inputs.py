"""What each agent is given, and no more than it needs."""

import pytest

from priorauth.findings import ClinicalFindings, NotEvaluated
from priorauth.inputs import FINDINGS, INPUTS, AgentName, CoverageInput, SynthesisInput, building_on
from tests.building.cases import a_case
from tests.building.facts import a_fact
from tests.building.findings import agent_findings, clinical, compliance, coverage, failed

CLINICAL = clinical(facts=(a_fact(),))


def test_the_agents_stand_in_the_order_of_their_use() -> None:
    assert list(AgentName) == ["compliance", "clinical", "coverage", "synthesis"]


def test_coverage_needs_the_facts_and_not_the_texts() -> None:
    given = CoverageInput.of(a_case(), CLINICAL)
    assert given.case == a_case().without_texts()
    assert given.clinical == CLINICAL


@pytest.mark.parametrize(
    ("found", "given"),
    [(CLINICAL, clinical(facts=())), (failed("clinical"), failed("clinical"))],
    ids=["found", "failed"],
)
def test_synthesis_needs_neither_texts_nor_facts(
    found: ClinicalFindings | NotEvaluated, given: ClinicalFindings | NotEvaluated
) -> None:
    inputs = SynthesisInput.of(a_case(), compliance(), found, coverage())
    assert inputs.case == a_case().without_texts()
    assert inputs.findings == agent_findings(clinical=given)


@pytest.mark.parametrize(
    ("agent", "again"),
    [
        (AgentName.COMPLIANCE, {AgentName.SYNTHESIS}),
        (AgentName.CLINICAL, {AgentName.COVERAGE, AgentName.SYNTHESIS}),
        (AgentName.COVERAGE, {AgentName.SYNTHESIS}),
        (AgentName.SYNTHESIS, set()),
    ],
)
def test_what_builds_on_an_agent_is_read_from_the_inputs(agent: AgentName, again: set[AgentName]) -> None:
    assert building_on(agent) == again


def test_every_agent_has_its_input_and_its_findings() -> None:
    assert list(INPUTS) == list(FINDINGS) == list(AgentName)
