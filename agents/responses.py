"""The part of the Responses protocol that carries an agent: an envelope in, its findings or its failure out."""

import secrets
import time
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from priorauth.errors import AgentFailed, AgentFailure
from priorauth.inputs import AgentName, AgentOutput
from priorauth.model_budget import UNLIMITED, Allowance
from priorauth.model_usage import AgentUsage
from priorauth.value import Value

FAILURE = "failure"
"""The key of a response's metadata that names an agent's failure by type."""
USAGE = "model_usage"
"""The key of a response's metadata that tells what the agent's model used, as JSON."""
LEFT = "model_allowance"
"""The key of a request's metadata that tells what the agent's model may still use, as JSON."""


class WorkedWith(Value):
    """What an agent's answer was made with: the model, the digest of the rule book, and the version of the code.

    It stands in the metadata of every response, so that nothing is recorded that did not take part. ``models`` tells
    which model plays whom, where they differ; a response has them all in ``model``.
    """

    model: str
    rule_book: str
    code: str
    models: Mapping[AgentName, str] = Field(default_factory=dict[AgentName, str], exclude=True)

    def model_of(self, agent: AgentName) -> str:
        """What records call the model that plays an agent."""
        return self.models.get(agent, self.model)

    @property
    def metadata(self) -> dict[str, str]:
        """As a response carries it."""
        return self.model_dump(mode="json")


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore")

    type: Literal["input_text"]
    text: str


class _InputMessage(BaseModel):
    model_config = ConfigDict(extra="ignore")

    role: Literal["user"]
    content: str | tuple[_Part, ...]

    @property
    def text(self) -> str:
        return self.content if isinstance(self.content, str) else "".join(part.text for part in self.content)


class ResponseRequest(BaseModel):
    """What is asked of an agent. What the protocol knows beside it is passed over; a stream is not offered."""

    model_config = ConfigDict(extra="ignore")

    input: str | tuple[_InputMessage, ...]
    stream: Literal[False] | None = None
    metadata: dict[str, str] | None = Field(default=None, max_length=16)

    @property
    def message(self) -> str:
        """The message that ends in the envelope."""
        return self.input if isinstance(self.input, str) else self.input[-1].text if self.input else ""

    @property
    def left(self) -> Allowance:
        """What the agent's model may still use. Raises ValueError for what cannot be read."""
        told = (self.metadata or {}).get(LEFT)
        return Allowance.model_validate_json(told) if told is not None else UNLIMITED


def completed(findings: AgentOutput, worked_with: WorkedWith, used: AgentUsage | None = None) -> dict[str, Any]:
    """A response that holds findings. ``used`` is what the model used, if one was called."""
    content = {"type": "output_text", "text": findings.model_dump_json(), "annotations": list[str]()}
    message = {"type": "message", "id": _id("msg"), "role": "assistant", "status": "completed", "content": [content]}
    return _response(worked_with, "completed", [message], worked_with.metadata | _told(used))


def failed(error: AgentFailed, worked_with: WorkedWith, used: AgentUsage | None = None) -> dict[str, Any]:
    """A response that says why there are no findings, and what was used in vain."""
    metadata = worked_with.metadata | {FAILURE: error.failure.value} | _told(used)
    return _response(worked_with, "failed", [], metadata, {"code": "server_error", "message": error.detail})


def failure_named(metadata: dict[str, str] | None) -> AgentFailure:
    """The failure that a response's metadata names; unavailable where it names none that is known."""
    named = (metadata or {}).get(FAILURE)
    return AgentFailure(named) if named in set(AgentFailure) else AgentFailure.UNAVAILABLE


def usage_told(metadata: dict[str, str] | None) -> AgentUsage | None:
    """What a response says that its agent's model used. Raises ValueError for what cannot be read."""
    told = (metadata or {}).get(USAGE)
    return AgentUsage.model_validate_json(told) if told is not None else None


def _told(used: AgentUsage | None) -> dict[str, str]:
    return {USAGE: used.model_dump_json()} if used is not None else {}


def _response(
    worked_with: WorkedWith,
    status: str,
    output: list[dict[str, Any]],
    metadata: dict[str, str],
    error: dict[str, str] | None = None,
) -> dict[str, Any]:
    return {
        "id": _id("resp"),
        "object": "response",
        "created_at": int(time.time()),
        "status": status,
        "model": worked_with.model,
        "output": output,
        "error": error,
        "metadata": metadata,
        "parallel_tool_calls": True,
        "tool_choice": "auto",
        "tools": [],
        "store": False,
    }


def _id(kind: str) -> str:
    return f"{kind}_{secrets.token_hex(16)}"
