"""What a language model says of criteria that cannot be computed: where the record speaks of them, and how it reads it.

The agent that reads the record finds the passages, the one that assesses the lines proposes statuses by them. Both are
for the reviewer's eye. Whatever has no words in the record is dropped and counted.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from agents.quotes import Quote, locate, locate_within
from priorauth.assessment import Proposed
from priorauth.case import Case
from priorauth.evidence import Span, TextQuote
from priorauth.extraction import Passage
from priorauth.findings import ClinicalFindings, NotEvaluated
from priorauth.inputs import CoverageInput
from priorauth.kleene import Status
from priorauth.proposals import Proposal, prose_criteria
from priorauth.rulebook import RuleBook

_MOST_QUOTES = 20


class ClaimedPassage(BaseModel):
    """Verbatim words of the record that speak of a criterion, as a model gives them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    policy_id: str = Field(max_length=100)
    criterion_id: str = Field(max_length=100)
    quotes: tuple[Quote, ...]


class ProposedStatus(BaseModel):
    """How a model reads the record on a criterion of a line, and the words by which it does."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    line: str = Field(max_length=100)
    policy_id: str = Field(max_length=100)
    criterion_id: str = Field(max_length=100)
    status: Literal[Status.MET, Status.NOT_MET]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Passages:
    """The passages that stand in the record, and how many claims of them had no place there."""

    found: tuple[Passage, ...]
    dropped: int


def passages_of(claimed: Iterable[ClaimedPassage], case: Case, texts: Mapping[str, str], book: RuleBook) -> Passages:
    """The record's own words for each criterion that was asked for, at most 20 each."""
    spans: dict[tuple[str, str], dict[Span, None]] = {
        (one.policy_id, one.criterion_id): {} for line in case.services for one in prose_criteria(line, case, book)
    }
    dropped = 0
    for claim in claimed:
        asked = spans.get((claim.policy_id, claim.criterion_id))
        for quote in claim.quotes:
            span = locate(quote, texts) if asked is not None else None
            if asked is None or span is None:
                dropped += 1
            else:
                asked[span] = None
    found = (
        Passage(policy_id=policy, criterion_id=criterion, spans=tuple(own)[:_MOST_QUOTES])
        for (policy, criterion), own in spans.items()
        if own
    )
    return Passages(tuple(found), dropped)


@dataclass(frozen=True, slots=True)
class Proposals:
    """What stands of a model's proposals, and how many do not."""

    standing: tuple[Proposal, ...]
    dropped: int


def proposals_of(claims: Sequence[ProposedStatus], inputs: CoverageInput, model: str, book: RuleBook) -> Proposals:
    """The proposals for criteria that only a person can judge, by words that the clinical agent found.

    A criterion for which a model proposes both statuses has none.
    """
    given = _Given.of(inputs.clinical)
    asked = {
        (line.line, one.policy_id, one.criterion_id)
        for line in inputs.case.services
        for one in prose_criteria(line, inputs.case, book)
    }
    by_criterion: dict[tuple[str, str, str], list[ProposedStatus]] = {}
    for claim in dict.fromkeys(claims):
        by_criterion.setdefault((claim.line, claim.policy_id, claim.criterion_id), []).append(claim)
    standing = tuple(
        proposal
        for key, own in by_criterion.items()
        if key in asked and len({claim.status for claim in own}) == 1
        for proposal in _standing(own, given, model)
    )
    return Proposals(standing, len(by_criterion) - len(standing))


def _standing(claims: Sequence[ProposedStatus], given: "_Given", model: str) -> Iterator[Proposal]:
    claim = claims[0]
    quotes = (quote for one in claims for quote in one.quotes)
    within = given.for_criterion(claim.policy_id, claim.criterion_id)
    spans = tuple(dict.fromkeys(span for quote in quotes if (span := locate_within(quote, within)) is not None))
    if spans:
        proposed = Proposed(status=claim.status, by=model)
        quote = TextQuote(spans=spans[:_MOST_QUOTES])
        yield Proposal(claim.line, claim.policy_id, claim.criterion_id, proposed, quote)


@dataclass(frozen=True, slots=True)
class _Given:
    """The words of the record that an agent was sent: all that it can quote."""

    passages: tuple[Passage, ...] = ()
    others: tuple[Span, ...] = ()

    @classmethod
    def of(cls, clinical: ClinicalFindings | NotEvaluated) -> "_Given":
        if isinstance(clinical, NotEvaluated):
            return cls()
        of_fields = (span for field in clinical.extraction.fields for span in field.spans)
        of_facts = (span for fact in clinical.facts for span in fact.evidence.spans)
        return cls(clinical.passages, (*of_fields, *of_facts))

    def for_criterion(self, policy_id: str, criterion_id: str) -> tuple[Span, ...]:
        """Those that were found for the criterion first, then all others."""
        own = (policy_id, criterion_id)
        first = sorted(self.passages, key=lambda one: (one.policy_id, one.criterion_id) != own)
        return (*(span for passage in first for span in passage.spans), *self.others)
