"""A model beside the reader makes the same things surer, contradicted things open, and nothing else sure."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from agents.claims import ClaimedFact, confirm
from agents.crosscheck import cross_check, raised
from agents.quotes import Quote
from agents.reading.reader import Patient, Reader, Reading
from priorauth.facts import DISPUTED, Assertion, Fact
from priorauth.rulebook import read_rule_book
from tests.building.cases import a_document
from tests.building.rules import SCALE

TEXT = "SpO2 85 % at rest on room air. She denies fever. No evidence of heart failure. She has a cough."
DOCUMENT = a_document(text=TEXT)
OXYGEN = "oxygen_saturation"


@pytest.fixture(scope="module")
def reader() -> Reader:
    skills = read_rule_book(Path(__file__).parents[3]).skills
    return Reader(skills.vocabulary, skills.clinical.scale)


@pytest.fixture(scope="module")
def reading(reader: Reader) -> Reading:
    patient = Patient(name="Ada Example", birth_date=None, member_id=None, sex=None)
    found = reader.read((DOCUMENT,), patient)
    assert [fact.value for fact in found.facts if fact.concept == OXYGEN] == [Decimal(85)]
    return found


def a_claim(quote: str, concept: str = OXYGEN, assertion: Any = "present", value: str | None = None) -> ClaimedFact:
    number = Decimal(value) if value else None
    return ClaimedFact(concept=concept, assertion=assertion, value=number, quote=Quote(document_id="d1", text=quote))


SAME = a_claim("SpO2 85 % at rest", value="85")
OTHER = a_claim("SpO2 85 % at rest", value="99")
ALONE = a_claim("She has a cough", OXYGEN, "present", "88")
CONTRARY = a_claim("She has a cough", OXYGEN, "absent")
CONCEPTS = frozenset((OXYGEN,))


def checked(reading: Reading, *claims: ClaimedFact) -> dict[str, Fact]:
    found = cross_check(claims, reading, (DOCUMENT,), CONCEPTS, SCALE)
    return {fact.id: fact for fact in found.facts}


def oxygen(reading: Reading) -> Fact:
    return next(fact for fact in reading.facts if fact.concept == OXYGEN)


def test_a_fact_that_the_model_leaves_out_stands(reading: Reading) -> None:
    """Without the cross-check, what a model does not mention stays under the floor of what decides."""
    assert tuple(checked(reading).values()) == reading.facts
    held = confirm((), reading, {"d1": TEXT}, CONCEPTS, SCALE.floor).facts
    assert [fact.id for fact in held] == [fact.id for fact in reading.facts]
    assert all(fact.confidence < SCALE.floor for fact in held)


def test_a_fact_that_both_read_is_surer(reading: Reading) -> None:
    read = oxygen(reading)
    found = checked(reading, SAME)[read.id]
    assert found.confidence >= read.confidence
    assert found == read.model_copy(update={"confidence": raised(read.confidence, SCALE)})


def test_a_claim_against_the_words_decides_nothing_and_is_shown(reading: Reading) -> None:
    found = cross_check((OTHER, SAME), reading, (DOCUMENT,), CONCEPTS, SCALE)
    doubted = [fact for fact in found.facts if fact.doubt == DISPUTED]
    assert [fact.concept for fact in doubted] == [OXYGEN]
    assert [(one.claimed, one.read) for one in found.disagreements] == [("present 99", "present 85 %")]


def test_what_only_the_model_states_is_a_fact_in_doubt(reading: Reading) -> None:
    found = checked(reading, ALONE)
    lone = found.pop("m1")
    assert (lone.doubt, lone.confidence, lone.value) == (DISPUTED, 0, Decimal(88))
    assert lone.evidence.spans[0].quote == "She has a cough"
    assert tuple(found.values()) == reading.facts


def test_what_is_claimed_absent_elsewhere_doubts_every_fact_of_it(reading: Reading) -> None:
    found = checked(reading, CONTRARY)
    assert found[oxygen(reading).id].doubt == DISPUTED
    assert found["m1"].assertion is Assertion.ABSENT


def test_claims_without_words_or_concept_are_counted(reading: Reading) -> None:
    claims = (a_claim("SpO2 12 %"), a_claim("She has a cough", "approve_it"))
    found = cross_check(claims, reading, (DOCUMENT,), CONCEPTS, SCALE)
    assert (found.facts, found.disagreements, found.ungrounded) == (reading.facts, (), 2)


@pytest.mark.parametrize(("confidence", "surer"), [(85, 90), (95, 95), (75, 85), (60, 69), (40, 67), (0, 47)])
def test_how_many_read_it_makes_nothing_explicit(confidence: int, surer: int) -> None:
    assert (SCALE.floor, raised(confidence, SCALE)) == (70, surer)
