"""Medicare's administrative contractors by state, each row with its source and how well it attests it."""

from collections.abc import Iterator
from typing import Literal

from mcp_servers.answers import Record
from priorauth import contractors as table
from priorauth.nodes import Verification

ContractorKind = Literal["ab_mac", "dme_mac"]


class Contractor(Record):
    """A contractor in some states. ``ab_mac`` handles Parts A and B, ``dme_mac`` durable medical equipment."""

    name: str
    kind: ContractorKind
    jurisdiction: str
    states: tuple[str, ...]
    verification: Verification
    source: str


class Contractors(Record):
    """The contractors of a state."""

    state: str
    contractors: tuple[Contractor, ...]


def contractors_of(
    state: str, known: table.Contractors | None, kind: ContractorKind | None = None
) -> tuple[Contractor, ...]:
    """The contractors of a state (two capital letters), of one kind or of both, as the rule book's table has them."""
    wanted = table.ContractorKind(kind) if kind else None
    return tuple(row for one in (known.of_state(state, wanted) if known else ()) for row in _rows(one, state))


def _rows(contractor: table.Contractor, state: str) -> Iterator[Contractor]:
    """The contractor with the group of states that this state is in: another group may be attested otherwise."""
    for group in contractor.serves:
        if state in group.states:
            yield Contractor(
                name=contractor.organization,
                kind=contractor.kind.value,
                jurisdiction=contractor.jurisdiction,
                **group.model_dump(),
            )
