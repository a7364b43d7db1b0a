"""Values that cannot be believed: outside what a living adult can have, or at odds with each other."""

from collections.abc import Sequence
from decimal import Decimal

from agents.reading.draft import Draft

_KG_PER_POUND = Decimal("0.45359237")
_TOLERANCE = Decimal("0.08")


def doubt_implausible(drafts: Sequence[Draft]) -> None:
    """Note what cannot be: each value by itself, then weight, height and body mass index of one document."""
    for draft in drafts:
        draft.doubt = _implausible(draft)
    by_page: dict[str, list[Draft]] = {}
    for draft in drafts:
        by_page.setdefault(draft.page.document.id, []).append(draft)
    for same in by_page.values():
        _doubt_contradictions(same)


def _implausible(draft: Draft) -> str | None:
    limits, unit = draft.concept.plausible, draft.concept.unit
    if limits is None or draft.value is None:
        return None
    for value in (draft.value, draft.high):
        if value is not None and not limits[0] <= value <= limits[1]:
            return f"{_said(value, unit)} lies outside what is plausible for {draft.concept.name.lower()} ({limits[0]} to {limits[1]})."
    return None


def _said(value: Decimal, unit: str | None) -> str:
    return f"{value:f}" if unit in (None, "1") else f"{value:f} {unit}"


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
                weight.doubt = heights[0].doubt = f"{_said(weight.value, 'kg')} beside {_said(heights[0].value, 'cm')} would be a body mass index of {computed}."


def _of_same_time(index: Draft, others: Sequence[Draft]) -> Draft | None:
    same = [other for other in others if other.on == index.on and (other.statement.block == index.statement.block or abs(other.at - index.at) < 200)]
    return min(same, key=lambda other: abs(other.at - index.at), default=None)


def _index(kilograms: Decimal, centimetres: Decimal) -> Decimal:
    metres = centimetres / 100
    return (kilograms / (metres * metres)).quantize(Decimal("0.1"))


def _fits(computed: Decimal, stated: Decimal) -> bool:
    return abs(computed - stated) <= stated * _TOLERANCE


def _compare(weight: Draft, height: Draft, index: Draft) -> None:
    if weight.value is None or height.value is None or index.value is None or weight.doubt or height.doubt or index.doubt:
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
