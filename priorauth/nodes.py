"""What every node of a criterion's tree may state, and how sure we are of it."""

from enum import StrEnum

from pydantic import Field

from priorauth.value import Value


class Verification(StrEnum):
    """How sure we are that the cited source says this.

    ``verified``: read in the source's own text; ``secondary``: read in a summary of it; ``unverified``: known but not
    read. An unverified criterion is never computed: a person decides.
    """

    VERIFIED = "verified"
    SECONDARY = "secondary"
    UNVERIFIED = "unverified"


class Node(Value):
    """What every node may state.

    ``title`` names the node in a few words, for a reader at a glance; ``text`` states it in full. ``send`` asks for the
    complete report or statement that would answer it, never for a value. ``discretion`` marks what the source leaves to
    the contractor's judgment: never computed either. ``for_codes`` limits a policy's criterion to some of its codes,
    where one policy governs several services; it stands at the top of a tree only.
    """

    id: str | None = Field(default=None, pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: str | None = Field(default=None, min_length=1, max_length=60, pattern=r"^\S.*[^.\s]$")
    text: str | None = None
    source: str | None = None
    verification: Verification | None = None
    discretion: bool = False
    send: str | None = None
    for_codes: tuple[str, ...] = ()

    def is_for(self, code: str) -> bool:
        """Whether a policy's criterion is asked for a service code."""
        return not self.for_codes or code in self.for_codes
