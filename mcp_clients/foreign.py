"""Pieces of our answers' shape, for the normalizers of other servers' answers."""

from collections.abc import Callable, Mapping

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


def as_it_is(row: JsonObject) -> JsonObject:
    """A row that has our shape already."""
    return row


def listed(
    name: str, rows: list[JsonObject] | None, shape: Callable[[JsonObject], JsonObject] = as_it_is
) -> JsonObject | None:
    """A list of findings under ``name`` with their number as ``total``, or nothing found; None where it is no list."""
    if rows is None:
        return None
    shaped: list[JsonValue] = [shape(row) for row in rows]
    return answered({name: shaped, "total": len(shaped)}) if shaped else nothing_found()


def objects(value: JsonValue | None) -> list[JsonObject] | None:
    """The objects of a JSON list; None for what is no list of objects, which is never read as an empty one."""
    if not isinstance(value, list):
        return None
    found = [item for item in value if isinstance(item, dict)]
    return found if len(found) == len(value) else None
