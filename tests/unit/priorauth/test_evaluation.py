"""Evaluating a tree: every node keeps its own status, confidence, reason and what to send."""

from typing import Any

import pytest

from priorauth.assessment import Basis, CriterionResult
from priorauth.case import Side
from priorauth.evaluation import evaluate
from priorauth.facts import Assertion, Conditions, Fact
from priorauth.kleene import Status
from priorauth.nodes import Verification
from tests.building.cases import a_line
from tests.building.facts import a_fact, measured
from tests.building.rules import INHERITED, a_criterion, an_inquiry

M, N, U = Status.MET, Status.NOT_MET, Status.INSUFFICIENT
COUGH, FEVER, WHEEZE = {"finding": "cough"}, {"finding": "fever"}, {"finding": "wheeze"}
THREE = [COUGH, FEVER, WHEEZE]
TWO = "At least 2 must hold: {}."

COUGHS = a_fact("cough", confidence=95)
FEVERISH = a_fact("fever", confidence=85)
NO_FEVER = a_fact("fever", Assertion.ABSENT, confidence=80)
NO_COUGH = a_fact("cough", Assertion.ABSENT, confidence=90)
NO_WHEEZE = a_fact("wheeze", Assertion.ABSENT, confidence=75)


def judge(*facts: Fact, **node: Any) -> CriterionResult:
    return evaluate(a_criterion(**node), an_inquiry(*facts), INHERITED)


@pytest.mark.parametrize(
    ("node", "facts", "status", "confidence", "reason"),
    [
        ({"all_of": THREE[:2]}, [COUGHS, FEVERISH], M, 85, "All must hold: 2 of 2 hold."),
        ({"all_of": THREE[:2]}, [COUGHS], U, 0, "All must hold: 1 of 2 hold, 1 unknown."),
        ({"all_of": THREE[:2]}, [COUGHS, NO_FEVER], N, 80, "All must hold: 1 of 2 hold."),
        ({"all_of": THREE[:2]}, [NO_COUGH, NO_FEVER], N, 80, "All must hold: 0 of 2 hold."),
        ({"any_of": THREE[:2]}, [COUGHS, FEVERISH], M, 95, "At least one must hold: 2 of 2 hold."),
        ({"any_of": THREE[:2]}, [NO_FEVER], U, 0, "At least one must hold: 0 of 2 hold, 1 unknown."),
        ({"any_of": THREE[:2]}, [NO_COUGH, NO_FEVER], N, 90, "At least one must hold: 0 of 2 hold."),
        ({"count": 2, "at_least_of": THREE}, [COUGHS, a_fact("fever")], M, 95, TWO.format("2 of 3 hold, 1 unknown")),
        ({"count": 2, "at_least_of": THREE}, [COUGHS], U, 0, TWO.format("1 of 3 hold, 2 unknown")),
        ({"count": 2, "at_least_of": THREE}, [COUGHS, NO_FEVER, NO_WHEEZE], N, 80, TWO.format("1 of 3 hold")),
        ({"none_of": THREE[:2]}, [NO_COUGH, NO_FEVER], M, 80, "None may hold: 0 of 2 hold."),
        ({"none_of": THREE[:2]}, [NO_COUGH], U, 0, "None may hold: 0 of 2 hold, 1 unknown."),
        ({"none_of": THREE[:2]}, [COUGHS, NO_FEVER], N, 95, "None may hold: 1 of 2 hold."),
    ],
)
def test_an_operator(node: dict[str, Any], facts: list[Fact], status: Status, confidence: int, reason: str) -> None:
    result = judge(*facts, **node)
    assert (result.status, result.confidence, result.reason) == (status, confidence, reason)


RIGHT, LEFT, BOTH = (Conditions(side=side) for side in (Side.RIGHT, Side.LEFT, Side.BILATERAL))
SIDED = {"finding": "cough", "same_side": True}
EXCLUDED = {"none_of": [SIDED | {"source": "a policy", "if_silent": "presumed_absent"}]}


@pytest.mark.parametrize(
    ("node", "sides", "status"),
    [
        (SIDED, [RIGHT, LEFT], M),
        (SIDED, [BOTH], M),
        (SIDED, [RIGHT], U),
        (SIDED, [], U),
        (EXCLUDED, [], M),
        (EXCLUDED, [LEFT], N),
        (EXCLUDED, [BOTH], N),
    ],
)
def test_a_request_for_both_sides_has_to_hold_on_each_and_is_excluded_by_one(
    node: dict[str, Any], sides: list[Conditions], status: Status
) -> None:
    facts = [a_fact("cough", id=f"f{number}", conditions=side) for number, side in enumerate(sides, start=1)]
    asked = an_inquiry(*facts, line=a_line(side=Side.BILATERAL))
    assert evaluate(a_criterion(**node), asked, INHERITED).status is status


def test_at_least_all_of_them_is_all_of_them() -> None:
    every, counted = judge(COUGHS, FEVERISH, all_of=THREE[:2]), judge(COUGHS, FEVERISH, count=2, at_least_of=THREE[:2])
    assert (counted.status, counted.confidence) == (every.status, every.confidence)


