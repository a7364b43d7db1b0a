"""What is wrong with a policy file beyond the shape of its fields, told for every part that is well formed.

The checks read the file's own data, not the policy: so one reading tells all, whatever else is wrong with the file.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from priorauth.completeness import Place, criteria_problems
from priorauth.criteria import OPERATORS, Criterion, kind_of
from priorauth.errors import RuleProblem
from priorauth.frontmatter import Source, parse_as, part, part_of
from priorauth.policy import IDLE_CODE, PolicyVersion
from priorauth.record_criteria import FindingLeaf, MeasurementLeaf, Silence
from priorauth.trees import concepts_of
from priorauth.vocabulary import Concept, ConceptKind, Vocabulary

_CRITERION: TypeAdapter[Criterion] = TypeAdapter(Criterion)


@dataclass(frozen=True, slots=True)
class KnownConcepts:
    """The concepts that are well formed, and the names of those that are not: they exist, and no more is known."""

    vocabulary: Vocabulary
    doubtful: frozenset[str] = frozenset()

    def has(self, name: str) -> bool:
        """Whether a concept or a group has this name."""
        return name in self.doubtful or bool(self.vocabulary.members(name))


def known_concepts(written: Sequence[Any]) -> KnownConcepts:
    """What can be known of concepts, as they are written, of which some are not well formed."""
    concepts, doubtful = dict[str, Concept](), set[str]()
    for one in written:
        try:
            concept = Concept.model_validate(one)
            concepts.setdefault(concept.id, concept)
        except ValidationError:
            names = (part_of(one, "id"), *part(one, "groups"))
            doubtful.update(name for name in names if isinstance(name, str))
    return KnownConcepts(Vocabulary(concepts=tuple(concepts.values())), frozenset(doubtful))


def policy_problems(source: Source, known: KnownConcepts | None) -> Iterator[RuleProblem]:
    """The problems of a policy's criteria and indications, each with its line.

    ``known`` is None where the vocabulary cannot be read at all: that is not held against the policies.
    """
    for at, message in criteria_problems(part(source.data, "criteria")):
        yield _problem(source, ("criteria", *at), message)
    for at, message in _code_problems(source):
        yield _problem(source, at, message)
    for number, criterion in enumerate(part(source.data, "criteria")):
        for leaf in _well_formed_leaves(criterion, ("criteria", number), is_exclusion=False):
            for message in _leaf_problems(leaf, known):
                yield _problem(source, leaf.at, f"criterion {_name(criterion, number)}: {message}")
    for number, name in enumerate(part(part_of(source.data, "diagnoses"), "indications")):
        if known is not None and isinstance(name, str) and not known.has(name):
            yield _problem(source, ("diagnoses", "indications", number), f"no concept is named '{name}'")


def _code_problems(source: Source) -> Iterator[tuple[Place, str]]:
    """Criteria that are asked for codes which the policy does not name, and codes for which nothing is asked."""
    named = [part_of(entry, "code") for entry in part(source.data, "codes")]
    criteria = part(source.data, "criteria")
    for number, criterion in enumerate(criteria):
        for place, code in enumerate(part(criterion, "for_codes")):
            if code not in named:
                at = ("criteria", number, "for_codes", place)
                yield at, f"criterion {_name(criterion, number)}: the policy names no code '{code}'"
    limits = [part(criterion, "for_codes") for criterion in criteria]
    for number, code in enumerate(named):
        if code is not None and limits and all(limit and code not in limit for limit in limits):
            yield ("codes", number), IDLE_CODE.format(code=code)


def _problem(source: Source, at: Place, message: str) -> RuleProblem:
    return RuleProblem(file=source.file, line=source.line_of(at), message=message)


def _name(criterion: object, number: int) -> object:
    return part_of(criterion, "id") or number + 1


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A well-formed leaf, where it stands, and whether it is part of an exclusion: under an odd number of "none of"."""

    node: Criterion
    at: Place
    is_exclusion: bool


def _well_formed_leaves(written: Any, at: Place, *, is_exclusion: bool) -> Iterator[_Leaf]:
    kind = kind_of(written)
    if kind in OPERATORS:
        inside = is_exclusion != (kind == "none_of")
        for number, child in enumerate(part(written, kind)):
            yield from _well_formed_leaves(child, (*at, kind, number), is_exclusion=inside)
        return
    try:
        yield _Leaf(_CRITERION.validate_python(written), at, is_exclusion)
    except ValidationError:
        return


def _leaf_problems(leaf: _Leaf, known: KnownConcepts | None) -> Iterator[str]:
    node = leaf.node
    if node.for_codes and len(leaf.at) > 2:
        yield "for_codes stands at the top of a criterion only"
    if known is not None:
        yield from (f"no concept or group is named '{name}'" for name in concepts_of(node) if not known.has(name))
        if isinstance(node, MeasurementLeaf):
            yield from _unit_problems(node, known.vocabulary)
    if isinstance(node, FindingLeaf) and node.if_silent is Silence.PRESUMED_ABSENT:
        if not leaf.is_exclusion:
            yield f"'{node.finding}' is presumed absent outside an exclusion; only what stands under none_of may be"
        if node.source is None:
            yield f"'{node.finding}' is presumed absent without a source that allows it"


def _unit_problems(node: MeasurementLeaf, vocabulary: Vocabulary) -> Iterator[str]:
    measured = {name for one in node.readings for name in vocabulary.members(one.measurement)}
    for concept in (vocabulary.by_id[name] for name in sorted(measured)):
        if concept.kind is not ConceptKind.MEASUREMENT:
            yield f"'{concept.id}' is no measurement"
        elif concept.unit != node.unit:
            yield f"'{concept.id}' is measured in {concept.unit}, not in {node.unit}"


def version_of(source: Source) -> PolicyVersion | None:
    """Which policy a file holds and when it is in force, where that much is well formed."""
    stated = {key: part_of(source.data, key) for key in PolicyVersion.model_fields}
    parsed = parse_as(PolicyVersion, source, {key: value for key, value in stated.items() if value is not None})
    return None if isinstance(parsed, list) else parsed


def library_problems(found: Sequence[tuple[Source, PolicyVersion]], *, complete: bool) -> Iterator[RuleProblem]:
    """What is wrong with the policies together.

    ``complete`` says that every file is among them: else the general policy may be one of the others.
    """
    general = sum(policy.general for _, policy in found)
    if general > 1 or (complete and not general):
        yield RuleProblem(file="policies", line=1, message="exactly one policy is the general one")
    for number, (source, policy) in enumerate(found):
        for _, other in found[:number]:
            if policy.overlaps(other):
                line = source.line_of(["effective"])
                message = f"version {policy.version} of {policy.id} overlaps with version {other.version}"
                yield RuleProblem(file=source.file, line=line, message=message)
