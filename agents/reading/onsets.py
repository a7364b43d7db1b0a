"""How long a finding has lasted: the length that its clause names, or the time since its onset ("began in March").

Where a form tells of one finding key by key, the key "Since" or "Onset" of the same list dates what "What" names.

The day on which a treatment began is no onset: the treatment may have ended.
"""

import re
from collections.abc import Iterator, Sequence

from agents.reading.layout import Statement
from agents.reading.lengths import SEASON, Length, days_since
from agents.reading.lexicon import Hit
from agents.reading.page import Page
from agents.reading.sections import Section

_BEGUN = re.compile(
    r"\b(?:onset(?:\s(?:on|was|of|in))?|began|begun|beginning|started|starting|came on|first (?:noted|noticed|felt)"
    rf"|dates? back to)\s?:?\s?(?:(?:in|on|about|around|approximately|early|mid|late|~)[\s-]?){{0,2}}{SEASON}$"
)
_GOES_ON = re.compile(r"(?:,|\s-)?(?:\s[a-z]+){0,6}[\s,:~-]*")
"""What may stand between a finding and the day on which it began: no other clause."""
_BEGUN_AGO = re.compile(
    r"\b(?:onset(?:\s(?:was|of))?|began|begun|started|came on|(?:first\s)?(?:noted|noticed|appeared))\s?:?\s?"
    r"(?:(?:about|around|approximately|approx|over|almost|nearly|some|roughly|~)\s?)?[\w.-]{1,12}\s$"
)
_BEFORE = 30
_A_MONTH = 31
_WHAT = re.compile(r"(?:what|type|kind|dx|diagnosis|problem|complaint|symptoms?|condition)\s?:")
_SINCE = re.compile(r"(?:since|onset|began|begun|started|first noted)\s?[:~]")
_HOW_LONG = re.compile(r"(?:duration|how long|lasted)\s?:")


def days_lasted(page: Page, statement: Statement, finding: Hit) -> int | None:
    """The days that a finding has lasted, where its clause names one length of time, or the day of its onset."""
    start = page.folded.rfind(";", statement.start, finding.start) + 1 or statement.start
    stop = page.folded.find(";", finding.end, statement.end)
    end = stop if stop >= 0 else statement.end
    told = page.lengths_within(start, end)
    lengths = {length.days for length in told}
    if not lengths:
        since = _since_onset(page, finding, end)
        elsewhere = (since, _of_list(page, statement), _of_complaint(page, statement))
        return next((days for days in elsewhere if days is not None), None)
    return lengths.pop() if len(lengths) == 1 else _told_twice(page, told)


def _told_twice(page: Page, told: Sequence[Length]) -> int | None:
    """The least of one length that is told as a day and as a count: "since March of this year, about eight months"."""
    since = {length.days for length in told if page.folded.startswith("since ", length.start)}
    days = [length.days for length in told]
    return min(since) if len(since) == 1 and min(days) in since and max(days) - min(days) <= _A_MONTH else None


def began_ago(folded: str, start: int, hit: Hit) -> bool:
    """Whether "months ago" says when something began, and so not that it is over."""
    before = max(start, hit.start - 2 * _BEFORE)
    return folded.endswith(" ago", hit.start, hit.end) and _BEGUN_AGO.search(folded, before, hit.start) is not None


def _of_complaint(page: Page, statement: Statement) -> int | None:
    """The days that the key "Onset" of the present illness tells of the complaint that stands before it."""
    if statement.section is not Section.COMPLAINT:
        return None
    told = {days for one in page.statements if one.section is Section.HPI for days in _told_by_key(page, one)}
    return told.pop() if len(told) == 1 else None


def _of_list(page: Page, statement: Statement) -> int | None:
    """The days that the key "Since" or "Duration" tells of the one finding that a list under a heading is about."""
    if statement.heading is None or _WHAT.match(page.folded, statement.start) is None:
        return None
    list_ = [one for one in page.statements if one.heading == statement.heading]
    if sum(_WHAT.match(page.folded, one.start) is not None for one in list_) > 1:
        return None
    told = {days for one in list_ for days in _told_by_key(page, one)}
    return told.pop() if len(told) == 1 else None


def _told_by_key(page: Page, statement: Statement) -> Iterator[int]:
    """The days that a statement that opens with a key of time tells."""
    anchor = page.document.date
    if _HOW_LONG.match(page.folded, statement.start):
        yield from (length.days for length in page.lengths_within(statement.start, statement.end))
    elif anchor is not None and (key := _SINCE.match(page.folded, statement.start)):
        first = page.dates_within(key.end(), min(statement.end, key.end() + _BEFORE))[:1]
        yield from (days for when in first if (days := days_since(when, anchor)) is not None)


def _since_onset(page: Page, finding: Hit, end: int) -> int | None:
    """The days from a finding's onset, where the words up to ``end`` date it once, to the document; else None."""
    anchor = page.document.date
    if anchor is None:
        return None
    begun = {
        days_since(when, anchor)
        for when in page.dates_within(finding.end, end)
        if _BEGUN.search(page.folded, max(finding.end, when.start - _BEFORE), when.start)
        and _GOES_ON.fullmatch(page.folded, finding.end, when.start)
    }
    return begun.pop() if len(begun) == 1 else None
