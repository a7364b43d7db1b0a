"""Whether prose says only what the findings hold: no other outcome, no number or code that stands nowhere."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, cast

from pydantic import BaseModel

from priorauth.inputs import SynthesisFindings, SynthesisInput
from priorauth.recommendation import Outcome

_TOKENS = re.compile(r"[A-Z]{0,4}[0-9][0-9A-Z.]*[0-9A-Z]|[0-9]")
_DENIAL = re.compile(r"\b(?:den(?:y|ied|ies|ial)|reject(?:ed|ion)?|adverse|refus(?:e|ed|al))\b", re.IGNORECASE)
_APPROVAL = re.compile(
    r"\b(?:is|be|are|recommend(?:ed|s)?|should be|must be)\s+(?:an?\s+)?approv(?:e|ed|al|ing)\b|\bAPPROVE\b"
)
_APPROVING = re.compile(
    r"\bapprov(?:e|es|ed|al|ing)\b|\bauthori[sz]ed?\b|\bcertif(?:y|ied)\b|\bgrant(?:ed)?\b", re.IGNORECASE
)
"""Stricter than what makes any prose an outcome: only where the recommendation is no approval."""
_PENDING = re.compile(r"\bpend(?:s|ed|ing)?\b", re.IGNORECASE)
_EVERY_GATE = re.compile(r"\b(?:all|every|each)\b[^.]{0,40}\bgates?\b[^.]{0,20}\bpass", re.IGNORECASE)
_EVERY_CRITERION = re.compile(
    r"\b(?:all|every|each)\b[^.]{0,40}\bcriteri(?:a|on)\b[^.]{0,20}\b(?:met|satisfied|fulfilled)\b", re.IGNORECASE
)
_TOLD = 10

_OF_NO_MEANING = frozenset({"calls", "evidence", "digest", "case_id", "id", "call_id", "document_id"})


def names_no_outcome(prose: str) -> bool:
    """Whether prose speaks of no approval and no denial."""
    return not (_DENIAL.search(prose) or _APPROVAL.search(prose))


def decides_nothing(prose: str, *found: BaseModel) -> bool:
    """Whether prose names no outcome, and no number or code that ``found`` does not hold."""
    return names_no_outcome(prose) and _holds(prose, found)


def says_only_what_is_found(prose: str, computed: SynthesisFindings, inputs: SynthesisInput) -> bool:
    """Whether the prose may stand. It errs towards no: the computed text is always there instead."""
    return not objections(prose, computed, inputs)


def objections(prose: str, computed: SynthesisFindings, inputs: SynthesisInput) -> tuple[str, ...]:
    """Why the prose may not stand, in sentences for who wrote it; none where it may."""
    return tuple(_objections(prose, computed, inputs))


def _objections(prose: str, computed: SynthesisFindings, inputs: SynthesisInput) -> Iterator[str]:
    recommendation = computed.recommendation
    pended = recommendation.outcome is Outcome.PEND
    if _DENIAL.search(prose):
        yield "It speaks of a denial. Nothing here denies a service."
    if pended and _APPROVING.search(prose):
        yield "It speaks of an approval, and the recommendation is PEND."
    if not pended and _PENDING.search(prose):
        yield "It speaks of pending, and the recommendation is APPROVE."
    if pended and _EVERY_GATE.search(prose):
        yield "It says that every gate passed, and one did not."
    if _EVERY_CRITERION.search(prose) and any(line.outcome is Outcome.PEND for line in recommendation.lines):
        yield "It says that every criterion is met, and one is not."
    unfound = _unfound(prose, (computed, inputs))
    if unfound:
        yield f"It names what the findings do not hold: {', '.join(unfound[:_TOLD])}."


def _holds(prose: str, found: Iterable[BaseModel]) -> bool:
    """Whether each number and code of the prose stands, whole, in a text that was found."""
    return not _unfound(prose, found)


def _unfound(prose: str, found: Iterable[BaseModel]) -> list[str]:
    """The numbers and codes of the prose that stand in no text that was found."""
    texts = (text for each in found for text in _texts(each.model_dump(mode="json")))
    held = {token for text in texts for token in _TOKENS.findall(text)}
    return [token for token in dict.fromkeys(_TOKENS.findall(prose)) if token not in held]


def _texts(value: Any) -> Iterator[str]:
    """The texts within a value. Offsets, digests and our own identifiers are no statements that prose may repeat."""
    match value:
        case str():
            yield value
        case dict():
            for name, part in cast("dict[str, Any]", value).items():
                if name not in _OF_NO_MEANING:
                    yield from _texts(part)
        case list():
            for part in cast("list[Any]", value):
                yield from _texts(part)
        case _:
            return
