"""``priorauth evaluate [DIR]``: the exam is taken and its result told, the tuned half and the reported half apart."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation.exam.cases import ExamInvalid, Half, read_exam
from evaluation.exam.report import figures, misses
from evaluation.exam.run import Answer, NotAccepted, take
from evaluation.exam.score import Score, score
from evaluation.figures import show
from evaluation.metamorphic.outage import check_outage, without_policies
from evaluation.metamorphic.report import table
from evaluation.metamorphic.run import Check, check, chosen
from orchestrator.settings import REPOSITORY, Settings
from orchestrator.terminal.exits import Exit
from orchestrator.terminal.lines import BLANK, plain
from orchestrator.terminal.local_review import OpenReview, open_review
from orchestrator.terminal.screen import Screen
from priorauth.errors import PriorAuthError
from priorauth.value import Value

CASES = REPOSITORY / "evaluation" / "cases"


class PageNotWritten(PriorAuthError):
    """The page's file cannot be written."""

    code = "page_not_written"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to tell besides the figures.

    ``misses`` lists the misses of the tuned half; those of the other stay unread. ``metamorphic`` also changes the
    cases and tells what the changes did. ``page`` is where to write the figures as an HTML page.
    """

    as_json: bool = False
    misses: bool = False
    metamorphic: bool = False
    page: Path | None = None


class Result(Value):
    """The scores by half, as JSON. A half without cases is not there; ``metamorphic`` is None if not asked."""

    rule_book: str
    halves: dict[Half, Score]
    metamorphic: tuple[Check, ...] | None


@dataclass(frozen=True, slots=True)
class Taken:
    """What came out of the exam, by half, and of the changes where they were asked for."""

    halves: dict[Half, list[Answer]]
    checks: tuple[Check, ...] | None


def evaluate(
    folder: Path | None, settings: Settings, screen: Screen, wanted: Wanted, *, open_review: OpenReview = open_review
) -> Exit:
    """Takes the exam in a folder. Raises :class:`ExamInvalid` and :class:`PageNotWritten`."""
    taken = asyncio.run(_take(folder or CASES, settings, wanted, open_review))
    if wanted.page:
        _write_page(taken, wanted.page)
    if wanted.as_json:
        scores = {half: score(found) for half, found in taken.halves.items()}
        result = Result(rule_book=str(settings.rulebook), halves=scores, metamorphic=taken.checks)
        screen.data(result.model_dump_json())
    else:
        _tell(taken, wanted, screen)
    return Exit.DONE


def _tell(taken: Taken, wanted: Wanted, screen: Screen) -> None:
    for half, found in taken.halves.items():
        show(f"{half.value} half", figures(half, score(found)))
    if wanted.misses:
        screen.show([BLANK, *(plain(line) for line in misses(taken.halves.get(Half.TUNED, [])))])
    if taken.checks is not None:
        screen.show(list(table(taken.checks)))
    if wanted.page:
        screen.show([BLANK, plain(f"The page is written to {wanted.page}.")])


def _write_page(taken: Taken, path: Path) -> None:
    from evaluation.exam.page import page_of

    try:
        path.write_text(page_of(taken.halves, taken.checks), encoding="utf-8")
    except OSError as error:
        raise PageNotWritten(f"The page cannot be written to {path}: {error.strerror}.") from None


async def _take(folder: Path, settings: Settings, wanted: Wanted, open_review: OpenReview) -> Taken:
    cases = read_exam(folder)
    async with open_review(settings) as review:
        try:
            answers = await take(cases, review)
            checks = await check(chosen(cases), review) if wanted.metamorphic else None
        except NotAccepted as error:
            raise ExamInvalid(str(error)) from None
    if checks is None:
        return Taken(_by_half(answers), None)
    async with open_review(without_policies(settings)) as review:
        return Taken(_by_half(answers), (*checks, await check_outage(cases, review)))


def _by_half(answers: Sequence[Answer]) -> dict[Half, list[Answer]]:
    return {half: found for half in Half if (found := [one for one in answers if one.case.half is half])}
