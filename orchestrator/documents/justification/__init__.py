"""The audit justification: why the recommendation is what it is, in eight sections.

The clinician's record is the ninth, once a clinician has determined the case. Every sentence is a field of the
revision, of the determination or of the case's log; nothing is computed here but the arithmetic that is shown.
"""

from collections.abc import Callable, Iterator

from orchestrator.documents.blocks import Block, Document, Heading, Run, Tone, paragraph
from orchestrator.documents.justification.checks import validation_checks
from orchestrator.documents.justification.clinical import medical_necessity
from orchestrator.documents.justification.criteria import criterion_by_criterion
from orchestrator.documents.justification.record import clinicians_record
from orchestrator.documents.justification.summary import (
    decision_rationale,
    documentation_gaps,
    executive_summary,
    regulatory_compliance,
)
from orchestrator.documents.justification.trail import audit_trail
from orchestrator.documents.rendering.markdown import render_markdown
from orchestrator.store.events import ChainEnd
from orchestrator.store.revisions import FinishedRevision
from priorauth.determination import Determination

Section = Callable[[FinishedRevision], Iterator[Block]]


def justification_of(
    finished: FinishedRevision, made: Determination | None = None, end: ChainEnd | None = None
) -> Document:
    """The justification of a revision, with the determination that was made on it, if any.

    ``end`` is where the case's event chain ended when this was read; without it, the document names no end.
    """
    case_id, revision = finished.revision.case.case_id, finished.revision
    written = [(title, tuple(section(finished))) for title, section in _SECTIONS]
    written.insert(_TRAIL, ("Audit trail", tuple(audit_trail(finished, end))))
    if made is not None:
        written.append(("Clinician's record", tuple(clinicians_record(finished, made))))
        written[0] = (written[0][0], (_determined(made), *written[0][1]))
    blocks: list[Block] = []
    for number, (title, section) in enumerate(written, start=1):
        blocks += [Heading(level=1, text=f"{number}. {title}"), *(section or (paragraph("Nothing to report."),))]
    outcome = (
        made.outcome.value.replace("_", " ") if made else f"recommendation {revision.recommendation.outcome.value}"
    )
    return Document(
        title=f"Audit justification of case {case_id}",
        subject=f"Revision {revision.number}, {outcome}",
        reference=case_id,
        blocks=tuple(blocks),
    )


def _determined(made: Determination) -> Block:
    """What stands first where a clinician has decided: the draft below it binds nobody any more."""
    outcome = Run(text=made.outcome.value.replace("_", " "), bold=True)
    return paragraph("Determined: ", outcome, ". Section 9 is the clinician's record.", tone=Tone.NOTE)


def justify(finished: FinishedRevision, made: Determination | None = None, end: ChainEnd | None = None) -> str:
    """The justification as Markdown."""
    return render_markdown(justification_of(finished, made, end))


_SECTIONS: tuple[tuple[str, Section], ...] = (
    ("Executive summary", executive_summary),
    ("Medical necessity assessment", medical_necessity),
    ("Criterion by criterion", criterion_by_criterion),
    ("Validation checks", validation_checks),
    ("Decision rationale", decision_rationale),
    ("Documentation gaps", documentation_gaps),
    ("Regulatory compliance", regulatory_compliance),
)
_TRAIL = 6
"""The audit trail is the seventh section; it alone is told where the chain ends."""
