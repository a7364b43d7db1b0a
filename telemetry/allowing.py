"""What may leave the process: a list of attributes by name. All else is dropped at the exporter, whoever made it.

Libraries write what they like into spans: addresses with queries, arguments, the words of exceptions. None of it is
trusted. Events of spans are dropped whole, and of a status only a name stays.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult
from opentelemetry.trace import Status

CASE_ID = "priorauth.case_id"
ALLOWED = frozenset(
    {
        CASE_ID,
        "priorauth.agent",
        "priorauth.outcome",
        "priorauth.revision",
        "error.type",
        "gen_ai.agent.name",
        "gen_ai.operation.name",
        "gen_ai.provider.name",
        "gen_ai.request.max_tokens",
        "gen_ai.request.model",
        "gen_ai.response.finish_reasons",
        "gen_ai.response.model",
        "gen_ai.token.type",
        "gen_ai.tool.call.id",
        "gen_ai.tool.name",
        "gen_ai.tool.type",
        "gen_ai.usage.input_tokens",
        "gen_ai.usage.output_tokens",
        "http.request.method",
        "http.response.status_code",
        "http.route",
        "mcp.method.name",
        "mcp.protocol.version",
        "rpc.response.status_code",
        "server.port",
    }
)
"""Names of attributes whose values are machines' own: none holds words of a request, a record or an answer."""

_A_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.]{0,79}")


def allowed(attributes: Mapping[str, Any] | None) -> dict[str, Any]:
    """Those of the attributes that may leave."""
    return {name: value for name, value in (attributes or {}).items() if name in ALLOWED}


class AllowedSpans(SpanExporter):
    """Exports spans with what is allowed of them."""

    def __init__(self, exporter: SpanExporter) -> None:
        """``exporter`` is given the spans."""
        self._exporter = exporter

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Exports them."""
        return self._exporter.export([_bare(span) for span in spans])

    def shutdown(self) -> None:
        """Ends the exporter."""
        self._exporter.shutdown()

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        """Has the exporter send what it holds. ``timeout_millis`` in milliseconds."""
        return self._exporter.force_flush(timeout_millis)


def _bare(span: ReadableSpan) -> ReadableSpan:
    said = span.status.description
    description = said if said and _A_NAME.fullmatch(said) else None
    return ReadableSpan(
        name=span.name,
        context=span.context,
        parent=span.parent,
        resource=span.resource,
        attributes=allowed(span.attributes),
        kind=span.kind,
        status=Status(span.status.status_code, description),
        start_time=span.start_time,
        end_time=span.end_time,
        instrumentation_scope=span.instrumentation_scope,
    )
