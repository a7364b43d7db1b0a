"""Dates as clinicians write them, in US order.

A date without its day is no day: a month, a year, "last week" or "two months ago" are kept as the first and the last
day that they can mean. A year of two digits is this century's unless that lies after the document. A day without a
year is the last such day before the document, and counts only where something marks it as a date; so is a month
without a year.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence

from agents.reading.tables import phrases
from agents.reading.text import matches_at
from agents.reading.when import MONTH_NAME, MONTHS, When, days_of_month, make_date
from agents.reading.yearless import yearless_dates

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept|sep|oct|nov|dec)[a-z]*\.?"
_DATE_START = re.compile(r"[0-9](?<!\w.)(?=[0-9]{3}|[0-9]?(?:/[0-9]|[-.][0-9]{1,2}[-.]|[\s-][jfmasond]))")
"""A number that may open a date. The lookbehind stands behind the digit: so the search runs from digit to digit."""
_MONTH_START = re.compile(
    r"[jfmasond](?<!\w.)(?:(?<=j)(?:an|un|ul)|(?<=f)eb|(?<=m)a[ry]|(?<=a)(?:pr|ug)|(?<=s)ep|(?<=o)ct|(?<=n)ov|(?<=d)ec)"
)
_FULL = re.compile(
    rf"(?<![\w/.])(?:(?P<y1>[0-9]{{4}})-(?P<m1>[0-9]{{1,2}})-(?P<d1>[0-9]{{1,2}})"
    rf"|(?P<m2>[0-9]{{1,2}})[/](?P<d2>[0-9]{{1,2}})[/](?P<y2>[0-9]{{4}}|[0-9]{{2}})"
    rf"|(?P<m5>[0-9]{{1,2}})[-.](?P<d5>[0-9]{{1,2}})[-.](?P<y5>(?:19|20)[0-9]{{2}})"
    rf"|(?P<m3>{_MONTH})\s?(?P<d3>[0-9]{{1,2}})(?:st|nd|rd|th)?,?\s(?P<y3>[0-9]{{4}})"
    rf"|(?P<d4>[0-9]{{1,2}})[\s-](?P<m4>{_MONTH})[\s,-]{{1,2}}(?P<y4>[0-9]{{4}}))(?![\w/])"
)
_RANGE = re.compile(
    r"(?<![\w/.])(?P<m1>[0-9]{1,2})/(?P<d1>[0-9]{1,2})(?:/(?P<y1>[0-9]{4}|[0-9]{2}))?\s?(?:-|to|through|thru|until)\s?"
    r"(?P<m2>[0-9]{1,2})/(?P<d2>[0-9]{1,2})/(?P<y2>[0-9]{4}|[0-9]{2})(?![\w/])"
)
_MONTH_RANGE = re.compile(
    rf"(?<![\w/])(?:(?P<m1>[0-9]{{1,2}})/(?P<y1>[0-9]{{4}})\s?(?:-|to)\s?(?P<m2>[0-9]{{1,2}})/(?P<y2>[0-9]{{4}})"
    rf"|(?P<n1>{_MONTH})\s?(?P<z1>[0-9]{{4}})?\s?(?:-|to|through|(?P<and>and))\s?(?P<n2>{_MONTH})\s(?P<z2>[0-9]{{4}}))(?![\w/])"
)
_PARTIAL = re.compile(
    rf"(?<![\w/.])(?:(?P<m1>[0-9]{{1,2}})/(?P<y1>(?:19|20)[0-9]{{2}})"
    rf"|(?P<m2>{_MONTH})\s?(?:of\s)?(?P<y2>(?:19|20)[0-9]{{2}})"
    rf"|(?P<y3>(?:19|20)[0-9]{{2}}))(?![\w/%]|\.[0-9])"
)
_NO_YEAR = re.compile(
    r"\s?(?:mg|mcg|ug|g|gm|ml|cc|l|units?|iu|k?cal\w*|steps|m|meters|ms|msec|lbs?|kg|hours|hrs|feet|ft|cm|mm|mah|cells"
    r"|copies|ng|pg|meq|mmol|points|miles|yards|-?(?:19|20)[0-9]{2}\s?(?:mg|kcal|cal\w*))\b"
)
"""What follows a number of four digits that is no year: "2000 mg"."""
_NO_YEAR_BEFORE = re.compile(r"[$#]\s?$|\b(?:code|cpt|hcpcs|no\.?|room|suite|box|lot|model|rev)\s?$")
_JOINS = re.compile(r"\s{0,3}(?:-|to|through|thru|until)\s{0,3}")
_DAY = re.compile(
    r"(?:(?<=\bon )|(?<=\bdated )|(?<=\beval )|(?<=d/c )|(?<=\bstanding )|(?<=\bmri )|(?<=\bxr )"
    r"|(?<=\bct )|(?<=\babg )|(?<=knee )|(?<=visit ))"
    r"(?P<m>0?[1-9]|1[0-2])/(?P<d>0?[1-9]|[12][0-9]|3[01])(?![\w/%.]*[/\w%])"
)
_MONTH_ALONE = re.compile(
    rf"(?:(?<=\bin )|(?<=\bsince )|(?<=\bduring )|(?P<last>(?<=\blast ))|(?<=\bpast )|(?<=\bearly )|(?<=\bmid )"
    rf"|(?<=\bmid-)|(?<=\blate ))(?P<m>{MONTH_NAME})(?:\sof\s(?P<year>this|last)\syear\b)?(?!,?\s?[0-9])"
)
_RELATIVE = re.compile(
    r"(?:(?P<last>last)|(?P<this>this)(?=\s(?:month|year)))(?<!the .{4})\s(?P<unit>week|month|year)\b(?!\s(?:of|to))"
)
_RELATIVE_START = re.compile(r"[lt](?:ast|his)\s[wmy]")
_AGO = re.compile(
    r"\b(?P<n>[0-9]{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a|an)\s(?P<unit>day"
    r"|week|wk|month|mo|year|yr)s?\.?\sago\b|\b(?P<yesterday>yesterday)\b"
)
_AGO_END = re.compile(r"(?:ago|yesterday)\b")
_LONGEST_AGO = 16
"""Signs of the longest number, unit and spaces before "ago", and one more for the word's boundary."""
_ABOUT = re.compile(
    r"(?:\b(?:over|more than|at least|well over|less than|under|nearly|almost|greater than)|[<>≤≥~])\s?$"
)
_NUMBER_WORDS = {
    word: n for n, word in enumerate(phrases("zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"))
} | {"a": 1, "an": 1}
_DAYS_OF = {"day": 1, "wk": 7, "week": 7, "mo": 30, "month": 30, "yr": 365, "year": 365}


