"""The speed of the audit PDF, made of a revision and signed, for a usual case and a very large one; and of a letter."""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from evaluation.figures import Figure
from evaluation.reading import Times
from evaluation.records import example_bodies
from orchestrator.clock import utc_now
from orchestrator.documents.justification import justification_of
from orchestrator.documents.letters import document_of
from orchestrator.documents.rendering.pdf import render_pdf
from orchestrator.documents.signing import signing_with
from orchestrator.documents.signing_key import KeyPlace, SigningKey, open_signing_key
from orchestrator.people import PEOPLE
from orchestrator.settings import read_settings
from orchestrator.store.revisions import Cause, FinishedRevision
from orchestrator.terminal.local_review import open_review
from orchestrator.terminal.progress import SilentJournal
from priorauth.case import Document
from priorauth.determination import Determination, DeterminationOutcome, Level, LineDetermination, LineOutcome
from priorauth.evidence import Span, TextQuote
from priorauth.findings import AssessedCriterion, CoverageFindings
from priorauth.letters.writing import Correspondence, Occasion
from priorauth.regulating import regulations_of
from priorauth.revision import Revision
from priorauth.rulebook import RuleBook, read_rule_book
from priorauth.submission import accept, parse_submission

USUAL_LIMIT_MS, LARGE_LIMIT_MS, LETTER_LIMIT_MS = 120, 1_000, 60
CRITERIA, QUOTES = 60, 100
_QUOTE_CHARACTERS = 90
_USUAL_TIMES, _LARGE_TIMES = 20, 5


def measure_documents() -> Iterator[Figure]:
    """CPU time of the signed audit PDF; the first one of a process, which reads fonts and libraries, apart."""
    usual = asyncio.run(_reviewed())
    sizes = (
        ("audit PDF, usual case", usual, USUAL_LIMIT_MS, _USUAL_TIMES),
        (f"audit PDF, {CRITERIA} criteria, {QUOTES} quotes", _large(usual), LARGE_LIMIT_MS, _LARGE_TIMES),
    )
    with tempfile.TemporaryDirectory() as folder:
        key = open_signing_key(KeyPlace(Path(folder)), utc_now)
        first = _made(usual, key)
        yield Figure("first audit PDF of a process", f"{first.wall * 1000:,.0f} ms", "", f"{first.cpu:.2f} CPU-s")
        for name, finished, limit_ms, times in sizes:
            made = [_made(finished, key) for _ in range(times)]
            taken = Times([one.wall for one in made], [one.cpu for one in made])
            yield taken.against(name, limit_ms, f"times; {made[0].kilobytes:,.0f} KB, {made[0].pages} pages")
    letters = [_letter(usual.revision) for _ in range(_USUAL_TIMES)]
    taken = Times([one.wall for one in letters], [one.cpu for one in letters])
    yield taken.against("approval letter, PDF", LETTER_LIMIT_MS, f"times; {letters[0].kilobytes:,.0f} KB")


@dataclass(frozen=True, slots=True)
class _Made:
    """A PDF that was made and signed: seconds, and how large it is."""

    wall: float
    cpu: float
    kilobytes: float
    pages: int


def _letter(revision: Revision) -> _Made:
    """The letter that approves every line of a revision, as PDF."""
    settings, book = read_settings(), _book()
    letters = Correspondence(regulations_of(book, settings), book.letters)
    today = utc_now().date()
    lines = tuple(
        LineDetermination(line=one.line, code=one.code, outcome=LineOutcome.APPROVED, begins=today, ends=today)
        for one in revision.case.services
    )
    made = Determination(
        case_id=revision.case.case_id,
        level=Level.INITIAL,
        outcome=DeterminationOutcome.APPROVED,
        revision=revision.number,
        digest=revision.digest,
        authorization_number="PA-BENCH",
        decided_by="nurse",
        decided_at=utc_now(),
        decider=PEOPLE["nurse"],
        lines=lines,
    )
    began, used = time.perf_counter(), time.process_time()
    letter = letters.of_determination(made, Occasion(revision, None, utc_now()))
    pdf = render_pdf(document_of(letter, revision.case.line_of_business, book.letters))
    return _Made(time.perf_counter() - began, time.process_time() - used, len(pdf) / 1024, 0)


@cache
def _book() -> RuleBook:
    return read_rule_book(read_settings().rulebook)


def _made(finished: FinishedRevision, key: SigningKey) -> _Made:
    sign = signing_with(key)
    began, used = time.perf_counter(), time.process_time()
    pdf = sign(render_pdf(justification_of(finished)))
    wall, cpu = time.perf_counter() - began, time.process_time() - used
    return _Made(wall, cpu, len(pdf) / 1024, pdf.count(b"/Contents ") - 1)


async def _reviewed() -> FinishedRevision:
    """The first example, reviewed."""
    async with open_review(read_settings()) as review:
        today = utc_now().date()
        case = accept(parse_submission(example_bodies()[0], today), case_id="bench", received_on=today)
        revision = await review(case, SilentJournal())
    return FinishedRevision(revision, revision.digest, Cause.SUBMITTED, utc_now(), utc_now(), None)


def _large(usual: FinishedRevision) -> FinishedRevision:
    """The revision with so many criteria, and so many quotes spread over them."""
    coverage = usual.revision.coverage
    if not isinstance(coverage, CoverageFindings):
        raise TypeError("the example was not evaluated")
    line = coverage.lines[0]
    criteria = tuple(_criterion(line.criteria[0], number, usual.revision) for number in range(CRITERIA))
    large = line.model_copy(update={"criteria": criteria})
    revision = usual.revision.model_copy(update={"coverage": coverage.model_copy(update={"lines": (large,)})})
    return replace(usual, revision=revision)


def _criterion(pattern: AssessedCriterion, number: int, revision: Revision) -> AssessedCriterion:
    document = revision.case.documents[0]
    count = QUOTES // CRITERIA + (number < QUOTES % CRITERIA)
    spans = tuple(_span(document, start=7 * number + 90 * place) for place in range(count))
    result = pattern.result.model_copy(
        update={
            "title": f"Criterion {number + 1}",
            "evidence": tuple(TextQuote(spans=(span,)) for span in spans),
            "children": (),
        }
    )
    return pattern.model_copy(update={"result": result})


def _span(document: Document, start: int) -> Span:
    start %= max(1, len(document.text) - _QUOTE_CHARACTERS)
    words = document.text[start : start + _QUOTE_CHARACTERS]
    return Span(document_id=document.id, start=start, end=start + len(words), quote=words)
