"""The ICD-10-CM server's tools."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from mcp.server import Server
from pydantic import Field, StringConstraints

from mcp_servers.answers import (
    Answered,
    Asked,
    Limit,
    NothingFound,
    NotInSnapshot,
    Record,
    Refused,
    Reply,
    Unanswered,
    Words,
    counted,
)
from mcp_servers.icd10.store import DEFAULT_DATABASE, CodeStore, Line, search_words
from mcp_servers.serving import Tool, lookup_server
from priorauth.codes import Icd10CmCode

NAME = "icd10"
MOST_DESCENDANTS = 25

CodeText = Annotated[str, StringConstraints(min_length=1, max_length=12)]
CodeType = Literal["diagnosis", "procedure"]


class CodeLine(Record):
    """A code and its title."""

    code: str
    description: str
    billable: bool


class CodeCheck(Record):
    """Whether a code is in the release and may stand on a claim; where not, why, and what may stand there instead."""

    code: str
    valid: bool
    billable: bool
    description: str | None = None
    reason: str | None = None
    billable_descendants: tuple[CodeLine, ...] = ()
    billable_descendant_count: int = 0


class Code(Record):
    """A code with its place and its notes; a note of a code above it counts too."""

    code: str
    description: str
    billable: bool
    parent: CodeLine | None
    children: tuple[CodeLine, ...]
    includes: tuple[str, ...]
    excludes1: tuple[str, ...]
    excludes2: tuple[str, ...]
    billable_descendants: tuple[CodeLine, ...]
    billable_descendant_count: int


class CodeList(Record):
    """Codes, the best first, and how many there are in all."""

    codes: tuple[CodeLine, ...]
    total: int


class Hierarchy(Record):
    """A code, what stands above it (the nearest last) and below it (the first of ``total``)."""

    code: CodeLine
    ancestors: tuple[CodeLine, ...]
    descendants: tuple[CodeLine, ...]
    total: int


class OneCode(Asked):
    """One code of ICD-10-CM (``code_type`` diagnosis)."""

    code: CodeText
    code_type: CodeType = "diagnosis"


class ValidateCode(OneCode):
    """Check that an ICD-10-CM code exists in the release and is billable; a category names its billable codes."""


class LookupCode(OneCode):
    """Get an ICD-10-CM code's title, place in the hierarchy, includes and excludes notes."""


class SearchCodes(Asked):
    """Find ICD-10-CM codes by words of their titles and inclusion terms, or by the beginning of the code."""

    query: Words
    code_type: CodeType = "diagnosis"
    search_by: Literal["description", "code"] = "description"
    limit: Limit = 10
    valid_for_hipaa_only: bool = False


class GetHierarchy(Asked):
    """Get what stands above and below an ICD-10-CM category or code."""

    code_prefix: CodeText
    code_type: CodeType = "diagnosis"


class GetByCategory(Asked):
    """List the codes of a three-character category, or the categories that begin with a chapter's letter."""

    category: Annotated[str, StringConstraints(min_length=3, max_length=3)] | None = None
    chapter: Annotated[str, StringConstraints(pattern=r"^[A-Za-z]$", to_upper=True)] | None = None
    valid_for_hipaa_only: bool = False
    limit: Annotated[int, Field(ge=1, le=500)] = 50


_PROCEDURES = NotInSnapshot(
    detail="These data hold ICD-10-CM diagnosis codes; ICD-10-PCS procedure codes are not in them."
)
_ABSENT = "There is no such code in this release."


def validate_code(store: CodeStore, asked: ValidateCode) -> Reply[CodeCheck]:
    """A malformed code is an answer here: it is not valid, and the reason says what the form is."""
    if asked.code_type == "procedure":
        return _PROCEDURES
    code = Icd10CmCode.parse(asked.code)
    line = store.line(code) if code else None
    if line is None:
        reason = _ABSENT if code else f"It is not well formed: {Icd10CmCode.FORM}."
        found = CodeCheck(code=code or asked.code, valid=False, billable=False, reason=reason)
        return Answered(found=found, detail=reason)
    return _checked(store, line)


def _checked(store: CodeStore, line: Line) -> Reply[CodeCheck]:
    if line.billable:
        found = CodeCheck(code=line.code, valid=True, billable=True, description=line.title)
        return Answered(found=found, detail=f"{line.code} is valid and billable.")
    below, count = store.below(line.code, MOST_DESCENDANTS, billable_only=True)
    reason = f"{line.code} is valid but not billable; billable codes below it: {count}."
    found = CodeCheck(
        code=line.code,
        valid=True,
        billable=False,
        description=line.title,
        reason=reason,
        billable_descendants=_wire(below),
        billable_descendant_count=count,
    )
    return Answered(found=found, detail=reason)


