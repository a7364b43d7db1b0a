"""A draft's type as the schema that is sent to a language model: strict, of the keywords that strict servers take.

What the schema cannot say (lengths, patterns, ranges) is checked when the answer is read, with the same type.
"""

from functools import cache
from typing import Any, cast

from pydantic import BaseModel

_KEPT = ("type", "description", "enum", "const", "anyOf", "items", "properties", "$defs")
_NAMED_PARTS = ("properties", "$defs")


@cache
def strict_format(draft: type[BaseModel]) -> dict[str, Any]:
    """The response format that asks for a draft as strict JSON schema, for either interface."""
    schema = _strict(draft.model_json_schema())
    return {"type": "json_schema", "json_schema": {"name": draft.__name__, "schema": schema, "strict": True}}


def _strict(node: Any) -> Any:
    """Every field is asked for, no other is taken; a reference stands alone."""
    if isinstance(node, list):
        return [_strict(part) for part in cast("list[Any]", node)]
    if not isinstance(node, dict):
        return node
    given = cast("dict[str, Any]", node)
    if "$ref" in given:
        return {"$ref": given["$ref"]}
    kept: dict[str, Any] = {name: _part(name, given[name]) for name in _KEPT if name in given}
    if "properties" in kept:
        kept |= {"required": list(kept["properties"]), "additionalProperties": False}
    return kept


def _part(name: str, value: Any) -> Any:
    if name in _NAMED_PARTS:
        return {key: _strict(part) for key, part in value.items()}
    return _strict(value)
