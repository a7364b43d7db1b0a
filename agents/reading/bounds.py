"""Bounds that stand for a value: "reflux > 500 ms", "at least 20 pack-years", "70 % or more".

A threshold is far more often a rule, a goal or a form's prompt than a finding, so a bound is read only where the words
around can be nothing else: not in a line with boxes, blanks, answers or a question, not beside a rule's words, not
where two bounds are joined by "or", and not in brackets, where it explains a word ("severe obesity (BMI > 40)").
Saturations, blood gases, sleep indices and body mass are measured to the figure, and a bound of theirs is mostly the
rule that they are compared with: it counts only where the words say that it was observed.
"""

import re
from collections.abc import Iterator

from agents.reading.connectors import CONNECTOR, LONG_CONNECTOR
from agents.reading.forms import TICKED
from agents.reading.layout import Statement
from agents.reading.lexicon import Hit
from agents.reading.marked import Marked
from agents.reading.page import Page
from agents.reading.text import NUMBER_START
from agents.reading.values import Number, numbers_in
from priorauth.facts import Bound
from priorauth.vocabulary import Concept

_SIGNS: tuple[tuple[Bound, str], ...] = (
    (Bound.AT_LEAST, r"≥|>\s?=|=\s?>|(?:greater|more|higher) than or equal to|at least|no less than|not less than"),
    (Bound.AT_MOST, r"≤|<\s?=|=\s?<|(?:less|lower|fewer) than or equal to|at most|no more than|not more than"),
    (Bound.MORE_THAN, r">|greater than|more than|higher than|in excess of|exceed(?:s|ed|ing)|over|above"),
    (Bound.LESS_THAN, r"<|less than|lower than|fewer than|under|below"),
)
_BEFORE = Marked(
    "<|>|≤|≥|than|at least|at most|in excess|exceed|over|above|under|below",
    "|".join(f"(?P<{bound.value}>{words})" for bound, words in _SIGNS).join(("(?:", r")\s{0,2}~?\s?(?=[0-9])")),
)
_AFTER = Marked(
    "+|more|greater|higher|above|longer|less|lower|below|fewer",
    r"(?:(?P<plus>\s?\+(?!\w))|\s(?:or|and)\s(?:(?P<more>more|greater|higher|above|longer)"
    r"|(?P<less>less|lower|below|fewer))\b)",
)
_RULE = re.compile(
    r"\b(?:criteri\w+|requir\w+|must|should|if|unless|indicat\w+|qualif\w+|cover\w*|eligib\w+|threshold|cut-?off|defin\w+"
    r"|goal|target|candidates?|patients with|guidelines?|recommend\w*|necess\w+|polic\w+|medicare|normal|ref(?:erence)?"
    r"|asked|asks?|needs?|needed|request\w*|abnormal|pathologic\w*|means|yes|met|meets|n/a|true|false|considered|classif\w+|scale|notify|alert|call|until|maintain|keep|titrate)\b"
    r"|\b(?:is|are) (?:significant|severe|positive|elevated|high|low|reduced|excessive|diagnostic|mild|moderate)\b"
    r"|\b(?:mild|moderate|severe|grade|stage|class|type)\s?(?:[0-9]|i{1,3}|iv)?\s?[=:]"
    r"|\bor\s(?:[a-z]+\s){0,3}(?:[<>≤≥]|at least|less|more|greater)|[?✓✔☒☑☐\[]|__"
)
_OBSERVED = re.compile(
    r"\b(?:was|were|is|fell|falls|dropp?(?:s|ed|ing)?|dips?|dipped|desaturat\w+|went|remain\w*|stayed|nadir\w*|recorded"
    r"|measured)\b"
)
_IN_GENERAL = re.compile(
    r"\b(?:when|whenever|once|time|minutes?|mins?|hours?|hrs?|of (?:the )?night|t88|t90|defines?)\b"
)
_TO_THE_FIGURE = ("1/h", "kg/m2")
_FIGURE = re.compile(r"(?<![\w./<>≤≥])[0-9]")
_COUNTED = re.compile(r"[0-9.]+\s?\+?[\s-]{0,2}")
_TO_NAME = re.compile(r"[\s-]{0,2}(?:(?:left|right|bilateral|of|the)\s)*")


