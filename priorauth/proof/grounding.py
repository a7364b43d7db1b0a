"""Whether what an answer points to is there: words of the record, fields of the request, lookup calls.

It is looked for wherever it stands in the findings, so that a new field of them is held to the same.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, cast

from priorauth.case import Case
from priorauth.evidence import CaseField, Evidence, LookupAnswer, Span
from priorauth.facts import Fact, Quarantine
from priorauth.findings import PolicyCitation
from priorauth.inputs import AgentInput, AgentName, AgentOutput
from priorauth.ledger import LookupCall, LookupOutcome
from priorauth.literature import Article, Trial
from priorauth.proof.breach import Breach
from priorauth.value import Value

CLOCKS_APART = dt.timedelta(minutes=5)
"""How far the clocks of two machines may differ before an answer counts as one of another time."""
_SUBMITTED_AS = {"provider": "providers"}
"""Fields that go by another name in the request than in the case."""


@dataclass(frozen=True)
class Asked:
    """An agent as it was asked: with what, from when to when, and which lookups it may ask.

    ``needed_tools`` are the lookups' tools without whose calls its findings rest on nothing.
    """

    agent: AgentName
    inputs: AgentInput
    begun: dt.datetime
    ended: dt.datetime
    lookups: frozenset[str]
    needed_tools: frozenset[str] = frozenset()


class Calls:
    """The calls that an answer lists, and those that came with the input."""

    def __init__(self, own: Sequence[LookupCall], given: Sequence[LookupCall] = ()) -> None:
        self.own = tuple(own)
        self._by_id = {call.id: call for call in (*given, *own)}

    def __contains__(self, call_id: str) -> bool:
        return call_id in self._by_id

    def returned(self, call_id: str, *identifiers: str) -> bool:
        """Whether a call answered with all of these."""
        call = self._by_id.get(call_id)
        return call is not None and call.outcome is LookupOutcome.ANSWERED and set(identifiers) <= set(call.identifiers)

    def cited(self, evidence: Sequence[Evidence]) -> LookupCall | None:
        """The call that a check of a code or of a provider rests on."""
        ids = (one.call_id for one in evidence if isinstance(one, LookupAnswer))
        return next((self._by_id[call_id] for call_id in ids if call_id in self._by_id), None)


def parts_of(value: Value) -> Iterator[Value]:
    """A value and every value within it."""
    waiting: list[Any] = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Value):
            yield one
        waiting += [part for part in _within(one) if part and _holds_parts(part.__class__)]


def _within(one: Any) -> Iterable[Any]:
    return vars(one).values() if isinstance(one, Value) else one


@cache
def _holds_parts(kind: type[Any]) -> bool:
    """Whether a value of this type is one to look into. Asked once of each type, for the asking is slow."""
    return issubclass(kind, Value | tuple)


def ungrounded(asked: Asked, findings: AgentOutput, calls: Calls) -> Iterator[Breach]:
    """What the findings point to and what is not there."""
    ground = _Ground(asked, calls)
    for part in parts_of(findings):
        yield from ground.breaches_of(part)
    ids = [call.id for call in calls.own]
    if len(set(ids)) < len(ids):
        yield Breach.CALL_LISTED


_Place = tuple[str, int, int, str]


def _place(span: Span) -> _Place:
    """A span as what is compared and looked up fast."""
    return span.document_id, span.start, span.end, span.quote


@dataclass(frozen=True)
class _Ground:
    asked: Asked
    calls: Calls

    @property
    def _case(self) -> Case:
        return self.asked.inputs.case

    @cached_property
    def _texts(self) -> dict[str, str]:
        return {document.id: document.text for document in self._case.documents}

    @cached_property
    def _given(self) -> Mapping[_Place, Span]:
        """The quotes that the agent was sent: all there is where it does not get the texts."""
        return {_place(part): part for part in parts_of(self.asked.inputs) if isinstance(part, Span)}

    def breaches_of(self, part: Value) -> Iterable[Breach]:
        """What is wrong with this very part."""
        look = _LOOKS.get(type(part))
        return look(self, part) if look else ()

    def names_document(self, document_id: str) -> Iterator[Breach]:
        """A document that the case does not have is none."""
        if document_id not in self._texts:
            yield Breach.DOCUMENT

    def quotes(self, span: Span) -> Iterator[Breach]:
        """The words have to stand at their place."""
        yield from self.names_document(span.document_id)
        if not self._holds(span):
            yield Breach.QUOTE

    def points_to(self, field: CaseField) -> Iterator[Breach]:
        """The pointer has to lead to something."""
        if not _resolves(field.pointer, self._case):
            yield Breach.FIELD

    def cites(self, call_id: str, *identifiers: str) -> Iterator[Breach]:
        """The call has to be there, and to have returned what is named."""
        if call_id not in self.calls:
            yield Breach.CALL
        elif identifiers and not self.calls.returned(call_id, *identifiers):
            yield Breach.IDENTIFIER

    def _holds(self, span: Span) -> bool:
        there = self._texts.get(span.document_id, "")[span.start : span.end]
        if there == span.quote or _place(span) in self._given:
            return True
        return any(_is_within(span, one) for one in self._given.values())

    def lists(self, call: LookupCall) -> Iterator[Breach]:
        """The agent has to be one that can have made the call, and then."""
        if call.lookup not in self.asked.lookups or (call.identifiers and call.outcome is not LookupOutcome.ANSWERED):
            yield Breach.CALL_LISTED
        if not _is_of_this_time(call, self.asked):
            yield Breach.CALL_TIME


_LOOKS: Mapping[type[Value], Callable[[_Ground, Any], Iterable[Breach]]] = {
    Span: _Ground.quotes,
    Fact: lambda ground, fact: ground.names_document(fact.document_id),
    Quarantine: lambda ground, unread: ground.names_document(unread.document_id),
    CaseField: _Ground.points_to,
    LookupAnswer: lambda ground, answer: ground.cites(answer.call_id),
    PolicyCitation: lambda ground, cited: ground.cites(cited.call_id, cited.policy_id),
    Article: lambda ground, article: ground.cites(article.call_id, article.pmid),
    Trial: lambda ground, trial: ground.cites(trial.call_id, trial.nct_id),
    LookupCall: _Ground.lists,
}


def _is_within(span: Span, given: Span) -> bool:
    """Whether words are a part of others that are known to stand in the record."""
    start, end = span.start - given.start, span.end - given.start
    return span.document_id == given.document_id and start >= 0 and given.quote[start:end] == span.quote


def _is_of_this_time(call: LookupCall, asked: Asked) -> bool:
    """Whether a call can have been made while the agent was asked."""
    if call.started_at.tzinfo is None or not 0 <= call.duration_ms < dt.timedelta.max / dt.timedelta(days=2):
        return False
    ended = call.started_at + dt.timedelta(milliseconds=call.duration_ms)
    return asked.begun - CLOCKS_APART <= call.started_at and ended <= asked.ended + CLOCKS_APART


def _resolves(pointer: str, case: Case) -> bool:
    """Whether a JSON pointer leads to something of the case, by the names of the request."""
    root, *names = pointer.split("/")
    if root or not names:
        return False
    here: Any = case
    for name in (_SUBMITTED_AS.get(names[0], names[0]), *names[1:]):
        here = _step(here, name)
    return here is not None


def _step(here: Any, name: str) -> Any:
    if isinstance(here, tuple):
        items = cast("tuple[Any, ...]", here)
        return items[int(name)] if name.isdecimal() and int(name) < len(items) else None
    if isinstance(here, Value):
        return next(
            (getattr(here, field) for field, info in type(here).model_fields.items() if name in (field, info.alias)),
            None,
        )
    return None
