"""Walking a criterion's tree."""

from collections.abc import Iterator

from priorauth.criteria import AllOf, AnyOf, AtLeast, Criterion, NoneOf


def children_of(node: Criterion) -> tuple[Criterion, ...]:
    """The children of an operator; none for a leaf."""
    match node:
        case AllOf(all_of=children) | AnyOf(any_of=children) | NoneOf(none_of=children):
            return children
        case AtLeast(at_least_of=children):
            return children
        case _:
            return ()


def walk(node: Criterion) -> Iterator[Criterion]:
    """The node and all its descendants, in order."""
    yield node
    for child in children_of(node):
        yield from walk(child)
