"""Denials of all use so far: "she has never had acupuncture", "no prior MRI", "Injections: none".

Such a denial holds for the day on which it was written down. One of a moment, of what is to come or of what was sent
("no injection today", "MRI not indicated", "no imaging available") says nothing about the past.
"""

import re

from agents.reading.layout import Statement
from agents.reading.lexicon import Hit
from agents.reading.page import Page

_OF_THE_PAST = re.compile(
    r"\b(?:never|no (?:other )?(?:prior|previous|earlier|past|known|history|hx|h/o)|denies|denied|none|nor|naive"
    r"|(?:not|n't) (?:yet |ever |previously |tried |had |been |received |undergone |attempted |used )+)\b"
    r"|(?:^|[.,;:]\s{0,4}|\band )no\b(?! (?:new|further|more|additional|repeat|other|recent|need|plan|role|indication))"
)
_OF_THE_PAST_ITSELF = re.compile(
    r"never |no (?:(?:prior|previous|earlier|past) |other \w+ (?:so far|to date|before|on it))"
)
_OF_THE_PAST_AFTER = re.compile(
    r"[^.;]{0,30}\b(?:never|none|no|denie[sd]|not (?:yet )?(?:tried|done|attempted|used)|0)\b"
)
_OF_A_MOMENT = re.compile(
    r"\b(?:today|tonight|this (?:visit|time|week|morning|session|admission)|at present|presently|right now|for now"
    r"|(?:in|at|on|from) (?:the|our|this|her|his) (?:charts?|records?|system|files?|facility|hospital|clinic)|here"
    r"|with us|recalls?|remembers?|yet to|available|on file|for review|on record|indicated|needed|required|ordered"
    r"|requested|planned|scheduled|recommended|advised|candidate|since|until|within|after|during|while"
    r"|before(?!\s*(?:[?:.;]|$|for any))"
    r"|(?:past|last|previous) (?:[0-9]+|two|three|four|six|few|several|couple)? ?(?:days?|weeks?|wks?|months?|mos?"
    r"|visits?)|recently|lately)\b"
)
_FIRST_EVER = re.compile(r"\b(?:first|1st)[\s-](?:ever|lifetime)[\s-]$")
_FIRST = re.compile(r"\b(?:first|1st)\s(?:\w+\s)?$")
_EVER = re.compile(r"s?\s+(?:ever|(?:in|of) (?:his|her|their) life(?:time)?)\b")
_NAIVE = re.compile(r"[\s-]na(?:i|ï)ve\b")
_GIVEN = re.compile(r"\b(?:had|after|following|since|from|relief|lasted|underwent|received|s/p|was|were|gave|got)\b")
"""What tells of the first of its kind as given: "8 months of relief from her first ever RFA"."""
_YEAR_OR_MORE = re.compile(r"\b(?:past|last|previous) (?:12|twelve|18|24|36) ?(?:months|mos?)\b")


def denies_all_use(page: Page, statement: Statement, hit: Hit) -> bool:
    """Whether a mention that is denied is denied for all the past, or for a year of it at least."""
    folded, start, end = page.folded, statement.start, statement.end
    if is_first_ever(page, statement, hit) or _OF_THE_PAST_ITSELF.match(folded, hit.start, hit.end):
        return True
    clause = _YEAR_OR_MORE.sub(" ", folded[start:end])
    if _OF_A_MOMENT.search(clause):
        return False
    return (
        _OF_THE_PAST.search(folded, start, hit.start) is not None
        or _OF_THE_PAST_AFTER.match(folded, hit.end, end) is not None
    )


def is_first_ever(page: Page, statement: Statement, hit: Hit) -> bool:
    """Whether what is asked for would be the patient's first: "first RFA ever", "first-ever block", "RFA naive"."""
    folded, start, end = page.folded, statement.start, statement.end
    if _NAIVE.match(folded, hit.end, end):
        return True
    ever = _FIRST_EVER.search(folded, start, hit.start) or (
        _FIRST.search(folded, start, hit.start) and _EVER.match(folded, hit.end, end)
    )
    return ever is not None and _GIVEN.search(folded, start, end) is None
