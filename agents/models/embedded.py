"""The embedded model: a stateless chat client that reads the envelope and plays the agent's own reasoner.

It runs through the same framework loop, the same tools and the same response types as a language model. At each turn
the reasoner is replayed from its beginning against the results that the conversation already holds, by call id.
"""

from collections.abc import AsyncIterable, Awaitable, Callable, Mapping, Sequence
from typing import Any

from agent_framework import (
    BaseChatClient,
    ChatMiddlewareLayer,
    ChatResponse,
    ChatResponseUpdate,
    Content,
    FunctionInvocationLayer,
    Message,
    ResponseStream,
)
from agent_framework.observability import ChatTelemetryLayer
from pydantic import BaseModel

from agents.aside import aside
from agents.spec import Answers, Questions, Reasoning
from mcp_clients.answers import Answer
from mcp_clients.questions import Question

MODEL_NAME = "embedded-1"

Play = Callable[[str], Reasoning[Any]]
"""From a message that ends in an envelope to the reasoning of the agent that it is addressed to."""


class _ReasoningClient(BaseChatClient[Any]):
    """Answers each turn with the reasoner's next questions as tool calls, or with its draft."""

    def __init__(self, *, play: Play, **options: Any) -> None:
        super().__init__(**options)
        self._play = play

    def _inner_get_response(
        self, *, messages: Sequence[Message], stream: bool = False, options: Mapping[str, Any], **kwargs: Any
    ) -> Awaitable[ChatResponse] | ResponseStream[ChatResponseUpdate, ChatResponse]:
        if stream:
            return ResponseStream(self._stream(messages), finalizer=ChatResponse.from_updates)
        return self._respond(messages)

    async def _respond(self, messages: Sequence[Message]) -> ChatResponse:
        message = _addressed(messages)
        contents = await aside(len(message), self._next, message, _results(messages))
        return ChatResponse(messages=[Message("assistant", contents)], model=MODEL_NAME)

    async def _stream(self, messages: Sequence[Message]) -> AsyncIterable[ChatResponseUpdate]:
        for message in (await self._respond(messages)).messages:
            yield ChatResponseUpdate(role="assistant", contents=message.contents, model=MODEL_NAME)

    def _next(self, message: str, results: Mapping[str, str]) -> list[Content]:
        outcome = replay(self._play(message), results)
        if isinstance(outcome, BaseModel):
            return [Content.from_text(outcome.model_dump_json())]
        turn, questions = outcome
        return [
            Content.from_function_call(_call_id(turn, number), question.tool.name, arguments=dict(question.arguments))
            for number, question in enumerate(questions)
        ]


class EmbeddedModel(FunctionInvocationLayer, ChatMiddlewareLayer, ChatTelemetryLayer, _ReasoningClient):  # pyright: ignore[reportIncompatibleMethodOverride, reportIncompatibleVariableOverride, reportMissingTypeArgument]
    """The embedded model as the framework's chat client."""


def replay(reasoning: Reasoning[Any], results: Mapping[str, str]) -> tuple[int, Questions] | BaseModel:
    """The first questions that have no results yet, with their turn; or the draft, when every question has one."""
    turn, answers = 0, None
    try:
        while True:
            questions = reasoning.send(answers) if answers is not None else next(reasoning)
            known = [results.get(_call_id(turn, number)) for number in range(len(questions))]
            if any(result is None for result in known):
                return turn, questions
            answers = _read(questions, [result or "" for result in known])
            turn += 1
    except StopIteration as finished:
        return finished.value


def _call_id(turn: int, number: int) -> str:
    return f"turn-{turn}-{number}"


def _read(questions: Questions, results: Sequence[str]) -> Answers:
    return tuple(_answer(question, result) for question, result in zip(questions, results, strict=True))


def _answer(question: Question[Any], result: str) -> Answer[Any]:
    return question.tool.answer.model_validate_json(result)


def _addressed(messages: Sequence[Message]) -> str:
    """The last user message that ends in an envelope: a repair request may follow it."""
    for message in reversed(messages):
        if message.role == "user" and message.text.rstrip().endswith("```"):
            return message.text.rstrip()
    raise ValueError("no message is addressed to an agent")


def _results(messages: Sequence[Message]) -> dict[str, str]:
    return {
        content.call_id: str(content.result)
        for message in messages
        for content in message.contents
        if content.type == "function_result" and content.call_id is not None
    }
