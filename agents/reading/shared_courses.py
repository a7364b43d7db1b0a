"""What is said at once of several treatments: a length or a result that a list shares, a "neither … nor", a pain that
is as it was.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from agents.reading.lengths import Length
from agents.reading.lexicon import Hit

_NEITHER = re.compile(
    r"\bneither\b[^.;]{0,80}\bnor\b[^.;]{0,80}?\b(?:helped|helps|worked|works|relieved|touched|(?:was|were|is|are"
    r"|has been|have been)\s(?:\w+\s)?(?:effective|helpful|successful|beneficial)"
    r"|(?:gave|provided|brought|offered|made)\s(?:\w+\s){0,2}(?:relief|benefit|help|improvement|difference))\b"
)
"""Neither of two treatments helped: both were given."""
_STEP = re.compile(
    r"(?:\sx\s?[0-9]{1,2}|\s[0-9.]+\s?(?:mg|mcg|g|%)?)?(?:\s(?:bid|tid|qid|daily|prn|atc|po|q[0-9]h?))?"
    r"\s?(?:,\s?(?:and\s)?|\sand\s|\s&\s|\s?\+\s|\splus\s|\s/\s)(?:(?!did|had|has|was|takes|took|is|no|not|then)[a-z]{2,12}\s)?"
)
"""What joins two members of one plain list: no verb, no length."""
_ALL = re.compile(r"\b(?:all|each|both)\b[^.;,]{0,24}$")
_FOR = re.compile(r"[^.;,:0-9]{0,12}\bfor(?:\s(?:the|a|at|least|over|last|past|more|than|about))*\s$")
_OPENS = re.compile(r"[^.;:]{0,24}:\s?(?:[a-z]{2,12}\s)?$")
_UNCHANGED = re.compile(
    r"(?:→+|=>)\s?still\s(?:at\s|a\s)?[0-9]{1,2}\b"
    r"|\b(?:pain|vas|nrs|nprs|score)\b[^.;,0-9]{0,16}(?P<before>[0-9]{1,2})(?:/10)?\s?(?:→+|=>|to)\s?(?P<after>[0-9]{1,2})(?:/10)?(?![\w/.%])"
    r"|\b(?:odi|oswestry|ndi|cdai|sdai|das28|basdai|haq|womac)\b[^.;,0-9]{0,8}(?P<was>[0-9]{1,3}(?:\.[0-9]+)?)\s?%?\s?(?:→+|=>|to)"
    r"\s?(?P<now>[0-9]{1,3}(?:\.[0-9]+)?)(?![\w/.])"
)


def neither_helped(folded: str, start: int, end: int) -> tuple[int, int] | None:
    """The stretch in which two treatments are named of which neither helped."""
    match = _NEITHER.search(folded, start, end)
    return match.span() if match else None


def is_unchanged(folded: str, start: int, end: int) -> bool:
    """Whether the pain or an index, of which more is worse, is told to be no less than before: "VAS 7 -> 7", "-> still
    8", "CDAI 30 -> 30". By how much one must fall to tell of a change is no reader's to say.
    """
    match = _UNCHANGED.search(folded, start, end)
    if match is None:
        return False
    if match["was"] is not None:
        return Decimal(match["now"]) >= Decimal(match["was"])
    return match["before"] is None or int(match["after"]) >= int(match["before"])


def shared_lengths(folded: str, mentions: Sequence[Hit], lengths: Sequence[Length]) -> dict[int, int]:
    """The days of each treatment, by its place, that a list's one length gives it.

    The length opens the list before a colon ("Tried x 6 wk: PT, naproxen") or closes it ("PT, naproxen: all failed
    > 6 mo", "HEP and naproxen for three months").
    """
    found: dict[int, int] = {}
    for first, last in _runs(folded, mentions):
        members = mentions[first : last + 1]
        inside = [length for length in lengths if members[0].end <= length.start < members[-1].start]
        if len(members) < 2 or inside:
            continue
        days = _opening(folded, mentions, first, lengths) or _closing(folded, mentions, last, lengths)
        found |= dict.fromkeys(range(first, last + 1), days) if days else {}
    return found


def _runs(folded: str, mentions: Sequence[Hit]) -> list[tuple[int, int]]:
    """The first and the last place of each plain list among the treatments."""
    runs: list[tuple[int, int]] = []
    for place, mention in enumerate(mentions):
        same = place > 0 and mention.start <= mentions[place - 1].end
        if runs and (same or _STEP.fullmatch(folded, mentions[place - 1].end, mention.start)):
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return runs


def _opening(folded: str, mentions: Sequence[Hit], first: int, lengths: Sequence[Length]) -> int | None:
    before, start = mentions[first - 1].end if first else 0, mentions[first].start
    opening = (one for one in lengths if before <= one.start < start and _OPENS.fullmatch(folded, one.end, start))
    return next((one.days for one in opening), None)


def _closing(folded: str, mentions: Sequence[Hit], last: int, lengths: Sequence[Length]) -> int | None:
    after = mentions[last + 1].start if last + 1 < len(mentions) else len(folded)
    for length in lengths:
        gap = folded[mentions[last].end : length.start] if mentions[last].end <= length.start < after else None
        if gap is not None and len(gap) < 40 and (_FOR.fullmatch(gap) or _ALL.search(gap)):
            return length.days
    return None
