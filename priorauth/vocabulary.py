"""The concepts that facts and policies speak of: a vocabulary kept as data beside the clinical skill, file by field.

A policy may only name a concept or a group that stands here; ``priorauth check`` says which do not.
"""

import itertools
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any, cast

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from priorauth.frontmatter import part
from priorauth.value import Value

_CHOICE = re.compile(r"<([^<>]*\|[^<>]*)>")
_MOST_SPELLINGS = 2_000
"""How many phrases one cue may stand for; more is a slip of the pen, and slows every reading."""


class ConceptKind(StrEnum):
    """What sort of thing a concept is; the kind decides how its mentions are read."""

    FINDING = "finding"
    CONDITION = "condition"
    MEASUREMENT = "measurement"
    TREATMENT = "treatment"
    DEVICE = "device"
    PROCEDURE = "procedure"
    EVENT = "event"


class Concept(Value):
    """One concept.

    ``cues`` are the words and abbreviations clinicians use, matched without regard to case on word boundaries;
    a cue in capitals only (``OSA``) matches only as capitals. A cue may leave a choice, ``<leg|ankle|> swelling``, and
    then stands for each of its spellings. ``not_cues`` are longer phrases that contain a cue and mean something else.
    A concept that joins several things ("locking", "catching") names in ``collective_cues``, in
    small letters, those of its cues that stand for all of them: to deny another cue denies only that one thing.
    ``unit`` is the canonical unit of a measurement and ``units`` the factors that convert the units clinicians write
    into it. ``plausible`` is the closed range that a value of a living adult can have; outside it, a value is kept with
    a doubt. ``groups`` are the broader things it counts as (``conservative_treatment``). ``implies`` names the concepts
    that a mention of this one states as well, unless it is denied: severe stenosis is stenosis, and no severe stenosis
    says nothing of stenosis. ``source`` says where the meaning is defined where that matters.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: str
    kind: ConceptKind
    cues: tuple[str, ...] = Field(min_length=1)
    not_cues: tuple[str, ...] = ()
    collective_cues: tuple[str, ...] = ()
    unit: str | None = None
    units: Mapping[str, Decimal] = Field(default_factory=dict)
    plausible: tuple[Decimal, Decimal] | None = None
    groups: tuple[str, ...] = ()
    implies: tuple[str, ...] = ()
    source: str | None = None

    @field_validator("cues", "not_cues")
    @classmethod
    def _every_choice_is_made(cls, cues: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(spelling for cue in cues for spelling in _spellings(cue)))

    @model_validator(mode="after")
    def _measurements_have_a_unit(self) -> "Concept":
        if (self.kind is ConceptKind.MEASUREMENT) != (self.unit is not None):
            raise ValueError("a measurement, and nothing else, has a unit (use '1' for a pure number)")
        return self

    @model_validator(mode="after")
    def _collective_cues_are_cues(self) -> "Concept":
        unknown = set(self.collective_cues) - {cue.lower() for cue in self.cues}
        if unknown:
            raise ValueError(f"collective_cues names what is no cue: {', '.join(sorted(unknown))}")
        return self


def _spellings(cue: str) -> Iterator[str]:
    """A cue with each of its choices made. Raises ValueError where that is more than a cue may stand for."""
    pieces = [piece.split("|") if place % 2 else [piece] for place, piece in enumerate(_CHOICE.split(cue))]
    if math.prod(map(len, pieces)) > _MOST_SPELLINGS:
        raise ValueError(f"a cue may stand for {_MOST_SPELLINGS} phrases at most; '{cue}' stands for more")
    for words in itertools.product(*pieces):
        yield " ".join("".join(words).split())


CONCEPTS_REPEATED = "concepts_repeated"
"""The type of the error that a vocabulary raises for what :func:`concept_problems` tells, place by place."""


def concept_problems(concepts: Sequence[Any]) -> Iterator[tuple[int, str]]:
    """Which concepts, as they are written, are defined twice or imply what is none, each by its place."""
    written = [cast(dict[str, Any], concept) if isinstance(concept, dict) else {} for concept in concepts]
    names = {name for concept in written if isinstance(name := concept.get("id"), str)}
    before = set[str]()
    for number, concept in enumerate(written):
        name = concept.get("id")
        if isinstance(name, str) and name in before:
            yield number, f"the concept {name} is defined twice"
        elif isinstance(name, str):
            before.add(name)
        for implied in part(concept, "implies"):
            if implied not in names:
                yield number, f"the concept {name} implies '{implied}', and no concept is named so"
            elif implied == name:
                yield number, f"the concept {name} implies itself"


class Vocabulary(Value):
    """All concepts, or those of one file."""

    concepts: tuple[Concept, ...]

    @field_validator("concepts")
    @classmethod
    def _ids_are_unique(cls, concepts: tuple[Concept, ...]) -> tuple[Concept, ...]:
        repeated = [message for _, message in concept_problems([{"id": concept.id} for concept in concepts])]
        if repeated:
            raise PydanticCustomError(CONCEPTS_REPEATED, "{problems}", {"problems": "; ".join(repeated)})
        return concepts

    @cached_property
    def by_id(self) -> Mapping[str, Concept]:
        """The concepts under their ids."""
        return {concept.id: concept for concept in self.concepts}

    @cached_property
    def implying(self) -> Mapping[str, frozenset[str]]:
        """The ids of the concepts that imply a concept, directly or through others; only of concepts that some do."""
        found: dict[str, set[str]] = {}
        for concept in self.concepts:
            open_, known = list(concept.implies), set[str]()
            while open_:
                name = open_.pop()
                if name not in known:
                    known.add(name)
                    found.setdefault(name, set()).add(concept.id)
                    open_ += self.by_id[name].implies
        return {name: frozenset(ids - {name}) for name, ids in found.items()}

    @cached_property
    def groups(self) -> Mapping[str, frozenset[str]]:
        """The concept ids of each group."""
        names = {group for concept in self.concepts for group in concept.groups}
        return {name: frozenset(c.id for c in self.concepts if name in c.groups) for name in names}

    def stating(self, name: str) -> frozenset[str]:
        """The concepts whose mention, unless it is a denial, states a concept: itself, and those that imply it."""
        return self.implying.get(name, frozenset()) | {name}

    def members(self, name: str) -> frozenset[str]:
        """The concept ids that a concept's or a group's name stands for; empty where there is no such name."""
        return frozenset({name}) if name in self.by_id else self.groups.get(name, frozenset())
