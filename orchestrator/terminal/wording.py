"""The words and marks of the report. A status is said in a word and a mark; color only repeats it."""

from collections.abc import Mapping
from enum import StrEnum

from rich.text import Text

from orchestrator.terminal.lines import words
from priorauth.assessment import Basis
from priorauth.findings import CodeStatus, ItemStatus, ProviderStatus, Route
from priorauth.gates import GateOutcome
from priorauth.kleene import Status
from priorauth.ledger import LookupOutcome
from priorauth.nodes import Verification
from priorauth.profile_lines import Mark
from priorauth.recommendation import Outcome

QUIET = "dim"

_GOOD = frozenset[StrEnum](
    {
        Outcome.APPROVE,
        Status.MET,
        GateOutcome.PASS,
        CodeStatus.VALID,
        ProviderStatus.ACTIVE,
        ItemStatus.COMPLETE,
        LookupOutcome.ANSWERED,
    }
)
_BAD = frozenset[StrEnum](
    {
        Status.NOT_MET,
        GateOutcome.FAIL,
        CodeStatus.NOT_BILLABLE,
        CodeStatus.NOT_FOUND,
        CodeStatus.MALFORMED,
        ProviderStatus.DEACTIVATED,
        ProviderStatus.NOT_FOUND,
        ProviderStatus.INVALID,
        ItemStatus.INCOMPLETE,
        ItemStatus.MISSING,
        LookupOutcome.UNAVAILABLE,
        LookupOutcome.REFUSED,
        LookupOutcome.MALFORMED,
    }
)
"""What is in neither set is open: it says nothing for and nothing against."""

ROUTES: Mapping[Route, str] = {
    Route.NOT_EVALUATED: "something could not be asked; run the review again, or a person settles it",
    Route.CORRECT_REQUEST: "the requester corrects codes, provider or lines",
    Route.NEEDS_PHYSICIAN: "a physician reviews it",
    Route.NEEDS_INFORMATION: "ask the provider for what is missing, below",
}

BASES: Mapping[Basis, str] = {
    Basis.STATED: "",
    Basis.SILENT: "not mentioned",
    Basis.PRESUMED_ABSENT: "not mentioned, presumed absent",
    Basis.WEAK: "stated too weakly",
    Basis.UNCLEAR: "stated incompletely",
    Basis.CONTRADICTED: "the record contradicts itself",
    Basis.PERSON: "a clinician decides",
    Basis.MODEL: "judged by a model only",
    Basis.NOT_CHECKED: "not checked",
    Basis.CONFIRMED: "a clinician has confirmed it",
}

VERIFICATIONS: Mapping[Verification, str] = {
    Verification.VERIFIED: "verified",
    Verification.SECONDARY: "from a secondary source",
    Verification.UNVERIFIED: "unverified",
}

MARKS: Mapping[Mark, str] = {
    Mark.VERIFIED: "verified",
    Mark.TRANSCRIPTION: "from a transcription",
    Mark.SECONDARY: "unsure: from a secondary source",
    Mark.KNOWLEDGE: "unsure: from knowledge, not read again",
}

_CAPITALS = frozenset({"cpt", "ffs", "hcpcs", "i", "ii", "iii", "maaa", "npi", "pla"})


def spoken(value: StrEnum) -> str:
    """A value in words."""
    return " ".join(word.upper() if word in _CAPITALS else word for word in value.value.split("_"))


def marked(value: StrEnum) -> Text:
    """A value with its mark, such as ``✓ MET``."""
    mark, color = _mark(value)
    return words(f"{mark} {spoken(value)}", f"bold {color}" if value.isupper() else color)


def mark_of(value: StrEnum) -> Text:
    """The mark alone, where the value's word stands nearby."""
    return words(*_mark(value))


def _mark(value: StrEnum) -> tuple[str, str]:
    if value in _GOOD:
        return "✓", "green"
    return ("✗", "red") if value in _BAD else ("?", "yellow")


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number of things: "1 policy", "1,204 policies"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
