"""The rule book: all skills and policies, read and checked together.

:func:`read_rule_book` reports every problem of every file at once and gives no rule book where there is one.
"""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from pydantic import BaseModel

from priorauth.canonical import digest
from priorauth.clocks import ClockRules
from priorauth.collecting import nothing_collected
from priorauth.contractors import LOCAL_KINDS, Contractors, naming_problems, table_problems
from priorauth.errors import RuleBookInvalid, RuleProblem
from priorauth.frontmatter import Model, Source, parse_as, part, part_of, read_front_matter, read_yaml
from priorauth.jurisdiction import Jurisdiction
from priorauth.letters.book import FOLDER, LetterBook, LetterReading
from priorauth.policy import CODES_IDLE, CRITERIA_INCOMPLETE, Policy
from priorauth.policy_checks import KnownConcepts, known_concepts, library_problems, policy_problems, version_of
from priorauth.program import Program
from priorauth.skill import (
    ClinicalRules,
    ComplianceRules,
    CoverageRules,
    NoRules,
    Skill,
    SkillHeader,
    SkillSet,
    SynthesisRules,
)
from priorauth.vocabulary import CONCEPTS_REPEATED, Vocabulary, concept_problems

_SKILLS: Mapping[str, tuple[str, type[BaseModel]]] = {
    "compliance-review": ("compliance", ComplianceRules),
    "clinical-review": ("clinical", ClinicalRules),
    "coverage-assessment": ("coverage", CoverageRules),
    "synthesis-decision": ("synthesis", SynthesisRules),
}
_VOCABULARY = "skills/clinical-review/vocabulary"
_CONTRACTORS = "policies/contractors.yaml"


@dataclass(frozen=True, repr=False)
class RuleBook:
    """Skills and policies in force, with the digest of each file that takes part in a review.

    ``digests`` maps a file (relative to the rule book's root) to the SHA-256 of its bytes. What letters are written
    with takes no part: another wording makes no other review.
    """

    skills: SkillSet
    policies: tuple[Policy, ...]
    programs: tuple[Program, ...]
    contractors: Contractors
    jurisdictions: tuple[Jurisdiction, ...]
    clock_rules: ClockRules
    letters: LetterBook
    digests: Mapping[str, str]

    def __repr__(self) -> str:
        return f"RuleBook({self.digest})"

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
        return next(iter(self.versions(policy_id)), None)

    def versions(self, policy_id: str) -> tuple[Policy, ...]:
        """All versions of a policy that the library has, the newest first."""
        own = (policy for policy in self.policies if policy.id == policy_id)
        return tuple(sorted(own, key=lambda policy: policy.effective, reverse=True))


def read_rule_book(root: Path) -> RuleBook:
    """The rule book under a folder that holds ``skills/`` and ``policies/``.

    Raises :class:`RuleBookInvalid` with all problems, each with file and line.
    """
    reading = _Reading(root)
    with nothing_collected():
        vocabulary, known = reading.vocabulary()
        skills = reading.skills(vocabulary)
        contractors, names = reading.contractors()
        policies = reading.policies(known, contractors, names)
        programs = reading.programs()
        jurisdictions = reading.jurisdictions(programs)
        clock_rules = reading.clock_rules()
        letters = reading.letters()
    if reading.problems or skills is None or contractors is None or clock_rules is None or letters is None:
        raise RuleBookInvalid(sorted(reading.problems, key=lambda problem: (problem.file, problem.line)))
    return RuleBook(
        skills=skills,
        policies=policies,
        programs=programs,
        contractors=contractors,
        jurisdictions=jurisdictions,
        clock_rules=clock_rules,
        letters=letters,
        digests=reading.digests,
    )


