"""A model that says what a test has it say."""

from collections.abc import Sequence
from typing import Any

from agent_framework import BaseChatClient, ChatMiddlewareLayer, ChatResponse, FunctionInvocationLayer, Message

from agents.runtime import InProcessAgents
from orchestrator.bootstrap import Composition
from priorauth.model_usage import Made

Answer = str | Exception


class Scripted(FunctionInvocationLayer[Any], ChatMiddlewareLayer[Any], BaseChatClient[Any]):
    """A chat client that gives prepared answers, one a turn, and remembers what it was told. It raises exceptions."""

    def __init__(self, *answers: Answer) -> None:
        super().__init__()
        self.answers = list(answers)
        self.heard: list[str] = []
        self.lengths: list[int] = []

    def _inner_get_response(self, *, messages: Sequence[Message], **options: Any) -> Any:
        async def answer() -> ChatResponse:
            self.heard.append(messages[-1].text)
            self.lengths.append(sum(len(message.text) for message in messages))
            said = self.answers.pop(0)
            if isinstance(said, Exception):
                raise said
            return ChatResponse(messages=[Message("assistant", [said])])

        return answer()


def scripted(composition: Composition, client: Scripted, agent_timeout: float = 5) -> InProcessAgents:
    """The composed agents, played by the scripted model."""
    agents = composition.agents
    assert isinstance(agents, InProcessAgents)
    return InProcessAgents(agents.kit, lambda _: client, agents.toolbox, agent_timeout)


def ignore(_: Made) -> None:
    """No one watches the calls."""
