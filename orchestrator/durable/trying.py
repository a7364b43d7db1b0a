"""Doing a turn's work again after a fault around it: a few times after a pause, then when the queue is looked over."""

import logging
from collections.abc import Awaitable, Callable

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt, wait_exponential_jitter

from orchestrator.store.turns import Turn
from telemetry.logs import fault_fields

_log = logging.getLogger(__name__)
MOST_TRIES = 5
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.2, 15.0


class TurnInterrupted(RuntimeError):
    """A turn that faults around it have stopped again and again. It names the case and the last fault's type."""

    def __init__(self, turn: Turn, fault: str) -> None:
        super().__init__(f"The {turn.work.value} of case {turn.case_id} was interrupted: {fault}.")


async def try_again(turn: Turn, once: Callable[[], Awaitable[None]], *, unless: type[Exception]) -> None:
    """Does the work, again after a pause where it fails, but not after what is of ``unless``, which is passed on.

    Raises :class:`TurnInterrupted` where the faults go on.
    """
    try:
        async for attempt in _attempts(turn, unless):
            with attempt:
                await once()
    except unless:
        raise
    except Exception as error:  # noqa: BLE001 - the turn's edge: what broke says its type and nothing else
        raise TurnInterrupted(turn, type(error).__name__) from None


def _attempts(turn: Turn, unless: type[Exception]) -> AsyncRetrying:
    return AsyncRetrying(
        retry=retry_if_exception(lambda error: isinstance(error, Exception) and not isinstance(error, unless)),
        stop=stop_after_attempt(MOST_TRIES),
        wait=wait_exponential_jitter(initial=FIRST_PAUSE_SECONDS, max=LONGEST_PAUSE_SECONDS, jitter=0.2),
        after=lambda state: _tell(turn, state),
        reraise=True,
    )


def _tell(turn: Turn, state: RetryCallState) -> None:
    error = state.outcome.exception() if state.outcome else None
    if error is not None:
        told = fault_fields(error, case_id=turn.case_id, tries=state.attempt_number)
        _log.error("%s.interrupted", turn.work.value, extra=told)
