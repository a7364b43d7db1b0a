"""The concepts that facts and policies speak of, for a page that names them and lets one choose."""

from fastapi import APIRouter

from orchestrator.service import Running
from priorauth.value import Value
from priorauth.vocabulary import ConceptKind

router = APIRouter(prefix="/api/vocabulary", tags=["policies"])


class ConceptItem(Value):
    """A concept. ``unit`` is the canonical unit of a measurement.

    ``cues`` are words that clinicians use for it, where they were asked for; those that leave a choice of spellings are
    not among them.
    """

    id: str
    name: str
    kind: ConceptKind
    unit: str | None
    cues: tuple[str, ...]


class VocabularyAnswer(Value):
    """All concepts of the rule book in force."""

    rule_book: str
    concepts: tuple[ConceptItem, ...]


@router.get("", response_model=VocabularyAnswer)
async def list_concepts(service: Running, cues: bool = False) -> VocabularyAnswer:
    """The concepts that the record is read for, in the order of their names. ``cues`` asks for their words too."""
    rules = service.composed.rule_book
    concepts = sorted(rules.skills.vocabulary.concepts, key=lambda concept: concept.name.lower())
    return VocabularyAnswer(
        rule_book=rules.digest,
        concepts=tuple(
            ConceptItem(
                id=one.id,
                name=one.name,
                kind=one.kind,
                unit=one.unit,
                cues=tuple(cue for cue in one.cues if cues and "|" not in cue),
            )
            for one in concepts
        ),
    )
