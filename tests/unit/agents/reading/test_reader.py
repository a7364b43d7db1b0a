"""What holds of the reader for any text: exact quotes, no exceptions, no effect of what stands elsewhere."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.reading.reader import Patient, Reader
from priorauth.case import Document, DocumentKind
from priorauth.evidence import Span
from priorauth.facts import Fact
from priorauth.rubric import ConfidenceScale
from priorauth.rulebook import read_rule_book
from priorauth.skill import ExtractionFieldName

ROOT = Path(__file__).parents[4]
PATIENT = Patient("Marigold Testerman", dt.date(1955, 4, 12), "1AB2CD3EF45")
SCALE = ConfidenceScale.model_validate(
    {
        "levels": {"explicit_with_specifics": 95, "explicit": 85, "implied": 60, "vague": 40, "absent": 0},
        "deductions": {"unsigned": 10, "undated": 5, "copied_forward": 10, "scanned": 10},
        "floor": 70,
        "warn_below": 60,
    }
)
VOCABULARY = read_rule_book(ROOT).skills.vocabulary
READER = Reader(VOCABULARY, SCALE)

_WORDS = [cue for concept in VOCABULARY.concepts for cue in concept.cues[:3]]
_GLUE = [
    *("no", "denies", "history of", "family history", "mother", "if", "will start", "failed", "yes", "HPI:", "FH:"),
    *("SpO2 86 %", "at rest", "on room air", "2 L/min", "BMI 43.2", "< 88 %", "AHI 22/h", "6/10", "8 weeks", "PLAN:"),
    *(
        "10/01/2026",
        "12:30",
        "Patient:",
        "DOB",
        "ADDENDUM",
        "[x]",
        "[ ]",
        "(-)",
        "+",
        "-",
        "(",
        ")",
        "|",
        ";",
        ",",
        ".",
    ),
    *("?", "!", ":", "\n", "\n\n", "\t", "   ", "\f", "\u00a0", "5'6"),
]
clinical = st.lists(st.sampled_from(_WORDS + _GLUE), max_size=60).map(" ".join)
anything = st.text(alphabet=st.characters(blacklist_categories=("Cs",), blacklist_characters="\r"), max_size=300).map(
    lambda text: "".join(sign for sign in text if sign in "\t\n\f" or not (ord(sign) < 32 or 127 <= ord(sign) < 160))
)


def document(text: str, **fields: Any) -> Document:
    values = {"id": "d1", "kind": "visit_note", "date": dt.date(2026, 10, 6), "signed": True, "text": text}
    return Document.model_validate(values | fields)


def facts(text: str, **fields: Any) -> tuple[Fact, ...]:
    return READER.read([document(text, **fields)], PATIENT).facts


def assert_exact(texts: dict[str, str], found: tuple[Fact, ...]) -> None:
    for fact in found:
        for span in fact.evidence.spans:
            assert texts[span.document_id][span.start : span.end] == span.quote


@settings(max_examples=150, deadline=None)
@given(text=st.one_of(clinical, anything), kind=st.sampled_from(DocumentKind))
def test_reads_any_text_with_exact_quotes(text: str, kind: DocumentKind) -> None:
    note = document(text, kind=kind)
    reading = READER.read([note], PATIENT)
    assert_exact({"d1": note.text}, reading.facts)
    assert [field.name for field in reading.fields] == list(ExtractionFieldName)
    for field in reading.fields:
        for span in field.spans:
            assert note.text[span.start : span.end] == span.quote
    for stretch in reading.quarantined:
        assert 0 <= stretch.start <= stretch.end <= len(note.text)


@settings(max_examples=100, deadline=None)
@given(text=clinical)
def test_an_unrelated_paragraph_changes_nothing_before_it(text: str) -> None:
    note = document(text)
    before = READER.read([note], PATIENT).facts
    after = READER.read([document(note.text + "\n\nThe office is closed on public holidays.")], PATIENT).facts
    assert after == before


@settings(max_examples=60, deadline=None)
@given(text=clinical)
def test_reading_is_deterministic(text: str) -> None:
    assert READER.read([document(text)], PATIENT) == READER.read([document(text)], PATIENT)


@settings(max_examples=60, deadline=None)
@given(text=clinical)
def test_ids_follow_the_text(text: str) -> None:
    found = facts(text)
    assert [fact.id for fact in found] == [f"f{number}" for number in range(1, len(found) + 1)]


def test_rereads_the_sentence_of_a_span() -> None:
    text = "SpO2 86 % on room air at rest. Hypertension. No angina."
    start = text.index("86 %")
    span = Span(document_id="d1", start=start, end=start + 4, quote="86 %")
    again = READER.reread(span, [document(text)], PATIENT)
    assert [fact.concept for fact in again] == ["oxygen_saturation"]
    assert again[0] in facts(text)


@pytest.mark.parametrize(
    ("description", "concept"),
    [
        ("Chronic obstructive pulmonary disease, unspecified", "copd"),
        ("Obstructive sleep apnea (adult) (pediatric)", "obstructive_sleep_apnea"),
        ("Unilateral primary osteoarthritis, right knee", "knee_osteoarthritis"),
        ("Essential (primary) hypertension", "hypertension"),
        ("Type 2 diabetes mellitus without complications", "type_2_diabetes"),
        ("Chronic respiratory failure with hypoxia", "chronic_respiratory_failure"),
        ("Idiopathic pulmonary fibrosis", "interstitial_lung_disease"),
        ("Cervicalgia", "neck_pain"),
    ],
)
def test_names_the_concepts_of_an_official_phrase(description: str, concept: str) -> None:
    assert concept in READER.concepts_in(description)


@pytest.mark.parametrize(
    ("description", "text", "quote"),
    [
        ("Chronic obstructive pulmonary disease, unspecified", "Denies angina. Severe COPD.", "Severe COPD."),
        ("Chronic obstructive pulmonary disease, unspecified", "No COPD. Mother had COPD. Possible COPD.", None),
        (
            "Plantar fascial fibromatosis",
            "Has plantar fascial fibromatosis on the left.",
            "Has plantar fascial fibromatosis on the left.",
        ),
        ("Plantar fascial fibromatosis", "No plantar fascial fibromatosis.", None),
        ("Plantar fascial fibromatosis", "Plantar pain only.", None),
    ],
)
def test_finds_where_a_coded_diagnosis_is_documented(description: str, text: str, quote: str | None) -> None:
    note = document(text)
    found = READER.documents_diagnosis(description, READER.read([note], PATIENT), [note])
    assert (found.spans[0].quote if found else None) == quote


def test_tells_boilerplate_from_clinical_text() -> None:
    empty = READER.read([document("This item is medically necessary and not a convenience item.")], PATIENT).quality
    assert empty.boilerplate_only
    full = READER.read([document("HPI: knee pain for 3 months.\nEXAM: mild effusion.")], PATIENT).quality
    assert not full.boilerplate_only
    assert full.clinical_sentences == 2
    assert full.history
    assert full.symptoms
    assert full.exam_or_results


def test_says_how_much_is_copied_forward() -> None:
    text = "HPI: knee pain for 3 months, worse on the stairs every day."
    first, second = document(text, date=dt.date(2026, 1, 5)), document(text, id="d2")
    assert READER.read([first, second], PATIENT).quality.copied_forward == 0.5


def test_a_field_that_the_record_leaves_open_has_no_confidence() -> None:
    fields = {field.name: field for field in READER.read([document("COPD.")], PATIENT).fields}
    assert fields[ExtractionFieldName.PRIOR_TREATMENTS].confidence == 0
    assert not fields[ExtractionFieldName.PRIOR_TREATMENTS].spans


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("SpO2 86 % on room air at rest. Patlent, m0derate hyp0xia, seen l0/O1/2026.", 85),
        ("SpO2 86 % on room air at rest. Patient, m0derate dyspnea, seen l0/O1/2026.", 95),
        ("SpO2 86 % on room air at rest. Then 9O %, 8l % and I0 mg.", 85),
        (
            "SpO2 86 % on room air at rest. 2L/min, J44.9, A1c, H2O, I/O, 10/01/2026, x1day, q1hour, 2l/min.",
            95,
        ),
    ],
)
def test_a_text_with_the_traces_of_character_recognition_is_less_sure(text: str, score: int) -> None:
    assert {fact.confidence for fact in facts(text) if fact.value == 86} == {score}


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("Seen in clinic in October 2026 for sleep apnea.", dt.date(2026, 10, 6)),
        ("Seen in clinic in September 2026 for sleep apnea.", dt.date(2026, 9, 30)),
        ("Will have a home sleep test in October 2026.", dt.date(2026, 10, 31)),
    ],
)
def test_what_happened_did_so_before_it_was_written(text: str, last: dt.date) -> None:
    assert {fact.on_between[1] for fact in facts(text) if fact.on_between} == {last}


def test_a_field_holds_nothing_of_a_relative() -> None:
    note = document("Mother has COPD. Her SpO2 was 80 % on room air.")
    fields = {field.name: field for field in READER.read([note], PATIENT).fields}
    assert not fields[ExtractionFieldName.DIAGNOSTIC_FINDINGS].spans
