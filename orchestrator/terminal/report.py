"""A revision as a person reads it: one section after another, from what matters most to where it came from."""

from collections.abc import Callable, Iterator

from orchestrator.terminal import particulars, sections
from orchestrator.terminal.lines import BLANK, Line, plain
from orchestrator.terminal.view import View
from priorauth.revision import Revision

_INDENT = 2

SECTIONS: tuple[tuple[str, Callable[[View], Iterator[Line]]], ...] = (
    ("case", sections.case_lines),
    ("recommendation", sections.recommendation_lines),
    ("confidence", sections.confidence_lines),
    ("gates", sections.gate_lines),
    ("criteria", sections.service_lines),
    ("what is missing", particulars.missing_lines),
    ("codes", particulars.code_lines),
    ("providers", particulars.provider_lines),
    ("completeness", particulars.compliance_lines),
    ("record", particulars.record_lines),
    ("literature and trials, which decide nothing", particulars.literature_lines),
    ("sources", particulars.source_lines),
    ("versions", particulars.version_lines),
)


def report_lines(revision: Revision, name: str) -> Iterator[Line]:
    """The whole report. ``name`` is where the case came from. A section that has nothing to say is left out."""
    view = View(revision)
    yield plain(f"{revision.case.case_id}  {name}", style="bold")
    for title, lines in SECTIONS:
        said = list(lines(view))
        if said:
            yield BLANK
            yield plain(title.upper(), style="bold cyan")
            yield from (line.within(_INDENT) for line in said)
