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


class ConceptKind(StrEnum):
    """What sort of thing a concept is; the kind decides how its mentions are read."""

    FINDING = "finding"
    CONDITION = "condition"
    MEASUREMENT = "measurement"
    TREATMENT = "treatment"
    DEVICE = "device"
    PROCEDURE = "procedure"
    EVENT = "event"


_CHOICE = re.compile(r"<([^<>]*\|[^<>]*)>")
_CHUNK = re.compile(r"(?:<[^<>]*\|[^<>]*>|[^\s<]|<(?![^<>]*\|[^<>]*>))+")
_MOST_SPELLINGS = 200
"""How many spellings one stretch without a space may have; more is a slip of the pen."""


def alternatives(cue: str) -> tuple[tuple[str, ...], ...]:
    """The parts of a cue in their order, each as what may stand there.

    ``<can|may> fall`` has the parts ("can", "may") and ("fall",); ``of <right|> hip`` may stand without "right".
    Choices that touch are one part: ``FDA<-| >approved`` is ("FDA-approved", "FDA approved"). Raises ValueError for a
    bar outside a choice, and for a part of too many spellings.
    """
    return tuple(
        tuple(dict.fromkeys(" ".join("".join(words).split()) for words in itertools.product(*pieces)))
        for pieces in _pieces(cue)
    )


def _pieces(cue: str) -> Sequence[Sequence[Sequence[str]]]:
    """The parts of a cue, each as its pieces with what may stand there."""
    if "|" in _CHOICE.sub("", cue):
        raise ValueError(f"'{cue}' has a bar outside of a choice; write choices as <one|other>")
    return [_pieces_of(chunk) if "|" in chunk else ((chunk,),) for chunk in _CHUNK.findall(cue)]


def _is_plainly_spelled_out(cue: str) -> bool:
    """Whether each bar of a cue stands in a choice, and even the whole cue has no more spellings than a part may."""
    bars = [choice.count("|") for choice in _CHOICE.findall(cue)]
    return sum(bars) == cue.count("|") and math.prod(bar + 1 for bar in bars) <= _MOST_SPELLINGS


def _pieces_of(chunk: str) -> Sequence[Sequence[str]]:
    pieces = [piece.split("|") if place % 2 else [piece] for place, piece in enumerate(_CHOICE.split(chunk))]
    if math.prod(map(len, pieces)) > _MOST_SPELLINGS:
        raise ValueError(f"'{chunk}' stands for more than {_MOST_SPELLINGS} spellings; set its choices apart")
    return pieces


class Concept(Value):
    """One concept.

    ``cues`` are the words and abbreviations clinicians use, matched without regard to case on word boundaries;
    a cue in capitals only (``OSA``) matches only as capitals. ``not_cues`` are longer phrases that contain a cue and
    mean something else. Both may leave choices, as :func:`alternatives` tells. A concept that joins several things
    ("locking", "catching") names in ``collective_cues``, in small letters, those of its cues that stand for all of
    them: to deny another cue denies only that one thing. What says without a denial that the concept is not there
    ("middle ears clear") stands in ``denied_by``, written as cues are.
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
    denied_by: tuple[str, ...] = ()
    collective_cues: tuple[str, ...] = ()
    unit: str | None = None
    units: Mapping[str, Decimal] = Field(default_factory=dict)
    plausible: tuple[Decimal, Decimal] | None = None
    groups: tuple[str, ...] = ()
    implies: tuple[str, ...] = ()
    source: str | None = None

    @field_validator("cues", "not_cues", "denied_by")
    @classmethod
    def _alternatives_can_be_spelled_out(cls, cues: tuple[str, ...]) -> tuple[str, ...]:
        for cue in cues:
            if "|" in cue and not _is_plainly_spelled_out(cue):
                _pieces(cue)
        return cues

    @model_validator(mode="after")
    def _measurements_have_a_unit(self) -> "Concept":
        if (self.kind is ConceptKind.MEASUREMENT) != (self.unit is not None):
            raise ValueError("a measurement, and nothing else, has a unit (use '1' for a pure number)")
        return self

    @model_validator(mode="after")
    def _collective_cues_are_cues(self) -> "Concept":
        unknown = set(self.collective_cues)
        if unknown:
            unknown -= {cue.lower() for cue in self.cues}
        if unknown:
            raise ValueError(f"collective_cues names what is no cue: {', '.join(sorted(unknown))}")
        return self


class Denied(Concept):
    """A concept as the words that deny it name it."""

    @classmethod
    def of(cls, concept: Concept) -> "Denied":
        """The concept, denied."""
        return cls.model_construct(**{name: getattr(concept, name) for name in Concept.model_fields})


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
        members: dict[str, set[str]] = {}
        for concept in self.concepts:
            for group in concept.groups:
                members.setdefault(group, set()).add(concept.id)
        return {name: frozenset(ids) for name, ids in members.items()}

    def stating(self, name: str) -> frozenset[str]:
        """The concepts whose mention, unless it is a denial, states a concept: itself, and those that imply it."""
        return self.implying.get(name, frozenset()) | {name}

    def members(self, name: str) -> frozenset[str]:
        """The concept ids that a concept's or a group's name stands for; empty where there is no such name."""
        return frozenset({name}) if name in self.by_id else self.groups.get(name, frozenset())
