"""The CMS coverage server's tools, over the library's policies."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Literal

from mcp.server import Server
from pydantic import BeforeValidator, Field, StringConstraints

from mcp_servers.answers import (
    Answered,
    Asked,
    Limit,
    NothingFound,
    NotInSnapshot,
    Record,
    Refused,
    Reply,
    Short,
    State,
    Words,
    counted,
)
from mcp_servers.cms_coverage.contractors import ContractorKind, Contractors, contractors_of
from mcp_servers.cms_coverage.documents import LOCAL, NATIONAL, CoverageDocument, DocumentLine, Kind, Library
from mcp_servers.matching import words_of
from mcp_servers.serving import Tool, lookup_server
from priorauth import contractors as table

NAME = "cms_coverage"


def _lowered(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


AnyKind = Annotated[Kind, BeforeValidator(_lowered)]
NationalKind = Annotated[Literal["ncd", "statute"], BeforeValidator(_lowered)]
LocalKind = Annotated[Literal["lcd", "article", "plan"], BeforeValidator(_lowered)]


class DocumentList(Record):
    """Policies, the best first, and how many there are in all."""

    documents: tuple[DocumentLine, ...]
    total: int


class DocumentBatch(Record):
    """The policies that were asked for, and the ids that the library does not have."""

    documents: tuple[CoverageDocument, ...]
    missing: tuple[str, ...]


class DrugList(Record):
    """Drugs on a contractor's exclusion list. This snapshot has none."""

    drugs: tuple[str, ...]


class SearchNationalCoverage(Asked):
    """Find national coverage policies by a procedure code, an id, or words of title and text."""

    keyword: Words
    document_type: NationalKind | None = None
    limit: Limit = 10


class SearchLocalCoverage(Asked):
    """Find local coverage policies, articles and plan policies by a procedure code, an id, or words; for a state."""

    keyword: Words
    state: State | None = None
    document_type: LocalKind | None = None
    contractor: Short | None = None
    limit: Limit = 10


class GetCoverageDocument(Asked):
    """Get a coverage policy's text and criteria by its id."""

    document_id: Short
    document_type: AnyKind | None = None


class BatchGetNcds(Asked):
    """Get several national coverage determinations by their ids."""

    document_ids: Annotated[tuple[Short, ...], Field(min_length=1, max_length=20)]


class GetContractors(Asked):
    """Get the A/B and DME contractors that serve a state (two-letter code)."""

    state: State
    contractor_type: ContractorKind | None = None


class GetWhatsNewReport(Asked):
    """List the library's policies by effective date, the newest first, from ``start_date`` (ISO 8601) on."""

    scope: Literal["national", "local"] | None = None
    document_type: AnyKind | None = None
    start_date: Annotated[str, StringConstraints(max_length=10)] | None = None
    limit: Limit = 10


class SadExclusionList(Asked):
    """Find drugs that a contractor excludes as usually self-administered."""

    keyword: Words | None = None
    hcpcs_code: Short | None = None
    limit: Limit = 10


def search_national_coverage(library: Library, asked: SearchNationalCoverage) -> Reply[DocumentList]:
    """National determinations and statutes."""
    kinds = (asked.document_type,) if asked.document_type else NATIONAL
    return _search(library, asked.keyword, kinds, asked.limit)


def search_local_coverage(library: Library, asked: SearchLocalCoverage) -> Reply[DocumentList]:
    """Local determinations, articles and plan policies; one without states applies in every state."""
    kinds = (asked.document_type,) if asked.document_type else LOCAL
    return _search(library, asked.keyword, kinds, asked.limit, asked.state, asked.contractor)


def _search(
    library: Library,
    keyword: str,
    kinds: Iterable[Kind],
    limit: int,
    state: str | None = None,
    contractor: str | None = None,
) -> Reply[DocumentList]:
    if not words_of(keyword):
        return Refused(detail="Give a procedure code, an id, or at least one word to search for.")
    wanted = (contractor or "").casefold()
    found = [
        document
        for document in library.search(keyword)
        if document.kind in kinds
        and document.serves(state)
        and (not wanted or any(wanted in name.casefold() for name in document.contractors))
    ]
    return _listed(library, [document.line(keyword.upper()) for document in found], limit)


