"""Whose page it is. A page that names another person is not read.

The same person may be written "Doe, John", "J. Doe", "JOHN Q DOE JR"; a nickname or an initial is the same person.
Another birth date, another member id, or another first or family name after a patient label is another person.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agents.reading.dates import dates_in
from agents.reading.text import fold
from priorauth.case import Document, Sex
from priorauth.facts import Quarantine


@dataclass(frozen=True)
class Patient:
    """The member of the case, as far as pages can name them. What is not known is None or empty."""

    name: str = ""
    birth_date: dt.date | None = None
    member_id: str | None = None
    sex: Sex | None = None


_BIRTH = re.compile(r"\b(?:d\.?o\.?b\.?|date of birth|birth ?date)\s*[:.]?\s*(?=[0-9a-z])", re.IGNORECASE)
_ID = re.compile(r"\b(?:member|subscriber|insurance|medicare|policy|beneficiary)\s?(?:id|number|no\.?|#|id\s?(?:#|number))\s?[:#]?\s*([A-Z0-9][A-Z0-9-]{5,19})\b|\bmbi\s?[:#]?\s*([A-Z0-9-]{11,13})\b", re.IGNORECASE)
_LABEL = re.compile(
    r"(?m)(?:^|(?<=\s\s)|(?<=\|\s)|(?<=\n))[ \t*_>]*(?P<label>patient(?:'s)?(?: name)?|pt\.?(?: name)?|client(?: name)?|beneficiary|member(?: name)?|name(?: of patient)?|attendee|re|regarding)(?P<colon>\s*\*{0,2}:\*{0,2}|\s{2,}|\s)\s*(?P<rest>[^\n]{2,80})",
    re.IGNORECASE,
)
_NAME_END = re.compile(r"\s{2,}|\t|[|(;0-9]|\b(?:dob|d\.o\.b|mrn|age|sex|date|gender|phone|acct|account|id|mbi|m/f|visit|procedure|dos|born|with)\b", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_][^\W\d_.'’-]*\.?(?:[ ,.'’-]+[^\W\d_][^\W\d_.'’-]*\.?){1,5},?$")
_CREDENTIAL = re.compile(r",?\s+(?:md|do|rn|np|pa|pa-c|dpt|pt|rrt|phd|psyd|facs|crt|fnp(?:-c)?|rpsgt|dds|pharmd|lcsw)\b\.?", re.IGNORECASE)
_TITLES = frozenset("mr mrs ms miss dr jr sr ii iii iv md phd esq prof".split())
_NOT_NAMES = frozenset(
    """education instructions information copy home portal active current history reports denies presents states request letter
    medical necessity prior authorization see above below attached review insurance name address phone unknown report summary
    care oxygen surgery knee sleep evaluation visit note consult consultation follow up appeal claim order the and of for is was
    in on at to with your patient signature date file record id number problem problems list position status type""".split()
)
_NICKNAMES = tuple(
    frozenset(group.split())
    for group in (
        "robert bob bobby rob robbie bert", "william bill billy will liam willie", "elizabeth liz beth betty lizzie eliza betsy libby",
        "richard rick dick richie rich ricky", "james jim jimmy jamie", "john jack johnny jon", "margaret peggy meg maggie marge greta",
        "katherine catherine kathryn kate kathy cathy katie kay kitty", "michael mike mickey mick", "thomas tom tommy", "edward ed ted eddie ned",
        "charles charlie chuck chas", "joseph joe joey", "patricia pat patty trish tricia", "susan sue susie suzanne", "deborah debra deb debbie",
        "barbara barb babs", "jennifer jen jenny", "anthony tony", "daniel dan danny", "david dave davey", "steven stephen steve", "ronald ron ronnie",
        "dorothy dot dottie", "theodore ted teddy theo", "henry hank harry", "francis frank fran", "frances fran frannie", "lawrence larry", "gerald jerry gerry",
        "samuel sam sammy", "benjamin ben benny", "alexander alex al xander", "nicholas nick nicky", "christopher chris kit", "matthew matt", "andrew andy drew",
        "timothy tim", "gregory greg", "kenneth ken kenny", "donald don donnie", "rebecca becky becca", "victoria vicky tori", "pamela pam", "sandra sandy",
        "cynthia cindy", "jacqueline jackie", "teresa theresa terry tess", "virginia ginny ginger", "harold hal harry", "raymond ray", "leonard len lenny leo",
        "philip phillip phil", "walter walt wally", "albert al bert", "alfred al fred", "frederick fred freddy", "eugene gene", "judith judy", "mary molly polly mae",
        "ann anne anna annie nancy", "helen nell nellie", "eleanor ellie nora nell", "abigail abby gail", "jose pepe", "francisco paco pancho", "guadalupe lupe",
    )
)


def _plain(name: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign)).lower()


def _words(name: str) -> list[str]:
    return [word for word in re.findall(r"[^\W\d_]+", _plain(name).replace("'", "").replace("’", "")) if word not in _TITLES]


def _family_and_given(name: str) -> tuple[list[str], list[str]]:
    """The words of the family name and of the given names; "Doe, John" and "John Doe" alike."""
    if "," in name:
        family, _, given = name.partition(",")
        if _words(given):
            return _words(family), _words(given)
    parts = [_words(part) for part in name.replace(",", " ").split()]
    parts = [part for part in parts if part]
    if not parts:
        return [], []
    return parts[-1], [word for part in parts[:-1] for word in part]


def _same_word(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


def _same_given(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return _same_word(one, other) or (len(short) >= 3 and long.startswith(short)) or any(one in group and other in group for group in _NICKNAMES)


def same_person(name: str, patient: str) -> bool:
    """Whether a written name can be the patient's."""
    family, given = _family_and_given(patient)
    words = set(_words(name))
    if not family or not words:
        return True
    theirs_family, theirs_given = _family_and_given(name)
    shares_family = any(word in words for word in family if len(word) > 1)
    if "," not in name and len(theirs_given) >= 1 and not set(theirs_family) & set(family) and set(family) & words:
        rest = [word for word in _words(name) if word not in family]
        return shares_family and (not given or any(_same_given(given[0], word) for word in rest))
    if not shares_family:
        return False
    return not given or not theirs_given or _given_fit(given, theirs_given)


