"""Modules: what is called exists, is given what it needs and nothing else, of the type that it takes."""

from collections.abc import Iterator

from tests.infra.bicep.findings import MAIN, Said, Tree
from tests.infra.bicep.symbols import outputs_asked
from tests.infra.bicep.tokens import Kind, Token
from tests.infra.bicep.tree import BicepFile, Declaration, Group, Value

_LITERALS = {"{": "object", "[": "array"}


def missing_file(tree: Tree) -> Said:
    """A module whose file is not there."""
    for file, call, below in tree.calls:
        if below is None:
            yield file.name, call.line, f"there is no file {file.beside(call.type)}"


def unknown_parameter(tree: Tree) -> Said:
    """A parameter that the called file does not have."""
    for file, call, below in tree.calls:
        if below:
            for name, value in _given(call).items():
                if below.named(name, "param") is None:
                    yield file.name, value.line, f"{below.name} has no parameter {name}"


def missing_parameter(tree: Tree) -> Said:
    """A parameter that the called file needs and is not given."""
    for file, call, below in tree.calls:
        if below is None:
            continue
        for one in below.of("param"):
            if not one.value.atoms and one.name not in _given(call):
                yield file.name, call.line, f"{call.name} does not give {one.name}, which {below.name} needs"


def wrong_type(tree: Tree) -> Said:
    """A value of another type than the parameter or output that it is for, where its type can be told."""
    for file, call, below in tree.calls:
        for name, value in _given(call).items() if below else ():
            wanted = below.named(name, "param") if below else None
            told = _type_of(value, file, tree)
            if wanted and told and told != wanted.type:
                yield file.name, value.line, f"{name} of {call.name} is {told}; it takes {wanted.type}"
    for file in tree.files.values():
        for one in file.of("output", "param"):
            told = _type_of(one.value, file, tree)
            if told and told != one.type:
                yield file.name, one.line, f"{one.name} is {told}; it is declared as {one.type}"


def unknown_output(tree: Tree) -> Said:
    """An output that the called file does not have."""
    for below in tree.files.values():
        for file, name, line in outputs_asked(tree, below):
            if below.named(name, "output") is None:
                yield file.name, line, f"{below.name} has no output {name}"


def parameters_file(tree: Tree) -> Said:
    """What azd fills: every parameter of main.bicep, and no other."""
    known = {one.name: one for one in tree.main.of("param")}
    for name, one in known.items():
        if name not in tree.parameters:
            yield MAIN, one.line, f"main.parameters.json does not fill {name}"
    for name in tree.parameters:
        if name not in known:
            yield "infra/main.parameters.json", 1, f"main.bicep has no parameter {name}"


def one_version(tree: Tree) -> Said:
    """A kind of resource that stands in the files with more than one version of its interface."""
    first: dict[str, str] = {}
    for file in tree.files.values():
        for one in file.of("resource"):
            kind, _, version = one.type.partition("@")
            if first.setdefault(kind, version) != version:
                yield file.name, one.line, f"{kind} is of version {version} here and {first[kind]} elsewhere"


def _given(call: Declaration) -> dict[str, Value]:
    parameters = call.body.at("params")
    return parameters.group.entries if parameters and parameters.group else {}


def _type_of(value: Value, file: BicepFile, tree: Tree) -> str | None:
    """The type of a literal, of a parameter, or of a module's output; None of all else."""
    match value.atoms:
        case (Group(opening=opening),):
            return _LITERALS.get(opening)
        case (Token(kind=Kind.STRING),):
            return "string"
        case (Token(kind=Kind.NUMBER),):
            return "int"
        case (Token(kind=Kind.NAME, text="true" | "false"),):
            return "bool"
        case (Token(kind=Kind.NAME, text=name),):
            declared = file.named(name, "param", "var")
            if declared is None:
                return None
            return declared.type if declared.kind == "param" else _type_of(declared.value, file, tree)
        case _:
            return next(_types_of_output(value, file, tree), None)


def _types_of_output(value: Value, file: BicepFile, tree: Tree) -> Iterator[str]:
    words = [atom.text for atom in value.atoms if isinstance(atom, Token) and atom.text not in ".!"]
    if len(words) != 3 or words[1] != "outputs":
        return
    for caller, call, below in tree.calls:
        output = below.named(words[2], "output") if below and caller is file and call.name == words[0] else None
        if output:
            yield output.type
