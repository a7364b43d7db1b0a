"""A lookup's tools, and the typed questions that are asked of them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic

from pydantic import JsonValue

from mcp_clients.answers import Answer, P
from priorauth.canonical import digest

JsonObject = dict[str, JsonValue]
Arguments = Mapping[str, JsonValue]

Normalizer = Callable[[str, Arguments, JsonObject], JsonObject | None]
"""Tool name, arguments, a third party's answer -> the same answer in our shape, or None where its form is unknown."""


def no_other_shape(tool: str, arguments: Arguments, raw: JsonObject) -> JsonObject | None:
    """The normalizer of a lookup for which no other server's form has been verified."""
    return None


@dataclass(frozen=True)
class Echo(Generic[P]):
    """What an answer must repeat of its question: the argument, and where it stands in what was found."""

    argument: str
    of: Callable[[P], str]


@dataclass(frozen=True)
class LookupTool(Generic[P]):
    """One tool of a lookup and how its answers are read.

    ``parameters`` are the arguments' names; ``defaults`` are the values that a server assumes, so that a call which
    spells them out is the same question; ``identifiers`` names the codes, NPIs, policy ids, PMIDs and NCT ids that an
    answer holds. ``echo`` tells an answer about the thing that was asked for from one about another.
    """

    lookup: str
    name: str
    parameters: tuple[str, ...]
    answer: type[Answer[P]]
    identifiers: Callable[[P], Iterable[str]]
    defaults: Arguments = field(default_factory=dict[str, JsonValue])
    normalize: Normalizer = no_other_shape
    echo: Echo[P] | None = None

    def question(self, **arguments: JsonValue) -> "Question[P]":
        """The question with these arguments; those that are None are left out."""
        return Question(self, {name: value for name, value in arguments.items() if value is not None})

    def key(self, arguments: Arguments) -> str:
        """A digest that is equal for calls which ask the same, whether or not defaults are spelled out."""
        given = {name: value for name, value in arguments.items() if value is not None}
        return digest({"lookup": self.lookup, "tool": self.name, "arguments": {**self.defaults, **given}})

    def in_our_shape(self, arguments: Arguments, raw: JsonObject) -> JsonObject:
        """The answer with an outcome. A third party's answer keeps its own fields beside ours."""
        if "outcome" in raw:
            return raw
        ours = self.normalize(self.name, arguments, raw)
        return raw if ours is None else {**raw, **ours}

    def read(self, structured: Any) -> Answer[P]:
        """The typed answer. Raises ``pydantic.ValidationError`` for what has not the answer's form."""
        return self.answer.model_validate(structured)

    def held_by(self, answer: Answer[P]) -> tuple[str, ...]:
        """The identifiers that the answer holds, each once, in their order."""
        return () if answer.found is None else tuple(dict.fromkeys(self.identifiers(answer.found)))


@dataclass(frozen=True)
class Question(Generic[P]):
    """One question: a tool and its arguments (JSON values), asked through ``RecordingClient`` or by a model."""

    tool: LookupTool[P]
    arguments: Arguments

    @property
    def lookup(self) -> str:
        """The name of the lookup that is asked."""
        return self.tool.lookup

    @cached_property
    def key(self) -> str:
        """See ``LookupTool.key``."""
        return self.tool.key(self.arguments)

    def read(self, structured: Any) -> Answer[P]:
        """The typed answer to this question. Raises ``pydantic.ValidationError`` for what has not its form."""
        return self.tool.read(structured)