def _year(written: str, anchor: dt.date | None) -> int:
    year = int(written)
    if len(written) == 4:
        return year
    century = 2000 + year
    return century - 100 if anchor is not None and century > anchor.year + 1 else century


def _month(name: str) -> int:
    return MONTHS[name[:3]]


def _full(match: re.Match[str], anchor: dt.date | None) -> dt.date | None:
    for number in "12345":
        year = match[f"y{number}"]
        if year is not None:
            month = match[f"m{number}"]
            return make_date(
                _year(year, anchor), int(month) if month.isdigit() else _month(month), int(match[f"d{number}"])
            )
    return None


def _stretch(match: re.Match[str], anchor: dt.date | None) -> When:
    last = make_date(_year(match["y2"], anchor), int(match["m2"]), int(match["d2"]))
    year = _year(match["y1"], anchor) if match["y1"] else (last.year if last else 0)
    first = make_date(year, int(match["m1"]), int(match["d1"])) if year else None
    if first and last and first > last and not match["y1"]:
        first = make_date(year - 1, first.month, first.day)
    return When(
        match.start(), match.end(), first, last, None, (last - first).days if first and last and first < last else None
    )


def _partial(match: re.Match[str]) -> When:
    """A month with its year, or a year alone; a number of four digits with a unit is neither."""
    month = match["m1"] or match["m2"]
    if month is not None:
        number = int(month) if month.isdigit() else _month(month)
        return When(match.start(), match.end(), None, between=days_of_month(int(match["y1"] or match["y2"]), number))
    folded, year = match.string, int(match["y3"])
    no_year = _NO_YEAR.match(folded, match.end()) or _NO_YEAR_BEFORE.search(
        folded, max(0, match.start() - 12), match.start()
    )
    between = None if no_year else (dt.date(year, 1, 1), dt.date(year, 12, 31))
    return When(match.start(), match.end(), None, between=between)


def _month_range(match: re.Match[str]) -> When:
    """From one month to another, or in one and another; the shortest reading begins on the first month's last day."""
    if match["m1"]:
        first = days_of_month(int(match["y1"]), int(match["m1"]))
        last = days_of_month(int(match["y2"]), int(match["m2"]))
    else:
        last = days_of_month(int(match["z2"]), _month(match["n2"]))
        first = days_of_month(int(match["z1"] or match["z2"]), _month(match["n1"]))
        if first and last and first > last and not match["z1"]:
            first = days_of_month(int(match["z2"]) - 1, _month(match["n1"]))
    if not first or not last or first > last:
        return When(match.start(), match.end(), None)
    two = match["and"] and not match.string.endswith("between ", 0, match.start())
    lasting = None if two else max(0, (last[0] - first[1]).days)
    return When(match.start(), match.end(), None, between=(first[0], last[1]), lasting=lasting)


def _from_to(first: When, last: When) -> When | None:
    """The stretch from one date to another, each a day or the days that it can mean; None where the order is wrong."""
    begins, ends = _possible(first), _possible(last)
    if begins is None or ends is None or begins[0] > ends[1]:
        return None
    lasting = max(0, (ends[0] - begins[1]).days)
    if first.date is not None:
        return When(first.start, last.end, first.date, ends[1], None, lasting)
    return When(first.start, last.end, None, None, (begins[0], ends[1]), lasting)


def _possible(when: When) -> tuple[dt.date, dt.date] | None:
    return (when.date, when.date) if when.date is not None else when.between


