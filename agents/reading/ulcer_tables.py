"""Tables of pressure injuries, in which each row is an ulcer with its site and its stage::

    PRESSURE INJURIES                      (L x W x D in cm)
     #   Site        Stage    10/13        11/10        Bed
     1   sacrum      3        5.8x4.6x1.2  6.4x5.0x1.5  red
     2   R ischium   3        3.9x3.1x0.8  4.0x3.3x0.9  red

That they are pressure injuries stands in the title, or in the row's own column of the type. A row that is called healed
is none. Several ulcers are counted on trunk and pelvis only.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from agents.reading.assertion import Scopes
from agents.reading.columns import head_of
from agents.reading.draft import Draft, composed
from agents.reading.layout import Statement
from agents.reading.page import Page
from agents.reading.sections import Section, says_nothing
from priorauth.facts import Computation
from priorauth.vocabulary import Concept

_SITE = re.compile(r"(?:wound |ulcer |body |anatomic(?:al)? )?(?:site|location|loc|place|area)s?")
_STAGE = re.compile(r"(?:npiap |npuap |current )?(?:stage|stg|category|cat)\.?")
_KIND = re.compile(r"(?:wound |ulcer )?(?:type|etiology|aetiology|cause|kind)")
_PRESSURE = re.compile(r"\b(?:pressure (?:injur(?:y|ies)|ulcers?|sores?|wounds?)|decubit(?:us|i)|pressure|pi|pu)\b")
_TITLE = re.compile(r"\b(?:pressure (?:injur(?:y|ies)|ulcers?|sores?|wounds?)|decubit(?:us|i))\b")
_NOT_NOW = re.compile(r"\b(?:healed|resolved|closed|prior|previous|former|old|hx|history|risk|goals?|guide|example)\b")
_TRUNK = re.compile(
    r"\b(?:(?P<sacrum>sacr(?:um|al)|sacrococcy\w+|coccy(?:x|geal)|tailbone)|(?P<ischium>isch(?:ium|ial))"
    r"|(?P<trochanter>trochanter(?:ic)?)|(?P<buttock>buttocks?|glute(?:al|us))|(?P<back>back|flank)|(?P<pelvis>pelvis))\b"
)
_SIDE = re.compile(r"\b(?:(?P<right>r|rt|right)|(?P<left>l|lt|left))\b")
_DEEP, _SECOND = re.compile(r"(?:stage |st |stg )?(?:3|4|iii|iv)"), re.compile(r"(?:stage |st |stg )?(?:2|ii)")
_FEWEST = 2
_DEEP_ULCER, _ON_TRUNK = "deep_pressure_ulcer", "ulcer_on_trunk_or_pelvis"
_SEVERAL = {True: "multiple_deep_pressure_ulcers", False: "multiple_stage_2_pressure_ulcers"}
_CONCEPTS = frozenset((_DEEP_ULCER, _ON_TRUNK, *_SEVERAL.values()))


class _Ulcer(NamedTuple):
    """An ulcer of a table: its row, where it is on trunk or pelvis, on which side, and whether it is deep."""

    row: Statement
    region: str | None
    side: str | None
    is_deep: bool


def ulcers_of_tables(page: Page, concepts: Mapping[str, Concept]) -> Iterator[Draft]:
    """The pressure ulcers that the rows of a page's tables name, and that there are several of trunk and pelvis."""
    if ("stage" not in page.folded and "stg" not in page.folded) or not concepts.keys() >= _CONCEPTS:
        return
    ulcers = [ulcer for row in page.statements if row.header and (ulcer := _ulcer(page, row)) is not None]
    for ulcer in ulcers:
        if ulcer.is_deep:
            yield _draft(page, ulcer.row, concepts[_DEEP_ULCER])
        if ulcer.region is not None:
            yield _draft(page, ulcer.row, concepts[_ON_TRUNK])
    for is_deep, name in _SEVERAL.items():
        several = [ulcer for ulcer in ulcers if ulcer.region is not None and ulcer.is_deep is is_deep]
        if _places(several) >= _FEWEST:
            yield _several(_draft(page, several[0].row, concepts[name]), [ulcer.row for ulcer in several])


def _places(ulcers: Sequence[_Ulcer]) -> int:
    """In how many places ulcers are at least; two rows of one place are one ulcer on two days."""
    sides = {ulcer.region: {one.side for one in ulcers if one.region == ulcer.region} - {None} for ulcer in ulcers}
    return sum(max(1, len(told)) for told in sides.values())


def _ulcer(page: Page, row: Statement) -> _Ulcer | None:
    """The ulcer of stage 2, 3 or 4 that a row is; None where it is none, or none any more."""
    words = page.folded[row.start : row.end]
    if _NOT_NOW.search(words) or says_nothing(row.section, words) or row.section is Section.FAMILY:
        return None
    told = dict(_told(page, row))
    site, stage = told.get(_SITE), told.get(_STAGE)
    if site is None or stage is None or not (_DEEP.fullmatch(stage) or _SECOND.fullmatch(stage)):
        return None
    kind = told.get(_KIND)
    is_pressure = _titled(page, row) if kind is None else _PRESSURE.search(kind) is not None
    if not is_pressure or Scopes(page, row).kinds_over(row.cells[0].start, row.cells[0].end):
        return None
    region, side = _TRUNK.search(site), _SIDE.search(site)
    return _Ulcer(
        row, region.lastgroup if region else None, side.lastgroup if side else None, _DEEP.fullmatch(stage) is not None
    )


def _told(page: Page, row: Statement) -> Iterator[tuple[re.Pattern[str], str]]:
    """What a row's cells say under the heads of site, stage and type."""
    for index, cell in enumerate(row.cells):
        head = head_of(page.text, row, index)
        name = page.folded[slice(*head)].strip(" :#") if head is not None else ""
        for asked in (_SITE, _STAGE, _KIND):
            if asked.fullmatch(name):
                yield asked, page.folded[slice(*cell)].strip()


def _titled(page: Page, row: Statement) -> bool:
    """Whether the line above the heads of a row's columns, or a line that heads its list, names pressure injuries."""
    above = page.folded[: row.header[0].start].rstrip().rsplit("\n", 1)
    lines = [line for line in (above[-1], page.folded[slice(*row.heading)] if row.heading else "") if line.strip()]
    if above[-1].strip() in ("#", "no", "no."):
        lines.append(above[0].rstrip().rsplit("\n", 1)[-1])
    return any(_TITLE.search(line) and not _NOT_NOW.search(line) for line in lines)


def _draft(page: Page, row: Statement, concept: Concept) -> Draft:
    return composed(page, row, row.start, concept, None)


def _several(draft: Draft, rows: Sequence[Statement]) -> Draft:
    draft.extra = tuple((row.start, row.end) for row in rows)
    draft.computed = Computation(
        formula="rows of a table of pressure injuries",
        statement="The table has pressure injuries of this depth in more than one place of trunk and pelvis.",
    )
    return draft