class _Reading:
    """One pass over the files, collecting problems and digests."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.problems: list[RuleProblem] = []
        self.digests: dict[str, str] = {}

    def _text(self, path: Path, *, takes_part: bool = True) -> str | None:
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
        if takes_part:
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

    def _parse(self, model: type[Model], source: Source, data: object, **given: Any) -> Model | None:
        parsed = parse_as(model, source, data, **given)
        if isinstance(parsed, list):
            self.problems.extend(parsed)
            return None
        return parsed

    def vocabulary(self) -> tuple[Vocabulary | None, KnownConcepts | None]:
        """The vocabulary where all of it is right, and what is known of its concepts where it can be read at all."""
        paths = sorted((self._root / _VOCABULARY).glob("*.yaml"))
        if not paths:
            self._problem(_VOCABULARY, "holds no vocabulary")
        sources = [source for path in paths if (source := self._source(path, markdown=False)) is not None]
        if not sources or len(sources) < len(paths):
            return None, None
        parts = [self._parse(Vocabulary, one, one.data, told_apart=(CONCEPTS_REPEATED,)) for one in sources]
        written = [(one, number, concept) for one in sources for number, concept in _concepts_in(one)]
        repeated = list(concept_problems([concept for *_, concept in written]))
        for place, message in repeated:
            source, number, _ = written[place]
            self._problem(source.file, message, source.line_of(("concepts", number)))
        whole = [one for one in parts if one is not None]
        if not repeated and len(whole) == len(parts):
            vocabulary = Vocabulary(concepts=tuple(concept for one in whole for concept in one.concepts))
            return vocabulary, KnownConcepts(vocabulary)
        return None, known_concepts([concept for *_, concept in written]) if written else None

    def skills(self, vocabulary: Vocabulary | None) -> SkillSet | None:
        """Our skills under their keys with their rules, and every further skill under its folder's name."""
        skills: dict[str, Skill] = {}
        rules: dict[str, BaseModel] = {}
        for name, (key, model) in _SKILLS.items():
            read = self._skill(name, model)
            if read is not None:
                skills[key], rules[key] = read
        keys = {key for key, _ in _SKILLS.values()}
        for folder in sorted(path.parent for path in (self._root / "skills").glob("*/SKILL.md")):
            if folder.name in keys:
                self._problem(f"skills/{folder.name}/SKILL.md", f"'{folder.name}' is the key of another skill")
            elif folder.name not in _SKILLS and (read := self._skill(folder.name, NoRules)) is not None:
                skills[folder.name] = read[0]
        if len(rules) < len(_SKILLS) or vocabulary is None:
            return None
        return SkillSet.model_validate({**rules, "vocabulary": vocabulary, "skills": skills})

    def _skill(self, name: str, model: type[Model]) -> tuple[Skill, Model] | None:
        source = self._source(self._root / "skills" / name / "SKILL.md")
        if source is None:
            return None
        header = self._parse(SkillHeader, source, source.data)
        stated, written = part_of(source.data, "name"), part_of(source.data, "priorauth")
        if isinstance(stated, str) and stated != name:
            self._problem(source.file, f"the name '{stated}' is not its folder's", source.line_of(["name"]))
        rules = None if written is None else self._parse(model, source, written, at=["priorauth"])
        if header is None or rules is None:
            return None
        skill = Skill(
            name=header.name,
            description=header.description,
            version=header.version,
            instructions=source.body,
            digest=self.digests[source.file],
        )
        return skill, rules

    def contractors(self) -> tuple[Contractors | None, Collection[str] | None]:
        """The table of contractors where it is right, and their names where it can be read at all."""
        source = self._source(self._root / _CONTRACTORS, markdown=False)
        if source is None:
            return None, None
        table = self._parse(Contractors, source, source.data)
        for at, message in table_problems(table) if table else ():
            self._problem(source.file, message, source.line_of(at))
        names = (part_of(one, "name") for one in part(source.data, "contractors"))
        return table, frozenset(name for name in names if isinstance(name, str))

    def policies(
        self, known: KnownConcepts | None, table: Contractors | None, names: Collection[str] | None
    ) -> tuple[Policy, ...]:
        every = (self._root / "policies").rglob("*.md")
        paths = sorted(path for path in every if self._root / FOLDER not in path.parents)
        sources = [source for path in paths if (source := self._source(path)) is not None]
        for source in sources if names is not None else ():
            for at, message in naming_problems(source.data, names or ()):
                self._problem(source.file, message, source.line_of(at))
        policies = [policy for source in sources if (policy := self._policy(source, known, table)) is not None]
        versions = [(source, version) for source in sources if (version := version_of(source)) is not None]
        self.problems.extend(library_problems(versions, complete=len(versions) == len(paths)))
        return tuple(policies)

    def _each(self, model: type[Model], folder: str) -> list[tuple[Source, Model | None]]:
        """Every YAML file of a folder of ``policies/``, as the model where it fits."""
        paths = sorted((self._root / "policies" / folder).glob("*.yaml"))
        sources = [source for path in paths if (source := self._source(path, markdown=False)) is not None]
        return [(source, self._parse(model, source, source.data)) for source in sources]

    def programs(self) -> tuple[Program, ...]:
        parsed = self._each(Program, "programs")
        ids = set[str]()
        for source, program in parsed:
            if program is not None and program.id in ids:
                self._problem(source.file, f"the program {program.id} stands in another file too")
            ids.add(program.id if program else "")
        return tuple(program for _, program in parsed if program is not None)

    def jurisdictions(self, programs: Sequence[Program]) -> tuple[Jurisdiction, ...]:
        """The profiles. Their programs are compared where every program could be read."""
        parsed = self._each(Jurisdiction, "jurisdictions")
        known = {program.id for program in programs}
        all_known = len(programs) == len(list((self._root / "policies" / "programs").glob("*.yaml")))
        for source, profile in parsed:
            if profile is not None and profile.id != Path(source.file).stem:
                self._problem(source.file, f"the id {profile.id} is not its file's name", source.line_of(["id"]))
            if all_known and profile is not None and profile.program not in {None, *known}:
                message = f"no program of this library is named {profile.program}"
                self._problem(source.file, message, source.line_of(["program"]))
        return tuple(profile for _, profile in parsed if profile is not None)

    def clock_rules(self) -> ClockRules | None:
        source = self._source(self._root / "policies" / "clocks.yaml", markdown=False)
        return None if source is None else self._parse(ClockRules, source, source.data)

    def letters(self) -> LetterBook | None:
        reading = LetterReading(self._root, lambda path: self._text(path, takes_part=False))
        read = reading.read()
        self.problems.extend(reading.problems)
        return read

    def _policy(self, source: Source, known: KnownConcepts | None, table: Contractors | None) -> Policy | None:
        self.problems.extend(policy_problems(source, known))
        policy = self._parse(Policy, source, _with_body(source), told_apart=(CRITERIA_INCOMPLETE, CODES_IDLE))
        if policy is None or table is None or policy.kind not in LOCAL_KINDS:
            return policy
        area = table.area(policy.contractors)
        return policy.model_copy(update={"states": area.states, "states_unverified": area.unverified})


def _concepts_in(source: Source) -> Iterator[tuple[int, Any]]:
    return enumerate(part(source.data, "concepts"))


def _with_body(source: Source) -> object:
    """The front matter with the prose; anything that is no mapping goes on as it is, to be refused as a policy."""
    data = source.data
    return {**cast(dict[str, object], data), "body": source.body} if isinstance(data, dict) else data
