"""The four skills' typed rules. A skill is a folder with a SKILL.md: front matter for people and machines, prose below.

The files follow the open Agent Skills format (``name``, ``description``); our rules stand under ``priorauth``.
"""

from collections.abc import Mapping
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from priorauth.case import PlanType
from priorauth.rubric import ConfidenceScale
from priorauth.value import Value
from priorauth.vocabulary import Vocabulary


class ComplianceItemName(StrEnum):
    """The ten compliance items, in their order."""

    PATIENT = "patient"
    PROVIDER_NPI = "provider_npi"
    INSURANCE_ID = "insurance_id"
    DIAGNOSIS_CODES = "diagnosis_codes"
    PROCEDURE_CODES = "procedure_codes"
    NOTES_PRESENT = "notes_present"
    NOTES_QUALITY = "notes_quality"
    PLAN_TYPE = "plan_type"
    BUNDLING = "bundling"
    SERVICE_TYPE = "service_type"


class ComplianceItem(Value):
    """One item of the checklist. ``ask`` is what the provider is asked for where it is missing."""

    name: ComplianceItemName
    title: str
    blocking: bool
    informational: bool = False
    ask: str

    @model_validator(mode="after")
    def _is_consistent(self) -> "ComplianceItem":
        if self.blocking and self.informational:
            raise ValueError("an informational item cannot block")
        return self


class ServiceType(StrEnum):
    """The service types of compliance item 10."""

    PROCEDURE = "Procedure"
    MEDICATION = "Medication"
    IMAGING = "Imaging"
    DEVICE = "Device"
    THERAPY = "Therapy"
    FACILITY = "Facility"


class CodeRange(Value):
    """Procedure codes from ``first`` to ``last``, compared as text: all of them have five characters."""

    first: str = Field(pattern=r"^[0-9A-V][0-9]{4}$")
    last: str = Field(pattern=r"^[0-9A-V][0-9]{4}$")

    def holds(self, code: str) -> bool:
        """Whether a code lies in the range; one that ends in a letter (CPT category II, III …) is in none."""
        return code[1:].isdigit() and self.first <= code <= self.last


class ServiceTypeRange(CodeRange):
    """Procedure codes of one service type, with a short category word of our own."""

    service_type: ServiceType
    category: str


class ComplianceRules(Value):
    """The compliance skill: ten items, what makes a note's quality, and the table of service types.

    A deduction of ``penalty`` is taken from 1.0 for each item that is not complete, informational items excepted.
    """

    items: tuple[ComplianceItem, ...]
    penalty: float = Field(gt=0, le=1)
    minimum_clinical_sentences: int = Field(ge=1)
    plan_types: tuple[PlanType, ...]
    service_types: tuple[ServiceTypeRange, ...]

    @field_validator("items")
    @classmethod
    def _lists_all_items(cls, items: tuple[ComplianceItem, ...]) -> tuple[ComplianceItem, ...]:
        if [item.name for item in items] != list(ComplianceItemName):
            raise ValueError("the checklist lists the ten items in their order")
        return items


class ExtractionFieldName(StrEnum):
    """The eight fields of the clinical extraction."""

    CHIEF_COMPLAINT = "chief_complaint"
    HISTORY_OF_PRESENT_ILLNESS = "history_of_present_illness"
    PRIOR_TREATMENTS = "prior_treatments"
    SEVERITY_INDICATORS = "severity_indicators"
    FUNCTIONAL_LIMITATIONS = "functional_limitations"
    DIAGNOSTIC_FINDINGS = "diagnostic_findings"
    DURATION_AND_PROGRESSION = "duration_and_progression"
    MEDICAL_HISTORY_AND_COMORBIDITIES = "medical_history_and_comorbidities"


class ClinicalRules(Value):
    """The clinical skill: the confidence scale and how many articles and trials are shown at most."""

    scale: ConfidenceScale
    max_articles: int = Field(ge=0, le=20)
    max_trials: int = Field(ge=0, le=20)


