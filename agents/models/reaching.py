"""Asking a model again that could not be reached, as often as patience has it and the agent's time allows.

The middleware stands around each single turn of a conversation, so that no lookup of an earlier turn is asked again.
"""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass

from agent_framework import ChatContext, ChatMiddleware
from agent_framework.exceptions import ChatClientException

from mcp_clients.failures import KIND_BY_STATUS, NATURES
from mcp_clients.patience import Patience
from mcp_clients.wire import pause_of


@dataclass(frozen=True)
class ReachAgain(ChatMiddleware):
    """Repeats a turn whose failure may pass. ``until`` is the agent's end, in the seconds of ``patience.clock``."""

    patience: Patience
    until: float

    async def process(self, context: ChatContext, call_next: Callable[[], Awaitable[None]]) -> None:
        """Raises the last failure. A streamed turn is not repeated: part of it may have been used."""

        async def once() -> ChatClientException | None:
            try:
                await call_next()
            except ChatClientException as error:
                return error
            return None

        failure = await (once() if context.stream else self.patience.ask(once, pause_before_next, until=self.until))
        if failure is not None:
            raise failure


def pause_before_next(failure: ChatClientException | None) -> float | None:
    """The seconds that the model's server asks for before the next try; None where another would fail likewise."""
    if failure is None:
        return None
    for cause in causes_of(failure):
        status = getattr(cause, "status_code", None)
        if isinstance(status, int):
            transient = status in KIND_BY_STATUS and NATURES[KIND_BY_STATUS[status]].transient
            return _asked(cause) if transient else None
        if isinstance(cause, OSError):
            return 0
    return None


def causes_of(error: BaseException) -> Iterator[BaseException]:
    """The exceptions that led to this one: of the client library, its HTTP, and the socket."""
    cause = error.__cause__ or error.__context__
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__


def _asked(cause: BaseException) -> float:
    headers = getattr(getattr(cause, "response", None), "headers", None)
    return pause_of(headers.get("retry-after")) if headers is not None else 0
