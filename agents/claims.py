"""What a model claims of the record, and what the claims' own words bear out.

Each claim is read again, by the reader, in the words that it quotes: what these do not state is a disagreement, and
what the record does not hold at all is dropped and counted.
"""

from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from agents.quotes import Quote, locate
from agents.reading.reader import Reading
from priorauth.evidence import Span
from priorauth.extraction import Disagreement, Extraction, ExtractionField
from priorauth.facts import Assertion, Fact
from priorauth.skill import ClinicalRules, ExtractionFieldName

_MOST_DIGITS = 100


def _writable(value: Decimal) -> Decimal:
    """A short number may stand for one with a thousand million digits, which nobody could write out."""
    if abs(value.adjusted()) > _MOST_DIGITS:
        raise ValueError("the number is out of any range")
    return value


class ClaimedFact(BaseModel):
    """A fact as a model states it: a concept of the vocabulary, what is said of it, and the words that say it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    concept: str = Field(max_length=200)
    assertion: Assertion
    value: Annotated[Decimal, AfterValidator(_writable)] | None = None
    unit: str | None = Field(default=None, max_length=40)
    quote: Quote


class ClaimedField(BaseModel):
    """One of the eight fields, in verbatim pieces."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: ExtractionFieldName
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The record's facts, claims that their quotes do not bear out, and how many claims had no words in the record.

    A fact that no claim bears out is held under the floor: it decides nothing, and may still contradict.
    """

    facts: tuple[Fact, ...]
    disagreements: tuple[Disagreement, ...]
    ungrounded: int


def confirm(
    claims: Iterable[ClaimedFact], reading: Reading, texts: Mapping[str, str], concepts: Container[str], floor: int
) -> Confirmed:
    """What stands of the claims: facts that their own words state, claims that these do not bear out, and the rest.

    What the record states is not taken away by leaving it out or by reading it otherwise: a model that tells only what
    speaks for the request would have it approved. Such a fact stays, with a confidence under ``floor``. A claim that is
    made twice counts once. One of a concept that the vocabulary does not have is dropped and counted, like one whose
    words the record does not hold.
    """
    compared = tuple(compare(claims, reading, texts, concepts))
    confirmed = {fact.id for one in compared for fact in one.agreed}
    facts = tuple(fact if fact.id in confirmed else _held_under(floor, fact) for fact in reading.facts)
    return Confirmed(facts, disagreements_of(compared), ungrounded_of(compared))


@dataclass(frozen=True, slots=True)
class Compared:
    """A claim beside what the reader reads in its words: nothing where ``span`` is None, for the record has no such
    words or the vocabulary no such concept. ``agreed`` are the facts of ``stated`` that say the same.
    """

    claim: ClaimedFact
    span: Span | None
    stated: tuple[Fact, ...] = ()
    agreed: tuple[Fact, ...] = ()


def compare(
    claims: Iterable[ClaimedFact], reading: Reading, texts: Mapping[str, str], concepts: Container[str]
) -> Iterator[Compared]:
    """Each claim, once, beside the reading."""
    statements = _Statements(reading.facts)
    for claim in dict.fromkeys(claims):
        span = locate(claim.quote, texts) if claim.concept in concepts else None
        stated = tuple(statements.about(claim.concept, span)) if span else ()
        yield Compared(claim, span, stated, tuple(fact for fact in stated if _agrees(claim, fact)))


def disagreements_of(compared: Iterable[Compared]) -> tuple[Disagreement, ...]:
    """What is claimed of words that do not bear it out."""
    return tuple(
        _disagreement(one.claim, one.stated, one.span) for one in compared if one.span is not None and not one.agreed
    )


def ungrounded_of(compared: Iterable[Compared]) -> int:
    """How many claims have no words in the record."""
    return sum(one.span is None for one in compared)


def _held_under(floor: int, fact: Fact) -> Fact:
    return fact.model_copy(update={"confidence": min(fact.confidence, max(floor - 1, 0))})


class _Statements:
    """The facts of a record by document, concept and place, so that a long record is confirmed in one pass."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        pieces: dict[tuple[str, str], list[tuple[int, int, Fact]]] = {}
        for fact in facts:
            for piece in fact.evidence.spans:
                pieces.setdefault((piece.document_id, fact.concept), []).append((piece.start, piece.end, fact))
        self._pieces = {key: sorted(found, key=lambda piece: piece[:2]) for key, found in pieces.items()}
        self._longest = {key: max(end - start for start, end, _ in found) for key, found in self._pieces.items()}

    def about(self, concept: str, span: Span) -> list[Fact]:
        """The facts of a concept whose words overlap a span, each once, in their order."""
        key = (span.document_id, concept)
        pieces = self._pieces.get(key, [])
        first = bisect_left(pieces, span.start - self._longest.get(key, 0), key=lambda piece: piece[0])
        last = bisect_left(pieces, span.end, key=lambda piece: piece[0])
        found = {fact.id: fact for _, end, fact in pieces[first:last] if end > span.start}
        return list(found.values())


def _agrees(claim: ClaimedFact, fact: Fact) -> bool:
    return claim.assertion is fact.assertion and (claim.value is None or claim.value in (fact.value, fact.high))


def _disagreement(claim: ClaimedFact, stated: Sequence[Fact], span: Span) -> Disagreement:
    read = "; ".join(_say(fact.assertion, fact.value, fact.unit) for fact in stated) or "nothing about it"
    return Disagreement(
        concept=claim.concept, claimed=_say(claim.assertion, claim.value, claim.unit), read=read, span=span
    )


def _say(assertion: Assertion, value: Decimal | None, unit: str | None) -> str:
    return " ".join(part for part in (assertion.value, f"{value:f}" if value is not None else "", unit or "") if part)


def extract(
    claimed: Iterable[ClaimedField], reading: Reading, texts: Mapping[str, str], rules: ClinicalRules
) -> Extraction:
    """The eight fields: located pieces, and the confidence that the reader's rule gives to what it finds itself."""
    read = {field.name: field for field in reading.fields}
    located: dict[ExtractionFieldName, tuple[Span, ...]] = {}
    for field in claimed:
        spans = (span for quote in field.quotes if (span := locate(quote, texts)) is not None)
        located[field.name] = tuple(dict.fromkeys((*located.get(field.name, ()), *spans)))
    fields = tuple(
        ExtractionField(
            name=name,
            spans=located.get(name) or read[name].spans,
            confidence=read[name].confidence if located.get(name) or read[name].spans else 0,
        )
        for name in ExtractionFieldName
    )
    confidence = round(sum(field.confidence for field in fields) / len(fields))
    return Extraction(fields=fields, confidence=confidence, low=confidence < rules.scale.warn_below)
