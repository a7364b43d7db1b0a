"""A policy's criteria as a tree a person reads, with or without a case's statuses."""

from collections.abc import Iterator

from priorauth.assessment import CriterionResult
from priorauth.criteria import Criterion
from priorauth.nodes import Verification
from priorauth.phrasing import describe, in_full
from priorauth.policy import Policy
from priorauth.trees import children_of

_INDENT = "  "


def explain_policy(policy: Policy) -> str:
    """The policy's criteria as an indented tree, each required; marks say what is not verified or is discretionary."""
    return "\n".join(line for criterion in policy.criteria for line in _criterion_lines(criterion, 0))


def _criterion_lines(node: Criterion, depth: int) -> Iterator[str]:
    marks = [
        mark
        for mark, holds in (
            ("unverified: a person decides", node.verification is Verification.UNVERIFIED),
            ("secondary source", node.verification is Verification.SECONDARY),
            ("contractor's discretion: a person decides", node.discretion),
            (f"for {', '.join(node.for_codes)} only", bool(node.for_codes)),
        )
        if holds
    ]
    operator = f" — {describe(node).lower()}" if children_of(node) and (node.title or node.text) else ""
    yield f"{_INDENT * depth}- {' '.join(in_full(node).split())}{operator}" + (
        f" [{'; '.join(marks)}]" if marks else ""
    )
    for child in children_of(node):
        yield from _criterion_lines(child, depth + 1)


def explain_result(result: CriterionResult, depth: int = 0) -> Iterator[str]:
    """A judged criterion as an indented tree: status, text and reason of every node."""
    yield f"{_INDENT * depth}- {result.status.value}: {' '.join(result.text.split())} ({result.reason})"
    for child in result.children:
        yield from explain_result(child, depth + 1)
