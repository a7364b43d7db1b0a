"""Case files: the body of ``POST /api/cases``, read from a path or from standard input.

What cannot be read, or is no case, is answered as the service answers it: a code, a sentence, every problem at once.
"""

import datetime as dt
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from orchestrator.failures import BodyTooLarge
from orchestrator.strict_json import parse_json
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
    if not content.strip():
        raise Unreadable("This is empty; a case file holds the body of POST /api/cases.")
    submission = parse_submission(parse_json(content), received_on)
    return accept(submission, case_id=case_id, received_on=received_on)
