"""Counts the turns, lookups, tokens and money of one agent's run, and stops the run before it passes a limit."""

import json
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from agent_framework import ChatContext, ChatMiddleware, Message

from agents.models.spending import OverBudget, Spending
from priorauth.errors import AgentFailed, AgentFailure
from priorauth.inputs import AgentName
from priorauth.model_budget import Amount, ModelPrice

_BYTES_OF_A_TOKEN = 3
"""An estimate, on the high side for English: no model's own tokenizer is here."""


def estimated_tokens(text: str) -> int:
    """About how many tokens a text has, rather too many than too few."""
    return -(-len(text.encode("utf-8", "replace")) // _BYTES_OF_A_TOKEN)


@dataclass
class Meter(ChatMiddleware):
    """Stands around each turn of one agent's run for one case. ``price`` is its model's, where one is known."""

    agent: AgentName
    case_id: str
    spending: Spending
    price: ModelPrice | None
    turns: int = 0
    calls: int = 0

    async def process(self, context: ChatContext, call_next: Callable[[], Awaitable[None]]) -> None:
        """Raises :class:`AgentFailed` where the run has used up what it may use."""
        limits = self.spending.limits
        self.turns += 1
        if self.turns > limits.turns:
            raise self._over(f"it took more than {limits.turns} turns")
        read = sum(map(estimated_tokens, _texts(context.messages, context.options or {})))
        try:
            with self.spending.reserved(self.case_id, self._amount(read, limits.answer_tokens)) as reservation:
                await call_next()
                reservation.amount = self._used(context.result, read)
        except OverBudget as error:
            raise self._over(str(error)) from None
        self.calls += sum(content.type == "function_call" for content in _contents(context.result))
        if self.calls > limits.calls:
            raise self._over(f"it asked for more than {limits.calls} lookups")

    def _used(self, result: object, estimated: int) -> Amount:
        """As the server told it; by estimate where it told nothing."""
        used: dict[str, Any] = getattr(result, "usage_details", None) or {}
        read, written = used.get("input_token_count"), used.get("output_token_count")
        if read is None or written is None:
            return self._amount(estimated, sum(map(estimated_tokens, map(_said, _contents(result)))))
        return self._amount(read, written, used.get("cache_read_input_token_count") or 0)

    def _amount(self, read: int, written: int, cached: int = 0) -> Amount:
        usd = self.price.of(read, written, cached) if self.price is not None else None
        return Amount(tokens=read + written, usd=usd)

    def _over(self, detail: str) -> AgentFailed:
        return AgentFailed(self.agent.value, AgentFailure.BUDGET_EXCEEDED, detail)


def _texts(messages: Iterable[Message], options: Mapping[str, Any]) -> Iterator[str]:
    """All that is sent: the conversation, the instructions, the tools and the form of the answer."""
    for message in messages:
        yield from map(_said, message.contents)
    yield str(options.get("instructions") or "")
    for tool in options.get("tools") or ():
        yield json.dumps(tool.to_json_schema_spec()) if hasattr(tool, "to_json_schema_spec") else str(tool)
    yield json.dumps(options.get("response_format"), default=str)


def _contents(result: object) -> Iterator[Any]:
    messages: Iterable[Message] = getattr(result, "messages", ())
    for message in messages:
        yield from message.contents


def _said(content: Any) -> str:
    return "".join(str(part) for part in (content.text, content.name, content.arguments, content.result) if part)