def bounds_in(page: Page, statement: Statement) -> list[tuple[int, Number]]:
    """The bounds of a statement that can be findings, each with the place where its words begin."""
    folded, start, end = page.folded, statement.start, statement.end
    if not NUMBER_START.search(folded, start, end):
        return []
    found = (*_with_sign(folded, start, end), *_with_words_behind(folded, start, end))
    if not found or _RULE.search(folded, start, end) or TICKED.search(page.text, start, end):
        return []
    return sorted((item for item in found if not _in_brackets(folded, start, item[0])), key=lambda item: item[0])


def _in_brackets(folded: str, start: int, at: int) -> bool:
    return folded.rfind("(", start, at) > folded.rfind(")", start, at)


def _with_sign(folded: str, start: int, end: int) -> Iterator[tuple[int, Number]]:
    for match in _BEFORE.finditer(folded, start, end):
        number = _number_at(folded, match.end(), end)
        if number is not None and match.lastgroup is not None and _AFTER.pattern.match(folded, number.end) is None:
            yield match.start(), number._replace(bound=Bound(match.lastgroup))


def _with_words_behind(folded: str, start: int, end: int) -> Iterator[tuple[int, Number]]:
    for match in _AFTER.finditer(folded, start, end):
        bound = Bound.AT_MOST if match["less"] else Bound.AT_LEAST
        for digit in _FIGURE.finditer(folded[max(start, match.start() - 16) : match.start()]):
            at = max(start, match.start() - 16) + digit.start()
            number = _number_at(folded, at, match.start())
            if number is not None and folded[number.end : match.start()].strip() == "":
                yield at, number._replace(end=match.end(), bound=bound)
                break


def _number_at(folded: str, start: int, end: int) -> Number | None:
    """The number that begins at a place, read without what stands before it."""
    found = numbers_in(folded[start : min(end, start + 40)], 0, min(end, start + 40) - start)
    if not found or found[0].start > 0 or found[0].high is not None:
        return None
    return found[0]._replace(start=start, end=start + found[0].end)


def bound_of(page: Page, hit: Hit, concept: Concept, bounds: list[tuple[int, Number]], limit: int) -> Number | None:
    """The bound that a mention has for its value, before the next mention at ``limit`` or directly before its name."""
    if concept.id.endswith("_grade"):
        return None
    if "gas_exchange" in concept.groups or concept.unit in _TO_THE_FIGURE:
        bounds = [(at, number) for at, number in bounds if _was_observed(page.folded, hit, at, number, limit)]
    after = next(((at, number) for at, number in bounds if hit.end <= at < limit), None)
    if after is not None and _fits(concept, after[1], page.folded[hit.end : after[0]]):
        return after[1]
    before = next((number for _, number in reversed(bounds) if number.start < hit.start), None)
    if before is not None and "counted" in concept.groups:
        return before if _COUNTED.fullmatch(page.folded, before.start, hit.start) else None
    if before is not None and _TO_NAME.fullmatch(page.folded, before.end, hit.start):
        return before if before.unit in concept.units else None
    return None


def _was_observed(folded: str, hit: Hit, at: int, number: Number, limit: int) -> bool:
    """Whether a strict bound behind a mention is told of as seen: "SpO2 dropped below 88 %"."""
    strict = number.bound in (Bound.LESS_THAN, Bound.MORE_THAN)
    seen = hit.end <= at and _OBSERVED.search(folded, hit.end, at) is not None
    return strict and seen and _IN_GENERAL.search(folded, hit.start, limit) is None


def _fits(concept: Concept, number: Number, gap: str) -> bool:
    explicit = number.unit is not None and number.unit in concept.units
    if explicit and concept.unit not in ("1", "%"):
        return LONG_CONNECTOR.match(gap) is not None and not re.search("[0-9]", gap)
    return (explicit or number.unit is None) and CONNECTOR.match(gap) is not None
