"""Log lines as telemetry: the same words as on standard error, joined to the trace in which they were written."""

import logging
from collections.abc import Mapping

from opentelemetry._logs import LoggerProvider, SeverityNumber

from telemetry.logs import said_of

_OURS = ("agents", "mcp_clients", "mcp_servers", "orchestrator", "priorauth", "telemetry")
_OF_A_LIBRARY = "library.message"
_SEVERITIES = {
    logging.DEBUG: SeverityNumber.DEBUG,
    logging.INFO: SeverityNumber.INFO,
    logging.WARNING: SeverityNumber.WARN,
    logging.ERROR: SeverityNumber.ERROR,
    logging.CRITICAL: SeverityNumber.FATAL,
}


class ExportedLines(logging.Handler):
    """Hands log records to a provider. Of what a library wrote, its words stay here: nobody vouches for them."""

    def __init__(self, provider: LoggerProvider) -> None:
        """``provider`` makes a logger for each of the program's."""
        super().__init__()
        self._provider = provider

    def emit(self, record: logging.LogRecord) -> None:
        """Hands one over."""
        is_ours = record.name.split(".", 1)[0] in _OURS
        self._provider.get_logger(record.name).emit(
            timestamp=int(record.created * 1e9),
            severity_text=record.levelname,
            severity_number=_SEVERITIES.get(record.levelno, SeverityNumber.INFO),
            body=record.getMessage() if is_ours else _OF_A_LIBRARY,
            attributes=_attributes(said_of(record)) if is_ours else {},
        )


def _attributes(said: Mapping[str, object]) -> dict[str, str | int | float | bool]:
    return {
        f"priorauth.{name}": value if isinstance(value, str | int | float | bool) else str(value)
        for name, value in said.items()
    }