def _given_fit(given: Sequence[str], theirs: Sequence[str]) -> bool:
    """The first names are the same, or one goes by a middle name."""
    return _same_given(given[0], theirs[0]) or theirs[0] in given[1:] or given[0] in theirs[1:]


@dataclass(frozen=True)
class _Claim:
    """What a place of a document says of whose page it is. ``foreign`` is why it is not the patient's."""

    at: int
    foreign: str | None
    is_name: bool = False


def _names(text: str, patient: Patient) -> Iterator[_Claim]:
    if not _words(patient.name):
        return
    for match in _LABEL.finditer(text):
        name = _name_after(match)
        if name is None:
            continue
        line_end = text.find("\n", match.end("rest"))
        near = text[match.start() : line_end + 90 if line_end >= 0 else len(text)]
        if not _is_label(match, name, near):
            continue
        same = same_person(name, patient.name)
        yield _Claim(match.start("label"), None if same else "names another person", is_name=True)


def _name_after(match: re.Match[str]) -> str | None:
    rest = match["rest"]
    end = _NAME_END.search(rest)
    written = (rest[: end.start()] if end else rest).strip(" \t*_-:.")
    if _CREDENTIAL.search(f" {written} ") or not _NAME.match(written):
        return None
    words = written.replace(",", " ").split()
    if any(_plain(word).strip(".,") in _NOT_NAMES for word in words) or not all(word[0].isupper() for word in words):
        return None
    return written.rstrip(",")


def _is_label(match: re.Match[str], name: str, near: str) -> bool:
    """Without a colon or after "Re", only a name with a birth date or number beside it names the page's person."""
    label = match["label"].lower()
    sure = ":" in match["colon"] and label not in ("re", "regarding")
    return sure or _BIRTH.search(near) is not None or re.search(r"\bMRN\b", near) is not None or ("," in name and len(match["colon"]) > 1)


def _births(text: str, patient: Patient) -> Iterator[_Claim]:
    if patient.birth_date is None:
        return
    for match in _BIRTH.finditer(text):
        stretch = fold(text[match.end() : match.end() + 24])
        found = dates_in(stretch, None)
        if found and found[0].start <= 1 and found[0].date is not None:
            yield _Claim(match.start(), None if _same_birth(found[0].date, patient.birth_date) else "gives another birth date")


def _same_birth(found: dt.date, birth: dt.date) -> bool:
    return found == birth or ((found.month, found.day) == (birth.month, birth.day) and abs(found.year - birth.year) == 100)


def _ids(text: str, patient: Patient) -> Iterator[_Claim]:
    mine = _bare(patient.member_id or "")
    if not mine:
        return
    for match in _ID.finditer(text):
        written = match.group(1) or match.group(2)
        if any(sign.isdigit() for sign in written):
            yield _Claim(match.start(), None if _bare(written) == mine else "gives another member id")


def _bare(member_id: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", member_id.upper())


_HEADER_REACH = 160


def quarantined(document: Document, patient: Patient) -> list[Quarantine]:
    """The stretches of a document that name another person, each to the next header of the patient or the end."""
    text = document.text
    claims = sorted((*_names(text, patient), *_births(text, patient), *_ids(text, patient)), key=lambda claim: claim.at)
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
    """Where the page of a header begins: at a page break, at the document's start for the first header, else its line."""
    line = text.rfind("\n", 0, at) + 1
    last = max([after, *(claim.at for claim in earlier)])
    page = text.rfind("\f", last, line)
    if page >= 0:
        return page + 1
    return line if earlier else 0


def _quarantine(document: Document, start: int, end: int, reason: str) -> Quarantine:
    return Quarantine(document_id=document.id, start=start, end=end, reason=f"This part of the document {reason}; it was not read.")
