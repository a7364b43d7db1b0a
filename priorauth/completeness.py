"""What every top-level criterion of a policy states, told of criteria as they are written."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from priorauth.criteria import OPERATORS

Place = tuple[int | str, ...]
"""Where something stands in a file: keys and places in lists, from the outermost inwards."""
_OPERATORS = frozenset(OPERATORS)
_STATED = ("id", "title", "text", "source", "verification", "send")


def criteria_problems(criteria: Sequence[Any]) -> Iterator[tuple[Place, str]]:
    """What top-level criteria, as they are written, do not state, and which ids and titles are given twice."""
    ids, titles = set[str](), set[str]()
    for number, criterion in enumerate(criteria):
        if not isinstance(criterion, dict):
            continue
        stated = cast(dict[str, Any], criterion)
        shown = stated.get("id") or stated.get("text") or "?"
        for name in _STATED:
            if stated.get(name) is None:
                yield (number,), f"the criterion {shown} states no {name}"
        yield from _repeated("id", stated, (number,), ids)
        for at, node in _nodes(stated, (number,)):
            yield from _repeated("title", node, at, titles)


def _nodes(written: Mapping[str, Any], at: Place) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    """A node and all below it, in the order in which they are written."""
    waiting = [(at, written)]
    while waiting:
        place, node = waiting.pop()
        yield place, node
        if not _OPERATORS.isdisjoint(node):
            waiting += reversed(list(_children(node, place)))


def _children(node: Mapping[str, Any], at: Place) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    for kind in OPERATORS:
        children = node.get(kind)
        for number, child in enumerate(cast(Sequence[Any], children) if isinstance(children, list | tuple) else ()):
            if isinstance(child, dict):
                yield (*at, kind, number), cast(dict[str, Any], child)


def _repeated(name: str, node: Mapping[str, Any], at: Place, before: set[str]) -> Iterator[tuple[Place, str]]:
    given = node.get(name)
    if isinstance(given, str) and given in before:
        yield (*at, name), f"the criterion {name} '{given}' is given twice"
    elif isinstance(given, str):
        before.add(given)
