"""Jurisdiction profiles: what a federal program or a state asks of a determination, with how sure we are of each line.

A profile is one YAML file in ``policies/jurisdictions/``, named as its id. Every line of it carries its mark and its
citation. A line that is not sure is shown and decides nothing.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, cast

from pydantic import Field, model_validator

from priorauth.case import LineOfBusiness
from priorauth.deadlines import Act, Deadline, Extension
from priorauth.fields import StateCode
from priorauth.profile_lines import AppealWindow, Decider, Disclosure, Missed, ProfileLine, Statement, SuggestionRule
from priorauth.value import Value


class Jurisdiction(Value):
    """A profile. Where ``states`` is empty it is for all; ``program`` limits it to cases of one program.

    ``effective`` None: in force, the first day was not found. ``no_deadline`` says that none was found, or that there
    is none.
    """

    id: str = Field(pattern=r"^[A-Z]{2}(-[A-Z0-9]+)*$")
    title: str = Field(min_length=1)
    statute: str = Field(min_length=1)
    effective: dt.date | None
    ends: dt.date | None = None
    lines_of_business: tuple[LineOfBusiness, ...] = Field(min_length=1)
    states: tuple[StateCode, ...] = ()
    program: str | None = None
    applies_to: Statement | None = None
    adverse_decider: tuple[Decider, ...] = Field(min_length=1)
    appeal_decider: tuple[Decider, ...] = ()
    suggest_denial: SuggestionRule
    pend: Statement | None = None
    data_basis: Statement
    disclosures: tuple[Disclosure, ...] = ()
    audit: Statement
    deadlines: tuple[Deadline, ...] = ()
    no_deadline: Statement | None = None
    extensions: tuple[Extension, ...] = ()
    missed: Missed
    appeals: tuple[AppealWindow, ...] = ()
    notes: tuple[Statement, ...] = ()

    @model_validator(mode="after")
    def _says_when_a_decision_is_due(self) -> "Jurisdiction":
        if self.no_deadline is None and not any(line.of is Act.DECISION for line in self.deadlines):
            raise ValueError("gives no deadline of a decision; give one, or say under no_deadline that none was found")
        if self.ends is not None and self.effective is not None and self.ends < self.effective:
            raise ValueError("ends before it begins")
        return self

    def lines(self) -> Iterator[tuple[str, ProfileLine]]:
        """Every line of the profile, with the name of its field."""
        for name in Jurisdiction.model_fields:
            held = getattr(self, name)
            several = cast(Sequence[Any], held) if isinstance(held, tuple) else (held,)
            yield from ((name, one) for one in several if isinstance(one, ProfileLine))

    def in_force(self, day: dt.date) -> bool:
        """Whether it binds on a day."""
        return not self.begins_after(day) and (self.ends is None or day <= self.ends)

    def begins_after(self, day: dt.date) -> bool:
        """Whether it binds only later."""
        return self.effective is not None and day < self.effective
