"""What the words before a saturation or a blood gas say for it: how it was announced, and which value "it" is.

A test may be named with its conditions, and its one value told at the end: "An arterial gas drawn at rest on room air
in our laboratory showed a PaO2 of 54 mmHg". A further value may stand behind a pronoun: "On walking it fell to 84 %".
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from operator import attrgetter

from agents.reading.assertion import Scopes, strongest
from agents.reading.cues import Kind
from agents.reading.layout import Statement
from agents.reading.lexicon import Hit, Layer
from agents.reading.marked import Stemmed
from agents.reading.page import Page
from agents.reading.settings import NO_CONDITIONS, conditions_in, is_contested
from priorauth.facts import Conditions
from priorauth.vocabulary import Concept, ConceptKind

_TEST = re.compile(r"\b(?:oximetry|pulse ox|blood gas|arterial gas|abg|gas|walk test|6mwt)\b")
_OTHER_MATTER = re.compile(
    r"\b(?:uses|wears|sleeps|requires|needs|lives|prescribed|if|goal|titrat\w+|keep|maintain|denies|will|should|would"
    r"|home oxygen|then|before|when|until|continues?|compared|previous\w*|prior|last|but|whereas|not|without test\w*"
    r"|qualif\w+|criteri\w+|he|she|they)\b|[0-9]\s?(?:%|mm\s?hg|kpa)"
)
_IT = Stemmed(
    "%|percent",
    r"\b(?:it|this|that|the (?:reading|value|number|figure|level))\s+"
    r"(?:(?:then|again|quickly|promptly|soon|only|still)\s+)?"
    r"(?:fell|dropped|declined|decreased|sank|went|rose|came|improved|increased|recovered|was|stayed|held|remained)\b"
    r"[^.;%0-9]{0,30}(?=[0-9]{2,3}\s?(?:%|percent\b))",
)
_LASTS = Stemmed(
    "has|have",
    r"[th](?<!\w.)(?:(?<=t)(?:he|his|hat)|(?<=h)(?:er|is)) (?P<what>pain|swelling|ulcer|wound|lymphedema)"
    r"\s(?:\w+\s)?(?:has|have)\s(?:now\s|also\s)?"
    r"(?:been\s(?:present|there|constant|ongoing|going on|open|troubling)|lasted|persisted|bothered|troubled"
    r"|existed)\b",
)
SAID_OF_IT = _IT.bit | _LASTS.bit
"""The bits of the words without which nothing is said of what the sentence before names."""
_NOT_OF_PATIENT = frozenset({Kind.FAMILY, Kind.HYPOTHETICAL, Kind.FUTURE})
_LONGEST = 240
_MOST_PRONOUNS = 3
_start = attrgetter("start")


def announced(page: Page, statement: Statement, value: int) -> Conditions:
    """The conditions that stand before a statement's first value, in the words that announce the test."""
    start = statement.start
    words = page.folded[start:value]
    if len(words) > _LONGEST or not _TEST.search(words) or _OTHER_MATTER.search(words):
        return NO_CONDITIONS
    hits = page.within(Layer.SETTING, start, value)
    return NO_CONDITIONS if is_contested(hits, words) else conditions_in(hits, words)


def saturation_of_it(page: Page, statement: Statement) -> Iterator[tuple[Hit, Concept]]:
    """The saturation that "it" is, where the sentence directly before tells one of the patient."""
    pronoun = _IT.search(page, statement)
    before = _sentence_before(page, statement) if pronoun is not None else None
    if pronoun is None or before is None:
        return
    others = (cue.kind for hit in page.within(Layer.CONTEXT, before.start, before.end) for cue in hit.meanings)
    named = (meaning for hit in page.within(Layer.CONCEPT, before.start, before.end) for meaning in hit.meanings)
    told = {one.id: one for one in named if isinstance(one, Concept) and one.unit is not None}
    if _NOT_OF_PATIENT.isdisjoint(others) and len(told) == 1:
        yield from ((Hit(*pronoun.span(), (one,)), one) for one in told.values() if _is_saturation(one))


def _sentence_before(page: Page, statement: Statement) -> Statement | None:
    """The sentence directly before one in the same paragraph, where it tells a percentage.

    Where that one says "it" too ("Walking it fell to 84 %. With 3 L it stayed at 92 %."), the one before that.
    """
    for _ in range(_MOST_PRONOUNS):
        before = _before(page, statement)
        follows = before is not None and "\n\n" not in page.text[before.end : statement.start]
        if before is None or not follows or not _IT.may_stand_in(page, before):
            return None
        if _IT.search(page, before) is None:
            return before
        statement = before
    return None


def _before(page: Page, statement: Statement) -> Statement | None:
    place = bisect_left(page.statements, statement.start, key=_start)
    return page.statements[place - 1] if place else None


def _is_saturation(concept: Concept) -> bool:
    return "gas_exchange" in concept.groups and concept.unit == "%"


def findings_that_last(page: Page, statement: Statement) -> Iterator[tuple[Hit, Concept]]:
    """What "the pain" is in "The pain has been present for two years": the pains affirmed in the sentence before."""
    said = _LASTS.search(page, statement)
    before = _before(page, statement) if said is not None else None
    if said is None or before is None or "\n\n" in page.text[before.end : statement.start]:
        return
    scopes = Scopes(page, before)
    for hit in (
        *page.within(Layer.CONCEPT, before.start, before.end),
        *page.within(Layer.GAPPED, before.start, before.end),
    ):
        named = said["what"] in page.folded[hit.start : hit.end]
        if named and strongest(scopes.kinds_over(hit.start, hit.end)) is None:
            yield from ((Hit(*said.span(), (one,)), one) for one in hit.meanings if _lasts(one))


def qualities(page: Page, statement: Statement) -> Iterator[tuple[Hit, Concept]]:
    """What a statement that qualifies ("it is severe") adds to the condition that the sentence before affirms."""
    told = page.qualified[statement.start]
    if strongest(Scopes(page, told.before).kinds_over(told.subject.start, told.subject.end)):
        return
    yield from ((hit, one) for hit in told.named for one in hit.meanings)


def _lasts(meaning: object) -> bool:
    return isinstance(meaning, Concept) and meaning.kind in (ConceptKind.FINDING, ConceptKind.CONDITION)


_TOTAL = Stemmed(
    "hypopnea", r"apnea(?<!\w.{5})s?\b[^.;\n]{0,60}\bhypopneas?\b[^.;\n]{0,40}\b(?:total|together|in all|sum)\b"
)

COUNTED_TOGETHER = _TOTAL.bit


def events_in_total(page: Page, statement: Statement, events: Concept) -> Iterator[tuple[Hit, Concept]]:
    """Apneas and hypopneas that are told one by one and then together: "apneas 12, hypopneas 48, total 60"."""
    totals = _TOTAL.finditer(page, statement)
    yield from ((Hit(*found.span(), (events,)), events) for found in totals)