class OutOfScope(CodeRange):
    """Procedure codes that automation never assesses. ``what`` completes "automation does not assess …"."""

    what: str


class CoverageRules(Value):
    """The coverage skill.

    ``presumed_absent`` is the confidence (0 to 100) of an exclusion that the record does not mention; ``not_checked``
    names what no source is connected for and a person attests.
    """

    presumed_absent: int = Field(ge=0, le=100)
    not_checked: tuple[str, ...]
    out_of_scope: tuple[OutOfScope, ...]


class PolicyFit(StrEnum):
    """How well a policy fits, for the confidence. The values' scores are the synthesis skill's data."""

    BOUND_AND_ALIGNED = "bound_and_aligned"
    GENERAL_NECESSITY_MET = "general_necessity_met"
    BOUND_ALIGNMENT_UNCLEAR = "bound_alignment_unclear"
    NO_POLICY_BORDERLINE = "no_policy_borderline"
    DIAGNOSIS_OUTSIDE = "diagnosis_outside"


class Weights(Value):
    """The four parts of the confidence; they add up to 1."""

    criteria: float = Field(ge=0, le=1)
    extraction: float = Field(ge=0, le=1)
    compliance: float = Field(ge=0, le=1)
    policy: float = Field(ge=0, le=1)

    @model_validator(mode="after")
    def _add_up(self) -> "Weights":
        if abs(self.criteria + self.extraction + self.compliance + self.policy - 1) > 1e-9:
            raise ValueError("the four weights add up to 1")
        return self


class Levels(Value):
    """From which confidence on a result is HIGH (every gate passed as well) or MEDIUM."""

    high: float = Field(gt=0, le=1)
    medium: float = Field(gt=0, le=1)

    @model_validator(mode="after")
    def _are_ordered(self) -> "Levels":
        if self.medium >= self.high:
            raise ValueError("medium lies below high")
        return self


class GateName(StrEnum):
    """The three gates, in their order."""

    PROVIDER = "gate_1_provider"
    CODES = "gate_2_codes"
    NECESSITY = "gate_3_necessity"


class GateRule(Value):
    """One gate: its name and what it asks, in a sentence."""

    name: GateName
    title: str
    asks: str


class SynthesisRules(Value):
    """The synthesis skill: gates, weights, levels, the penalty for each agent that failed, and the disclaimer."""

    gates: tuple[GateRule, ...]
    weights: Weights
    levels: Levels
    failed_agent_penalty: float = Field(ge=0, le=1)
    policy_fit: Mapping[PolicyFit, float]
    disclaimer: str = Field(min_length=20)

    @field_validator("gates")
    @classmethod
    def _lists_all_gates(cls, gates: tuple[GateRule, ...]) -> tuple[GateRule, ...]:
        if [gate.name for gate in gates] != list(GateName):
            raise ValueError("the gates are the three, in their order")
        return gates

    @field_validator("policy_fit")
    @classmethod
    def _scores_every_fit(cls, scores: Mapping[PolicyFit, float]) -> Mapping[PolicyFit, float]:
        if set(scores) != set(PolicyFit):
            raise ValueError("every policy fit has a score")
        return scores


class NoRules(Value):
    """The rules of a skill that has instructions alone: a rule that no code reads is refused."""


class SkillHeader(BaseModel):
    """The front matter that every skill has. Other keys of the open format are allowed."""

    model_config = ConfigDict(frozen=True, extra="allow")

    name: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)
    description: str = Field(min_length=1, max_length=1024)
    version: str
    priorauth: Mapping[str, object]


class Skill(Value):
    """A skill as an agent uses it. ``instructions`` is the Markdown body; ``digest`` that of the whole file."""

    name: str
    description: str
    version: str
    instructions: str
    digest: str


class SkillSet(Value):
    """The four skills with their rules, the clinical vocabulary, and every skill as an agent uses it."""

    compliance: ComplianceRules
    clinical: ClinicalRules
    coverage: CoverageRules
    synthesis: SynthesisRules
    vocabulary: Vocabulary
    skills: Mapping[str, Skill]
