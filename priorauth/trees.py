"""Walking a criterion's tree, and what its nodes ask about."""

from collections.abc import Iterable, Iterator

from priorauth.criteria import AllOf, AnyOf, AtLeast, Criterion, NoneOf
from priorauth.record_criteria import FindingLeaf, MeasurementLeaf, PriorUseLeaf, TreatmentLeaf


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


def named_nodes(node: Criterion, above: str) -> Iterator[tuple[str, Criterion]]:
    """The node and all its descendants, in order, each with the id that its result has; ``above`` is its parent's."""
    own = node.id or above
    yield own, node
    for number, child in enumerate(children_of(node), start=1):
        yield from named_nodes(child, f"{own}.{number}")


def concepts_of(node: Criterion) -> Iterable[str]:
    """The concepts and groups that a node itself asks about, by name; none for an operator."""
    match node:
        case FindingLeaf(finding=name, before=other):
            return (name, other) if other else (name,)
        case TreatmentLeaf(treatment=name):
            return (name,)
        case PriorUseLeaf(prior_use=name, stated_count=count):
            return (name, count) if count else (name,)
        case MeasurementLeaf(yields_to=other):
            named = (name for one in node.readings for name in (one.measurement, one.when.method))
            return dict.fromkeys(concept for concept in (*named, other) if concept)
        case _:
            return ()
