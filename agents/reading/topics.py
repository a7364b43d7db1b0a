"""Concepts whose words fit other matters too: what else must be spoken of for a mention to be about them."""

import re

from agents.reading.layout import Statement
from agents.reading.lexicon import Hit
from agents.reading.page import Page
from priorauth.case import DocumentKind
from priorauth.vocabulary import Concept

_TEST_OF_OXYGEN = re.compile(
    r"\b(?:oximet\w+|pulse ox|spo2|sao2|o2 sats?|sats?|saturation\w*|abgs?|blood gas(?:es)?|walk test|6mwt|oxygen"
    r"|supplier|qualifying test)\b"
)
_SLEEP = re.compile(r"\b(?:sleep\w*|snor\w+|apnea\w*|osa|apneic)\b")
_NEEDS = {
    "sleep_evaluation_in_person": _SLEEP,
    "pap_instruction": re.compile(
        r"\b(?:\w?pap|bi-?pap|auto-?pap|c-pap|bilevel|bpap|mask|positive airway|apnea|sleep|device|machine)\b"
    ),
    "test_by_treating_practitioner": _TEST_OF_OXYGEN,
    "cancer_stage_three_or_four": re.compile(
        r"\b(?:cancer|\w*carcinoma|nsclc|sclc|melanoma|lymphoma|\w*sarcoma|tumou?r|malignan\w+|metasta\w+|ajcc|figo|tnm|onc\w*)\b"
    ),
    "smoking_quit": re.compile(r"\b(?:smok\w*|tobacco|cig\w*|ppd|packs?|nicotine)\b"),
    "vertical_banded_gastroplasty": re.compile(r"\b(?:gastr\w+|bariatric|surg\w+|obes\w+|bmi|stapling|weight)\b"),
}
"""Concepts whose words fit other matters too, and what must be spoken of in the statement, near or above it."""
_OTHER_TEST = re.compile(
    r"\b(?:urin\w+|ua|ekg|ecg|x-?rays?|spirometry|pfts?|labs?|blood ?work|a1c|strep|flu|covid"
    r"|cultures?|echo\w*|ct|mri)\b"
)
_QUIT_WHEN = re.compile(
    r"\s{0,60}\W{0,3}(?:(?:in|on|date|year|around|about|approx\w*)\W{1,2}){0,2}(?:[0-9]|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct"
    r"|nov|dec)[a-z]*\b)"
)
"""What follows a "quit" in a statement of its own, below one that speaks of smoking."""
_LIMB = re.compile(r"\b(?:pedal|leg|legs|ankle|ankles|peripheral|pitting|dependent|lower extremity|le|ble|pretibial)\b")
"""What makes an edema one of the limbs in an imaging report, where a plain one is of the bone."""
_HEAD, _ABOVE = 300, 200
_BARE = {"leg_wound_infection": "infection"}
"""Concepts that a bare word names only where it is denied of a wound that is spoken of: "no infection"."""
_WOUND = re.compile(r"\b(?:wounds?|ulcer\w*|dfus?|vlus?|osteomyelitis)\b")
_NO = re.compile(r"\b(?:no|without|denies)\s$")


def _is_denied_of_wound(page: Page, statement: Statement, hit: Hit) -> bool:
    folded, start = page.folded, statement.start
    if not _NO.search(folded, max(start, hit.start - 10), hit.start):
        return False
    above = _WOUND.search(folded, max(0, start - _ABOVE), statement.end) or _WOUND.search(folded, 0, _HEAD)
    return above is not None


def is_about_it(page: Page, statement: Statement, hit: Hit, concept: Concept) -> bool:
    """Whether what a concept needs to be its own is spoken of."""
    if concept.id == "dependent_edema" and page.document.kind is DocumentKind.IMAGING:
        return _LIMB.search(page.folded, hit.start - 20 if hit.start > 20 else 0, hit.end) is not None
    if concept.id in _BARE and page.folded[hit.start : hit.end] == _BARE[concept.id]:
        return _is_denied_of_wound(page, statement, hit)
    if concept.id not in _NEEDS:
        return True
    needs, folded, start = _NEEDS[concept.id], page.folded, statement.start
    if needs.search(folded, start, statement.end):
        return True
    if concept.id == "smoking_quit" and not _QUIT_WHEN.match(folded, hit.end):
        return False
    if _OTHER_TEST.search(folded, start, statement.end):
        return False
    return (needs.search(folded, max(0, start - _ABOVE), start) or needs.search(folded, 0, _HEAD)) is not None
