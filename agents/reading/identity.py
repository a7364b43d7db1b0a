"""Whose page it is. A page that names another person is not read.

The same person may be written "Doe, John", "J. Doe", "JOHN Q DOE JR"; a nickname or an initial is the same person.
Another birth date, another member id, or another first or family name after a patient label is another person.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import chain

from agents.reading.dates import dates_in
from agents.reading.heads import unlabelled
from agents.reading.names import is_no_name, same_person, words_of
from agents.reading.text import fold, has_digit, lower, matches_at
from priorauth.case import Document, DocumentKind, Sex
from priorauth.facts import Quarantine


@dataclass(frozen=True)
class Patient:
    """The member of the case, as far as pages can name them. What is not known is None or empty."""

    name: str = ""
    birth_date: dt.date | None = None
    member_id: str | None = None
    sex: Sex | None = None


_BIRTH = re.compile(r"\b(?:d\.?o\.?b\.?|date of birth|birth ?date)\s*[:.]?\s*(?=[0-9a-z])", re.IGNORECASE)
_ID = re.compile(
    r"\b(?:member|subscriber|insurance|medicare|policy|beneficiary)\s?(?:id|number|no\.?"
    r"|#|id\s?(?:#|number))\s?[:#]?\s*([A-Z0-9][A-Z0-9-]{5,19})\b|\bmbi\s?[:#]?\s*([A-Z0-9-]{11,13})\b",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?m)(?:^|(?<=\s\s)|(?<=\|\s)|(?<=\n))[ \t*_>]*(?P<label>patient(?:'s)?(?: name)?|pt\.?(?: name)?"
    r"|client(?: name)?|beneficiary|member(?: name)?|name(?: of patient)?|attendee|re|regarding)(?P<colon>\s*\*"
    r"{0,2}:\*{0,2}|\s{2,}|\s)\s*(?P<rest>[^\n]{2,80})",
    re.IGNORECASE,
)
_LABEL_START = re.compile(r"\s(?:(?<=[\s|].)|(?<=\n))(?=[ \t*_>]*[PpCcBbMmNnAaRr])")
"""What stands before a label, unless the document begins with it, and the letters that one can begin with."""
_NUMBER_WORD = re.compile(r"d\.?o\.?b|date of birth|birth|member|subscriber|insurance|medicare|policy|beneficiary|mbi")
"""What a birth date or an id begins with, in small letters."""
_NAME_END = re.compile(
    r"\s{2,}|\t|[|(;0-9]|\b(?:dob|d\.o\.b|mrn|age|sex|date|gender|phone|acct|account|id"
    r"|mbi|m/f|visit|procedure|dos|born|with)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\W\d_][^\W\d_.'’-]*\.?(?:[ ,.'’-]+[^\W\d_][^\W\d_.'’-]*\.?){1,5},?$")
_CREDENTIAL = re.compile(
    r",?\s+(?:md|do|rn|np|pa|pa-c|dpt|pt|rrt|phd|psyd|facs|crt|fnp(?:-c)?|rpsgt|dds|pharmd|lcsw)\b\.?", re.IGNORECASE
)

_ANOTHER_NAME = "names another person"


@dataclass(frozen=True)
class _Claim:
    """What a place of a document says of whose page it is. ``foreign`` is why it is not the patient's."""

    at: int
    foreign: str | None
    is_name: bool = False


def _all_names(document: Document, patient: Patient) -> Iterator[_Claim]:
    """What the names say, with and without a label; doubtful ones only where none is the patient's."""
    if not words_of(patient.name):
        return
    is_patient = cache(partial(same_person, patient=patient.name))
    is_author = cache(partial(same_person, patient=document.author or ""))
    claims = list(_names(document.text, is_patient))
    doubtful: list[_Claim] = []
    for naming in unlabelled(document.text, patient.birth_date):
        if document.author and is_author(naming.name):
            continue
        same = is_patient(naming.name)
        claim = _Claim(naming.at, None if same else _ANOTHER_NAME, is_name=True)
        (claims if same or naming.sure else doubtful).append(claim)
    yield from claims
    if all(claim.foreign for claim in claims):
        yield from doubtful


def _names(text: str, is_patient: Callable[[str], bool]) -> Iterator[_Claim]:
    starts = (before.end() for before in _LABEL_START.finditer(text))
    for match in matches_at(_LABEL, text, chain((0,), starts)):
        name = _name_after(match)
        if name is None:
            continue
        line_end = text.find("\n", match.end("rest"))
        near = text[match.start() : line_end + 90 if line_end >= 0 else len(text)]
        if not _is_label(match, name, near):
            continue
        same = is_patient(name)
        yield _Claim(match.start("label"), None if same else _ANOTHER_NAME, is_name=True)


