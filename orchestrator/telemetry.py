"""Traces: a span for each review and each step, with the case's id and nothing clinical.

They are made where ``PRIORAUTH_TRACES`` is set, for an exporter that an operator adds to the provider; spans that go
nowhere cost a twentieth of a case's CPU time, and those of the agents' framework cost more, so it is told too. What an
exception says may quote the record, so spans keep its type only.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry import baggage, context, trace
from opentelemetry.context import Context
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import Span, SpanProcessor, TracerProvider
from opentelemetry.trace import Status, StatusCode

CASE_ID = "priorauth.case_id"
_tracer = trace.get_tracer("priorauth")


class CaseIdOnEverySpan(SpanProcessor):
    """Copies the case's id from the baggage to each span that starts, those of the agents' framework included."""

    def on_start(self, span: Span, parent_context: Context | None = None) -> None:
        """Marks the span."""
        case_id = baggage.get_baggage(CASE_ID, parent_context)
        if isinstance(case_id, str):
            span.set_attribute(CASE_ID, case_id)


def configure_telemetry() -> None:
    """Installs a tracer provider, once, where no other is installed."""
    if not isinstance(trace.get_tracer_provider(), TracerProvider):
        provider = TracerProvider(resource=Resource.create({"service.name": "priorauth"}))
        provider.add_span_processor(CaseIdOnEverySpan())
        trace.set_tracer_provider(provider)


@contextmanager
def review_span(case_id: str, revision: int) -> Iterator[None]:
    """A span around the review of one revision; the case's id travels on in the baggage."""
    token = context.attach(baggage.set_baggage(CASE_ID, case_id))
    try:
        with _span("review", {CASE_ID: case_id, "priorauth.revision": revision}):
            yield
    finally:
        context.detach(token)


@contextmanager
def step_span(agent: str, case_id: str) -> Iterator[None]:
    """A span around the run of one agent."""
    with _span(f"agent {agent}", {CASE_ID: case_id, "priorauth.agent": agent}):
        yield


@contextmanager
def _span(name: str, attributes: dict[str, str | int]) -> Iterator[None]:
    with _tracer.start_as_current_span(
        name, attributes=attributes, record_exception=False, set_status_on_exception=False
    ) as span:
        try:
            yield
        except BaseException as error:
            span.set_status(Status(StatusCode.ERROR, type(error).__name__))
            raise
