"""One turn of a conversation as a server of either interface receives it, told in one way."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from priorauth.model_sources import ModelApi


@dataclass(frozen=True)
class Heard:
    """One message: who speaks, the words, and of a tool's result the call that it answers."""

    role: str
    text: str
    call_id: str | None = None


@dataclass(frozen=True)
class Turn:
    """What a server is asked. ``body`` is the whole request, ``key`` what the client signed in with."""

    api: ModelApi
    body: Mapping[str, Any]
    key: str
    messages: tuple[Heard, ...]

    @property
    def results(self) -> dict[str, str]:
        """The results of the tools that were called, by call."""
        return {heard.call_id: heard.text for heard in self.messages if heard.call_id is not None}

    @property
    def addressed(self) -> str:
        """The message that ends in an envelope."""
        return next(heard.text for heard in self.messages if heard.role == "user" and heard.text.endswith("```"))

    @property
    def agent(self) -> str:
        """The name of the agent that the envelope is addressed to."""
        return str(json.loads(self.addressed.rsplit("```json\n", 1)[1].removesuffix("\n```"))["agent"])

    @property
    def last(self) -> str:
        """The words that came last."""
        return self.messages[-1].text

    @property
    def tools(self) -> tuple[str, ...]:
        """The names of the tools that are offered."""
        return tuple((tool.get("function") or tool)["name"] for tool in self.body.get("tools") or ())

    @property
    def format(self) -> Mapping[str, Any]:
        """The JSON schema that the answer must have, with its name and whether it is strict."""
        if self.api is ModelApi.RESPONSES:
            return self.body["text"]["format"]
        return self.body["response_format"]["json_schema"]


def of_chat_completions(body: Mapping[str, Any], key: str) -> Turn:
    """A request to ``/chat/completions``."""
    heard = tuple(Heard(one["role"], _words(one.get("content")), one.get("tool_call_id")) for one in body["messages"])
    return Turn(ModelApi.CHAT_COMPLETIONS, body, key, heard)


def of_responses(body: Mapping[str, Any], key: str) -> Turn:
    """A request to ``/responses``."""
    return Turn(ModelApi.RESPONSES, body, key, tuple(_heard(body)))


def _heard(body: Mapping[str, Any]) -> Iterator[Heard]:
    if body.get("instructions"):
        yield Heard("system", body["instructions"])
    for item in body["input"]:
        match item.get("type", "message"):
            case "message":
                yield Heard(item["role"], _words(item["content"]))
            case "function_call_output":
                yield Heard("tool", _words(item["output"]), item["call_id"])
            case _:
                yield Heard("assistant", "")


def _words(content: str | Sequence[Mapping[str, Any]] | None) -> str:
    if content is None or isinstance(content, str):
        return content or ""
    return "".join(str(part.get("text") or part.get("refusal") or "") for part in content)