def _ago(match: re.Match[str], anchor: dt.date | None) -> When:
    """A number of days or weeks ago is that day; of months or years ago the days that round to so many."""
    if anchor is None or _ABOUT.search(match.string, max(0, match.start() - 12), match.start()):
        return When(match.start(), match.end(), None)
    if match["yesterday"]:
        return When(match.start(), match.end(), anchor - dt.timedelta(days=1))
    number = int(match["n"]) if match["n"].isdigit() else _NUMBER_WORDS[match["n"]]
    unit = _DAYS_OF[match["unit"]]
    day = anchor - dt.timedelta(days=number * unit)
    if unit <= 7:
        return When(match.start(), match.end(), day)
    half = dt.timedelta(days=unit // 2)
    return When(match.start(), match.end(), None, between=(day - half, day + half))


def _day(match: re.Match[str], anchor: dt.date | None) -> When:
    date = make_date(anchor.year, int(match["m"]), int(match["d"])) if anchor else None
    if date and anchor and date > anchor:
        date = make_date(anchor.year - 1, date.month, date.day)
    return When(match.start(), match.end(), date)


def _month_alone(match: re.Match[str], anchor: dt.date) -> When:
    """The last such month before the document; "last March" may be the one before that, too."""
    month = _month(match["m"])
    year = anchor.year - (month > anchor.month)
    if match["year"]:
        year = anchor.year - (match["year"] == "last")
    days, before = days_of_month(year, month), days_of_month(year - 1, month)
    if days and before and match["last"] is not None:
        days = (before[0], days[1])
    return When(match.start(), match.end(), None, between=days)


def _relative(match: re.Match[str], anchor: dt.date) -> When:
    """Last week, month or year, or this month or year, as the days that they can mean."""
    unit, day = match["unit"], dt.timedelta(days=1)
    this_month, this_year = anchor.replace(day=1), anchor.replace(month=1, day=1)
    if match["this"]:
        between = (this_month if unit == "month" else this_year, anchor)
    elif unit == "week":
        between = (anchor - 13 * day, anchor - day)
    elif unit == "month":
        between = ((this_month - day).replace(day=1), this_month - day)
    else:
        between = (this_year.replace(year=anchor.year - 1), this_year - day)
    return When(match.start(), match.end(), None, between=between)


def date_starts(folded: str) -> list[int]:
    """Where a date can begin, in order: at some numbers and at each name of a month. All else needs no closer look."""
    return sorted((*_starts(_DATE_START, folded), *_starts(_MONTH_START, folded)))


def _starts(opening: re.Pattern[str], folded: str) -> Iterator[int]:
    return (match.start() for match in opening.finditer(folded))


def dates_in(folded: str, anchor: dt.date | None) -> list[When]:
    """The dates of a text, in order, read against the document's date; nothing is read twice."""
    found: list[When] = []
    taken = bytearray(len(folded))
    for when in _all_dates(folded, anchor, date_starts(folded)):
        if taken.find(1, when.start, when.end) < 0:
            taken[when.start : when.end] = b"\1" * (when.end - when.start)
            found.append(when)
    return _joined(folded, sorted(found, key=lambda when: when.start))


def _joined(folded: str, dates: Iterable[When]) -> list[When]:
    """The dates, those that "to" or a dash joins as one stretch of time."""
    joined: list[When] = []
    for when in dates:
        joins = joined and joined[-1].lasting is None and _JOINS.fullmatch(folded, joined[-1].end, when.start)
        stretch = _from_to(joined[-1], when) if joins else None
        joined[-1:] = [stretch] if stretch else [*joined[-1:], when]
    return joined


def _all_dates(folded: str, anchor: dt.date | None, starts: Sequence[int]) -> Iterator[When]:
    """Every reading of a date, the most telling patterns first. Each is tried where its first sign stands."""
    figures = [start for start in starts if folded[start].isdigit()]
    months = [start for start in starts if not folded[start].isdigit()]
    yield from (_stretch(match, anchor) for match in matches_at(_RANGE, folded, figures))
    yield from (When(m.start(), m.end(), _full(m, anchor)) for m in matches_at(_FULL, folded, starts))
    yield from (_month_range(match) for match in matches_at(_MONTH_RANGE, folded, starts))
    yield from (_partial(match) for match in matches_at(_PARTIAL, folded, starts))
    if anchor is not None:
        yield from yearless_dates(folded, anchor, figures, months)
        yield from (_day(match, anchor) for match in matches_at(_DAY, folded, figures))
        yield from (_month_alone(match, anchor) for match in matches_at(_MONTH_ALONE, folded, months))
        relative = matches_at(_RELATIVE, folded, _starts(_RELATIVE_START, folded))
        yield from (_relative(match, anchor) for match in relative)
    yield from (_ago(match, anchor) for match in _agos(folded))


def _agos(folded: str) -> Iterator[re.Match[str]]:
    """What is some time ago: looked for backwards from its last word, which is rarer than its first."""
    end = 0
    for last in _AGO_END.finditer(folded):
        match = _AGO.search(folded, max(end, last.start() - _LONGEST_AGO), last.end())
        if match is not None:
            yield match
            end = match.end()
