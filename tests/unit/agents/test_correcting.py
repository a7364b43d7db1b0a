"""Corrections applied to a reading: what is set aside, what a passage states, and what it does not."""

from typing import Any, cast

import pytest

from agents.correcting import Corrected, correct
from agents.kit import AgentKit, ModelNames
from agents.reading.joined import join
from agents.reading.reader import Reader
from priorauth.case import Case, Side
from priorauth.corrections import Correction, ShownPassage, wrong_fact
from priorauth.evidence import Span
from priorauth.facts import Assertion, Fact
from tests.building.cases import a_case, a_document
from tests.building.correcting import AT, BY_NURSE, a_confirmation, a_passage, taking_back
from tests.rules.rule_cases import rule_book

BOOK = rule_book()
KIT = AgentKit(
    BOOK, Reader(BOOK.skills.vocabulary, BOOK.skills.clinical.scale), ModelNames.all_alike("none"), cast(Any, None)
)
APART = "SpO2 at rest, awake, on room air\n\n(finger probe)\n\n85 %"
NOTE = f"DATA\n{APART}\n\nCOPD is severe. Never smoked. BMI 22.6.\n"


def a_note(text: str = NOTE, **given: Any) -> Case:
    return a_case(documents=(a_document(text=text),), **given)


def the_span(words: str, text: str = NOTE) -> Span:
    start = text.index(words)
    return Span(document_id="d1", start=start, end=start + len(words), quote=words)


def shown(words: str, concept: str = "oxygen_saturation", text: str = NOTE, **given: Any) -> ShownPassage:
    return a_passage(span=the_span(words, text), concept=concept, **given)


def applied(*corrections: Correction, text: str = NOTE, confirmed: tuple[Fact, ...] | None = None) -> Corrected:
    case = a_note(text, corrections=corrections)
    reading = KIT.read(case)
    return correct(case, reading, reading.facts if confirmed is None else confirmed, KIT)


def fact_of(concept: str, text: str = NOTE) -> Fact:
    return next(fact for fact in KIT.read(a_note(text)).facts if fact.concept == concept)


def test_without_corrections_a_reading_stays_as_it_is() -> None:
    reading = KIT.read(a_note())
    assert applied() == Corrected(reading, reading.facts, ())


def test_a_passage_that_the_layout_broke_apart_is_read_as_one_statement() -> None:
    assert not [fact for fact in KIT.read(a_note()).facts if fact.concept == "oxygen_saturation"]
    found = applied(a_confirmation(), shown(APART))
    (fact,) = [fact for fact in found.facts if fact.added_by]
    assert (fact.id, fact.value, fact.unit, fact.added_by) == ("c1.1", 85, "%", "Amara Okonjo, RN, nurse reviewer")
    assert fact.evidence.spans[0] == the_span(APART)
    assert fact in found.reading.facts
    assert [(one.correction, one.applied, one.added) for one in found.results] == [(1, True, ("c1.1",))]


@pytest.mark.parametrize(
    ("passage", "said"),
    [
        (shown("(finger probe)"), "does not state 'Oxygen saturation'."),
        (shown("85 %"), "does not state 'Oxygen saturation'."),
        (shown("85 %", "gone_from_the_vocabulary"), "does not state 'gone_from_the_vocabulary'."),
        (shown(APART, "copd"), "does not state"),
        (shown(APART, side=Side.LEFT), "does not state 'Oxygen saturation' of the left side."),
        (shown("COPD is severe.", "copd"), "is read already, and states the same."),
    ],
)
def test_a_passage_states_what_it_states_and_nothing_that_was_named(passage: ShownPassage, said: str) -> None:
    found = applied(passage)
    assert not [fact for fact in found.facts if fact.added_by]
    (result,) = found.results
    assert not result.applied
    assert said.lower() in result.sentence.lower()


def test_a_passage_keeps_what_stands_around_it() -> None:
    text = "FAMILY HISTORY:\nMother has\n\nsevere COPD.\n"
    found = applied(shown("severe COPD", "copd", text), text=text)
    assert {fact.assertion for fact in found.facts if fact.concept == "copd"} == {Assertion.FAMILY}


def test_what_a_model_left_out_is_taken_from_the_reading_where_it_is_shown() -> None:
    found = applied(shown("COPD is severe.", "copd"), confirmed=())
    (fact,) = found.facts
    assert (fact.concept, fact.id, fact.added_by) == ("copd", fact_of("copd").id, BY_NURSE.told)
    assert len(found.reading.facts) == len(KIT.read(a_note()).facts)


