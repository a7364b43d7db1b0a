"""JSON from outside, read strictly: nothing that could be understood in two ways."""

import json
from typing import Any

from orchestrator.failures import NotJson


def parse_json(content: bytes) -> Any:
    """One JSON value in UTF-8: no NaN, no field given twice, no nesting without end. Raises :class:`NotJson`."""
    try:
        return json.loads(content.decode("utf-8"), object_pairs_hook=_fields_once, parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise NotJson(f"This is not UTF-8 text: byte {error.start + 1} cannot be read.") from None
    except json.JSONDecodeError as error:
        raise NotJson(f"This is not JSON: line {error.lineno}, column {error.colno}: {error.msg}.") from None
    except RecursionError:
        raise NotJson("This is nested too deeply.") from None
    except ValueError:
        raise NotJson("This holds a number that JSON does not have, or one too long to read.") from None


def _fields_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise NotJson("A field of one object is given twice; give each field once.")
    return members


def _refuse_constant(_: str) -> Any:
    raise ValueError
