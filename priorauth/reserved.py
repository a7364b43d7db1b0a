"""What only a person may judge, who may, and what a clinician has confirmed of it.

A criterion that is computed is not among these: to approve over it is an override, and no correction of facts.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from priorauth.assessment import Basis, CriterionResult, Reserved
from priorauth.case import Case
from priorauth.corrections import Confirmation, Correction, in_force, taken_back
from priorauth.evidence import CaseField
from priorauth.findings import AssessedCriterion, LineAssessment
from priorauth.inquiry import Inquiry
from priorauth.kleene import Status
from priorauth.nodes import Node, Verification
from priorauth.people import Role
from priorauth.verdict import Verdict

_PHYSICIANS = frozenset({Role.MEDICAL_DIRECTOR})
MAY_CONFIRM: Mapping[Reserved, frozenset[Role]] = MappingProxyType(
    {
        Reserved.UNVERIFIED: _PHYSICIANS,
        Reserved.DISCRETION: _PHYSICIANS,
        Reserved.PROSE: _PHYSICIANS,
        Reserved.MODEL: _PHYSICIANS,
        Reserved.NOT_CHECKED: _PHYSICIANS | {Role.NURSE_REVIEWER},
    }
)
"""Who may confirm it: a matter of record either of them, discretion and clinical judgment a physician alone."""

CONFIRMED_CONFIDENCE = 100
"""Who judged it has seen it: there is nothing to doubt about what was said."""
_REASONS = {
    Reserved.UNVERIFIED: "This rule has not been verified in its source; a clinician decides.",
    Reserved.DISCRETION: "The source leaves this to the contractor's judgment; a clinician decides.",
}
_LEAVES = {Basis.PERSON: Reserved.PROSE, Basis.NOT_CHECKED: Reserved.NOT_CHECKED}


def reserve(node: Node, verdict: Verdict, *, is_leaf: bool) -> Verdict:
    """What a person decides reads INSUFFICIENT. Only the node that states it is reserved; those below are computed.

    Discretion begins where its conditions hold, so that conditions that do not hold are told as they are.
    """
    if node.verification is Verification.UNVERIFIED:
        return _reserved(verdict, Reserved.UNVERIFIED)
    if node.discretion and verdict.status is Status.MET:
        return _reserved(verdict, Reserved.DISCRETION)
    kind = _LEAVES.get(verdict.basis) if is_leaf else None
    return replace(verdict, reserved=kind) if kind else verdict


def _reserved(verdict: Verdict, kind: Reserved) -> Verdict:
    return replace(
        verdict,
        status=Status.INSUFFICIENT,
        basis=Basis.PERSON,
        reason=_REASONS[kind],
        confidence=0,
        reserved=kind,
    )


def confirm(verdict: Verdict, policy_id: str | None, criterion_id: str, text: str, inquiry: Inquiry) -> Verdict:
    """The verdict as a clinician confirmed it, the last who did; as it is where nobody did, or nobody may."""
    if verdict.reserved is None:
        return verdict
    for place, one in reversed(in_force(inquiry.case.corrections)):
        if isinstance(one, Confirmation) and _is_for(one, policy_id, criterion_id, text, inquiry):
            if one.by.role not in MAY_CONFIRM[verdict.reserved]:
                continue
            return replace(
                verdict,
                status=Status.MET if one.met else Status.NOT_MET,
                basis=Basis.CONFIRMED,
                reason=one.told,
                confidence=CONFIRMED_CONFIDENCE,
                evidence=(*verdict.evidence, CaseField(pointer=f"/corrections/{place}", value=one.why)),
            )
    return verdict


def _is_for(one: Confirmation, policy_id: str | None, criterion_id: str, text: str, inquiry: Inquiry) -> bool:
    asked = (inquiry.line.line, policy_id, criterion_id, text)
    return (one.line, one.policy_id, one.criterion_id, one.text) == asked


def node_of(result: CriterionResult, criterion_id: str) -> CriterionResult | None:
    """The node with an id in a criterion's tree."""
    if result.id == criterion_id:
        return result
    return next((found for child in result.children if (found := node_of(child, criterion_id))), None)


def unconfirmed(case: Case, lines: Iterable[LineAssessment]) -> tuple[str, ...]:
    """A sentence for each confirmation that does not hold any more, and why."""
    return tuple(unconfirmed_by_place(case, lines).values())


def unconfirmed_by_place(case: Case, lines: Iterable[LineAssessment]) -> Mapping[int, str]:
    """The sentences of :func:`unconfirmed`, each by its confirmation's place in the case's corrections."""
    ended = taken_back(case.corrections)
    last = {
        (one.line, one.policy_id, one.criterion_id): (place, one, ended.get(place))
        for place, one in _confirmations(case.corrections)
    }
    every = tuple(lines)
    trees = [(line.line, item) for line in every for item in (*line.criteria, *line.universal)]
    return {
        place: f"What {one.by.told}, judged of '{one.text.rstrip('.')}' does not hold any more: {reason}"
        for (line, policy_id, criterion_id), (place, one, end) in last.items()
        for found in (_first(trees, line, policy_id, criterion_id),)
        if (reason := f"it was {end.told}" if end else _why_not(found, one, every))
    }


def _confirmations(corrections: Sequence[Correction]) -> Iterator[tuple[int, Confirmation]]:
    """The confirmations with their places: first those that were taken back, so that one that holds comes last."""
    holding = {place for place, _ in in_force(corrections)}
    judged = ((place, one) for place, one in enumerate(corrections) if isinstance(one, Confirmation))
    yield from sorted(judged, key=lambda pair: (pair[0] in holding, pair[0]))


def _is_told_of_another(one: Confirmation, lines: Iterable[LineAssessment]) -> bool:
    """Whether a universal criterion, which is told of one policy of the line's, is told of another than was judged."""
    return any(
        item.result.id == one.criterion_id and item.policy_id != one.policy_id
        for line in lines
        if line.line == one.line and one.policy_id in {match.policy_id for match in line.policies}
        for item in line.universal
    )


def _first(
    trees: Sequence[tuple[str, AssessedCriterion]], line: str, policy_id: str, criterion_id: str
) -> CriterionResult | None:
    nodes = (
        node_of(item.result, criterion_id) for of_line, item in trees if (of_line, item.policy_id) == (line, policy_id)
    )
    return next((node for node in nodes if node), None)


def _why_not(node: CriterionResult | None, one: Confirmation, lines: Sequence[LineAssessment]) -> str | None:
    if _is_told_of_another(one, lines):
        return None
    if node is None:
        return "no such criterion is asked for now."
    if node.basis is Basis.CONFIRMED:
        return None
    if node.text != one.text:
        return "the criterion is worded otherwise now."
    return "the criterion is computed from the record now."
