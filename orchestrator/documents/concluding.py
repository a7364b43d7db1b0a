"""The documents that follow from a determination."""

import datetime as dt

from orchestrator.documents.justification import justification_of
from orchestrator.documents.letters import PDF, TEXT, letters_of
from orchestrator.documents.rendering.markdown import render_markdown
from orchestrator.documents.rendering.pdf import render_pdf
from orchestrator.documents.signing import Sign
from orchestrator.store.issued import Made, ToConclude, ToWrite, justification_pdf
from priorauth.letters.model import LetterRefused
from priorauth.letters.writing import Correspondence, Occasion

MARKDOWN = "text/markdown; charset=utf-8"


def documents_of(one: ToConclude | ToWrite, letters: Correspondence, sign: Sign, at: dt.datetime) -> tuple[Made, ...]:
    """The audit justification as it stood when the case was determined, with the clinician's record, and the letter.

    The justification is issued as Markdown and as a signed PDF. It takes tenths of a second: not on the event loop.
    """
    if isinstance(one, ToWrite):
        return ()
    level = one.determination.level
    document = justification_of(one.finished, one.determination, one.end)
    return (
        Made(f"justification-{level.value}", "Audit justification", MARKDOWN, render_markdown(document).encode()),
        Made(justification_pdf(level), "Audit justification, signed", PDF, sign(render_pdf(document))),
        *_letter(one, letters, at),
    )


def _letter(one: ToConclude, letters: Correspondence, at: dt.datetime) -> tuple[Made, ...]:
    """The letter of a determination in each format. Where what it must say has gone missing since, that is issued."""
    on = Occasion(one.finished.revision, one.language, at)
    try:
        letter = letters.of_determination(one.determination, on)
    except LetterRefused as error:
        said = f"No letter was written. {error}\n"
        return (Made(f"letter-{one.level}-refused", "No letter was written", TEXT, said.encode()),)
    return letters_of(letter, on.business, letters.book, one.level)
