"""Telemetry of a process, installed once: spans, measures and log lines, each to every destination."""

import logging
from collections.abc import Sequence

from opentelemetry import metrics, trace
from opentelemetry._logs import set_logger_provider
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
from opentelemetry.sdk.metrics.view import View
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

from telemetry.allowing import ALLOWED, AllowedSpans
from telemetry.exporting import Destination, Exporters, TelemetryUnusable, exporters_for
from telemetry.log_export import ExportedLines
from telemetry.spans import CaseIdOnEverySpan


def destinations_in(named: str) -> tuple[Destination, ...]:
    """The destinations that a setting names, with commas. Raises :class:`TelemetryUnusable` for one that is none."""
    names = [name.strip() for name in named.split(",") if name.strip()]
    unknown = [name for name in names if name not in set(Destination)]
    if unknown:
        known = ", ".join(Destination)
        raise TelemetryUnusable(f"PRIORAUTH_TELEMETRY names {', '.join(unknown)}; telemetry can go to: {known}.")
    return tuple(Destination(name) for name in dict.fromkeys(names))


def configure_telemetry(service: str, destinations: Sequence[Destination]) -> None:
    """Installs what makes and exports telemetry, where a process has none yet. ``service`` names it in all of it.

    Without a destination nothing is installed, and spans cost nothing. Raises :class:`TelemetryUnusable`.
    """
    if not destinations or isinstance(trace.get_tracer_provider(), TracerProvider):
        return
    install(service, [exporters_for(one) for one in destinations])


def install(service: str, exporters: Sequence[Exporters]) -> None:
    """Installs providers with these exporters."""
    resource = Resource.create({"service.namespace": "priorauth", "service.name": service})
    tracing = TracerProvider(resource=resource)
    tracing.add_span_processor(CaseIdOnEverySpan())
    logs = LoggerProvider(resource=resource)
    for one in exporters:
        tracing.add_span_processor(BatchSpanProcessor(AllowedSpans(one.spans)))
        logs.add_log_record_processor(BatchLogRecordProcessor(one.logs))
    trace.set_tracer_provider(tracing)
    metrics.set_meter_provider(_measuring(resource, exporters))
    set_logger_provider(logs)
    logging.getLogger().addHandler(ExportedLines(logs))


def _measuring(resource: Resource, exporters: Sequence[Exporters]) -> MeterProvider:
    """Measures are told apart by allowed attributes only."""
    readers = [PeriodicExportingMetricReader(one.metrics) for one in exporters]
    views = [View(instrument_name="*", attribute_keys=set(ALLOWED))]
    return MeterProvider(metric_readers=readers, resource=resource, views=views)
