"""Making every change to every chosen case, and noting which answers did what they must not do."""

from collections.abc import AsyncIterator, Sequence

from evaluation.exam.cases import LabelledCase
from evaluation.exam.run import Asked, criteria_of, reviewed
from evaluation.metamorphic.change import Change, part_of
from evaluation.metamorphic.checks import CHANGES
from evaluation.metamorphic.deletion import Deletion, required_of, without_support
from evaluation.metamorphic.names import strangers
from orchestrator.terminal.local_review import Review
from priorauth.findings import NotEvaluated, Route
from priorauth.kleene import Status
from priorauth.recommendation import Outcome
from priorauth.revision import Revision
from priorauth.value import Value

DELETED, STRANGER = "the sentences behind a required criterion deleted", "another patient's name in one document"
_OTHERS_TAKEN = 4
"""One of so many cases that are not approvable takes part."""

Said = tuple[Outcome, Route | None, dict[Asked, Status]]


class Broken(Value):
    """A changed case whose answer is not as it must be. ``how`` says what came of it, criterion by criterion.

    ``outcome`` says that the recommendation itself is wrong, not only its route or a criterion's status.
    """

    case: str
    outcome: bool
    how: str


class Check(Value):
    """One change over all cases to which it applies, once or more often to each. ``notes`` tells what is no fault.

    ``keeps`` says that the answer must stay; the other changes must turn an approval into a PEND.
    """

    name: str
    keeps: bool
    cases: int
    changes: int
    broken: tuple[Broken, ...]
    notes: str = ""

    @property
    def wrong_outcomes(self) -> tuple[str, ...]:
        """The cases whose recommendation is wrong after the change."""
        return tuple(one.case for one in self.broken if one.outcome)


def chosen(cases: Sequence[LabelledCase]) -> list[LabelledCase]:
    """Every approvable case, and a fixed sample of the others."""
    return [
        case
        for case in cases
        if case.expected.recommendation is Outcome.APPROVE or part_of(case.id, _OTHERS_TAKEN) == 0
    ]


async def check(cases: Sequence[LabelledCase], review: Review) -> list[Check]:
    """All checks over the cases whose answer is computed. Raises :class:`evaluation.exam.run.NotAccepted`."""
    first = [(case, await reviewed(case, case.submission, review)) for case in cases]
    computed = [(case, revision) for case, revision in first if not isinstance(revision.coverage, NotEvaluated)]
    approved = [(case, one) for case, one in computed if one.recommendation.outcome is Outcome.APPROVE]
    kept = [await _kept(change, computed, review) for change in CHANGES]
    return [*kept, await _deleted(approved, review), await _strange(approved, review)]


async def _kept(change: Change, cases: Sequence[tuple[LabelledCase, Revision]], review: Review) -> Check:
    made, broken = 0, list[Broken]()
    for case, before in cases:
        if change.sex_must_not_matter and _asks_sex(before):
            continue
        submission = change.rewrite(case)
        if submission is None:
            continue
        made += 1
        was, now = _said(before), _said(await reviewed(case, submission, review))
        if was != now:
            broken.append(Broken(case=case.id, how=_difference(was, now), outcome=was[0] is not now[0]))
    return Check(name=change.name, keeps=True, cases=made, changes=made, broken=tuple(broken))


async def _deleted(cases: Sequence[tuple[LabelledCase, Revision]], review: Review) -> Check:
    found = [(case, one) for case, revision in cases async for one in _deletions(case, revision, review)]
    wrong = [
        Broken(case=case.id, how=f"{one.criterion[1]} without its sentences: {one.outcome.value}", outcome=True)
        for case, one in found
        if not one.is_right
    ]
    resting = sum(one.rests_on is not None for _, one in found)
    again = sum(one.rounds > 1 for _, one in found)
    return Check(
        name=DELETED,
        keeps=False,
        cases=len({case.id for case, _ in found}),
        changes=len(found),
        broken=tuple(wrong),
        notes=f"{again} stated again elsewhere, {resting} rest on the request or on silence",
    )


async def _deletions(case: LabelledCase, approved: Revision, review: Review) -> AsyncIterator[Deletion]:
    for asked in required_of(approved):
        deletion = await without_support(case, asked, approved, review)
        if deletion is not None:
            yield deletion


async def _strange(cases: Sequence[tuple[LabelledCase, Revision]], review: Review) -> Check:
    made, touched, broken = 0, set[str](), list[Broken]()
    for case, _ in cases:
        for place, submission in strangers(case):
            made, touched = made + 1, touched | {case.id}
            outcome = (await reviewed(case, submission, review)).recommendation.outcome
            if outcome is not Outcome.PEND:
                broken.append(Broken(case=case.id, how=f"{place}: {outcome.value}", outcome=True))
    return Check(name=STRANGER, keeps=False, cases=len(touched), changes=made, broken=tuple(broken))


def _said(revision: Revision) -> Said:
    draft = revision.recommendation
    return draft.outcome, draft.route, {asked: item.result.status for asked, item in criteria_of(revision)}


def _difference(was: Said, now: Said) -> str:
    before, after = was[2], now[2]
    criteria = [
        f"{asked[1]}: {_word(before.get(asked))} → {_word(after.get(asked))}"
        for asked in sorted({*before, *after})
        if before.get(asked) is not after.get(asked)
    ]
    outcome = [f"{_answer(was)} → {_answer(now)}"] if was[:2] != now[:2] else []
    return "; ".join((*outcome, *criteria))


def _answer(said: Said) -> str:
    return " ".join(part.value for part in said[:2] if part is not None)


def _word(status: Status | None) -> str:
    return status.value if status else "not asked"


def _asks_sex(revision: Revision) -> bool:
    return any(leaf.kind == "sex" for _, item in criteria_of(revision) for leaf in item.result.leaves())
