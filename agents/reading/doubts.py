"""Values that cannot be believed: outside what a living adult can have, or at odds with each other."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from decimal import Decimal

from agents.reading.draft import Draft
from agents.reading.indices import scores_by_another_definition
from agents.reading.layout import Statement
from agents.reading.lexicon import Layer
from agents.reading.sections import Section
from agents.reading.settings import conditions_in
from priorauth.facts import Conditions

_KG_PER_POUND = Decimal("0.45359237")
_READING = re.compile(
    r"\b(?:readings?|values?|measurements?|saturations?|tests?|results?|spo2|oximetry|oxygen|weight|height|bmi|ahi)\b"
)
_ERROR = re.compile(r"\b(?:error|erroneous\w*|incorrect\w*|wrong|invalid|disregard|inaccurate|mistake\w*|not valid)\b")
_UNRELIABLE = re.compile(
    r"(?<!no )(?<!without )(?<!not )\b(?:artifact\w*|poor (?:waveform|signal|pleth\w*|tracing)|unreliable|inaccurate"
    r"|erroneous\w*|(?:entered|charted|recorded|documented) in error|disregard)\b"
)
_NEXT_VALUE = re.compile(
    r"(?<=[\s%])(?:repeat(?:ed)?|corrected?|correct value|actual|true)\b|[,;]\s[^,;]{0,40}[0-9]\s?%"
)
_TOLERANCE = Decimal("0.08")


def doubt_implausible(drafts: Sequence[Draft]) -> None:
    """Note what cannot be: each value by itself, then weight, height and body mass index of one document."""
    for draft in drafts:
        draft.doubt = draft.doubt or _implausible(draft) or _withdrawn_beside(draft)
    by_page: dict[str, list[Draft]] = {}
    for draft in drafts:
        by_page.setdefault(draft.page.document.id, []).append(draft)
    for same in by_page.values():
        _doubt_contradictions(same)
        _doubt_withdrawn(same)
        _doubt_definition(same)


def _doubt_definition(drafts: Sequence[Draft]) -> None:
    """Doubt the apnea-hypopnea indices of a document that counts hypopneas by another rule than that of CMS."""
    indices = [draft for draft in drafts if draft.concept.id == "apnea_hypopnea_index" and draft.value is not None]
    if indices and scores_by_another_definition(indices[0].page.folded):
        for draft in indices:
            draft.doubt = draft.doubt or "The record counts hypopneas by another rule than a fall of 4 % in saturation."


def _doubt_withdrawn(drafts: Sequence[Draft]) -> None:
    """Doubt what an addendum takes back without a new value: other conditions, or an error."""
    if not drafts:
        return
    page = drafts[0].page
    for statement in page.statements:
        if statement.section is Section.ADDENDUM and not any(_is_value_in(draft, statement) for draft in drafts):
            words = page.folded[statement.start : statement.end]
            conditions = conditions_in(page.within(Layer.SETTING, statement.start, statement.end), words)
            for draft in drafts:
                if draft.at < statement.start and _withdraws(words, conditions, draft):
                    draft.doubt = "An addendum says that this value was wrong or measured under other conditions."


def _is_value_in(draft: Draft, statement: Statement) -> bool:
    return draft.value is not None and draft.statement.start == statement.start


def _withdraws(words: str, conditions: Conditions, draft: Draft) -> bool:
    if draft.value is None or not _READING.search(words):
        return False
    if _ERROR.search(words):
        return True
    own = draft.conditions
    pairs = ((conditions.activity, own.activity), (conditions.oxygen, own.oxygen))
    return "gas_exchange" in draft.concept.groups and any(new is not None and new != old for new, old in pairs)


def _implausible(draft: Draft) -> str | None:
    limits, unit = draft.concept.plausible, draft.concept.unit
    if limits is None or draft.value is None:
        return None
    for value in (draft.value, draft.high):
        if value is not None and not limits[0] <= value <= limits[1]:
            name = draft.concept.name.lower()
            return f"{_said(value, unit)} lies outside what is plausible for {name} ({limits[0]} to {limits[1]})."
    return None


def _said(value: Decimal, unit: str | None) -> str:
    return f"{value:f}" if unit in (None, "1") else f"{value:f} {unit}"


def _withdrawn_beside(draft: Draft) -> str | None:
    """Why the words between a value and the next one take it back: an artifact, a poor signal, an error."""
    if draft.value is None:
        return None
    folded, end = draft.page.folded, draft.statement.end
    after = _NEXT_VALUE.search(folded, draft.at, end)
    taken_back = _UNRELIABLE.search(folded, draft.at, after.start() if after else end)
    return "The record says beside this value that it is not reliable." if taken_back else None


def _doubt_contradictions(drafts: Sequence[Draft]) -> None:
    weights, heights, indices = (
        [draft for draft in drafts if draft.concept.id == name and draft.value]
        for name in ("body_weight", "body_height", "body_mass_index")
    )
    for index in indices:
        weight = _of_same_time(index, weights)
        height = _of_same_time(index, heights)
        if weight is not None and height is not None:
            _compare(weight, height, index)
    for weight in weights:
        if len(heights) == 1 and not indices and weight.value and heights[0].value:
            computed = _index(weight.value, heights[0].value)
            if not 10 <= computed <= 100:
                weight.doubt = heights[0].doubt = (
                    f"{_said(weight.value, 'kg')} beside {_said(heights[0].value, 'cm')} "
                    f"would be a body mass index of {computed}."
                )


_NEAR = 600


def _of_same_time(index: Draft, others: Sequence[Draft]) -> Draft | None:
    """The measurement that was taken with an index: of the same date, in the same block or close by."""
    first = bisect_left(others, index.at - _NEAR, key=_place)
    last = bisect_right(others, index.at + _NEAR, key=_place)
    same = [
        other
        for other in others[first:last]
        if other.on == index.on
        and (other.statement.block == index.statement.block or abs(other.at - index.at) < _NEAR // 3)
    ]
    return min(same, key=lambda other: abs(other.at - index.at), default=None)


def _place(draft: Draft) -> int:
    return draft.at


def _index(kilograms: Decimal, centimetres: Decimal) -> Decimal:
    metres = centimetres / 100
    return (kilograms / (metres * metres)).quantize(Decimal("0.1"))


def _fits(computed: Decimal, stated: Decimal) -> bool:
    return abs(computed - stated) <= stated * _TOLERANCE


def _compare(weight: Draft, height: Draft, index: Draft) -> None:
    if (
        weight.value is None
        or height.value is None
        or index.value is None
        or weight.doubt
        or height.doubt
        or index.doubt
    ):
        return
    computed = _index(weight.value, height.value)
    if _fits(computed, index.value):
        return
    said = (
        f"{_said(weight.value, 'kg')} and {_said(height.value, 'cm')} give a body mass index of {computed}, "
        f"not the {index.value:f} that is stated."
    )
    weight.doubt = index.doubt = said
    if not _fits(_index(weight.value * _KG_PER_POUND, height.value), index.value):
        height.doubt = said
