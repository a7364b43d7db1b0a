"""Evidence as a reviewer reads it: where it stands, and its words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rich.text import Text

from orchestrator.terminal.lines import Line, label, plain, words
from orchestrator.terminal.view import View
from orchestrator.terminal.wording import QUIET
from priorauth.evidence import CaseField, Derived, Evidence, LookupAnswer, Span, TextQuote

_LONGEST = 320
_MOST = 4


@dataclass(frozen=True, slots=True)
class Shown:
    """Which evidence of a criterion was written out already: of what returns further down, only the place is named."""

    view: View
    before: set[Evidence] = field(default_factory=set[Evidence])

    def lines(self, evidence: Iterable[Evidence], against: frozenset[Span] = frozenset()) -> Iterator[Line]:
        """The evidence of one statement, the first few of each side. ``against`` are words that speak against it."""
        once = _without_repetition(evidence)
        for side, lead in ((False, ""), (True, "against: ")):
            items = [item for item in once if _is_against(item, against) is side]
            yield from self._side(items, lead)

    def _side(self, items: Sequence[Evidence], lead: str) -> Iterator[Line]:
        new = [item for item in items if item not in self.before]
        for item in new[:_MOST]:
            yield from _lines(item, self.view, lead)
        if len(new) > _MOST:
            yield plain(f"and {len(new) - _MOST} more of this kind", style=QUIET)
        places = [_place(item, self.view) for item in items if item in self.before]
        if places:
            yield plain(f"{lead}as above: {'; '.join(places)}", style=QUIET)
        self.before.update(new[:_MOST])


def quote_line(spans: Sequence[Span], view: View, before: str = "") -> Line:
    """A quote after its document, date and line; its further pieces after theirs."""
    pieces: list[Text] = []
    for number, span in enumerate(spans):
        same = number > 0 and spans[number - 1].document_id == span.document_id
        place = view.line_of(span.document_id, span.start) if same else view.place(span.document_id, span.start)
        pieces.append(label(f"{'' if number else before}{place}:", QUIET) + words(f"“{_short(span.quote)}”"))
    return Line(Text("; ").join(pieces))


def _lines(item: Evidence, view: View, before: str) -> Iterator[Line]:
    match item:
        case TextQuote(spans=spans):
            yield quote_line(spans, view, before)
        case CaseField(pointer=pointer, value=value):
            yield _sourced(f"{before}request {pointer}", value)
        case LookupAnswer(call_id=call_id, statement=statement):
            yield _sourced(before + _lookup(call_id, view), statement)
        case Derived(statement=statement, formula=formula, inputs=inputs):
            yield _sourced(f"{before}computed by {formula}", statement)
            yield from (line.within(2) for each in inputs for line in _lines(each, view, ""))


def _place(item: Evidence, view: View) -> str:
    match item:
        case TextQuote(spans=spans):
            return view.place(spans[0].document_id, spans[0].start)
        case CaseField(pointer=pointer):
            return f"request {pointer}"
        case LookupAnswer(call_id=call_id):
            return _lookup(call_id, view)
        case Derived(formula=formula):
            return f"computed by {formula}"


def _sourced(source: str, statement: str) -> Line:
    return Line(label(f"{source}:", QUIET) + words(statement))


def _is_against(item: Evidence, against: frozenset[Span]) -> bool:
    return isinstance(item, TextQuote) and any(span in against for span in item.spans)


def _without_repetition(evidence: Iterable[Evidence]) -> list[Evidence]:
    """Each item once, and of quotes only the pieces that no earlier quote showed: a table's head, a report's date."""
    seen: set[Span] = set()
    kept: list[Evidence] = []
    for item in dict.fromkeys(evidence):
        if isinstance(item, TextQuote):
            new = tuple(span for span in item.spans if span not in seen)
            seen.update(item.spans)
            item = TextQuote(spans=new) if new else None
        if item is not None:
            kept.append(item)
    return kept


def _short(quote: str) -> str:
    """The quote without its line breaks; the middle of a very long one is left out, and that is shown."""
    evened = " ".join(quote.split())
    if len(evened) <= _LONGEST:
        return evened
    return f"{evened[: _LONGEST // 2].rstrip()} […] {evened[-_LONGEST // 2 :].lstrip()}"


def _lookup(call_id: str, view: View) -> str:
    call = view.calls.get(call_id)
    return f"{call.lookup} {call.tool}" if call else "lookup"
