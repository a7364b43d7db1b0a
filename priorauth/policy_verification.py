"""How sure we are of a whole policy: how many of its conditions were read in their source, how many a person decides.

A condition is a leaf of the criteria's trees. It is as sure as the nearest of its ancestors that says so, and one whose
ancestors say nothing is unverified.
"""

from collections import Counter
from collections.abc import Iterator
from enum import StrEnum

from priorauth.criteria import Criterion
from priorauth.explain import reserved_to_a_person
from priorauth.nodes import Verification
from priorauth.policy import Policy
from priorauth.trees import children_of, walk
from priorauth.value import Value


class Overall(StrEnum):
    """How sure we are of all conditions together; ``partly`` where they differ."""

    VERIFIED = "verified"
    SECONDARY = "secondary"
    UNVERIFIED = "unverified"
    PARTLY = "partly"


class PolicyVerification(Value):
    """Counts of conditions by how sure we are of them, and how many parts of the criteria a person decides.

    A part is a person's where it is unverified, left to the contractor's discretion, or prose.
    """

    overall: Overall
    verified: int
    secondary: int
    unverified: int
    for_a_person: int


def verification_of(policy: Policy) -> PolicyVerification:
    """How sure we are of the policy's conditions."""
    counts = Counter(one for criterion in policy.criteria for one in _of_leaves(criterion, Verification.UNVERIFIED))
    parts = [node for criterion in policy.criteria for node in walk(criterion)]
    return PolicyVerification(
        overall=Overall(next(iter(counts)).value) if len(counts) == 1 else Overall.PARTLY,
        verified=counts[Verification.VERIFIED],
        secondary=counts[Verification.SECONDARY],
        unverified=counts[Verification.UNVERIFIED],
        for_a_person=sum(reserved_to_a_person(node) is not None for node in parts),
    )


def _of_leaves(node: Criterion, above: Verification) -> Iterator[Verification]:
    own = node.verification or above
    children = children_of(node)
    if not children:
        yield own
    for child in children:
        yield from _of_leaves(child, own)
