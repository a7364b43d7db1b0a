"""Case files: the body of ``POST /api/cases``, read from a path or from standard input.

What cannot be read, or is no case, is answered as the service answers it: a code, a sentence, every problem at once.
"""

import datetime as dt
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

from orchestrator.failures import BodyTooLarge, NotJson
from priorauth.case import Case
from priorauth.errors import PriorAuthError
from priorauth.submission import accept, parse_submission

STANDARD_INPUT = "-"


class Unreadable(PriorAuthError):
    """A file that cannot be opened or holds no text. The sentence says why."""

    code = "unreadable"


_REASONS: Mapping[type[OSError], str] = {
    FileNotFoundError: "There is no such file.",
    IsADirectoryError: "This is a directory; name the case files in it.",
    PermissionError: "This file may not be read by you.",
}


def name_of_source(path: str) -> str:
    """What a person calls the source."""
    return "standard input" if path == STANDARD_INPUT else path


def open_source(path: str) -> BinaryIO:
    """The file, to be read and closed. Raises :class:`Unreadable`."""
    try:
        return sys.stdin.buffer if path == STANDARD_INPUT else Path(path).open("rb")
    except (OSError, ValueError) as error:
        raise Unreadable(_reason(error)) from None


def read_bytes(path: str, limit: int) -> bytes:
    """What a file holds. Raises :class:`Unreadable`, and ``BodyTooLarge`` over the service's limit of bytes."""
    with open_source(path) as stream:
        try:
            content = stream.read(limit + 1)
        except OSError as error:
            raise Unreadable(_reason(error)) from None
    if len(content) > limit:
        raise BodyTooLarge(limit)
    return content


def _reason(error: OSError | ValueError) -> str:
    known = (sentence for kind, sentence in _REASONS.items() if isinstance(error, kind))
    return next(known, f"This file cannot be read: {getattr(error, 'strerror', None) or 'its name is not possible'}.")


def case_of(content: bytes, case_id: str, received_on: dt.date) -> Case:
    """The case that the bytes hold. Raises :class:`Unreadable`, ``NotJson`` and ``CaseRejected``."""
    submission = parse_submission(parse_json(content), received_on)
    return accept(submission, case_id=case_id, received_on=received_on)


def parse_json(content: bytes) -> Any:
    """One JSON value in UTF-8, as the service takes it: no NaN, no field given twice, no nesting without end."""
    if not content.strip():
        raise Unreadable("This is empty; a case file holds the body of POST /api/cases.")
    try:
        return json.loads(content.decode("utf-8"), object_pairs_hook=_fields_once, parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise Unreadable(f"This is not UTF-8 text: byte {error.start + 1} cannot be read.") from None
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
