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


_OF_NO_MEANING = frozenset({"calls", "evidence", "digest", "case_id", "id", "call_id", "document_id"})


def names_no_outcome(prose: str) -> bool:
    """Whether prose speaks of no approval and no denial."""
    return not (_DENIAL.search(prose) or _APPROVAL.search(prose))


def decides_nothing(prose: str, *found: BaseModel) -> bool:
    """Whether prose names no outcome, and no number or code that ``found`` does not hold."""
    return names_no_outcome(prose) and _holds(prose, found)


def says_only_what_is_found(prose: str, computed: SynthesisFindings, inputs: SynthesisInput) -> bool:
    """Whether the prose may stand. It errs towards no: the computed text is always there instead."""
    if _DENIAL.search(prose):
        return False
    if computed.recommendation.outcome is Outcome.PEND and _APPROVAL.search(prose):
        return False
    return _holds(prose, (computed, inputs))


def _holds(prose: str, found: Iterable[BaseModel]) -> bool:
    """Whether each number and code of the prose stands, whole, in a text that was found."""
    texts = (text for each in found for text in _texts(each.model_dump(mode="json")))
    held = {token for text in texts for token in _TOKENS.findall(text)}
    return held.issuperset(_TOKENS.findall(prose))


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
