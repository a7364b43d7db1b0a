"""Requests as spans: an ASGI application that goes on with the trace of whoever asks."""

import os
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Application = Callable[..., Awaitable[None]]
_PLAIN = re.compile(r"[a-z][a-z._-]*")
_HTTP_NAMES = "OTEL_SEMCONV_STABILITY_OPT_IN"
"""Where OpenTelemetry is told to name what it says of HTTP as its conventions do since 1.23."""
_UNTOLD = "/health,/healthz,/ready,/readiness"


def traced(application: Any) -> Any:
    """The application with a span around each request, but for those that only ask whether it is there."""
    from opentelemetry.instrumentation.asgi import OpenTelemetryMiddleware

    os.environ.setdefault(_HTTP_NAMES, "http")
    return OpenTelemetryMiddleware(
        application,
        excluded_urls=_UNTOLD,
        default_span_details=_details,
        exclude_spans=["receive", "send"],
    )


def _details(scope: MutableMapping[str, Any]) -> tuple[str, dict[str, str]]:
    """The span's name and its route: of an address only plain words are told, no id and nothing that was typed."""
    method = str(scope.get("method", "HTTP"))
    words = [part if _PLAIN.fullmatch(part) else "{}" for part in str(scope.get("path", "")).split("/") if part]
    route = f"/{'/'.join(words)}"
    return f"{method} {route}", {"http.route": route, "http.request.method": method}
