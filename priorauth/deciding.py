"""From what a clinician states to a determination: who may, on what, with which outcome for each service line."""

import datetime as dt
from collections.abc import Iterable, Iterator

from priorauth.case import ServiceLine
from priorauth.deciders import Before, assessments, check_decider, open_criteria
from priorauth.decision import Decision, LineDecision, problems_of_shape
from priorauth.determination import (
    Action,
    CriterionChange,
    Determination,
    DeterminationOutcome,
    LineDetermination,
    LineOutcome,
    NothingToAccept,
    Override,
    StaleRecommendation,
)
from priorauth.errors import CaseRejected, Problem
from priorauth.findings import AssessedCriterion, LineAssessment
from priorauth.kleene import Status
from priorauth.lifecycle import CaseAct, NotTheirs, check_may
from priorauth.people import Person
from priorauth.recommendation import Outcome
from priorauth.revision import Revision


def decide(decision: Decision, before: Before, person: Person | None, number: str, at: dt.datetime) -> Determination:
    """The determination that a clinician makes.

    Raises ``NotTheirs`` and ``DecisionNotTheirs`` (403), ``StaleRecommendation`` and ``NothingToAccept`` (409),
    and ``CaseRejected`` with every problem of what was stated (422).
    """
    if person is None:
        raise NotTheirs(person, CaseAct.DETERMINE)
    check_may(person, CaseAct.DETERMINE)
    case_id = before.revision.case.case_id
    if decision.digest != before.digest:
        raise StaleRecommendation(case_id)
    check_acceptable(decision.action, before)
    problems = [*problems_of_shape(decision), *_problems_of_lines(decision, before)]
    if problems:
        raise CaseRejected(problems)
    lines = tuple(_determine_line(line, decision, before) for line in before.revision.case.services)
    outcome = outcome_of(lines)
    _check_outcome(decision, outcome, before)
    check_decider(decision, outcome, before, person)
    return Determination(
        case_id=case_id,
        level=before.level,
        outcome=outcome,
        revision=before.revision.number,
        digest=before.digest,
        authorization_number=None if outcome is DeterminationOutcome.ADVERSE else number,
        decided_by=person.id,
        decided_at=at,
        decider=person,
        action=decision.action,
        override=_override(decision, before, lines),
        lines=lines,
        stated_name=decision.stated_name,
    )


def check_acceptable(action: Action, before: Before) -> None:
    """Raises ``NothingToAccept`` where a recommendation that is not to approve would be accepted."""
    if action is Action.ACCEPT and before.revision.recommendation.outcome is not Outcome.APPROVE:
        raise NothingToAccept(before.revision.case.case_id)


def check_overrides(action: Action, outcome: DeterminationOutcome, before: Before) -> None:
    """Raises ``CaseRejected`` where an override would decide what is recommended."""
    approves = before.revision.recommendation.outcome is Outcome.APPROVE
    if action is Action.OVERRIDE and approves and outcome is DeterminationOutcome.APPROVED:
        message = "The recommendation is to approve; accept it. There is nothing to override."
        raise CaseRejected([Problem(path="/action", code="nothing_overridden", message=message)])


def outcome_of(lines: Iterable[LineDetermination]) -> DeterminationOutcome:
    """Approved where every line is, as asked; adverse where none is at all; else partial."""
    outcomes = {line.outcome for line in lines}
    if outcomes <= {LineOutcome.APPROVED}:
        return DeterminationOutcome.APPROVED
    adverse = outcomes == {LineOutcome.DENIED}
    return DeterminationOutcome.ADVERSE if adverse else DeterminationOutcome.PARTIALLY_APPROVED


def _problems_of_lines(decision: Decision, before: Before) -> Iterator[Problem]:
    """What is wrong with the lines of a decision on this case."""
    asked = {line.line: line for line in before.revision.case.services}
    named = [line.line for line in decision.lines]
    for place, line in enumerate(decision.lines):
        path = f"/lines/{place}"
        if line.line not in asked:
            known = ", ".join(asked)
            yield Problem(
                path=f"{path}/line", code="unknown_line", message=f"The request has no such line; it has: {known}."
            )
        elif named.count(line.line) > 1:
            yield Problem(
                path=f"{path}/line", code="repeated_line", message="A line is decided once; it is named twice."
            )
        else:
            yield from _problems_beside(path, line, asked[line.line], before)
    wants_all = decision.outcome not in (None, DeterminationOutcome.APPROVED)
    missing = [line for line in asked if line not in named] if wants_all else []
    if missing:
        message = f"A decision that is adverse in part names every line; missing: {', '.join(missing)}."
        yield Problem(path="/lines", code="missing", message=message)


