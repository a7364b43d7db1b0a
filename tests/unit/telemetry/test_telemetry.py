"""What leaves the process as telemetry: names and numbers that are allowed, and nothing that a library quotes."""

import json
import logging
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import InMemoryLogRecordExporter, SimpleLogRecordProcessor
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import Status, StatusCode
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from telemetry import measures, web
from telemetry.allowing import ALLOWED, AllowedSpans
from telemetry.configuring import configure_telemetry, destinations_in
from telemetry.exporting import AZURE_CONNECTION, Destination, TelemetryUnusable, exporters_for
from telemetry.log_export import ExportedLines
from telemetry.logs import fields
from telemetry.spans import carried, review_span, step_span

MARKER = "Quillfeather has angina"
DASHBOARDS = Path(__file__).parents[3] / "infra" / "dashboards"


@pytest.fixture
def told() -> InMemorySpanExporter:
    return InMemorySpanExporter()


@pytest.fixture
def provider(told: InMemorySpanExporter) -> TracerProvider:
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(AllowedSpans(told)))
    return provider


def test_what_libraries_write_into_spans_stays_here(provider: TracerProvider, told: InMemorySpanExporter):
    with provider.get_tracer("library").start_as_current_span("chat model") as span:
        span.set_attributes({"gen_ai.input.messages": MARKER, "url.full": MARKER, "gen_ai.request.model": "m"})
        span.add_event(MARKER, {"said": MARKER})
        span.record_exception(ValueError(MARKER))
        span.set_status(Status(StatusCode.ERROR, MARKER))
    (one,) = told.get_finished_spans()
    assert MARKER not in one.to_json()
    assert dict(one.attributes or {}) == {"gen_ai.request.model": "m"}
    assert (one.status.status_code, one.status.description) == (StatusCode.ERROR, None)


def test_a_status_that_is_the_name_of_a_fault_leaves(provider: TracerProvider, told: InMemorySpanExporter):
    with provider.get_tracer("ours").start_as_current_span("review") as span:
        span.set_status(Status(StatusCode.ERROR, "TimeoutError"))
    assert told.get_finished_spans()[0].status.description == "TimeoutError"


def test_all_revisions_of_a_case_are_one_trace_and_its_headers_carry_it():
    found = set[str]()
    for revision in (1, 2):
        with review_span("PA-1", revision), step_span("clinical", "PA-1"):
            headers = carried()
            found.add(headers["traceparent"].split("-")[1])
            assert headers["baggage"] == "priorauth.case_id=PA-1"
    with review_span("PA-2", 1):
        found.add(carried()["traceparent"].split("-")[1])
    assert len(found) == 2


def test_of_an_address_only_plain_words_are_told():
    details = web._details({"method": "GET", "path": f"/api/cases/PA-7K/{MARKER}/audit.pdf"})
    assert details == (
        "GET /api/cases/{}/{}/audit.pdf",
        {
            "http.route": "/api/cases/{}/{}/audit.pdf",
            "http.request.method": "GET",
        },
    )


def test_a_request_goes_on_with_the_trace_of_who_asks():
    async def answer(_: Request) -> JSONResponse:
        return JSONResponse(carried())

    client = TestClient(web.traced(Starlette(routes=[Route("/responses", answer)])))
    with review_span("PA-1", 1):
        asked = carried()
    answered = client.get("/responses", headers=asked).json()
    assert answered["traceparent"].split("-")[1] == asked["traceparent"].split("-")[1]
    assert answered["baggage"] == "priorauth.case_id=PA-1"


@pytest.fixture
def lines() -> tuple[logging.Handler, InMemoryLogRecordExporter]:
    exporter, provider = InMemoryLogRecordExporter(), LoggerProvider()
    provider.add_log_record_processor(SimpleLogRecordProcessor(exporter))
    return ExportedLines(provider), exporter


