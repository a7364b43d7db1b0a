"""What clinicians corrected, applied to what was read: wrong facts set aside, shown passages read.

The reader reads texts alone. What a passage states comes from its own words, in their place in the document; a passage
that does not state the concept that was named for it adds nothing, and that is said.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from agents.kit import AgentKit, patient_of
from agents.reading.joined import join
from agents.reading.reader import Reading, facts_at
from priorauth.case import Case
from priorauth.corrections import CorrectionResult, CorrectionTakenBack, ShownPassage, WrongFact, in_force, taken_back
from priorauth.evidence import Span
from priorauth.facts import Fact

_GONE = "The fact that {by} marked wrong is not read in these words any more: look at what is read now. Then: {why}"
_MARKED = "Marked wrong by {by}: {why}"
_SHOWN = "A passage was shown by {by}: {why}"
_ADDED = "Read from the passage that {by} showed: {why}"
_KNOWN = "The passage that {by} showed is read already, and states the same."
_WRONG = "The passage that {by} showed reads as what was marked wrong, and as nothing else."
_UNREAD = "The passage that {by} showed stands on a page that names another person, and is not read."
_SILENT = "The passage that {by} showed does not state '{concept}'{side}. Mark all the words that state it."


@dataclass(frozen=True, slots=True)
class Corrected:
    """A reading as it was corrected, the facts of it that stand, and what became of each correction."""

    reading: Reading
    facts: tuple[Fact, ...]
    results: tuple[CorrectionResult, ...]


def correct(case: Case, reading: Reading, confirmed: Sequence[Fact], kit: AgentKit) -> Corrected:
    """The case's corrections applied. ``confirmed`` are the facts of the reading that the agent's claims bear out."""
    if not case.corrections:
        return Corrected(reading, tuple(confirmed), ())
    ended = taken_back(case.corrections)
    wrong = [one for _, one in in_force(case.corrections) if isinstance(one, WrongFact)]
    marked = {fact.id for fact in reading.facts if any(one.is_about(fact) for one in wrong)}
    stated = _without(reading.facts, marked)
    standing = _without(confirmed, marked)
    passages = _Passages(case, reading, kit, tuple(wrong))
    results = list[CorrectionResult]()
    for place, one in enumerate(case.corrections):
        if place in ended and isinstance(one, WrongFact | ShownPassage):
            results.append(CorrectionResult(correction=place, applied=False, sentence=_ended(one, ended[place])))
        elif isinstance(one, WrongFact):
            results.append(_set_aside(place, one, reading.facts))
        elif isinstance(one, ShownPassage):
            found, sentence = passages.read(place, one, stated, standing)
            standing = (*standing, *found)
            ids = tuple(fact.id for fact in found)
            results.append(CorrectionResult(correction=place, applied=bool(found), sentence=sentence, added=ids))
    known = {fact.id for fact in stated}
    everything = (*stated, *(fact for fact in standing if fact.id not in known))
    return Corrected(replace(reading, facts=everything), standing, tuple(results))


def _ended(one: WrongFact | ShownPassage, end: CorrectionTakenBack) -> str:
    said = _MARKED if isinstance(one, WrongFact) else _SHOWN
    return f"{said.format(by=one.by.told, why=one.why)} It was {end.told}"


def _without(facts: Sequence[Fact], marked: set[str]) -> tuple[Fact, ...]:
    """The facts but those marked wrong. What only a wrong fact had superseded stands again."""
    return tuple(
        fact.model_copy(update={"superseded_by": None}) if fact.superseded_by in marked else fact
        for fact in facts
        if fact.id not in marked
    )


def _set_aside(place: int, one: WrongFact, facts: Sequence[Fact]) -> CorrectionResult:
    found = tuple(fact for fact in facts if one.is_about(fact))
    sentence = (_MARKED if found else _GONE).format(by=one.by.told, why=one.why)
    return CorrectionResult(correction=place, applied=bool(found), sentence=sentence, set_aside=found)


@dataclass(frozen=True, slots=True)
class _Passages:
    case: Case
    reading: Reading
    kit: AgentKit
    wrong: tuple[WrongFact, ...]

    def read(
        self, place: int, one: ShownPassage, stated: Sequence[Fact], standing: Sequence[Fact]
    ) -> tuple[tuple[Fact, ...], str]:
        """The facts that a passage adds, and a sentence on it. ``stated`` is all that was read and not marked wrong."""
        by = one.by.told
        side = f" of the {one.side.value} side" if one.side else ""
        if self._is_unread(one.span):
            return (), _UNREAD.format(by=by)
        there = facts_at(one.span, replace(self.reading, facts=tuple(stated)))
        in_place = [fact for fact in there if self._is_of(fact, one) and _fits(fact, one)]
        if in_place:
            known = {fact.id for fact in standing}
            new = tuple(fact.model_copy(update={"added_by": by}) for fact in in_place if fact.id not in known)
            return new, (_ADDED.format(by=by, why=one.why) if new else _KNOWN.format(by=by))
        read = [fact for fact in self._joined(one) if self._is_of(fact, one)]
        right = [fact for fact in read if not any(_says_the_same(mark, fact) for mark in self.wrong)]
        if read and not right:
            return (), _WRONG.format(by=by)
        fitting = [fact for fact in right if _fits(fact, one)]
        if not fitting:
            return (), _SILENT.format(by=by, concept=self._name(one.concept), side=side if right else "")
        new = tuple(
            fact.model_copy(update={"id": f"c{place}.{number}", "added_by": by, "superseded_by": None})
            for number, fact in enumerate(fitting, start=1)
        )
        return new, _ADDED.format(by=by, why=one.why)

    def _is_unread(self, span: Span) -> bool:
        return any(
            unread.document_id == span.document_id and unread.start < span.end and span.start < unread.end
            for unread in self.reading.quarantined
        )

    def _is_of(self, fact: Fact, one: ShownPassage) -> bool:
        return fact.concept in self.kit.rule_book.skills.vocabulary.stating(one.concept)

    def _name(self, concept: str) -> str:
        known = self.kit.rule_book.skills.vocabulary.by_id.get(concept)
        return known.name if known else concept

    def _joined(self, one: ShownPassage) -> Iterator[Fact]:
        """What the passage states where its words are read on one line."""
        document = self.case.document(one.span.document_id)
        if document is None:
            return
        joined = join(document, one.span)
        passage = Span(
            document_id=document.id,
            start=joined.start,
            end=joined.end,
            quote=joined.document.text[joined.start : joined.end],
        )
        for fact in self.kit.reader.reread(passage, (joined.document,), patient_of(self.case)):
            yield joined.original_fact(fact)


def _fits(fact: Fact, one: ShownPassage) -> bool:
    """Whether the passage states it of the side that was named, where one was."""
    return one.side is None or fact.conditions.side is one.side


def _says_the_same(mark: WrongFact, fact: Fact) -> bool:
    """Whether a fact repeats, in words that overlap, what was marked wrong."""
    own = fact.evidence.spans[0]
    there = own.document_id == mark.span.document_id and own.start < mark.span.end and mark.span.start < own.end
    return there and mark.says(fact)
