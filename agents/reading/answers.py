"""Answers behind what they answer: "GERD: no", "PPD 08/20/2026 negative", "fever? no", "(fever, chills): none"."""

import re

from agents.reading.lexicon import Hit, Layer
from agents.reading.page import Page

_SMALL_WORDS = (
    r"(?:test|testing|sign|signs|is|was|were|are|of|the|in|both|bilat|bilaterally|right|left|knee|screen|maneuver|exam|r"
    r"|l|serologies|on|gold|plus|results?|resulted|drawn|collected|dated|from|and|came|back|returned|read|as|again"
    r"|status)\b"
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
_SINCE_WHEN = re.compile(
    r"\s+\(?(?:(?:with)?in|during|over|for|since)\s(?:the\s|this\s)?(?:(?:last|past|previous|prior|preceding)\s)?"
    r"(?:[0-9]{1,3}|one|two|three|four|five|six|nine|ten|twelve|few)?[\s-]?(?:d|day|week|wk|month|mo|year|yr)s?\b\.?\)?"
    r"|\s+(?:status|to date|so far|ever|currently|now|today|before|previously|at (?:this time|present)|in the past)\b"
)
"""When a question asks about: "Heart attack in the last 3 months: no"."""
_SHORTEST_WHEN = len(" now")
_SHORTEST_BESIDE = len("/x:")
"""What stands between a name and its answer and is shorter holds no date either, and nothing that is asked beside."""
_SHORT_DATE = re.compile(r"\s[01]?[0-9]/[0-3]?[0-9](?=[\s:,)])")
"""A day without its year behind a test's name: "PPD 7/14  positive"."""
_WHETHER_TRIED = re.compile(r"\s+(?:was\s|been\s|ever\s)?(?:tried|attempted|trial?led|trialed|used)(?=\s*[:?])")
"""What a question asks of a treatment: "CPAP tried: no"."""
_ASKED = re.compile(r"\?\s*(?:A[ \t]?[0-9]{0,2}[:.)])?[\s.]*$")
"""A question right before its answer, which may have its letter."""
_FROM_THE_MARK = 12
_OR_OTHER = re.compile(
    r"(?:\s*/\s*|,?\s+or\s+)(?:any\s+)?(?:other\s+)?[a-z]+(?:\s(?!was\b|is\b|has\b)[a-z]+){0,2}"
    r"(?=\s*[:?]|\s{2}|\s(?:with)?in\s|\sduring\s|\sover\s)"
)
"""What a question names beside it, unknown to the vocabulary: "Pacemaker or other implant: none"."""
_ALTERNATIVE = re.compile(r"(?:\s*/\s*|,?\s+or\s+)(?:(?:any|an?|other|history of|hx of|prior)\s+)*")
_MATTER_OF = re.compile(
    r"\b(?:complications?|treatments?|medications?|meds|drugs?|changes?|problems?|surger(?:y|ies)|therap(?:y|ies)|issues"
    r"|allergies|questions|concerns|admissions?|hospitali[sz]ations?|visits?|needs?|side effects?|procedures?)\s+"
    r"(?:of|for|from|with|due to|to|in|about|on)\s+(?:the\s|his\s|her\s)?$"
)
"""What makes an answer one about something else than what is named last: "Complications of diabetes: none"."""
_SENTENCE = re.compile(r"\b(?:she|he|patient|pt|we|i|this|has|have|had|is|was|were)\b")
_WORDS_AFTER = re.compile(r"\s+[a-z]+\s+[a-z]")
_TO_A_QUESTION = ("no", "n")
_TO_A_LIST = ("no", "none", "denied", "denies", "negative", "neg", "absent", "all negative", "none present", "nil")


def asked_before(page: Page, start: int, hit: Hit) -> int | None:
    """Where the question or the list in brackets begins that a denial answers: all that it names is denied."""
    words = page.folded[hit.start : hit.end]
    if words in _TO_A_QUESTION and _ASKED.search(page.text, max(start, hit.start - _FROM_THE_MARK), hit.start):
        return start
    may_list = words in _TO_A_LIST and page.folded.find(")", start, hit.start) >= 0
    listed = _LIST.search(page.folded, start, hit.start) if may_list else None
    return listed.start() if listed else None


def concept_before(page: Page, start: int, hit: Hit) -> Hit | None:
    """The concept directly before an answer."""
    concepts = page.within(Layer.CONCEPT, start, hit.start)
    found = next((concept for concept in reversed(concepts) if is_near(page, concept.end, hit)), None)
    return None if found is not None and _MATTER_OF.search(page.folded, start, found.start) else found


def first_asked(page: Page, start: int, concept: Hit) -> int:
    """Where the first of the alternatives begins that a question names and ``concept`` ends: "COPD or asthma: no"."""
    first = concept
    for other in reversed(page.within(Layer.CONCEPT, start, concept.start)):
        if other.end <= first.start and _ALTERNATIVE.fullmatch(page.folded, other.end, first.start):
            first = other
    return first.start


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
    if sign == "-" and (page.folded[hit.end : hit.end + 1].isalnum() or _goes_on(page, concept, hit)):
        return False
    if sign in _SIGNS:
        return closes or (sign != "-" and _COPULA.fullmatch(gap) is not None)
    directly = gap == " " and sign in _TO_A_QUESTION and "\n" not in page.text[concept.end : hit.start]
    return closes and (directly or _SEPARATED.fullmatch(gap) is not None)


def _goes_on(page: Page, concept: Hit, dash: Hit) -> bool:
    """Whether a dash in a widely spaced line joins two parts of a sentence: "she wants chemo  -  start FOLFIRI"."""
    line = page.folded.rfind("\n", 0, concept.start) + 1
    return (
        _SENTENCE.search(page.folded, line, dash.start) is not None
        and _WORDS_AFTER.match(page.folded, dash.end) is not None
    )


def _undated(page: Page, start: int, end: int) -> str:
    """The words of a stretch between a name and its answer, without dates, times and what is asked beside it."""
    words = page.folded[start:end]
    if len(words) < _SHORTEST_BESIDE:
        return words
    if "/" in words or "or" in words:
        words = _OR_OTHER.sub("", words, count=1)
    words = _WHETHER_TRIED.sub("", words, count=1)
    asked = _SINCE_WHEN.sub("", words, count=1) if len(words) >= _SHORTEST_WHEN else words
    if asked != words or len(words) != end - start:
        return asked
    for when in reversed(page.dates_within(start, end)):
        words = words[: when.start - start] + words[when.end - start :]
    return _SHORT_DATE.sub("", words, count=1) if "/" in words else words
