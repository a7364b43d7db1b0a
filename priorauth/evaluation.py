"""Evaluating a criterion's tree for one service line, in strong Kleene logic.

``all_of`` is the minimum, ``any_of`` the maximum; an operator's confidence is the lowest (``all_of``) or the highest
(``any_of`` and the others) of the children that share its status. A node that is unverified, discretionary or prose is
a person's to decide: the nodes below it are computed and shown, its own status is INSUFFICIENT until a clinician
confirms it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from priorauth import kleene
from priorauth.assessment import Basis, CriterionResult
from priorauth.case import Side
from priorauth.case_leaves import (
    judge_age,
    judge_diagnosis,
    judge_document,
    judge_place,
    judge_request_type,
    judge_service_code,
    judge_sex,
    judge_taxonomy,
    judge_units,
)
from priorauth.criteria import AllOf, AnyOf, AtLeast, Criterion, JudgementLeaf, NoneOf, kind_of
from priorauth.finding_leaves import judge_finding
from priorauth.inquiry import Inquiry
from priorauth.kleene import Status
from priorauth.measurement_leaves import judge_measurement
from priorauth.nodes import Verification
from priorauth.phrasing import describe
from priorauth.prior_use_leaves import judge_prior_use
from priorauth.record_criteria import Silence
from priorauth.reserved import confirm, reserve
from priorauth.treatment_leaves import judge_treatment
from priorauth.trees import children_of
from priorauth.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Inherited:
    """What a node takes from its ancestors where it does not state it itself. ``policy_id`` is that of the policy."""

    id: str
    source: str
    verification: Verification
    send: str | None = None
    policy_id: str | None = None


def evaluate(node: Criterion, inquiry: Inquiry, inherited: Inherited) -> CriterionResult:
    """The node judged for the inquiry's service line, with all nodes below it."""
    own = _own(node, inherited)
    children = tuple(
        evaluate(child, inquiry, replace(own, id=f"{own.id}.{number}"))
        for number, child in enumerate(children_of(node), start=1)
    )
    verdict = _combine(node, children) if children else _judge(node, inquiry)
    text = _text(node, is_leaf=not children)
    reserved = reserve(node, verdict, is_leaf=not children)
    settled = confirm(reserved, own.policy_id, own.id, text, inquiry)
    return _result(node, own, text, children, settled)


def _text(node: Criterion, *, is_leaf: bool) -> str:
    return node.text or (None if is_leaf else node.title) or describe(node)


def _judge(node: Criterion, inquiry: Inquiry) -> Verdict:
    """A leaf judged for the request's side: where both sides are asked for, it holds on each, an exclusion on one."""
    judge = _JUDGES[kind_of(node)]
    if not getattr(node, "same_side", False) or inquiry.line.side is not Side.BILATERAL:
        return judge(node, inquiry)
    sides = [judge(node, inquiry.on_side(side)) for side in (Side.RIGHT, Side.LEFT)]
    excludes = getattr(node, "if_silent", None) is Silence.PRESUMED_ABSENT
    status = (kleene.any_of if excludes else kleene.all_of)([verdict.status for verdict in sides])
    alike = [verdict for verdict in sides if verdict.status is status]
    weakest = min(alike, key=lambda verdict: verdict.confidence)
    deciding = [fact for verdict in alike for fact in verdict.deciding]
    return replace(weakest, deciding=tuple({fact.id: fact for fact in deciding}.values()))


def _own(node: Criterion, inherited: Inherited) -> Inherited:
    return replace(
        inherited,
        id=node.id or inherited.id,
        source=node.source or inherited.source,
        verification=node.verification or inherited.verification,
        send=node.send or inherited.send,
    )


def _result(
    node: Criterion, own: Inherited, text: str, children: tuple[CriterionResult, ...], verdict: Verdict
) -> CriterionResult:
    return CriterionResult(
        id=own.id,
        kind=kind_of(node),
        title=node.title,
        text=text,
        source=own.source,
        verification=own.verification,
        discretion=node.discretion,
        status=verdict.status,
        confidence=verdict.confidence,
        basis=verdict.basis,
        reason=verdict.reason,
        evidence=tuple(fact.grounds for fact in (*verdict.deciding, *verdict.against)) + verdict.evidence,
        facts=tuple(fact.id for fact in verdict.deciding),
        against=tuple(fact.id for fact in verdict.against),
        send=own.send if _asks_for_documents(verdict) else None,
        children=children,
        reserved=verdict.reserved,
    )


