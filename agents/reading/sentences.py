"""Where a sentence ends: abbreviations, initials and the numbers of a list end none."""

import re
from collections.abc import Iterator

from agents.reading.tables import phrases

_END = re.compile(r"[.!?\s](?:(?<=[.!?])[\"')\]]*(?=\s+\S)|(?<=\s)\s+(?=[A-Z][A-Za-z /]{1,24}:\s))")
"""A full stop, or a wide gap before a label. It begins with a sign, so that the search runs from sign to sign."""
_NO_END = frozenset(
    phrases(
        """
        dr|mr|mrs|ms|prof|st|vs|approx|ca|avg|est|fig|inc|incl|e.g|i.e|eg|ie|etc|obstr|prox|resp|assoc|tel|ext
        vol|sys|pt|hosp|dept|gen|univ|jr|sr|md|ave|blvd|min|max
        """
    )
)
_NO_END_BEFORE_SMALL = frozenset(
    phrases(
        """
        wk|wks|mo|mos|yr|yrs|hr|hrs|sec|dx|hx|tx|rx|lat|med|ant|post|temp|cont|dia|pred|neg|pos|ref|norm|nl
        bilat|equiv|cert|endur|clin|rec|manip|dist|symm|spont|prev|lab|labs|eval|appt|exp|freq|int|mod|sev|nml
        jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec
        abn|wt|ht|inj|tab|tabs|cap|caps|approx|y.o|y.o
        """
    )
)
_COMPLETES = re.compile(
    r"(?:[0-9]{1,2}(?:\s?-\s?[0-9]{1,2})?/10(?:\s(?:avg|average|worst|today|now))?"
    r"|(?:x|for|since)\s?(?:about\s|~\s?|the (?:last|past)\s)?[\w/½.-]+(?:\s(?:[0-9]{1,4}|\w{1,6}))?"
    r"|(?:none of (?:it|them|these|this)|nothing)\s(?:has\s|have\s)?(?:really\s)?"
    r"(?:helped|worked|touched)(?:\s\w+){0,3})[.!]?",
    re.IGNORECASE,
)
"""A sentence that is none: a score, a length or a result that completes the sentence before it."""
_LONGEST_SENTENCE = 1_500
_LAST_WORD = re.compile(r"([A-Za-z][A-Za-z.]*|[0-9]+)$")


def split_sentences(text: str, start: int, end: int, reading: str) -> list[tuple[int, int]]:
    """The sentences of a stretch, as trimmed offsets. A number of a list belongs to what it numbers.

    A sign that ``reading`` has blanked or changed ends nothing: the question mark of an answered prompt.
    """
    bounds: list[tuple[int, int]] = []
    begin = start
    for match in _END.finditer(text, start, end):
        if reading[match.start()] != text[match.start()] and not match.group()[0].isspace():
            continue
        if match.group()[0].isspace() or _ends_sentence(text, begin, match):
            bounds.append((begin, match.end()))
            begin = match.end()
    bounds.append((begin, end))
    bounds = _completed(text, bounds)
    if end - start > _LONGEST_SENTENCE:
        bounds = [part for first, last in bounds for part in _parts(text, first, last)]
    return [trimmed for first, last in bounds if (trimmed := _trim(text, first, last))]


def _completed(text: str, bounds: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The sentences, each with the bare score, length or result behind it: "LBP, no leg pain. 8/10. x 14 mo"."""
    kept: list[tuple[int, int]] = []
    for first, last in bounds:
        if kept and _COMPLETES.fullmatch(text[first:last].strip()):
            kept[-1] = (kept[-1][0], last)
        else:
            kept.append((first, last))
    return kept


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence as it is; where no sentence is so long (no full stops, a list without end), in parts."""
    while end - start > _LONGEST_SENTENCE:
        space = text.rfind(" ", start + 1, start + _LONGEST_SENTENCE)
        cut = space if space > start else start + _LONGEST_SENTENCE
        yield start, cut
        start = cut
    yield start, end


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    words = text[start:end]
    stripped = words.strip()
    if not stripped:
        return None
    begin = start + len(words) - len(words.lstrip())
    return begin, begin + len(stripped)


def _ends_sentence(text: str, begin: int, match: re.Match[str]) -> bool:
    if match.group()[0] != ".":
        return True
    word = _LAST_WORD.search(text, max(begin, match.start() - 16), match.start())
    if word is None:
        return True
    before = word.group().lower()
    if not text[begin : word.start()].strip(" \n([-*") and (before.isdigit() or len(before) == 1):
        return False
    follows = text[match.end() : match.end() + 12].lstrip()[:1]
    if before in _NO_END or (len(before) == 1 and before.isalpha() and follows.isupper() and word.group().isupper()):
        return False
    return not (before in _NO_END_BEFORE_SMALL and not follows.isupper())
