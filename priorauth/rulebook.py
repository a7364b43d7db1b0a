"""The rule book: all skills and policies, read and checked together.

:func:`read_rule_book` reports every problem of every file at once and gives no rule book where there is one.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import cast

from pydantic import BaseModel

from priorauth.canonical import digest
from priorauth.criteria import Criterion, FindingLeaf, MeasurementLeaf, Silence, TreatmentLeaf
from priorauth.errors import RuleBookInvalid, RuleProblem
from priorauth.frontmatter import Source, parse_as, read_front_matter, read_yaml
from priorauth.policy import Policy
from priorauth.skill import (
    ClinicalRules,
    ComplianceRules,
    CoverageRules,
    Skill,
    SkillHeader,
    SkillSet,
    SynthesisRules,
)
from priorauth.trees import walk
from priorauth.vocabulary import ConceptKind, Vocabulary

_SKILLS: Mapping[str, tuple[str, type[BaseModel]]] = {
    "compliance-review": ("compliance", ComplianceRules),
    "clinical-review": ("clinical", ClinicalRules),
    "coverage-assessment": ("coverage", CoverageRules),
    "synthesis-decision": ("synthesis", SynthesisRules),
}
_VOCABULARY = Path("skills/clinical-review/vocabulary.yaml")


@dataclass(frozen=True)
class RuleBook:
    """Skills and policies in force, with the digest of each file that took part.

    ``digests`` maps a file (relative to the rule book's root) to the SHA-256 of its bytes.
    """

    skills: SkillSet
    policies: tuple[Policy, ...]
    digests: Mapping[str, str]

    @cached_property
    def digest(self) -> str:
        """One digest over all files: the rule book's version."""
        return digest(dict(self.digests))

    @cached_property
    def general(self) -> Policy:
        """The policy that is used where no other binds."""
        return next(policy for policy in self.policies if policy.general)

    def policy(self, policy_id: str) -> Policy | None:
        """The newest version of a policy, if the library has it."""
        versions = [policy for policy in self.policies if policy.id == policy_id]
        return max(versions, key=lambda policy: policy.effective, default=None)


def read_rule_book(root: Path) -> RuleBook:
    """The rule book under a folder that holds ``skills/`` and ``policies/``.

    Raises :class:`RuleBookInvalid` with all problems, each with file and line.
    """
    reading = _Reading(root)
    vocabulary = reading.vocabulary()
    skills = reading.skills(vocabulary)
    policies = reading.policies(vocabulary)
    if reading.problems or skills is None:
        raise RuleBookInvalid(sorted(reading.problems, key=lambda problem: (problem.file, problem.line)))
    return RuleBook(skills=skills, policies=policies, digests=reading.digests)


class _Reading:
    """One pass over the files, collecting problems and digests."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.problems: list[RuleProblem] = []
        self.digests: dict[str, str] = {}

    def _text(self, path: Path) -> str | None:
        name = path.relative_to(self._root).as_posix()
        try:
            content = path.read_bytes()
            text = content.decode("utf-8")
        except OSError:
            self._problem(name, "the file is missing or cannot be read")
            return None
        except UnicodeDecodeError:
            self._problem(name, "is not UTF-8 text")
            return None
        self.digests[name] = "sha256:" + hashlib.sha256(content).hexdigest()
        return text

    def _problem(self, file: str, message: str, line: int = 1) -> None:
        self.problems.append(RuleProblem(file=file, line=line, message=message))

    def _source(self, path: Path, *, markdown: bool = True) -> Source | None:
        text = self._text(path)
        if text is None:
            return None
        name = path.relative_to(self._root).as_posix()
        source = read_front_matter(name, text) if markdown else read_yaml(name, text)
        if isinstance(source, RuleProblem):
            self.problems.append(source)
            return None
        return source

    def vocabulary(self) -> Vocabulary | None:
        source = self._source(self._root / _VOCABULARY, markdown=False)
        if source is None:
            return None
        parsed = parse_as(Vocabulary, source, source.data)
        if isinstance(parsed, list):
            self.problems.extend(parsed)
            return None
        return parsed

    def skills(self, vocabulary: Vocabulary | None) -> SkillSet | None:
        headers: dict[str, Skill] = {}
        rules: dict[str, BaseModel] = {}
        for name, (key, model) in _SKILLS.items():
            path = self._root / "skills" / name / "SKILL.md"
            source = self._source(path)
            if source is None:
                continue
            header = parse_as(SkillHeader, source, source.data)
            if isinstance(header, list):
                self.problems.extend(header)
                continue
            if header.name != name:
                self._problem(source.file, f"the name '{header.name}' is not its folder's", source.line_of(["name"]))
            parsed = parse_as(model, source, header.priorauth, at=["priorauth"])
            if isinstance(parsed, list):
                self.problems.extend(parsed)
                continue
            rules[key] = parsed
            headers[key] = Skill(
                name=header.name,
                description=header.description,
                version=header.version,
                instructions=source.body,
                digest=self.digests[source.file],
            )
        if len(rules) < len(_SKILLS) or vocabulary is None:
            return None
        return SkillSet.model_validate({**rules, "vocabulary": vocabulary, "skills": headers})

    def policies(self, vocabulary: Vocabulary | None) -> tuple[Policy, ...]:
        found: list[tuple[Source, Policy]] = []
        unread = 0
        for path in sorted((self._root / "policies").rglob("*.md")):
            read = self._policy(path, vocabulary)
            unread += read is None
            found += [read] if read is not None else []
        if not unread:
            self.problems.extend(_library_problems(found))
        return tuple(policy for _, policy in found)

    def _policy(self, path: Path, vocabulary: Vocabulary | None) -> tuple[Source, Policy] | None:
        source = self._source(path)
        if source is None:
            return None
        parsed = parse_as(Policy, source, _with_body(source))
        if isinstance(parsed, list):
            self.problems.extend(parsed)
            return None
        self.problems.extend(_policy_problems(source, parsed, vocabulary))
        return source, parsed


def _with_body(source: Source) -> object:
    """The front matter with the prose; anything that is no mapping goes on as it is, to be refused as a policy."""
    data = source.data
    return {**cast(dict[str, object], data), "body": source.body} if isinstance(data, dict) else data


def _policy_problems(source: Source, policy: Policy, vocabulary: Vocabulary | None) -> Iterator[RuleProblem]:
    for number, criterion in enumerate(policy.criteria):
        line = source.line_of(["criteria", number])
        for node in walk(criterion):
            for message in _node_problems(node, vocabulary):
                yield RuleProblem(file=source.file, line=line, message=f"criterion {criterion.id}: {message}")
    for name in policy.diagnoses.indications if vocabulary else ():
        if not vocabulary or not vocabulary.members(name):
            line = source.line_of(["diagnoses", "indications"])
            yield RuleProblem(file=source.file, line=line, message=f"no concept is named '{name}'")


def _node_problems(node: Criterion, vocabulary: Vocabulary | None) -> Iterator[str]:
    if vocabulary is None:
        return
    for name in _concepts_of(node):
        if not vocabulary.members(name):
            yield f"no concept or group is named '{name}'"
    if isinstance(node, MeasurementLeaf):
        yield from _unit_problems(node, vocabulary)
    if isinstance(node, FindingLeaf) and node.if_silent is Silence.PRESUMED_ABSENT and node.source is None:
        yield f"'{node.finding}' is presumed absent without a source that allows it"


def _concepts_of(node: Criterion) -> tuple[str, ...]:
    match node:
        case FindingLeaf(finding=name, before=other):
            return (name, other) if other else (name,)
        case TreatmentLeaf(treatment=name):
            return (name,)
        case MeasurementLeaf(yields_to=other):
            named = (name for one in node.readings for name in (one.measurement, one.when.method))
            return tuple(dict.fromkeys(concept for concept in (*named, other) if concept))
        case _:
            return ()


def _unit_problems(node: MeasurementLeaf, vocabulary: Vocabulary) -> Iterator[str]:
    measured = {name for one in node.readings for name in vocabulary.members(one.measurement)}
    for concept in (vocabulary.by_id[name] for name in sorted(measured)):
        if concept.kind is not ConceptKind.MEASUREMENT:
            yield f"'{concept.id}' is no measurement"
        elif concept.unit != node.unit:
            yield f"'{concept.id}' is measured in {concept.unit}, not in {node.unit}"


def _library_problems(found: list[tuple[Source, Policy]]) -> Iterator[RuleProblem]:
    if sum(policy.general for _, policy in found) != 1:
        yield RuleProblem(file="policies", line=1, message="exactly one policy is the general one")
    for number, (source, policy) in enumerate(found):
        for _, other in found[:number]:
            if other.id == policy.id and _overlap(policy, other):
                line = source.line_of(["effective"])
                message = f"version {policy.version} of {policy.id} overlaps with version {other.version}"
                yield RuleProblem(file=source.file, line=line, message=message)


def _overlap(one: Policy, other: Policy) -> bool:
    return (one.ends is None or other.effective <= one.ends) and (other.ends is None or one.effective <= other.ends)
