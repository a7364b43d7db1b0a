"""``python -m infra.twin --port 8000``: the services of ``docker-compose.yml`` as processes, until Ctrl-C."""

import argparse
import signal
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from types import FrameType

from evaluation.stores import postgres
from infra.twin.plan import DATABASE, Part, composed, plan
from infra.twin.running import Twin, TwinFailed, running

_LOOK_SECONDS = 0.5
_EXAMPLE = "examples/01-home-oxygen-resting-hypoxemia.json"


def main(arguments: list[str] | None = None) -> int:
    """Runs the twin until it is told to stop. Returns the exit code: 1 where a part does not start."""
    parser = argparse.ArgumentParser(prog="python -m infra.twin")
    parser.add_argument("--port", type=int, default=8000, help="of the service; 0 takes a free one")
    chosen = parser.parse_args(arguments)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupted)
    try:
        with ExitStack() as opened:
            folder = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="priorauth-twin-")))
            _serve(opened, folder, chosen.port)
    except TwinFailed as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped: every process has ended, and nothing of it is kept.")
    return 0


def _serve(opened: ExitStack, folder: Path, port: int) -> None:
    """Starts all parts and watches them. Ends by KeyboardInterrupt, or :class:`TwinFailed`."""
    began = time.monotonic()
    print("Starting what docker-compose.yml lists, as processes of this machine. Ctrl-C stops them all.")
    store = opened.enter_context(postgres())
    print(f"  {DATABASE:16} {'its own, empty':32} healthy after {time.monotonic() - began:4.1f} s", flush=True)
    parts = plan(composed(), folder, store.url, port)
    twin = opened.enter_context(running(parts, folder, _tell))
    print(f"All {len(parts) + 1} are healthy after {time.monotonic() - began:.1f} s.")
    print(f"The workbench:   {twin.address}/")
    print(f"Review a case:   curl -si -X POST --json @{_EXAMPLE} {twin.address}/api/cases")
    print(f"What each says:  {folder}/NAME.said", flush=True)
    _watch(twin)


def _tell(part: Part, seconds: float) -> None:
    print(f"  {part.name:16} {part.address:32} healthy after {seconds:4.1f} s", flush=True)


def _watch(twin: Twin) -> None:
    """Starts again what died, as the file's restart policy says."""
    while True:
        time.sleep(_LOOK_SECONDS)
        for name in twin.dead():
            print(f"{name} ended with {twin.processes[name].returncode}, and is started again.", flush=True)
        twin.start(_tell)


def _interrupted(_: int, __: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
