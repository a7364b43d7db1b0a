"""Deleting every sentence that supports a required criterion, until nothing that is quoted supports it any more."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from evaluation.exam.cases import LabelledCase
from evaluation.exam.run import Asked, criteria_of, reviewed, spans_behind
from evaluation.metamorphic.change import Submission
from orchestrator.terminal.local_review import Review
from priorauth.assessment import Basis, CriterionResult
from priorauth.case import Document
from priorauth.evidence import Span
from priorauth.kleene import Status
from priorauth.recommendation import Outcome
from priorauth.revision import Revision

_END = re.compile(r"[.!?;](?=\s)|\n")


@dataclass(frozen=True, slots=True)
class Deletion:
    """What became of an approval when the sentences behind a criterion were deleted.

    ``rounds`` counts the readings until no quote stood behind the criterion: more than one where the record states it
    in sentences that were not quoted at first. ``rests_on`` says what holds it up without any sentence: the request's
    own fields, or an absence that its source lets us presume; None where it fell.
    """

    criterion: Asked
    outcome: Outcome
    rounds: int
    rests_on: str | None

    @property
    def is_right(self) -> bool:
        """The case pends, or the criterion did not need the sentences."""
        return self.outcome is Outcome.PEND or self.rests_on is not None


async def without_support(case: LabelledCase, asked: Asked, approved: Revision, review: Review) -> Deletion | None:
    """The approved case without the sentences behind one criterion; None where no sentence stands behind it."""
    revision, rounds = approved, 0
    while spans := _support(revision, asked):
        revision = await reviewed(case, without_sentences(case.submission, revision.case.documents, spans), review)
        rounds += 1
    if not rounds:
        return None
    return Deletion(asked, revision.recommendation.outcome, rounds, _rests_on(_result(revision, asked)))


def required_of(revision: Revision) -> Sequence[Asked]:
    """The criteria that an approval needs."""
    return tuple(asked for asked, item in criteria_of(revision) if item.required)


def without_sentences(asked: Submission, documents: Sequence[Document], spans: Iterable[Span]) -> Submission:
    """The submission with these documents, without the whole sentences in which the spans lie.

    A document of which nothing is left is left out.
    """
    found = list(spans)
    shortened = [
        {
            **document.model_dump(mode="json", exclude={"id"}),
            "text": _without(document.text, [one for one in found if one.document_id == document.id]),
        }
        for document in documents
    ]
    return {**asked, "documents": [document for document in shortened if document["text"].strip()]}


def _without(text: str, spans: Sequence[Span]) -> str:
    kept, reached = list[str](), 0
    for start, end in sorted(_sentence(text, span) for span in spans):
        kept.append(text[reached : max(start, reached)])
        reached = max(end, reached)
    return "".join((*kept, text[reached:]))


def _sentence(text: str, span: Span) -> tuple[int, int]:
    """From the end of the sentence, or line, before the span to the end of the one in which the span ends."""
    start = max((found.end() for found in _END.finditer(text, 0, span.start)), default=0)
    end = _END.search(text, max(span.end - 1, span.start))
    if end is None:
        return start, len(text)
    return start, end.start() if end[0] == "\n" else end.end()


def _support(revision: Revision, asked: Asked) -> tuple[Span, ...]:
    result = _result(revision, asked)
    return tuple(spans_behind(result)) if result is not None and result.status is Status.MET else ()


def _result(revision: Revision, asked: Asked) -> CriterionResult | None:
    return next((item.result for name, item in criteria_of(revision) if name == asked), None)


def _rests_on(result: CriterionResult | None) -> str | None:
    if result is None or result.status is not Status.MET:
        return None
    return next(_grounds(result), None)


def _grounds(result: CriterionResult) -> Iterator[str]:
    """What is left under a criterion that is MET without a quote."""
    for leaf in result.leaves():
        if leaf.basis is Basis.PRESUMED_ABSENT:
            yield "presumed absent"
        elif leaf.evidence:
            yield "the request's fields"
