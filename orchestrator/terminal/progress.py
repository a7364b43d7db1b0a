"""What is told while a case is under review: a journal that is shown and kept nowhere."""

import time
from collections.abc import Callable

from rich.text import Text

from orchestrator.terminal.lines import Line, joined, words
from orchestrator.terminal.screen import Screen
from orchestrator.terminal.wording import QUIET, marked, spoken
from priorauth.findings import NotEvaluated
from priorauth.inputs import AgentName, AgentOutput
from priorauth.ledger import LookupCall
from priorauth.model_usage import AgentUsage
from priorauth.preflight import Preflight
from priorauth.revision import Revision

Clock = Callable[[], float]
_WIDTH = max(len(agent.value) for agent in AgentName)


class SilentJournal:
    """A journal that nobody reads."""

    def preflight_completed(self, result: Preflight) -> None:
        """The pre-flight is done."""

    def agent_started(self, agent: AgentName) -> None:
        """An agent began its work."""

    def lookup_called(self, agent: AgentName, call: LookupCall) -> None:
        """A lookup call ended."""

    def model_called(self, used: AgentUsage) -> None:
        """A call of a language model ended."""

    def agent_completed(self, agent: AgentName, output: AgentOutput) -> None:
        """An agent has its findings."""

    def agent_failed(self, agent: AgentName, failure: NotEvaluated) -> None:
        """An agent gave no findings, and why."""

    async def recommended(self, revision: Revision) -> None:
        """The recommendation is ready."""


class ProgressJournal(SilentJournal):
    """Tells each step on standard error as it happens, with the seconds that an agent took."""

    def __init__(self, screen: Screen, clock: Clock = time.perf_counter) -> None:
        """``clock`` counts seconds."""
        self._screen, self._clock = screen, clock
        self._began = clock()
        self._started: dict[AgentName, float] = {}

    def agent_started(self, agent: AgentName) -> None:
        """Tells that an agent began."""
        self._started[agent] = self._clock()
        self._tell(agent.value, words("started"))

    def lookup_called(self, agent: AgentName, call: LookupCall) -> None:
        """Tells what a lookup came to."""
        time_taken = "cached" if call.cached else f"{call.duration_ms:.0f} ms"
        self._tell(agent.value, joined((words(f"{call.lookup} {call.tool}"), marked(call.outcome), time_taken)))

    def agent_completed(self, agent: AgentName, output: AgentOutput) -> None:
        """Tells how long an agent took."""
        self._tell(agent.value, words(f"done in {self._clock() - self._started[agent]:.2f} s"))

    def agent_failed(self, agent: AgentName, failure: NotEvaluated) -> None:
        """Tells why an agent gave no findings."""
        self._tell(agent.value, words(failure.reason, "yellow"))

    async def recommended(self, revision: Revision) -> None:
        """Tells the outcome and the time of the whole review."""
        outcome = spoken(revision.recommendation.outcome)
        self._tell("review", words(f"{outcome} after {self._clock() - self._began:.2f} s"))

    def _tell(self, who: str, what: Text) -> None:
        self._screen.tell([Line(what, Text(f"{who:<{_WIDTH}}  ", QUIET), indent=2)])
