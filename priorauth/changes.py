"""What another revision of a review changed: the recommendation, each gate and criterion, and what is asked for."""

from collections.abc import Mapping

from priorauth.findings import AssessedCriterion, NotEvaluated, Route
from priorauth.gates import GateOutcome
from priorauth.kleene import Status
from priorauth.recommendation import Outcome, Recommendation
from priorauth.revision import Revision
from priorauth.skill import GateName
from priorauth.value import Value


class CriterionMove(Value):
    """A criterion whose status is another now. None where it was not assessed in one of the two."""

    line: str
    policy_id: str
    criterion_id: str
    text: str
    before: Status | None
    after: Status | None


class GateMove(Value):
    """A gate whose outcome is another now. None where the review did not come to it in one of the two."""

    gate: GateName
    before: GateOutcome | None
    after: GateOutcome | None


class RevisionChanges(Value):
    """From one revision to a later one. ``answered`` is no longer asked for, ``asked`` was not asked for before."""

    before: int
    after: int
    recommendation: tuple[Outcome, Outcome]
    route: tuple[Route | None, Route | None]
    confidence: tuple[float, float]
    documents_added: tuple[str, ...]
    gates: tuple[GateMove, ...]
    criteria: tuple[CriterionMove, ...]
    answered: tuple[str, ...]
    asked: tuple[str, ...]


_Key = tuple[str, str, str]


def changes(before: Revision, after: Revision) -> RevisionChanges:
    """What the later revision changed."""
    first, second = before.recommendation, after.recommendation
    known = {document.id for document in before.case.documents}
    requests = [tuple(dict.fromkeys(gap.request for gap in one.gaps)) for one in (first, second)]
    return RevisionChanges(
        before=before.number,
        after=after.number,
        recommendation=(first.outcome, second.outcome),
        route=(first.route, second.route),
        confidence=(first.confidence.value, second.confidence.value),
        documents_added=tuple(one.id for one in after.case.documents if one.id not in known),
        gates=_gate_moves(first, second),
        criteria=_moves(_criteria(before), _criteria(after)),
        answered=tuple(request for request in requests[0] if request not in requests[1]),
        asked=tuple(request for request in requests[1] if request not in requests[0]),
    )


def _gate_moves(before: Recommendation, after: Recommendation) -> tuple[GateMove, ...]:
    first, second = ({one.gate: one.outcome for one in each.gates} for each in (before, after))
    moves = (GateMove(gate=gate, before=first.get(gate), after=second.get(gate)) for gate in GateName)
    return tuple(one for one in moves if one.before is not one.after)


def _criteria(revision: Revision) -> Mapping[_Key, AssessedCriterion]:
    """Everything that was assessed, by line, policy and criterion."""
    lines = () if isinstance(revision.coverage, NotEvaluated) else revision.coverage.lines
    return {
        (line.line, item.policy_id, item.result.id): item
        for line in lines
        for item in (*line.criteria, *line.universal)
    }


def _moves(
    before: Mapping[_Key, AssessedCriterion], after: Mapping[_Key, AssessedCriterion]
) -> tuple[CriterionMove, ...]:
    every = {**before, **after}
    statuses = {key: tuple(one[key].result.status if key in one else None for one in (before, after)) for key in every}
    return tuple(
        CriterionMove(
            line=key[0],
            policy_id=key[1],
            criterion_id=key[2],
            text=item.result.label,
            before=statuses[key][0],
            after=statuses[key][1],
        )
        for key, item in every.items()
        if statuses[key][0] is not statuses[key][1]
    )
