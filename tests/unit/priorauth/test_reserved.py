"""What a person judges: who may confirm it, what a confirmation changes, and what it can never change."""

from typing import Any

import pytest

from priorauth.assessment import Basis, CriterionResult, Reserved
from priorauth.corrections import Confirmation, Correction
from priorauth.coverage import assess_line
from priorauth.evidence import CaseField
from priorauth.facts import Assertion, Fact
from priorauth.findings import LineAssessment
from priorauth.kleene import Status
from priorauth.people import Role
from priorauth.reserved import MAY_CONFIRM, unconfirmed
from tests.building.cases import a_case, a_line
from tests.building.correcting import BY_DIRECTOR, BY_NURSE, a_confirmation, a_passage, taking_back
from tests.building.facts import a_fact
from tests.building.rules import COVERAGE_RULES, a_general_policy, a_policy, a_top_criterion, an_inquiry
from tests.unit.priorauth.test_coverage import DOCUMENTED

M, N, U = Status.MET, Status.NOT_MET, Status.INSUFFICIENT
COUGHS, NO_COUGH = a_fact("cough"), a_fact("cough", Assertion.ABSENT)
PROSE = {"judgement": "Is it needed?"}
PRIOR_USE = {"prior_use": "exercise", "at_most": 1, "within_days": 365}
TEXT = "The patient coughs."


def line_of(node: dict[str, Any], *corrections: Correction, facts: tuple[Fact, ...] = ()) -> LineAssessment:
    inquiry = an_inquiry(*facts, case=a_case(corrections=corrections))
    policy = a_policy(criteria=(a_top_criterion(**node),))
    return assess_line(inquiry, (policy, a_general_policy()), DOCUMENTED, COVERAGE_RULES)


def judged(node: dict[str, Any], *corrections: Correction, facts: tuple[Fact, ...] = ()) -> CriterionResult:
    return line_of(node, *corrections, facts=facts).criteria[0].result


def of(by: Any = BY_DIRECTOR, **given: Any) -> Confirmation:
    return a_confirmation(by, **{"text": TEXT} | given)


KINDS = [
    ({"finding": "cough", "verification": "unverified"}, (COUGHS,), Reserved.UNVERIFIED),
    ({"finding": "cough", "discretion": True}, (COUGHS,), Reserved.DISCRETION),
    (PROSE, (), Reserved.PROSE),
    (PRIOR_USE, (), Reserved.NOT_CHECKED),
]


@pytest.mark.parametrize(("node", "facts", "why"), KINDS)
@pytest.mark.parametrize("met", [True, False])
def test_a_physician_confirms_whatever_is_reserved(
    node: dict[str, Any], facts: tuple[Fact, ...], why: Reserved, met: bool
) -> None:
    open_still = judged(node, facts=facts)
    assert (open_still.status, open_still.reserved) == (U, why)
    result = judged(node, a_passage(), of(met=met), facts=facts)
    assert (result.status, result.basis, result.confidence) == (M if met else N, Basis.CONFIRMED, 100)
    assert result.reserved is why
    assert result.reason.endswith("by Ines Castellanos, MD, medical director: The tracing shows it.")
    assert result.evidence[-1] == CaseField(pointer="/corrections/1", value="The tracing shows it.")


@pytest.mark.parametrize(("node", "facts", "why"), KINDS)
def test_a_nurse_attests_matters_of_record_alone(node: dict[str, Any], facts: tuple[Fact, ...], why: Reserved) -> None:
    attested = judged(node, of(BY_NURSE), facts=facts).basis is Basis.CONFIRMED
    assert attested is (why is Reserved.NOT_CHECKED)


def test_who_may_confirm_is_said_of_everything_that_is_reserved() -> None:
    assert {why: Role.NURSE_REVIEWER in roles for why, roles in MAY_CONFIRM.items()} == {
        why: why is Reserved.NOT_CHECKED for why in Reserved
    }
    assert all(Role.MEDICAL_DIRECTOR in roles for roles in MAY_CONFIRM.values())
    assert set().union(*MAY_CONFIRM.values()) == {Role.NURSE_REVIEWER, Role.MEDICAL_DIRECTOR}


@pytest.mark.parametrize(
    ("node", "facts", "status"),
    [
        ({"finding": "cough"}, (NO_COUGH,), N),
        ({"finding": "cough"}, (), U),
        ({"finding": "cough"}, (COUGHS, NO_COUGH), U),
        ({"finding": "cough", "discretion": True}, (NO_COUGH,), N),
        ({"all_of": [{"finding": "cough"}, PROSE]}, (COUGHS,), U),
        ({"all_of": [{"finding": "cough"}, PROSE]}, (NO_COUGH,), N),
    ],
)
def test_what_is_computed_cannot_be_confirmed_away(
    node: dict[str, Any], facts: tuple[Fact, ...], status: Status
) -> None:
    for met in (True, False):
        line = line_of(node, of(met=met), facts=facts)
        result = line.criteria[0].result
        assert (result.status, result.reserved) == (status, None)
        (said,) = unconfirmed(a_case(corrections=(of(met=met),)), (line,))
        assert said == (
            "What Ines Castellanos, MD, medical director, judged of 'The patient coughs' does not hold any more: "
            "the criterion is computed from the record now."
        )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"line": "2"}, "no such criterion is asked for now."),
        ({"policy_id": "NCD-2"}, "no such criterion is asked for now."),
        ({"criterion_id": "wheezes"}, "no such criterion is asked for now."),
        ({"text": "The patient coughs at night."}, "the criterion is worded otherwise now."),
    ],
)
def test_a_confirmation_holds_for_its_line_policy_and_criterion_as_it_was_worded(
    change: dict[str, Any], said: str
) -> None:
    line = line_of(PROSE, of(**change))
    assert (line.criteria[0].result.status, line.criteria[0].result.basis) == (U, Basis.PERSON)
    (told,) = unconfirmed(a_case(corrections=(of(**change),)), (line,))
    assert told.endswith(said)


