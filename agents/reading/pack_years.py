"""Pack-years that a record does not name: packs a day times years of smoking.

One pack is 20 cigarettes. From one year or age to another it may be one year fewer than their
difference. Where the record names pack-years itself, these are kept and nothing is computed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from agents.reading.assertion import Scopes
from agents.reading.cues import Kind
from agents.reading.draft import Draft
from agents.reading.layout import Statement
from agents.reading.page import Page
from agents.reading.sections import Section
from priorauth.facts import Assertion, Computation
from priorauth.rubric import Explicitness
from priorauth.vocabulary import Concept

PACK_YEARS = "smoking_pack_years"
_CIGARETTES_IN_A_PACK = 20
_MOST_PACKS = 6
_WORDS = {"half": "0.5", "one half": "0.5", "one-half": "0.5", "a": "1", "one": "1", "two": "2", "three": "3"} | {
    "one and a half": "1.5",
    "one and one half": "1.5",
}
_FRACTIONS = {"½": "0.5", "1/2": "0.5", "1 1/2": "1.5", "1½": "1.5", "3/4": "0.75", "1/4": "0.25", "2 1/2": "2.5"}
_FIGURE = r"[0-9]?(?:\s?½)|[0-9]\s1/2|[13]/[24]|[0-9]{0,2}\.[0-9]{1,2}|[0-9]{1,2}"
_A_DAY = r"(?:\s?(?:per|/|a|each|every)\s?(?:day|d\b)|\s?daily)"
_PACKS = re.compile(
    rf"(?<![\w./-])(?:(?P<n>{_FIGURE}|one(?:\s|-)and(?:\s|-)(?:a|one)(?:\s|-)half|one(?:\s|-)half|half|one|two|three|a)"
    rf"(?:\s?(?:-|to)\s?(?P<to>{_FIGURE}|two|three))?[\s-]{{0,2}}(?:an?\s)?"
    rf"(?:ppd\b|(?:packs?|pks?)(?P<half>\sand\sa\shalf)?(?:\s(?:of\s)?(?:cigarettes|cigs?))?{_A_DAY}"
    rf"|(?P<single>cigarettes|cigs?){_A_DAY})"
    rf"|(?:packs?|ppd|pks?)\s?(?:(?:per|/)\s?day)?\s?[:=]\s{{0,3}}(?P<label>{_FIGURE})(?![\w/]))"
)
_ABOUT = r"(?:(?:about|approx\w*\.?|approximately|roughly|~|the (?:past|last)|at least|more than|over|well over|>)\s?)*"
_UNIT = r"[\s-]?\+?[\s-]?(?:years?|yrs?|y)\b\.?(?!\s?(?:ago|old|quit))"
_YEARS_AFTER = re.compile(
    rf"[^.;0-9]{{0,40}}?(?:\bx|×|\*|\bfor|\bover|\btimes|\bduring)\s?{_ABOUT}(?P<n>[0-9]{{1,2}}){_UNIT}"
    r"|[^.;0-9]{0,30}?[\s(,](?:from\s)?(?P<first>(?:19|20)[0-9]{2})\s?(?:-|to|until|through)\s?(?P<last>(?:19|20)[0-9]{2})\b"
    r"|[^.;0-9]{0,30}?\b(?:from|between|since)\s(?:the\s)?age(?:s|\sof)?\s(?P<young>[0-9]{1,2})\s?(?:-|to|until|and)\s"
    r"(?:age\s)?(?P<old>[0-9]{2})\b"
    r"|[,;\s|]{1,6}(?:years|yrs)(?:\s(?:smoked|of smoking|of use))?\s?[:=]\s{0,3}(?P<label>[0-9]{1,2})(?:\.[0-9]+)?\b"
)
_YEARS_BEFORE = re.compile(
    rf"(?P<n>[0-9]{{1,2}}){_UNIT}\s?(?:(?:smoking\s)?(?:history|hx)\s)?of\s[^.;0-9]{{0,40}}$"
    rf"|(?:smok\w+|cigarettes|tobacco\suse)\b[^.;0-9]{{0,20}}\b(?:x|for)\s?{_ABOUT}(?P<m>[0-9]{{1,2}}){_UNIT}[^.;0-9]{{0,25}}$"
)
_YEARS_NEXT = re.compile(
    rf"[^.;0-9]{{0,40}}\b(?:smok\w+|tobacco)\b[^.;0-9]{{0,30}}\b(?:x|for)\s?{_ABOUT}(?P<n>[0-9]{{1,2}}){_UNIT}"
    r"|(?:total\s)?(?:years|yrs)(?:\s(?:smoked|of\ssmoking|of\suse))?\s?[:=]\s{0,3}(?P<label>[0-9]{1,2})(?:\.[0-9]+)?\b"
)
_BOUND_BEFORE = re.compile(r"(?:up to|less than|under|at most|no more than|fewer than|<|max(?:imum)? of)\s?$")
_SMOKING = re.compile(r"\b(?:smok\w*|cigar\w*|cigs?|tobacco|ppd|nicotine)\b")
_OTHER_USE = re.compile(r"\b(?:beers?|alcohol|etoh|drinks?|drank|soda|cola|gum|marijuana|cannabis|chew\w*|snuff|dip)\b")
_GOES_ON = re.compile(r"\b(?:then|followed by|previously|before that|prior to that|after that)\b")
_RECORDED = re.compile(r"\b(?:document\w+|record\w+|report\w+|listed|noted|stated|chart\w*|per)\b")
_VOID = frozenset({Kind.FAMILY, Kind.NEGATED, Kind.HYPOTHETICAL, Kind.MUTE, Kind.FUTURE, Kind.PLANNED})
_CONTEXT = 160


class _Habit(NamedTuple):
    """So many packs a day for so many years, each with its least and its most."""

    start: int
    end: int
    packs: tuple[Decimal, Decimal]
    years: tuple[int, int]
    years_at: tuple[int, int] | None = None

    @property
    def least(self) -> Decimal:
        return self.packs[0] * self.years[0]

    @property
    def most(self) -> Decimal:
        return self.packs[1] * self.years[1]

    def __str__(self) -> str:
        packs, years = (_range(*pair) for pair in (self.packs, self.years))
        return f"{packs} {'pack' if packs == '1' else 'packs'} a day x {years} years"


def tells_packs(words: str) -> bool:
    """Whether folded words may tell how much the patient smokes; far quicker than to read them."""
    return "pack" in words or "ppd" in words or "cig" in words


def pack_years_of(page: Page, statement: Statement, scopes: Scopes, concepts: Mapping[str, Concept]) -> Iterator[Draft]:
    """The pack-years that a statement, or it and the next one, give without naming them."""
    folded = page.folded
    habits = list(_habits(page, statement, scopes))
    if not habits or _OTHER_USE.search(folded, statement.start, statement.end) or not _is_of_smoking(page, statement):
        return
    between = folded[habits[0].end : habits[-1].start]
    if len(habits) > 1 and (not _GOES_ON.search(between) or _RECORDED.search(between)):
        return
    least = sum((habit.least for habit in habits), Decimal(0))
    most = sum((habit.most for habit in habits), Decimal(0))
    told = "; ".join(map(str, habits))
    yield Draft(
        page=page,
        statement=statement,
        concept=concepts[PACK_YEARS],
        at=habits[0].start,
        assertion=Assertion.PRESENT,
        explicitness=Explicitness.EXPLICIT,
        value=_plain(least),
        high=_plain(most) if most != least else None,
        extra=tuple(habit.years_at for habit in habits if habit.years_at),
        computed=Computation(
            formula="packs a day times years of smoking", statement=f"{told}: {_range(least, most)} pack-years."
        ),
    )


def without_needless(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts without what was computed of a concept whose value the record states."""
    stated = {draft.concept.id for draft in drafts if draft.computed is None and draft.value is not None}
    return [draft for draft in drafts if draft.computed is None or draft.concept.id not in stated]


