"""The result of evaluating a criterion: every node keeps its status, evidence and what is missing."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from priorauth.evidence import Evidence
from priorauth.kleene import Status
from priorauth.nodes import Verification
from priorauth.value import Value, is_empty


class Basis(StrEnum):
    """Why a node has its status.

    ``stated``: the evidence decides; ``silent``: nothing in the record speaks of it; ``presumed_absent``: silence that
    the cited source lets us read as absence; ``weak``: stated, under the confidence floor; ``unclear``: stated without
    what is needed to judge it; ``contradicted``: the record says both; ``person``: unverified, discretionary or prose,
    so a clinician decides; ``model``: only a model judged it; ``not_checked``: no source is connected; ``confirmed``:
    a clinician has judged what is a person's to judge.
    """

    STATED = "stated"
    SILENT = "silent"
    PRESUMED_ABSENT = "presumed_absent"
    WEAK = "weak"
    UNCLEAR = "unclear"
    CONTRADICTED = "contradicted"
    PERSON = "person"
    MODEL = "model"
    NOT_CHECKED = "not_checked"
    CONFIRMED = "confirmed"


class Reserved(StrEnum):
    """Why a node is a person's to judge.

    ``unverified``: the rule was not read in its source; ``discretion``: the source leaves it to judgment; ``prose``: it
    cannot be computed; ``model``: only a model judged it; ``not_checked``: no source is connected.
    """

    UNVERIFIED = "unverified"
    DISCRETION = "discretion"
    PROSE = "prose"
    MODEL = "model"
    NOT_CHECKED = "not_checked"


class Proposed(Value):
    """How a language model reads the record on a criterion that cannot be computed. ``by`` is the model's name.

    The criterion's evidence holds the words that it points to. No gate heeds it.
    """

    status: Literal[Status.MET, Status.NOT_MET]
    by: Annotated[str, Field(min_length=1)]


class CriterionResult(Value):
    """A node of a criterion's tree, judged.

    ``title`` is its name in a few words, where its author gave one; ``text`` states it in full. ``discretion``: the
    source leaves it to the contractor's judgment. ``confidence`` is 0 to 100. ``facts`` are the ids of the facts that
    decide the status, ``against`` those that speak against it. ``reason`` is a sentence for the reviewer; ``send`` what
    to ask the provider for. ``reserved`` says why a clinician may confirm this very node; None where it is computed.
    ``proposed`` is what a language model proposes of it, for the reviewer's eye.
    """

    id: str
    kind: str
    title: str | None = None
    text: str
    source: str
    verification: Verification
    discretion: bool = False
    status: Status
    confidence: int = Field(ge=0, le=100)
    basis: Basis
    reason: str
    evidence: tuple[Evidence, ...] = ()
    facts: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    send: str | None = None
    children: tuple["CriterionResult", ...] = ()
    reserved: Reserved | None = Field(default=None, exclude_if=is_empty)
    proposed: Proposed | None = Field(default=None, exclude_if=is_empty)

    @property
    def label(self) -> str:
        """What the node is called where there is no room for its text."""
        return self.title or self.text.rstrip(".")

    def leaves(self) -> tuple["CriterionResult", ...]:
        """The leaves under this node, itself when it is one."""
        return tuple(leaf for child in self.children for leaf in child.leaves()) if self.children else (self,)


CriterionResult.model_rebuild()
