"""Names of a page's person that stand without a label.

"Doe, Jane   DOB 01/02/1950", "DOE, JANE A  MRN 4471", "Doe, J  75F": a name beside a birth date, a record number or an
age is the page's person. So is the subject of a sentence that tells an age or why somebody came: "Mr. Doe is a
71-year-old man". Clinicians, relatives, contacts and facilities are named in these places too, and are left out.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from agents.reading.dates import dates_in
from agents.reading.names import is_no_name
from agents.reading.text import fold, lower, matches_at


@dataclass(frozen=True)
class Naming:
    """A name that a page gives its person. One that is not ``sure`` counts where nothing names the patient."""

    at: int
    name: str
    sure: bool


_BESIDE = re.compile(
    r"(?<![^\W_])(?:(?P<known>d\.?o\.?b\b|date of birth|birth ?date|born(?= [a-z]+ \d| \d)|mrn\b|medical record|mbi\b"
    r"|member id)|(?P<date>\d{1,2}/\d{1,2}/\d{2,4})(?!\d)|(?P<age>\d{1,3}[ -]?(?:years?[ -]old|yrs?[ -]old|y\.?/?o\b)"
    r"|(?:age|sex|gender)\b ?:? ?(?:\d|[mf]\b))|(?P<sex>(?!9[4-9]|10\d)\d{1,3} ?[mf](?![\w/'’.°])))",
    re.IGNORECASE,
)
"""What stands after the name of a page's person. "98 F" is a temperature."""
_BESIDE_START = re.compile(
    r"[\dabdgms](?<![^\W_].)(?:(?<=\d)(?=\d{0,2}(?:/|[ -]?[ymf]))|(?<=d)(?:\.?o|ate)|(?<=b)(?:irth|orn)"
    r"|(?<=m)(?:rn|edi|bi|emb)|(?<=a)ge|(?<=s)ex|(?<=g)ender)"
)
"""What that begins with, in small letters; far quicker to look for."""
_LEAD_SIGNS = " \t,(|:*_-"
_LEAD_WORD = re.compile(r"(?<![^\W_])(?:is|was|now|aged|an?|who|pleasant|delightful)$", re.IGNORECASE)
_LONGEST_LEAD_WORD = len("delightful")
_BREAK = re.compile(
    r"[\s.|:;/()\d\[\]*_\"“”](?:(?<=\s)(?<!,\s)\s+|(?<=[\t|:;/()\d\[\]*_\"“”])|(?<=[^\W\d_]{3}\.)\s|(?<=\s)-\s)"
)
_WIDE_BREAK = re.compile(r"\s{4,}|[\t|:;/()\d\[\]*_\"“”]|\s-\s")
"""In a scan, the words of a name stand as far apart as columns do elsewhere."""
_WORD = re.compile(r"[^\W\d_][\w'’.-]*,?")
_PARTICLES = frozenset(
    {"de", "del", "la", "las", "los", "van", "von", "der", "den", "bin", "al", "da", "di", "dos", "st"}
)
_MOST_WORDS = 5
_REACH = 90
_HEAD_LINES = 3
"""Farther down, "Gleason Grade 7 M" is more likely than a name, unless it is written "Doe, J"."""
_TITLED = re.compile(
    r"M(?<![^\W_].)(?:(?:r|rs|s|iss)\b\.?|(?:R|RS|S)\.)\s+(?P<name>[A-Z][\w'’-]+(?:\s[A-Z](?:\.|[\w'’-]+)){0,3})"
)
_NUMBER = r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty"
_AGE_NEXT = re.compile(
    rf",?\s+(?:who\s+)?(?:(?:is|was)\s+)?(?:now\s+)?(?:an?\s+)?(?:[a-z-]+\s+){{0,3}}?(?:{_NUMBER}\b|\d{{1,3}}(?:[ -]?"
    r"(?:years?|yrs?|y/?o)\b|[,.]))|\s*\((?:born|dob|age|\d{2}\b)"
)
_SUBJECT_NEXT = re.compile(
    r",?\s+(?:who\s+)?(?:returns?|returned|presents?|presented|comes|came|has|had|is|was|reports|reported|complains"
    r"|complained|denies|denied|states|continues|underwent|describes|suffers|developed|requires)\b"
)
_SEEN_BEFORE = re.compile(r"\b(?:i saw|to see|seeing|evaluated|examined|treating|care of|patient|pt)[ ,:]+$")
_HELPER_NEXT = re.compile(
    r"\b(?:caregiver|case manager|interpreter|representative|supplier|driv\w+|help\w*|behalf|accompan\w+|therapist"
    r"|nurse|reviewed|spoke|called|agreed|pharmacist|coordinator)\b"
)
_SOMEBODY_ELSE = re.compile(
    r"\b(?:mother|father|brother|sister|son|daughter|spouse|husband|wife|child|aunt|uncle|niece|nephew|cousin|friend"
    r"|neighbor|partner|roommate|parent|guardian|guarantor|subscriber|policy ?holder|insured|donor|caregiver|contact"
    r"|poa|proxy|representative|provider|physician|doctor|surgeon|clinician|practitioner|attending|resident|pcp|nurse"
    r"|therapist|technologist|technician|pharmacist|pharmacy|author|interpreter|witness|signed|dictated|ordered"
    r"|referred|referring|read|performed|reviewed|by|cc|attn|dear|dr|prof|facility)\b[\w /'.]*[:,.(-]*\s*$"
)
_CREDENTIAL_NEXT = re.compile(
    r",?\s+(?:md|do|rn|np|pa|pa-c|dpt|pt|rrt|phd|psyd|aprn|fnp|lcsw|lpn|cma|crt|otr|slp)\b|,\s+(?:his|her|their|the)\b"
    r"|\s+\(?(?:his|her|their)\b|['’]s\b"
)


