"""Arbitrary domain objects: anything that the types allow, whether or not an agent would say it."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from priorauth.assessment import Basis
from priorauth.case import DocumentKind, Side
from priorauth.criteria import Criterion
from priorauth.facts import Activity, Assertion, Fact, OxygenSource, TreatmentOutcome
from priorauth.findings import CodeStatus, DiagnosisUse, ItemStatus, Obstacle, ProviderStatus, Route
from priorauth.gates import AgentFindings
from priorauth.kleene import Status
from priorauth.skill import ComplianceItemName, PolicyFit
from tests.building.cases import ORDERED
from tests.building.facts import VOCABULARY, a_fact
from tests.building.findings import (
    a_diagnosis,
    a_line_assessment,
    a_procedure,
    a_provider_check,
    a_result,
    an_extraction,
    an_item,
    assessed,
    clinical,
    compliance,
    coverage,
    failed,
)
from tests.building.rules import a_criterion

STATUSES = st.sampled_from(Status)
DAYS = st.integers(-400, 60).map(lambda days: ORDERED + dt.timedelta(days=days))
CONCEPTS = st.sampled_from([concept.id for concept in VOCABULARY.concepts])
VALUES = st.integers(0, 120).map(Decimal)


def mostly(usual: Any, others: Iterable[Any]) -> st.SearchStrategy[Any]:
    """One value most of the time, so that what needs many of them at once (an approval) is reached too."""
    return st.one_of(*[st.just(usual)] * 4, st.sampled_from(list(others)))


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


CONDITIONS = st.fixed_dictionaries(
    {
        "activity": maybe(st.sampled_from(Activity)),
        "oxygen": maybe(st.sampled_from(OxygenSource)),
        "side": maybe(st.sampled_from(Side)),
        "method": maybe(st.sampled_from(["home test", "laboratory"])),
    }
)


@st.composite
def facts(draw: st.DrawFn, concepts: st.SearchStrategy[str] = CONCEPTS) -> Fact:
    return a_fact(
        draw(concepts),
        draw(st.sampled_from(Assertion)),
        id=f"f{draw(st.integers(0, 10**9))}",
        value=draw(maybe(VALUES)),
        on=draw(maybe(DAYS)),
        duration_days=draw(maybe(st.integers(0, 400))),
        outcome=draw(maybe(st.sampled_from(TreatmentOutcome))),
        conditions=draw(CONDITIONS),
        doubt=draw(st.none() | st.just("hard to believe")),
        confidence=draw(st.integers(0, 100)),
    )


RECORDS = st.lists(facts(), max_size=5).map(tuple)


def _leaf(kind: str, names: list[str], **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({kind: st.sampled_from(names)}, optional=fields)


WINDOWS = st.integers(1, 400)
FINDINGS = _leaf(
    "finding",
    ["cough", "wheeze", "symptom", "evaluation"],
    asserted=st.sampled_from(["present", "planned", "family"]),
    history_counts=st.booleans(),
    same_side=st.booleans(),
    within_days=WINDOWS,
    before=st.sampled_from(["sleep_test", "testing"]),
    if_silent=st.sampled_from(["insufficient", "presumed_absent"]),
)
MEASUREMENTS = st.tuples(
    _leaf(
        "measurement",
        ["saturation"],
        when=st.fixed_dictionaries({}, optional={"activity": st.sampled_from(Activity)}),
        prevails=st.sampled_from(["latest", "lowest", "highest"]),
        yields_to=st.just("blood_gas"),
        within_days=WINDOWS,
        occasions=st.integers(1, 3),
    ),
    st.fixed_dictionaries({"unit": st.just("%"), "at_most": VALUES}),
).map(lambda parts: parts[0] | parts[1])
TREATMENTS = _leaf(
    "treatment",
    ["exercise", "conservative"],
    outcome=st.lists(st.sampled_from(TreatmentOutcome), max_size=2, unique=True),
    lasted_days=WINDOWS,
    within_days=WINDOWS,
)
PRIOR_USES = st.fixed_dictionaries(
    {
        "prior_use": st.sampled_from(["exercise", "conservative"]),
        "at_most": st.integers(0, 2),
        "within_days": st.sampled_from([30, 365]),
    }
)
PROSE = st.just({"judgement": "It is reasonable."})
LEAVES = FINDINGS | MEASUREMENTS | TREATMENTS | PRIOR_USES | PROSE
MARKS = st.fixed_dictionaries(
    {}, optional={"discretion": st.booleans(), "verification": st.sampled_from(["verified", "unverified"])}
)


def _operators(children: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    several = st.lists(children, min_size=1, max_size=3)
    plain = st.sampled_from(["all_of", "any_of", "none_of"]).flatmap(
        lambda kind: st.fixed_dictionaries({kind: several})
    )
    counted = several.map(lambda nodes: {"count": (len(nodes) + 1) // 2, "at_least_of": nodes})
    return plain | counted


TREES = st.tuples(st.recursive(LEAVES, _operators, max_leaves=4), MARKS).map(lambda parts: parts[0] | parts[1])
CRITERIA: st.SearchStrategy[Criterion] = TREES.map(lambda tree: a_criterion(**tree))


RESULTS = st.builds(
    lambda status, basis, confidence, send: a_result(status, basis=basis, confidence=confidence, send=send),
    mostly(Status.MET, Status),
    st.sampled_from(Basis),
    st.integers(0, 100),
    maybe(st.just("The visit note.")),
)
ASSESSED = st.builds(lambda result, required: assessed(result, required=required), RESULTS, st.booleans())


DIAGNOSES = st.sampled_from(["J44.9", "I10", "G47.33", "R05.9"])
USES = st.builds(
    lambda codes: DiagnosisUse(policy_id="NCD-1", codes=tuple(codes)),
    st.lists(DIAGNOSES, min_size=1, max_size=3, unique=True),
)


@st.composite
def lines(draw: st.DrawFn) -> Any:
    several = st.lists(ASSESSED, min_size=1, max_size=3)
    obstacles = st.builds(
        lambda route: Obstacle(reason="Something stands in the way.", route=route), st.sampled_from(Route)
    )
    return a_line_assessment(
        *draw(several),
        universal=tuple(draw(st.lists(ASSESSED, max_size=2))),
        fit=draw(st.sampled_from(PolicyFit)),
        diagnosis_uses=tuple(draw(st.lists(USES, max_size=1))),
        obstacle=draw(st.one_of(st.none(), st.none(), st.none(), obstacles)),
    )


COMPLIANCE = st.builds(
    lambda items, score: compliance(*items, score=score),
    st.lists(
        st.builds(
            lambda name, status, blocking: an_item(name, status, blocking=blocking),
            st.sampled_from(ComplianceItemName),
            mostly(ItemStatus.COMPLETE, ItemStatus),
            st.booleans(),
        ),
        min_size=1,
        max_size=4,
    ),
    st.floats(0, 1),
)
CLINICAL = st.builds(
    lambda diagnoses, procedures, confidence: clinical(
        diagnoses=tuple(diagnoses), procedures=tuple(procedures), extraction=an_extraction(confidence)
    ),
    st.lists(
        st.builds(
            lambda status, primary, code: a_diagnosis(status, primary=primary, submitted=code, code=code),
            mostly(CodeStatus.VALID, CodeStatus),
            st.booleans(),
            DIAGNOSES,
        ),
        max_size=3,
        unique_by=lambda check: check.code,
    ),
    st.lists(st.builds(a_procedure, mostly(CodeStatus.VALID, CodeStatus)), max_size=2),
    st.integers(0, 100),
)
COVERAGE = st.builds(
    lambda found, providers, unevaluated: coverage(*found, providers=tuple(providers), unevaluated=unevaluated),
    st.lists(lines(), min_size=1, max_size=2),
    st.lists(st.builds(a_provider_check, mostly(ProviderStatus.ACTIVE, ProviderStatus)), max_size=2),
    mostly((), [("Local policies could not be asked.",)]),
)


def _or_failed(agent: str, findings: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(*[findings] * 5, st.just(failed(agent)))


AGENT_FINDINGS = st.builds(
    AgentFindings,
    compliance=_or_failed("compliance", COMPLIANCE),
    clinical=_or_failed("clinical", CLINICAL),
    coverage=_or_failed("coverage", COVERAGE),
)
DOCUMENT_KINDS = st.sampled_from([kind.value for kind in DocumentKind])


def json_values(plain: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """JSON made of these plain values."""
    return st.recursive(
        plain,
        lambda children: st.lists(children, max_size=4) | st.dictionaries(st.text(max_size=10), children, max_size=4),
        max_leaves=10,
    )


JSON = json_values(st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20))
