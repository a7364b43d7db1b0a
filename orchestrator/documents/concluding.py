"""The documents that follow from a determination."""

import datetime as dt

from orchestrator.documents.justification import justification_of
from orchestrator.documents.letters import TEXT, letters_of
from orchestrator.documents.rendering.markdown import render_markdown
from orchestrator.documents.rendering.pdf import render_pdf
from orchestrator.documents.signing import Sign
from orchestrator.store.issued import Made, ToConclude, ToWrite, justification_pdf
from priorauth.letters.acts import letter_of_act
from priorauth.letters.model import Letter, LetterRefused
from priorauth.letters.writing import Correspondence, Occasion

MARKDOWN = "text/markdown; charset=utf-8"
PDF = "application/pdf"


def documents_of(one: ToConclude | ToWrite, letters: Correspondence, sign: Sign, at: dt.datetime) -> tuple[Made, ...]:
    """The audit justification of a determination, as it stood then, and its letter; of an act, its letter.

    It takes tenths of a second: not on the event loop.
    """
    if isinstance(one, ToWrite):
        return _letter(one, letters, at)
    return (*_justification(one, sign), *_letter(one, letters, at))


def _justification(one: ToConclude, sign: Sign) -> tuple[Made, ...]:
    """As Markdown and as a signed PDF."""
    level = one.determination.level
    document = justification_of(one.finished, one.determination, one.end)
    return (
        Made(f"justification-{level.value}", "Audit justification", MARKDOWN, render_markdown(document).encode()),
        Made(justification_pdf(level), "Audit justification, signed", PDF, sign(render_pdf(document))),
    )


def _letter(one: ToConclude | ToWrite, letters: Correspondence, at: dt.datetime) -> tuple[Made, ...]:
    """The letter in each format. Where what it must say has gone missing since, that is issued."""
    on = Occasion(one.finished.revision, one.language, at)
    try:
        letter = _model(one, letters, on)
    except LetterRefused as error:
        said = f"No letter was written. {error}\n"
        return (Made(f"letter-{one.about}-refused", "No letter was written", TEXT, said.encode()),)
    return letters_of(letter, on.business, letters.book, one.about)


def _model(one: ToConclude | ToWrite, letters: Correspondence, on: Occasion) -> Letter:
    if isinstance(one, ToConclude):
        return letters.of_determination(one.determination, on)
    return letter_of_act(letters, one.act.body, one.act.person, on, one.running.given, one.running.moments)
