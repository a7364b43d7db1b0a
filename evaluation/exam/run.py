"""Taking the exam: every case is reviewed as ``priorauth review`` does it, and what came out is noted."""

import datetime as dt
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from evaluation.exam.cases import LabelledCase
from orchestrator.terminal.local_review import Review
from orchestrator.terminal.progress import SilentJournal
from priorauth.assessment import CriterionResult
from priorauth.canonical import digest
from priorauth.errors import CaseRejected
from priorauth.evidence import Derived, Evidence, Span, TextQuote
from priorauth.findings import AssessedCriterion, NotEvaluated, Route
from priorauth.kleene import Status
from priorauth.recommendation import Outcome
from priorauth.revision import Revision, Versions
from priorauth.submission import accept, parse_submission

Asked = tuple[str, str]
"""A line, and a criterion of it as "POLICY criterion-id"."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the service said of a case. ``quotes`` counts the quotes behind the criteria, ``grounded`` those of them
    that stand in the record at their place, word for word. ``texts`` are the criteria's own words, ``seconds`` the wall
    time of the review.
    """

    case: LabelledCase
    recommendation: Outcome
    route: Route | None
    criteria: Mapping[Asked, Status]
    quotes: int
    grounded: int
    seconds: float
    texts: Mapping[Asked, str] = field(default_factory=dict[Asked, str])
    versions: Versions | None = None


class NotAccepted(Exception):
    """A submission of the exam that the service does not accept: a fault of the exam."""


async def take(cases: Sequence[LabelledCase], review: Review) -> list[Answer]:
    """The answers, one case after another. Raises :class:`NotAccepted`."""
    return [await _answer(case, review) for case in cases]


async def reviewed(case: LabelledCase, submission: Mapping[str, Any], review: Review) -> Revision:
    """The revision of a submission: the case's own, or a changed one. Raises :class:`NotAccepted`.

    Each submission is a case of its own: what was read of a case is kept by its id while it is under review.
    """
    today = dt.datetime.now(dt.UTC).date()
    try:
        parsed = parse_submission(dict(submission), today)
    except CaseRejected as error:
        raise NotAccepted(f"{case.id}: {'; '.join(f'{one.path} {one.message}' for one in error.problems)}") from None
    case_id = f"exam-{case.id}-{digest(dict(submission))[-12:]}"
    return await review(accept(parsed, case_id=case_id, received_on=today), SilentJournal())


async def _answer(case: LabelledCase, review: Review) -> Answer:
    began = time.perf_counter()
    revision = await reviewed(case, case.submission, review)
    seconds = time.perf_counter() - began
    asked = dict(criteria_of(revision))
    quotes = list(_quotes(revision))
    return Answer(
        case=case,
        recommendation=revision.recommendation.outcome,
        route=revision.recommendation.route,
        criteria={name: item.result.status for name, item in asked.items()},
        quotes=len(quotes),
        grounded=sum(quotes),
        seconds=seconds,
        texts={name: item.result.text for name, item in asked.items()},
        versions=revision.versions,
    )


def criteria_of(revision: Revision) -> Iterator[tuple[Asked, AssessedCriterion]]:
    """Every top-level criterion that was asked; nothing where the coverage was not assessed."""
    if not isinstance(revision.coverage, NotEvaluated):
        for line in revision.coverage.lines:
            for item in line.criteria:
                yield (line.line, f"{item.policy_id} {item.result.id}"), item


def spans_behind(result: CriterionResult) -> Iterator[Span]:
    """The quoted spans on which a criterion's status stands, those of derived values included."""
    for leaf in result.leaves():
        for evidence in leaf.evidence:
            yield from _spans(evidence)


def _spans(evidence: Evidence) -> Iterator[Span]:
    match evidence:
        case TextQuote(spans=spans):
            yield from spans
        case Derived(inputs=inputs):
            for one in inputs:
                yield from _spans(one)
        case _:
            return


def _quotes(revision: Revision) -> Iterator[bool]:
    """For each quoted span behind a criterion, whether the record has these words at that place."""
    texts = {document.id: document.text for document in revision.case.documents}
    for _, item in criteria_of(revision):
        for span in spans_behind(item.result):
            yield texts.get(span.document_id, "")[span.start : span.end] == span.quote
