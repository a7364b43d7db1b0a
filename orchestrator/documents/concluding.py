"""The documents that follow from a determination."""

from orchestrator.documents.justification import justification_of
from orchestrator.documents.rendering.markdown import render_markdown
from orchestrator.documents.rendering.pdf import render_pdf
from orchestrator.documents.signing import Sign
from orchestrator.store.issued import Made, ToConclude, ToWrite, justification_pdf

MARKDOWN = "text/markdown; charset=utf-8"
PDF = "application/pdf"


def documents_of(one: ToConclude | ToWrite, sign: Sign) -> tuple[Made, ...]:
    """The audit justification as it stood when the case was determined, with the clinician's record.

    It is issued as Markdown and as a signed PDF. It takes tenths of a second: not on the event loop.
    """
    if isinstance(one, ToWrite):
        return ()
    level = one.determination.level
    document = justification_of(one.finished, one.determination, one.end)
    return (
        Made(f"justification-{level.value}", "Audit justification", MARKDOWN, render_markdown(document).encode()),
        Made(justification_pdf(level), "Audit justification, signed", PDF, sign(render_pdf(document))),
    )
