"""A policy's criteria as a tree a person reads, with or without a case's statuses."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from priorauth.assessment import CriterionResult, Reserved
from priorauth.criteria import AtLeast, Criterion, JudgementLeaf, kind_of
from priorauth.nodes import Verification
from priorauth.phrasing import describe, in_full
from priorauth.policy import Policy
from priorauth.record_criteria import Silence
from priorauth.trees import children_of
from priorauth.value import Value

_INDENT = "  "


class ExplainedNode(Value):
    """A node of a policy's criteria, as a person draws it.

    ``text`` is the author's, where there is one; ``asks`` what is computed, in words: the concept, its threshold and
    unit, its window. ``count`` is how many of the children must hold, under ``at_least_of``. ``reserved`` says why a
    person decides it; None where it is computed. ``presumed_absent``: where the record is silent, the source lets it be
    read as absent. What a node does not state itself it has from its nearest ancestor.
    """

    id: str
    kind: str
    count: int | None = None
    title: str | None
    text: str | None
    asks: str
    source: str
    verification: Verification
    discretion: bool
    reserved: Reserved | None
    presumed_absent: bool
    send: str | None
    for_codes: tuple[str, ...]
    children: tuple["ExplainedNode", ...]


ExplainedNode.model_rebuild()


def explained(policy: Policy) -> tuple[ExplainedNode, ...]:
    """The policy's criteria as trees, with the ids that their results have."""
    above = _Above(policy.id, policy.citation.title, Verification.UNVERIFIED, None)
    return tuple(_explained(criterion, above) for criterion in policy.criteria)


class _Above(NamedTuple):
    """What a node has from its ancestors."""

    id: str
    source: str
    verification: Verification
    send: str | None


def _explained(node: Criterion, above: _Above) -> ExplainedNode:
    own = _Above(
        node.id or above.id,
        node.source or above.source,
        node.verification or above.verification,
        node.send or above.send,
    )
    children = enumerate(children_of(node), start=1)
    return ExplainedNode(
        id=own.id,
        kind=kind_of(node),
        count=node.count if isinstance(node, AtLeast) else None,
        title=node.title,
        text=" ".join(node.text.split()) if node.text else None,
        asks=describe(node),
        source=own.source,
        verification=own.verification,
        discretion=node.discretion,
        reserved=reserved_to_a_person(node),
        presumed_absent=getattr(node, "if_silent", None) is Silence.PRESUMED_ABSENT,
        send=own.send,
        for_codes=node.for_codes,
        children=tuple(_explained(child, own._replace(id=f"{own.id}.{number}")) for number, child in children),
    )


def reserved_to_a_person(node: Criterion) -> Reserved | None:
    """Why a person decides a node, by what its author says of it; None where it is computed."""
    if node.verification is Verification.UNVERIFIED:
        return Reserved.UNVERIFIED
    if node.discretion:
        return Reserved.DISCRETION
    return Reserved.PROSE if isinstance(node, JudgementLeaf) else None


def explain_policy(policy: Policy) -> str:
    """The policy's criteria as an indented tree, each required; marks say what is not verified or a person's."""
    return "\n".join(f"{_INDENT * depth}- {said}" for depth, said in criteria_tree(policy))


def criteria_tree(policy: Policy) -> Iterator[tuple[int, str]]:
    """Every node of the policy's criteria in words with its marks, and its depth from 0."""
    for criterion in policy.criteria:
        yield from _nodes(criterion, 0)


def _nodes(node: Criterion, depth: int) -> Iterator[tuple[int, str]]:
    marks = marks_of(node.verification, discretion=node.discretion, kind=kind_of(node))
    limits = (f"for {', '.join(node.for_codes)} only",) if node.for_codes else ()
    operator = f" — {describe(node).lower()}" if children_of(node) and (node.title or node.text) else ""
    yield depth, " ".join(in_full(node).split()) + operator + in_brackets((*marks, *limits))
    for child in children_of(node):
        yield from _nodes(child, depth + 1)


def marks_of(verification: Verification | None, *, discretion: bool, kind: str) -> tuple[str, ...]:
    """How sure we are of a node where it was not read in its source, and what leaves it to a person."""
    marks = (
        ("unverified: a person decides", verification is Verification.UNVERIFIED),
        ("secondary source", verification is Verification.SECONDARY),
        ("contractor's discretion: a person decides", discretion),
        ("in prose only: a person judges", kind == "judgement"),
    )
    return tuple(mark for mark, holds in marks if holds)


def in_brackets(marks: Sequence[str]) -> str:
    """Marks as they stand behind a text; empty where there is none."""
    return f" [{'; '.join(marks)}]" if marks else ""


def explain_result(result: CriterionResult, depth: int = 0) -> Iterator[str]:
    """A judged criterion as an indented tree: status, text and reason of every node."""
    yield f"{_INDENT * depth}- {result.status.value}: {' '.join(result.text.split())} ({result.reason})"
    for child in result.children:
        yield from explain_result(child, depth + 1)
