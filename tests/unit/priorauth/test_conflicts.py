"""Two policies that bind one line and disagree: said, with both names and the one that prevails."""

from typing import Any

import pytest

from priorauth.conflicts import conflicts_between
from priorauth.facts import Assertion
from priorauth.findings import Conflict
from priorauth.policy import Policy
from tests.building.cases import a_case
from tests.building.facts import a_fact
from tests.building.rules import a_policy, a_top_criterion, an_inquiry


def asking(id: str, kind: str, *criteria: dict[str, Any], **given: Any) -> Policy:
    written = tuple(a_top_criterion(f"c{number}", **one) for number, one in enumerate(criteria))
    return a_policy(id, kind=kind, **({"criteria": written} if written else {}), **given)


def index(**bounds: Any) -> dict[str, Any]:
    return {"measurement": "index", "unit": "1/h"} | bounds


def between(*policies: Policy, facts: Any = (), **case: Any) -> tuple[Conflict, ...]:
    return conflicts_between(policies, an_inquiry(*facts, case=a_case(**case)), "E1390")


NCD = asking("NCD-1", "ncd", index(at_least=15))
ABOVE = "NCD-1 prevails, because a national coverage determination stands above a {}. "
DECIDES = "Both are computed; where only {} is not met, a physician decides."


@pytest.mark.parametrize(
    ("id", "kind", "layer"),
    [
        ("ACT-1", "statute", "statute or manual"),
        ("LCD-1", "lcd", "local coverage determination"),
        ("ART-1", "article", "local article"),
        ("PLAN-1", "plan", "plan's own policy"),
    ],
)
def test_the_higher_layer_prevails_whatever_the_order(id: str, kind: str, layer: str) -> None:
    lower = asking(id, kind, index(at_least=20))
    sentence = f"For index, NCD-1 asks for at least 15 1/h and {id} for at least 20 1/h. "
    told = Conflict(
        policies=("NCD-1", id), prevails="NCD-1", sentence=sentence + ABOVE.format(layer) + DECIDES.format(id)
    )
    assert between(NCD, lower) == between(lower, NCD) == (told,)


def test_within_one_layer_none_prevails() -> None:
    (told,) = between(asking("LCD-1", "lcd", index(at_least=15)), asking("LCD-2", "lcd", index(more_than=15)))
    assert told.prevails is None
    assert told.sentence == (
        "For index, LCD-1 asks for at least 15 1/h and LCD-2 for more than 15 1/h. "
        "Both are of one layer, so neither prevails; a physician decides between them."
    )


def test_what_adds_up_is_no_conflict() -> None:
    assert between(NCD, asking("LCD-1", "lcd", index(at_most=65), {"finding": "cough"})) == ()
    assert between(NCD, asking("LCD-1", "lcd", index(at_least=15))) == ()
    assert between(NCD) == ()


def test_the_plan_of_a_medicare_advantage_member_only_fills_gaps() -> None:
    told = between(NCD, asking("PLAN-1", "plan", {"finding": "cough"}), line_of_business="medicare_advantage")
    assert [one.sentence for one in told] == [
        "NCD-1 governs this service, and PLAN-1 may ask for more only where NCD-1 leaves a gap. "
        "NCD-1 prevails, because a Medicare Advantage plan's own criteria only fill gaps. " + DECIDES.format("PLAN-1")
    ]
    plans = [asking(f"PLAN-{number}", "plan", {"finding": "cough"}) for number in (1, 2)]
    assert between(*plans, line_of_business="medicare_advantage") == ()


def test_what_one_demands_and_the_other_excludes() -> None:
    excluding = asking("LCD-1", "lcd", {"none_of": [{"finding": "symptom"}]})
    (told,) = between(asking("NCD-1", "ncd", {"finding": "cough"}), excluding)
    assert told.sentence.startswith("NCD-1 asks for cough, and LCD-1 excludes it. NCD-1 prevails, ")
    (turned,) = between(
        asking("NCD-1", "ncd", {"none_of": [{"finding": "cough"}]}), asking("LCD-1", "lcd", {"finding": "cough"})
    )
    assert turned.sentence.startswith("LCD-1 asks for cough, and NCD-1 excludes it. NCD-1 prevails, ")


def test_a_group_of_which_a_part_is_excluded_can_still_be_met() -> None:
    excluding = asking("LCD-1", "lcd", {"none_of": [{"finding": "cough"}]})
    assert between(asking("NCD-1", "ncd", {"finding": "symptom"}), excluding) == ()


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ((), []),
        ((a_fact("cough", Assertion.ABSENT),), []),
        ((a_fact("fever"),), []),
        ((a_fact("cough"),), ["NCD-1 counts cough in favor of coverage, and LCD-1 excludes it; the record states it."]),
    ],
)
def test_what_one_counts_and_the_other_excludes_where_the_record_states_it(facts: Any, told: list[str]) -> None:
    covering = asking("NCD-1", "ncd", {"any_of": [{"finding": "cough"}, {"finding": "asthma"}]})
    excluding = asking("LCD-1", "lcd", {"none_of": [{"finding": "cough"}]})
    found = [one.sentence.partition(" NCD-1 prevails")[0] for one in between(covering, excluding, facts=facts)]
    assert found == told


@pytest.mark.parametrize("verification", ["verified", "unverified"])
def test_a_diagnosis_that_one_covers_and_the_other_excludes(verification: str) -> None:
    listed = {"code": "J44", "verification": verification, "source": "A list"}
    covering = asking("NCD-1", "ncd", diagnoses={"alignment": "listed", "covered": (listed,)})
    excluding = asking("LCD-1", "lcd", diagnoses={"alignment": "documented", "excluded": (listed,)})
    found = [one.sentence.partition(" NCD-1 prevails")[0] for one in between(covering, excluding)]
    verified = ["NCD-1 covers diagnosis J44.9, and LCD-1 excludes it."]
    assert found == (verified if verification == "verified" else [])