def _is_of_smoking(page: Page, statement: Statement) -> bool:
    if statement.section is Section.SOCIAL:
        return True
    return _SMOKING.search(page.folded, max(0, statement.start - _CONTEXT), statement.end) is not None


def _habits(page: Page, statement: Statement, scopes: Scopes) -> Iterator[_Habit]:
    folded, start, end = page.folded, statement.start, statement.end
    for match in _PACKS.finditer(folded, start, end):
        packs = _packs(match)
        bounded = _BOUND_BEFORE.search(folded, max(start, match.start() - 16), match.start())
        if packs is None or bounded or scopes.kinds_over(match.start(), match.end()) & _VOID:
            continue
        before = folded[start : match.start()]
        years = _YEARS_AFTER.match(folded, match.end(), end) or _YEARS_BEFORE.search(before)
        if years is not None:
            yield _Habit(match.start(), max(match.end(), years.end()), packs, _years(years))
            continue
        elsewhere = _next_years(page, statement)
        if elsewhere is not None:
            found, at = elsewhere
            yield _Habit(match.start(), match.end(), packs, found, at)


def _next_years(page: Page, statement: Statement) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """The years of smoking that the next statement tells, and its place."""
    following = next((one for one in page.statements if one.start >= statement.end), None)
    if following is None or following.section is not statement.section:
        return None
    match = _YEARS_NEXT.match(page.folded, following.start, following.end)
    return (_years(match), (following.start, following.end)) if match else None


def _packs(match: re.Match[str]) -> tuple[Decimal, Decimal] | None:
    """The least and the most packs a day; None where nobody smokes so many."""
    least = _figure(match["label"] or match["n"])
    if match["half"]:
        least += Decimal("0.5")
    most = _figure(match["to"]) if match["to"] else least
    if match["single"]:
        least, most = least / _CIGARETTES_IN_A_PACK, most / _CIGARETTES_IN_A_PACK
    return (least, most) if 0 < least <= most <= _MOST_PACKS else None


def _figure(written: str) -> Decimal:
    words = " ".join(written.replace("-", " ").split())
    return Decimal(_WORDS.get(words) or _FRACTIONS.get(words) or words)


def _years(match: re.Match[str]) -> tuple[int, int]:
    groups = match.groupdict()
    number = groups.get("n") or groups.get("m") or groups.get("label")
    if number:
        return int(number), int(number)
    first, last = (groups["first"], groups["last"]) if groups["first"] else (groups["young"], groups["old"])
    years = int(last) - int(first)
    return max(years - 1, 0), max(years, 0)


def _plain(number: Decimal) -> Decimal:
    """A number without zeros that say nothing: 45.0 is 45."""
    return Decimal(f"{number.normalize():f}")


def _range(least: Decimal | int, most: Decimal | int) -> str:
    first, last = f"{_plain(Decimal(least)):f}", f"{_plain(Decimal(most)):f}"
    return first if first == last else f"{first} to {last}"
