"""How long a finding has lasted: the length that its clause names, or the time since its onset ("began in March").

The day on which a treatment began is no onset: the treatment may have ended.
"""

import re

from agents.reading.layout import Statement
from agents.reading.lengths import days_since
from agents.reading.lexicon import Hit
from agents.reading.page import Page

_BEGUN = re.compile(
    r"\b(?:onset(?:\s(?:on|was|of|in))?|began|begun|beginning|started|starting|came on|first (?:noted|noticed|felt)"
    r"|dates? back to)\s?:?\s?(?:(?:in|on|about|around|approximately|early|mid|late|~)[\s-]?){0,2}$"
)
_GOES_ON = re.compile(r"(?:,|\s-)?(?:\s[a-z]+){0,6}[\s,:~-]*")
"""What may stand between a finding and the day on which it began: no other clause."""
_BEFORE = 30


def days_lasted(page: Page, statement: Statement, finding: Hit) -> int | None:
    """The days that a finding has lasted, where its clause names one length of time, or the day of its onset."""
    start = page.folded.rfind(";", statement.start, finding.start) + 1 or statement.start
    stop = page.folded.find(";", finding.end, statement.end)
    end = stop if stop >= 0 else statement.end
    lengths = {length.days for length in page.lengths_within(start, end)}
    if not lengths:
        return _since_onset(page, finding, end)
    return lengths.pop() if len(lengths) == 1 else None


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
