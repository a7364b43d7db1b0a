"""Spans of a review and of each agent's run, with the case's id on every span of its trace, and nothing clinical.

What an exception says may quote the record, so spans keep its type only.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry import baggage, context, trace
from opentelemetry.context import Context
from opentelemetry.propagate import inject
from opentelemetry.sdk.trace import Span, SpanProcessor
from opentelemetry.trace import NonRecordingSpan, SpanContext, Status, StatusCode, TraceFlags

from telemetry.allowing import CASE_ID

_tracer = trace.get_tracer("priorauth")


class CaseIdOnEverySpan(SpanProcessor):
    """Copies the case's id from the baggage to each span that starts, those of libraries included."""

    def on_start(self, span: Span, parent_context: Context | None = None) -> None:
        """Marks the span."""
        case_id = baggage.get_baggage(CASE_ID, parent_context)
        if isinstance(case_id, str):
            span.set_attribute(CASE_ID, case_id)


@contextmanager
def review_span(case_id: str, revision: int) -> Iterator[None]:
    """A span around the review of one revision. The case's id travels on in the baggage.

    All revisions of a case stand in one trace, whichever process reviews them: its id is made of the case's.
    """
    token = context.attach(baggage.set_baggage(CASE_ID, case_id, _trace_of(case_id)))
    try:
        with _span("review", {CASE_ID: case_id, "priorauth.revision": revision}):
            yield
    finally:
        context.detach(token)


def _trace_of(case_id: str) -> Context:
    digest = hashlib.sha256(case_id.encode()).digest()
    trace_id, span_id = int.from_bytes(digest[:16], "big"), int.from_bytes(digest[16:24], "big")
    parent = SpanContext(trace_id, span_id, is_remote=True, trace_flags=TraceFlags(TraceFlags.SAMPLED))
    return trace.set_span_in_context(NonRecordingSpan(parent), Context())


@contextmanager
def step_span(agent: str, case_id: str) -> Iterator[None]:
    """A span around the run of one agent, wherever it runs."""
    with _span(f"agent {agent}", {CASE_ID: case_id, "priorauth.agent": agent}):
        yield


def carried() -> dict[str, str]:
    """The headers that carry this trace and its baggage to another process (W3C Trace Context and Baggage)."""
    headers: dict[str, str] = {}
    inject(headers)
    return headers


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
