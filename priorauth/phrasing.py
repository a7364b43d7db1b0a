"""Sentences for criteria whose author wrote none."""

from collections.abc import Iterable

from priorauth.criteria import (
    OPERATORS,
    AgeLeaf,
    AllOf,
    AnyOf,
    AtLeast,
    Criterion,
    DiagnosisLeaf,
    JudgementLeaf,
    NoneOf,
    PlaceLeaf,
    RequestTypeLeaf,
    ServiceCodeLeaf,
    SexLeaf,
    TaxonomyLeaf,
    UnitsLeaf,
    kind_of,
)
from priorauth.facts import Assertion
from priorauth.record_criteria import DocumentLeaf, FindingLeaf, MeasurementLeaf, PriorUseLeaf, TreatmentLeaf, When


def in_full(node: Criterion) -> str:
    """A node's title and text; what it asks, in words, where its author wrote no text."""
    says_what_it_asks = node.text or (None if node.title and kind_of(node) in OPERATORS else describe(node))
    return ": ".join(part for part in (node.title, says_what_it_asks) if part)


def describe(node: Criterion) -> str:
    """What a node asks, in words a reviewer reads."""
    match node:
        case AllOf():
            return "All of the following"
        case AnyOf():
            return "At least one of the following"
        case AtLeast(count=count):
            return f"At least {count} of the following"
        case NoneOf():
            return "None of the following"
        case _:
            return _describe_leaf(node)


def _describe_leaf(node: Criterion) -> str:
    match node:
        case FindingLeaf(finding=concept, asserted=asserted):
            return _sentence(words_of(concept), _ASSERTED.get(asserted), _within(node))
        case MeasurementLeaf():
            return _describe_measurement(node)
        case TreatmentLeaf():
            return _describe_treatment(node)
        case PriorUseLeaf(prior_use=concept, at_most=often):
            return _sentence(f"{words_of(concept)} at most {often} times before", _within(node))
        case DocumentLeaf(document=kinds, signed=signed):
            return _sentence(
                "signed" if signed else None, _either(words_of(kind.value) for kind in kinds), _within(node)
            )
        case _:
            return _describe_field(node)


_ASSERTED = {Assertion.PLANNED: "planned", Assertion.FAMILY: "in the family"}


def _describe_field(node: Criterion) -> str:
    match node:
        case ServiceCodeLeaf(service_code=codes):
            return f"Service code {_either(codes)}"
        case RequestTypeLeaf(request_type=types):
            return f"Request type {_either(kind.value for kind in types)}"
        case UnitsLeaf(units_at_most=units):
            return f"At most {units} unit{'s' if units != 1 else ''}"
        case PlaceLeaf(place_of_service=places):
            return f"Place of service {_either(places)}"
        case AgeLeaf(age=age):
            above = f"aged {age.at_least} or older" if age.at_least else None
            below = f"younger than {age.below}" if age.below < 200 else None
            return _sentence(above, below)
        case SexLeaf(sex=sex):
            return f"Sex {sex.value}"
        case TaxonomyLeaf(taxonomy=codes):
            return f"The provider's specialty is {_either(codes)}"
        case DiagnosisLeaf(diagnosis=codes):
            return f"Diagnosis {_either(codes)}"
        case _:
            return node.judgement if isinstance(node, JudgementLeaf) else ""


def _describe_measurement(node: MeasurementLeaf) -> str:
    bounds = (
        (node.at_least, "at least"),
        (node.more_than, "more than"),
        (node.at_most, "at most"),
        (node.less_than, "less than"),
    )
    unit = f" {_UNITS.get(node.unit, node.unit)}".rstrip()
    thresholds = " and ".join(f"{words} {bound.normalize():f}{unit}" for bound, words in bounds if bound is not None)
    others = [f"or {_measured(other.measurement, other.when)}" for other in node.alternatives]
    often = f"on {node.occasions} different dates" if node.occasions > 1 else None
    return _sentence(f"{words_of(node.measurement)} {thresholds}", conditions(node.when), *others, often, _within(node))


_UNITS = {
    "1": "",
    "1/h": "per hour",
    "1/d": "per day",
    "1/y": "per year",
    "d": "days",
    "d/mo": "days per month",
    "h": "hours",
    "min": "minutes",
    "mo": "months",
    "mL/d": "mL per day",
}
"""Units in words, where the symbol is not what a clinician writes."""


def _measured(measurement: str, when: When) -> str:
    return " ".join(part for part in (words_of(measurement), conditions(when)) if part)


def conditions(when: When) -> str | None:
    """Under which conditions a measurement counts, in words; None where under any."""
    named = [value.value.replace("_", " ") for value in (when.activity, when.oxygen) if value is not None]
    by = [f"by {words_of(when.method)}"] if when.method else []
    return ", ".join((*named, *by)) or None


def _describe_treatment(node: TreatmentLeaf) -> str:
    lasted = f"for at least {node.lasted_days} days" if node.lasted_days else None
    outcome = _either(outcome.value.replace("_", " ") for outcome in node.outcome) if node.outcome else None
    return _sentence(f"{words_of(node.treatment)}", lasted, outcome, _within(node))


def _within(node: FindingLeaf | MeasurementLeaf | TreatmentLeaf | DocumentLeaf | PriorUseLeaf) -> str | None:
    return f"within {node.within_days} days before the order" if node.within_days else None


def words_of(name: str) -> str:
    """The name of a concept or a group as words."""
    return name.replace("_", " ")


def _either(words: Iterable[str]) -> str:
    return " or ".join(words)


def _sentence(*parts: str | None) -> str:
    text = ", ".join(part for part in parts if part)
    return text[:1].upper() + text[1:]
