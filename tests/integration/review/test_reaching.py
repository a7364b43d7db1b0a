"""A model that cannot be reached is asked again, turn by turn; one that refuses or answers nonsense is not."""

import json
from types import SimpleNamespace
from typing import Any

import pytest
from agent_framework.exceptions import ChatClientException, ChatClientInvalidAuthException

from agents.models.reaching import pause_before_next
from agents.runtime import InProcessAgents
from agents.toolbox import Toolbox
from mcp_clients.patience import Patience
from orchestrator.bootstrap import Composition
from priorauth.errors import AgentFailed, AgentFailure
from priorauth.inputs import AgentName, ComplianceInput
from tests.integration.review.reviewing import example_case
from tests.integration.review.scripted import Scripted, ignore

NOTHING = json.dumps({"history": [], "symptoms": [], "results": []})


class Status(Exception):
    """What a client library raises for an HTTP status."""

    def __init__(self, status_code: int, **headers: str) -> None:
        super().__init__("secret words")
        self.status_code = status_code
        self.response = SimpleNamespace(headers={name.replace("_", "-"): value for name, value in headers.items()})


def failure(cause: BaseException | None, kind: type[ChatClientException] = ChatClientException) -> ChatClientException:
    error = kind("the service failed")
    error.__cause__ = cause
    return error


def unreachable() -> ChatClientException:
    """As it comes: the library's exception, of its HTTP's, of the socket's."""
    library = RuntimeError("Connection error.")
    library.__cause__ = ConnectionRefusedError()
    return failure(library)


async def run(composition: Composition, client: Scripted, slept: list[float]) -> Any:
    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    agents = composition.agents
    assert isinstance(agents, InProcessAgents)
    toolbox = Toolbox(agents.toolbox.endpoints, 5, patience=Patience(3, sleep=sleep))
    runner = InProcessAgents(agents.kit, lambda _: client, toolbox, 20)
    return await runner.run(AgentName.COMPLIANCE, ComplianceInput(case=example_case("01")), ignore)


async def test_a_model_that_cannot_be_reached_is_asked_again(composition: Composition) -> None:
    client, slept = Scripted(unreachable(), failure(Status(503, retry_after="2")), NOTHING), list[float]()

    await run(composition, client, slept)

    assert len(client.heard) == 3
    assert slept[1] == 2


async def test_after_the_last_try_the_agent_is_unavailable(composition: Composition) -> None:
    client = Scripted(*[unreachable() for _ in range(4)])

    with pytest.raises(AgentFailed) as failed:
        await run(composition, client, [])

    assert failed.value.failure is AgentFailure.UNAVAILABLE
    assert len(client.heard) == 3


async def test_a_later_turn_is_repeated_without_the_earlier_ones(composition: Composition) -> None:
    client = Scripted("not JSON", unreachable(), NOTHING)

    await run(composition, client, [])

    assert ["form asked for" in heard for heard in client.heard] == [False, True, True]


@pytest.mark.parametrize(
    ("error", "pause"),
    [
        (unreachable(), 0),
        (failure(TimeoutError()), 0),
        (failure(Status(429, retry_after="5")), 5),
        (failure(Status(504)), 0),
        (failure(Status(400)), None),
        (failure(Status(401)), None),
        (failure(Status(500)), None),
        (failure(None), None),
        (failure(ValueError()), None),
        (failure(None, ChatClientInvalidAuthException), None),
        (None, None),
    ],
)
def test_only_what_may_pass_is_tried_again(error: ChatClientException | None, pause: float | None) -> None:
    assert pause_before_next(error) == pause


async def test_what_would_recur_is_asked_once(composition: Composition) -> None:
    client = Scripted(failure(Status(400)))

    with pytest.raises(AgentFailed) as failed:
        await run(composition, client, [])

    assert failed.value.failure is AgentFailure.UNAVAILABLE
    assert "secret" not in str(failed.value)
    assert len(client.heard) == 1