def unlabelled(text: str, birth_date: dt.date | None) -> Iterator[Naming]:
    """The names that a text gives its person without a label, in no order.

    A bare date beside a name is known as a birth date only by being ``birth_date``.
    """
    head_end = _head_end(text)
    starts = (start.start() for start in _BESIDE_START.finditer(lower(text)))
    for match in matches_at(_BESIDE, text, starts):
        if match["date"] is None or _is_date(match["date"], birth_date):
            yield from _before(text, match, head_end)
    for match in _TITLED.finditer(text):
        yield from _titled(text, match)


def _is_date(written: str, birth_date: dt.date | None) -> bool:
    month, day, _ = map(int, written.split("/"))
    if birth_date is None or (month, day) != (birth_date.month, birth_date.day):
        return False
    return any(found.date == birth_date for found in dates_in(written, None))


def _head_end(text: str) -> int:
    """Where the head of a text ends: after its first lines."""
    end = 0
    for _ in range(_HEAD_LINES):
        end = text.find("\n", end) + 1
        if not end:
            return len(text)
    return end


def _line_start(text: str, at: int) -> int:
    """Where the line begins in which a place stands, or as far before it as a name may reach."""
    earliest = max(0, at - _REACH)
    return max(earliest, text.rfind("\n", earliest, at) + 1)


def _before(text: str, match: re.Match[str], head_end: int) -> Iterator[Naming]:
    """The name that ends where something stands beside it; a name alone on the line above is less sure."""
    end = match.start()
    start = _line_start(text, end)
    above = not text[start:end].strip(" \t*_|")
    if above:
        end = max(0, start - 1)
        start = _line_start(text, end)
    line = text[start:end]
    column = _without_lead(line)
    begin = _begin(column, _BREAK)
    words = _last_words(column, begin)
    apart = len(words) == 1 and words[0].start() == begin
    if apart:
        begin = _begin(column, _WIDE_BREAK)
        words = _last_words(column, begin)
    if len(words) < 2 or ((above or apart or match["sex"]) and words[0].start() != begin):
        return
    first = words[0].start()
    if match["sex"] and "," not in column[first:] and start > head_end:
        return
    if not _SOMEBODY_ELSE.search(fold(column[max(0, first - 40) : first])):
        sure = not match["age"] and not match["sex"] and not above and not apart
        yield Naming(start + first, " ".join(column[first:].split()), sure)


def _without_lead(line: str) -> str:
    """A line without the signs and small words at its end that lead from a name to an age: "Jane Doe, who is a "."""
    end = len(line)
    while True:
        kept = len(line[:end].rstrip(_LEAD_SIGNS))
        word = _LEAD_WORD.search(line, max(0, kept - _LONGEST_LEAD_WORD), kept)
        if word is None or not line[kept : kept + 1].isspace():
            return line[:kept]
        end = word.start()


def _begin(column: str, breaks: re.Pattern[str]) -> int:
    """Where the first word of a column's last part begins."""
    begin = max((found.end() for found in breaks.finditer(column)), default=0)
    return len(column) - len(column[begin:].lstrip())


def _last_words(column: str, begin: int) -> list[re.Match[str]]:
    """The words at the end of a column that can be a name; none where its last word is a credential or a heading's."""
    taken: list[re.Match[str]] = []
    for word in reversed(list(_WORD.finditer(column, begin))):
        bare = word[0].strip(".,")
        if taken and column[word.end() : taken[-1].start()].strip(" ,"):
            break
        if not (bare[:1].isupper() or bare in _PARTICLES) or is_no_name(bare) or len(taken) == _MOST_WORDS:
            break
        taken.append(word)
    taken.reverse()
    while taken and taken[0][0].strip(".,") in _PARTICLES:
        taken.pop(0)
    followed = column[taken[-1].end() :].strip(" ,") if taken else ""
    return [] if followed or not any(len(word[0].strip(".,")) > 1 for word in taken) else taken


def _titled(text: str, match: re.Match[str]) -> Iterator[Naming]:
    after = fold(text[match.end() : match.end() + 70])
    before = fold(text[max(0, match.start() - 40) : match.start()])
    if _CREDENTIAL_NEXT.match(after) or _SOMEBODY_ELSE.search(before):
        return
    if _AGE_NEXT.match(after):
        yield Naming(match.start(), match["name"], True)
    elif (_SUBJECT_NEXT.match(after) or _SEEN_BEFORE.search(before)) and not _HELPER_NEXT.search(after):
        yield Naming(match.start(), match["name"], False)
