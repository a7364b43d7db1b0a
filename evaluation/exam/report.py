"""The exam's result as a table for people."""

from collections.abc import Iterator, Sequence

from evaluation.exam.cases import Half
from evaluation.exam.run import Answer
from evaluation.exam.score import Score, judged
from evaluation.figures import Figure
from priorauth.shares import Share


def figures(half: Half, found: Score) -> Iterator[Figure]:
    """The rows of one half."""
    yield Figure("false approvals", _share(found.false_approvals), "0", ", ".join(found.falsely_approved) or "none")
    yield Figure("approvable and approved", _rest(found.pended_though_approvable), "≥ 90 %", half.value)
    yield Figure("agreement on the recommendation", _share(found.agreement), "", f"{found.cases} cases")
    yield Figure("agreement on the route of a PEND", _share(found.route_agreement), "", "")
    yield Figure("agreement on a criterion", _share(found.criteria_agreement), "", "")
    for one in found.criteria:
        name = one.status.value.replace("_", " ")
        yield Figure(f"{name}: precision", _share(one.precision), "", f"recall {_share(one.recall)}")
    yield Figure("quotes that stand in the record", _share(found.quote_precision), "100 %", "")
    for change, count in sorted(found.confusion.items()):
        yield Figure(change, str(count), "", "")
    yield Figure("review of a case, p50", f"{found.p50_ms:.0f} ms", "", f"p95 {found.p95_ms:.0f} ms")


def misses(answers: Sequence[Answer]) -> Iterator[str]:
    """The cases that were answered otherwise than their label says, with the criteria that differ."""
    for one in answers:
        expected = one.case.expected
        differ = [
            f"{name} is {status.value}, answered {answered.value if answered else 'not asked'}"
            for (name, status), (_, answered) in zip(
                ((name, status) for line in expected.criteria.values() for name, status in line.items()),
                judged(one),
                strict=True,
            )
            if answered is not status
        ]
        if one.recommendation is not expected.recommendation or differ:
            said = f"{one.case.id}: {expected.recommendation.value}, answered {one.recommendation.value}"
            yield "; ".join((said, *differ))


def _share(one: Share) -> str:
    if one.share is None or one.low is None or one.high is None:
        return "none"
    return f"{one.share:.1%} ({one.part} of {one.whole}; {one.low:.1%} to {one.high:.1%})"


def _rest(one: Share) -> str:
    return "none" if one.share is None else f"{1 - one.share:.1%} ({one.whole - one.part} of {one.whole})"
