"""Where a statement comes from: the words of the record with their place, fields of the request, lookups, formulas."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from orchestrator.documents.blocks import Item, Run
from orchestrator.documents.justification.wording import quoted
from priorauth.case import Case, Document
from priorauth.evidence import CaseField, Derived, Evidence, LookupAnswer, Span, TextQuote
from priorauth.ledger import LookupCall
from priorauth.revision import Revision

_NEW_PAGE = "\f"


@dataclass(frozen=True, slots=True)
class Sources:
    """The documents and the lookup calls of a revision, by their ids."""

    documents: Mapping[str, Document]
    calls: Mapping[str, LookupCall]

    @classmethod
    def of(cls, revision: Revision) -> "Sources":
        """Those of a revision."""
        return cls(_documents(revision.case), {call.id: call for call in revision.calls})

    def runs(self, span: Span) -> tuple[Run, ...]:
        """The words of a span, and where they stand."""
        return (quoted(span.quote), Run(text=" — "), *self.place(span))

    def place(self, span: Span) -> tuple[Run, ...]:
        """The document by its title and id, with the page where the text has pages, and the offsets in its text."""
        document = self.documents.get(span.document_id)
        offsets = f"characters {span.start:,} to {span.end:,}"
        if document is None:
            return (Run(text=f"{span.document_id}, {offsets}"),)
        title = (quoted(document.title),) if document.title else (Run(text=document.kind.value.replace("_", " ")),)
        return (*title, Run(text=f" ({span.document_id}), {_page(document.text, span.start)}{offsets}"))

    def items(self, evidence: Iterable[Evidence]) -> Iterator[Item]:
        """Each piece of evidence as an item; words that several quotes share (a table's head, a date) once."""
        shown = set[Span]()
        for one in dict.fromkeys(evidence):
            match one:
                case TextQuote(spans=spans):
                    yield from (Item(runs=self.runs(span)) for span in spans if span not in shown)
                    shown.update(spans)
                case CaseField(pointer=pointer, value=value):
                    yield Item(runs=(quoted(value), Run(text=f" — request, field {pointer}")))
                case LookupAnswer(call_id=call_id, statement=statement):
                    yield Item(runs=(Run(text=f"{statement} — {self._lookup(call_id)}"),))
                case Derived(formula=formula, statement=statement, inputs=inputs):
                    runs = (Run(text=f"{statement} — computed by {formula} from:"),)
                    yield Item(runs=runs, items=tuple(self.items(inputs)))

    def _lookup(self, call_id: str) -> str:
        call = self.calls.get(call_id)
        return f"lookup {call.lookup}.{call.tool} ({call_id})" if call else f"lookup {call_id}"


def _documents(case: Case) -> Mapping[str, Document]:
    return {document.id: document for document in case.documents}


def _page(text: str, start: int) -> str:
    """The page of an offset, where the text marks its pages with form feeds."""
    return f"page {text.count(_NEW_PAGE, 0, start) + 1}, " if _NEW_PAGE in text else ""
