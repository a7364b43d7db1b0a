"""Coverage policies: which documents name a service, what they say, and which contractor serves a state."""

from datetime import date

from pydantic import ConfigDict

from mcp_clients import foreign
from mcp_clients.answers import Answer, Count, Record
from mcp_clients.questions import Arguments, Echo, JsonObject, LookupTool, Question
from priorauth.nodes import Verification

NAME = "cms_coverage"
LONGEST_DOCUMENT = 1_000_000
"""Characters of a policy's text. The longest determinations have about a third of it."""


class DocumentLine(Record):
    """A policy in a list. ``names_keyword_code`` says that the keyword is a procedure code which the policy names."""

    document_id: str
    title: str
    kind: str
    version: str | None = None
    effective: date | None = None
    ends: date | None = None
    contractors: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    verification: Verification = Verification.UNVERIFIED
    names_keyword_code: bool = False


class Document(DocumentLine):
    """A policy with its text. ``codes`` are the procedure codes it names; ``digest`` is that of the policy file."""

    model_config = ConfigDict(str_max_length=LONGEST_DOCUMENT)

    lines_of_business: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    citation: str | None = None
    body: str = ""
    criteria: str = ""
    digest: str | None = None


class DocumentList(Record):
    """Policies that match, the best first, and how many there are in all."""

    documents: tuple[DocumentLine, ...]
    total: Count


class DocumentBatch(Record):
    """The policies that were asked for, and the ids that are not in the library."""

    documents: tuple[Document, ...]
    missing: tuple[str, ...] = ()


class Contractor(Record):
    """A Medicare administrative contractor of a state. ``kind`` is ``ab_mac`` or ``dme_mac``."""

    name: str
    kind: str | None = None
    jurisdiction: str | None = None
    verification: Verification = Verification.UNVERIFIED
    source: str | None = None


class Contractors(Record):
    """The contractors of a state."""

    state: str
    contractors: tuple[Contractor, ...]


class Drug(Record):
    """A drug on a contractor's self-administered drug exclusion list."""

    code: str
    contractor: str


class DrugList(Record):
    """Drugs that a contractor excludes as usually self-administered."""

    drugs: tuple[Drug, ...]


DocumentAnswer = Answer[Document]
DocumentListAnswer = Answer[DocumentList]
DocumentBatchAnswer = Answer[DocumentBatch]
ContractorsAnswer = Answer[Contractors]
DrugListAnswer = Answer[DrugList]


def normalize(tool: str, arguments: Arguments, raw: JsonObject) -> JsonObject | None:
    """The form of open servers over the CMS Coverage API: ``results`` of ``policy_id``, ``title`` and ``type``.

    Their documents carry no criteria that we could read, so ``get_coverage_document`` is not taken from them.
    """
    if "error" in raw:
        return foreign.reported_error()
    if tool in ("search_national_coverage", "search_local_coverage") and "results" in raw:
        return foreign.listed("documents", foreign.objects(raw["results"]), _line)
    if tool == "get_contractors" and "contractors" in raw:
        rows = foreign.objects(raw["contractors"])
        if not rows:
            return None if rows is None else foreign.nothing_found()
        return foreign.answered({"state": raw.get("state"), "contractors": [*rows]})
    return None


def _line(row: JsonObject) -> JsonObject:
    return {"document_id": row.get("policy_id"), "title": row.get("title"), "kind": str(row.get("type", "")).lower()}


def _listed(found: DocumentList) -> tuple[str, ...]:
    return tuple(line.document_id for line in found.documents)


SEARCH_NATIONAL_COVERAGE = LookupTool(
    NAME,
    "search_national_coverage",
    ("keyword", "document_type", "limit"),
    DocumentListAnswer,
    _listed,
    {"limit": 10},
    normalize,
)
SEARCH_LOCAL_COVERAGE = LookupTool(
    NAME,
    "search_local_coverage",
    ("keyword", "state", "document_type", "contractor", "limit"),
    DocumentListAnswer,
    _listed,
    {"limit": 10},
    normalize,
)
GET_COVERAGE_DOCUMENT = LookupTool(
    NAME,
    "get_coverage_document",
    ("document_id", "document_type"),
    DocumentAnswer,
    lambda found: (found.document_id,),
    normalize=normalize,
    echo=Echo("document_id", lambda found: found.document_id),
)
BATCH_GET_NCDS = LookupTool(
    NAME,
    "batch_get_ncds",
    ("document_ids",),
    DocumentBatchAnswer,
    lambda found: (document.document_id for document in found.documents),
)
GET_CONTRACTORS = LookupTool(
    NAME,
    "get_contractors",
    ("state", "contractor_type"),
    ContractorsAnswer,
    lambda found: (contractor.name for contractor in found.contractors),
    normalize=normalize,
    echo=Echo("state", lambda found: found.state),
)
GET_WHATS_NEW_REPORT = LookupTool(
    NAME,
    "get_whats_new_report",
    ("scope", "document_type", "start_date", "limit"),
    DocumentListAnswer,
    _listed,
    {"limit": 10},
)
SAD_EXCLUSION_LIST = LookupTool(
    NAME,
    "sad_exclusion_list",
    ("keyword", "hcpcs_code", "limit"),
    DrugListAnswer,
    lambda found: (drug.code for drug in found.drugs),
    {"limit": 10},
)

TOOLS = (
    SEARCH_NATIONAL_COVERAGE,
    SEARCH_LOCAL_COVERAGE,
    GET_COVERAGE_DOCUMENT,
    BATCH_GET_NCDS,
    GET_CONTRACTORS,
    GET_WHATS_NEW_REPORT,
    SAD_EXCLUSION_LIST,
)


def search_national_coverage(keyword: str, *, limit: int = 10) -> Question[DocumentList]:
    """Which national policies name this procedure code or these words?"""
    return SEARCH_NATIONAL_COVERAGE.question(keyword=keyword, limit=limit)


def search_local_coverage(keyword: str, *, state: str | None = None, limit: int = 10) -> Question[DocumentList]:
    """Which local policies and plans name this procedure code or these words, in this state where one is given?"""
    return SEARCH_LOCAL_COVERAGE.question(keyword=keyword, state=state, limit=limit)


def get_coverage_document(document_id: str, document_type: str | None = None) -> Question[Document]:
    """What does this policy say? ``document_type`` is ncd, lcd, article, statute or plan."""
    return GET_COVERAGE_DOCUMENT.question(document_id=document_id, document_type=document_type)


def batch_get_ncds(document_ids: tuple[str, ...]) -> Question[DocumentBatch]:
    """What do these national policies say?"""
    return BATCH_GET_NCDS.question(document_ids=list(document_ids))


def get_contractors(state: str) -> Question[Contractors]:
    """Which A/B and DME contractors serve this state (two-letter code)?"""
    return GET_CONTRACTORS.question(state=state)


def get_whats_new_report(*, since: date | None = None, limit: int = 10) -> Question[DocumentList]:
    """Which policies of the library took effect last?"""
    return GET_WHATS_NEW_REPORT.question(start_date=since.isoformat() if since else None, limit=limit)


def sad_exclusion_list(hcpcs_code: str) -> Question[DrugList]:
    """Which contractors exclude this drug as usually self-administered?"""
    return SAD_EXCLUSION_LIST.question(hcpcs_code=hcpcs_code)
