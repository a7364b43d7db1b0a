"""``priorauth review``: case files in, a result for each out."""

import asyncio
import datetime as dt
import json
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from enum import Enum

from rich.text import Text

from orchestrator.settings import Settings
from orchestrator.terminal.case_files import case_of, name_of_source, read_bytes
from orchestrator.terminal.exits import Exit
from orchestrator.terminal.lines import BLANK, Line, label, plain, rows, words
from orchestrator.terminal.local_review import OpenReview, Review, open_review
from orchestrator.terminal.progress import ProgressJournal
from orchestrator.terminal.report import report_lines
from orchestrator.terminal.screen import Screen
from orchestrator.terminal.wording import marked
from priorauth.case import Case
from priorauth.errors import CaseRejected, PriorAuthError, Problem
from priorauth.revision import Revision

CASE_ID = "local-{number}"


class Form(Enum):
    """How results are written: a report for a person, one JSON document, or a line of JSON for each case."""

    REPORT = "report"
    DOCUMENT = "document"
    LINES = "lines"


@dataclass(frozen=True, slots=True)
class Source:
    """One case to be read: where from, and the id it gets."""

    path: str
    case_id: str

    @property
    def name(self) -> str:
        """What a person calls it."""
        return name_of_source(self.path)


Result = Revision | PriorAuthError


def review_files(
    paths: Sequence[str], settings: Settings, screen: Screen, *, as_json: bool, open_review: OpenReview = open_review
) -> Exit:
    """Reviews each file in turn. One that is not accepted is told and does not stop the others."""
    form = Form.REPORT if not as_json else Form.DOCUMENT if len(paths) == 1 else Form.LINES
    sources = [Source(path, CASE_ID.format(number=number)) for number, path in enumerate(paths, start=1)]
    return asyncio.run(_review_all(sources, settings, screen, form, open_review))


async def _review_all(
    sources: Sequence[Source], settings: Settings, screen: Screen, form: Form, open_review: OpenReview
) -> Exit:
    """The agents are composed for the first case that is accepted, and not before."""
    results: list[tuple[Source, Result]] = []
    async with AsyncExitStack() as stack:
        review: Review | None = None
        for source in sources:
            result = read_case(source, settings)
            if isinstance(result, Case):
                screen.tell([Line(words(f"reviewing {source.name}"), label(source.case_id, "bold"))])
                review = review or await stack.enter_async_context(open_review(settings))
                result = await review(result, ProgressJournal(screen))
            _write(source, result, screen, form, is_first=not results)
            results.append((source, result))
    if form is Form.REPORT and len(results) > 1:
        screen.show(_overview(results))
    refused = any(isinstance(result, PriorAuthError) for _, result in results)
    return Exit.NOT_ACCEPTED if refused else Exit.DONE


def read_case(source: Source, settings: Settings) -> Case | PriorAuthError:
    """The case, or why there is none."""
    received_on = dt.datetime.now(dt.UTC).date()
    try:
        return case_of(read_bytes(source.path, settings.max_body_bytes), source.case_id, received_on)
    except PriorAuthError as error:
        return error


def _write(source: Source, result: Result, screen: Screen, form: Form, *, is_first: bool) -> None:
    if isinstance(result, PriorAuthError):
        screen.tell(refusal_lines(source.name, result))
    match form, result:
        case Form.REPORT, Revision():
            screen.show([] if is_first else [BLANK, plain("─" * 60, style="dim"), BLANK])
            screen.show(report_lines(result, source.name))
        case Form.DOCUMENT, Revision():
            screen.data(result.model_dump_json(indent=2))
        case Form.LINES, _:
            screen.data(json_line(source.case_id, source.name, result))
        case _:
            pass


def json_line(case_id: str, name: str, result: Result) -> str:
    """A result in one line: the revision, or what was wrong, in the words of the service."""
    if isinstance(result, Revision):
        return result.model_dump_json()
    problems = [problem.model_dump() for problem in result.problems] if isinstance(result, CaseRejected) else []
    error = {"code": result.code, "detail": str(result), "problems": problems}
    return json.dumps({"case_id": case_id, "source": name, "error": error}, ensure_ascii=False)


def refusal_lines(name: str, error: PriorAuthError) -> Iterator[Line]:
    """Why a case was not reviewed: a sentence, and every problem with its JSON pointer."""
    yield Line(words(str(error)), label("priorauth:", "bold red") + label(f"{name}:", "bold"))
    if isinstance(error, CaseRejected):
        yield from rows([(_place(problem), words(problem.message)) for problem in error.problems], indent=2)


def _place(problem: Problem) -> Text:
    return words(problem.path or "the whole case", "bold")


def _overview(results: Sequence[tuple[Source, Result]]) -> Iterator[Line]:
    """One line for each case."""
    yield BLANK
    yield plain("─" * 60, style="dim")
    yield plain(f"{len(results)} CASES", style="bold cyan")
    table = [(words(source.case_id, "bold"), *_told(result), words(source.name)) for source, result in results]
    yield from rows(table, indent=2)


def _told(result: Result) -> tuple[Text, ...]:
    if isinstance(result, PriorAuthError):
        return (words("! not reviewed", "red"), words(result.code), Text())
    found = result.recommendation
    value = f"{found.confidence.value:.2f} {found.confidence.level.value}"
    return (marked(found.outcome), words(found.route.value if found.route else ""), words(value))
