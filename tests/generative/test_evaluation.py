"""Evaluating arbitrary criteria over arbitrary records."""

from hypothesis import given
from hypothesis import strategies as st

from priorauth.assessment import Basis, CriterionResult
from priorauth.criteria import Criterion
from priorauth.evaluation import evaluate
from priorauth.facts import Fact
from priorauth.kleene import Status
from priorauth.record_criteria import FindingLeaf, MeasurementLeaf, PriorUseLeaf, TreatmentLeaf
from priorauth.trees import walk
from tests.building.facts import VOCABULARY
from tests.building.rules import INHERITED, SCALE, an_inquiry
from tests.generative.strategies import CONCEPTS, CRITERIA, RECORDS, facts


def judge(criterion: Criterion, record: tuple[Fact, ...]) -> CriterionResult:
    return evaluate(criterion, an_inquiry(*record), INHERITED)


def nodes(result: CriterionResult) -> list[CriterionResult]:
    return [result, *(node for child in result.children for node in nodes(child))]


def concepts_of(criterion: Criterion) -> frozenset[str]:
    """Every concept that a criterion speaks of, groups resolved."""
    names: set[str | None] = set()
    for node in walk(criterion):
        match node:
            case FindingLeaf():
                names |= {node.finding, node.before}
            case MeasurementLeaf():
                names |= {node.measurement, node.yields_to}
            case TreatmentLeaf():
                names.add(node.treatment)
            case PriorUseLeaf():
                names.add(node.prior_use)
            case _:
                pass
    return frozenset(concept for name in names if name for concept in VOCABULARY.members(name))


@given(CRITERIA, RECORDS, st.data())
def test_an_unrelated_fact_changes_nothing(criterion: Criterion, record: tuple[Fact, ...], data: st.DataObject) -> None:
    related = concepts_of(criterion)
    unrelated = data.draw(facts(CONCEPTS.filter(lambda concept: concept not in related)))
    place = data.draw(st.integers(0, len(record)))
    assert judge(criterion, (*record[:place], unrelated, *record[place:])) == judge(criterion, record)


@given(CRITERIA, RECORDS)
def test_a_superseded_record_is_silence(criterion: Criterion, record: tuple[Fact, ...]) -> None:
    superseded = tuple(fact.model_copy(update={"superseded_by": "addendum"}) for fact in record)
    assert judge(criterion, superseded) == judge(criterion, ())


@given(CRITERIA, RECORDS)
def test_what_is_decided_is_decided_by_something(criterion: Criterion, record: tuple[Fact, ...]) -> None:
    """A leaf of the record is MET by facts over the floor, and NOT_MET by such facts or by a presumption."""
    for leaf in judge(criterion, record).leaves():
        if leaf.status is Status.MET:
            assert leaf.facts
            assert leaf.evidence
        if leaf.status is not Status.INSUFFICIENT and leaf.basis is not Basis.PRESUMED_ABSENT:
            assert leaf.facts
            assert SCALE.floor <= leaf.confidence <= 100


@given(CRITERIA, RECORDS)
def test_every_node_says_why_and_what_a_person_decides_is_never_met(
    criterion: Criterion, record: tuple[Fact, ...]
) -> None:
    known = {fact.id for fact in record}
    for node in nodes(judge(criterion, record)):
        assert node.reason
        assert node.text
        assert {*node.facts, *node.against} <= known
        if node.basis is Basis.PERSON:
            assert (node.status, node.confidence) == (Status.INSUFFICIENT, 0)
