"""What the server knows of a policy, and the library of policies ready to be searched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import Literal

from mcp_servers.answers import Record
from mcp_servers.matching import Matcher
from priorauth.canonical import digest, digest_of
from priorauth.codes import ProcedureCode
from priorauth.contractors import Contractors
from priorauth.nodes import Verification

Kind = Literal["ncd", "statute", "lcd", "article", "plan"]
NATIONAL: tuple[Kind, ...] = ("ncd", "statute")
LOCAL: tuple[Kind, ...] = ("lcd", "article", "plan")


class DocumentLine(Record):
    """A policy in a list. ``names_keyword_code``: the keyword is a procedure code, and the policy names it."""

    document_id: str
    title: str
    kind: Kind
    version: str
    effective: date
    ends: date | None
    contractors: tuple[str, ...]
    states: tuple[str, ...]
    verification: Verification
    names_keyword_code: bool


class CoverageDocument(Record):
    """One version of a policy, as the library has it.

    No ``states`` means everywhere; ``codes`` are the procedure codes it names; ``citation`` is the address of its
    source; ``body`` is its prose and ``criteria`` its criteria as text; ``digest`` is that of the policy's file.
    """

    document_id: str
    title: str
    kind: Kind
    version: str
    effective: date
    ends: date | None = None
    contractors: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    lines_of_business: tuple[str, ...] = ()
    codes: tuple[ProcedureCode, ...] = ()
    citation: str
    verification: Verification
    body: str
    criteria: str
    digest: str

    def line(self, keyword_code: str | None = None) -> DocumentLine:
        """The policy as a line of a list."""
        return DocumentLine(
            document_id=self.document_id,
            title=self.title,
            kind=self.kind,
            version=self.version,
            effective=self.effective,
            ends=self.ends,
            contractors=self.contractors,
            states=self.states,
            verification=self.verification,
            names_keyword_code=keyword_code is not None and keyword_code in self.codes,
        )

    def serves(self, state: str | None) -> bool:
        """Whether it applies in a state; None asks for no state."""
        return state is None or not self.states or state in self.states


class Library:
    """The policies, every version of them, the newest version of each ready to be searched, and the contractors."""

    def __init__(self, documents: Iterable[CoverageDocument], contractors: Contractors | None = None) -> None:
        self.contractors = contractors
        self.versions: Sequence[CoverageDocument] = sorted(
            documents, key=lambda document: (document.effective, document.document_id), reverse=True
        )
        newest = {document.document_id.casefold(): document for document in reversed(self.versions)}
        self._newest = dict(sorted(newest.items()))

    @property
    def data_version(self) -> str:
        """The number of documents and a digest over all of them and the table of contractors."""
        documents = [[each.document_id, each.version, each.digest] for each in self.versions]
        held = digest([*documents, *([digest_of(self.contractors)] if self.contractors else ())])
        return f"policy library {held[:19]} ({len(self.versions)} documents)"

    def document(self, document_id: str) -> CoverageDocument | None:
        """The newest version of a policy, by its id in any case."""
        return self._newest.get(document_id.casefold())

    def search(self, keyword: str) -> list[CoverageDocument]:
        """Policies by a keyword: those that name it as a code, then the one whose id it is, then by words."""
        code = ProcedureCode.parse(keyword)
        named = [document for document in self._newest.values() if code and code in document.codes]
        own = self.document(keyword)
        found = [*named, *([own] if own else []), *self._matcher.best(keyword)]
        return list({document.document_id: document for document in found}.values())

    @cached_property
    def _matcher(self) -> Matcher[CoverageDocument]:
        return Matcher(self._newest.values(), _fields)


def _fields(document: CoverageDocument) -> list[tuple[str, float]]:
    return [(document.title, 5.0), (document.criteria, 1.0), (document.body, 1.0)]
