"""``priorauth review --jsonl``: a case on each line in, a result on each line out, in order."""

import asyncio
import datetime as dt
from collections.abc import Iterator
from contextlib import ExitStack
from typing import BinaryIO

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from orchestrator.failures import BodyTooLarge
from orchestrator.settings import Settings
from orchestrator.terminal.case_files import Unreadable, case_of, name_of_source, open_source
from orchestrator.terminal.exits import Exit
from orchestrator.terminal.local_review import OpenReview, Review, open_review
from orchestrator.terminal.progress import SilentJournal
from orchestrator.terminal.review import CASE_ID, Result, json_line, refusal_lines
from orchestrator.terminal.screen import Screen
from priorauth.errors import PriorAuthError


def review_jsonl(path: str, settings: Settings, screen: Screen, *, open_review: OpenReview = open_review) -> Exit:
    """Reviews every line of a file. A blank line is passed over; a bad one gets its error, and the next is reviewed.

    The case on line 7 has the id ``local-7``.
    """
    try:
        return asyncio.run(_review_lines(path, settings, screen, open_review))
    except Unreadable as error:
        screen.tell(refusal_lines(path, error))
        return Exit.NOT_ACCEPTED


async def _review_lines(path: str, settings: Settings, screen: Screen, open_review: OpenReview) -> Exit:
    with ExitStack() as stack:
        stream = stack.enter_context(open_source(path))
        total = _count(stream)
        bar = stack.enter_context(_bar(screen))
        task = bar.add_task("reviewing", total=total)
        reviewed, refused = 0, 0
        async with open_review(settings) as review:
            for number, content in _numbered(stream, settings.max_body_bytes):
                result = await _result(content, CASE_ID.format(number=number), settings, review)
                screen.data(json_line(CASE_ID.format(number=number), f"{name_of_source(path)}:{number}", result))
                refused += isinstance(result, PriorAuthError)
                reviewed += not isinstance(result, PriorAuthError)
                bar.advance(task)
    if refused:
        screen.complain(f"{reviewed} reviewed, {refused} not accepted; their lines hold the reasons.")
    return Exit.NOT_ACCEPTED if refused else Exit.DONE


async def _result(content: bytes, case_id: str, settings: Settings, review: Review) -> Result:
    try:
        if len(content) > settings.max_body_bytes:
            raise BodyTooLarge(settings.max_body_bytes)
        case = case_of(content, case_id, dt.datetime.now(dt.UTC).date())
    except PriorAuthError as error:
        return error
    return await review(case, SilentJournal())


def _numbered(stream: BinaryIO, limit: int) -> Iterator[tuple[int, bytes]]:
    """The lines that hold something, with their numbers. Of a line over the limit only as much as shows it is read."""
    number = 0
    while line := stream.readline(limit + 2):
        number += 1
        rest = line
        while not rest.endswith(b"\n") and (rest := stream.readline(limit)):
            pass
        if line.strip():
            yield number, line.rstrip(b"\r\n")


def _count(stream: BinaryIO) -> int | None:
    """How many lines hold something; unknown for a stream that cannot be read twice."""
    if not stream.seekable():
        return None
    count = sum(1 for line in stream if line.strip())
    stream.seek(0)
    return count


def _bar(screen: Screen) -> Progress:
    """A progress bar on a terminal, nothing elsewhere."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=screen.err, disable=not screen.err.is_terminal, transient=True)
