"""Letter templates: Markdown with fields, and no code in it.

``{{name}}`` is a field, ``{{plan.name}}`` a field of one. ``{{#items}} … {{/items}}`` is written once for each item, or
once where the field is there at all; ``{{^due}} … {{/due}}`` where it is not. Inside, the item's own fields come first.
A value never becomes Markdown: in the filled text a mark stands for it, and the words are put in when it is parsed.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from pydantic import Field, model_validator

from priorauth.case import LineOfBusiness
from priorauth.letters.fields import ITEM, Told
from priorauth.letters.model import LetterKind
from priorauth.letters.plan import Language
from priorauth.value import Value

_TAG = re.compile(r"\{\{\s*(?P<sign>[#^/]?)\s*(?P<name>[a-z_]+(?:\.[a-z_]+)*)\s*\}\}")
_ALONE = re.compile(r"^[ \t]*(\{\{\s*[#^/][^{}\n]*\}\})[ \t]*(?:\n|\Z)", re.MULTILINE)
"""A tag of a section that has its line to itself leaves no empty line."""
OPEN, CLOSE = "\ue000", "\ue001"
"""Around the number of a value in a filled text. Characters of the private-use area, which no template may hold."""
MARK = re.compile(f"{OPEN}(\\d+){CLOSE}")


class TemplateHeader(Value):
    """The front matter of a template.

    ``kinds`` are the letters that it writes; ``lines_of_business`` limits it to them, and then it goes before one for
    all. ``form`` names a standard form, and ``locked`` says that its text is fixed by ``digest``.
    """

    kinds: tuple[LetterKind, ...] = Field(min_length=1)
    version: str = Field(min_length=1, max_length=40)
    language: Language
    subject: str = Field(min_length=1, max_length=200)
    lines_of_business: tuple[LineOfBusiness, ...] = ()
    form: str | None = None
    locked: bool = False
    digest: str | None = Field(default=None, pattern=r"^sha256:[0-9a-f]{64}$")

    @model_validator(mode="after")
    def _is_locked_by_a_digest(self) -> "TemplateHeader":
        if self.locked and (self.digest is None or self.form is None):
            raise ValueError("a locked template names its form and the digest of its text")
        return self


@dataclass(frozen=True, slots=True)
class Text:
    """Markdown as it stands."""

    said: str


@dataclass(frozen=True, slots=True)
class Blank:
    """A field, by the steps of its name. ``line`` counts from 0."""

    path: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Section:
    """What is written for each item, or where a field is there; ``absent`` turns that around."""

    path: tuple[str, ...]
    line: int
    absent: bool
    parts: tuple["Part", ...]


Part = Text | Blank | Section


class TemplateInvalid(Exception):
    """A template whose tags do not fit together. ``line`` counts from 0."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line, self.message = line, message


def parse_template(text: str) -> tuple[Part, ...]:
    """The parts of a template's text. Raises :class:`TemplateInvalid`."""
    return _parts(_tokens(_ALONE.sub(lambda found: found[1] + _LINE, text)), None)


_LINE = "\ue002"
"""Where a tag had its line to itself: counted as a line, and written as nothing."""


def _tokens(text: str) -> Iterator[tuple[str, re.Match[str] | None, int]]:
    """Texts and tags in order, each with its line."""
    end, line = 0, 0
    for tag in _TAG.finditer(text):
        said = text[end : tag.start()]
        yield said, None, line
        line += said.count("\n") + said.count(_LINE)
        yield tag[0], tag, line
        end = tag.end()
    yield text[end:], None, line


def _parts(tokens: Iterator[tuple[str, re.Match[str] | None, int]], inside: tuple[str, int] | None) -> tuple[Part, ...]:
    parts: list[Part] = []
    for said, tag, line in tokens:
        if tag is None:
            _check_text(said, line)
            parts.append(Text(said.replace(_LINE, "")))
            continue
        path = tuple(tag["name"].split("."))
        if tag["sign"] == "/":
            if inside is None or inside[0] != tag["name"]:
                raise TemplateInvalid(line, f"{said} closes nothing that is open")
            return tuple(parts)
        if tag["sign"]:
            within = _parts(tokens, (tag["name"], line))
            parts.append(Section(path, line, tag["sign"] == "^", within))
        else:
            parts.append(Blank(path, line))
    if inside is not None:
        raise TemplateInvalid(inside[1], f"the section {inside[0]} is not closed; end it with {{{{/{inside[0]}}}}}")
    return tuple(parts)


def _check_text(said: str, line: int) -> None:
    """Text holds no half tag, and none of the marks that stand for values."""
    for sign in ("{{", "}}", OPEN, CLOSE):
        if sign in said:
            at = line + said[: said.index(sign)].count("\n")
            message = "a field is two braces, its name in small letters, and two braces: {{member.name}}"
            raise TemplateInvalid(at, message)


@dataclass(frozen=True, slots=True)
class Filled:
    """A template with a mark for each value, and the values by their numbers."""

    markdown: str
    values: tuple[str, ...]


def fill(parts: Sequence[Part], values: Mapping[str, Told | None]) -> Filled:
    """The template with these values. Raises ``KeyError`` for a field that is not among them."""
    filling = _Filling()
    markdown = "".join(filling.write(parts, (values,)))
    return Filled(markdown, tuple(filling.values))


Scopes = tuple[Mapping[str, Any], ...]


class _Filling:
    def __init__(self) -> None:
        self.values: list[str] = []

    def write(self, parts: Sequence[Part], scopes: Scopes) -> Iterator[str]:
        for part in parts:
            if isinstance(part, Text):
                yield part.said
            elif isinstance(part, Blank):
                yield self._mark(_look_up(part.path, scopes))
            else:
                for inner in _inner(part, scopes):
                    yield from self.write(part.parts, inner)

    def _mark(self, value: object) -> str:
        self.values.append("" if value is None else str(value))
        return f"{OPEN}{len(self.values) - 1}{CLOSE}"


def _inner(section: Section, scopes: Scopes) -> Iterator[Scopes]:
    value = _look_up(section.path, scopes)
    if section.absent:
        if not value:
            yield scopes
    elif isinstance(value, list | tuple):
        for one in cast(Sequence[Any], value):
            yield (cast(Mapping[str, Any], one) if isinstance(one, Mapping) else {ITEM: one}, *scopes)
    elif isinstance(value, Mapping):
        yield (cast(Mapping[str, Any], value), *scopes)
    elif value:
        yield scopes


def _look_up(path: Sequence[str], scopes: Scopes) -> Any:
    """The value in the nearest scope that has the first step. What a part of is absent is absent."""
    scope = next((scope for scope in scopes if path[0] in scope), scopes[-1])
    value: Any = scope[path[0]]
    for step in path[1:]:
        value = None if value is None else value[step]
    return value


def digest_of_text(body: str) -> str:
    """``sha256:`` and the SHA-256 of a template's text below its front matter."""
    return "sha256:" + hashlib.sha256(body.encode()).hexdigest()
