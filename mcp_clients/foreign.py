"""Pieces of our answers' shape, for the normalizers of other servers' answers."""

from collections.abc import Mapping

from pydantic import JsonValue

from mcp_clients.questions import JsonObject


def answered(found: Mapping[str, JsonValue]) -> JsonObject:
    """An answer that found something; the other server names no data version."""
    return {"outcome": "answered", "detail": "", "data_version": None, "found": dict(found)}


def nothing_found() -> JsonObject:
    """The other server searched and there is nothing."""
    return {"outcome": "nothing_found", "detail": "The server found nothing.", "data_version": None, "found": None}


def reported_error() -> JsonObject:
    """The other server says that it failed; its words are not passed on, for they may quote the arguments."""
    return {"outcome": "unavailable", "detail": "The server reported an error of its own.", "data_version": None}


def listed(name: str, items: list[JsonObject]) -> JsonObject:
    """A list of findings under ``name`` with their number as ``total``, or nothing found."""
    rows: list[JsonValue] = list(items)
    return answered({name: rows, "total": len(rows)}) if rows else nothing_found()


def objects(value: JsonValue | None) -> list[JsonObject]:
    """The objects of a JSON list; an empty list for whatever is none."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
