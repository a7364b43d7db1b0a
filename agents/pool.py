"""Reading a record in another process. The process is started at the first long record and builds its own reader."""

import multiprocessing
from concurrent.futures import Executor, ProcessPoolExecutor

from agents.kit import patient_of
from agents.reading.reader import Reader, Reading
from priorauth.case import Case
from priorauth.rubric import ConfidenceScale
from priorauth.skill import SkillSet
from priorauth.vocabulary import Vocabulary

_READERS: list[Reader] = []


def reading_pool(skills: SkillSet, workers: int) -> Executor:
    """A pool whose processes read records with the skills' vocabulary and scale. Close it when done."""
    return ProcessPoolExecutor(
        max_workers=workers,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_build_reader,
        initargs=(skills.vocabulary.model_dump_json(), skills.clinical.scale.model_dump_json()),
    )


def _build_reader(vocabulary: str, scale: str) -> None:

    _READERS.append(Reader(Vocabulary.model_validate_json(vocabulary), ConfidenceScale.model_validate_json(scale)))


def read_elsewhere(case: Case) -> Reading:
    """The reading of a case's record, in a process of the pool."""
    return _READERS[0].read(case.documents, patient_of(case))
