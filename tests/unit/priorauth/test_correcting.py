"""From a clinician's act to what the case carries: every problem at once, and nothing that is not theirs."""

from typing import Any

import pytest

from priorauth.acts import AddedPassage, ConfirmedCriterion, FactCorrection, MisreadFact, TakenBack
from priorauth.assessment import Basis, Reserved
from priorauth.case import Side
from priorauth.correcting import LONGEST_PASSAGE, ConfirmationNotTheirs, corrections_of
from priorauth.corrections import Confirmation, Correction, CorrectionTakenBack, ShownPassage, WrongFact
from priorauth.errors import CaseRejected
from priorauth.kleene import Status
from priorauth.people import Person
from priorauth.revision import Revision
from tests.building.cases import a_case, a_document
from tests.building.correcting import (
    AT,
    BY_DIRECTOR,
    BY_NURSE,
    DIRECTOR,
    NURSE,
    a_confirmation,
    a_passage,
    taking_back,
)
from tests.building.facts import a_fact
from tests.building.findings import a_line_assessment, a_result, assessed, clinical, coverage, failed
from tests.unit.priorauth.test_revision import a_revision

WORDS = "She has had a cough since June."
CONCEPTS = ("cough", "fever")
DIGEST = "sha256:" + "0" * 64


def a_part(id: str, reserved: Reserved | None, status: Status = Status.INSUFFICIENT, **given: Any) -> Any:
    basis = Basis.PERSON if reserved else Basis.STATED
    return a_result(status, **{"id": id, "text": f"Text of {id}.", "reserved": reserved, "basis": basis} | given)


TREE = a_result(
    Status.INSUFFICIENT,
    kind="all_of",
    children=(a_part("coughs.1", Reserved.DISCRETION), a_part("coughs.2", Reserved.NOT_CHECKED)),
)
COMPUTED = a_part("computed", None, Status.NOT_MET)
SEEN = a_revision(
    case=a_case(documents=(a_document(text=WORDS), a_document(id="d2", text="x " * LONGEST_PASSAGE))),
    clinical=clinical(facts=(a_fact("cough"), a_fact("fever"))),
    coverage=coverage(a_line_assessment(assessed(TREE), assessed(COMPUTED))),
)


def misread(fact: int, why: str = "It is not hers.") -> MisreadFact:
    return MisreadFact(fact=fact, why=why)


def added(**given: Any) -> AddedPassage:
    defaults = {"document_id": "d1", "start": 14, "end": 19, "concept": "cough", "why": "It stands there."}
    return AddedPassage.model_validate(defaults | given)


def confirmed(criterion_id: str, **given: Any) -> ConfirmedCriterion:
    defaults = {"line": "1", "policy_id": "NCD-1", "met": True, "why": "I have seen it."}
    return ConfirmedCriterion.model_validate(defaults | {"criterion_id": criterion_id} | given)


def correct(person: Person = NURSE, revision: Revision = SEEN, **given: Any) -> tuple[Correction, ...]:
    return corrections_of(FactCorrection(digest=DIGEST, **given), revision, person, AT, CONCEPTS)


def problems(**given: Any) -> list[tuple[str, str]]:
    with pytest.raises(CaseRejected) as refused:
        correct(DIRECTOR, **given)
    assert all(problem.message.endswith(".") for problem in refused.value.problems)
    return [(problem.path, problem.code) for problem in refused.value.problems]


def test_what_is_corrected_is_carried_with_who_when_and_why() -> None:
    wrong, passage, part = correct(
        misread=(misread(1),), added=(added(side=Side.LEFT),), confirmed=(confirmed("coughs.2", met=False),)
    )
    assert isinstance(wrong, WrongFact)
    assert wrong.is_about(a_fact("fever"))
    assert isinstance(passage, ShownPassage)
    assert (passage.span.quote, passage.span.start, passage.concept, passage.side) == ("cough", 14, "cough", Side.LEFT)
    assert isinstance(part, Confirmation)
    assert (part.line, part.policy_id, part.criterion_id, part.text) == ("1", "NCD-1", "coughs.2", "Text of coughs.2.")
    assert part.met is False
    assert [one.why for one in (wrong, passage, part)] == ["It is not hers.", "It stands there.", "I have seen it."]
    assert {(one.by, one.at) for one in (wrong, passage, part)} == {(BY_NURSE, AT)}


def test_a_nurse_confirms_no_clinical_judgment() -> None:
    (part,) = correct(DIRECTOR, confirmed=(confirmed("coughs.1"),))
    assert part.by == BY_DIRECTOR
    with pytest.raises(ConfirmationNotTheirs, match=r"coughs\.1 is for a medical director to judge\."):
        correct(NURSE, confirmed=(confirmed("coughs.1"),))


