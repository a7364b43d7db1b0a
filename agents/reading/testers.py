"""Who performed the test of oxygen, where other words stand between the test, the verb and the person.

"DME supplier (Acme) performed the overnight oximetry", "a walk test, carried out this morning by our own nurse".
"""

import re
from collections.abc import Iterator

from agents.reading.layout import Statement
from agents.reading.marked import Stemmed
from agents.reading.page import Page

SUPPLIER_TEST = "test_by_supplier"
PRACTITIONER_TEST = "test_by_treating_practitioner"
_GAP = r"(?:(?!\b(?:not|never|no|nor|without|neither|rather than|instead of)\b)[^.;]){0,40}?"
_TEST = (
    r"\b(?:oximetry|walk(?:ing)? test|6mwt|(?:qualifying|saturation|oxygen) tests?|testing|tests?|blood gas|abg"
    r"|arterial gas|spo2|saturations?|o2 sats?|sats?|study)\b"
)
_SUPPLIER = (
    r"\b(?:suppliers?(?:'s)?|dme(?: company| vendor)?|hme|dmepos|vendor|(?:home )?(?:oxygen|o2|respiratory|home ?care"
    r"|medical equipment|equipment|durable medical equipment) (?:company|vendor|provider|supply|store|dealer)"
    r"|apria|lincare|rotech|adapthealth|inogen|american homepatient)\b"
)
_DID = r"(?:performed|conducted|completed|did|ran|tested|checked|measured|obtained|recorded|took|walked|administered)"
_WAS_DONE = (
    r"(?:performed|conducted|done|completed|run|tested|checked|measured|obtained|recorded|taken|carried out|drawn"
    r"|administered|made)"
)
_SUPPLIER_TESTED = Stemmed(
    "supplier|dme|hme|vendor|company|provider|supply|store|dealer|apria|lincare|rotech|adapthealth|inogen|homepatient",
    rf"{_SUPPLIER}{_GAP}\b{_DID}\b{_GAP}{_TEST}"
    rf"|{_TEST}{_GAP}\b{_WAS_DONE}\b{_GAP}\bby\b:?(?:(?!\b(?:our|my|we|i|hospital|clinic)\b){_GAP}){_SUPPLIER}"
    rf"|\b(?:performed|tested|done|test(?:ing)? (?:performed )?|conducted) by\s?:?\s{{0,4}}"
    rf"(?:[\w.'’&-]+\s){{0,4}}?{_SUPPLIER}",
)
_OWN = r"(?:our|my|the practice'?s|the clinic'?s|the office'?s|practice|clinic|office|hospital)"
_STAFF = (
    r"(?:staff|nurse|rn|lpn|ma|medical assistants?|assistants?|technicians?|technologists?|tech|therapists?|rt|rrt|crt"
    r"|pulmonary lab(?:oratory)?|lab(?:oratory)?|team|np|pa)"
)
_PLACE = r"(?:office|clinic|practice|lab(?:oratory)?|department|pulmonary function lab(?:oratory)?|pft lab|suite)"
_FEW = r"(?:(?!\b(?:by|not|and|supplier|dme|company|reviewed|sent)\b)[^.;,(]){0,30}?"
_WORDS = r"(?:[\w'’-]+\s+){0,3}?"
_READ = r"(?:evaluated|interpreted|reviewed|read|over-?read|gone over|looked at|examined|assessed|confirmed)"
_BY_PRACTICE = Stemmed(
    "perform|conduct|done|complet|run|ran|test|check|measur|obtain|record|taken|took|carried|drawn|administ|made|did|walk"
    "|order|request",
    rf"\b(?<!be )(?<!not ){_WAS_DONE}\b{_FEW}\b(?:by (?:the )?{_OWN}\s+{_WORDS}{_STAFF}"
    rf"|in (?:the )?{_OWN}\s+{_WORDS}{_PLACE}|in-?office|in-house"
    rf"|by (?:me|myself|us|the treating (?:physician|practitioner|provider))"
    rf"|(?:in|at) (?:the|this|our) (?:office|clinic|practice|hospital)"
    rf"|(?:by|through|at) (?:an? )?(?:independent (?:diagnostic )?testing facility|idtf))\b"
    rf"|\b(?:our|my|the (?:clinic|office|practice|hospital)'?s?)\s+{_WORDS}{_STAFF}\s+(?:here\s+)?{_DID}\b"
    rf"|\b(?:rt|nurse|ma|rn|tech) (?:here )?in (?:our |the )?(?:clinic|office) {_DID}\b"
    rf"|\b(?:i|we)\s+(?:personally\s+|myself\s+)?(?!did\b|recorded\b){_DID}\b"
    rf"(?![^.;]{{0,60}}\b(?:reports?|results?|records?|history)\b)"
    rf"|\bperformed by\s?:\s{{0,6}}[^\n;|]{{0,40}}\b(?:hospital|clinic|office|practice|pulmonary function|idtf)\b"
    rf"|\bordered(?:,| and| &|/)\s?(?:{_READ}(?: and| &)\s)?{_READ}\s+by\s+(?:me|the treating|the ordering|dr)\b"
    rf"|\bi (?:had )?(?:personally )?(?:ordered|requested)\b[^;]{{0,160}}?"
    rf"\bi (?:have |also |then |personally |myself ){{0,2}}{_READ}\b",
)
DONE_BY_SOMEBODY = _BY_PRACTICE.bit | _SUPPLIER_TESTED.bit
"""The bits of the words without which nobody is told to have performed a test."""
_CLAUSE = re.compile(r"[.;]\s|\n\s*\n")
_OTHER_TEST = re.compile(
    r"\b(?:urin\w+|ekg|ecg|x-?rays?|spirometry|pfts?(?! lab)|blood ?work|a1c|strep|flu|covid"
    r"|cultures?|echo\w*|ct|mri|labs)\b"
)
_ITS_TEST = Stemmed("test|oximetry|mwt|gas|abg|spo|sat|study", _TEST)
_OXYGEN_TEST = re.compile(
    r"\b(?:oximetry|walk(?:ing)? test|6mwt|blood gas|abg|arterial gas|spo2|saturations?|o2 sats?)\b"
)


def testers(page: Page, statement: Statement) -> Iterator[tuple[str, int, int]]:
    """Where a statement says who performed the test, with the concept of that."""
    if not page.holds(statement, DONE_BY_SOMEBODY) or not _ITS_TEST.search(page, statement):
        return
    yield from ((SUPPLIER_TEST, *match.span()) for match in _SUPPLIER_TESTED.finditer(page, statement))
    for match in _BY_PRACTICE.finditer(page, statement):
        if _speaks_of_oxygen(page.folded, statement.start, statement.end, match):
            yield (PRACTITIONER_TEST, *match.span())


def _speaks_of_oxygen(folded: str, start: int, end: int, match: re.Match[str]) -> bool:
    """Whether the clause of who did it names a test, and none but one of oxygen."""
    breaks = [found.end() for found in _CLAUSE.finditer(folded, start, match.start())]
    after = _CLAUSE.search(folded, match.end(), end)
    clause = (breaks[-1] if breaks else start, after.start() if after else end)
    if _OTHER_TEST.search(folded, *clause):
        return _OXYGEN_TEST.search(folded, *clause) is not None
    return _ITS_TEST.pattern.search(folded, *clause) is not None
