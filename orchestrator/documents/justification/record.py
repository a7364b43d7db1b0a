"""The ninth section: what the clinician decided, as it was recorded."""

from collections.abc import Iterator

from orchestrator.documents.blocks import Block, Fields, Run, paragraph, plain
from orchestrator.documents.justification.wording import cell, moment
from orchestrator.store.revisions import FinishedRevision
from priorauth.determination import Determination


def clinicians_record(finished: FinishedRevision, made: Determination) -> Iterator[Block]:
    """The determination, who made it and when, and the recommendation that was on the screen."""
    yield Fields(pairs=tuple(_pairs(finished, made)))
    if made.digest != finished.digest:
        yield paragraph(f"This document shows revision {finished.revision.number}, which is not the one decided on.")


def _pairs(finished: FinishedRevision, made: Determination) -> Iterator[tuple[str, tuple[Run, ...]]]:
    outcome = Run(text=made.outcome.value.replace("_", " "), bold=True)
    yield f"Determination ({made.level.value})", (outcome,)
    yield "Authorization number", plain(made.authorization_number or "none; nothing was approved")
    yield "Decided by", cell(_decider(made), f" (development identity {made.decided_by}: chosen, not signed in)")
    yield "Decided at", plain(moment(made.decided_at))
    yield "On revision", plain(f"{made.revision}, {made.digest}")
    if made.digest == finished.digest:
        yield "It recommended", plain(finished.revision.recommendation.outcome.value)


def _decider(made: Determination) -> str:
    decider = made.decider
    if decider is None:
        return "not recorded"
    parts = (
        decider.signature,
        decider.role.value.replace("_", " "),
        f"NPI {decider.npi}" if decider.npi else None,
        f"licensed in {', '.join(decider.license_states)}" if decider.license_states else None,
    )
    return ", ".join(part for part in parts if part)