def lookup_code(store: CodeStore, asked: LookupCode) -> Reply[Code]:
    """A code with all that the release says of it."""
    line = _asked_line(store, asked.code, asked.code_type)
    if not isinstance(line, Line):
        return line
    ancestors = store.ancestors(line)
    notes = [note for each in (line, *reversed(ancestors)) for note in store.notes(each.code)]
    below, count = ([], 0) if line.billable else store.below(line.code, MOST_DESCENDANTS, billable_only=True)
    found = Code(
        code=line.code,
        description=line.title,
        billable=line.billable,
        parent=next(iter(_wire(ancestors[-1:])), None),
        children=_wire(store.children(line.code)),
        includes=_of_kind(notes, "inclusion", "includes"),
        excludes1=_of_kind(notes, "excludes1"),
        excludes2=_of_kind(notes, "excludes2"),
        billable_descendants=_wire(below),
        billable_descendant_count=count,
    )
    return Answered(found=found, detail=f"{line.code} is {'billable' if line.billable else 'not billable'}.")


def search_codes(store: CodeStore, asked: SearchCodes) -> Reply[CodeList]:
    """Every word must be in the title or in an inclusion term, at least as the beginning of a word."""
    if asked.code_type == "procedure":
        return _PROCEDURES
    if asked.search_by == "code":
        return _by_prefix(store, asked)
    words = search_words(asked.query)
    if not words:
        return Refused(detail="Give at least one word or number to search for.")
    return _listed(*store.search(words, asked.limit, billable_only=asked.valid_for_hipaa_only))


def _by_prefix(store: CodeStore, asked: SearchCodes) -> Reply[CodeList]:
    prefix = "".join(search_words(asked.query)).upper()
    if not prefix.isascii() or not 0 < len(prefix) <= 7:
        return Refused(detail="Give the first one to seven characters of a code.")
    dotted = prefix if len(prefix) <= 3 else f"{prefix[:3]}.{prefix[3:]}"
    return _listed(*store.with_prefix(dotted, asked.limit, billable_only=asked.valid_for_hipaa_only))


def get_hierarchy(store: CodeStore, asked: GetHierarchy) -> Reply[Hierarchy]:
    """What stands above and below a code, at most 50 codes below."""
    line = _asked_line(store, asked.code_prefix, asked.code_type)
    if not isinstance(line, Line):
        return line
    below, total = store.below(line.code, 2 * MOST_DESCENDANTS)
    found = Hierarchy(code=_one(line), ancestors=_wire(store.ancestors(line)), descendants=_wire(below), total=total)
    return Answered(found=found, detail=f"Codes below {line.code}: {total}.")


def get_by_category(store: CodeStore, asked: GetByCategory) -> Reply[CodeList]:
    """The codes of a category, or the categories of a letter."""
    if asked.category is None:
        if asked.chapter is None:
            return Refused(detail="Give a three-character category, or the letter that a chapter's codes begin with.")
        return _listed(*store.categories(asked.chapter, asked.limit))
    line = _asked_line(store, asked.category, "diagnosis")
    if not isinstance(line, Line):
        return line
    if line.billable:
        return _listed([line], 1)
    return _listed(*store.below(line.code, asked.limit, billable_only=asked.valid_for_hipaa_only))


def _asked_line(store: CodeStore, text: str, code_type: CodeType) -> Line | Unanswered:
    if code_type == "procedure":
        return _PROCEDURES
    code = Icd10CmCode.parse(text)
    if code is None:
        return Refused(detail=f"This is not the form of a code: {Icd10CmCode.FORM}.")
    return store.line(code) or NothingFound(detail=_ABSENT)


def _listed(lines: list[Line], total: int) -> Reply[CodeList]:
    if not lines:
        return NothingFound(detail="No code of this release fits.")
    return Answered(found=CodeList(codes=_wire(lines), total=total), detail=f"Found {counted(total, 'code')}.")


def _of_kind(notes: list[tuple[str, str]], *kinds: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for kind, text in notes if kind in kinds))


def _wire(lines: list[Line]) -> tuple[CodeLine, ...]:
    return tuple(map(_one, lines))


def _one(line: Line) -> CodeLine:
    return CodeLine(code=line.code, description=line.title, billable=line.billable)


TOOLS: tuple[Tool[CodeStore, Any, Any], ...] = (
    Tool("validate_code", ValidateCode, CodeCheck, validate_code),
    Tool("lookup_code", LookupCode, Code, lookup_code),
    Tool("search_codes", SearchCodes, CodeList, search_codes),
    Tool("get_hierarchy", GetHierarchy, Hierarchy, get_hierarchy),
    Tool("get_by_category", GetByCategory, CodeList, get_by_category),
)


def icd10_server(database: Path = DEFAULT_DATABASE) -> Server[Any]:
    """The server over a built database. Raises ``DatabaseMissing`` where there is none."""
    store = CodeStore(database)
    return lookup_server(NAME, "ICD-10-CM codes", TOOLS, store, store.version)
