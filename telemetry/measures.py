"""What is measured of a service at work. Agents' tokens and calls are measured by the framework that runs them.

Names and units are those that dashboards ask for: ``infra/dashboards``.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal

from opentelemetry import metrics
from opentelemetry.metrics import CallbackOptions, Observation

AGENT_DURATION = "priorauth.agent.duration"
"""A histogram of seconds: how long each run of an agent took, by agent; ``error.type`` names its failure."""
REVIEW_DURATION = "priorauth.review.duration"
"""A histogram of seconds: from the beginning of a review to its recommendation, by outcome."""
QUEUE_DEPTH = "priorauth.queue.depth"
"""A gauge of cases: how many wait for their turn in the whole service, as this process last looked."""
MODEL_COST = "priorauth.model.cost"
"""A counter of US dollars: what language models cost where their price is known, by agent and model."""

MESSAGES_UNDELIVERED = "priorauth.message.undelivered"
"""A counter of messages to other systems that were given up, until a person has them sent again."""

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300)
_meter = metrics.get_meter("priorauth")
_agent_duration = _meter.create_histogram(
    AGENT_DURATION, "s", "How long a run of an agent took", explicit_bucket_boundaries_advisory=_SECONDS
)
_review_duration = _meter.create_histogram(
    REVIEW_DURATION, "s", "How long a review took", explicit_bucket_boundaries_advisory=_SECONDS
)
_model_cost = _meter.create_counter(MODEL_COST, "{USD}", "What language models cost")
_messages_undelivered = _meter.create_counter(
    MESSAGES_UNDELIVERED, "{message}", "Messages to other systems that were given up"
)


@contextmanager
def agent_measured(agent: str) -> Iterator[None]:
    """Measures the run of an agent. What ends it with an exception is counted under the exception's ``failure``."""
    began, told = time.perf_counter(), {"priorauth.agent": agent}
    try:
        yield
    except BaseException as error:
        failure = getattr(error, "failure", None)
        told["error.type"] = str(failure) if failure else type(error).__name__
        raise
    finally:
        _agent_duration.record(time.perf_counter() - began, told)


def measure_review(seconds: float, outcome: str) -> None:
    """Counts a review that came to its recommendation. ``outcome`` is APPROVE or PEND."""
    _review_duration.record(seconds, {"priorauth.outcome": outcome})


def measure_cost(usd: Decimal, agent: str, model: str) -> None:
    """Counts what a call of a language model cost. Measures know binary fractions alone: the store keeps the money."""
    _model_cost.add(float(usd), {"priorauth.agent": agent, "gen_ai.request.model": model})


def count_undelivered() -> None:
    """Counts a message that was given up."""
    _messages_undelivered.add(1)


def watch_queue(waiting: Callable[[], int]) -> None:
    """Observes how many cases wait, whenever measures are read."""

    def observe(_: CallbackOptions) -> Iterable[Observation]:
        yield Observation(waiting())

    _meter.create_observable_gauge(QUEUE_DEPTH, [observe], "{case}", "How many cases wait for their turn")
