"""The service in a process of its own, on the loopback, with agents that take their time and are counted.

Its one argument is JSON: an :class:`Order`.
"""

import asyncio
import datetime as dt
import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import uvicorn

from orchestrator.app import create_app
from orchestrator.downstream import courier as couriers
from orchestrator.settings import Settings
from priorauth.inputs import AgentInput, AgentName, AgentOutput
from priorauth.model_budget import UNLIMITED, Allowance
from priorauth.model_usage import OnCall
from telemetry.logs import configure_logging
from tests.e2e.kill_points import NO_POINT, KillPoint
from tests.integration.fakes import FakeAgents, composing

SECRET = "whsec_" + "c2VjcmV0IG9mIHRoaXMgdGVzdCwgbG9uZyBlbm91Z2gh"


@dataclass(frozen=True)
class Order:
    """How the service is to run. ``seconds`` is what each agent takes; ``kill_at`` is where the process dies.

    ``webhook_url`` is where its messages go, with :data:`SECRET`; a message that it died with is soon sent again.
    """

    folder: str
    port: int
    seconds: float = 0
    url: str | None = None
    lease_seconds: float = 10
    kill_at: str = NO_POINT
    webhook_url: str | None = None

    def as_argument(self) -> str:
        return json.dumps(asdict(self))


@dataclass(frozen=True)
class CountedAgents:
    """Fake agents that take their time, note each end of a run in a file, and die where they are told to."""

    order: Order
    point: KillPoint
    fakes: FakeAgents

    @property
    def model(self) -> str:
        return self.fakes.model

    async def run(
        self, agent: AgentName, inputs: AgentInput, on_call: OnCall, left: Allowance = UNLIMITED
    ) -> AgentOutput:
        case_id = inputs.case.case_id
        await self.point.in_agent(agent, case_id)
        await asyncio.sleep(self.order.seconds)
        output = await self.fakes.run(agent, inputs, on_call)
        with (Path(self.order.folder) / "runs").open("a") as runs:
            runs.write(f"{case_id} {agent.value}\n")
        await self.point.after_agent(agent, case_id)
        return output


def main(argument: str) -> None:
    order = Order(**json.loads(argument))
    configure_logging()
    point = KillPoint(order.kill_at)
    point.install()
    agents = CountedAgents(order, point, FakeAgents())
    couriers.HELD_BESIDE_TRIES = dt.timedelta()
    settings = Settings(
        data_dir=Path(order.folder),
        database_url=order.url,
        lease_seconds=order.lease_seconds,
        webhook_url=order.webhook_url,
        webhook_secret=SECRET if order.webhook_url else None,
        webhook_timeout_seconds=1,
    )
    app = create_app(settings, composing(agents))
    uvicorn.run(app, host="127.0.0.1", port=order.port, log_config=None, access_log=False, timeout_graceful_shutdown=1)


if __name__ == "__main__":
    main(sys.argv[1])