def test_a_wrong_fact_is_set_aside_with_who_and_why() -> None:
    wrong = fact_of("copd")
    found = applied(wrong_fact(wrong, BY_NURSE, AT, "It is the neighbour's."))
    assert wrong.id not in {fact.id for fact in (*found.facts, *found.reading.facts)}
    (result,) = found.results
    assert (result.applied, result.set_aside) == (True, (wrong,))
    assert result.sentence == "Marked wrong by Amara Okonjo, RN, nurse reviewer: It is the neighbour's."


def test_a_correction_that_was_taken_back_changes_nothing_and_is_told() -> None:
    wrong = fact_of("copd")
    found = applied(wrong_fact(wrong, BY_NURSE, AT, "Not hers."), shown(APART), taking_back(0), taking_back(1))
    assert (found.facts, found.reading) == (applied().facts, applied().reading)
    assert [(one.correction, one.applied, one.set_aside, one.added) for one in found.results] == [
        (0, False, (), ()),
        (1, False, (), ()),
    ]
    by = "Amara Okonjo, RN, nurse reviewer"
    end = f"It was taken back by {by}: It was right."
    assert [one.sentence for one in found.results] == [
        f"Marked wrong by {by}: Not hers. {end}",
        f"A passage was shown by {by}: It stands there. {end}",
    ]


def test_a_mark_that_fits_nothing_any_more_is_said() -> None:
    gone = fact_of("copd").model_copy(update={"assertion": Assertion.PLANNED})
    found = applied(wrong_fact(gone, BY_NURSE, AT, "It is the neighbour's."))
    (result,) = found.results
    assert (result.applied, result.set_aside) == (False, ())
    assert "is not read in these words any more" in result.sentence
    assert len(found.facts) == len(KIT.read(a_note()).facts)


def test_what_only_a_wrong_fact_superseded_stands_again() -> None:
    reading = KIT.read(a_note())
    wrong = fact_of("copd")
    older = fact_of("body_mass_index").model_copy(update={"superseded_by": wrong.id})
    case = a_note(corrections=(wrong_fact(wrong, BY_NURSE, AT, "Misread."),))
    found = correct(case, reading, (older, wrong), KIT)
    assert [(fact.id, fact.superseded_by) for fact in found.facts] == [(older.id, None)]


def test_a_passage_that_reads_as_what_was_marked_wrong_adds_nothing() -> None:
    wrong = fact_of("copd")
    found = applied(wrong_fact(wrong, BY_NURSE, AT, "Not hers."), shown("COPD is severe.", "copd"))
    assert not [fact for fact in found.facts if fact.concept == "copd"]
    assert found.results[1].sentence.endswith("reads as what was marked wrong, and as nothing else.")


def test_a_page_of_another_person_is_not_read_for_anybody() -> None:
    text = "Patient: Zebulon Quarry   DOB 01/01/1940\n\nCOPD is severe.\n"
    found = applied(shown("COPD is severe.", "copd", text), text=text)
    assert found.facts == ()
    assert found.results[0].sentence.endswith("names another person, and is not read.")


def test_a_document_that_is_gone_states_nothing() -> None:
    elsewhere = the_span(APART).model_copy(update={"document_id": "d9"})
    (result,) = applied(a_passage(span=elsewhere, concept="oxygen_saturation")).results
    assert not result.applied


@pytest.mark.parametrize(
    ("text", "passage", "joined"),
    [
        ("one  two\n\nthree four", "two\n\nthree", "one  two three four"),
        ("a\n b\t\tc \nd", "\n b\t\tc \n", "a\n b c \nd"),
        ("a a  a a", "a a  a a", "a a a a"),
        ("alone", "alone", "alone"),
    ],
)
def test_joining_keeps_every_word_and_its_place(text: str, passage: str, joined: str) -> None:
    found = join(a_document(text=text), the_span(passage, text))
    assert found.document.text == joined
    for start in range(len(joined)):
        for end in range(start + 1, len(joined) + 1):
            words = joined[start:end]
            if words == words.strip():
                span = Span(document_id="d1", start=start, end=end, quote=words)
                original = found.original_fact(_said(span)).evidence.spans[0]
                assert original.quote.split() == words.split()
                assert text[original.start : original.end] == original.quote


def _said(span: Span) -> Fact:
    return fact_of("copd").model_copy(
        update={"evidence": fact_of("copd").evidence.model_copy(update={"spans": (span,)})}
    )
