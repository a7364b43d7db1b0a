"""Where a denial may not be suggested: no NOT_MET at the root of anything, the same outcome, every fact still there."""

from hypothesis import given, settings

from priorauth.assessment import CriterionResult
from priorauth.criteria import Criterion
from priorauth.facts import Fact
from priorauth.findings import CoverageFindings, NotEvaluated
from priorauth.gates import AgentFindings
from priorauth.kleene import Status
from priorauth.recommendation import recommend
from priorauth.withholding import withhold, withhold_criterion
from tests.building.rules import INHERITED, SYNTHESIS_RULES
from tests.generative.strategies import AGENT_FINDINGS
from tests.generative.test_evaluation import CRITERIA, RECORDS, judge, nodes


def adverse(result: CriterionResult, against: Status = Status.NOT_MET) -> bool:
    """Whether any node speaks against approval: NOT_MET, or MET under ``none_of``, which turns it around."""
    below = {Status.NOT_MET: Status.MET, Status.MET: Status.NOT_MET}[against] if result.kind == "none_of" else against
    return result.status is against or any(adverse(child, below) for child in result.children)


@given(CRITERIA, RECORDS)
def test_nothing_speaks_against_approval_and_nothing_is_lost(criterion: Criterion, record: tuple[Fact, ...]) -> None:
    before = judge(criterion, record)
    after = withhold_criterion(before)
    assert after.status is not Status.NOT_MET
    assert (after.status is Status.MET) is (before.status is Status.MET)
    assert after.status is Status.MET or not adverse(after)
    assert withhold_criterion(after) == after
    for one, left in zip(nodes(before), nodes(after), strict=True):
        assert (one.id, one.text, one.source, one.send) == (left.id, left.text, left.source, left.send)
        assert (one.evidence, one.facts, one.against) == (left.evidence, left.facts, left.against)
    assert INHERITED.source in {node.source for node in nodes(after)}


@settings(max_examples=150)
@given(AGENT_FINDINGS)
def test_the_outcome_is_the_same_and_no_text_says_not_met(findings: AgentFindings) -> None:
    if isinstance(findings.coverage, NotEvaluated):
        return
    lines = tuple(withhold(line) for line in findings.coverage.lines)
    left: CoverageFindings = findings.coverage.model_copy(update={"lines": lines})
    before = recommend(findings, SYNTHESIS_RULES)
    after = recommend(
        AgentFindings(compliance=findings.compliance, clinical=findings.clinical, coverage=left), SYNTHESIS_RULES
    )
    assert after.outcome is before.outcome
    assert after.gaps == before.gaps
    assert "NOT_MET" not in after.model_dump_json()
