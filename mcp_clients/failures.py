"""Why a call gave no answer, in words that hold no address, no argument and nothing clinical."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, cast

from mcp.shared.exceptions import MCPError
from mcp_types import (
    CONNECTION_CLOSED,
    INVALID_PARAMS,
    INVALID_REQUEST,
    METHOD_NOT_FOUND,
    PARSE_ERROR,
    REQUEST_TIMEOUT,
)
from pydantic import BaseModel, Field, ValidationError

from priorauth.ledger import LookupOutcome

NO_ANSWER = -32077
"""The JSON-RPC error code by which :mod:`mcp_clients.wire` tells what HTTP said; its data is a :class:`Told`."""


class FailureKind(StrEnum):
    """What went wrong with a call."""

    NOT_REACHED = "not_reached"
    TIMED_OUT = "timed_out"
    BUSY = "busy"
    FAULT = "fault"
    STATED = "stated"
    CANCELLED = "cancelled"
    WITHHELD = "withheld"
    REFUSED = "refused"
    MALFORMED = "malformed"


@dataclass(frozen=True)
class Nature:
    """What a kind of failure means. A ``transient`` one may be gone at the next try; the others would only recur."""

    outcome: LookupOutcome
    transient: bool = False


NATURES: Mapping[FailureKind, Nature] = {
    FailureKind.NOT_REACHED: Nature(LookupOutcome.UNAVAILABLE, transient=True),
    FailureKind.TIMED_OUT: Nature(LookupOutcome.UNAVAILABLE, transient=True),
    FailureKind.BUSY: Nature(LookupOutcome.UNAVAILABLE, transient=True),
    FailureKind.FAULT: Nature(LookupOutcome.UNAVAILABLE),
    FailureKind.STATED: Nature(LookupOutcome.UNAVAILABLE),
    FailureKind.CANCELLED: Nature(LookupOutcome.UNAVAILABLE),
    FailureKind.WITHHELD: Nature(LookupOutcome.UNAVAILABLE),
    FailureKind.REFUSED: Nature(LookupOutcome.REFUSED),
    FailureKind.MALFORMED: Nature(LookupOutcome.MALFORMED),
}
KIND_BY_STATUS: Mapping[int, FailureKind] = {
    401: FailureKind.REFUSED,
    403: FailureKind.REFUSED,
    429: FailureKind.BUSY,
    502: FailureKind.BUSY,
    503: FailureKind.BUSY,
    504: FailureKind.BUSY,
}
"""The HTTP statuses that say by themselves what went wrong."""
_KIND_BY_CODE: Mapping[int, FailureKind] = {
    INVALID_PARAMS: FailureKind.REFUSED,
    INVALID_REQUEST: FailureKind.REFUSED,
    METHOD_NOT_FOUND: FailureKind.REFUSED,
    PARSE_ERROR: FailureKind.MALFORMED,
    REQUEST_TIMEOUT: FailureKind.TIMED_OUT,
    CONNECTION_CLOSED: FailureKind.NOT_REACHED,
}
_SENTENCES: Mapping[FailureKind, str] = {
    FailureKind.NOT_REACHED: "The connection to the server failed.",
    FailureKind.TIMED_OUT: "The server did not answer in time.",
    FailureKind.BUSY: "The server is busy or down for now.",
    FailureKind.FAULT: "The server could not take the call.",
    FailureKind.REFUSED: "The server refused the call.",
    FailureKind.MALFORMED: "The server's answer does not conform to the protocol, or is too long.",
}


class Told(BaseModel):
    """A failure as the wire tells it. ``retry_after`` is the pause that the server asks for, in seconds."""

    kind: FailureKind
    retry_after: float = Field(default=0, ge=0, allow_inf_nan=False)


@dataclass(frozen=True)
class CallFailure:
    """A kind of failure, a sentence that is safe to show, and the pause that the server asks for, in seconds."""

    kind: FailureKind
    detail: str
    retry_after: float = 0

    @property
    def outcome(self) -> LookupOutcome:
        """An outcome for which ``outcome.failed`` holds."""
        return NATURES[self.kind].outcome

    @property
    def transient(self) -> bool:
        """Whether the same question may be answered at the next try."""
        return NATURES[self.kind].transient


CANCELLED = CallFailure(FailureKind.CANCELLED, "The call was cancelled before the server answered.")
NO_STRUCTURE = CallFailure(FailureKind.MALFORMED, "The server's answer held no structured content.")
WRONG_FORM = CallFailure(
    FailureKind.MALFORMED, "The server's answer does not have the form that this lookup's answers have."
)
WRONG_SUBJECT = CallFailure(FailureKind.MALFORMED, "The server's answer is about something else than was asked.")
TOO_LONG = CallFailure(FailureKind.MALFORMED, "The server's answer is too long to be one.")
ERROR_RESULT = CallFailure(FailureKind.REFUSED, "The server answered with an error.")


def withheld(detail: str) -> CallFailure:
    """We did not ask."""
    return CallFailure(FailureKind.WITHHELD, detail)


def refused(detail: str) -> CallFailure:
    """We ourselves would not send the question."""
    return CallFailure(FailureKind.REFUSED, detail)


def timed_out(seconds: float) -> CallFailure:
    """The server took longer than the limit for one call."""
    return CallFailure(FailureKind.TIMED_OUT, f"The server did not answer within {seconds:g} s.")


def failure_of(error: Exception) -> CallFailure:
    """What an exception of the transport means. Its message is never passed on: it may quote arguments or addresses."""
    if isinstance(error, ExceptionGroup):
        return failure_of(cast("ExceptionGroup[Exception]", error).exceptions[0])
    if isinstance(error, MCPError):
        return _protocol_failure(error.error.code, error.error.data)
    if isinstance(error, ValidationError):
        return _of(FailureKind.MALFORMED)
    kind = FailureKind.NOT_REACHED if isinstance(error, OSError) else FailureKind.FAULT
    return CallFailure(kind, f"The connection to the server failed ({type(error).__name__}).")


def _protocol_failure(code: int, data: Any) -> CallFailure:
    if code == NO_ANSWER:
        return _told(data)
    kind = _KIND_BY_CODE.get(code, FailureKind.FAULT)
    return CallFailure(kind, f"{_SENTENCES[kind].rstrip('.')} (protocol error {code}).")


def _told(data: Any) -> CallFailure:
    try:
        told = Told.model_validate(data)
    except ValidationError:
        return _of(FailureKind.FAULT)
    return CallFailure(told.kind, _SENTENCES.get(told.kind, _SENTENCES[FailureKind.FAULT]), told.retry_after)


def _of(kind: FailureKind) -> CallFailure:
    return CallFailure(kind, _SENTENCES[kind])
