"""Addressing an agent and playing it in one process: what it is given is what its message holds."""

import pytest
from agent_framework.observability import OBSERVABILITY_SETTINGS
from pydantic import BaseModel

from agents import registry
from agents.envelope import open_envelope
from agents.registry import AGENTS, address
from agents.tracing import trace_framework
from priorauth.inputs import AgentName, ClinicalInput, ComplianceInput, CoverageInput, SynthesisInput
from tests.building.cases import a_case
from tests.building.facts import a_fact
from tests.building.findings import clinical, compliance, coverage

CASE = a_case()
FOUND = clinical(facts=(a_fact(),))
INPUTS = {
    AgentName.COMPLIANCE: ComplianceInput(case=CASE),
    AgentName.CLINICAL: ClinicalInput(case=CASE),
    AgentName.COVERAGE: CoverageInput.of(CASE, FOUND),
    AgentName.SYNTHESIS: SynthesisInput.of(CASE, compliance(), FOUND, coverage()),
}


@pytest.mark.parametrize("agent", AgentName)
def test_what_is_kept_for_an_agent_is_what_a_reader_of_its_message_finds(agent: AgentName) -> None:
    spec, inputs = AGENTS[agent], INPUTS[agent]

    message = address(spec, inputs)

    assert registry._opened[message] == (spec, inputs)
    assert spec.input.model_validate(open_envelope(message).inputs) == inputs


def test_a_message_that_came_from_elsewhere_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    message = address(AGENTS[AgentName.CLINICAL], INPUTS[AgentName.CLINICAL])
    registry._opened.clear()
    read: list[str] = []
    monkeypatch.setattr(registry, "open_envelope", lambda text: read.append(text) or open_envelope(text))

    opened = [registry._opened.get(message) or registry._open(message) for _ in range(3)]

    assert read == [message]
    assert opened == [(AGENTS[AgentName.CLINICAL], INPUTS[AgentName.CLINICAL])] * 3


def test_only_the_latest_messages_are_kept() -> None:
    class Numbered(BaseModel):
        number: int

    messages = [address(AGENTS[AgentName.CLINICAL], Numbered(number=number)) for number in range(20)]

    assert list(registry._opened) == messages[-registry._KEPT_MESSAGES :]


@pytest.mark.parametrize("wanted", [True, False])
def test_the_framework_makes_spans_only_where_they_are_wanted(wanted: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_user_disabled", "_enable_instrumentation", "_enable_sensitive_data"):
        monkeypatch.setattr(OBSERVABILITY_SETTINGS, name, getattr(OBSERVABILITY_SETTINGS, name))
    monkeypatch.setenv("ENABLE_SENSITIVE_DATA", "true")

    trace_framework(wanted)

    assert wanted == OBSERVABILITY_SETTINGS.ENABLED
    assert not OBSERVABILITY_SETTINGS.SENSITIVE_DATA_ENABLED