def _problems_beside(path: str, line: LineDecision, asked: ServiceLine, before: Before) -> Iterator[Problem]:
    """What does not fit the line that was asked for."""
    if line.outcome is LineOutcome.REDUCED and (asked.units is None or (line.units or 0) >= asked.units):
        wanted = "no number of units" if asked.units is None else f"{asked.units} units"
        message = (
            f"The request asks for {wanted}; a reduction approves fewer. Approve it as asked, or correct the units."
        )
        yield Problem(path=f"{path}/units", code="no_reduction", message=message)
    if line.outcome is LineOutcome.APPROVED and line.units not in (None, asked.units):
        message = "Another number of units than was asked for is a reduction, and a physician's to decide."
        yield Problem(path=f"{path}/units", code="reduction", message=message)
    reason = line.reason
    if reason is None:
        return
    assessed = _assessment(before.revision, line.line)
    policies = {match.policy_id for match in assessed.policies} if assessed else set[str]()
    if reason.policy_id not in policies:
        message = "No policy of this id was applied to the line; name one that the review shows, and its criterion."
        yield Problem(path=f"{path}/reason/policy_id", code="unknown_policy", message=message)
    if reason.criterion_id is not None and _criterion(assessed, reason.policy_id, reason.criterion_id) is None:
        message = "The review of this line shows no criterion of this id in that policy."
        yield Problem(path=f"{path}/reason/criterion_id", code="unknown_criterion", message=message)


def _assessment(revision: Revision, line: str) -> LineAssessment | None:
    return next((one for one in assessments(revision) if one.line == line), None)


def _criterion(assessed: LineAssessment | None, policy_id: str, criterion_id: str) -> AssessedCriterion | None:
    every = (*assessed.criteria, *assessed.universal) if assessed else ()
    return next((one for one in every if (one.policy_id, one.result.id) == (policy_id, criterion_id)), None)


def _determine_line(asked: ServiceLine, decision: Decision, before: Before) -> LineDetermination:
    """The decision on a line; one that is not named is approved as it was asked for."""
    said = next((one for one in decision.lines if one.line == asked.line), None)
    said = said or LineDecision(line=asked.line, outcome=LineOutcome.APPROVED)
    line = LineDetermination(
        line=asked.line,
        code=asked.code,
        outcome=said.outcome,
        requested_units=asked.units,
        side=asked.side,
        place_of_service=asked.place_of_service,
        conditions=said.conditions,
        reason=said.reason,
    )
    if said.outcome is LineOutcome.DENIED:
        return line
    begins = said.begins or asked.from_ or before.today
    ends = said.ends or asked.to or begins + dt.timedelta(days=before.approval_days - 1)
    if ends < begins:
        message = f"Line {asked.line}: the approval would end on {ends}, before it begins on {begins}; give both dates."
        raise CaseRejected([Problem(path="/lines", code="impossible_date", message=message)])
    units = said.units or asked.units
    return line.model_copy(update={"units": units, "begins": begins, "ends": ends})


def _check_outcome(decision: Decision, outcome: DeterminationOutcome, before: Before) -> None:
    """Raises ``CaseRejected`` where the lines come to another outcome than is stated, or nothing is overridden."""
    stated = DeterminationOutcome.APPROVED if decision.action is Action.ACCEPT else decision.outcome
    if outcome is not stated:
        message = f"The lines come to '{outcome.value}', and '{stated}' is stated; correct one of them."
        raise CaseRejected([Problem(path="/outcome", code="outcome_differs", message=message)])
    check_overrides(decision.action, outcome, before)


def _override(decision: Decision, before: Before, lines: tuple[LineDetermination, ...]) -> Override | None:
    if decision.action is Action.ACCEPT or decision.reason_code is None:
        return None
    return Override(
        reason_code=decision.reason_code,
        rationale=decision.rationale or "",
        recommended=before.revision.recommendation.outcome,
        changed=tuple(change for line in lines for change in _changes(line, before.revision)),
    )


def _changes(line: LineDetermination, revision: Revision) -> Iterator[CriterionChange]:
    """An approval decides every open criterion as met; an adverse decision, the one that it names as not met."""
    assessed = _assessment(revision, line.line)
    if assessed is None:
        return
    if line.reason is None:
        decided: Iterable[AssessedCriterion] = open_criteria(assessed)
    else:
        named = _criterion(assessed, line.reason.policy_id, line.reason.criterion_id or "")
        decided = [named] if named is not None and named.result.status is not Status.NOT_MET else []
    for item in decided:
        yield CriterionChange(
            line=line.line,
            policy_id=item.policy_id,
            criterion_id=item.result.id,
            text=item.result.label,
            computed=item.result.status,
        )
