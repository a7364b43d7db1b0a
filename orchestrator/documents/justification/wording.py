"""Statuses, times and numbers as the justification says them."""

import datetime as dt
from collections.abc import Iterable, Mapping
from enum import StrEnum

from orchestrator.documents.blocks import Run, Table, Tone
from priorauth.confidence import ConfidenceLevel
from priorauth.findings import CodeStatus, ItemStatus, ProviderStatus
from priorauth.gates import GateOutcome
from priorauth.kleene import Status
from priorauth.ledger import LookupOutcome
from priorauth.recommendation import Outcome

Cell = tuple[Run, ...]

_TONES: Mapping[StrEnum, Tone] = {
    Status.MET: Tone.GOOD,
    Status.NOT_MET: Tone.BAD,
    Status.INSUFFICIENT: Tone.OPEN,
    GateOutcome.PASS: Tone.GOOD,
    GateOutcome.FAIL: Tone.BAD,
    GateOutcome.NOT_EVALUATED: Tone.OPEN,
    Outcome.APPROVE: Tone.GOOD,
    Outcome.PEND: Tone.OPEN,
    ConfidenceLevel.HIGH: Tone.GOOD,
    ConfidenceLevel.MEDIUM: Tone.OPEN,
    ConfidenceLevel.LOW: Tone.OPEN,
    ItemStatus.COMPLETE: Tone.GOOD,
    ItemStatus.INCOMPLETE: Tone.OPEN,
    ItemStatus.MISSING: Tone.OPEN,
    CodeStatus.VALID: Tone.GOOD,
    CodeStatus.NOT_BILLABLE: Tone.OPEN,
    CodeStatus.NOT_FOUND: Tone.BAD,
    CodeStatus.MALFORMED: Tone.BAD,
    ProviderStatus.ACTIVE: Tone.GOOD,
    ProviderStatus.DEACTIVATED: Tone.BAD,
    ProviderStatus.NOT_FOUND: Tone.BAD,
    ProviderStatus.INVALID: Tone.BAD,
    LookupOutcome.UNAVAILABLE: Tone.OPEN,
    LookupOutcome.REFUSED: Tone.OPEN,
    LookupOutcome.MALFORMED: Tone.OPEN,
}
"""How a status is toned. What is not listed says of itself that nothing is known, and has no tone."""


def status(value: StrEnum) -> Run:
    """A status as a bold word."""
    return Run(text=value.value.replace("_", " ") if value.islower() else value.value, bold=True, tone=tone_of(value))


def tone_of(value: StrEnum) -> Tone:
    """The tone of a status."""
    return _TONES.get(value, Tone.PLAIN)


def cell(*parts: str | Run | None) -> Cell:
    """A table's cell, or a field's value, from texts and runs; None is left out."""
    return tuple(part if isinstance(part, Run) else Run(text=part) for part in parts if part)


def quoted(text: str) -> Run:
    """Somebody else's words."""
    return Run(text=text, quoted=True)


def table(caption: str, columns: Mapping[str, float], rows: Iterable[tuple[Cell, ...]]) -> Table:
    """A table from its columns' titles with their widths."""
    return Table(caption=caption, header=tuple(columns), widths=tuple(columns.values()), rows=tuple(rows))


def moment(at: dt.datetime) -> str:
    """A time to the second, in UTC, as in ``2026-11-22 12:00:00 UTC``."""
    return at.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def counted(count: int, noun: str) -> str:
    """A number with its noun: ``1 line``, ``2 lines``."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def exact(value: float) -> str:
    """A number with all the digits that the arithmetic uses, up to six, and no idle zeros: ``0.4``, ``0.316667``."""
    return f"{value:.6f}".rstrip("0").rstrip(".")
