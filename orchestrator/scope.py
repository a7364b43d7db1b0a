"""On whose behalf, as whom and what for: every call into the core carries this."""

from dataclasses import dataclass
from enum import StrEnum

from priorauth.people import Person


class Purpose(StrEnum):
    """What a call is for. It is written with what the call does."""

    INTAKE = "intake"
    REVIEW = "review"
    DETERMINATION = "determination"
    DELIVERY = "delivery"
    AUDIT = "audit"
    OPERATIONS = "operations"
    RETENTION = "retention"


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose data (``tenant``), who acts (``actor``), and why. ``person`` is None where no one has signed in."""

    tenant: str
    actor: str
    purpose: Purpose
    person: Person | None = None
