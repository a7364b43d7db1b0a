"""Which Medicare administrative contractor serves which state: one table, from which a local policy's states follow.

The table is ``policies/contractors.yaml``. A local coverage determination names its contractors; it lists no states.
"""

from collections.abc import Collection, Iterable, Iterator
from enum import StrEnum
from functools import cached_property

from pydantic import Field

from priorauth.completeness import Place
from priorauth.fields import StateCode
from priorauth.frontmatter import part, part_of
from priorauth.layers import PolicyKind
from priorauth.nodes import Verification
from priorauth.value import Value

LOCAL_KINDS = (PolicyKind.LCD, PolicyKind.ARTICLE)
"""The kinds of policy that contractors publish."""


class ContractorKind(StrEnum):
    """``ab_mac`` handles Parts A and B, ``dme_mac`` durable medical equipment."""

    AB_MAC = "ab_mac"
    DME_MAC = "dme_mac"


class Serving(Value):
    """States that a contractor serves, and how sure we are that it does."""

    states: tuple[StateCode, ...] = Field(min_length=1)
    verification: Verification
    source: str = Field(min_length=1)


class Contractor(Value):
    """A contractor in one jurisdiction. ``name`` is what policies call it."""

    name: str = Field(min_length=1)
    organization: str = Field(min_length=1)
    kind: ContractorKind
    jurisdiction: str = Field(pattern=r"^J[A-Z0-9]+$")
    serves: tuple[Serving, ...] = Field(min_length=1)

    @cached_property
    def states(self) -> tuple[str, ...]:
        """All its states, in the order of the alphabet."""
        return tuple(sorted(state for group in self.serves for state in group.states))


class Area(Value):
    """The states of some contractors; ``unverified`` are those of which no source that was read says so."""

    states: tuple[str, ...]
    unverified: tuple[str, ...]


class Contractors(Value):
    """The table."""

    contractors: tuple[Contractor, ...] = Field(min_length=1)

    def named(self, names: Collection[str]) -> tuple[Contractor, ...]:
        """The contractors of these names; a name that is not in the table is left out."""
        return tuple(one for one in self.contractors if one.name in names)

    def of_state(self, state: str, kind: ContractorKind | None = None) -> tuple[Contractor, ...]:
        """The contractors of a state (two capital letters), of one kind or of both."""
        return tuple(one for one in self.contractors if state in one.states and kind in (None, one.kind))

    def area(self, names: Collection[str]) -> Area:
        """Where a policy of these contractors applies. No states: everywhere, because all of one kind publish it."""
        own = self.named(names)
        everywhere = any(
            all(one in own for one in self.contractors if one.kind is kind) for kind in {one.kind for one in own}
        )
        groups = () if everywhere else tuple(group for one in own for group in one.serves)
        return Area(states=_states(groups), unverified=_states(_unverified(groups)))


def _unverified(groups: Iterable[Serving]) -> Iterator[Serving]:
    return (group for group in groups if group.verification is Verification.UNVERIFIED)


def _states(groups: Iterable[Serving]) -> tuple[str, ...]:
    return tuple(sorted({state for group in groups for state in group.states}))


def table_problems(table: Contractors) -> Iterator[tuple[Place, str]]:
    """Names that stand for two contractors, and states that two contractors of one kind serve, place by place."""
    names = set[str]()
    served = dict[tuple[ContractorKind, str], str]()
    for number, one in enumerate(table.contractors):
        if one.name in names:
            yield ("contractors", number, "name"), f"the contractor {one.name} stands in the table twice"
        names.add(one.name)
        for group, serving in enumerate(one.serves):
            for state in serving.states:
                if (one.kind, state) in served:
                    at = ("contractors", number, "serves", group, "states")
                    yield at, f"{state} is served by {served[one.kind, state]} already"
                served[one.kind, state] = one.name


def naming_problems(policy: object, known: Collection[str]) -> Iterator[tuple[Place, str]]:
    """What is wrong with how a policy, as it is written, says whose it is and where it applies.

    ``known`` are the names that stand in the table.
    """
    if part_of(policy, "states_unverified") is not None:
        yield ("states_unverified",), "states_unverified is no field: policies/contractors.yaml says it"
    contractors = part(policy, "contractors")
    if part_of(policy, "kind") not in tuple(LOCAL_KINDS):
        if contractors:
            yield ("contractors",), "only a local determination or article has contractors"
        return
    if not contractors:
        yield ("kind",), "a local policy names its contractors, as policies/contractors.yaml names them"
    if part_of(policy, "states") is not None:
        yield ("states",), "a local policy lists no states: they follow from its contractors"
    for number, name in enumerate(contractors):
        if isinstance(name, str) and name not in known:
            yield ("contractors", number), f"no contractor is named '{name}' in policies/contractors.yaml"
