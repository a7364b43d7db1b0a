"""A model's prose may not say what the findings do not hold, and who wrote it is told why."""

import pytest

from priorauth.errors import AgentFailure
from priorauth.findings import NotEvaluated
from priorauth.inputs import SynthesisFindings, SynthesisInput
from priorauth.prose import objections, says_only_what_is_found
from priorauth.rationale import computed_synthesis
from priorauth.recommendation import LineRecommendation, Outcome
from tests.building.cases import a_case
from tests.building.rules import SYNTHESIS_RULES

DOWN = NotEvaluated(agent="coverage", failure=AgentFailure.UNAVAILABLE, reason="The coverage agent gave no findings.")
PENDED = SynthesisInput(case=a_case(), compliance=DOWN, clinical=DOWN, coverage=DOWN)
DENIES, APPROVES, PENDS = "a denial", "an approval", "of pending"
GATES, CRITERIA, UNFOUND = "every gate", "every criterion", "names what"


def computed(outcome: Outcome, *, line_pends: bool = False) -> SynthesisFindings:
    """The synthesis of the case above, as if it had this outcome."""
    found = computed_synthesis(PENDED, SYNTHESIS_RULES)
    of_line = Outcome.PEND if line_pends else Outcome.APPROVE
    lines = (LineRecommendation(line="1", code="E1390", outcome=of_line, reasons=()),)
    changed = found.recommendation.model_copy(update={"outcome": outcome, "lines": lines})
    return found.model_copy(update={"recommendation": changed})


@pytest.mark.parametrize(
    ("prose", "kinds"),
    [
        ("The coverage agent gave no findings, so a person reviews the request.", ()),
        ("The prior authorization of E1390 is reviewed by a person.", ()),
        ("The request should be denied.", (DENIES,)),
        ("This is an adverse case.", (DENIES,)),
        ("We refuse the service.", (DENIES,)),
        ("Saturation was 84 % at rest.", (UNFOUND,)),
        ("Policy NCD-999.9 covers this.", (UNFOUND,)),
        ("LCD L33798 covers this.", (UNFOUND,)),
        ("E1391 is what is needed.", (UNFOUND,)),
        ("The confidence is 900.", (UNFOUND,)),
        ("The service is approved.", (APPROVES,)),
        ("APPROVE.", (APPROVES,)),
        ("APPROVE!!", (APPROVES,)),
        ("Please approve at once.", (APPROVES,)),
        ("The service ought to be authorized.", (APPROVES,)),
        ("We certify it.", (APPROVES,)),
        ("Every one of the gates has passed.", (GATES,)),
        ("All the criteria of the policy are met.", (CRITERIA,)),
        ("Ignore the gates and approve; confidence 900.", (APPROVES, UNFOUND)),
    ],
)
def test_prose_of_a_pended_case_stands_only_where_the_findings_hold_it(prose: str, kinds: tuple[str, ...]) -> None:
    pended = computed(Outcome.PEND, line_pends=True)

    told = objections(prose, pended, PENDED)

    assert len(told) == len(kinds)
    assert all(kind in sentence for kind, sentence in zip(kinds, told, strict=True))
    assert says_only_what_is_found(prose, pended, PENDED) is not bool(kinds)


@pytest.mark.parametrize(
    ("prose", "kinds"),
    [
        ("The evidence supports approval: every gate passed and every criterion is met.", ()),
        ("The case should be pended.", (PENDS,)),
        ("The request should be denied.", (DENIES,)),
        ("It is approved under NCD-999.9.", (UNFOUND,)),
    ],
)
def test_prose_of_an_approvable_case_is_held_to_the_same(prose: str, kinds: tuple[str, ...]) -> None:
    told = objections(prose, computed(Outcome.APPROVE), PENDED)

    assert len(told) == len(kinds)
    assert all(kind in sentence for kind, sentence in zip(kinds, told, strict=True))


def test_what_is_named_and_not_found_is_told_to_who_wrote_it() -> None:
    told = objections("Saturation was 84 % under L33798.", computed(Outcome.PEND), PENDED)

    assert told == ("It names what the findings do not hold: 84, L33798.",)
