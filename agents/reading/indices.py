"""Numbers whose words say what they are of: a part of the night, a treated night, a laboratory's lower limit."""

import re

from agents.reading.layout import Statement
from agents.reading.lexicon import Hit
from agents.reading.values import Number

_SUB_INDEX = re.compile(
    r"\b(?:supine|non-?supine|rem|nrem|lateral|prone|side|first (?:\d|two|three) ?h(?:ours?"
    r"|rs?)?|in first|central|cai|residual|on cpap|on pap|on bipap|with cpap|off-?supine"
    r"|left side|right side|during titration|post-?titration|arousal|plm|split|at optimal"
    r"|titration|at [0-9.]+ ?cm|therapeutic portion|treatment portion)\b"
)
_DISTURBANCE = re.compile(r"rdi|disturbance")
_AROUSALS = re.compile(r"\b(?:reras?|respiratory effort)\b")
"""Arousals that some laboratories count in the disturbance index, and that the policies do not."""
_INDEX_ENDS = re.compile(r"[,;(]|\s{3}| with | and | vs | while ")
_PLAIN_BRACKET = re.compile(r"\(([^()0-9]*)\)")


def is_part_of_index(folded: str, statement: Statement, hit: Hit, number: Number) -> bool:
    """Whether the words about an index say that it is of a part of the night or of a treated night."""
    disturbance = _DISTURBANCE.search(folded, hit.start, hit.end) is not None
    if disturbance and _AROUSALS.search(folded, hit.end, min(statement.end, number.end + 24)):
        return True
    before = folded[max(statement.start, hit.start - 24) : number.start]
    after = folded[number.end : min(statement.end, number.end + 24)]
    after = _INDEX_ENDS.split(_PLAIN_BRACKET.sub(r" \1 ", after))[0]
    return _SUB_INDEX.search(f"{before} {after}") is not None


_LIMIT = re.compile(r"\b(?:lower limit|lln)\b")
_OF_LIMIT = re.compile(r"\s?of (?:[\w']+\s){0,3}?(?:lower limit|lln)\b")


def is_share_of_limit(folded: str, hit: Hit, number: Number) -> bool:
    """Whether a number is told, before or behind it, as a share of a lower limit; a C-peptide has its own units too."""
    before = _LIMIT.search(folded, hit.start, number.start) is not None
    return before or (number.unit in ("%", "percent") and _OF_LIMIT.match(folded, number.end) is not None)
