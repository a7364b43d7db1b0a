"""Numbers whose words say what they are of: a part of the night, a treated night, another definition, a lower limit.

CMS counts a hypopnea at a fall of the saturation by 4 % (NCD 240.4, section B); the index of the AASM's recommended
rule, with falls of 3 % or arousals, is another number and the larger one.
"""

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


_OTHER_RULE = re.compile(
    r"\b3\s?(?:%|percent)|\bahi-?3(?:%|a|\b)|\b(?:rule |criteri\w+ )?1a\b"
    r"|\baasm (?:recommended|1a|2012|rule|criteria|scoring)"
    r"|\barousal[s-]?(?:based| criteria)|\band arousals?\b|\bor arousals?\b|\brecommended (?:rule|criteria|definition)"
)
_CMS_RULE = re.compile(
    r"\b4\s?(?:%|percent)|\b1b\b|\bcms\b|\bmedicare\b|\bahi-?4\b|\bacceptable (?:rule|criteria|definition)"
)
_ITS_RULE = re.compile(r"\s?(?:/\s?h\w*|events?[a-z /]{0,12}|per hour)?\s?(?:\([^()]*\)|[^,;.()\n|]{0,60})")
_SCORED = re.compile(r"\bhypopneas?\b[^.\n]{0,120}|[^.\n]{0,80}\b(?:scored|scoring|defin\w+)\b[^.\n]{0,80}")


def is_of_another_definition(folded: str, statement: Statement, hit: Hit, number: Number) -> bool:
    """Whether the words at an index say that its hypopneas were counted by another rule than that of CMS."""
    after = _ITS_RULE.match(folded, number.end, statement.end)
    own = folded[max(statement.start, hit.start - 8) : number.start] + (f" {after.group()}" if after else "")
    return _OTHER_RULE.search(own) is not None and _CMS_RULE.search(own) is None


def scores_by_another_definition(folded: str) -> bool:
    """Whether a document says how it counts hypopneas, and by another rule than that of CMS only."""
    if "hypopnea" not in folded or _CMS_RULE.search(folded) is not None:
        return False
    said = (match.group() for match in _SCORED.finditer(folded))
    return any("hypopnea" in words and _OTHER_RULE.search(words) is not None for words in said)


def is_part_of_index(folded: str, statement: Statement, hit: Hit, number: Number) -> bool:
    """Whether the words about an index say that it is of a part of the night or of a treated night."""
    disturbance = _DISTURBANCE.search(folded, hit.start, hit.end) is not None
    if disturbance and _AROUSALS.search(folded, hit.end, min(statement.end, number.end + 24)):
        return True
    before = folded[max(statement.start, hit.start - 24) : number.start]
    after = folded[number.end : min(statement.end, number.end + 24)]
    after = _INDEX_ENDS.split(_PLAIN_BRACKET.sub(r" \1 ", after))[0]
    return _SUB_INDEX.search(f"{before} {after}") is not None or is_of_another_definition(
        folded, statement, hit, number
    )


_LIMIT = re.compile(r"\b(?:lower limit|lln)\b")
_OF_LIMIT = re.compile(r"\s?of (?:[\w']+\s){0,3}?(?:lower limit|lln)\b")


def is_share_of_limit(folded: str, hit: Hit, number: Number) -> bool:
    """Whether a number is told, before or behind it, as a share of a lower limit; a C-peptide has its own units too."""
    before = _LIMIT.search(folded, hit.start, number.start) is not None
    return before or (number.unit in ("%", "percent") and _OF_LIMIT.match(folded, number.end) is not None)
