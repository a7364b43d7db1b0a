"""Names: each that is used is declared, and each that is declared is used."""

from collections.abc import Iterator, Sequence

from tests.infra.bicep.findings import MAIN, Said, Tree
from tests.infra.bicep.tokens import Kind, Token
from tests.infra.bicep.tree import BicepFile, Declaration, Group

_WORDS = {"true", "false", "null", "for", "in", "if"}


def undeclared(tree: Tree) -> Said:
    """A name that nothing declares."""
    for file in tree.files.values():
        names = {one.name for one in file.declarations}
        for one in file.declarations:
            for name, line in _used_by(one):
                if name not in names:
                    yield file.name, line, f"nothing declares {name}"


def unused(tree: Tree) -> Said:
    """A parameter, variable or existing resource that nothing uses, an output nobody asks for, a file nobody calls."""
    called = {below.name for _, _, below in tree.calls if below}
    for file in tree.files.values():
        used = {name for one in file.declarations for name, _ in _used_by(one)}
        for one in file.of("param", "var", "resource"):
            if one.name not in used and (one.kind != "resource" or one.existing):
                yield file.name, one.line, f"{one.name} is declared and never used"
        if file.name == MAIN:
            continue
        if file.name not in called:
            yield file.name, 1, "no module calls this file"
        asked = {name for _, name, _ in outputs_asked(tree, file)}
        for one in file.of("output"):
            if one.name not in asked:
                yield file.name, one.line, f"nobody asks for the output {one.name}"


def twice(tree: Tree) -> Said:
    """A name that is declared twice."""
    for file in tree.files.values():
        seen: set[tuple[bool, str]] = set()
        for one in file.declarations:
            place = (one.kind == "output", one.name)
            if place in seen:
                yield file.name, one.line, f"{one.name} is declared twice"
            seen.add(place)


def undescribed(tree: Tree) -> Said:
    """A parameter that does not say what it is."""
    for file in tree.files.values():
        for one in file.of("param"):
            if "description" not in {name for name, _ in one.decorators}:
                yield file.name, one.line, f"the parameter {one.name} has no description"


def outputs_asked(tree: Tree, of: BicepFile) -> Iterator[tuple[BicepFile, str, int]]:
    """Where ``module.outputs.name`` asks for an output of a file: who asks, the name, the line."""
    for file, call, below in tree.calls:
        if below is of:
            for one in file.declarations:
                yield from ((file, name, line) for name, line in _asked(one, call.name))


def _asked(one: Declaration, module: str) -> Iterator[tuple[str, int]]:
    for atoms in one.levels:
        for at, atom in enumerate(atoms):
            if not (isinstance(atom, Token) and atom.text == module) or _after_dot(atoms, at):
                continue
            rest = [part for part in atoms[at + 1 : at + 7] if not _is_bracket_or_bang(part)]
            texts = [part.text if isinstance(part, Token) else "" for part in rest]
            if texts[:3:2] == [".", "."] and texts[1] == "outputs":
                yield texts[3], atom.line


def _used_by(one: Declaration) -> Iterator[tuple[str, int]]:
    """The names that a declaration uses, without those that it makes for itself: of loops and of lambdas."""
    own = {name for atoms in one.levels for name in _made(atoms)}
    for atoms in one.levels:
        for at, atom in enumerate(atoms):
            if isinstance(atom, Token) and atom.kind is Kind.NAME and _is_use(atoms, at) and atom.text not in own:
                yield atom.text, atom.line


def _made(atoms: Sequence["Token | Group"]) -> Iterator[str]:
    for at, atom in enumerate(atoms):
        before = atoms[at - 1] if at else None
        if isinstance(atom, Token) and atom.text == "=>" and isinstance(before, Token):
            yield before.text
        if isinstance(before, Token) and before.text == "for":
            names = atom.atoms if isinstance(atom, Group) else (atom,)
            yield from (name.text for name in names if isinstance(name, Token) and name.kind is Kind.NAME)


def _is_use(atoms: Sequence["Token | Group"], at: int) -> bool:
    """Whether a name is neither a word of the language, a property, a function, nor an entry's key."""
    token, after = atoms[at], atoms[at + 1] if at + 1 < len(atoms) else None
    if not isinstance(token, Token) or token.text in _WORDS or _after_dot(atoms, at):
        return False
    if (after.opening if isinstance(after, Group) else after.text if after else "") == "(":
        return False
    return not (isinstance(after, Token) and after.text == ":" and _begins_entry(atoms, at))


def _begins_entry(atoms: Sequence["Token | Group"], at: int) -> bool:
    before = atoms[at - 1] if at else None
    return before is None or (isinstance(before, Token) and (before.kind is Kind.NEWLINE or before.text == ","))


def _after_dot(atoms: Sequence["Token | Group"], at: int) -> bool:
    before = atoms[at - 1] if at else None
    return isinstance(before, Token) and before.kind is Kind.SIGN and before.text in (".", ".?", "::")


def _is_bracket_or_bang(atom: "Token | Group") -> bool:
    return atom.opening == "[" if isinstance(atom, Group) else atom.text == "!"
