"""Why a call gave no answer, in words that hold no address, no argument and nothing clinical."""

from dataclasses import dataclass
from typing import cast

from mcp.shared.exceptions import MCPError
from mcp_types import INVALID_PARAMS, INVALID_REQUEST, METHOD_NOT_FOUND, REQUEST_TIMEOUT
from pydantic import ValidationError

from priorauth.ledger import LookupOutcome

_REFUSALS = frozenset({INVALID_PARAMS, INVALID_REQUEST, METHOD_NOT_FOUND})


@dataclass(frozen=True)
class CallFailure:
    """An outcome for which ``outcome.failed`` holds, and a sentence that is safe to show."""

    outcome: LookupOutcome
    detail: str


def unavailable(detail: str) -> CallFailure:
    """Nobody answered."""
    return CallFailure(LookupOutcome.UNAVAILABLE, detail)


def refused(detail: str) -> CallFailure:
    """The server, or we ourselves, would not take the question."""
    return CallFailure(LookupOutcome.REFUSED, detail)


def malformed(detail: str) -> CallFailure:
    """An answer came and made no sense."""
    return CallFailure(LookupOutcome.MALFORMED, detail)


CANCELLED = unavailable("The call was cancelled before the server answered.")
NO_STRUCTURE = malformed("The server's answer held no structured content.")
WRONG_FORM = malformed("The server's answer does not have the form that this lookup's answers have.")


def timed_out(seconds: float) -> CallFailure:
    """The server took longer than the limit for one call."""
    return unavailable(f"The server did not answer within {seconds:g} s.")


def failure_of(error: Exception) -> CallFailure:
    """What an exception of the transport means. Its message is never passed on: it may quote arguments or addresses."""
    if isinstance(error, ExceptionGroup):
        return failure_of(cast("ExceptionGroup[Exception]", error).exceptions[0])
    if isinstance(error, MCPError):
        return _protocol_failure(error.error.code)
    if isinstance(error, ValidationError):
        return malformed("The server's answer does not conform to the protocol.")
    return unavailable(f"The connection to the server failed ({type(error).__name__}).")


def _protocol_failure(code: int) -> CallFailure:
    if code in _REFUSALS:
        return refused(f"The server refused the call (protocol error {code}).")
    if code == REQUEST_TIMEOUT:
        return unavailable("The server did not answer in time.")
    return unavailable(f"The server could not take the call (protocol error {code}).")
