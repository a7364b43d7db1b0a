"""Events that a plan or an order tells of as done: a talk that was held, a test that was made, an enrollment.

Where no word says so, what a plan names is still to come.
"""

import re

from agents.reading.assertion import Scopes
from agents.reading.cues import Kind
from agents.reading.layout import Statement
from agents.reading.lexicon import Hit
from agents.reading.page import Page
from priorauth.vocabulary import Concept

CONVERSATION = "conversation"
"""The group of what is done by talking: "discussed" or "reviewed" says that it took place."""

_DONE_BEFORE = re.compile(
    r"\b(?:held|completed|finished|underwent|undergone|performed|obtained|conducted|met (?:with|on|for)|enrolled"
    r"|entered|registered|documented|confirmed|participat(?:es|ed)|had)\b[^.;]{0,60}$"
)
_DONE_AFTER = re.compile(
    r"[^.;]{0,60}\b(?:completed|(?:was|were) (?:held|done|performed|obtained|completed|used|conducted|documented)|done"
    r"|performed|took place|occurred|met on|show(?:s|ed|ing)|reveal(?:s|ed)|demonstrat(?:es|ed)"
    r"|confirm(?:s|ed)|on file)\b"
)
_TALK_BEFORE = re.compile(
    r"\b(?:used|using|via|did|done|engaged in|went (?:over|through)|w(?:or|al)ked through|reviewed|discussed|shown"
    r"|provided|with (?:the )?(?:use|help|aid) of)\b[^.;]{0,60}$"
)
_TALK_AFTER = re.compile(
    r"[^.;]{0,80}\b(?:today|used|using|reviewed|discussed|shown|given|provided|held|completed|done|this visit)\b"
)
_TALKED = re.compile(r"(?:was |were |been )?(?:discuss(?:ed|ing)|reviewed|counsel+ed|advised|encouraged|education)\b")
_TOLD = re.compile(
    r"\b(?:discussed|reviewed|counsel+ed|talked|went over|spoke|covered|addressed|explained|educated|congratulated)\b"
)
"""What tells that a talk was held; what stands behind it was spoken of, the "to" of it included."""
_APPOINTMENT = re.compile(r"\b(?:visit|appointment)s?$")
"""A visit that was discussed is one to come."""
_COMPANION = re.compile(r"\b(?:with|and|w/)\s(?:(?:his|her|their|the|a|an|both|adult)\s)*$")
_REPEATED = re.compile(r"repeat\b")
_SOON_AFTER = 24
_HELD_AFTER = re.compile(
    r"(?:(?! to be | will | not |[.;,:]).){0,30}"
    r"\b(?:done|completed|held|took place|performed|conducted|carried out|occurred)\b"
)
_SPOKEN_OF = re.compile(r"(?:was |were )?(?:reviewed|discussed)\b|discuss(?:ing)?\b")
_BY_MEANS_OF = re.compile(r"\b(?:with|using|via)(?: an?| the| evidence-based| approved| validated| written)*\s$")
_RESULT = re.compile(
    r"\b(?:results?|findings?|report|reviewed|shows?|showed|revealed?s?|demonstrate[sd]?|completed|held)\b"
)
_TALK = re.compile(r"\b(?:decision|counsel\w*|conversation|education|instruct\w*|training|visit|encounter)\b")
_DONE_TODAY = re.compile(
    r"\b(?:trained|instructed|taught|educated|shown|completed|done|performed|given|received)\b[^.;]{0,60}\btoday\b"
)


def as_happened(
    page: Page, statement: Statement, scopes: Scopes, hit: Hit, concept: Concept, kinds: frozenset[Kind]
) -> frozenset[Kind]:
    """The cues about an event without those that its words outdo.

    That a talk was "discussed" or "reviewed" says that it was held, and a relative who was there is no patient of it;
    a "repeat" test that showed something was made.
    """
    over = [scope for scope in scopes.all if scope.start <= hit.start < scope.end]
    planning = [scope.at for scope in over if scope.cue.kind is Kind.PLANNED]
    if CONVERSATION in concept.groups and not _APPOINTMENT.search(page.folded, hit.start, hit.end):
        told = _TOLD.search(page.folded, statement.start, hit.start)
        if all(_TALKED.match(page.folded, at) or (told and told.start() < at) for at in planning):
            kinds -= {Kind.PLANNED}
        ahead = [scope.at for scope in over if scope.cue.kind is Kind.FUTURE]
        if told and all(told.start() < at for at in ahead):
            kinds -= {Kind.FUTURE}
        family = [scope.at for scope in over if scope.cue.kind is Kind.FAMILY]
        if all(_COMPANION.search(page.folded, max(statement.start, at - 16), at) for at in family):
            kinds -= {Kind.FAMILY}
    elif all(_REPEATED.match(page.folded, at) for at in planning) and took_place(page, statement, hit, concept):
        kinds -= {Kind.PLANNED}
    return kinds


def took_place(page: Page, statement: Statement, hit: Hit, concept: Concept) -> bool:
    """Whether the words about an event that nothing plans say that it took place."""
    folded, start, end = page.folded, statement.start, statement.end
    if _DONE_BEFORE.search(folded, start, hit.start) or _DONE_AFTER.match(folded, hit.end, end):
        return True
    if CONVERSATION in concept.groups and (
        _TALK_BEFORE.search(folded, start, hit.start) or _TALK_AFTER.match(folded, hit.end, end)
    ):
        return True
    return _is_dated_before(page, hit, min(hit.end + _SOON_AFTER, end))


def _is_dated_before(page: Page, hit: Hit, end: int) -> bool:
    """Whether a day that was not after the document's stands right behind an event."""
    written = page.document.date
    days = [when.date for when in page.dates_within(hit.end, end) if when.date is not None]
    return written is not None and bool(days) and max(days) <= written


def is_told_of(page: Page, statement: Statement, scopes: Scopes, hit: Hit) -> bool:
    """Whether what is reviewed or discussed was done: a test reviewed, a talk held, a result discussed."""
    folded = page.folded
    plans = [scope for scope in scopes.all if scope.cue.kind is Kind.PLANNED and scope.start <= hit.start < scope.end]
    if not all(_SPOKEN_OF.match(folded, scope.at) for scope in plans):
        return False
    if any(scope.at < hit.start for scope in plans):
        return _BY_MEANS_OF.search(folded, statement.start, hit.start) is not None
    return _RESULT.search(folded, statement.start, statement.end) is not None or (
        _TALK.search(folded, hit.start, hit.end) is not None
    )


def was_held(page: Page, statement: Statement, hit: Hit) -> bool:
    """Whether the words behind an event, or a "today" of its statement, tell that it was done."""
    return (
        _HELD_AFTER.match(page.folded, hit.end, statement.end) is not None
        or _DONE_TODAY.search(page.folded, statement.start, statement.end) is not None
    )
