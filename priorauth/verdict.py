"""What the facts about a leaf amount to.

The facts of one concept are sorted into those that satisfy a leaf, those that contradict it and those that cannot be
judged; :func:`weigh` turns the three into a verdict. A fact under the confidence floor decides nothing, but may still
contradict.
"""

from dataclasses import dataclass, field

from priorauth.assessment import Basis, Reserved
from priorauth.evidence import Evidence
from priorauth.facts import Fact
from priorauth.kleene import Status


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a leaf's facts amount to. ``confidence`` is 0 to 100; ``reserved`` says why it is a person's to judge."""

    status: Status
    basis: Basis
    reason: str
    confidence: int = 0
    deciding: tuple[Fact, ...] = ()
    against: tuple[Fact, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    reserved: Reserved | None = None


@dataclass(slots=True)
class Sorted:
    """Facts sorted by what they say about a leaf. ``unclear`` holds the reason beside each fact."""

    for_: list[Fact] = field(default_factory=list[Fact])
    against: list[Fact] = field(default_factory=list[Fact])
    unclear: list[tuple[Fact, str]] = field(default_factory=list[tuple[Fact, str]])


def weigh(facts: Sorted, floor: int, *, all_agree: bool) -> Verdict:
    """The verdict of sorted facts.

    Both sides present is a contradiction. With ``all_agree`` the weakest of the agreeing facts gives the confidence
    (several measurements decide together); without it the strongest does (one statement is enough).
    """
    if facts.for_ and facts.against:
        return Verdict(
            Status.INSUFFICIENT,
            Basis.CONTRADICTED,
            "The record contradicts itself on this; a clinician weighs which statement holds.",
            deciding=tuple(facts.for_),
            against=tuple(facts.against),
        )
    for status, side in ((Status.MET, facts.for_), (Status.NOT_MET, facts.against)):
        if side:
            return _one_sided(status, side, facts, floor, all_agree=all_agree)
    if facts.unclear:
        return unclear(facts)
    return Verdict(Status.INSUFFICIENT, Basis.SILENT, "Not found in the record.")


def _one_sided(status: Status, side: list[Fact], facts: Sorted, floor: int, *, all_agree: bool) -> Verdict:
    strong = [fact for fact in side if fact.confidence >= floor]
    if not strong:
        return Verdict(
            Status.INSUFFICIENT,
            Basis.WEAK,
            "Stated too weakly to decide: hedged, undated, unsigned or copied text, or not found by the model too.",
            deciding=tuple(side),
        )
    if status is Status.NOT_MET and facts.unclear:
        return unclear(facts, against=tuple(side))
    confidence = (min if all_agree else max)(fact.confidence for fact in strong)
    return Verdict(status, Basis.STATED, _STATED[status], confidence, deciding=tuple(strong))


_STATED = {Status.MET: "Stated in the record.", Status.NOT_MET: "The record states the contrary."}


def unclear(facts: Sorted, against: tuple[Fact, ...] = ()) -> Verdict:
    """The verdict where what is stated cannot be judged; the reasons are the facts' own."""
    reasons = dict.fromkeys(reason for _, reason in facts.unclear)
    return Verdict(
        Status.INSUFFICIENT,
        Basis.UNCLEAR,
        _sentence("; ".join(reasons)),
        deciding=tuple(fact for fact, _ in facts.unclear),
        against=against,
    )


def _sentence(words: str) -> str:
    """The words as a sentence, their own capitals kept."""
    return f"{words[:1].upper()}{words[1:].rstrip('.')}."
