"""The log: one JSON object a line, about cases by their id. No clinical text, no names, no messages of faults."""

import datetime as dt
import json
import logging
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

_FIELDS = "priorauth_fields"
_MOST_PLACES = 8


def fields(**values: object) -> Mapping[str, object]:
    """The ``extra`` of a log call: what the line says beside its event's name."""
    return {_FIELDS: values}


def fault_fields(error: BaseException, **values: object) -> Mapping[str, object]:
    """The ``extra`` of a log call about an unexpected fault: its type and places, never its message."""
    return fields(**values, error=type(error).__name__, places=_places(error.__traceback__))


class JsonLines(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, Any] = {
            "at": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
            **said_of(record),
        }
        return json.dumps(line, ensure_ascii=False, default=str)


def said_of(record: logging.LogRecord) -> dict[str, Any]:
    """What a record says beside its event's name. Of an exception only its type and places, never its message."""
    said: dict[str, Any] = dict(getattr(record, _FIELDS, {}))
    if record.exc_info and record.exc_info[0]:
        said |= {"error": record.exc_info[0].__name__, "places": _places(record.exc_info[2])}
    return said


def _places(trace: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(trace)[-_MOST_PLACES:]
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]


def configure_logging(level: int = logging.INFO) -> None:
    """Sends every logger's records to standard error, one JSON object a line. Calling it again changes nothing."""
    root = logging.getLogger()
    if any(isinstance(handler.formatter, JsonLines) for handler in root.handlers):
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root.addHandler(handler)
    root.setLevel(level)
    for chatty in ("agent_framework", "alembic", "httpx", "httpx2", "mcp"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
