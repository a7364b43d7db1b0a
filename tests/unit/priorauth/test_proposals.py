"""What a language model proposes of criteria that cannot be computed stands beside them, and changes no status."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from priorauth.assessment import Basis, CriterionResult, Proposed, Reserved
from priorauth.corrections import Confirmation
from priorauth.coverage import assess_line
from priorauth.evidence import Span, TextQuote
from priorauth.findings import LineAssessment
from priorauth.kleene import Status
from priorauth.policy import Policy
from priorauth.proposals import Proposal, proposals_in, propose, prose_criteria
from priorauth.rulebook import RuleBook
from tests.building.cases import a_case, a_line
from tests.building.correcting import BY_DIRECTOR, a_confirmation
from tests.building.facts import a_fact
from tests.building.rules import COVERAGE_RULES, a_general_policy, a_policy, a_top_criterion, an_inquiry
from tests.unit.priorauth.test_coverage import DOCUMENTED

PROSE: dict[str, Any] = {"judgement": "Is it needed?"}
UNVERIFIED: dict[str, Any] = {"judgement": "Is it wanted?", "verification": "unverified"}
MIXED: dict[str, Any] = {"any_of": [{"finding": "cough"}, {"all_of": [PROSE, UNVERIFIED]}]}
QUOTE = TextQuote(spans=(Span(document_id="d1", start=0, end=6, quote="It is."),))


def line_of(node: dict[str, Any], *corrections: Confirmation) -> LineAssessment:
    inquiry = an_inquiry(a_fact("cough"), case=a_case(corrections=corrections))
    policies = (a_policy(criteria=(a_top_criterion(**node),)), a_general_policy())
    return assess_line(inquiry, policies, DOCUMENTED, COVERAGE_RULES)


def proposed(criterion_id: str, status: Any = Status.MET, **given: Any) -> Proposal:
    told: dict[str, Any] = {"line": "1", "policy_id": "NCD-1", "quote": QUOTE} | given
    return Proposal(criterion_id=criterion_id, proposed=Proposed(status=status, by="openai:x"), **told)


def with_proposals(line: LineAssessment, *proposals: Proposal) -> LineAssessment:
    (changed,) = propose((line,), proposals)
    return changed


def only(line: LineAssessment) -> CriterionResult:
    return line.criteria[0].result


@pytest.mark.parametrize(
    ("status", "reads"),
    [
        (Status.MET, "openai:x reads the record as meeting this; a clinician decides."),
        (Status.NOT_MET, "openai:x reads the record as not meeting this; a clinician decides."),
    ],
)
def test_a_proposal_is_shown_and_decides_nothing(status: Any, reads: str) -> None:
    result = only(with_proposals(line_of(PROSE), proposed("coughs", status)))
    assert (result.status, result.confidence, result.basis) == (Status.INSUFFICIENT, 0, Basis.MODEL)
    assert (result.reserved, result.reason, result.evidence) == (Reserved.MODEL, reads, (QUOTE,))
    assert result.proposed == Proposed(status=status, by="openai:x")


def test_an_unverified_criterion_stays_reserved_for_that() -> None:
    result = only(with_proposals(line_of(MIXED), proposed("coughs.2.2")))
    wanted = result.children[1].children[1]
    assert (wanted.reserved, wanted.basis, wanted.status) == (Reserved.UNVERIFIED, Basis.PERSON, Status.INSUFFICIENT)
    assert wanted.reason.endswith("a clinician decides. openai:x reads the record as meeting this.")


def test_nothing_but_its_own_criterion_is_touched() -> None:
    line = line_of(MIXED)
    changed = with_proposals(line, proposed("coughs.2.1"))
    assert [item.result.status for item in changed.criteria] == [item.result.status for item in line.criteria]
    assert changed.universal == line.universal
    before, after = (only(one).children for one in (line, changed))
    assert (after[0], after[1].children[1]) == (before[0], before[1].children[1])
    assert after[1].children[0].proposed


@pytest.mark.parametrize(
    "elsewhere",
    [
        proposed("coughs.1"),
        proposed("coughs.2"),
        proposed("coughs"),
        proposed("universal-specialty"),
        proposed("coughs.2.1", line="2"),
        proposed("coughs.2.1", policy_id="NCD-2"),
    ],
    ids=["computed", "operator", "top", "universal", "another line", "another policy"],
)
def test_what_is_computed_takes_no_proposal(elsewhere: Proposal) -> None:
    assert with_proposals(line_of(MIXED), elsewhere) == line_of(MIXED)


def test_what_a_clinician_has_judged_takes_none() -> None:
    judged = line_of(PROSE, a_confirmation(BY_DIRECTOR, text="The patient coughs."))
    assert only(judged).basis is Basis.CONFIRMED
    assert with_proposals(judged, proposed("coughs", Status.NOT_MET)) == judged


def test_without_proposals_nothing_is_changed() -> None:
    lines = (line_of(MIXED),)
    assert propose(lines, ()) == lines
    assert list(proposals_in(lines)) == []


def test_what_was_proposed_is_found_again() -> None:
    both = (proposed("coughs.2.1"), proposed("coughs.2.2", Status.NOT_MET))
    assert tuple(proposals_in((with_proposals(line_of(MIXED), *both),))) == both


def book(*policies: Policy) -> RuleBook:
    return cast("RuleBook", SimpleNamespace(policies=policies, general=a_general_policy()))


def asked_of(*policies: Policy, code: str = "E1390") -> list[tuple[str, str, str, str]]:
    line = a_line(code=code)
    found = prose_criteria(line, a_case(services=(line,)), book(*policies))
    return [(one.policy_id, one.criterion_id, one.text, one.within) for one in found]


def test_the_criteria_in_prose_are_named_as_their_results_are() -> None:
    assert asked_of(a_policy(criteria=(a_top_criterion(**MIXED),))) == [
        ("NCD-1", "coughs.2.1", "Is it needed?", "Title of coughs"),
        ("NCD-1", "coughs.2.2", "Is it wanted?", "Title of coughs"),
    ]


def test_a_criterion_of_another_code_is_not_asked_about() -> None:
    codes = ({"code": "E1390", "verification": "verified"}, {"code": "E0431", "verification": "verified"})
    of_codes = [
        a_top_criterion("one", judgement="One?", for_codes=["E1390"]),
        a_top_criterion("other", judgement="Other?", for_codes=["E0431"]),
    ]
    assert [one[1] for one in asked_of(a_policy(codes=codes, criteria=of_codes))] == ["one"]


def test_a_code_that_is_none_is_asked_nothing_about() -> None:
    assert asked_of(a_policy(criteria=(a_top_criterion(**PROSE),)), code="?") == []
