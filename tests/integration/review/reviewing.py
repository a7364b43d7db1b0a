"""What tests of the review share: the examples as cases, and a journal that keeps what it is told."""

import datetime as dt
import json
from pathlib import Path

from priorauth.case import Case
from priorauth.findings import NotEvaluated
from priorauth.inputs import AgentName, AgentOutput
from priorauth.ledger import LookupCall
from priorauth.model_usage import AgentUsage
from priorauth.preflight import Preflight
from priorauth.revision import Revision
from priorauth.submission import accept, parse_submission

EXAMPLES = Path(__file__).parents[3] / "examples"
RECEIVED = dt.date(2026, 11, 22)


def example_case(number: str) -> Case:
    """The example whose file name begins with this number, as a case."""
    file = next(EXAMPLES.glob(f"{number}-*.json"))
    submission = parse_submission(json.loads(file.read_text(encoding="utf-8")), RECEIVED)
    return accept(submission, case_id=file.stem, received_on=RECEIVED)


class ListJournal:
    """Keeps the order of what happened."""

    def __init__(self) -> None:
        self.entries: list[tuple[str, str]] = []
        self.used: list[AgentUsage] = []

    def preflight_completed(self, result: Preflight) -> None:
        self.entries.append(("preflight", ""))

    def agent_started(self, agent: AgentName) -> None:
        self.entries.append(("started", agent.value))

    def lookup_called(self, agent: AgentName, call: LookupCall) -> None:
        self.entries.append(("called", call.id))

    def model_called(self, used: AgentUsage) -> None:
        self.used.append(used)

    def agent_completed(self, agent: AgentName, output: AgentOutput) -> None:
        self.entries.append(("completed", agent.value))

    def agent_failed(self, agent: AgentName, failure: NotEvaluated) -> None:
        self.entries.append(("failed", agent.value))

    async def recommended(self, revision: Revision) -> None:
        self.entries.append(("recommended", revision.recommendation.outcome.value))
