"""The same statement pasted again into one document states nothing new; its first place is kept."""

from collections.abc import Hashable, Iterable

from agents.reading.draft import Draft


def without_repeats(drafts: Iterable[Draft]) -> list[Draft]:
    """The drafts, each statement of a document once. The same words in another document have another date and stay."""
    return list({_said(draft): draft for draft in reversed(list(drafts))}.values())[::-1]


def _said(draft: Draft) -> Hashable:
    statement, page = draft.statement, draft.page
    return (
        page.document.id,
        draft.concept.id,
        draft.assertion,
        (draft.value, draft.high, draft.bound, draft.on, draft.duration_days, draft.outcome),
        draft.conditions,
        draft.at - statement.start,
        " ".join(page.folded[statement.start : statement.end].split()),
    )
