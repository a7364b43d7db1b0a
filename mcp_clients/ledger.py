"""The ledger of a run: every lookup call that was made, and what it answered. It is appended to and never changed.

A question that was withheld is no call. It stands beside the calls with its reason and is never listed among them.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic

from pydantic import JsonValue

from mcp_clients.answers import Answer, P
from mcp_clients.questions import Question
from priorauth.ledger import LookupCall
from priorauth.value import Value


@dataclass(frozen=True)
class Answered(Generic[P]):
    """The question was asked and the server answered; ``value.outcome`` says whether it knew."""

    value: Answer[P]
    call: LookupCall


@dataclass(frozen=True)
class Failed:
    """The question was asked and there is no answer; ``call.outcome`` and ``call.detail`` say why."""

    call: LookupCall


@dataclass(frozen=True)
class NotAsked:
    """No call asked this question. ``reason`` says why where it was to be asked and was withheld, else it is empty."""

    reason: str = ""


@dataclass(frozen=True)
class Withheld:
    """A question that was not sent: to which lookup, its key (empty where it is no question of ours), and why."""

    lookup: str
    question: str
    reason: str


class LedgerEntry(Value):
    """A call, the key of its question (``LookupTool.key``), and the answer as it came; None where it failed."""

    call: LookupCall
    question: str
    answer: dict[str, JsonValue] | None


class Ledger:
    """The calls of one run in the order in which they were begun; ids read ``icd10-1``, ``icd10-2``, ``npi-1``."""

    def __init__(self, entries: Iterable[LedgerEntry] = ()) -> None:
        """A ledger that holds ``entries`` already, such as those that came with a remote agent's answer."""
        self._entries: dict[str, LedgerEntry | None] = {entry.call.id: entry for entry in entries}
        self._begun = Counter(entry.call.lookup for entry in self.entries)
        self._withheld: list[Withheld] = []

    def begin(self, lookup: str) -> str:
        """The id of a call that is about to be made; calls made together keep the order in which they were begun."""
        self._begun[lookup] += 1
        call_id = f"{lookup}-{self._begun[lookup]}"
        self._entries[call_id] = None
        return call_id

    def record(self, entry: LedgerEntry) -> None:
        """Append what became of a call. Raises ValueError for a call that is recorded already."""
        if self._entries.get(entry.call.id) is not None:
            raise ValueError(f"the call {entry.call.id} is recorded already")
        self._entries[entry.call.id] = entry

    def withhold(self, question: Withheld) -> None:
        """Keep why a question was not sent."""
        self._withheld.append(question)

    @property
    def entries(self) -> tuple[LedgerEntry, ...]:
        """Every call that has ended, with its answer."""
        return tuple(entry for entry in self._entries.values() if entry is not None)

    @property
    def calls(self) -> tuple[LookupCall, ...]:
        """Every call that has ended."""
        return tuple(entry.call for entry in self.entries)

    @property
    def withheld(self) -> tuple[Withheld, ...]:
        """Every question that was not sent."""
        return tuple(self._withheld)

    def find(self, question: Question[P]) -> Answered[P] | Failed | NotAsked:
        """What this run knows about a question: its latest answer, else its latest failure, else ``NotAsked``."""
        asked = [entry for entry in reversed(self.entries) if entry.question == question.key]
        for entry in asked:
            if entry.answer is not None:
                return Answered(question.read(entry.answer), entry.call)
        return Failed(asked[0].call) if asked else NotAsked(self._reason(question))

    def _reason(self, question: Question[P]) -> str:
        reasons = (item.reason for item in reversed(self._withheld) if item.question == question.key)
        return next(reasons, "")

    def holds(self, identifier: str) -> bool:
        """Whether an answer in this ledger holds the identifier, so that it may be cited."""
        return any(identifier in call.identifiers for call in self.calls)
