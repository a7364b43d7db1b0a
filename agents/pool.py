"""Reading long records in another process, which is started at the first of them and builds its own reader."""

import asyncio
import multiprocessing
import signal
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from agents.kit import patient_of
from agents.reading.reader import Reader, Reading
from priorauth.case import Case
from priorauth.rubric import ConfidenceScale
from priorauth.skill import SkillSet
from priorauth.vocabulary import Vocabulary

_READERS: list[Reader] = []


class ReadingPool:
    """``workers`` processes that read records with the skills' vocabulary and scale. Close it with :meth:`close`."""

    def __init__(self, skills: SkillSet, workers: int = 1) -> None:
        self._skills = skills
        self._workers = workers
        self._pool = self._new_pool()

    async def read(self, case: Case) -> Reading:
        """The reading of a case's record.

        A process that dies, for want of memory for instance, takes all that waits for it along; so the pool is
        replaced and each record is tried once more. Raises ``BrokenProcessPool`` where that process died too.
        """
        try:
            return await self._read_once(case)
        except BrokenProcessPool:
            return await self._read_once(case)

    def close(self) -> None:
        """Gives up what waits. Does not wait for what runs."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def _read_once(self, case: Case) -> Reading:
        """Submitted from a thread: the first submission starts the process, which takes a while."""
        pool = self._pool
        try:
            return await asyncio.wrap_future(await asyncio.to_thread(pool.submit, _read, case))
        except BrokenProcessPool:
            if self._pool is pool:
                self._pool = self._new_pool()
            raise

    def _new_pool(self) -> Executor:
        return ProcessPoolExecutor(
            max_workers=self._workers,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_build_reader,
            initargs=(self._skills.vocabulary.model_dump_json(), self._skills.clinical.scale.model_dump_json()),
        )


def _build_reader(vocabulary: str, scale: str) -> None:
    """Ctrl-C is for the parent, which ends its children."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _READERS.append(Reader(Vocabulary.model_validate_json(vocabulary), ConfidenceScale.model_validate_json(scale)))


def _read(case: Case) -> Reading:
    return _READERS[0].read(case.documents, patient_of(case))
