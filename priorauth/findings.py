"""What the four agents hand over: typed findings, each statement with its evidence, each lookup with its call."""

import datetime as dt
from enum import StrEnum

from pydantic import Field

from priorauth.assessment import CriterionResult
from priorauth.case import ProviderRole
from priorauth.codes import ProcedureKind
from priorauth.corrections import CorrectionResult
from priorauth.errors import AgentFailure
from priorauth.evidence import Evidence, TextQuote
from priorauth.extraction import Disagreement, Extraction, Passage
from priorauth.facts import Fact, Quarantine
from priorauth.layers import PolicyKind
from priorauth.ledger import LookupCall
from priorauth.literature import Article, Trial
from priorauth.policy import PolicyMatch
from priorauth.skill import ComplianceItemName, PolicyFit, ServiceType
from priorauth.value import Value, is_empty


class NotEvaluated(Value):
    """An agent that gave no findings, and why. ``reason`` is safe to show."""

    agent: str
    failure: AgentFailure
    reason: str


class ItemStatus(StrEnum):
    """How a compliance item stands; ``not_checked`` says that we have no data to check it with."""

    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    MISSING = "missing"
    NOT_CHECKED = "not_checked"


class ItemResult(Value):
    """One compliance item, judged. ``ask`` is what the provider is asked for, where something is missing."""

    name: ComplianceItemName
    title: str
    status: ItemStatus
    blocking: bool
    informational: bool
    detail: str
    ask: str | None = None
    evidence: tuple[Evidence, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether the item is incomplete or missing."""
        return self.status in (ItemStatus.INCOMPLETE, ItemStatus.MISSING)


class LineServiceType(Value):
    """The service type of a line, with the short category word; None where no table knows the code."""

    line: str
    service_type: ServiceType | None
    category: str | None


class ComplianceFindings(Value):
    """The ten items. ``score`` is 0 to 1."""

    items: tuple[ItemResult, ...]
    service_types: tuple[LineServiceType, ...]
    score: float = Field(ge=0, le=1)
    calls: tuple[LookupCall, ...] = ()


class CodeStatus(StrEnum):
    """What is known about a code.

    ``unverified``: well formed, and in no table that we have; ``not_evaluated``: the lookup gave no answer.
    """

    VALID = "valid"
    NOT_BILLABLE = "not_billable"
    NOT_FOUND = "not_found"
    MALFORMED = "malformed"
    UNVERIFIED = "unverified"
    NOT_EVALUATED = "not_evaluated"


class CodeTitle(Value):
    """A code with its official description."""

    code: str
    description: str


class DiagnosisCheck(Value):
    """A diagnosis code as submitted and what the ICD-10-CM lookup says of it.

    ``children`` names billable codes below a non-billable one, ``below`` them with their descriptions, of
    ``below_count`` in all, and ``above`` the category that it stands in; ``release`` is the code set that was asked.
    Findings that were stored before descriptions were kept have none of the three.
    """

    submitted: str
    code: str | None
    primary: bool
    status: CodeStatus
    description: str | None = None
    note: str = ""
    children: tuple[str, ...] = ()
    above: CodeTitle | None = Field(default=None, exclude_if=is_empty)
    below: tuple[CodeTitle, ...] = Field(default=(), exclude_if=is_empty)
    below_count: int = Field(default=0, ge=0, exclude_if=is_empty)
    release: str | None = None
    evidence: tuple[Evidence, ...] = ()


class ProcedureCheck(Value):
    """A service line's code: its form, and the part of CPT or HCPCS it belongs to."""

    line: str
    submitted: str
    status: CodeStatus
    kind: ProcedureKind | None = None
    note: str = ""


class ClinicalFindings(Value):
    """What the record states, the codes' validity, and supplementary literature and trials.

    ``stated_diagnosis`` is where the record asserts the coded primary diagnosis. ``ungrounded`` counts what a model
    claimed without words of the record, and was dropped; ``supplementary_notes`` says why literature or trials are
    missing, where they are. ``corrections`` says what became of each correction of a fact; ``facts`` heed them.
    ``passages`` are what a language model found to speak of criteria that cannot be computed.
    """

    diagnoses: tuple[DiagnosisCheck, ...]
    procedures: tuple[ProcedureCheck, ...]
    facts: tuple[Fact, ...]
    quarantined: tuple[Quarantine, ...]
    stated_diagnosis: TextQuote | None = None
    extraction: Extraction
    disagreements: tuple[Disagreement, ...] = ()
    ungrounded: int = Field(default=0, ge=0)
    articles: tuple[Article, ...] = ()
    trials: tuple[Trial, ...] = ()
    supplementary_notes: tuple[str, ...] = ()
    summary: str
    calls: tuple[LookupCall, ...]
    corrections: tuple[CorrectionResult, ...] = Field(default=(), exclude_if=is_empty)
    passages: tuple[Passage, ...] = Field(default=(), exclude_if=is_empty)


class ProviderStatus(StrEnum):
    """What the registry says of a provider. ``not_in_snapshot`` says nothing about the provider itself."""

    ACTIVE = "active"
    DEACTIVATED = "deactivated"
    NOT_FOUND = "not_found"
    NOT_IN_SNAPSHOT = "not_in_snapshot"
    INVALID = "invalid"
    NOT_EVALUATED = "not_evaluated"


class ProviderCheck(Value):
    """A provider of the case and its registry entry. ``synthetic`` marks an entry of the demonstration registry."""

    npi: str
    role: ProviderRole
    status: ProviderStatus
    name: str | None = None
    specialty: str | None = None
    taxonomies: tuple[str, ...] = ()
    synthetic: bool = False
    detail: str
    evidence: tuple[Evidence, ...] = ()


class AssessedCriterion(Value):
    """A top-level criterion of a policy, judged for a line. A criterion that is not required never blocks.

    ``layer`` is that of the policy; findings that were stored before layers were told have None.
    """

    policy_id: str
    layer: PolicyKind | None = None
    required: bool
    result: CriterionResult


class Route(StrEnum):
    """Where a pended case goes, from what must be settled first to what can wait for the record."""

    NOT_EVALUATED = "NOT_EVALUATED"
    CORRECT_REQUEST = "CORRECT_REQUEST"
    NEEDS_PHYSICIAN = "NEEDS_PHYSICIAN"
    NEEDS_INFORMATION = "NEEDS_INFORMATION"


class Obstacle(Value):
    """Why a line cannot be approved by computation at all, in a sentence, and who settles it."""

    reason: str
    route: Route


class DiagnosisUse(Value):
    """Coded diagnoses of the request of which a policy uses one: that one is valid and billable is enough."""

    policy_id: str
    codes: tuple[str, ...] = Field(min_length=1)


class Conflict(Value):
    """Something on which two policies that bind a line disagree. The first of ``policies`` is of the higher layer.

    ``prevails`` is the one that the layers let prevail; None where both are of one layer. ``sentence`` tells it.
    """

    policies: tuple[str, str]
    prevails: str | None
    sentence: str


class LineAssessment(Value):
    """One service line against the policies that govern it.

    ``universal`` holds the two criteria that are assessed in every case: specialty and diagnosis alignment.
    ``obstacle`` says why no policy lets this line be approved by computation, where that is so. ``conflicts`` are what
    the policies disagree on; they take nothing away from what is required.
    """

    line: str
    code: str
    as_of: dt.date
    policies: tuple[PolicyMatch, ...]
    criteria: tuple[AssessedCriterion, ...]
    universal: tuple[AssessedCriterion, ...]
    fit: PolicyFit
    diagnosis_uses: tuple[DiagnosisUse, ...] = ()
    obstacle: Obstacle | None = None
    conflicts: tuple[Conflict, ...] = ()
    not_checked: tuple[str, ...] = ()

    @property
    def required(self) -> tuple[AssessedCriterion, ...]:
        """The criteria that must be MET, and the universal ones that block."""
        return tuple(item for item in (*self.criteria, *self.universal) if item.required)


class PolicyCitation(Value):
    """A policy that took part: identifier, version and address, and the lookup that returned it."""

    policy_id: str
    title: str
    version: str
    url: str
    call_id: str


class CoverageFindings(Value):
    """Providers verified and every service line assessed. ``unevaluated`` names what could not be asked.

    ``unconfirmed`` says which confirmations do not hold any more. ``withheld_by`` are the jurisdiction profiles that
    forbid so much as to suggest a denial; there, what is NOT_MET is given as the reviewer's to judge. ``ungrounded``
    counts what a model proposed of criteria without words that were found, and was dropped.
    """

    providers: tuple[ProviderCheck, ...]
    lines: tuple[LineAssessment, ...]
    citations: tuple[PolicyCitation, ...]
    unevaluated: tuple[str, ...] = ()
    calls: tuple[LookupCall, ...]
    unconfirmed: tuple[str, ...] = Field(default=(), exclude_if=is_empty)
    withheld_by: tuple[str, ...] = Field(default=(), exclude_if=is_empty)
    ungrounded: int = Field(default=0, ge=0, exclude_if=is_empty)
