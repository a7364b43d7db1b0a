"""The documents that follow from a determination."""

from orchestrator.documents.justification import justify
from orchestrator.store.issued import Made, ToConclude, ToWrite

MARKDOWN = "text/markdown; charset=utf-8"


def documents_of(one: ToConclude | ToWrite) -> tuple[Made, ...]:
    """The audit justification as it stood when the case was determined, with the clinician's record; or a letter."""
    if isinstance(one, ToWrite):
        return ()
    level = one.determination.level.value
    text = justify(one.finished, one.determination)
    return (Made(f"justification-{level}", "Audit justification", MARKDOWN, text.encode()),)