def test_our_log_lines_leave_with_their_fields_and_of_a_librarys_not_a_word(
    lines: tuple[logging.Handler, InMemoryLogRecordExporter],
):
    handler, exporter = lines
    for name, extra in (("orchestrator.guard", fields(case_id="PA-1", places=["a.py:1"])), ("library", {})):
        try:
            raise ValueError(MARKER)
        except ValueError as error:
            fault = (type(error), error, error.__traceback__)
        said = "agent.fault" if extra else MARKER
        record = logging.getLogger(name).makeRecord(name, logging.ERROR, "", 1, said, (), fault, extra=extra)
        handler.emit(record)
    ours, other = (one.log_record for one in exporter.get_finished_logs())
    assert (ours.body, other.body) == ("agent.fault", "library.message")
    assert (ours.attributes or {})["priorauth.case_id"] == "PA-1"
    assert (ours.attributes or {})["priorauth.error"] == "ValueError"
    assert MARKER not in "".join(one.to_json() for one in exporter.get_finished_logs())


def test_destinations_are_named_with_commas():
    assert destinations_in(" otlp, console,otlp ") == (Destination.OTLP, Destination.CONSOLE)
    assert destinations_in("") == ()
    with pytest.raises(TelemetryUnusable, match="names jaeger; telemetry can go to: console, otlp, azure"):
        destinations_in("console,jaeger")


def test_without_a_destination_nothing_is_installed(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("telemetry.configuring.install", lambda *_: pytest.fail("installed"))
    configure_telemetry("orchestrator", ())


def test_azure_needs_its_connection(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv(AZURE_CONNECTION, raising=False)
    with pytest.raises(TelemetryUnusable, match=AZURE_CONNECTION):
        exporters_for(Destination.AZURE)


def test_what_models_cost_is_counted_by_agent_and_model(monkeypatch: pytest.MonkeyPatch):
    reader = InMemoryMetricReader()
    meter = MeterProvider([reader]).get_meter("test")
    monkeypatch.setattr(measures, "_model_cost", meter.create_counter(measures.MODEL_COST, "{USD}"))
    for _ in range(2):
        measures.measure_cost(Decimal("0.25"), "clinical", "openai:x")
    told = reader.get_metrics_data()
    assert told is not None
    (metric,) = told.resource_metrics[0].scope_metrics[0].metrics
    (point,) = metric.data.data_points
    assert (metric.name, metric.unit, getattr(point, "value", None)) == ("priorauth.model.cost", "{USD}", 0.5)
    assert set(point.attributes or {}) == {"priorauth.agent", "gen_ai.request.model"} <= ALLOWED


def test_messages_that_were_given_up_are_counted(monkeypatch: pytest.MonkeyPatch):
    reader = InMemoryMetricReader()
    counter = MeterProvider([reader]).get_meter("test").create_counter(measures.MESSAGES_UNDELIVERED, "{message}")
    monkeypatch.setattr(measures, "_messages_undelivered", counter)
    measures.count_undelivered()
    measures.count_undelivered()
    told = reader.get_metrics_data()
    assert told is not None
    (point,) = told.resource_metrics[0].scope_metrics[0].metrics[0].data.data_points
    assert (getattr(point, "value", None), dict(point.attributes or {})) == (2, {})


def names_in(text: str) -> set[str]:
    return set(re.findall(r"priorauth[._][a-z]+[._][a-z]+", text))


def test_dashboards_ask_for_measures_that_there_are():
    ours = {
        measures.AGENT_DURATION,
        measures.REVIEW_DURATION,
        measures.QUEUE_DEPTH,
        measures.MESSAGES_UNDELIVERED,
        measures.MODEL_COST,
    }
    workbook = (DASHBOARDS / "workbook.json").read_text(encoding="utf-8")
    grafana = (DASHBOARDS / "grafana.json").read_text(encoding="utf-8")
    assert names_in(workbook) - ALLOWED == ours
    assert names_in(grafana) - {one.replace(".", "_") for one in ALLOWED} == {one.replace(".", "_") for one in ours}


def expressions(found: Any) -> Iterator[str]:
    if isinstance(found, dict):
        for name, value in found.items():
            if name in {"expr", "query"} and isinstance(value, str):
                yield value
            yield from expressions(value)
    elif isinstance(found, list):
        for one in found:
            yield from expressions(one)


@pytest.mark.parametrize(("file", "least"), [("grafana.json", 7), ("workbook.json", 6)])
def test_every_panel_has_its_question_and_its_unit(file: str, least: int):
    dashboard = json.loads((DASHBOARDS / file).read_text(encoding="utf-8"))
    assert len(list(expressions(dashboard))) >= least
