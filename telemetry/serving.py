"""A web server that returns when it is told to stop, so that what was measured is still sent."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

from telemetry.configuring import configure_telemetry, destinations_in
from telemetry.logs import configure_logging
from telemetry.web import traced


class ReturningServer(uvicorn.Server):
    """A server that ends at a signal and does not raise it again: whoever started it puts things away after it."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Takes the signals that end a server while it serves."""
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def serve_part(service: str, application: Any, host: str, port: int, telemetry: str) -> None:
    """Serve a part of the service until the process is told to stop. Requests are not logged.

    ``service`` names it in its telemetry, which goes where ``telemetry`` says, by names with commas. Raises
    :class:`telemetry.exporting.TelemetryUnusable`.
    """
    configure_logging()
    destinations = destinations_in(telemetry)
    configure_telemetry(service, destinations)
    served = traced(application) if destinations else application
    ReturningServer(uvicorn.Config(served, host=host, port=port, access_log=False, log_config=None)).run()
