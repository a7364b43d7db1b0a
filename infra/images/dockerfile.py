"""A Dockerfile read: its stages, and what each says. As much of the format as our Dockerfiles use."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_COMMENT = re.compile(r"^\s*#.*\n?", re.MULTILINE)
_CONTINUED = re.compile(r"\\\n\s*")


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction: its keyword in capitals, and the rest of its line."""

    keyword: str
    rest: str

    @property
    def words(self) -> Sequence[str]:
        """Its words without options, or those of its JSON form."""
        if self.rest.startswith("["):
            return json.loads(self.rest)
        return [word for word in self.rest.split() if not word.startswith("--")]

    @property
    def of_stage(self) -> str | None:
        """The stage that a COPY copies from; None where it copies from what was sent to the build."""
        found = re.search(r"--from=(\S+)", self.rest)
        return found[1] if found else None


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: what it is made from, its name where it has one, and its instructions."""

    base: str
    name: str | None
    instructions: Sequence[Instruction]


@dataclass(frozen=True, slots=True)
class Dockerfile:
    """The instructions before the first stage, and the stages in their order."""

    arguments: Sequence[Instruction]
    stages: Sequence[Stage]

    def of_image(self, target: str | None = None) -> Sequence[Instruction]:
        """What holds in the image of a target, the last stage unless another is named, with its bases' first.

        Raises KeyError for a target that is no stage.
        """
        named = {stage.name: stage for stage in self.stages if stage.name}
        stage = named[target] if target else self.stages[-1]
        chain = [stage]
        while (base := named.get(stage.base)) is not None:
            chain.insert(0, base)
            stage = base
        return [instruction for one in chain for instruction in one.instructions]

    def last(self, keyword: str, target: str | None = None) -> Instruction | None:
        """The instruction of that keyword that holds in the image of a target."""
        return next((one for one in reversed(self.of_image(target)) if one.keyword == keyword), None)


def read_dockerfile(path: Path) -> Dockerfile:
    """Reads a Dockerfile."""
    arguments: list[Instruction] = []
    stages: list[Stage] = []
    into = arguments
    for instruction in _instructions(path.read_text(encoding="utf-8")):
        if instruction.keyword == "FROM":
            base, *named = instruction.words
            into = []
            stages.append(Stage(base, named[1] if named else None, into))
        else:
            into.append(instruction)
    return Dockerfile(arguments, stages)


def _instructions(text: str) -> Iterator[Instruction]:
    for line in _CONTINUED.sub(" ", _COMMENT.sub("", text)).splitlines():
        if line.strip():
            keyword, rest = line.split(maxsplit=1)
            yield Instruction(keyword.upper(), rest.strip())
