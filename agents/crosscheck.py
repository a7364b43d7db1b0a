"""Two readers of one record: what a language model claims, beside what the embedded reader reads.

A model that says less, or something else, can make nothing sure that the reader alone would not. What the reader reads
stands whether or not the model mentions it; what both read is surer; what they contradict each other on decides
nothing, wherever else the record speaks of it, and is shown to the reviewer.
"""

from collections.abc import Container, Iterable, Iterator, Sequence

from agents.claims import ClaimedFact, Compared, Confirmed, compare, disagreements_of, ungrounded_of
from agents.reading.reader import Reading
from priorauth.case import Document
from priorauth.evidence import Span, TextQuote
from priorauth.facts import DISPUTED, Assertion, Fact
from priorauth.rubric import ConfidenceScale, Explicitness

_CONTRARY = frozenset((Assertion.PRESENT, Assertion.ABSENT))


def cross_check(
    claims: Iterable[ClaimedFact],
    reading: Reading,
    documents: Sequence[Document],
    concepts: Container[str],
    scale: ConfidenceScale,
) -> Confirmed:
    """The reader's facts as the model's claims leave them, and what the two disagree on.

    Where the model alone states something in words of the record, a fact in doubt keeps it from counting as unsaid.
    """
    texts = {document.id: document.text for document in documents}
    compared = tuple(compare(claims, reading, texts, concepts))
    both = {fact.id for one in compared for fact in one.agreed}
    disputed = frozenset(_disputed(compared, reading.facts))
    read = (_weighed(fact, fact.id in both, fact.concept in disputed, scale) for fact in reading.facts)
    return Confirmed((*read, *_claimed_alone(compared, documents)), disagreements_of(compared), ungrounded_of(compared))


def _disputed(compared: Iterable[Compared], read: Sequence[Fact]) -> Iterator[str]:
    """The concepts that are claimed otherwise than they are read: of the same words, or here present and there not."""
    said = {(fact.concept, fact.assertion) for fact in read}
    for one in compared:
        claim = one.claim
        contrary = _CONTRARY - {claim.assertion} if claim.assertion in _CONTRARY else frozenset[Assertion]()
        elsewhere = any((claim.concept, assertion) in said for assertion in contrary)
        if one.span is not None and not one.agreed and (one.stated or elsewhere):
            yield claim.concept


def _weighed(fact: Fact, both: bool, disputed: bool, scale: ConfidenceScale) -> Fact:
    if disputed:
        return fact.model_copy(update={"doubt": fact.doubt or DISPUTED})
    return fact.model_copy(update={"confidence": raised(fact.confidence, scale)}) if both else fact


def raised(confidence: int, scale: ConfidenceScale) -> int:
    """Half of what is missing to the scale's highest level. How many read it makes nothing explicit: what is under the
    floor, and so decides nothing, stays there.
    """
    surer = confidence + max(0, scale.levels[Explicitness.EXPLICIT_WITH_SPECIFICS] - confidence) // 2
    return surer if confidence >= scale.floor else min(surer, scale.floor - 1)


def _claimed_alone(compared: Iterable[Compared], documents: Sequence[Document]) -> Iterator[Fact]:
    """A fact in doubt for each claim of whose words the reader reads nothing."""
    by_id = {document.id: document for document in documents}
    alone = ((one.claim, one.span) for one in compared if one.span is not None and not one.stated)
    for number, (claim, span) in enumerate(alone, start=1):
        yield _in_doubt(f"m{number}", claim, span, by_id[span.document_id])


def _in_doubt(fact_id: str, claim: ClaimedFact, span: Span, document: Document) -> Fact:
    return Fact(
        id=fact_id,
        concept=claim.concept,
        assertion=claim.assertion,
        value=claim.value,
        unit=claim.unit,
        document_id=document.id,
        document_kind=document.kind,
        documented_on=document.date,
        author=document.author,
        signed=document.signed,
        doubt=DISPUTED,
        confidence=0,
        evidence=TextQuote(spans=(span,)),
    )
