"""A client of the OpenAI protocol that sends a request as the framework formed it.

The library's own client compares every request with its types before it sends it, part by part, to rename what is
written otherwise in Python. In these two interfaces nothing is, and the comparison took a fifth of the time that a
review needs beside its model. So a body, which is plain JSON already, goes the way that the library keeps for any path.
"""

from typing import Any, cast

from openai import AsyncOpenAI, AsyncStream
from openai.resources.chat import AsyncChat, AsyncCompletions
from openai.resources.responses import AsyncResponses
from openai.types.chat import ChatCompletion, ChatCompletionChunk
from openai.types.responses import Response, ResponseStreamEvent

_OPTIONS = {"extra_headers": "headers", "extra_query": "params", "timeout": "timeout"}
"""Arguments that are not of the body, and what the library calls them where any path may be asked."""


async def _post(client: AsyncOpenAI, path: str, body: dict[str, Any], answer: Any, event: Any) -> Any:
    """The answer of ``path``, or its events where the body asks for a stream. Raises what the library raises."""
    options: Any = {name: body.pop(given) for given, name in _OPTIONS.items() if given in body}
    more = cast("dict[str, Any] | None", body.pop("extra_body", None))
    streams = bool(body.pop("stream", False))
    said = {"stream": streams} | body | (more or {})
    return await client.post(
        path, cast_to=answer, body=said, options=options, stream=streams, stream_cls=AsyncStream[event]
    )


class _Completions(AsyncCompletions):
    async def create(self, **body: Any) -> Any:
        return await _post(self._client, "/chat/completions", body, ChatCompletion, ChatCompletionChunk)


class _Chat(AsyncChat):
    @property
    def completions(self) -> AsyncCompletions:
        return _Completions(self._client)


class _Responses(AsyncResponses):
    async def create(self, **body: Any) -> Any:
        return await _post(self._client, "/responses", body, Response, ResponseStreamEvent)


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
