"""Why a criterion stands as it does, in one line: for gates, lines and summaries, where its whole tree is too much."""

from collections.abc import Sequence

from priorauth.assessment import CriterionResult
from priorauth.kleene import negate

_EVERY_CHILD_COUNTS = ("all_of", "none_of")


def tell(result: CriterionResult) -> str:
    """The criterion by its title, its status, and the main reason for it."""
    return f"{result.label} ({result.status.value}). {main_reason(result)}"


def main_reason(result: CriterionResult) -> str:
    """The reason of the leaf that decides a node, with the name of what decides where that is one thing alone.

    Where several ways are open, none of them is named: each could be shown.
    """
    return _reason(result)[0]


def _reason(result: CriterionResult) -> tuple[str, bool]:
    """The main reason, and whether it names what it is about."""
    decisive = _decisive(result)
    if not decisive:
        return result.reason, False
    reason, named = _reason(decisive[0])
    others = len(decisive) - 1
    if others and result.kind not in _EVERY_CHILD_COUNTS:
        return _leaf_of(decisive[0]).reason, False
    name = decisive[0].title if decisive[0].children else decisive[0].label
    if name and not named:
        reason, named = f"{name}: {reason}", True
    return (f"{reason} And {others} more." if others else reason), named


def _leaf_of(result: CriterionResult) -> CriterionResult:
    decisive = _decisive(result)
    return _leaf_of(decisive[0]) if decisive else result


def _decisive(result: CriterionResult) -> Sequence[CriterionResult]:
    """The children that gave a node its status, for the reason that weighs most."""
    wanted = negate(result.status) if result.kind == "none_of" else result.status
    return [child for child in result.children if child.status is wanted and child.basis is result.basis]
