"""An agent, described: everything that makes it differ from the others is one of these fields."""

from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from agents.kit import AgentKit
from agents.parting import Part
from mcp_clients.answers import Answer
from mcp_clients.ledger import Ledger
from mcp_clients.questions import Question
from priorauth.inputs import AgentInput, AgentName, AgentOutput

Input = TypeVar("Input", bound=AgentInput)
Draft = TypeVar("Draft", bound=BaseModel)
Findings = TypeVar("Findings", bound=AgentOutput)

Questions = Sequence[Question[Any]]
Answers = Sequence[Answer[Any]]
Reasoning = Generator[Questions, Answers, Draft]
"""Yields questions that can be asked together, is sent their answers in the same order, and returns the draft."""


def no_objection(draft: BaseModel, inputs: AgentInput, kit: AgentKit) -> tuple[str, ...]:
    """The form of the draft is all there is to object to."""
    return ()


def no_brief(inputs: AgentInput, kit: AgentKit) -> str:
    """The skill's instructions say it all."""
    return ""


@dataclass(frozen=True)
class AgentSpec(Generic[Input, Draft, Findings]):
    """One agent.

    ``skill`` is the key of its skill in the rule book; ``lookups`` the lookups it may ask; ``reads_record`` says that
    it works on the documents' text; ``draft`` is the type a model answers with. ``reason`` plays the agent without a
    language model: a pure function of input and answers. ``finish`` turns any model's draft into findings: it keeps
    what is grounded and computes the rest. ``objections`` tells what a draft of the right form says that ``finish``
    will not let stand: it is sent back once with these sentences. ``brief`` is what a language model is told of this
    input beside the skill's instructions. ``join`` makes one draft of those that a language model gave for the parts of
    a long record; an agent without it is given the record whole.
    """

    name: AgentName
    skill: str
    lookups: tuple[str, ...]
    reads_record: bool
    input: type[Input]
    draft: type[Draft]
    findings: type[Findings]
    reason: Callable[[Input, AgentKit], Reasoning[Draft]]
    finish: Callable[[Draft, Input, Ledger, AgentKit], Findings]
    objections: Callable[[Draft, Input, AgentKit], Sequence[str]] = no_objection
    brief: Callable[[Input, AgentKit], str] = no_brief
    join: Callable[[Iterable[tuple[Part, Draft]]], Draft] | None = None
