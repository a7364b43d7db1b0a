"""Markdown files with YAML front matter, read into types, with every problem told by file and line."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from priorauth.errors import RuleProblem

Model = TypeVar("Model", bound=BaseModel)
_FENCE = "---"
_Parser: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The parser in C where the YAML package was built with it: ten times as fast, with the same result."""
_TAG = "tag:yaml.org,2002:"
_TEXT, _MAP, _LIST, _MERGE = f"{_TAG}str", f"{_TAG}map", f"{_TAG}seq", f"{_TAG}merge"
_ANCHOR = re.compile(r"&(?<![^\s\[{,].)\S")
_ALIAS = re.compile(r"\*(?<![^\s\[{,].)\S")
"""Without an anchor and an alias, nothing is part of itself."""
_DEEPEST = 60
"""Deeper than any rule file; what is deeper may be a node that contains itself."""


class _Loader(_Parser):
    """The package's loader, without its search for rules by path, of which it has none: it asks at every node."""

    def descend_resolver(self, current_node: Any, current_index: Any) -> None:
        """Nothing: no rule is tied to a path."""

    def ascend_resolver(self) -> None:
        """Nothing: no rule is tied to a path."""

    def resolve(self, kind: type[yaml.Node], value: str | None, implicit: Any) -> str:
        """The tag of a node that states none: what a bare word looks like, else a text, a list or a mapping."""
        if value is None:
            return _LIST if kind is yaml.SequenceNode else _MAP
        if implicit[0]:
            for tag, pattern in self.yaml_implicit_resolvers.get(value[:1], ()):
                if pattern.match(value):
                    return tag
        return _TEXT


@dataclass(frozen=True, slots=True)
class Source:
    """A rule file: its YAML tree with positions, the parsed data, and the prose below the front matter.

    ``first_line`` and ``body_line`` are the lines of the file on which the YAML and the prose begin.
    """

    file: str
    tree: yaml.Node | None
    data: object
    body: str
    first_line: int
    body_line: int = 1

    def line_of(self, location: Sequence[int | str]) -> int:
        """The line of the file where the value at a Pydantic error location stands, or its nearest ancestor.

        A location also names the kind of a node that it passes through; that is no step into the file.
        """
        node = self.tree
        for number, step in enumerate(location, start=1):
            child = _child(node, step)
            passes_through = number < len(location) and isinstance(child, yaml.ScalarNode)
            node = node if child is None or passes_through else child
        return self.first_line + (node.start_mark.line if node is not None else 0)


def _child(node: yaml.Node | None, step: int | str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == str(step)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step]
    return None


def read_yaml(file: str, text: str, *, first_line: int = 1, body: str = "", body_line: int = 1) -> Source | RuleProblem:
    """A YAML text, or what is wrong with it."""
    loader = None
    try:
        loader = _Loader(text)
        tree = loader.get_single_node()
        may_cycle = _ANCHOR.search(text) and _ALIAS.search(text)
        inside = _inside_itself(tree) if tree is not None and may_cycle else None
        if inside is not None:
            line = first_line + inside.start_mark.line
            return RuleProblem(file=file, line=line, message="a cycle: what begins here is part of itself")
        data = _data_of(loader, tree) if tree is not None else None
        return Source(file, tree, data, body, first_line, body_line)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line if error.problem_mark else 0
        return RuleProblem(file=file, line=first_line + line, message=f"not valid YAML: {error.problem}")
    except (yaml.YAMLError, ValueError) as error:
        reason = str(error).splitlines()[0]
        return RuleProblem(file=file, line=first_line, message=f"not valid YAML: {reason}")
    finally:
        if loader is not None:
            loader.dispose()


class _NotPlain(Exception):
    """A tree that is more than texts, numbers, lists and mappings by name."""


def _data_of(loader: Any, tree: yaml.Node) -> object:
    """The tree's data, as the package itself constructs them; a plain tree in a third of its time."""
    try:
        return _plain(loader, tree, 0)
    except _NotPlain:
        return loader.construct_document(tree)


