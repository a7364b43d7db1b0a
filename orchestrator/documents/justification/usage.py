"""What language models used for the revision: as it was measured, in exact decimals, and what of it is estimated."""

from collections.abc import Iterator

from orchestrator.documents.blocks import Block, Heading, Run, paragraph
from orchestrator.documents.justification.wording import Cell, cell, counted, quoted, table
from priorauth.model_usage import AgentUsage, ModelUsage, ReviewUsage, plainly

_COLUMNS = {
    "Agent": 2.2,
    "Calls": 1.6,
    "Tokens read": 1.2,
    "of them cached": 1.2,
    "Tokens written": 1.2,
    "US dollars": 1.8,
}
_SAID = (
    "Every try of a turn is counted, also those that failed. Dollars are by the operator's price table. "
    "These figures are measured; they decide nothing, and the revision's digest does not cover them."
)
_ESTIMATED = (
    "Of calls that are marked as estimated, the model's server did not tell its tokens: these are estimated from the "
    "length of the texts, and the dollars from them."
)


def models_used(used: ReviewUsage | None) -> Iterator[Block]:
    """A row for each agent that a language model played, and their sum; nothing where none was called."""
    if used is None:
        return
    yield Heading(level=2, text="What language models used")
    rows = [_row(_who(one), one) for one in used.agents]
    if len(rows) > 1:
        rows.append(_row(cell(Run(text="Together", bold=True)), used.together))
    yield table("Every call of a language model for this revision, by agent", _COLUMNS, rows)
    yield paragraph(f"{_SAID} {_ESTIMATED}" if used.together.estimated else _SAID)


def _who(one: AgentUsage) -> Cell:
    return cell(f"{one.agent.value}, played by ", quoted(one.model))


def _row(who: Cell, one: ModelUsage) -> tuple[Cell, ...]:
    return (
        who,
        cell(_calls(one)),
        cell(f"{one.read:,}"),
        cell(f"{one.cached:,}"),
        cell(f"{one.written:,}"),
        cell(_usd(one)),
    )


def _calls(one: ModelUsage) -> str:
    marks = {"failed": one.failed, "estimated": one.estimated}
    return ", ".join((f"{one.calls:,}", *(f"{count:,} {mark}" for mark, count in marks.items() if count)))


def _usd(one: ModelUsage) -> str:
    """The sum of the calls that have a price, and how many have none."""
    if one.usd is None:
        return "no price known"
    without = f", and {counted(one.unpriced, 'call')} without a known price" if one.unpriced else ""
    return f"{plainly(one.usd)}{without}"