def get_coverage_document(library: Library, asked: GetCoverageDocument) -> Reply[CoverageDocument]:
    """The newest version that the library has."""
    document = library.document(asked.document_id)
    if document is None or asked.document_type not in (None, document.kind):
        return NothingFound(detail="The library has no policy of that id and type.")
    return Answered(found=document, detail=f"{document.document_id}, version {document.version}: {document.title}.")


def batch_get_ncds(library: Library, asked: BatchGetNcds) -> Reply[DocumentBatch]:
    """National determinations by id; what is not there is named."""
    held = {each: library.document(each) for each in dict.fromkeys(asked.document_ids)}
    found = tuple(document for document in held.values() if document is not None and document.kind == "ncd")
    ids = {document.document_id.casefold() for document in found}
    missing = tuple(each for each in held if each.casefold() not in ids)
    if not found:
        return NothingFound(detail="The library has no national determination of these ids.")
    batch = DocumentBatch(documents=found, missing=missing)
    return Answered(found=batch, detail=f"Found {len(found)} of {len(held)} national determinations.")


def get_contractors(library: Library, asked: GetContractors) -> Reply[Contractors]:
    """Each contractor with how well it is attested; a state that we have no rows for is not in this snapshot."""
    found = contractors_of(asked.state, library.contractors, asked.contractor_type)
    if not found:
        return NotInSnapshot(detail=f"These data name no contractor for {asked.state}.")
    names = ", ".join(f"{each.name} ({each.jurisdiction})" for each in found)
    return Answered(found=Contractors(state=asked.state, contractors=found), detail=f"{asked.state}: {names}.")


def get_whats_new_report(library: Library, asked: GetWhatsNewReport) -> Reply[DocumentList]:
    """What took effect when, in this library; CMS's own change report is not in these data."""
    try:
        start = date.min if asked.start_date is None else date.fromisoformat(asked.start_date)
    except ValueError:
        return Refused(detail="Give start_date as an ISO 8601 date, such as 2026-01-31.")
    kinds = {"national": NATIONAL, "local": LOCAL}.get(asked.scope or "", (*NATIONAL, *LOCAL))
    found = [
        document.line()
        for document in library.versions
        if document.effective >= start and document.kind in kinds and asked.document_type in (None, document.kind)
    ]
    return _listed(library, found, asked.limit)


def sad_exclusion_list(_: Library, __: SadExclusionList) -> Reply[DrugList]:
    """We have no such list."""
    return NotInSnapshot(detail="No contractor's self-administered drug exclusion list is in these data.")


def _listed(library: Library, lines: list[DocumentLine], limit: int) -> Reply[DocumentList]:
    if not library.versions:
        return NotInSnapshot(detail="The policy library is empty.")
    if not lines:
        return NothingFound(detail="No policy of this library fits.")
    found = DocumentList(documents=tuple(lines[:limit]), total=len(lines))
    return Answered(found=found, detail=f"Found {counted(len(lines), 'policy document')} in this library.")


TOOLS: tuple[Tool[Library, Any, Any], ...] = (
    Tool("search_national_coverage", SearchNationalCoverage, DocumentList, search_national_coverage),
    Tool("search_local_coverage", SearchLocalCoverage, DocumentList, search_local_coverage),
    Tool("get_coverage_document", GetCoverageDocument, CoverageDocument, get_coverage_document),
    Tool("batch_get_ncds", BatchGetNcds, DocumentBatch, batch_get_ncds),
    Tool("get_contractors", GetContractors, Contractors, get_contractors),
    Tool("get_whats_new_report", GetWhatsNewReport, DocumentList, get_whats_new_report),
    Tool("sad_exclusion_list", SadExclusionList, DrugList, sad_exclusion_list),
)


def cms_coverage_server(
    documents: Iterable[CoverageDocument], contractors: table.Contractors | None = None
) -> Server[Any]:
    """The server over a library of policies and the table of contractors."""
    library = Library(documents, contractors)
    return lookup_server(NAME, "CMS coverage (policy library)", TOOLS, library, library.data_version)
