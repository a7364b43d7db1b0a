"""The words of a language that fill fields: days, places, sides and the fixed sentences. ``words.yaml`` of each."""

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field, StringConstraints, model_validator

from priorauth.case import DocumentKind, Side
from priorauth.deadlines import Ground, Unit
from priorauth.letters.model import Span, Statement
from priorauth.letters.plan import Language
from priorauth.value import Value

Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=600)]


class Counted(Value):
    """A unit of time for one and for several."""

    one: Word
    many: Word


class Words(Value):
    """A language's words.

    ``day_form`` has ``{day}``, ``{month}`` and ``{year}``; ``moment_form`` has ``{day}``, ``{hour}``, ``{minute}``,
    ``{half}`` (one of ``halves``) and ``{zone}``; ``place_form``, for places that ``places`` does not name, ``{code}``.
    """

    language: Language
    months: tuple[Word, ...] = Field(min_length=12, max_length=12)
    day_form: Word
    moment_form: Word
    halves: tuple[Word, Word]
    zones: Mapping[str, Word]
    units: Mapping[Unit, Counted]
    sides: Mapping[Side, Word]
    places: Mapping[str, Word]
    place_form: Word
    service_kinds: Mapping[str, Word]
    grounds: Mapping[Ground, Word]
    document_kinds: Mapping[DocumentKind, Word]
    statements: Mapping[Statement, Word]

    @model_validator(mode="after")
    def _has_every_word(self) -> "Words":
        wanted: Mapping[str, type[StrEnum]] = {
            "units": Unit, "sides": Side, "grounds": Ground, "document_kinds": DocumentKind, "statements": Statement,
        }  # fmt: skip
        missing = [
            f"{name}.{member.value}"
            for name, members in wanted.items()
            for member in members
            if member not in getattr(self, name)
        ]
        if missing:
            raise ValueError(f"words are missing: {', '.join(missing)}")
        return self

    @model_validator(mode="after")
    def _has_usable_forms(self) -> "Words":
        try:
            self.day(dt.date(2026, 1, 1))
            self.moment(dt.datetime(2026, 1, 1, tzinfo=dt.UTC), "UTC")
            self.place("11")
            self.place_form.format(code="99")
        except (KeyError, IndexError, ValueError) as error:
            raise ValueError(f"a form has a part that is not known or not closed: {error}") from None
        return self

    def day(self, day: dt.date) -> str:
        """A day, as ``November 22, 2026``."""
        return self.day_form.format(day=day.day, month=self.months[day.month - 1], year=day.year)

    def moment(self, moment: dt.datetime, zone: str) -> str:
        """A moment in the zone, to the minute, with the zone's name as it is called here, else its abbreviation."""
        here = moment.astimezone(ZoneInfo(zone))
        return self.moment_form.format(
            day=self.day(here.date()),
            hour=here.hour % 12 or 12,
            minute=f"{here.minute:02}",
            half=self.halves[here.hour // 12],
            zone=self.zones.get(zone) or here.tzname(),
        )

    def span(self, span: Span) -> str:
        """A length of time, as ``72 hours``."""
        unit = self.units[span.unit]
        return f"{span.amount} {unit.one if span.amount == 1 else unit.many}"

    def place(self, code: str) -> str:
        """A place of service in words."""
        return self.places.get(code) or self.place_form.format(code=code)

    def term(self, value: StrEnum) -> str:
        """A word for a member of an enumeration; its own, where it is none that a member reads."""
        match value:
            case Side():
                return self.sides[value]
            case Ground():
                return self.grounds[value]
            case DocumentKind():
                return self.document_kinds[value]
            case _:
                return value.value
