"""Medicare's administrative contractors by state, each row with its source and how well it attests it."""

from functools import cache
from typing import Literal

from mcp_servers.answers import Record
from mcp_servers.records import read_records
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


@cache
def embedded_contractors() -> tuple[Contractor, ...]:
    """Every row. A jurisdiction has several where its states are attested differently."""
    return read_records(__package__ or "", "contractors.jsonl", Contractor)


def contractors_of(state: str, kind: ContractorKind | None = None) -> tuple[Contractor, ...]:
    """The contractors of a state (two capital letters), of one kind or of both."""
    return tuple(row for row in embedded_contractors() if state in row.states and kind in (None, row.kind))
