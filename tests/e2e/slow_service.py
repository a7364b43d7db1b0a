"""The service in a process of its own, on the loopback, with agents that take their time.

Arguments: the data folder, the port, and the seconds that each agent takes.
"""

import sys
from pathlib import Path

import uvicorn

from orchestrator.app import create_app
from orchestrator.logs import configure_logging
from orchestrator.settings import Settings
from priorauth.inputs import AgentName
from tests.integration.fakes import FakeAgents, composing, wait


def main(folder: str, port: str, seconds: str) -> None:
    configure_logging()
    agents = FakeAgents(acts=dict.fromkeys(AgentName, wait(float(seconds))))
    app = create_app(Settings(data_dir=Path(folder)), composing(agents))
    uvicorn.run(app, host="127.0.0.1", port=int(port), log_config=None, access_log=False, timeout_graceful_shutdown=1)


if __name__ == "__main__":
    main(*sys.argv[1:])