def test_the_last_of_several_confirmations_holds() -> None:
    corrections = (of(), a_passage(), of(met=False))
    assert judged(PROSE, *corrections).status is N
    assert unconfirmed(a_case(corrections=corrections), (line_of(PROSE, *corrections),)) == ()
    assert judged(PROSE, *corrections, of()).status is M


def test_a_confirmation_that_was_taken_back_holds_no_more_and_the_one_before_it_does() -> None:
    ended = (of(), taking_back(0, BY_DIRECTOR))
    assert (judged(PROSE, *ended).status, judged(PROSE, *ended).basis) == (U, Basis.PERSON)
    (told,) = unconfirmed(a_case(corrections=ended), (line_of(PROSE, *ended),))
    assert told.endswith(
        "does not hold any more: it was taken back by Ines Castellanos, MD, medical director: It was right."
    )
    first = (of(), of(met=False), taking_back(1))
    assert judged(PROSE, *first).status is M
    assert unconfirmed(a_case(corrections=first), (line_of(PROSE, *first),)) == ()


UNLISTED = {"alignment": "listed", "covered": ({"code": "J45.909", "verification": "unverified"},)}
NAMED = {"alignment": "indicated", "indications": ("wheeze",)}


def universal_of(*corrections: Correction, names: tuple[str, ...] = ("NCD-1",), **policy: Any) -> LineAssessment:
    inquiry = an_inquiry(COUGHS, case=a_case(corrections=corrections), providers=())
    policies = tuple(a_policy(name, **policy) for name in names)
    return assess_line(inquiry, (*policies, a_general_policy()), DOCUMENTED, COVERAGE_RULES)


@pytest.mark.parametrize(
    ("place", "policy", "why"),
    [
        (0, {}, Reserved.NOT_CHECKED),
        (1, {"diagnoses": UNLISTED}, Reserved.UNVERIFIED),
        (1, {"diagnoses": NAMED}, Reserved.PROSE),
    ],
)
def test_a_universal_criterion_that_no_source_settles_is_confirmed(
    place: int, policy: dict[str, Any], why: Reserved
) -> None:
    asked = universal_of(**policy).universal[place].result
    assert (asked.status, asked.reserved) == (U, why)
    judgment = of(criterion_id=asked.id, text=asked.text)
    line = universal_of(judgment, **policy)
    settled = line.universal[place].result
    assert (settled.status, settled.basis, settled.confidence) == (M, Basis.CONFIRMED, 100)
    assert unconfirmed(a_case(corrections=(judgment,)), (line,)) == ()
    by_nurse = of(BY_NURSE, criterion_id=asked.id, text=asked.text)
    assert (universal_of(by_nurse, **policy).universal[place].result.status is M) is (why is Reserved.NOT_CHECKED)


def test_a_universal_criterion_holds_where_every_policy_of_the_line_is_judged() -> None:
    both = {"names": ("NCD-1", "NCD-2"), "diagnoses": UNLISTED}
    asked = universal_of(**both).universal[1]
    assert (asked.policy_id, asked.result.status) == ("NCD-1", U)
    one, other = (of(policy_id=name, criterion_id=asked.result.id, text=asked.result.text) for name in both["names"])
    after_one = universal_of(one, **both)
    assert (after_one.universal[1].policy_id, after_one.universal[1].result.status) == ("NCD-2", U)
    assert unconfirmed(a_case(corrections=(one,)), (after_one,)) == ()
    assert universal_of(one, other, **both).universal[1].result.status is M


def test_a_part_of_a_criterion_is_confirmed_by_itself() -> None:
    node = {"all_of": [{"finding": "cough"}, PROSE | {"text": "It is needed."}]}
    part = of(criterion_id="coughs.2", text="It is needed.")
    result = judged(node, part, facts=(COUGHS,))
    assert [child.basis for child in result.children] == [Basis.STATED, Basis.CONFIRMED]
    assert (result.status, result.basis, result.confidence) == (M, Basis.CONFIRMED, 95)
    assert unconfirmed(a_case(corrections=(part,)), (line_of(node, part, facts=(COUGHS,)),)) == ()
    assert judged({"any_of": [{"finding": "cough"}, PROSE | {"text": "It is needed."}]}, part).basis is Basis.CONFIRMED


def test_lines_are_confirmed_one_by_one() -> None:
    lines = (a_line(), a_line(line="2"))
    case = a_case(services=lines, corrections=(of(line="2"),))
    policy = a_policy(criteria=(a_top_criterion(**PROSE),))
    assessed = [
        assess_line(an_inquiry(case=case, line=line), (policy, a_general_policy()), DOCUMENTED, COVERAGE_RULES)
        for line in lines
    ]
    assert [line.criteria[0].result.status for line in assessed] == [U, M]
    assert unconfirmed(case, assessed) == ()
