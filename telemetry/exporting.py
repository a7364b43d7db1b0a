"""Where telemetry goes: to the console, to a collector by OTLP, to Azure Monitor, or to several of them."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from opentelemetry.sdk._logs.export import ConsoleLogRecordExporter, LogRecordExporter
from opentelemetry.sdk.metrics.export import ConsoleMetricExporter, MetricExporter
from opentelemetry.sdk.trace.export import ConsoleSpanExporter, SpanExporter

from priorauth.errors import PriorAuthError

AZURE_CONNECTION = "APPLICATIONINSIGHTS_CONNECTION_STRING"


class TelemetryUnusable(PriorAuthError):
    """Telemetry cannot go where it is told to go."""

    code = "telemetry_unusable"


class Destination(StrEnum):
    """Where telemetry may go."""

    CONSOLE = "console"
    OTLP = "otlp"
    AZURE = "azure"


@dataclass(frozen=True)
class Exporters:
    """A destination's exporters, one for each kind of telemetry."""

    spans: SpanExporter
    metrics: MetricExporter
    logs: LogRecordExporter


def exporters_for(destination: Destination) -> Exporters:
    """The exporters of a destination. Addresses and keys are read from the variables that each names itself."""
    return _MAKERS[destination]()


def _console() -> Exporters:
    return Exporters(ConsoleSpanExporter(), ConsoleMetricExporter(), ConsoleLogRecordExporter())


def _otlp() -> Exporters:
    """To a collector over HTTP, at ``OTEL_EXPORTER_OTLP_ENDPOINT`` or http://localhost:4318."""
    from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
    from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

    return Exporters(OTLPSpanExporter(), OTLPMetricExporter(), OTLPLogExporter())


def _azure() -> Exporters:
    """To Application Insights. Nothing is kept on disk, and the exporter tells its maker nothing of its own use."""
    if not os.environ.get(AZURE_CONNECTION):
        raise TelemetryUnusable(f"Telemetry to azure needs {AZURE_CONNECTION}, which is not set.")
    os.environ.setdefault("APPLICATIONINSIGHTS_STATSBEAT_DISABLED_ALL", "true")
    try:
        from azure.monitor.opentelemetry.exporter import (
            AzureMonitorLogExporter,
            AzureMonitorMetricExporter,
            AzureMonitorTraceExporter,
        )
    except ImportError:
        raise TelemetryUnusable("Telemetry to azure needs the package's extra: pip install '.[azure]'.") from None

    kept_nowhere = {"disable_offline_storage": True}
    return Exporters(
        AzureMonitorTraceExporter(**kept_nowhere),
        AzureMonitorMetricExporter(**kept_nowhere),
        AzureMonitorLogExporter(**kept_nowhere),
    )


_MAKERS: Mapping[Destination, Callable[[], Exporters]] = {
    Destination.CONSOLE: _console,
    Destination.OTLP: _otlp,
    Destination.AZURE: _azure,
}
