"""A revision of a case: everything a recommendation came from, immutable, with one digest.

A clinician's act names the digest that was on the screen. A new document, a corrected fact, a re-run or a new rule book
makes the next revision.
"""

from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import itemgetter

from priorauth.canonical import digest_of
from priorauth.case import Case
from priorauth.findings import ClinicalFindings, ComplianceFindings, CoverageFindings, NotEvaluated
from priorauth.inputs import SynthesisFindings
from priorauth.ledger import LookupCall
from priorauth.preflight import Preflight
from priorauth.recommendation import Recommendation
from priorauth.value import Value

TIMES = ("started_at", "duration_ms")
"""What a revision's digest leaves out, at any depth: when and how fast is no part of what was found."""


def data_versions(answers: Iterable[tuple[str, str | None]]) -> Mapping[str, tuple[str, ...]]:
    """The data versions of lookups, in order, from the lookup and data version of each call."""
    known = sorted({(lookup, version) for lookup, version in answers if version is not None})
    return {lookup: tuple(version for _, version in group) for lookup, group in groupby(known, itemgetter(0))}


class Versions(Value):
    """Which rules, model and code took part. ``files`` maps each rule file to the digest of its bytes."""

    rule_book: str
    files: Mapping[str, str]
    model: str
    code: str


class Revision(Value):
    """What was reviewed, with what, and what came out. ``assumptions`` are printed with the result."""

    number: int
    case: Case
    assumptions: tuple[str, ...]
    versions: Versions
    preflight: Preflight
    compliance: ComplianceFindings | NotEvaluated
    clinical: ClinicalFindings | NotEvaluated
    coverage: CoverageFindings | NotEvaluated
    synthesis: SynthesisFindings

    @property
    def recommendation(self) -> Recommendation:
        """The draft that a clinician accepts or overrides."""
        return self.synthesis.recommendation

    @property
    def calls(self) -> tuple[LookupCall, ...]:
        """Every lookup call that was made for this revision."""
        agents = (self.compliance, self.clinical, self.coverage)
        return tuple(call for agent in agents if not isinstance(agent, NotEvaluated) for call in agent.calls)

    @property
    def data_versions(self) -> Mapping[str, tuple[str, ...]]:
        """Every data version of each lookup that answered; several where the data changed during the review."""
        return data_versions((call.lookup, call.data_version) for call in self.calls)

    @property
    def digest(self) -> str:
        """SHA-256 over the canonical JSON without times."""
        return digest_of(self, without=TIMES)
