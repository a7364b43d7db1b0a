"""Crosses in the columns of a table, whose heads say what is crossed: "Room air", "Tried", "Failed"."""

import re
from collections.abc import Sequence

from agents.reading.columns import CROSS, head_of
from agents.reading.cues import Kind
from agents.reading.draft import Draft
from agents.reading.layout import Statement
from agents.reading.lexicon import Layer
from agents.reading.lines import Cell
from agents.reading.page import Page
from agents.reading.settings import conditions_in
from priorauth.facts import Assertion, Conditions, TreatmentOutcome
from priorauth.vocabulary import ConceptKind

_MARK = re.compile(rf"(?:{CROSS.pattern}|yes|y)", re.IGNORECASE)
_MARK_OR_NONE = re.compile(rf"(?:{_MARK.pattern}|no|n|-+|0)", re.IGNORECASE)
_PLANNED = re.compile(
    r"\b(?:plan(?:ned)?|to (?:try|do|start|begin)|order(?:ed)?|consider(?:ing|ed)?|recommended|pending|next)\b"
)
_NOT_DONE = re.compile(
    r"\b(?:not (?:done|tried|given|taken|used|indicated)|never|declined?|refused?|deferred|contraindicated|n/?a)\b"
)
_GIVEN = (ConceptKind.TREATMENT, ConceptKind.PROCEDURE)
_IN_VAIN = (TreatmentOutcome.FAILED, TreatmentOutcome.NOT_TOLERATED)


def marked_heads(page: Page, statement: Statement) -> Sequence[Cell]:
    """The heads of the columns that a row marks."""
    return [
        head
        for index, cell in enumerate(statement.cells)
        if _MARK.fullmatch(page.text, cell.start, cell.end) and (head := head_of(page.text, statement, index))
    ]


def only_marks(page: Page, row: Statement) -> bool:
    """Whether a row holds crosses behind its name and nothing else, so that the header says what they mean."""
    crossed = [_MARK_OR_NONE.fullmatch(page.text, cell.start, cell.end) is not None for cell in row.cells[1:]]
    return bool(crossed) and all(crossed)


def marked_conditions(page: Page, statement: Statement) -> Conditions:
    """The conditions whose columns a row marks: an "x" or "yes" under "Room air"."""
    heads = marked_heads(page, statement)
    hits = [hit for head in heads for hit in page.within(Layer.SETTING, head.start, head.end)]
    named = conditions_in(hits, " | ".join(page.folded[head.start : head.end] for head in heads))
    return Conditions(activity=named.activity, oxygen=named.oxygen, litres_per_minute=named.litres_per_minute)


def as_marked(page: Page, statement: Statement, drafts: Sequence[Draft]) -> Sequence[Draft]:
    """The facts of a row as the heads of its crosses tell them of what the row names: tried, failed, only planned.

    What is crossed under "Declined" or "Never tried" alone is told of nobody.
    """
    if not (drafts and statement.header and only_marks(page, statement)):
        return drafts
    heads = marked_heads(page, statement)
    words = [page.folded[head.start : head.end] for head in heads]
    if words and all(map(_NOT_DONE.search, words)):
        return [draft for draft in drafts if not _is_named(statement, draft)]
    planned = bool(words) and all(map(_PLANNED.search, words))
    told = _outcomes(page, heads)
    for draft in drafts:
        if _is_named(statement, draft) and planned:
            draft.assertion, draft.outcome = Assertion.PLANNED, None
        elif _is_named(statement, draft) and len(told) == 1 and draft.outcome in (None, TreatmentOutcome.ONGOING):
            ((draft.outcome, head),) = told.items()
            draft.extra = (*draft.extra, (head.start, head.end))
    return drafts


def _is_named(statement: Statement, draft: Draft) -> bool:
    """Whether a fact is that of a treatment or procedure that the row's first cell says was given."""
    given = draft.concept.kind in _GIVEN and draft.assertion is Assertion.PRESENT
    return given and statement.cells[0].start <= draft.at < statement.cells[0].end


def _outcomes(page: Page, heads: Sequence[Cell]) -> dict[TreatmentOutcome, Cell]:
    """The outcomes without success that heads name, each with a head that does."""
    told: dict[TreatmentOutcome, Cell] = {}
    for head in heads:
        cues = [cue for hit in page.within(Layer.CONTEXT, head.start, head.end) for cue in hit.meanings]
        if all(cue.kind is Kind.OUTCOME for cue in cues):
            told |= {cue.outcome: head for cue in cues if cue.outcome in _IN_VAIN}
    return told
