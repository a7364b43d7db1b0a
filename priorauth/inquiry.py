"""What a criterion is asked about: one service line, and all that is known about it."""

import datetime as dt
from dataclasses import dataclass, replace

from priorauth.case import Case, ProviderRole, ServiceLine, Side
from priorauth.evidence import Evidence
from priorauth.facts import Assertion, Fact
from priorauth.rubric import ConfidenceScale
from priorauth.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class KnownProvider:
    """A provider whose registry entry was looked up: specialty in words, NUCC codes, and the lookup that said so."""

    role: ProviderRole
    specialty: str
    taxonomies: tuple[str, ...]
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A service line with the facts of the record, the providers that the registry knows, and the scales in force.

    ``presumed_absent`` is the confidence (0 to 100) of an exclusion that the record does not mention.
    """

    case: Case
    line: ServiceLine
    line_index: int
    facts: tuple[Fact, ...]
    providers: tuple[KnownProvider, ...]
    vocabulary: Vocabulary
    scale: ConfidenceScale
    presumed_absent: int

    @property
    def as_of(self) -> dt.date:
        """The date that windows count from."""
        return self.case.as_of(self.line)

    def pointer(self, field: str) -> str:
        """The JSON pointer to a field of the service line."""
        return f"/services/{self.line_index}/{field}"

    def on_side(self, side: Side) -> "Inquiry":
        """The same question about one side of a request for both."""
        return replace(self, line=self.line.model_copy(update={"side": side}))

    def facts_about(self, concept: str) -> tuple[Fact, ...]:
        """The facts of one concept that nothing supersedes. One in doubt is still here: it must be said.

        A fact of a concept that implies this one is about this one too, unless it is a denial.
        """
        stating = self.vocabulary.stating(concept)
        return tuple(
            fact
            for fact in self.facts
            if fact.concept in stating
            and (fact.concept == concept or fact.assertion is not Assertion.ABSENT)
            and fact.superseded_by is None
        )
