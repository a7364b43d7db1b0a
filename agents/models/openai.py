"""A language model behind an address, as the framework's chat client: chat completions or Responses, key or identity.

What it is told and what it answers is kept by nobody whom we tell: no storing is asked for, and the client library,
which would write whole requests to a log at its debug level, writes warnings alone.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from agent_framework.openai import OpenAIChatClient, OpenAIChatCompletionClient

from agents.models.untransformed import UntransformedOpenAI
from priorauth.model_sources import ModelApi, ModelKind, ServedModel
from priorauth.settings import SettingsInvalid

_NO_KEY = "none"
"""The client asks for a key; many servers of one's own network do not."""
_AZURE_SCOPE = "https://ai.azure.com/.default"
_CLIENTS = {ModelApi.CHAT_COMPLETIONS: OpenAIChatCompletionClient, ModelApi.RESPONSES: OpenAIChatClient}


@asynccontextmanager
async def connected(model: ServedModel, timeout_seconds: float) -> AsyncGenerator[Any]:
    """The chat client of a model, for as long as the context is open. ``timeout_seconds`` bounds one try of a turn.

    Tries are repeated by the runtime, turn by turn, so the client repeats none. Raises :class:`SettingsInvalid` where
    Foundry is asked for and the packages that sign in to it are not installed.
    """
    logging.getLogger("openai").setLevel(logging.WARNING)
    async with UntransformedOpenAI(
        base_url=model.endpoint, api_key=_key(model), timeout=timeout_seconds, max_retries=0
    ) as client:
        yield _CLIENTS[model.api](model=model.name, async_client=client)


def _key(model: ServedModel) -> str | Callable[[], Awaitable[str]]:
    if model.kind is ModelKind.FOUNDRY:
        return _azure_token()
    return model.key.get_secret_value() if model.key is not None else _NO_KEY


def _azure_token() -> Callable[[], Awaitable[str]]:
    """Tokens of the environment's Azure identity, as they are needed. It keeps a token until that expires."""
    try:
        from azure.identity import DefaultAzureCredential, get_bearer_token_provider  # only this way needs them
    except ModuleNotFoundError:
        raise SettingsInvalid(
            "PRIORAUTH_MODEL=foundry signs in with azure-identity, which is not installed: "
            "install this package with its extra `azure`."
        ) from None
    provide = get_bearer_token_provider(DefaultAzureCredential(), _AZURE_SCOPE)

    async def token() -> str:
        return await asyncio.to_thread(provide)

    return token