def _name_after(match: re.Match[str]) -> str | None:
    rest = match["rest"]
    end = _NAME_END.search(rest)
    written = (rest[: end.start()] if end else rest).strip(" \t*_-:.")
    if _CREDENTIAL.search(f" {written} ") or not _NAME.match(written):
        return None
    words = written.replace(",", " ").split()
    if any(is_no_name(word.strip(".,")) for word in words) or not all(word[0].isupper() for word in words):
        return None
    return written.rstrip(",")


def _is_label(match: re.Match[str], name: str, near: str) -> bool:
    """Without a colon or after "Re", only a name with a birth date or number beside it names the page's person."""
    label = match["label"].lower()
    sure = ":" in match["colon"] and label not in ("re", "regarding")
    return (
        sure
        or _BIRTH.search(near) is not None
        or re.search(r"\bMRN\b", near) is not None
        or ("," in name and len(match["colon"]) > 1)
    )


def _births(text: str, starts: Sequence[int], patient: Patient) -> Iterator[_Claim]:
    if patient.birth_date is None:
        return
    for match in matches_at(_BIRTH, text, starts):
        stretch = fold(text[match.end() : match.end() + 24])
        if _OF_RELATIVE.search(fold(text[max(0, match.start() - 30) : match.start()])):
            continue
        found = dates_in(stretch, None)
        if found and found[0].start <= 1 and found[0].date is not None:
            yield _Claim(
                match.start(), None if _same_birth(found[0].date, patient.birth_date) else "gives another birth date"
            )


def _same_birth(found: dt.date, birth: dt.date) -> bool:
    return found == birth or (
        (found.month, found.day) == (birth.month, birth.day) and abs(found.year - birth.year) == 100
    )


def _ids(text: str, starts: Sequence[int], patient: Patient) -> Iterator[_Claim]:
    mine = _bare(patient.member_id or "")
    if not mine:
        return
    for match in matches_at(_ID, text, starts):
        written = match.group(1) or match.group(2)
        if has_digit(written):
            yield _Claim(match.start(), None if _bare(written) == mine else "gives another member id")


def _bare(member_id: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", member_id.upper())


_OF_RELATIVE = re.compile(
    r"\b(?:mother|father|brother|sister|son|daughter|spouse|husband|wife|child|subscriber|guarantor|contact|partner|guardian|caregiver)\b[^\n]*$"
)
_HEADER_REACH = 160


def quarantined(document: Document, patient: Patient) -> list[Quarantine]:
    """The stretches of a document that name another person, each to the next header of the patient or the end."""
    text = document.text
    numbers = [word.start() for word in _NUMBER_WORD.finditer(lower(text))]
    claims = sorted(
        (*_all_names(document, patient), *_births(text, numbers, patient), *_ids(text, numbers, patient)),
        key=lambda claim: claim.at,
    )
    found: list[Quarantine] = []
    start: int | None = None
    reason = ""
    for index, claim in enumerate(claims):
        foreign = claim.foreign or _contradicted(claims, index)
        if foreign is not None and start is None:
            start, reason = _page_start(text, claim.at, claims[:index]), foreign
        elif foreign is None and start is not None and not _continues_header(claims, index):
            end = _page_start(text, claim.at, claims[:index], after=start)
            found.append(_quarantine(document, start, end, reason))
            start = None
    if start is not None:
        found.append(_quarantine(document, start, len(text), reason))
    return found


def _contradicted(claims: Sequence[_Claim], index: int) -> str | None:
    """Why a header that names the patient is not theirs: the same header gives another birth date or id."""
    here = claims[index].at
    for other in claims[index + 1 :]:
        if other.is_name or other.at - here > _HEADER_REACH:
            return None
        if other.foreign:
            return other.foreign
    return None


def _continues_header(claims: Sequence[_Claim], index: int) -> bool:
    """Whether the patient's item stands in a header that has just named another person."""
    here = claims[index].at
    if claims[index].is_name:
        return False
    return any(other.foreign and 0 <= here - other.at <= _HEADER_REACH for other in claims[:index])


def _page_start(text: str, at: int, earlier: Sequence[_Claim], after: int = 0) -> int:
    """Where a header's page begins: at a page break, at the start for a document's first header, else its line."""
    line = text.rfind("\n", 0, at) + 1
    last = max([after, *(claim.at for claim in earlier)])
    page = text.rfind("\f", last, line)
    if page >= 0:
        return page + 1
    return line if earlier else 0


def _quarantine(document: Document, start: int, end: int, reason: str) -> Quarantine:
    """Its reason names the document by kind and date: a title may hold the other person's name."""
    kind = "document" if document.kind is DocumentKind.OTHER else document.kind.value.replace("_", " ")
    named = f"{kind} of {document.date.isoformat()}" if document.date else f"undated {kind}"
    said = f"A part of the {named} {reason}; it was not read."
    return Quarantine(document_id=document.id, start=start, end=end, reason=said)
