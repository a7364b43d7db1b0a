"""Reading records in another process, which builds its own reader: the long ones, and short ones where it has time.

It is started at the first long record, or after some short ones: what reads one case and ends needs none.

A thread cannot be stopped; a process can. A reading that nobody waits for any more ends with its process, and the next
record gets a new one.
"""

import asyncio
import multiprocessing
import signal
from collections.abc import AsyncGenerator, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from agents.kit import INLINE_CHARACTERS, characters_of, patient_of
from agents.reading.reader import Reader, Reading
from priorauth.case import Case
from priorauth.rubric import ConfidenceScale
from priorauth.skill import SkillSet
from priorauth.vocabulary import Vocabulary

_SPAWN = multiprocessing.get_context("spawn")
_ENDS_WITHIN_SECONDS = 5.0
_SHORT_BEFORE_START = 10
_READY = "ready"


class ReaderDied(Exception):
    """The process that read a record is gone, for want of memory for instance, or because it was stopped."""


class ReadingFailed(Exception):
    """The reader came to a fault. Holds the fault's type alone: its message may quote the record."""


class ReadingPool:
    """``workers`` processes that read records with the skills' vocabulary and scale. Close it with :meth:`close`."""

    def __init__(self, skills: SkillSet, workers: int = 1) -> None:
        self._rules = (skills.vocabulary.model_dump_json(), skills.clinical.scale.model_dump_json())
        self._turns = asyncio.Semaphore(workers)
        self._threads = ThreadPoolExecutor(workers, "reading")
        self._idle: list[_Worker] = []
        self._busy: list[_Worker] = []
        self._short = self._long = 0
        self._starting: asyncio.Task[None] | None = None
        self._closed = False

    def offer_short(self) -> bool:
        """Whether a short record that is offered may come: it would wait for no long one.

        The first offers are declined; after some, a process is started for those that follow.
        """
        self._short += 1
        if self._short == _SHORT_BEFORE_START and not (self._idle or self._busy or self._closed):
            self._starting = asyncio.create_task(self._start_early())
        return bool(self._idle or self._busy) and not self._long and (self._starting is None or self._starting.done())

    async def read(self, case: Case) -> Reading:
        """The reading of a case's record; records wait for their turn in the order in which they came.

        Where a process dies, the record is tried once more. Raises :class:`ReaderDied` where that process died too, and
        :class:`ReadingFailed`. Whoever is cancelled here takes the process along, so that it stops working.
        """
        is_long = characters_of(case) > INLINE_CHARACTERS
        self._long += is_long
        try:
            with suppress(ReaderDied):
                return await self._read_once(case)
            return await self._read_once(case)
        finally:
            self._long -= is_long

    def close(self) -> None:
        """Ends every process. Does not wait for what they do."""
        self._closed = True
        if self._starting is not None:
            self._starting.cancel()
        for worker in self._busy:
            worker.stop()
        while self._idle:
            self._idle.pop().bury()
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _read_once(self, case: Case) -> Reading:
        async with self._turns, self._at_work() as worker:
            return await asyncio.get_running_loop().run_in_executor(self._threads, worker.read, case)

    async def _start_early(self) -> None:
        """Where it does not start, the first long record tells."""
        with suppress(ReaderDied):
            async with self._turns, self._at_work() as worker:
                await asyncio.get_running_loop().run_in_executor(self._threads, worker.start)

    @asynccontextmanager
    async def _at_work(self) -> AsyncGenerator["_Worker"]:
        """A worker that goes on after its work, or is stopped where that did not end well."""
        if self._closed:
            raise ReaderDied("the service is closing")
        worker = self._idle.pop() if self._idle else _Worker(*self._rules)
        self._busy.append(worker)
        try:
            yield worker
        except BaseException:
            worker.stop()
            raise
        finally:
            self._busy.remove(worker)
        self._idle.append(worker)


@dataclass(eq=False)
class _Worker:
    """One process and the line to it. ``read`` is called in a thread, which waits; ``stop`` from any other."""

    vocabulary: str
    scale: str
    _line: Connection | None = field(default=None, init=False)
    _process: BaseProcess | None = field(default=None, init=False)
    _stopped: bool = field(default=False, init=False)

    def start(self) -> None:
        """Starts the process, which takes a while, and waits until it can read."""
        with self._burying():
            self._started()

    def read(self, case: Case) -> Reading:
        """The reading. The process is started at the first call."""
        with self._burying():
            line = self._started()
            line.send(case)
            answer: Reading | str = line.recv()
        if isinstance(answer, str):
            raise ReadingFailed(answer)
        return answer

    def stop(self) -> None:
        """Kills the process, whatever it does. Who waits in :meth:`read` is told that it died."""
        self._stopped = True
        if self._process is not None:
            self._process.kill()

    @contextmanager
    def _burying(self) -> Generator[None]:
        try:
            yield
        except (EOFError, OSError):
            self.bury()
            raise ReaderDied("the process that reads records ended") from None

    def _started(self) -> Connection:
        """The line to the process, which is started where it is not.

        ``stop`` may come at any moment of this: before the process is known here, or after.

        The rules go over the line and not with the start, which never returns where a process dies before it has taken
        all that it is started with, and that is more than a pipe holds.
        """
        if self._line is not None:
            return self._line
        line, theirs = _SPAWN.Pipe()
        process = _SPAWN.Process(target=_serve, args=(theirs,), daemon=True)
        process.start()
        theirs.close()
        self._line, self._process = line, process
        if self._stopped:
            process.kill()
        line.send((self.vocabulary, self.scale))
        line.recv()
        return line

    def bury(self) -> None:
        """Kills the process and clears away what is left of it, which takes a moment."""
        self.stop()
        if self._process is not None:
            self._process.join(_ENDS_WITHIN_SECONDS)
        if self._line is not None:
            self._line.close()


def _serve(line: Connection) -> None:
    """What a process does until the line is cut. Ctrl-C is for the parent, which ends its children."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    vocabulary, scale = line.recv()
    reader = Reader(Vocabulary.model_validate_json(vocabulary), ConfidenceScale.model_validate_json(scale))
    line.send(_READY)
    while True:
        try:
            case: Case = line.recv()
        except EOFError:
            return
        try:
            answer: Reading | str = reader.read(case.documents, patient_of(case))
        except Exception as error:  # noqa: BLE001 - the process's edge: the fault is told in a way that holds nothing of the record
            answer = type(error).__name__
        line.send(answer)
