"""Where a statement comes from. What has no evidence is not said."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, model_validator

from priorauth.value import Value


class Span(Value):
    """Verbatim words of a document: code points ``start`` to ``end`` (exclusive) of its stored text."""

    document_id: str
    start: int = Field(ge=0)
    end: int
    quote: str = Field(min_length=1)

    @model_validator(mode="after")
    def _spans_its_quote(self) -> "Span":
        if self.end - self.start != len(self.quote):
            raise ValueError("a span is as long as its quote")
        return self


class TextQuote(Value):
    """A quote from the record, in one or more pieces."""

    type: Literal["quote"] = "quote"
    spans: tuple[Span, ...] = Field(min_length=1)


class CaseField(Value):
    """A field of the case as submitted. ``pointer`` is a JSON pointer (RFC 6901) into it."""

    type: Literal["field"] = "field"
    pointer: str
    value: str


class LookupAnswer(Value):
    """The answer of a lookup that really ran. ``call_id`` stands in the ledger."""

    type: Literal["lookup"] = "lookup"
    call_id: str
    statement: str


class Derived(Value):
    """A value computed from other evidence by a named formula."""

    type: Literal["derived"] = "derived"
    formula: str
    statement: str
    inputs: tuple["Evidence", ...]


Evidence = Annotated[TextQuote | CaseField | LookupAnswer | Derived, Field(discriminator="type")]
Derived.model_rebuild()


def is_grounded(evidence: Evidence, *, texts: Mapping[str, str], calls: frozenset[str]) -> bool:
    """Whether the evidence holds: each quote stands at its offsets, each cited call stands in the ledger.

    ``texts`` maps document ids to stored text. A case field is the case itself and always holds.
    """
    match evidence:
        case TextQuote(spans=spans):
            return all(texts.get(span.document_id, "")[span.start : span.end] == span.quote for span in spans)
        case LookupAnswer(call_id=call_id):
            return call_id in calls
        case Derived(inputs=inputs):
            return all(is_grounded(item, texts=texts, calls=calls) for item in inputs)
        case _:
            return True
