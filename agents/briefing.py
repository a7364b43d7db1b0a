"""What a language model is told beside its skill, rendered from the objects that decide, so that no rule stands twice.

The clinical agent is told what may be asked of a record like this one, and by which names; never by which threshold.
Who reads without knowing the value to reach has no reason to find it.
"""

from collections.abc import Iterator

from agents.kit import AgentKit
from priorauth.assessing import policies_to_cite
from priorauth.case import Case
from priorauth.inputs import ClinicalInput, SynthesisInput
from priorauth.rationale import computed_synthesis
from priorauth.rubric import ConfidenceScale
from priorauth.trees import concepts_of, walk
from priorauth.vocabulary import Concept, ConceptKind


def clinical_brief(inputs: ClinicalInput, kit: AgentKit) -> str:
    """The names under which facts of this request are reported, and how sure a statement is."""
    return "\n".join((*_names(inputs.case, kit), "", *_scale(kit.rule_book.skills.clinical.scale)))


def synthesis_brief(inputs: SynthesisInput, kit: AgentKit) -> str:
    """What was computed, which the prose has to tell and may not change."""
    computed = computed_synthesis(inputs, kit.rule_book.skills.synthesis)
    return "\n".join(
        (
            "## What was computed",
            "",
            "It stands, whatever you write. Tell it to a reviewer, and name no outcome, number, code or policy beside "
            "what stands here and in the findings.",
            "",
            f"Summary: {computed.summary}",
            "",
            computed.rationale,
        )
    )


def part_brief(number: int, of: int) -> str:
    """What a model is told that reads a part of a long record; ``number`` counts from 1."""
    told = (
        "## A part of the record",
        "",
        f"The record is long. This is part {number} of {of}; each begins with the last lines of the one before. Report "
        "what stands in this part; the others are read apart.",
    )
    asked = ("", "The lookups are made with the first part. Ask none, and cite no article and no trial.")
    return "\n".join(told if number == 1 else (*told, *asked))


def concepts_asked_for(case: Case, kit: AgentKit) -> tuple[Concept, ...]:
    """The concepts that criteria of the policies which govern this case's lines, or may, are about, by name."""
    vocabulary = kit.rule_book.skills.vocabulary
    governing = (policy for line in case.services for policy in policies_to_cite(line, case, kit.rule_book))
    criteria = (criterion for policy in governing for criterion in policy.criteria)
    named = {name for criterion in criteria for node in walk(criterion) for name in concepts_of(node)}
    members = {concept for name in named for concept in vocabulary.members(name)}
    stating = {concept for member in members for concept in vocabulary.stating(member)}
    return tuple(vocabulary.by_id[concept] for concept in sorted(stating))


def _names(case: Case, kit: AgentKit) -> Iterator[str]:
    concepts = concepts_asked_for(case, kit)
    yield "## The vocabulary of this request"
    yield ""
    if not concepts:
        yield "No policy of the library asks for facts of these services. Report no facts; fill the fields."
        return
    yield "Report facts under these names and no other. A unit is the one in which the value is told."
    for kind in ConceptKind:
        own = [concept for concept in concepts if concept.kind is kind]
        if own:
            yield ""
            yield f"{kind.value.replace('_', ' ').capitalize()}:"
            yield from (_line(concept) for concept in own)


def _line(concept: Concept) -> str:
    unit = f", in {concept.unit}" if concept.unit and concept.unit != "1" else ""
    return f"- `{concept.id}`: {concept.name}{unit}"


def _scale(scale: ConfidenceScale) -> Iterator[str]:
    yield "## The scale"
    yield ""
    for level, points in scale.levels.items():
        yield f"- {level.value.replace('_', ' ')}: {points}"
    for source, points in scale.deductions.items():
        yield f"- {str(source).replace('_', ' ')}: {points} less"
    yield f"- under {scale.floor}, a fact decides nothing"
