"""Who may make a determination: by role, by profile, by reason, and never the same person twice."""

import datetime as dt
from dataclasses import dataclass

from priorauth.applicability import Applicable, adverse_deciders
from priorauth.assessment import Basis
from priorauth.decision import Decision
from priorauth.determination import Action, Determination, DeterminationOutcome, Level, ReasonCode
from priorauth.errors import NotPermitted
from priorauth.findings import AssessedCriterion, LineAssessment, NotEvaluated
from priorauth.gates import GateOutcome
from priorauth.kleene import Status
from priorauth.lifecycle import CaseAct, check_may
from priorauth.people import Person, Role
from priorauth.profile_lines import Reviewer
from priorauth.revision import Revision
from priorauth.skill import GateName

PHYSICIANS_REASONS = frozenset({ReasonCode.POLICY_EXCEPTION, ReasonCode.CLINICAL_JUDGEMENT})
"""Reason codes that are a physician's, whatever is decided."""
_NURSES_BASES = frozenset({Basis.SILENT, Basis.WEAK, Basis.UNCLEAR})
"""What a nurse may find in the record herself. All else that is open is for a physician to judge."""
_PHYSICIAN_KINDS = frozenset({Reviewer.PHYSICIAN, Reviewer.PROFESSIONAL, Reviewer.MEDICAL_DIRECTOR, Reviewer.PERSON})
_PEER = frozenset({Reviewer.CLINICAL_PEER})
_PHYSICIAN_CREDENTIALS = frozenset({"MD", "DO"})


class DecisionNotTheirs(NotPermitted):
    """This decision is for somebody else to make (HTTP 403)."""


@dataclass(frozen=True, slots=True)
class Before:
    """What a decision is made on. ``initial`` is the earlier determination where this is its reconsideration.

    ``peer_to_peer`` says whether a talk with the ordering clinician was offered; ``approval_days`` is how long an
    approval holds where neither the clinician nor the request says. ``today`` is the plan's own day.
    """

    revision: Revision
    digest: str
    given: Applicable
    level: Level
    initial: Determination | None
    peer_to_peer: bool
    approval_days: int
    today: dt.date


def check_decider(decision: Decision, outcome: DeterminationOutcome, before: Before, person: Person) -> None:
    """Raises ``NotTheirs`` or :class:`DecisionNotTheirs` where this person may not decide so."""
    if before.initial is not None:
        _check_other_person(before.initial, person)
    if outcome is not DeterminationOutcome.APPROVED:
        check_may(person, CaseAct.DETERMINE_ADVERSELY)
        _check_adverse_decider(decision, before, person)
    elif decision.action is Action.OVERRIDE and person.role is not Role.MEDICAL_DIRECTOR:
        reason = _physicians_reason(decision, before.revision)
        if reason:
            raise DecisionNotTheirs(f"{reason} Correct the facts if the record was misread, or escalate the case.")


def _check_other_person(initial: Determination, person: Person) -> None:
    """A reconsideration is decided by a physician who did not decide before (42 CFR 422.590(h))."""
    if person.role is not Role.MEDICAL_DIRECTOR:
        raise DecisionNotTheirs("A reconsideration is for a medical director to decide.")
    if person.id == initial.decided_by:
        raise DecisionNotTheirs(
            f"{person.name} made the determination that is appealed. Another medical director decides the appeal."
        )


def _check_adverse_decider(decision: Decision, before: Before, person: Person) -> None:
    missing = [
        name
        for name, held in (
            ("credential", person.credential in _PHYSICIAN_CREDENTIALS),
            ("NPI", person.npi),
            ("state of license", person.license_states),
        )
        if not held
    ]
    if missing:
        raise DecisionNotTheirs(
            f"An adverse determination names its physician with credential, NPI and state of license. Not known of "
            f"{person.name}: {', '.join(missing)}. An administrator adds them."
        )
    kinds = _PHYSICIAN_KINDS | (_PEER if decision.same_specialty else frozenset[Reviewer]())
    for told in adverse_deciders(before.given).heard.sure:
        if kinds.isdisjoint(told.line.who):
            raise DecisionNotTheirs(
                f"{told.profile} asks for a clinical peer ({told.line.citation}): {told.line.text} State that you are "
                "of the same or a similar specialty (same_specialty), or hand the case to who is."
            )
        if told.line.licensed_here and before.given.situation.state not in person.license_states:
            raise DecisionNotTheirs(
                f"{told.profile} asks for a license of this state ({told.line.citation}): {told.line.text} "
                f"{person.name} is licensed in: {', '.join(person.license_states)}."
            )
        if told.line.peer_to_peer_first and not before.peer_to_peer:
            raise DecisionNotTheirs(
                f"{told.profile} asks for a talk with the ordering clinician first ({told.line.citation}): "
                f"{told.line.text} Offer one and log it before this decision."
            )


def _physicians_reason(decision: Decision, revision: Revision) -> str | None:
    """Why an approval against the recommendation is a physician's; None where a nurse may decide it."""
    if decision.reason_code in PHYSICIANS_REASONS:
        return f"The reason {decision.reason_code} is for a medical director to give."
    stopped = next((gate for gate in revision.recommendation.gates if gate.outcome is not GateOutcome.PASS), None)
    elsewhere = stopped is not None and stopped.gate is not GateName.NECESSITY
    if revision.recommendation.not_evaluated or elsewhere or (stopped and stopped.outcome is not GateOutcome.FAIL):
        return "Not every gate could be passed or evaluated; to approve all the same is for a medical director."
    for line in assessments(revision):
        if line.obstacle or any(not _nurse_may_settle(item) for item in open_criteria(line)):
            return (
                "A criterion is not met, or is for a physician to judge; to approve over it is for a medical director."
            )
    return None


def _nurse_may_settle(item: AssessedCriterion) -> bool:
    return item.result.status is Status.INSUFFICIENT and item.result.basis in _NURSES_BASES


def assessments(revision: Revision) -> tuple[LineAssessment, ...]:
    """The assessed service lines; none where coverage was not evaluated."""
    return () if isinstance(revision.coverage, NotEvaluated) else revision.coverage.lines


def open_criteria(line: LineAssessment) -> list[AssessedCriterion]:
    """The required criteria that are not MET."""
    return [item for item in line.required if item.result.status is not Status.MET]
