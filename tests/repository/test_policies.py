"""Every word of every policy is held by a rule case, and is cited and verified."""

from collections import deque
from collections.abc import Iterator

import pytest

from priorauth import evaluation
from priorauth.assessment import CriterionResult
from priorauth.criteria import AllOf, Criterion, JudgementLeaf
from priorauth.evaluation import Inherited
from priorauth.inquiry import Inquiry
from priorauth.kleene import Status
from priorauth.nodes import Verification
from priorauth.policy import Policy
from priorauth.trees import children_of, walk
from tests.rules.mutants import Mutant, mutants
from tests.rules.rule_cases import RuleCase, cases_about, node_statuses, redundant_words, rule_book

POLICIES = rule_book().policies
each_policy = pytest.mark.parametrize("policy", POLICIES, ids=[policy.id for policy in POLICIES])


def _is_a_persons(criterion: Criterion) -> bool:
    """Whether no record can meet it: the source leaves it to a person, or we have not read it there."""
    return (
        criterion.discretion
        or criterion.verification is Verification.UNVERIFIED
        or all(isinstance(node, JudgementLeaf) for node in walk(criterion) if not children_of(node))
        or (isinstance(criterion, AllOf) and any(_is_a_persons(child) for child in criterion.all_of))
    )


def _expects(case: RuleCase, criterion_id: str) -> Status | None:
    return case.expect.get(criterion_id)


@each_policy
def test_a_case_meets_everything_that_can_be_computed(policy: Policy) -> None:
    def meets(case: RuleCase) -> bool:
        return all(
            _expects(case, str(one.id)) is (Status.INSUFFICIENT if _is_a_persons(one) else Status.MET)
            for one in policy.criteria_for(case.service_line.code)
        )

    assert any(meets(case) for case in cases_about(policy.id)), f"no case meets all of {policy.id}"


@each_policy
def test_every_criterion_that_can_be_computed_is_met_by_a_case_of_its_codes(policy: Policy) -> None:
    for criterion in policy.criteria:
        of_its_codes = [case for case in cases_about(policy.id) if criterion.is_for(case.service_line.code)]
        wanted = Status.INSUFFICIENT if _is_a_persons(criterion) else Status.MET
        assert any(_expects(case, str(criterion.id)) is wanted for case in of_its_codes), f"none meets {criterion.id}"


@each_policy
def test_each_criterion_has_a_case_that_does_not_meet_it(policy: Policy) -> None:
    for criterion in policy.criteria:
        expected = {_expects(case, str(criterion.id)) for case in cases_about(policy.id)}
        assert expected & {Status.NOT_MET, Status.INSUFFICIENT}, f"every case meets {criterion.id}"


@each_policy
def test_some_cases_are_read_off_notes(policy: Policy) -> None:
    assert sum(case.note is not None for case in cases_about(policy.id)) >= 3


@each_policy
def test_a_case_says_when_the_policy_binds_and_when_not(policy: Policy) -> None:
    relations = {case.relation for case in cases_about(policy.id) if case.relation}
    assert len(relations) > 1


def _breaks(case: RuleCase, mutant: Mutant, policy: Policy) -> bool:
    expected = {name: status for name, status in case.expect.items() if name.split(".")[0] == mutant.name}
    if not expected:
        return False
    found = dict(node_statuses(case, policy, mutant.criterion))
    return any(found.get(name) is not status for name, status in expected.items())


def _unnoticed(policy: Policy) -> Iterator[str]:
    """The changes that no case notices. Cases stand in the order of the criteria, so the search goes on from the last
    case that noticed something.
    """
    cases = deque(cases_about(policy.id))
    for mutant in mutants(policy):
        for _ in range(len(cases)):
            if _breaks(cases[0], mutant, policy):
                break
            cases.rotate(-1)
        else:
            yield f"{mutant.name}: {mutant.change}"


@pytest.fixture
def parts_are_judged_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A part that a mutant shares with its policy is judged once for each case: judging is a function of what it gets.

    The parts are kept, so that no other part can come to have the identity of one of them.
    """
    judged = dict[tuple[int, int, Inherited], tuple[Criterion, CriterionResult]]()
    judge = evaluation.evaluate

    def once(node: Criterion, inquiry: Inquiry, inherited: Inherited) -> CriterionResult:
        key = (id(node), id(inquiry), inherited)
        if key not in judged:
            judged[key] = (node, judge(node, inquiry, inherited))
        return judged[key][1]

    monkeypatch.setattr(evaluation, "evaluate", once)


@pytest.mark.usefixtures("parts_are_judged_once")
@each_policy
def test_both_sides_of_every_number_and_every_other_word_are_tested(policy: Policy) -> None:
    """A threshold moved by one, or an alternative, condition or exclusion taken away, breaks a rule case."""
    assert sorted(set(_unnoticed(policy)) - redundant_words()) == []


def test_what_is_listed_as_redundant_is_a_word_of_a_policy() -> None:
    changes = {f"{mutant.name}: {mutant.change}" for policy in POLICIES for mutant in mutants(policy)}
    assert redundant_words() <= changes


@each_policy
def test_a_policy_is_cited_by_an_address_that_can_be_opened(policy: Policy) -> None:
    assert policy.citation.url.startswith("https://")
    assert policy.body


@each_policy
def test_codes_and_criteria_say_how_sure_we_are_of_them(policy: Policy) -> None:
    for entry in (*policy.codes, *policy.diagnoses.covered, *policy.diagnoses.excluded):
        assert entry.verification is Verification.UNVERIFIED or entry.source
    for criterion in policy.criteria:
        assert criterion.verification is not None
        assert all(node.source for node in walk(criterion) if node.verification is Verification.SECONDARY)


def test_every_case_is_about_a_policy_of_the_library() -> None:
    library = {policy.id for policy in POLICIES}
    assert {case.policy for policy in POLICIES for case in cases_about(policy.id)} == library
