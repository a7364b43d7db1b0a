"""What a case carries of what clinicians corrected, so that every later revision heeds it.

A misread fact is named by what it says and where, never by its place in a list: a new reading finds it again, or it is
said that it does not. A passage is only pointed at; what it states is read from it, and nobody types a value.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from priorauth.evidence import Span
from priorauth.facts import Assertion, Conditions, Fact
from priorauth.kinds import Side
from priorauth.people import Person, Role
from priorauth.value import Value


class Corrector(Value):
    """Who corrected, as signed in then. ``name`` is with the credential."""

    id: str
    name: str
    role: Role

    @property
    def told(self) -> str:
        """Name and role in words."""
        return f"{self.name}, {self.role.value.replace('_', ' ')}"


def corrector(person: Person) -> Corrector:
    """A person as the corrections name them."""
    return Corrector(id=person.id, name=person.signature, role=person.role)


class _Corrected(Value):
    """Who corrected, when, and why."""

    by: Corrector
    at: dt.datetime
    why: str


class WrongFact(_Corrected):
    """A fact that the record does not state: what was read, and the words that it was read from."""

    type: Literal["wrong_fact"] = "wrong_fact"
    concept: str
    assertion: Assertion
    value: str | None
    high: str | None
    on: dt.date | None
    conditions: Conditions
    span: Span

    def says(self, fact: Fact) -> bool:
        """Whether a fact says the very same, wherever it stands."""
        said = (self.concept, self.assertion, self.value, self.high, self.on, self.conditions)
        return said == (
            fact.concept,
            fact.assertion,
            _written(fact.value),
            _written(fact.high),
            fact.on,
            fact.conditions,
        )

    def is_about(self, fact: Fact) -> bool:
        """Whether a fact is the one that was marked. Its number, and what other documents do to it, do not matter."""
        return self.says(fact) and fact.evidence.spans[0] == self.span


def _written(value: Decimal | None) -> str | None:
    """A number in one form, whatever its trailing zeros."""
    return None if value is None else f"{value.normalize():f}"


def wrong_fact(fact: Fact, by: Corrector, at: dt.datetime, why: str) -> WrongFact:
    """The mark on a fact of a revision."""
    return WrongFact(
        by=by,
        at=at,
        why=why,
        concept=fact.concept,
        assertion=fact.assertion,
        value=_written(fact.value),
        high=_written(fact.high),
        on=fact.on,
        conditions=fact.conditions,
        span=fact.evidence.spans[0],
    )


class ShownPassage(_Corrected):
    """A passage that states what was not read: its words and the concept. ``side`` is None where none was named."""

    type: Literal["passage"] = "passage"
    concept: str
    side: Side | None
    span: Span


class Confirmation(_Corrected):
    """A person's judgment of a criterion that is a person's to judge.

    It holds for this line, policy and criterion, and for the text that was read: a criterion that is worded anew is
    judged anew.
    """

    type: Literal["confirmation"] = "confirmation"
    line: str
    policy_id: str
    criterion_id: str
    text: str
    met: bool

    @property
    def told(self) -> str:
        """Who judged it how, and why."""
        return f"{'Confirmed' if self.met else 'Found not met'} by {self.by.told}: {self.why}"


class CorrectionTakenBack(_Corrected):
    """The end of an earlier correction: its place in the case's corrections, counted from 0. Both stay in the case."""

    type: Literal["taken_back"] = "taken_back"
    correction: int

    @property
    def told(self) -> str:
        """Who took it back, and why."""
        return f"taken back by {self.by.told}: {self.why}"


Correction = Annotated[WrongFact | ShownPassage | Confirmation | CorrectionTakenBack, Field(discriminator="type")]


def taken_back(corrections: Sequence[Correction]) -> Mapping[int, CorrectionTakenBack]:
    """What was taken back, by its place in the case's corrections."""
    return {one.correction: one for one in corrections if isinstance(one, CorrectionTakenBack)}


def in_force(corrections: Sequence[Correction]) -> tuple[tuple[int, Correction], ...]:
    """The corrections that hold, the first first, each with its place in the case's corrections."""
    ended = taken_back(corrections)
    return tuple(
        (place, one)
        for place, one in enumerate(corrections)
        if place not in ended and not isinstance(one, CorrectionTakenBack)
    )


class CorrectionResult(Value):
    """What became of a correction in a revision. ``correction`` is its place in the case's corrections, from 0.

    ``set_aside`` are the facts that were marked wrong, kept to be seen and judged by nobody; ``added`` are the ids of
    the facts that a passage stated. Where it was not ``applied``, ``sentence`` says why.
    """

    correction: int
    applied: bool
    sentence: str
    set_aside: tuple[Fact, ...] = ()
    added: tuple[str, ...] = ()
