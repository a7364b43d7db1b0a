"""What a language model is told beside its skill, rendered from the objects that decide, so that no rule stands twice.

The clinical agent is told what may be asked of a record like this one, and by which names; never by which threshold.
Who reads without knowing the value to reach has no reason to find it. What cannot be computed and is a person's to
judge is told in its own words, since only they say what to look for; nothing is decided by what is found for it.
"""

from collections.abc import Iterator

from agents.kit import AgentKit
from priorauth.assessing import policies_to_cite, profiles_forbidding_denial
from priorauth.case import Case, ServiceLine
from priorauth.inputs import ClinicalInput, CoverageInput, SynthesisInput
from priorauth.proposals import ProseCriterion, prose_criteria
from priorauth.rationale import computed_synthesis
from priorauth.rubric import ConfidenceScale
from priorauth.trees import concepts_of, walk
from priorauth.vocabulary import Concept, ConceptKind

_PROPOSE_NOTHING = "Propose no status: `proposals` is empty for this request."
_PROPOSING = (
    "## What a person will judge",
    "",
    "No function computes these criteria. Under `proposals` you may say how the passages, facts and fields of the "
    "clinical findings read on one of them, MET or NOT_MET, with verbatim quotes from those. It is shown to the "
    "reviewer and decides nothing. Propose nothing where they are silent or speak both ways.",
)


def clinical_brief(inputs: ClinicalInput, kit: AgentKit) -> str:
    """The names under which facts of this request are reported, how sure a statement is, and what a person judges."""
    scale = _scale(kit.rule_book.skills.clinical.scale)
    return "\n".join((*_names(inputs.case, kit), "", *scale, *_to_be_judged(inputs.case, kit)))


def coverage_brief(inputs: CoverageInput, kit: AgentKit) -> str:
    """The criteria for which a status may be proposed, line by line; nothing where there is none, or none may be."""
    if profiles_forbidding_denial(inputs.case, kit.regulations):
        return _PROPOSE_NOTHING
    told = [line for service in inputs.case.services for line in _proposable(service, inputs.case, kit)]
    return "\n".join((*_PROPOSING, *told)) if told else _PROPOSE_NOTHING


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


def _to_be_judged(case: Case, kit: AgentKit) -> Iterator[str]:
    criteria = {one: None for line in case.services for one in prose_criteria(line, case, kit.rule_book)}
    if not criteria:
        return
    yield ""
    yield "## What a person will judge"
    yield ""
    yield (
        "No function computes these. Under `passages`, quote what the record says of each, for it and against it "
        "alike. Quote nothing where the record is silent."
    )
    yield ""
    for one in criteria:
        yield _prose_line(one)


def _proposable(service: ServiceLine, case: Case, kit: AgentKit) -> Iterator[str]:
    criteria = prose_criteria(service, case, kit.rule_book)
    if criteria:
        yield ""
        yield f"Line `{service.line}`:"
        yield from map(_prose_line, criteria)


def _prose_line(one: ProseCriterion) -> str:
    within = f" (of: {one.within.rstrip('.')})" if one.within else ""
    return f"- `{one.policy_id}`, `{one.criterion_id}`: {one.text}{within}"


def _scale(scale: ConfidenceScale) -> Iterator[str]:
    yield "## The scale"
    yield ""
    for level, points in scale.levels.items():
        yield f"- {level.value.replace('_', ' ')}: {points}"
    for source, points in scale.deductions.items():
        yield f"- {str(source).replace('_', ' ')}: {points} less"
    yield f"- under {scale.floor}, a fact decides nothing"
