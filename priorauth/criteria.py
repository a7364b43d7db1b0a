"""The shape of a criterion: a small tree whose leaves ask the case something.

An author writes a node by naming its kind as a key (``all_of``, ``measurement``, ``finding`` …). Text, source,
verification and what to send are inherited from the nearest ancestor that states them.
"""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from priorauth.case import DocumentKind, ProviderRole, RequestType, Sex
from priorauth.facts import Activity, Assertion, OxygenSource, TreatmentOutcome
from priorauth.value import Value


class Verification(StrEnum):
    """How sure we are that the cited source says this.

    ``verified``: read in the source's own text; ``secondary``: read in a summary of it; ``unverified``: known but not
    read. An unverified criterion is never computed: a person decides.
    """

    VERIFIED = "verified"
    SECONDARY = "secondary"
    UNVERIFIED = "unverified"


class Node(Value):
    """What every node may state.

    ``title`` names the node in a few words, for a reader at a glance; ``text`` states it in full. ``send`` asks for the
    complete report or statement that would answer it, never for a value. ``discretion`` marks what the source leaves to
    the contractor's judgment: never computed either.
    """

    id: str | None = Field(default=None, pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: str | None = Field(default=None, min_length=1, max_length=60, pattern=r"^\S.*[^.\s]$")
    text: str | None = None
    source: str | None = None
    verification: Verification | None = None
    discretion: bool = False
    send: str | None = None


class AllOf(Node):
    """Every child holds."""

    all_of: tuple["Criterion", ...] = Field(min_length=1)


class AnyOf(Node):
    """At least one child holds."""

    any_of: tuple["Criterion", ...] = Field(min_length=1)


class AtLeast(Node):
    """At least ``count`` of the children hold."""

    count: int = Field(ge=1)
    at_least_of: tuple["Criterion", ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _can_be_reached(self) -> "AtLeast":
        if self.count > len(self.at_least_of):
            raise ValueError(f"asks for {self.count} of {len(self.at_least_of)} conditions")
        return self


class NoneOf(Node):
    """No child holds: exclusions."""

    none_of: tuple["Criterion", ...] = Field(min_length=1)


class Silence(StrEnum):
    """What a record that says nothing means."""

    INSUFFICIENT = "insufficient"
    PRESUMED_ABSENT = "presumed_absent"


class FindingLeaf(Node):
    """The record states a concept, or any concept of a group.

    ``history_counts`` also accepts what is stated of the past. ``same_side`` asks for the side of the service line.
    ``before`` names a concept or group: the finding must be dated no later than its first dated mention.
    ``if_silent: presumed_absent`` is for exclusions only and needs a ``source``.
    """

    finding: str
    asserted: Literal[Assertion.PRESENT, Assertion.PLANNED] = Assertion.PRESENT
    history_counts: bool = False
    same_side: bool = False
    within_days: int | None = Field(default=None, ge=1, le=36_500)
    before: str | None = None
    if_silent: Silence = Silence.INSUFFICIENT


class When(Value):
    """The conditions under which a measurement counts. What is not named does not matter."""

    activity: Activity | None = None
    oxygen: OxygenSource | None = None
    method: str | None = None


class Prevails(StrEnum):
    """Which of several values decides, where the cited source says so."""

    LATEST = "latest"
    LOWEST = "lowest"
    HIGHEST = "highest"


class Alternative(Value):
    """Another measurement by which some tests report the same quantity, in the same unit, and when it counts."""

    measurement: str
    when: When = When()


class MeasurementLeaf(Node):
    """A measurement compares to a threshold. Thresholds are in ``unit``, the concept's canonical unit.

    Values of one day and the same conditions yield to those of ``yields_to`` (blood gas over oximetry).
    ``alternatives`` are judged each by itself: one that satisfies is enough, and one that the record does not state
    leaves nothing open where another is stated.
    """

    measurement: str
    unit: str
    at_least: Decimal | None = None
    more_than: Decimal | None = None
    at_most: Decimal | None = None
    less_than: Decimal | None = None
    when: When = When()
    same_side: bool = False
    within_days: int | None = Field(default=None, ge=1, le=36_500)
    prevails: Prevails | None = None
    yields_to: str | None = None
    alternatives: tuple[Alternative, ...] = ()

    @model_validator(mode="after")
    def _has_a_possible_threshold(self) -> "MeasurementLeaf":
        lows = [bound for bound in (self.at_least, self.more_than) if bound is not None]
        highs = [bound for bound in (self.at_most, self.less_than) if bound is not None]
        if not lows and not highs:
            raise ValueError("a measurement needs a threshold: at_least, more_than, at_most or less_than")
        if lows and highs and max(lows) > min(highs):
            raise ValueError("no value can satisfy both thresholds")
        return self

    @property
    def readings(self) -> tuple["MeasurementLeaf", ...]:
        """The leaf for each measurement that reports the quantity: its own, and every alternative."""
        others = (dict(other) | {"alternatives": ()} for other in self.alternatives)
        return (self, *(self.model_copy(update=other) for other in others))

    def admits(self, value: Decimal) -> bool:
        """Whether a value in the leaf's unit satisfies every threshold."""
        return (
            (self.at_least is None or value >= self.at_least)
            and (self.more_than is None or value > self.more_than)
            and (self.at_most is None or value <= self.at_most)
            and (self.less_than is None or value < self.less_than)
        )


class TreatmentLeaf(Node):
    """A treatment, or any of a group, was given, for so long, with one of these outcomes.

    ``lasted_days`` is the shortest course that counts, in days; an outcome list means that the record states one of
    them.
    """

    treatment: str
    outcome: tuple[TreatmentOutcome, ...] = ()
    lasted_days: int | None = Field(default=None, ge=1)
    within_days: int | None = Field(default=None, ge=1, le=36_500)


class DocumentLeaf(Node):
    """A document of one of these kinds exists."""

    document: tuple[DocumentKind, ...] = Field(min_length=1)
    signed: bool = False
    within_days: int | None = Field(default=None, ge=1, le=36_500)


class ServiceCodeLeaf(Node):
    """The service line's code is one of these."""

    service_code: tuple[str, ...] = Field(min_length=1)


class RequestTypeLeaf(Node):
    """The service line's request type is one of these."""

    request_type: tuple[RequestType, ...] = Field(min_length=1)


class UnitsLeaf(Node):
    """The service line asks for at most this many units."""

    units_at_most: int = Field(ge=1)


class PlaceLeaf(Node):
    """The service line's place of service is one of these CMS two-digit codes."""

    place_of_service: tuple[str, ...] = Field(min_length=1)


class AgeRange(Value):
    """Ages in completed years: ``at_least`` inclusive, ``below`` exclusive."""

    at_least: int = Field(default=0, ge=0, le=130)
    below: int = Field(default=200, ge=1, le=200)


class AgeLeaf(Node):
    """The member's age in completed years on the line's anchor date."""

    age: AgeRange


class SexLeaf(Node):
    """The member's administrative sex."""

    sex: Sex


class TaxonomyLeaf(Node):
    """A provider in one of these roles has one of these taxonomies (NUCC codes or their beginnings)."""

    taxonomy: tuple[str, ...] = Field(min_length=1)
    roles: tuple[ProviderRole, ...] = (ProviderRole.ORDERING, ProviderRole.RENDERING)


class DiagnosisLeaf(Node):
    """One of the case's diagnoses is, or stands below, one of these ICD-10-CM codes."""

    diagnosis: tuple[str, ...] = Field(min_length=1)


class JudgementLeaf(Node):
    """Something only a person can judge, in words. Never computed."""

    judgement: str


OPERATORS = ("all_of", "any_of", "at_least_of", "none_of")
_RECORD_LEAVES = ("finding", "measurement", "treatment", "document")
_REQUEST_LEAVES = ("service_code", "request_type", "units_at_most", "place_of_service")
_PERSON_LEAVES = ("age", "sex", "taxonomy", "diagnosis", "judgement")
KINDS = (*OPERATORS, *_RECORD_LEAVES, *_REQUEST_LEAVES, *_PERSON_LEAVES)


def kind_of(node: Any) -> str:
    """The kind of a node, by the one key that names it; empty where there is no such key or more than one."""
    present = [kind for kind in KINDS if _has(node, kind)]
    return present[0] if len(present) == 1 else ""


def _has(node: Any, kind: str) -> bool:
    return isinstance(node, dict | Node) and kind in (node if isinstance(node, dict) else type(node).__annotations__)


Criterion = Annotated[
    Annotated[AllOf, Tag("all_of")]
    | Annotated[AnyOf, Tag("any_of")]
    | Annotated[AtLeast, Tag("at_least_of")]
    | Annotated[NoneOf, Tag("none_of")]
    | Annotated[FindingLeaf, Tag("finding")]
    | Annotated[MeasurementLeaf, Tag("measurement")]
    | Annotated[TreatmentLeaf, Tag("treatment")]
    | Annotated[DocumentLeaf, Tag("document")]
    | Annotated[ServiceCodeLeaf, Tag("service_code")]
    | Annotated[RequestTypeLeaf, Tag("request_type")]
    | Annotated[UnitsLeaf, Tag("units_at_most")]
    | Annotated[PlaceLeaf, Tag("place_of_service")]
    | Annotated[AgeLeaf, Tag("age")]
    | Annotated[SexLeaf, Tag("sex")]
    | Annotated[TaxonomyLeaf, Tag("taxonomy")]
    | Annotated[DiagnosisLeaf, Tag("diagnosis")]
    | Annotated[JudgementLeaf, Tag("judgement")],
    Discriminator(
        kind_of,
        custom_error_type="criterion_kind",
        custom_error_message="a criterion is named by exactly one of: " + ", ".join(KINDS),
    ),
]

for _operator in (AllOf, AnyOf, AtLeast, NoneOf):
    _operator.model_rebuild()
