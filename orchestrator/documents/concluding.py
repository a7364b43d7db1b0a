"""The documents that follow from a determination."""

import datetime as dt

from orchestrator.documents.justification import justify
from orchestrator.documents.letters import TEXT, letters_of
from orchestrator.store.issued import Made, ToConclude, ToWrite
from priorauth.letters.model import LetterRefused
from priorauth.letters.writing import Correspondence, Occasion

MARKDOWN = "text/markdown; charset=utf-8"


def documents_of(one: ToConclude | ToWrite, letters: Correspondence, at: dt.datetime) -> tuple[Made, ...]:
    """The audit justification as it stood when the case was determined, with the clinician's record, and its letter."""
    if isinstance(one, ToWrite):
        return ()
    level = one.determination.level.value
    text = justify(one.finished, one.determination)
    justification = Made(f"justification-{level}", "Audit justification", MARKDOWN, text.encode())
    return (justification, *_letter(one, letters, at))


def _letter(one: ToConclude, letters: Correspondence, at: dt.datetime) -> tuple[Made, ...]:
    """The letter of a determination in each format. Where what it must say has gone missing since, that is issued."""
    on = Occasion(one.finished.revision, one.language, at)
    try:
        letter = letters.of_determination(one.determination, on)
    except LetterRefused as error:
        said = f"No letter was written. {error}\n"
        return (Made(f"letter-{one.level}-refused", "No letter was written", TEXT, said.encode()),)
    return letters_of(letter, on.business, letters.book, one.level)
