"""What the linter says, and what it looks at."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tests.infra.bicep.tree import BicepFile, Declaration, Value

MAIN = "infra/main.bicep"


@dataclass(frozen=True)
class Finding:
    """Something wrong, where it stands, and the rule that it breaks."""

    rule: str
    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.rule}: {self.message}"


@dataclass(frozen=True)
class Tree:
    """All that is looked at: the Bicep files, the parameters file and roles.yaml, and who asks for outputs."""

    files: Mapping[str, BicepFile]
    parameters: Mapping[str, Any]
    roles: Mapping[str, Any]
    askers: Mapping[str, str]

    @property
    def main(self) -> BicepFile:
        """The file that is deployed."""
        return self.files[MAIN]

    @cached_property
    def calls(self) -> Sequence[tuple[BicepFile, Declaration, BicepFile | None]]:
        """Each call of a module, with the file that calls and the file that is called."""
        return [
            (file, call, self.files.get(file.beside(call.type)))
            for file in self.files.values()
            for call in file.of("module")
        ]


Said = Iterator[tuple[str, int, str]]
"""A file's name, a line of it, and what is wrong there."""
Rule = Callable[[Tree], Said]


def resources(tree: Tree) -> Iterator[tuple[BicepFile, Declaration, str]]:
    """Each resource that is made, with its type without the version."""
    for file in tree.files.values():
        for one in file.of("resource"):
            if not one.existing:
                yield file, one, one.type.partition("@")[0]


def shown(value: Value | None) -> str:
    """A value as a message quotes it."""
    return "not set" if value is None else value.text if value.text is not None else value.words
