"""A client of the OpenAI protocol that sends a request as the framework formed it.

The library's own client compares every request with its types before it sends it, part by part, to rename what is
written otherwise in Python. In these two interfaces nothing is, and the comparison took a fifth of the time that a
review needs beside its model. So a body, which is plain JSON already, goes as what the library calls an extra body.
"""

from typing import Any, cast

from openai import AsyncOpenAI
from openai.resources.chat import AsyncChat, AsyncCompletions
from openai.resources.responses import AsyncResponses

_BESIDE_THE_BODY = ("extra_headers", "extra_query", "timeout")


def _beside(body: dict[str, Any]) -> dict[str, Any]:
    """The arguments that send a body as it is. ``stream`` stays one of them: by it the library reads the answer."""
    kept = {name: body.pop(name) for name in _BESIDE_THE_BODY if name in body}
    more = cast("dict[str, Any] | None", body.pop("extra_body", None))
    return kept | {"stream": body.pop("stream", False), "extra_body": body | (more or {})}


class _Completions(AsyncCompletions):
    async def create(self, *, model: str, **body: Any) -> Any:  # pyright: ignore[reportIncompatibleMethodOverride]
        send: Any = super().create
        return await send(model=model, messages=(), **_beside(body))


class _Chat(AsyncChat):
    @property
    def completions(self) -> AsyncCompletions:
        return _Completions(self._client)


class _Responses(AsyncResponses):
    async def create(self, *, model: str, **body: Any) -> Any:  # pyright: ignore[reportIncompatibleMethodOverride]
        send: Any = super().create
        return await send(model=model, **_beside(body))


class UntransformedOpenAI(AsyncOpenAI):
    """The library's client, whose turns are sent as they are given. Their values are plain JSON."""

    @property
    def chat(self) -> AsyncChat:
        """Chat completions."""
        return _Chat(self)

    @property
    def responses(self) -> AsyncResponses:
        """Responses."""
        return _Responses(self)
