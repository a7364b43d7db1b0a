"""A model that reads as the embedded one does: it plays the agent's reasoner, through real calls of the real tools."""

from pydantic import BaseModel

from agents.kit import AgentKit
from agents.models.embedded import replay
from agents.registry import play
from mcp_clients.answers import Answer
from priorauth.ledger import LookupOutcome
from tests.scripted.endpoint import Script
from tests.scripted.saying import Said, Says, ToolCall
from tests.scripted.turns import Turn


def honest(kit: AgentKit) -> Script:
    """A script that asks what the reasoner asks, and answers with its draft. Without tools it asks nothing."""

    def say(turn: Turn) -> Said:
        outcome = replay(play(turn.addressed, kit), turn.results if turn.tools else _Unanswered())
        if isinstance(outcome, BaseModel):
            return Says(text=outcome.model_dump_json())
        number, questions = outcome
        return Says(
            calls=[
                ToolCall(f"turn-{number}-{place}", question.tool.name, question.arguments)
                for place, question in enumerate(questions)
            ]
        )

    return say


class _Unanswered(dict[str, str]):
    """Of every call, that nobody answered it."""

    def get(self, key: str, default: str | None = None) -> str:  # pyright: ignore[reportIncompatibleMethodOverride]
        return Answer(outcome=LookupOutcome.UNAVAILABLE).model_dump_json()
