"""Language models behind an address, against a scripted server: either interface, and whom a key and a record reach."""

import sys
from typing import Any

import pytest
from agent_framework import Agent
from azure.core.credentials import AccessToken
from pydantic import SecretStr

from agents.models.openai import connected
from priorauth.model_sources import ModelApi, ModelKind, ServedModel
from priorauth.settings import SettingsInvalid
from tests.scripted.endpoint import Endpoint, in_turn, serving
from tests.scripted.saying import Says, ToolCall

APIS = list(ModelApi)
ANSWER = Says(text='{"finding": "a word of the record"}' * 5)


def served(endpoint: Endpoint, api: ModelApi) -> ServedModel:
    return ServedModel(kind=ModelKind.OPENAI, name="scripted", endpoint=endpoint.url, api=api)


@pytest.mark.parametrize("api", APIS)
@pytest.mark.parametrize("stream", [False, True])
async def test_either_interface_carries_words_calls_and_figures_at_once_or_in_pieces(
    api: ModelApi, stream: bool
) -> None:
    asked: list[str] = []

    def look_up(code: str) -> str:
        asked.append(code)
        return f"{code} is known"

    call = Says(calls=[ToolCall("call-1", "look_up", {"code": "E66.01"}), ToolCall("call-2", "look_up", {"code": "I"})])
    with serving(in_turn(call, ANSWER)) as endpoint:
        async with connected(served(endpoint, api), 5) as client:
            agent = Agent(client, "You read.", tools=[look_up], default_options={"store": False})
            if stream:
                told = agent.run("The case.", stream=True)
                text = "".join([update.text async for update in told])
                response = await told.get_final_response()
            else:
                response = await agent.run("The case.")
                text = response.text

    assert text == ANSWER.text
    assert asked == ["E66.01", "I"]
    assert endpoint.turns[1].results == {"call-1": "E66.01 is known", "call-2": "I is known"}
    assert [heard.text for heard in endpoint.turns[0].messages] == ["You read.", "The case."]
    assert (response.usage_details or {}).get("input_token_count") == 200
    assert [turn.body["store"] for turn in endpoint.turns] == [False, False]


async def test_a_key_and_the_configured_name_reach_the_server() -> None:
    with serving(in_turn(ANSWER)) as endpoint:
        model = served(endpoint, ModelApi.RESPONSES).model_copy(update={"key": SecretStr("sk-scripted")})
        async with connected(model, 5) as client:
            await Agent(client, "You read.").run("The case.")
    assert [(turn.key, turn.body["model"]) for turn in endpoint.turns] == [("sk-scripted", "scripted")]


@pytest.mark.parametrize("variable", ["OPENAI_API_KEY", "OPENAI_MODEL", "OPENAI_BASE_URL", "AZURE_OPENAI_ENDPOINT"])
async def test_what_the_environment_holds_for_others_is_not_used(
    variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, "https://elsewhere.example/v1")
    with serving(in_turn(ANSWER)) as endpoint:
        async with connected(served(endpoint, ModelApi.CHAT_COMPLETIONS), 5) as client:
            await Agent(client, "You read.").run("The case.")
    assert [(turn.key, turn.body["model"]) for turn in endpoint.turns] == [("none", "scripted")]


async def test_foundry_is_asked_with_a_token_of_the_environments_identity(monkeypatch: pytest.MonkeyPatch) -> None:
    """The identity is a stand-in: no Azure can be reached here."""
    asked: list[str] = []

    class Identity:
        def get_token(self, *scopes: str, **_: Any) -> AccessToken:
            asked.extend(scopes)
            return AccessToken("a-token", 4_000_000_000)

    monkeypatch.setattr("azure.identity.DefaultAzureCredential", Identity)
    with serving(in_turn(ANSWER)) as endpoint:
        model = served(endpoint, ModelApi.RESPONSES).model_copy(update={"kind": ModelKind.FOUNDRY})
        async with connected(model, 5) as client:
            await Agent(client, "You read.").run("The case.")
    assert [turn.key for turn in endpoint.turns] == ["a-token"]
    assert asked == ["https://ai.azure.com/.default"]


async def test_foundry_without_its_packages_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "azure.identity", None)
    model = ServedModel(kind=ModelKind.FOUNDRY, name="x", endpoint="https://x.example", api=ModelApi.RESPONSES)
    with pytest.raises(SettingsInvalid, match="extra `azure`"):
        async with connected(model, 5):
            pass
