"""ICD-10-CM: does a diagnosis code exist, may it be billed, and what stands around it."""

from collections.abc import Iterator

from mcp_clients import foreign
from mcp_clients.answers import Answer, Count, Record
from mcp_clients.questions import Arguments, Echo, JsonObject, LookupTool, Question

NAME = "icd10"


class CodeLine(Record):
    """A code and its title. ``billable`` is None where a server does not say."""

    code: str
    description: str
    billable: bool | None = None


class CodeCheck(Record):
    """Whether a code exists in the release and may stand on a claim; ``reason`` says why not, in words."""

    code: str
    valid: bool
    billable: bool
    description: str | None = None
    reason: str | None = None
    billable_descendants: tuple[CodeLine, ...] = ()
    billable_descendant_count: Count = 0


class Code(Record):
    """A code with its place in the hierarchy and its notes. A code that is not billable names billable descendants:
    the first of them, and ``billable_descendant_count`` in all."""

    code: str
    description: str
    billable: bool
    parent: CodeLine | None = None
    children: tuple[CodeLine, ...] = ()
    includes: tuple[str, ...] = ()
    excludes1: tuple[str, ...] = ()
    excludes2: tuple[str, ...] = ()
    billable_descendants: tuple[CodeLine, ...] = ()
    billable_descendant_count: Count = 0


class CodeList(Record):
    """Codes that match, the best first, and how many there are in all."""

    codes: tuple[CodeLine, ...]
    total: Count


class Hierarchy(Record):
    """A code with what stands above it (the nearest last) and below it (in code order, capped; ``total`` in all)."""

    code: CodeLine
    ancestors: tuple[CodeLine, ...] = ()
    descendants: tuple[CodeLine, ...] = ()
    total: Count = 0


CodeCheckAnswer = Answer[CodeCheck]
CodeAnswer = Answer[Code]
CodeListAnswer = Answer[CodeList]
HierarchyAnswer = Answer[Hierarchy]


def normalize(tool: str, arguments: Arguments, raw: JsonObject) -> JsonObject | None:
    """The form of open servers over the NLM's code tables: flat ``valid``, ``billable`` and ``description``."""
    if "error" in raw:
        return foreign.reported_error()
    if tool == "search_codes" and "results" in raw:
        return foreign.listed("codes", foreign.objects(raw["results"]))
    if tool == "get_hierarchy" and "codes" in raw:
        rows = foreign.objects(raw["codes"])
        return None if rows is None else _normal_hierarchy(arguments, rows)
    if "valid" not in raw:
        return None
    if tool == "lookup_code" and raw["valid"] is False:
        return foreign.nothing_found()
    return foreign.answered(raw)


def _normal_hierarchy(arguments: Arguments, rows: list[JsonObject]) -> JsonObject:
    asked = arguments.get("code_prefix")
    own = [row for row in rows if row.get("code") == asked]
    below = [row for row in rows if row.get("code") != asked]
    if not own:
        return foreign.nothing_found()
    return foreign.answered({"code": own[0], "descendants": [*below], "total": len(below)})


def _checked(found: CodeCheck) -> Iterator[str]:
    if found.valid:
        yield found.code
    yield from _codes(found.billable_descendants)


def _around(found: Code) -> Iterator[str]:
    yield found.code
    if found.parent is not None:
        yield found.parent.code
    yield from _codes((*found.children, *found.billable_descendants))


def _codes(lines: tuple[CodeLine, ...]) -> Iterator[str]:
    return (line.code for line in lines)


_DIAGNOSIS: Arguments = {"code_type": "diagnosis"}

VALIDATE_CODE = LookupTool(
    NAME,
    "validate_code",
    ("code", "code_type"),
    CodeCheckAnswer,
    _checked,
    _DIAGNOSIS,
    normalize,
    Echo("code", lambda found: found.code),
)
LOOKUP_CODE = LookupTool(
    NAME,
    "lookup_code",
    ("code", "code_type"),
    CodeAnswer,
    _around,
    _DIAGNOSIS,
    normalize,
    Echo("code", lambda found: found.code),
)
SEARCH_CODES = LookupTool(
    NAME,
    "search_codes",
    ("query", "code_type", "search_by", "limit", "valid_for_hipaa_only"),
    CodeListAnswer,
    lambda found: _codes(found.codes),
    {"code_type": "diagnosis", "search_by": "description", "limit": 10, "valid_for_hipaa_only": False},
    normalize,
)
GET_HIERARCHY = LookupTool(
    NAME,
    "get_hierarchy",
    ("code_prefix", "code_type"),
    HierarchyAnswer,
    lambda found: _codes((found.code, *found.ancestors, *found.descendants)),
    _DIAGNOSIS,
    normalize,
    Echo("code_prefix", lambda found: found.code.code),
)
GET_BY_CATEGORY = LookupTool(
    NAME,
    "get_by_category",
    ("category", "chapter", "valid_for_hipaa_only", "limit"),
    CodeListAnswer,
    lambda found: _codes(found.codes),
    {"valid_for_hipaa_only": False, "limit": 50},
    normalize,
)

TOOLS = (VALIDATE_CODE, LOOKUP_CODE, SEARCH_CODES, GET_HIERARCHY, GET_BY_CATEGORY)


def validate_code(code: str) -> Question[CodeCheck]:
    """Does this code exist in the release, and may it be billed?"""
    return VALIDATE_CODE.question(code=code, code_type="diagnosis")


def lookup_code(code: str) -> Question[Code]:
    """What is this code, and what stands around it?"""
    return LOOKUP_CODE.question(code=code, code_type="diagnosis")


def search_codes(
    query: str, *, by_code: bool = False, billable_only: bool = False, limit: int = 10
) -> Question[CodeList]:
    """Which codes have these words in their title, or begin with this prefix?"""
    return SEARCH_CODES.question(
        query=query,
        code_type="diagnosis",
        search_by="code" if by_code else "description",
        valid_for_hipaa_only=billable_only,
        limit=limit,
    )


def get_hierarchy(code_prefix: str) -> Question[Hierarchy]:
    """What stands above and below this code?"""
    return GET_HIERARCHY.question(code_prefix=code_prefix)


def get_by_category(category: str, *, billable_only: bool = False) -> Question[CodeList]:
    """Which codes does this three-character category hold?"""
    return GET_BY_CATEGORY.question(category=category, valid_for_hipaa_only=billable_only)
