"""A Bicep file as declarations with values: objects and arrays with their lines, all else as the words that it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from tests.infra.bicep.tokens import Kind, Token, Unreadable, tokens_of

_CLOSING = {"{": "}", "[": "]", "(": ")"}
_KEYWORDS = ("targetScope", "param", "var", "resource", "module", "output")


@dataclass(frozen=True)
class Group:
    """What stands between brackets."""

    opening: str
    atoms: tuple["Token | Group", ...]
    line: int

    @cached_property
    def entries(self) -> dict[str, "Value"]:
        """The entries of an object by their keys."""
        return dict(self._pairs())

    @cached_property
    def items(self) -> tuple["Value", ...]:
        """The items of an array or of a call; of a loop, the one value that it repeats."""
        parts = [Value(tuple(part)) for part in _parts(self.atoms) if part]
        if parts and parts[0].is_word("for"):
            colon = next(at for at, atom in enumerate(self.atoms) if _is_sign(atom, ":"))
            return (Value(tuple(_no_newlines(self.atoms[colon + 1 :]))),)
        return tuple(parts)

    def _pairs(self) -> Iterator[tuple[str, "Value"]]:
        for part in _parts(self.atoms):
            if not part:
                continue
            key = part[0]
            if isinstance(key, Group) or len(part) < 3 or not _is_sign(part[1], ":"):
                raise Unreadable(part[0].line, "an entry of an object is no key with a value")
            yield key.text, Value(tuple(part[2:]), key.line)


@dataclass(frozen=True)
class Value:
    """A value as its words and brackets. ``key_line`` is where its key stands, where it has one."""

    atoms: tuple["Token | Group", ...]
    key_line: int = 0

    @property
    def line(self) -> int:
        """Where it begins."""
        return self.key_line or (self.atoms[0].line if self.atoms else 0)

    @property
    def group(self) -> Group | None:
        """The brackets that it is, where it is nothing else."""
        only = self.atoms[0] if len(self.atoms) == 1 else None
        return only if isinstance(only, Group) else None

    @property
    def text(self) -> str | None:
        """The string that it is, where it is one without interpolation."""
        only = self.atoms[0] if len(self.atoms) == 1 else None
        return only.text if isinstance(only, Token) and only.kind is Kind.STRING and not only.inner else None

    @property
    def words(self) -> str:
        """Its words on one line, brackets only by their opening."""
        return " ".join(atom.text if isinstance(atom, Token) else atom.opening for atom in self.atoms)

    def is_word(self, word: str) -> bool:
        """Whether it begins with a name."""
        first = self.atoms[0] if self.atoms else None
        return isinstance(first, Token) and first.kind is Kind.NAME and first.text == word

    def at(self, *path: str) -> "Value | None":
        """The value at a path of keys, where it is an object all the way."""
        if not path:
            return self
        below = self.group.entries.get(path[0]) if self.group and self.group.opening == "{" else None
        return below.at(*path[1:]) if below else None

    def objects(self) -> Iterator[Group]:
        """Every object in it, however deep."""
        for atom in self.atoms:
            if isinstance(atom, Group):
                if atom.opening == "{":
                    yield atom
                yield from Value(atom.atoms).objects()


@dataclass(frozen=True)
class Declaration:
    """What a file declares. ``type`` is a parameter's or output's type, a resource's with version, a module's file."""

    kind: str
    name: str
    line: int
    type: str
    value: Value
    decorators: tuple[tuple[str, Value], ...] = ()
    existing: bool = False
    condition: Value | None = None

    @property
    def body(self) -> Value:
        """The object that a resource or module is made of, in a loop the one that is repeated."""
        group = self.value.group
        return group.items[0] if group and group.opening == "[" and group.items else self.value

    @cached_property
    def levels(self) -> tuple[tuple["Token | Group", ...], ...]:
        """Its words at each depth of its brackets, and those that its strings interpolate."""
        found: list[tuple[Token | Group, ...]] = []
        waiting = [self.value.atoms, *(argument.atoms for _, argument in self.decorators)]
        waiting += [self.condition.atoms] if self.condition else []
        while waiting:
            atoms = waiting.pop()
            found.append(atoms)
            inside = (atom.atoms if isinstance(atom, Group) else atom.inner for atom in atoms)
            waiting += [inner for inner in inside if inner]
        return tuple(found)


@dataclass(frozen=True)
class BicepFile:
    """A file, named as the repository names it."""

    name: str
    text: str
    declarations: tuple[Declaration, ...] = field(default=())

    def of(self, *kinds: str) -> Iterator[Declaration]:
        """The declarations of some kinds."""
        return (one for one in self.declarations if one.kind in kinds)

    def named(self, name: str, *kinds: str) -> Declaration | None:
        """The declaration of a name."""
        return next((one for one in self.declarations if one.name == name and (not kinds or one.kind in kinds)), None)

    def beside(self, path: str) -> str:
        """What the repository calls a file that this one names."""
        parts: list[str] = list(Path(self.name).parent.parts)
        for part in Path(path).parts:
            parts = parts[:-1] if part == ".." else [*parts, part]
        return "/".join(parts)


def read_file(name: str, text: str) -> BicepFile:
    """The declarations of a file. Raises :class:`Unreadable`."""
    return BicepFile(name, text, tuple(_declarations(_statements(_bracketed(tokens_of(text), None)))))


def _bracketed(tokens: Iterator[Token], opened: Token | None) -> tuple["Token | Group", ...]:
    """The words up to the bracket that closes what was opened, or to the end, with each bracket's own in it."""
    atoms: list[Token | Group] = []
    for token in tokens:
        if token.kind is Kind.SIGN and token.text in _CLOSING:
            atoms.append(Group(token.text, _bracketed(tokens, token), token.line))
        elif token.kind is Kind.SIGN and token.text in _CLOSING.values():
            if opened is None or token.text != _CLOSING[opened.text]:
                raise Unreadable(token.line, f"a {token.text} closes nothing")
            return tuple(atoms)
        else:
            atoms.append(token)
    if opened is not None:
        raise Unreadable(opened.line, f"a {opened.text} is never closed")
    return tuple(atoms)


