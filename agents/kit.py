"""What every agent works with: the rule book and the reader, and each record read once.

Reading is pure, so a record's reading is kept for as long as the review of its case lasts. A long record is read in
another process, and a short one too where that has time; the event loop never waits for a long one.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from agents.reading.reader import Patient, Reader, Reading
from priorauth.assessing import Standards
from priorauth.case import Case, Document
from priorauth.findings import ClinicalFindings
from priorauth.inputs import AgentInput, AgentName
from priorauth.regulations import Regulations
from priorauth.rulebook import RuleBook

INLINE_CHARACTERS = 12_000
"""Up to this many characters a record may be read at once: about 30 ms. Longer ones go to the other process."""
_KEPT_READINGS = 32
_CHARACTERS_OF_A_FACT = 600
_Read = tuple[Patient, tuple[Document, ...]]
"""All that is read: the person whose documents they should be, and the documents."""


def patient_of(case: Case) -> Patient:
    """The person whose record this is."""
    member = case.member
    return Patient(name=member.name, birth_date=member.birth_date, member_id=member.member_id, sex=member.sex)


def characters_of(case: Case) -> int:
    """The length of a case's record, in characters."""
    return sum(len(document.text) for document in case.documents)


def size_of(inputs: AgentInput) -> int:
    """How much an agent's input holds, in characters, about: the record's text, and each fact of it."""
    clinical = getattr(inputs, "clinical", None)
    facts = len(clinical.facts) if isinstance(clinical, ClinicalFindings) else 0
    return characters_of(inputs.case) + facts * _CHARACTERS_OF_A_FACT


@dataclass(frozen=True)
class ModelNames:
    """What the model that plays an agent is called, by agent."""

    by_agent: Mapping[AgentName, str]

    @classmethod
    def all_alike(cls, name: str) -> "ModelNames":
        """One model plays them all."""
        return cls(dict.fromkeys(AgentName, name))

    @property
    def together(self) -> str:
        """The one name, or which plays whom."""
        different = dict.fromkeys(self.by_agent.values())
        if len(different) == 1:
            return next(iter(different))
        return ", ".join(f"{agent.value}={name}" for agent, name in self.by_agent.items())


class Elsewhere(Protocol):
    """Reads records in another process."""

    def offer_short(self) -> bool:
        """Whether a short record that is offered may come, since it would wait for no long one."""
        ...

    def read(self, case: Case) -> Coroutine[Any, Any, Reading]:
        """The reading of a case's record. Stops reading when it is cancelled."""
        ...


@dataclass(eq=False)
class _SharedRead:
    """A reading under way, for as many agents of one case as wait for it."""

    task: asyncio.Task[Reading]
    waiting: int = 0


@dataclass
class AgentKit:
    """The rule book in force, its reader, the names of the models that play the agents, and the law around a case.

    ``elsewhere`` reads the long records; without it, every record is read here. With ``cross_check`` a model's claims
    are set beside what the reader reads; else what a model does not claim is held under the floor.
    """

    rule_book: RuleBook
    reader: Reader
    models: ModelNames
    regulations: Regulations
    elsewhere: Elsewhere | None = None
    cross_check: bool = False
    _readings: OrderedDict[_Read, Reading] = field(default_factory=OrderedDict[_Read, Reading])
    _under_way: dict[_Read, _SharedRead] = field(default_factory=dict[_Read, _SharedRead])

    @property
    def standards(self) -> Standards:
        """What cases are assessed by here."""
        return Standards(self.rule_book, self.regulations, self.reader.concepts_in)

    def read(self, case: Case) -> Reading:
        """The reading of a case's record."""
        key = _key(case)
        reading = self._readings.get(key)
        if reading is None:
            reading = self.reader.read(case.documents, patient_of(case))
            self._keep(key, reading)
        return reading

    async def prepare(self, case: Case) -> None:
        """Have the record read, in another process where it is long, so that :meth:`read` costs nothing.

        Agents of one case share one reading. It is stopped when none of them waits for it any more.
        """
        key = _key(case)
        if key in self._readings:
            return
        shared = self._under_way.get(key)
        if shared is None:
            elsewhere = self._elsewhere_for(case)
            if elsewhere is None:
                self.read(case)
                return
            shared = self._under_way[key] = _SharedRead(asyncio.create_task(elsewhere.read(case)))
        shared.waiting += 1
        try:
            self._keep(key, await asyncio.shield(shared.task))
        finally:
            shared.waiting -= 1
            if not shared.waiting:
                del self._under_way[key]
                shared.task.cancel()

    async def read_once(self, case: Case) -> Reading:
        """The reading of a record that no agent shares. Nothing of it is kept here."""
        elsewhere = self._elsewhere_for(case)
        if elsewhere is None:
            return self.reader.read(case.documents, patient_of(case))
        return await elsewhere.read(case)

    def _elsewhere_for(self, case: Case) -> Elsewhere | None:
        """Who reads the record in another process; None where it is read here."""
        if self.elsewhere is None:
            return None
        short = characters_of(case) <= INLINE_CHARACTERS
        return None if short and not self.elsewhere.offer_short() else self.elsewhere

    def _keep(self, key: _Read, reading: Reading) -> None:
        self._readings[key] = reading
        while len(self._readings) > _KEPT_READINGS:
            self._readings.popitem(last=False)


def _key(case: Case) -> _Read:
    """Which reading this is. Texts keep their hashes, so that this costs little however long they are."""
    return patient_of(case), case.documents