def test_every_problem_is_told_at_once() -> None:
    assert problems(
        misread=(misread(0), misread(2), misread(0)),
        added=(
            added(document_id="d9"),
            added(end=len(WORDS) + 1),
            added(start=19, end=14),
            added(start=3, end=4),
            added(document_id="d2", start=0, end=LONGEST_PASSAGE + 1),
            added(concept="hope"),
        ),
        confirmed=(
            confirmed("coughs.9"),
            confirmed("coughs.1", line="2"),
            confirmed("coughs.1", policy_id="NCD-2"),
            confirmed("coughs"),
            confirmed("computed"),
            confirmed("coughs.2"),
            confirmed("coughs.2", met=False),
        ),
    ) == [
        ("/misread/1/fact", "unknown_fact"),
        ("/misread/2/fact", "repeated_fact"),
        ("/added/0/document_id", "unknown_document"),
        ("/added/1", "no_words"),
        ("/added/2", "no_words"),
        ("/added/3", "no_words"),
        ("/added/4", "too_long"),
        ("/added/5/concept", "unknown_concept"),
        ("/confirmed/0/criterion_id", "unknown_criterion"),
        ("/confirmed/1/criterion_id", "unknown_criterion"),
        ("/confirmed/2/criterion_id", "unknown_criterion"),
        ("/confirmed/3/criterion_id", "not_confirmable"),
        ("/confirmed/4/criterion_id", "not_confirmable"),
        ("/confirmed/6/criterion_id", "repeated_criterion"),
    ]


def back(correction: int) -> TakenBack:
    return TakenBack(correction=correction, why="It was right.")


def before(*corrections: Correction) -> Revision:
    return SEEN.model_copy(update={"case": SEEN.case.model_copy(update={"corrections": corrections})})


def test_a_correction_is_taken_back_and_stays_in_the_record() -> None:
    (ended,) = correct(revision=before(a_passage(), a_passage()), taken_back=(back(1),))
    assert ended == taking_back(1, BY_NURSE)
    assert isinstance(ended, CorrectionTakenBack)


def test_a_judgment_is_taken_back_by_who_gave_it_or_by_a_physician() -> None:
    by_director, by_nurse = before(a_confirmation(BY_DIRECTOR)), before(a_confirmation(BY_NURSE))
    with pytest.raises(ConfirmationNotTheirs, match="Ines Castellanos, MD judged the criterion coughs"):
        correct(NURSE, by_director, taken_back=(back(0),))
    for person, revision in ((NURSE, by_nurse), (DIRECTOR, by_nurse), (DIRECTOR, by_director)):
        assert len(correct(person, revision, taken_back=(back(0),))) == 1


def test_what_cannot_be_taken_back_is_told() -> None:
    revision = before(a_passage(), a_passage(), taking_back(0))
    asked = tuple(back(number) for number in (1, 0, 2, 3, 1))
    assert problems(revision=revision, taken_back=asked) == [
        ("/taken_back/1/correction", "taken_back_before"),
        ("/taken_back/2/correction", "unknown_correction"),
        ("/taken_back/3/correction", "unknown_correction"),
        ("/taken_back/4/correction", "repeated_correction"),
    ]


@pytest.mark.parametrize(("person", "is_theirs"), [(NURSE, False), (DIRECTOR, True)])
def test_a_universal_criterion_is_confirmed_by_whose_it_is(person: Person, is_theirs: bool) -> None:
    unverified = assessed(a_part("universal-diagnosis", Reserved.UNVERIFIED))
    line = a_line_assessment(assessed(COMPUTED)).model_copy(update={"universal": (unverified,)})
    revision = SEEN.model_copy(update={"coverage": coverage(line)})
    wanted = (confirmed("universal-diagnosis"),)
    if is_theirs:
        (one,) = correct(person, revision, confirmed=wanted)
        assert isinstance(one, Confirmation)
        return
    with pytest.raises(ConfirmationNotTheirs, match="for a medical director to judge"):
        correct(person, revision, confirmed=wanted)


def test_a_correction_of_nothing_is_refused() -> None:
    assert problems() == [("", "too_short")]


def test_where_an_agent_failed_there_is_nothing_of_it_to_correct() -> None:
    unread = a_revision(clinical=failed("clinical"), coverage=failed("coverage"))
    assert problems(revision=unread, misread=(misread(0),), confirmed=(confirmed("coughs.2"),)) == [
        ("/misread/0/fact", "unknown_fact"),
        ("/confirmed/0/criterion_id", "unknown_criterion"),
    ]