@pytest.mark.parametrize(
    ("node", "facts", "basis"),
    [
        ({"all_of": THREE[:2]}, [a_fact("cough", Assertion.POSSIBLE)], Basis.UNCLEAR),
        ({"all_of": [COUGH, {"judgement": "Reasonable."}]}, [], Basis.PERSON),
        ({"any_of": [COUGH, {"judgement": "Reasonable."}]}, [], Basis.SILENT),
        ({"any_of": THREE[:2]}, [COUGHS, NO_COUGH], Basis.CONTRADICTED),
        ({"none_of": [COUGH | {"if_silent": "presumed_absent"}, FEVER]}, [NO_FEVER], Basis.PRESUMED_ABSENT),
    ],
    ids=["the harder", "a person, where all count", "the nearer, where one is enough", "contradicted", "presumed"],
)
def test_the_basis_of_an_operator_is_that_of_the_children_that_decide(
    node: dict[str, Any], facts: list[Fact], basis: Basis
) -> None:
    assert judge(*facts, **node).basis is basis


class TestWhatAPersonDecides:
    """Unverified, discretionary and prose nodes read INSUFFICIENT, whatever stands below them."""

    @pytest.mark.parametrize("fact", [COUGHS, NO_COUGH])
    def test_an_unverified_rule_is_never_computed(self, fact: Fact) -> None:
        result = judge(fact, **COUGH, verification="unverified")
        assert (result.status, result.basis, result.confidence) == (U, Basis.PERSON, 0)
        assert result.reason == "This rule has not been verified in its source; a clinician decides."

    def test_discretion_begins_where_its_conditions_hold(self) -> None:
        result = judge(COUGHS, **COUGH, discretion=True)
        assert (result.status, result.basis, result.confidence) == (U, Basis.PERSON, 0)
        assert result.reason == "The source leaves this to the contractor's judgment; a clinician decides."

    @pytest.mark.parametrize(("facts", "status"), [([NO_COUGH], N), ([], U)])
    def test_conditions_of_discretion_that_do_not_hold_are_told_as_they_are(
        self, facts: list[Fact], status: Status
    ) -> None:
        result = judge(*facts, **COUGH, discretion=True)
        assert result.status is status
        assert result.basis is not Basis.PERSON

    def test_prose_is_for_a_person(self) -> None:
        result = judge(judgement="The service is reasonable.")
        assert (result.status, result.basis, result.reason) == (U, Basis.PERSON, "Only a person can judge this.")

    def test_the_nodes_below_are_computed_and_shown(self) -> None:
        result = judge(COUGHS, all_of=[COUGH], discretion=True)
        assert [child.status for child in result.children] == [M]

    def test_another_way_may_still_hold(self) -> None:
        assert judge(COUGHS, any_of=[COUGH, {"judgement": "Reasonable."}]).status is M


class TestWhatANodeTells:
    """Text, source, verification and request, its own or its nearest ancestor's."""

    NESTED = judge(
        COUGHS,
        id="top",
        text="Airways",
        all_of=[{"any_of": [COUGH, FEVER], "source": "Section 2", "verification": "secondary"}, WHEEZE | {"send": "X"}],
    )

    def test_a_node_without_an_id_is_numbered_below_its_parent(self) -> None:
        assert [leaf.id for leaf in self.NESTED.leaves()] == ["top.1.1", "top.1.2", "top.2"]

    def test_what_it_does_not_state_it_inherits(self) -> None:
        first, _, last = self.NESTED.leaves()
        assert (first.source, first.verification) == ("Section 2", Verification.SECONDARY)
        assert (last.source, last.verification) == ("The source", Verification.VERIFIED)
        assert last.send == "X"

    def test_a_node_without_a_text_is_described(self) -> None:
        assert (self.NESTED.text, self.NESTED.children[0].text) == ("Airways", "At least one of the following")

    @pytest.mark.parametrize(
        ("fact", "node", "send"),
        [
            (COUGHS, {}, None),
            (NO_COUGH, {}, "The report."),
            (FEVERISH, {}, "The report."),
            (COUGHS, {"discretion": True}, None),
        ],
        ids=["nothing where met", "where not met", "where nothing is said", "nothing where a person decides"],
    )
    def test_what_is_asked_for(self, fact: Fact, node: dict[str, Any], send: str | None) -> None:
        assert judge(fact, **COUGH, **node).send == send

    def test_a_leaf_names_the_facts_for_and_against_it_with_their_words(self) -> None:
        result = judge(COUGHS, NO_COUGH, **COUGH)
        assert (result.facts, result.against) == ((COUGHS.id,), (NO_COUGH.id,))
        assert result.evidence == (COUGHS.evidence, NO_COUGH.evidence)

    @pytest.mark.parametrize(
        ("fact", "leaf"),
        [
            (COUGHS, COUGH),
            (measured("saturation", 85), {"measurement": "saturation", "unit": "%", "at_most": 88}),
            (a_fact("exercise", outcome="failed"), {"treatment": "exercise", "outcome": ["failed"]}),
        ],
    )
    def test_every_leaf_of_the_record_is_judged(self, fact: Fact, leaf: dict[str, Any]) -> None:
        result = judge(fact, **leaf)
        assert (result.kind, result.status, result.facts) == (next(iter(leaf)), M, (fact.id,))

    def test_a_leaf_is_its_own_only_leaf(self) -> None:
        result = judge(COUGHS, **COUGH)
        assert result.leaves() == (result,)