def _asks_for_documents(verdict: Verdict) -> bool:
    return verdict.status is not Status.MET and verdict.basis is not Basis.PERSON


_OPERATORS: dict[str, Callable[[Sequence[Status]], Status]] = {
    "all_of": kleene.all_of,
    "any_of": kleene.any_of,
    "none_of": kleene.none_of,
}


def _status_of(node: Criterion, statuses: Sequence[Status]) -> Status:
    return kleene.at_least(node.count, statuses) if isinstance(node, AtLeast) else _OPERATORS[kind_of(node)](statuses)


def _combine(node: Criterion, children: Sequence[CriterionResult]) -> Verdict:
    status = _status_of(node, [child.status for child in children])
    decisive = _decisive(node, status, children)
    every_child_counts = isinstance(node, AllOf) or (isinstance(node, NoneOf) and status is Status.MET)
    confidence = _confidence(node, status, [child.confidence for child in decisive], every_child_counts)
    order = _BINDING if every_child_counts else _OPEN_WAYS
    basis = min((child.basis for child in decisive), key=order.index)
    return Verdict(status, basis, _summary(node, children), confidence)


def _confidence(node: Criterion, status: Status, confidences: Sequence[int], every_child_counts: bool) -> int:
    """The lowest where every child counts, the highest where one is enough, the n-th best for "at least n"."""
    if isinstance(node, AtLeast) and status is Status.MET:
        return sorted(confidences, reverse=True)[node.count - 1]
    return min(confidences) if every_child_counts else max(confidences)


_OPEN_WAYS = (
    Basis.STATED,
    Basis.CONFIRMED,
    Basis.CONTRADICTED,
    Basis.UNCLEAR,
    Basis.WEAK,
    Basis.SILENT,
    Basis.PRESUMED_ABSENT,
    Basis.NOT_CHECKED,
    Basis.MODEL,
    Basis.PERSON,
)
"""Where one way is enough, what is nearest to settling it."""
_BINDING = (
    Basis.CONTRADICTED,
    Basis.PERSON,
    Basis.MODEL,
    Basis.NOT_CHECKED,
    Basis.UNCLEAR,
    Basis.WEAK,
    Basis.SILENT,
    Basis.CONFIRMED,
    Basis.PRESUMED_ABSENT,
    Basis.STATED,
)
"""Where every condition counts, what is hardest to settle."""


def _decisive(node: Criterion, status: Status, children: Sequence[CriterionResult]) -> list[CriterionResult]:
    """The children that share the node's status (its opposite, under ``none_of``); all, where a count decides."""
    wanted = kleene.negate(status) if isinstance(node, NoneOf) else status
    return [child for child in children if child.status is wanted] or list(children)


def _summary(node: Criterion, children: Sequence[CriterionResult]) -> str:
    met = sum(child.status is Status.MET for child in children)
    unknown = sum(child.status is Status.INSUFFICIENT for child in children)
    of = f"{met} of {len(children)} hold" + (f", {unknown} unknown" if unknown else "")
    match node:
        case AnyOf():
            return f"At least one must hold: {of}."
        case AtLeast(count=count):
            return f"At least {count} must hold: {of}."
        case NoneOf():
            return f"None may hold: {of}."
        case _:
            return f"All must hold: {of}."


def _judge_prose(leaf: JudgementLeaf, inquiry: Inquiry) -> Verdict:
    return Verdict(Status.INSUFFICIENT, Basis.PERSON, "Only a person can judge this.")


_JUDGES: Mapping[str, Callable[[Any, Inquiry], Verdict]] = {
    "finding": judge_finding,
    "measurement": judge_measurement,
    "treatment": judge_treatment,
    "document": judge_document,
    "prior_use": judge_prior_use,
    "service_code": judge_service_code,
    "request_type": judge_request_type,
    "units_at_most": judge_units,
    "place_of_service": judge_place,
    "age": judge_age,
    "sex": judge_sex,
    "taxonomy": judge_taxonomy,
    "diagnosis": judge_diagnosis,
    "judgement": _judge_prose,
}
"""Who judges a leaf, by its kind."""