def _parts(atoms: Sequence["Token | Group"], signs: str = ",") -> Iterator[list["Token | Group"]]:
    """What ends of lines part, and these signs."""
    part: list[Token | Group] = []
    for atom in atoms:
        if isinstance(atom, Token) and (atom.kind is Kind.NEWLINE or (signs and _is_sign(atom, signs))):
            yield part
            part = []
        else:
            part.append(atom)
    yield part


def _statements(atoms: Sequence["Token | Group"]) -> Iterator[list["Token | Group"]]:
    """The file's lines at its outermost, decorators with what they decorate."""
    statement: list[Token | Group] = []
    for line in _parts(atoms, ""):
        statement += line
        if line and not _is_sign(line[0], "@"):
            yield statement
            statement = []


def _declarations(statements: Iterator[list["Token | Group"]]) -> Iterator[Declaration]:
    for statement in statements:
        decorators: list[tuple[str, Value]] = []
        while _is_sign(statement[0], "@"):
            decorators.append((_word(statement[1]), Value((statement[2],))))
            statement = statement[3:]
        keyword = _word(statement[0])
        if keyword not in _KEYWORDS:
            raise Unreadable(statement[0].line, f"{keyword!r} begins no declaration that is known here")
        yield _declaration(keyword, statement, tuple(decorators))


def _declaration(
    keyword: str, statement: list["Token | Group"], decorators: tuple[tuple[str, Value], ...]
) -> Declaration:
    line = statement[0].line
    equals = next((at for at, atom in enumerate(statement) if _is_sign(atom, "=")), len(statement))
    head, atoms = statement[1:equals], list(_no_newlines(statement[equals + 1 :]))
    words = [_word(atom) for atom in head]
    if keyword == "targetScope":
        return Declaration(keyword, keyword, line, "", Value(tuple(atoms)))
    condition = None
    if Value(tuple(atoms)).is_word("if"):
        condition, atoms = Value((atoms[1],)), atoms[2:]
    kind_of = words[1] if len(words) > 1 else ""
    existing = "existing" in words[2:]
    return Declaration(keyword, words[0], line, kind_of, Value(tuple(atoms)), decorators, existing, condition)


def _no_newlines(atoms: Sequence["Token | Group"]) -> Iterator["Token | Group"]:
    return (atom for atom in atoms if not (isinstance(atom, Token) and atom.kind is Kind.NEWLINE))


def _is_sign(atom: "Token | Group", sign: str) -> bool:
    return isinstance(atom, Token) and atom.kind is Kind.SIGN and atom.text == sign


def _word(atom: "Token | Group") -> str:
    return atom.text if isinstance(atom, Token) else atom.opening
