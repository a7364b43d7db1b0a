"""What a run of the exam is worth. The false-approval rate stands first: it is the error that harms."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from evaluation.exam.run import Answer
from evaluation.figures import percentile
from priorauth.findings import Route
from priorauth.kleene import Status
from priorauth.recommendation import Outcome
from priorauth.shares import Share, wilson
from priorauth.value import Value

CLASSES = ("APPROVE", "PEND for information", "PEND for a person")
"""The answers that are told apart where one is mistaken for another."""


class Criterion(Value):
    """How well a status is told, over all criteria: precision of what was said, recall of what is right."""

    status: Status
    precision: Share
    recall: Share


class Score(Value):
    """The figures of one half, or of all. ``confusion`` maps "expected → answered" to a count, each one of APPROVE,
    PEND for information, and PEND for anyone else. Times are milliseconds of wall time.
    """

    cases: int
    false_approvals: Share
    falsely_approved: tuple[str, ...]
    agreement: Share
    route_agreement: Share
    pended_though_approvable: Share
    criteria: tuple[Criterion, ...]
    criteria_agreement: Share
    quote_precision: Share
    confusion: Mapping[str, int]
    p50_ms: float
    p95_ms: float


def score(answers: Sequence[Answer]) -> Score:
    """The figures of these answers. Raises ValueError where there is none."""
    if not answers:
        raise ValueError("there is nothing to score")
    approvable = [one for one in answers if one.case.expected.recommendation is Outcome.APPROVE]
    others = [one for one in answers if one.case.expected.recommendation is not Outcome.APPROVE]
    false = [one.case.id for one in others if one.recommendation is Outcome.APPROVE]
    same = sum(one.recommendation is one.case.expected.recommendation for one in answers)
    both_pend = [one for one in others if one.recommendation is Outcome.PEND]
    pairs = [pair for one in answers for pair in judged(one)]
    seconds = [one.seconds for one in answers]
    return Score(
        cases=len(answers),
        false_approvals=wilson(len(false), len(others)),
        falsely_approved=tuple(false),
        agreement=wilson(same, len(answers)),
        route_agreement=wilson(sum(one.route is one.case.expected.route for one in both_pend), len(both_pend)),
        pended_though_approvable=wilson(sum(one.recommendation is Outcome.PEND for one in approvable), len(approvable)),
        criteria=tuple(_criterion(status, pairs) for status in Status),
        criteria_agreement=wilson(sum(right is said for right, said in pairs), len(pairs)),
        quote_precision=wilson(sum(one.grounded for one in answers), sum(one.quotes for one in answers)),
        confusion=Counter(f"{_class(*right(one))} → {_class(one.recommendation, one.route)}" for one in answers),
        p50_ms=percentile(seconds, 50),
        p95_ms=percentile(seconds, 95),
    )


def right(answer: Answer) -> tuple[Outcome, Route | None]:
    """What the case's label says."""
    return answer.case.expected.recommendation, answer.case.expected.route


def judged(answer: Answer) -> Iterable[tuple[Status, Status | None]]:
    """For each labelled criterion, the right status and the one that was answered, None where it was not asked."""
    for line, criteria in answer.case.expected.criteria.items():
        for name, status in criteria.items():
            yield status, answer.criteria.get((line, name))


def _criterion(status: Status, pairs: Sequence[tuple[Status, Status | None]]) -> Criterion:
    hits = sum(right is said is status for right, said in pairs)
    return Criterion(
        status=status,
        precision=wilson(hits, sum(said is status for _, said in pairs)),
        recall=wilson(hits, sum(right is status for right, _ in pairs)),
    )


def _class(outcome: Outcome, route: Route | None) -> str:
    if outcome is Outcome.APPROVE:
        return CLASSES[0]
    return CLASSES[1] if route is Route.NEEDS_INFORMATION else CLASSES[2]
