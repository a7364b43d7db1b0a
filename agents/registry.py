"""The one list of agents."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from agents.clinical import CLINICAL
from agents.compliance import COMPLIANCE
from agents.coverage import COVERAGE
from agents.envelope import open_envelope
from agents.kit import AgentKit
from agents.spec import AgentSpec, Reasoning
from agents.synthesis import SYNTHESIS
from priorauth.inputs import AgentName

AGENTS: Mapping[AgentName, AgentSpec[Any, Any, Any]] = {
    spec.name: spec for spec in (COMPLIANCE, CLINICAL, COVERAGE, SYNTHESIS)
}


def play(message: str, kit: AgentKit) -> Reasoning[Any]:
    """The reasoning of the agent that a message is addressed to, on its inputs.

    Raises ValueError for no envelope, and for one that is addressed to no agent of the list.
    """
    spec, inputs = _addressee(message)
    return spec.reason(inputs, kit)


@lru_cache(maxsize=16)
def _addressee(message: str) -> tuple[AgentSpec[Any, Any, Any], Any]:
    """The agent and its inputs: parsed once, though the reasoner is replayed at every turn."""
    envelope = open_envelope(message)
    spec = next((spec for spec in AGENTS.values() if spec.name.value == envelope.agent), None)
    if spec is None:
        raise ValueError("the envelope is addressed to no agent")
    return spec, spec.input.model_validate(envelope.inputs)
