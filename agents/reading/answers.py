"""Answers behind what they answer: "GERD: no", "PPD 08/20/2026 negative", "fever? no", "(fever, chills): none"."""

import re

from agents.reading.lexicon import Hit, Layer
from agents.reading.page import Page

_SMALL_WORDS = (
    r"(?:test|testing|sign|signs|is|was|were|are|of|the|in|both|bilat|bilaterally|right|left|knee|screen|maneuver|exam|r"
    r"|l|serologies|on|gold|plus|results?|resulted|drawn|collected|dated|from|and|came|back|returned|read|as|again)\b"
)
_NEAR_WORDS = re.compile(rf"(?:[\s:=-]*\(?{_SMALL_WORDS}\)?){{0,5}}[()\s:=,-]*$")
_BARE_ANSWER = re.compile(
    r"(?:no|yes|none|absent|present|nil|normal|neg|negative|pos|positive|denies|denied|n"
    r"|y|never|0|not present|not done|none reported|-|\+|trace)$"
)
_SIGNS = ("neg", "negative", "pos", "positive", "absent", "present", "none", "nil", "denied", "-", "+")
_CLOSING = re.compile(r"\s?[^\w\s(+-]|\S|\s\s")
_SEPARATED = re.compile(r"\s*[:=]\s*|\s+-\s+|\s{2,}")
_COPULA = re.compile(
    r"[ :()=-]*(?:(?:test|testing|sign|maneuver|gold|plus|results?|drawn|collected|dated|from|of|on|and)\b[ :()=-]*)*"
    r"(?:(?:is|was|came back|returned|resulted|read)\b *)?"
)
_LIST = re.compile(r"\([^()]*,[^()]*\)\s*(?:[:=-]|are|all)?\s*$")
_TO_A_QUESTION = ("no", "n")
_TO_A_LIST = ("no", "none", "denied", "denies", "negative", "neg", "absent", "all negative", "none present", "nil")


def asked_before(page: Page, start: int, hit: Hit) -> int | None:
    """Where the question or the list in brackets begins that a denial answers: all that it names is denied."""
    words = page.folded[hit.start : hit.end]
    if words in _TO_A_QUESTION and page.text[start : hit.start].rstrip().endswith("?"):
        return start
    listed = _LIST.search(page.folded, start, hit.start) if words in _TO_A_LIST else None
    return listed.start() if listed else None


def concept_before(page: Page, start: int, hit: Hit) -> Hit | None:
    """The concept directly before an answer."""
    concepts = page.within(Layer.CONCEPT, start, hit.start)
    return next((concept for concept in reversed(concepts) if is_near(page, concept.end, hit)), None)


def is_near(page: Page, end: int, hit: Hit) -> bool:
    """Whether only small words and a date stand between a name and its answer: "PPD 08/20/2026: negative"."""
    gap = _undated(page, end, hit.start)
    return "," not in gap and _NEAR_WORDS.match(gap) is not None


def answers(page: Page, end: int, concept: Hit, hit: Hit) -> bool:
    """Whether words answer the concept before them in a statement that ends at ``end``."""
    return not _BARE_ANSWER.match(page.folded[hit.start : hit.end]) or stands_alone(page, end, concept, hit)


def stands_alone(page: Page, end: int, concept: Hit, hit: Hit) -> bool:
    """A word answers in a column of its own ("GERD   NO") or closes its clause ("Lachman negative.", "OSA no.")."""
    gap = _undated(page, concept.end, hit.start)
    closes = hit.end >= end or _CLOSING.match(page.folded, hit.end) is not None
    sign = page.folded[hit.start : hit.end]
    if sign == "none" and ":" in gap and _SEPARATED.fullmatch(gap):
        return True
    if sign == "-" and page.folded[hit.end : hit.end + 1].isalnum():
        return False
    if sign in _SIGNS:
        return closes or (sign != "-" and _COPULA.fullmatch(gap) is not None)
    directly = gap == " " and sign in _TO_A_QUESTION and "\n" not in page.text[concept.end : hit.start]
    return closes and (directly or _SEPARATED.fullmatch(gap) is not None)


def _undated(page: Page, start: int, end: int) -> str:
    """The words of a stretch without the dates in it."""
    words = page.folded[start:end]
    for when in reversed(page.dates_within(start, end)):
        words = words[: when.start - start] + words[when.end - start :]
    return words
