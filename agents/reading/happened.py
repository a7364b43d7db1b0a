"""Events that the words tell of as done: a talk that was held, a test that was made, an enrollment.

What is reviewed or discussed is not done by that, unless it is done by talking or its result was spoken of. Where no
word says so, what a plan or an order names is still to come. :func:`as_happened` takes away the cues about an event
that its words outdo; :func:`is_told_as_done` asks the words about an event over which no cue stands.
"""

import re
from collections.abc import Sequence

from agents.reading.assertion import Scopes
from agents.reading.cues import Kind
from agents.reading.layout import Statement
from agents.reading.lexicon import Hit
from agents.reading.marked import Stemmed
from agents.reading.page import Page
from agents.reading.sections import Section
from priorauth.case import DocumentKind
from priorauth.vocabulary import Concept

ORDERS = frozenset({DocumentKind.ORDER, DocumentKind.REFERRAL, DocumentKind.REQUEST_FORM})
PLANS = frozenset({Section.PLAN, Section.ASSESSMENT_AND_PLAN})

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
_DONE_TODAY = Stemmed(
    "today",
    r"\b(?:trained|instructed|taught|educated|shown|completed|done|performed|given|received)\b[^.;]{0,60}\btoday\b",
)


def as_happened(
    page: Page, statement: Statement, scopes: Scopes, hit: Hit, concept: Concept, kinds: frozenset[Kind]
) -> frozenset[Kind]:
    """The cues about an event without those that its words outdo.

    A test that was reviewed was made. That a talk was "discussed" or "reviewed" says that it was held, and a relative
    who was there is no patient of it; a "repeat" test that showed something was made.
    """
    over = [scope for scope in scopes.all if scope.start <= hit.start < scope.end]
    planning = [scope.at for scope in over if scope.cue.kind is Kind.PLANNED]
    if Kind.PLANNED in kinds and _is_told_of(page, statement, hit, planning):
        kinds -= {Kind.PLANNED}
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
    elif all(_REPEATED.match(page.folded, at) for at in planning) and _took_place(page, statement, hit, concept):
        kinds -= {Kind.PLANNED}
    return kinds


_OUR_HABIT = re.compile(r"\b(?:i|we) $")
_OUR_STAFF = re.compile(
    r"(?:(?! (?:would|will|could|should|may|can)\b|[.;]).){0,40}"
    r"\b(?:works? with (?:me|us)|(?:is|are) on (?:my|our) (?:team|staff))\b"
)
"""What is so in a clinic under the heading of a plan too: "I look after 85 people", "two nurses work with me"."""


def is_told_as_done(page: Page, statement: Statement, hit: Hit, concept: Concept) -> bool:
    """Whether the words about an event that nothing plans tell of it as done, in a plan or an order as elsewhere."""
    if page.document.kind in ORDERS:
        return _took_place(page, statement, hit, concept)
    if statement.section in PLANS and (
        _took_place(page, statement, hit, concept)
        or _OUR_HABIT.search(page.folded, statement.start, hit.start)
        or _OUR_STAFF.match(page.folded, hit.end, statement.end)
    ):
        return True
    return _was_held(page, statement, hit)


def _took_place(page: Page, statement: Statement, hit: Hit, concept: Concept) -> bool:
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


def _is_told_of(page: Page, statement: Statement, hit: Hit, planning: Sequence[int]) -> bool:
    """Whether what is reviewed or discussed, at ``planning``, was done: a test reviewed, a talk held."""
    folded = page.folded
    if not all(_SPOKEN_OF.match(folded, at) for at in planning):
        return False
    if any(at < hit.start for at in planning):
        return _BY_MEANS_OF.search(folded, statement.start, hit.start) is not None
    return _RESULT.search(folded, statement.start, statement.end) is not None or (
        _TALK.search(folded, hit.start, hit.end) is not None
    )


def _was_held(page: Page, statement: Statement, hit: Hit) -> bool:
    """Whether the words behind an event, or a "today" of its statement, tell that it was done."""
    return (
        _HELD_AFTER.match(page.folded, hit.end, statement.end) is not None
        or _DONE_TODAY.search(page, statement) is not None
    )
