"""``priorauth evaluate [DIR]``: the exam is taken and its result told, the tuned half and the reported half apart."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from evaluation.exam.cases import ExamInvalid, Half, LabelledCase, read_exam
from evaluation.exam.report import figures, misses
from evaluation.exam.run import Answer, NotAccepted, take
from evaluation.exam.score import score
from evaluation.figures import show
from orchestrator.settings import REPOSITORY, Settings
from orchestrator.terminal.exits import Exit
from orchestrator.terminal.lines import BLANK, plain
from orchestrator.terminal.local_review import OpenReview, open_review
from orchestrator.terminal.screen import Screen
from priorauth.value import Value

CASES = REPOSITORY / "evaluation" / "cases"


class Result(Value):
    """The scores by half, as JSON. A half without cases is not there."""

    rule_book: str
    halves: dict[str, object]


def evaluate(
    folder: Path | None,
    settings: Settings,
    screen: Screen,
    *,
    as_json: bool = False,
    tell_misses: bool = False,
    open_review: OpenReview = open_review,
) -> Exit:
    """Takes the exam in a folder. ``tell_misses`` lists the misses of the tuned half; those of the other stay unread.

    Raises :class:`ExamInvalid`.
    """
    answers = asyncio.run(_take(read_exam(folder or CASES), settings, open_review))
    halves = {half: found for half in Half if (found := [one for one in answers if one.case.half is half])}
    if as_json:
        scores = {half.value: score(found).model_dump(mode="json") for half, found in halves.items()}
        screen.data(Result(rule_book=str(settings.rulebook), halves=scores).model_dump_json())
        return Exit.DONE
    for half, found in halves.items():
        show(f"{half.value} half", figures(half, score(found)))
    if tell_misses:
        screen.show([BLANK, *(plain(line) for line in misses(halves.get(Half.TUNED, [])))])
    return Exit.DONE


async def _take(cases: Sequence[LabelledCase], settings: Settings, open_review: OpenReview) -> list[Answer]:
    async with open_review(settings) as review:
        try:
            return await take(cases, review)
        except NotAccepted as error:
            raise ExamInvalid(str(error)) from None
