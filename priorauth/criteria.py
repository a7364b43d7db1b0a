"""The shape of a criterion: a small tree whose leaves ask the case something.

An author writes a node by naming its kind as a key (``all_of``, ``measurement``, ``finding`` …). Text, source,
verification and what to send are inherited from the nearest ancestor that states them.
"""

from functools import cache
from typing import Annotated, Any, cast

from pydantic import Discriminator, Field, Tag, model_validator

from priorauth.case import ProviderRole, RequestType, Sex
from priorauth.nodes import Node
from priorauth.record_criteria import DocumentLeaf, FindingLeaf, MeasurementLeaf, PriorUseLeaf, TreatmentLeaf
from priorauth.value import Value


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

    @model_validator(mode="after")
    def _has_a_possible_age(self) -> "AgeRange":
        if self.at_least >= self.below:
            raise ValueError("no age can satisfy both limits")
        return self


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
_RECORD_LEAVES = ("finding", "measurement", "treatment", "document", "prior_use")
_REQUEST_LEAVES = ("service_code", "request_type", "units_at_most", "place_of_service")
_PERSON_LEAVES = ("age", "sex", "taxonomy", "diagnosis", "judgement")
KINDS = (*OPERATORS, *_RECORD_LEAVES, *_REQUEST_LEAVES, *_PERSON_LEAVES)


_KINDS = frozenset(KINDS)


def kind_of(node: Any) -> str:
    """The kind of a node, by the one key that names it; empty where there is no such key or more than one."""
    if isinstance(node, Node):
        return _kind_of_type(type(node))
    present = _KINDS.intersection(cast(dict[Any, Any], node)) if isinstance(node, dict) else ()
    return next(iter(present)) if len(present) == 1 else ""


@cache
def _kind_of_type(shape: type[Node]) -> str:
    return next(kind for kind in KINDS if kind in shape.__annotations__)


Criterion = Annotated[
    Annotated[AllOf, Tag("all_of")]
    | Annotated[AnyOf, Tag("any_of")]
    | Annotated[AtLeast, Tag("at_least_of")]
    | Annotated[NoneOf, Tag("none_of")]
    | Annotated[FindingLeaf, Tag("finding")]
    | Annotated[MeasurementLeaf, Tag("measurement")]
    | Annotated[TreatmentLeaf, Tag("treatment")]
    | Annotated[DocumentLeaf, Tag("document")]
    | Annotated[PriorUseLeaf, Tag("prior_use")]
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