def _plain(loader: Any, node: yaml.Node, depth: int) -> object:
    """A plain tree's data. Most nodes are texts, which are taken as they stand, without a call for each."""
    if node.tag == _TEXT and isinstance(node, yaml.ScalarNode):
        return node.value
    if isinstance(node, yaml.ScalarNode):
        return _scalar(loader, node)
    if depth > _DEEPEST:
        raise _NotPlain
    if isinstance(node, yaml.MappingNode) and node.tag == _MAP:
        return {
            key.value if key.tag == _TEXT and type(key) is yaml.ScalarNode else _key(loader, key): value.value
            if value.tag == _TEXT and type(value) is yaml.ScalarNode
            else _plain(loader, value, depth + 1)
            for key, value in node.value
        }
    if isinstance(node, yaml.SequenceNode) and node.tag == _LIST:
        return [
            one.value if one.tag == _TEXT and type(one) is yaml.ScalarNode else _plain(loader, one, depth + 1)
            for one in node.value
        ]
    raise _NotPlain


def _scalar(loader: Any, node: yaml.ScalarNode) -> object:
    """What a bare word stands for. Raises with its place, which the package does not tell of a day that is none."""
    try:
        return loader.construct_object(node)
    except ValueError as error:
        raise yaml.MarkedYAMLError(problem=f"'{node.value}': {error}", problem_mark=node.start_mark) from error


def _key(loader: Any, node: yaml.Node) -> object:
    if not isinstance(node, yaml.ScalarNode) or node.tag == _MERGE:
        raise _NotPlain
    return _plain(loader, node, 0)


def _inside_itself(tree: yaml.Node) -> yaml.Node | None:
    """A node that an alias makes a part of itself, if there is one."""
    above, seen = set[int](), set[int]()

    def search(node: yaml.Node) -> yaml.Node | None:
        if id(node) in above:
            return node
        if id(node) in seen:
            return None
        above.add(id(node))
        found = next((one for child in _children(node) if (one := search(child)) is not None), None)
        above.remove(id(node))
        seen.add(id(node))
        return found

    return search(tree)


def _children(node: yaml.Node) -> Iterator[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        yield from (value for _, value in node.value)
    elif isinstance(node, yaml.SequenceNode):
        yield from node.value


def read_front_matter(file: str, text: str) -> Source | RuleProblem:
    """A Markdown text that begins with a YAML block between two ``---`` lines, or what is wrong with it."""
    lines = text.splitlines()
    if not lines or lines[0].strip() != _FENCE or _FENCE not in (line.strip() for line in lines[1:]):
        return RuleProblem(file=file, line=1, message="begins with a YAML block between two lines of ---")
    end = next(number for number, line in enumerate(lines[1:], start=1) if line.strip() == _FENCE)
    below = lines[end + 1 :]
    begins = next((number for number, line in enumerate(below) if line.strip()), 0)
    body = "\n".join(below).strip()
    return read_yaml(file, "\n".join(lines[1:end]), first_line=2, body=body, body_line=end + 2 + begins)


def parse_as(
    model: type[Model], source: Source, data: object, at: Sequence[str] = (), *, told_apart: Sequence[str] = ()
) -> Model | list[RuleProblem]:
    """The data as the model, or one problem for each thing that does not fit.

    ``at`` is where the data stand; ``told_apart`` names types of errors that the caller tells itself.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=False)
        return [
            RuleProblem(
                file=source.file,
                line=source.line_of((*at, *problem["loc"])),
                message=f"{_dotted(problem['loc'])}{problem['msg'].removeprefix('Value error, ')}",
            )
            for problem in details
            if problem["type"] not in told_apart and not _is_hollow(problem, details)
        ]


def _is_hollow(problem: ErrorDetails, others: Sequence[ErrorDetails]) -> bool:
    """Whether a list is called too short only because of members that are wrong, which are told themselves."""
    at = problem["loc"]
    return problem["type"] == "too_short" and any(
        other["loc"] != at and other["loc"][: len(at)] == at for other in others
    )


def _dotted(location: Sequence[int | str]) -> str:
    path = ".".join(str(step) for step in location)
    return f"{path}: " if path else ""


def part_of(data: object, key: str) -> object:
    """What stands under a key of a mapping; None where there is no mapping or no such key."""
    return cast(dict[str, object], data).get(key) if isinstance(data, dict) else None


def part(data: object, key: str) -> Sequence[Any]:
    """The list under a key; empty where there is none."""
    found = part_of(data, key)
    return cast(list[Any], found) if isinstance(found, list) else ()
