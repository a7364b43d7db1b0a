"""The one list of agents."""

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from agents.clinical import CLINICAL
from agents.compliance import COMPLIANCE
from agents.coverage import COVERAGE
from agents.envelope import open_envelope, seal
from agents.kit import AgentKit
from agents.spec import AgentSpec, Reasoning
from agents.synthesis import SYNTHESIS
from priorauth.inputs import AgentName

AGENTS: Mapping[AgentName, AgentSpec[Any, Any, Any]] = {
    spec.name: spec for spec in (COMPLIANCE, CLINICAL, COVERAGE, SYNTHESIS)
}


_KEPT_MESSAGES = 16
_opened: OrderedDict[str, tuple[AgentSpec[Any, Any, Any], Any]] = OrderedDict()
"""Messages that were sealed or opened here of late, each with its agent and its inputs."""


def address(spec: AgentSpec[Any, Any, Any], inputs: BaseModel) -> str:
    """The message for an agent. Where the agent is played here too, what was sealed need not be parsed again."""
    message = seal(spec.name, inputs)
    _keep(message, (spec, inputs))
    return message


def play(message: str, kit: AgentKit) -> Reasoning[Any]:
    """The reasoning of the agent that a message is addressed to, on its inputs.

    Raises ValueError for no envelope, and for one that is addressed to no agent of the list.
    """
    spec, inputs = _opened.get(message) or _open(message)
    return spec.reason(inputs, kit)


def _open(message: str) -> tuple[AgentSpec[Any, Any, Any], Any]:
    """The agent and its inputs: parsed once, though the reasoner is replayed at every turn."""
    envelope = open_envelope(message)
    spec = next((spec for spec in AGENTS.values() if spec.name.value == envelope.agent), None)
    if spec is None:
        raise ValueError("the envelope is addressed to no agent")
    opened = spec, spec.input.model_validate(envelope.inputs)
    _keep(message, opened)
    return opened


def _keep(message: str, opened: tuple[AgentSpec[Any, Any, Any], Any]) -> None:
    """Several threads keep messages; each drops one at most, so none ever finds the store empty."""
    _opened[message] = opened
    if len(_opened) > _KEPT_MESSAGES:
        _opened.popitem(last=False)
