"""Where the reader looks only from certain signs on, it finds what a search of the whole text finds."""

import json
import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import pytest
import yaml

from agents.reading import dates, forms, gases, heads, identity, lengths, settings
from agents.reading.text import fold, lower, matches_at

ROOT = Path(__file__).parents[4]
FORMS_OF_DATES = (
    "2026-10-01 10/1/26 10-01-2026 10.01.2026 oct 1, 2026 october 1st 2026 1 oct 2026 1-oct-2026 10/2026 2026 "
    "oct of 2026 10/1-10/5/26 10/2026 to 12/2026 jan 2025 - mar 2026 june and july 2026 on 10/3 mri 9/30 x3/4/2026 "
    "three weeks ago 2 mos. ago a year ago, yesterday yesterdays agony 12 days ago"
)
FORMS_OF_HEADS = (
    "Patient: Jane Roe  DOB 04/12/1955\n  pt name  Roe, Jane | Re: Jane Roe D.O.B. 4/12/55\n\t*Member*: Jane Roe\n"
    "Birth Date: 1/2/1950   Medicare ID# 1AB2CD3EF45 MBI 1AB2CD3EF45 subscriber number: XY-1234567 policy no. 12345678"
)
FORMS_OF_RANGES = (
    "[4.0-5.6 %] (ref range 35-45) ref: 80 - 100 mmhg normal 95-100 % nl 4-11 normal range: 12.0-15.5 norm 1-2"
)
FORMS_OF_FLOWS = "2 l/min 2lpm 2 liters per minute 3 litres 2 l o2 on 4 l 2.5 l nc o2 at 12 l to 4 l 2 l"
FORMS_OF_LENGTHS = "x6 wks for six weeks (a year and a half) half a year the past month ten days last week this year"
FORMS_OF_GASES = "abg 7.38/48/53/27 and 7.4 / 40 / 60"
AT_A_LENGTH = re.compile(rf"(?:(?<![\w./])|(?<=\bx)){lengths._LENGTH.pattern}")
"""A length begins within no word, no date and no fraction, but behind the "x" of "x6 weeks"."""


@cache
def _texts() -> tuple[str, str]:
    """Everything that the examples and the rules' cases hold, and each form once, in capitals too."""
    examples = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "examples").glob("*.json"))]
    cases = [
        case
        for path in sorted((ROOT / "tests" / "rules" / "reading").glob("*.yaml"))
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]
    written = [document["text"] for body in examples for document in body["documents"]]
    written += [document["text"] for case in cases for document in case.get("documents", ())]
    written += [case["note"] for case in cases if "note" in case]
    written += [FORMS_OF_DATES, FORMS_OF_HEADS, FORMS_OF_RANGES, FORMS_OF_FLOWS]
    written += [FORMS_OF_LENGTHS, FORMS_OF_GASES]
    return "\n".join(written), "\n".join(written).upper()


def _number_words(text: str) -> list[int]:
    return [word.start() for word in identity._NUMBER_WORD.finditer(lower(text))]


def _label_starts(text: str) -> list[int]:
    return [0, *(before.end() for before in identity._LABEL_START.finditer(text))]


def _beside_starts(text: str) -> list[int]:
    return [begin.start() for begin in heads._BESIDE_START.finditer(lower(text))]


def _row_starts(text: str) -> list[int]:
    return [begin.start() for begin in gases._ROW_START.finditer(text)]


def _reference_starts(text: str) -> list[int]:
    return [begin.start() for begin in forms._REFERENCE_START.finditer(text)]


@pytest.mark.parametrize(
    ("pattern", "starts", "prepare"),
    [
        (dates._RANGE, dates.date_starts, fold),
        (dates._FULL, dates.date_starts, fold),
        (dates._MONTH_RANGE, dates.date_starts, fold),
        (dates._PARTIAL, dates.date_starts, fold),
        (dates._DAY, dates.date_starts, fold),
        (dates._MONTH_ALONE, dates.date_starts, fold),
        (identity._LABEL, _label_starts, str),
        (identity._BIRTH, _number_words, str),
        (identity._ID, _number_words, str),
        (forms._REFERENCE, _reference_starts, fold),
        (heads._BESIDE, _beside_starts, str),
        (dates._RELATIVE, lambda text: dates._starts(dates._RELATIVE_START, text), fold),
        (settings.LITRES, lambda text: settings._flow_starts(text, 0, len(text)), fold),
        (AT_A_LENGTH, lengths._starts, fold),
        (gases._ROW, _row_starts, fold),
    ],
    ids=[
        *("range", "full", "month range", "partial", "day", "month alone", "label", "birth", "id", "limits", "head"),
        *("relative", "flow", "length", "blood gas"),
    ],
)
def test_nothing_begins_elsewhere(
    pattern: re.Pattern[str], starts: Callable[[str], Iterable[int]], prepare: Callable[[str], str]
) -> None:
    for text in map(prepare, _texts()):
        everywhere = [match.span() for match in pattern.finditer(text)]
        assert everywhere
        assert [match.span() for match in matches_at(pattern, text, starts(text))] == everywhere


def test_what_is_ago_is_found_from_its_end() -> None:
    for text in map(fold, _texts()):
        everywhere = [match.span() for match in dates._AGO.finditer(text)]
        assert everywhere
        assert [match.span() for match in dates._agos(text)] == everywhere


def test_every_box_and_choice_holds_a_sign_that_is_looked_for_first() -> None:
    lines = [line for text in map(fold, _texts()) for line in text.split("\n")]
    boxed = [line for line in lines if forms._BOX.search(line)]
    asking = [line for line in lines if forms._OPEN_CHOICE.search(line)]
    assert boxed
    assert asking
    assert not any(forms._BOX_SIGNS.isdisjoint(line) for line in boxed)
    assert all(forms._MAY_CHOOSE.search(line) for line in asking)
