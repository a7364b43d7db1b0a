"""What a record must say for an official diagnosis description to be stated by it."""

import datetime as dt
from functools import cache

import pytest

from agents.reading.identity import Patient
from agents.reading.reader import Reader
from priorauth.case import Document
from tests.rules.rule_cases import rule_book

PATIENT = Patient("Marigold Testerman", dt.date(1955, 4, 12), "1AB2CD3EF45")
CUFF = "Unspecified rotator cuff tear or rupture of right shoulder, not specified as traumatic"
SPONDYLOSIS = "Spondylosis without myelopathy or radiculopathy, lumbar region"
ABSENCE = "Acquired absence of left leg below knee"
DEHISCENCE = "Disruption of external operation (surgical) wound, not elsewhere classified, initial encounter"
PARKINSON = "Parkinson's disease without dyskinesia, without mention of fluctuations"
CROHN = "Crohn's disease, unspecified, without complications"
ARTHRITIS = "Rheumatoid arthritis, unspecified"
ALS = "Amyotrophic lateral sclerosis"
COPD = "Chronic obstructive pulmonary disease, unspecified"
FIBROSIS = "Idiopathic pulmonary fibrosis"
NEURALGIA = "Other postherpetic nervous system involvement"
LOBE = "Malignant neoplasm of upper lobe, right bronchus or lung"


@cache
def _reader() -> Reader:
    skills = rule_book().skills
    return Reader(skills.vocabulary, skills.clinical.scale)


def _is_stated(description: str, words: str) -> bool:
    text = f"Assessment:\n{words}\n"
    note = Document.model_validate(
        {"id": "d1", "kind": "visit_note", "date": dt.date(2026, 10, 6), "text": text, "signed": True}
    )
    reader = _reader()
    return reader.documents_diagnosis(description, reader.read([note], PATIENT), [note]) is not None


@pytest.mark.parametrize(
    ("description", "words"),
    [
        (CUFF, "unspecified rotator cuff tear of the right shoulder, not traumatic"),
        (CUFF, "Tear, rotator cuff, shoulder, right"),
        (CUFF, "Torn rotator cuff, R shoulder"),
        (SPONDYLOSIS, "Lumbar spondylosis"),
        (ABSENCE, "Left BKA 2025"),
        (LOBE, "RUL adenocarcinoma of the lung"),
        (DEHISCENCE, "dehiscence of midline laparotomy (R hemicolectomy 10/16)"),
        (DEHISCENCE, "Surgical wound dehisced on day 8"),
        (DEHISCENCE, "sternal dehiscence"),
        (PARKINSON, "Home visit  87M  PD"),
        (PARKINSON, "87 yo F with PD, here for her bed"),
        (PARKINSON, "2. PD"),
        (CROHN, "Dx: CD"),
        (ALS, "slowly weaker since ALS was found"),
        (NEURALGIA, "PHN of the right chest"),
        (FIBROSIS, "IPF since 2021"),
    ],
)
def test_words_in_any_order_and_short_forms_state_it(description: str, words: str) -> None:
    assert _is_stated(description, words)


@pytest.mark.parametrize(
    ("description", "words"),
    [
        (CUFF, "rotator cuff tear, left shoulder"),
        (CUFF, "No rotator cuff tear of the right shoulder."),
        (CUFF, "Possible rotator cuff tear, right shoulder"),
        (CUFF, "Mother had a rotator cuff tear of her right shoulder."),
        (CUFF, "Right hip pain. Rotator cuff tear, left shoulder."),
        (SPONDYLOSIS, "Lumbar radiculopathy"),
        (ABSENCE, "Right BKA 2025"),
        (LOBE, "left upper lobe lung cancer"),
        (DEHISCENCE, "No dehiscence of the laparotomy."),
        (DEHISCENCE, "dehiscence of the superior semicircular canal"),
        (DEHISCENCE, "At risk for dehiscence of the incision"),
        (PARKINSON, "PD catheter in place"),
        (PARKINSON, "87M, denies PD"),
        (PARKINSON, "Father 87M PD"),
        (ARTHRITIS, "SpO2 92% RA"),
        (ARTHRITIS, "SpO2 92%, RA, 76F"),
        (ALS, "No ALS."),
        (ALS, "possible ALS"),
        (ALS, "als she came in"),
        (COPD, "Seen in OPD"),
    ],
)
def test_another_side_a_denial_or_a_relative_does_not(description: str, words: str) -> None:
    assert not _is_stated(description, words)
