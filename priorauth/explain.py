"""A policy's criteria as a tree a person reads, with or without a case's statuses."""

from collections.abc import Iterator, Sequence

from priorauth.assessment import CriterionResult
from priorauth.criteria import Criterion, kind_of
from priorauth.nodes import Verification
from priorauth.phrasing import describe, in_full
from priorauth.policy import Policy
from priorauth.trees import children_of

_INDENT = "  "


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
