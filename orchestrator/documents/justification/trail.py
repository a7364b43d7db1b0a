"""The audit trail: versions and digests, the documents that were read, the sources and models really asked."""

from collections.abc import Iterator

from orchestrator.documents.blocks import Block, Fields, Heading, Run, listing, paragraph, plain
from orchestrator.documents.justification.clock import clock_notices
from orchestrator.documents.justification.usage import models_used
from orchestrator.documents.justification.wording import Cell, cell, counted, moment, quoted, status, table
from orchestrator.store.documents import text_digest
from orchestrator.store.events import ChainEnd
from orchestrator.store.revisions import FinishedRevision
from priorauth.case import Document
from priorauth.findings import CoverageFindings
from priorauth.ledger import LookupCall
from priorauth.revision import Revision

Blocks = Iterator[Block]
_DOCUMENT_COLUMNS = {"Id": 0.5, "Title": 2.2, "Kind and date": 1.7, "SHA-256 of its text": 4}
_CALL_COLUMNS = {"When": 1.5, "Asked": 2.4, "Outcome": 1.5, "Data version": 1.5, "Arguments": 2.1}
_FILE_COLUMNS = {"File": 3, "SHA-256": 4}


def audit_trail(finished: FinishedRevision, end: ChainEnd | None) -> Blocks:
    """What took part in the revision, and where the case's chain of events ended when this was written."""
    revision = finished.revision
    yield Fields(pairs=tuple(_versions(finished, end)))
    yield Heading(level=2, text="Documents read")
    rows = [_document(document) for document in revision.case.documents]
    yield table("Documents of the revision", _DOCUMENT_COLUMNS, rows) if rows else paragraph("None.")
    yield Heading(level=2, text="Sources asked")
    calls = sorted(revision.calls, key=lambda call: call.started_at)
    if calls:
        yield table("Every lookup that was made, by time", _CALL_COLUMNS, [_call(call) for call in calls])
    else:
        yield paragraph("No lookup was made.")
    yield from models_used(finished.used)
    yield from _files(revision)
    if end is not None:
        yield from clock_notices(end.clock)
    failed = revision.recommendation.not_evaluated
    if failed:
        yield Heading(level=2, text="Agents that gave no findings")
        yield listing([f"{one.agent}: {one.reason}" for one in failed])


def _versions(finished: FinishedRevision, end: ChainEnd | None) -> Iterator[tuple[str, tuple[Run, ...]]]:
    revision = finished.revision
    yield "Revision", plain(f"{revision.number}, {finished.digest}")
    yield "Begun because", plain(finished.cause.value.replace("_", " "))
    yield "Reviewed", plain(f"from {moment(finished.started_at)} to {moment(finished.completed_at)}")
    yield "Rule book", plain(revision.versions.rule_book)
    yield "Model", plain(revision.versions.model)
    yield "Code", plain(revision.versions.code)
    if end is not None:
        yield "Event chain", plain(f"{counted(end.count, 'event')} when this was written; its head is {end.head}")


def _document(document: Document) -> tuple[Cell, ...]:
    about = ", ".join(
        part for part in (document.kind.value.replace("_", " "), document.date and document.date.isoformat()) if part
    )
    title = cell(quoted(document.title)) if document.title else cell("no title")
    return cell(document.id), title, cell(about), cell(text_digest(document.text).removeprefix("sha256:"))


def _call(call: LookupCall) -> tuple[Cell, ...]:
    cached = ", from the cache" if call.cached else ""
    return (
        cell(moment(call.started_at)),
        cell(f"{call.lookup}.{call.tool} on {call.server} ({call.id})"),
        cell(status(call.outcome), cached),
        cell(call.data_version or "unknown"),
        cell(call.arguments_digest),
    )


def _files(revision: Revision) -> Blocks:
    """The skills, and the policies that were matched or cited. The rule book's digest covers the other files."""
    files = revision.versions.files
    shown = {name: digest for name, digest in files.items() if _took_part(name, _policies(revision))}
    if not shown:
        return
    yield Heading(level=2, text="Files of rules")
    rows = [(cell(name), cell(digest.removeprefix("sha256:"))) for name, digest in sorted(shown.items())]
    yield table("Skills and the policies of this case", _FILE_COLUMNS, rows)
    if others := len(files) - len(shown):
        yield paragraph(f"The rule book has {counted(others, 'other file')}. Its digest above covers every file.")


def _policies(revision: Revision) -> frozenset[str]:
    coverage = revision.coverage
    if not isinstance(coverage, CoverageFindings):
        return frozenset()
    matched = (match.policy_id for line in coverage.lines for match in line.policies)
    return frozenset((*matched, *(one.policy_id for one in coverage.citations)))


def _took_part(name: str, policies: frozenset[str]) -> bool:
    stem = name.rpartition("/")[2]
    return name.startswith("skills/") or any(stem.startswith((f"{one}-", f"{one}.")) for one in policies)
