"""The twin's processes: started when those before them are healthy, started again when they died, and all stopped."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from infra.twin.plan import REPOSITORY, WEB, Part
from telemetry.health import is_healthy

START_SECONDS = 120.0
STOP_SECONDS = 30.0
_PAUSE_SECONDS = 0.1
_LAST_WORDS = 800

Tell = Callable[[Part, float], None]
"""Told of a part that has become healthy, and after how many seconds."""


class TwinFailed(Exception):
    """A process of the twin ended while it started, or was not healthy in time. Tells its last words."""


@dataclass
class Twin:
    """The processes of a plan. Each says everything into a file of its own, ``said[name]``."""

    parts: Mapping[str, Part]
    said: Mapping[str, Path]
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Where the service is asked."""
        return self.parts[WEB].address

    def start(self, tell: Tell = lambda _, __: None) -> None:
        """Starts each part that does not run, when those before it are healthy, and waits until all are.

        Raises :class:`TwinFailed`.
        """
        waiting = [part for name, part in self.parts.items() if not self._runs(name)]
        healthy = set(self.parts) - {part.name for part in waiting}
        began: dict[str, float] = {}
        while len(healthy) < len(self.parts):
            for part in waiting:
                if part.name not in began and part.after <= healthy:
                    began[part.name] = time.monotonic()
                    self.processes[part.name] = self._started(part)
                if part.name in began and part.name not in healthy and self._is_healthy(part, began[part.name]):
                    healthy.add(part.name)
                    tell(part, time.monotonic() - began[part.name])
            time.sleep(_PAUSE_SECONDS)

    def dead(self) -> Sequence[str]:
        """The names of the parts that ended."""
        return [name for name in self.parts if not self._runs(name)]

    def kill(self, name: str) -> None:
        """As the system kills: without a word, and with all that it started."""
        with suppress(ProcessLookupError):
            os.killpg(self.processes[name].pid, signal.SIGKILL)
        self.processes[name].wait()

    def stop(self) -> None:
        """Asks each to stop, those that ask others first, waits for it, and kills what is left of it."""
        for name in sorted(self.processes, key=lambda one: len(self.parts[one].after), reverse=True):
            with suppress(ProcessLookupError):
                self.processes[name].terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for name, process in self.processes.items():
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(deadline - time.monotonic(), 0))
            self.kill(name)

    def _runs(self, name: str) -> bool:
        return name in self.processes and self.processes[name].poll() is None

    def _started(self, part: Part) -> subprocess.Popen[bytes]:
        """In a session of its own: a Ctrl-C of the terminal is for the twin, which then stops its parts in order."""
        with self.said[part.name].open("ab") as said:
            return subprocess.Popen(
                part.command, cwd=REPOSITORY, env=part.environment, stdout=said, stderr=said, start_new_session=True
            )

    def _is_healthy(self, part: Part, began: float) -> bool:
        if self.processes[part.name].poll() is None:
            if time.monotonic() - began < START_SECONDS:
                return is_healthy(part.health)
            raise TwinFailed(f"{part.name} was not healthy within {START_SECONDS:.0f} s. {self._last_words(part)}")
        raise TwinFailed(f"{part.name} ended with {self.processes[part.name].returncode}. {self._last_words(part)}")

    def _last_words(self, part: Part) -> str:
        words = self.said[part.name].read_text(encoding="utf-8", errors="replace").strip()
        return f"It said: {words[-_LAST_WORDS:]}" if words else "It said nothing."


@contextmanager
def running(parts: Sequence[Part], folder: Path, tell: Tell = lambda _, __: None) -> Iterator[Twin]:
    """A twin whose parts are all healthy, until the context ends. Raises :class:`TwinFailed`."""
    folder.mkdir(parents=True, exist_ok=True)
    twin = Twin({part.name: part for part in parts}, {part.name: folder / f"{part.name}.said" for part in parts})
    try:
        twin.start(tell)
        yield twin
    finally:
        twin.stop()
