"""Programs that ask for prior authorization: which services, where, from when to when, and who says so.

A program is one YAML file in ``policies/programs/``. It tells whether authorization is needed at all; whether a service
is covered is told by the policies.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import combinations
from typing import Any, cast

from pydantic import Field, field_validator, model_validator

from priorauth.case import LineOfBusiness
from priorauth.codes import ProcedureCode
from priorauth.fields import StateCode
from priorauth.nodes import Verification
from priorauth.policy import Citation
from priorauth.value import Value


class Setting(StrEnum):
    """Where a service is given. ``outpatient`` is a hospital's outpatient department, ``asc`` a surgical center."""

    OUTPATIENT = "outpatient"
    ASC = "asc"
    OFFICE = "office"
    HOME = "home"
    INPATIENT = "inpatient"
    EMERGENCY = "emergency"


class Standing(StrEnum):
    """Whether a listed service really needs authorization for now."""

    REQUIRED = "required"
    SUSPENDED = "suspended"
    POSTPONED = "postponed"


class Listing(Value):
    """Codes of one service, on a program's list from ``since`` to ``until``, the last day.

    ``codes`` may name a range (``K0800-K0802``). ``condition`` is what must be true of the request beside its code,
    in words: nobody answers it by computing. ``policies`` are the ids of those that decide on coverage.
    """

    service: str = Field(min_length=1)
    codes: tuple[ProcedureCode, ...] = Field(min_length=1)
    since: dt.date
    until: dt.date | None = None
    standing: Standing = Standing.REQUIRED
    condition: str | None = None
    policies: tuple[str, ...] = ()
    verification: Verification
    source: str

    @field_validator("codes", mode="before")
    @classmethod
    def _ranges_are_written_out(cls, written: object) -> object:
        if not isinstance(written, list | tuple):
            return written
        return tuple(code for one in cast(Sequence[Any], written) for code in _codes_of(str(one)))

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> "Listing":
        if self.until is not None and self.until < self.since:
            raise ValueError("leaves the list before it stands on it")
        return self

    def is_listed(self, day: dt.date) -> bool:
        """Whether it stands on the list on a day."""
        return self.since <= day and (self.until is None or day <= self.until)

    def shares(self, other: "Listing") -> frozenset[str]:
        """The codes that both list on some same day."""
        together = self.is_listed(other.since) or other.is_listed(self.since)
        return frozenset(self.codes) & frozenset(other.codes) if together else frozenset()


def _codes_of(written: str) -> Iterator[str]:
    """A code, or every code of a range such as ``K0800-K0802``. Raises ValueError for a range that is none."""
    first, _, last = written.partition("-")
    if not last:
        yield first
        return
    letters, begin, end = first[:-4], first[-4:], last[-4:]
    if last[:-4] != letters or not (begin.isdigit() and end.isdigit()) or begin > end:
        raise ValueError(f"'{written}' is no range of codes")
    yield from (f"{letters}{number:04d}" for number in range(int(begin), int(end) + 1))


class Program(Value):
    """A program. Dates are inclusive. Where ``states`` or ``settings`` are empty, it is for all.

    Before ``known_from`` the list may have been another: what it asked then is not known here. ``consequence`` says
    what follows where authorization is not asked for, ``clock`` how soon a decision is due and how long it holds.
    """

    id: str = Field(pattern=r"^[A-Z0-9][A-Z0-9-]*$")
    title: str
    effective: dt.date
    ends: dt.date | None = None
    known_from: dt.date | None = None
    lines_of_business: tuple[LineOfBusiness, ...] = Field(min_length=1)
    states: tuple[StateCode, ...] = ()
    settings: tuple[Setting, ...] = ()
    consequence: str
    clock: str
    citation: Citation
    verification: Verification
    source: str
    listings: tuple[Listing, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> "Program":
        if self.ends is not None and self.ends < self.effective:
            raise ValueError("ends before it is effective")
        return self

    @model_validator(mode="after")
    def _lists_a_code_once(self) -> "Program":
        shared = {code for one, other in combinations(self.listings, 2) for code in one.shares(other)}
        if shared:
            raise ValueError(f"lists {', '.join(sorted(shared))} twice for some day")
        return self
