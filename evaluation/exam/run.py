"""Taking the exam: every case is reviewed as ``priorauth review`` does it, and what came out is noted."""

import datetime as dt
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evaluation.exam.cases import LabelledCase
from orchestrator.terminal.local_review import Review
from orchestrator.terminal.progress import SilentJournal
from priorauth.errors import CaseRejected
from priorauth.evidence import TextQuote
from priorauth.findings import NotEvaluated, Route
from priorauth.kleene import Status
from priorauth.recommendation import Outcome
from priorauth.revision import Revision
from priorauth.submission import accept, parse_submission


@dataclass(frozen=True, slots=True)
class Answer:
    """What the service said of a case. ``quotes`` counts the quotes behind the criteria, ``grounded`` those of them
    that stand in the record at their place, word for word. ``seconds`` is the wall time of the review.
    """

    case: LabelledCase
    recommendation: Outcome
    route: Route | None
    criteria: Mapping[tuple[str, str], Status]
    quotes: int
    grounded: int
    seconds: float


class NotAccepted(Exception):
    """A submission of the exam that the service does not accept: a fault of the exam."""


async def take(cases: Sequence[LabelledCase], review: Review) -> list[Answer]:
    """The answers, one case after another. Raises :class:`NotAccepted`."""
    return [await _answer(case, review) for case in cases]


async def _answer(case: LabelledCase, review: Review) -> Answer:
    today = dt.datetime.now(dt.UTC).date()
    try:
        submission = parse_submission(dict(case.submission), today)
    except CaseRejected as error:
        raise NotAccepted(f"{case.id}: {'; '.join(f'{one.path} {one.message}' for one in error.problems)}") from None
    began = time.perf_counter()
    revision = await review(accept(submission, case_id=f"exam-{case.id}", received_on=today), SilentJournal())
    seconds = time.perf_counter() - began
    quotes = list(_quotes(revision))
    return Answer(
        case=case,
        recommendation=revision.recommendation.outcome,
        route=revision.recommendation.route,
        criteria=dict(_criteria(revision)),
        quotes=len(quotes),
        grounded=sum(quotes),
        seconds=seconds,
    )


def _criteria(revision: Revision) -> Iterator[tuple[tuple[str, str], Status]]:
    if not isinstance(revision.coverage, NotEvaluated):
        for line in revision.coverage.lines:
            for item in line.criteria:
                yield (line.line, f"{item.policy_id} {item.result.id}"), item.result.status


def _quotes(revision: Revision) -> Iterator[bool]:
    """For each quoted span behind a criterion, whether the record has these words at that place."""
    texts = {document.id: document.text for document in revision.case.documents}
    if isinstance(revision.coverage, NotEvaluated):
        return
    for line in revision.coverage.lines:
        for leaf in (leaf for item in line.criteria for leaf in item.result.leaves()):
            for evidence in leaf.evidence:
                for span in evidence.spans if isinstance(evidence, TextQuote) else ():
                    yield texts.get(span.document_id, "")[span.start : span.end] == span.quote
