"""A revision as the report reads it: documents, calls and citations under their ids."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from priorauth.case import Case, Document
from priorauth.evidence import Span
from priorauth.findings import ClinicalFindings, ComplianceFindings, CoverageFindings, NotEvaluated
from priorauth.ledger import LookupCall
from priorauth.revision import Revision

Found = TypeVar("Found")


@dataclass(frozen=True)
class View:
    """A revision with what its parts refer to. An agent that failed has no findings here."""

    revision: Revision

    @property
    def case(self) -> Case:
        """The case as reviewed."""
        return self.revision.case

    @property
    def compliance(self) -> ComplianceFindings | None:
        """What compliance found."""
        return _found(self.revision.compliance)

    @property
    def clinical(self) -> ClinicalFindings | None:
        """What the clinical agent found."""
        return _found(self.revision.clinical)

    @property
    def coverage(self) -> CoverageFindings | None:
        """What the coverage agent found."""
        return _found(self.revision.coverage)

    @cached_property
    def calls(self) -> Mapping[str, LookupCall]:
        """The lookup calls under their ids."""
        return {call.id: call for call in self.revision.calls}

    @cached_property
    def addresses(self) -> Mapping[tuple[str, str], str]:
        """Where each policy version can be read."""
        citations = self.coverage.citations if self.coverage else ()
        return {(citation.policy_id, citation.version): citation.url for citation in citations}

    @cached_property
    def spans_of_facts(self) -> Mapping[str, tuple[Span, ...]]:
        """The words behind each fact."""
        facts = self.clinical.facts if self.clinical else ()
        return {fact.id: fact.evidence.spans for fact in facts}

    def place(self, document_id: str, start: int) -> str:
        """Where in the record an offset stands: the document's title and date, and the line."""
        document = self.case.document(document_id)
        return f"{name_of(document) if document else document_id}, {self.line_of(document_id, start)}"

    def line_of(self, document_id: str, offset: int) -> str:
        """The line of a document on which an offset stands, counted from 1."""
        document = self.case.document(document_id)
        return f"line {document.text.count(chr(10), 0, offset) + 1}" if document else f"character {offset}"


def name_of(document: Document) -> str:
    """A document's title, or its kind, with its date."""
    title = document.title or document.kind.value.replace("_", " ")
    return f"{title} {document.date.isoformat()}" if document.date else title


def _found(findings: Found | NotEvaluated) -> Found | None:
    return None if isinstance(findings, NotEvaluated) else findings
