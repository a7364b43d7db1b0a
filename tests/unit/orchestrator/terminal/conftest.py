"""A crafted revision, with every kind of thing a report can show, and a screen that a test reads."""

import datetime as dt
import io
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from orchestrator.ports import Journal
from orchestrator.settings import Settings
from orchestrator.terminal.lines import Line
from orchestrator.terminal.local_review import Review
from orchestrator.terminal.screen import screen_on
from priorauth.assessment import Basis, CriterionResult
from priorauth.case import (
    Case,
    Document,
    DocumentKind,
    LineOfBusiness,
    Member,
    PlanType,
    Provider,
    ProviderRole,
    ServiceLine,
)
from priorauth.codes import ProcedureKind
from priorauth.evidence import CaseField, LookupAnswer, Span, TextQuote
from priorauth.extraction import Disagreement, Extraction, ExtractionField
from priorauth.facts import Assertion, Fact, Quarantine
from priorauth.findings import (
    Article,
    AssessedCriterion,
    ClinicalFindings,
    CodeStatus,
    ComplianceFindings,
    Conflict,
    CoverageFindings,
    DiagnosisCheck,
    ItemResult,
    ItemStatus,
    LineAssessment,
    NotEvaluated,
    PolicyCitation,
    ProcedureCheck,
    ProviderCheck,
    ProviderStatus,
    Trial,
)
from priorauth.inputs import AgentName, SynthesisInput
from priorauth.kleene import Status
from priorauth.layers import PolicyKind
from priorauth.ledger import LookupCall, LookupOutcome
from priorauth.nodes import Verification
from priorauth.policy import PolicyMatch, Relation
from priorauth.preflight import preflight
from priorauth.rationale import computed_synthesis
from priorauth.revision import Revision, Versions
from priorauth.skill import (
    ComplianceItemName,
    ExtractionFieldName,
    GateName,
    GateRule,
    Levels,
    PolicyFit,
    SynthesisRules,
    Weights,
)
from tests.building.screens import Written

NOTE = """CLINIC
Seen today.
SpO2 85 % at rest on room air.
No cor pulmonale. Brother had COPD.
Page of Mr. Other.
"""
DAY = dt.date(2026, 10, 6)

RULES = SynthesisRules(
    gates=tuple(GateRule(name=name, title=name.value, asks="?") for name in GateName),
    weights=Weights(criteria=0.4, extraction=0.3, compliance=0.2, policy=0.1),
    levels=Levels(high=0.8, medium=0.5),
    failed_agent_penalty=0.2,
    policy_fit=dict.fromkeys(PolicyFit, 1.0),
    disclaimer="A draft that needs clinical review.",
)


def quote(words: str) -> TextQuote:
    start = NOTE.index(words)
    return TextQuote(spans=(Span(document_id="d1", start=start, end=start + len(words), quote=words),))


def node(text: str, status: Status = Status.MET, **fields: object) -> CriterionResult:
    return CriterionResult.model_validate(
        {
            "id": "n",
            "kind": "finding",
            "text": text,
            "source": "NCD 1, section B",
            "verification": Verification.VERIFIED,
            "status": status,
            "confidence": 95 if status is Status.MET else 0,
            "basis": Basis.STATED if status is not Status.INSUFFICIENT else Basis.SILENT,
            "reason": "As stated." if status is Status.MET else "Not found in the record.",
        }
        | fields
    )


def call(number: int, lookup: str, tool: str, **fields: object) -> LookupCall:
    return LookupCall.model_validate(
        {
            "id": f"c{number}",
            "lookup": lookup,
            "tool": tool,
            "arguments_digest": "sha256:0",
            "server": f"in-process:{lookup}",
            "data_version": "snapshot 1",
            "started_at": dt.datetime(2026, 11, 22, tzinfo=dt.UTC),
            "duration_ms": 4.2,
            "outcome": LookupOutcome.ANSWERED,
            "cached": False,
        }
        | fields
    )


def case() -> Case:
    document = Document(
        id="d1",
        kind=DocumentKind.VISIT_NOTE,
        title="Clinic visit",
        date=DAY,
        author="O. Varga, MD",
        signed=True,
        text=NOTE,
    )
    return Case(
        case_id="local-1",
        received_on=dt.date(2026, 11, 22),
        member=Member(name="Ada Quill", birth_date=dt.date(1950, 1, 2), plan_type=PlanType.MEDICARE, state="OH"),
        providers=(Provider(npi="2000001372"),),
        plan_id=None,
        jurisdiction=None,
        priority="standard",
        line_of_business=LineOfBusiness.MEDICARE_FFS,
        timing="pre_service",
        diagnoses=("J44.9", "M17.1"),
        services=(ServiceLine(line="1", code="E1390", modifiers=("RR",), units=1, order_date=DAY),),
        documents=(document,),
        history=None,
    )


def criteria() -> tuple[AssessedCriterion, ...]:
    exclusion = node(
        "None of the following",
        kind="none_of",
        children=(node("Cor pulmonale", Status.NOT_MET, evidence=(quote("No cor pulmonale."),)),),
    )
    ways = node(
        "Hypoxemia at rest or in sleep.",
        kind="any_of",
        confidence=90,
        children=(
            node("Saturation at most 88 %, rest", evidence=(quote("SpO2 85 % at rest on room air."),)),
            node("Saturation at most 88 %, sleep", Status.INSUFFICIENT),
        ),
    )
    unproven = node(
        "Stable when tested.",
        Status.INSUFFICIENT,
        title="Stability at the test",
        send="The complete oximetry report.",
        verification=Verification.SECONDARY,
        discretion=True,
    )
    return (
        AssessedCriterion(policy_id="NCD-1", layer=PolicyKind.NCD, required=True, result=ways),
        AssessedCriterion(policy_id="NCD-1", layer=PolicyKind.NCD, required=True, result=exclusion),
        AssessedCriterion(policy_id="NCD-1", layer=PolicyKind.NCD, required=True, result=unproven),
    )


def coverage() -> CoverageFindings:
    specialty = node("Specialty fits.", evidence=(LookupAnswer(call_id="c3", statement="2000001372 is active."),))
    aligned = node("Diagnosis fits.", evidence=(CaseField(pointer="/diagnoses/0", value="J44.9"),))
    line = LineAssessment(
        line="1",
        code="E1390",
        as_of=DAY,
        policies=(
            PolicyMatch(
                policy_id="NCD-1",
                title="Home Oxygen",
                kind=PolicyKind.NCD,
                version="2",
                relation=Relation.BOUND,
                reason="It names E1390.",
            ),
        ),
        criteria=criteria(),
        universal=(
            AssessedCriterion(policy_id="NCD-1", layer=PolicyKind.NCD, required=False, result=specialty),
            AssessedCriterion(policy_id="NCD-1", layer=PolicyKind.NCD, required=True, result=aligned),
        ),
        fit=PolicyFit.BOUND_AND_ALIGNED,
        conflicts=(Conflict(policies=("NCD-1", "LCD-1"), prevails="NCD-1", sentence="NCD-1 prevails over LCD-1."),),
        not_checked=("eligibility",),
    )
    provider = ProviderCheck(
        npi="2000001372",
        role=ProviderRole.ORDERING,
        status=ProviderStatus.ACTIVE,
        name="Odile Marchetti",
        specialty="pulmonary physician",
        synthetic=True,
        detail="NPI 2000001372 is active.",
    )
    citation = PolicyCitation(
        policy_id="NCD-1", title="Home Oxygen", version="2", url="https://example.org/ncd1", call_id="c4"
    )
    calls = (call(3, "npi", "npi_lookup"), call(4, "cms_coverage", "get_coverage_document", cached=True))
    return CoverageFindings(providers=(provider,), lines=(line,), citations=(citation,), calls=calls)


def clinical() -> ClinicalFindings:
    fact = Fact(
        id="f1",
        concept="oxygen_saturation",
        assertion=Assertion.PRESENT,
        document_id="d1",
        document_kind=DocumentKind.VISIT_NOTE,
        confidence=95,
        evidence=quote("SpO2 85 % at rest on room air."),
    )
    fields = tuple(ExtractionField(name=name, spans=(), confidence=50) for name in ExtractionFieldName)
    start = NOTE.index("Page of")
    return ClinicalFindings(
        diagnoses=(
            DiagnosisCheck(
                submitted="J44.9",
                code="J44.9",
                primary=True,
                status=CodeStatus.VALID,
                description="Obstructive disease",
                release="FY2026",
            ),
            DiagnosisCheck(
                submitted="m17.1",
                code="M17.1",
                primary=False,
                status=CodeStatus.NOT_BILLABLE,
                children=("M17.10", "M17.11"),
            ),
        ),
        procedures=(ProcedureCheck(line="1", submitted="E1390", status=CodeStatus.VALID, kind=ProcedureKind.HCPCS_II),),
        facts=(fact,),
        quarantined=(Quarantine(document_id="d1", start=start, end=start + 18, reason="Names another person."),),
        extraction=Extraction(fields=fields, confidence=50, low=True),
        disagreements=(
            Disagreement(concept="copd", claimed="present", read="family", span=quote("Brother had COPD.").spans[0]),
        ),
        ungrounded=2,
        articles=(
            Article(pmid="20605816", title="Oxygen", journal="Chest", year=2010, relevance="On it.", call_id="c2"),
        ),
        trials=(Trial(nct_id="NCT00692198", title="LOTT", status="Completed", relevance="On it.", call_id="c2"),),
        summary="Read.",
        calls=(call(1, "icd10", "lookup_code", detail="J44.9 is billable."), call(2, "pubmed", "search_articles")),
    )


def compliance() -> ComplianceFindings:
    missing = ItemResult(
        name=ComplianceItemName.INSURANCE_ID,
        title="Insurance id",
        status=ItemStatus.MISSING,
        blocking=False,
        informational=True,
        detail="No insurance id is given.",
        ask="Send the insurance id.",
    )
    done = missing.model_copy(
        update={"name": ComplianceItemName.PATIENT, "status": ItemStatus.COMPLETE, "title": "Patient", "ask": None}
    )
    return ComplianceFindings(items=(done, missing), service_types=(), score=0.9)


BuildRevision = Callable[..., Revision]


@pytest.fixture
def build_revision() -> BuildRevision:
    """Builds the crafted revision; a keyword replaces what an agent found."""

    def build(**found: object) -> Revision:
        agents = {"compliance": compliance(), "clinical": clinical(), "coverage": coverage()} | found
        inputs = SynthesisInput.model_validate({"case": case(), **agents})
        return Revision(
            number=1,
            case=inputs.case,
            assumptions=("Line of business medicare_ffs is assumed.",),
            versions=Versions(rule_book="sha256:ab", files={}, model="embedded-1", code="0.1.0"),
            preflight=preflight(inputs.case),
            compliance=inputs.compliance,
            clinical=inputs.clinical,
            coverage=inputs.coverage,
            synthesis=computed_synthesis(inputs, RULES),
        )

    return build


@pytest.fixture
def failed() -> Callable[[str], NotEvaluated]:
    return lambda agent: NotEvaluated(agent=agent, failure="unavailable", reason=f"The {agent} agent gave no findings.")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, max_body_bytes=10_000)


@dataclass
class FakeReview:
    """Reviews every case with the crafted findings, and keeps which cases it was given."""

    revision: Revision
    opened: int = 0
    reviewed: list[str] = field(default_factory=list)

    @asynccontextmanager
    async def open(self, _: Settings) -> AsyncIterator[Review]:
        self.opened += 1
        yield self._review

    async def _review(self, case: Case, journal: Journal) -> Revision:
        self.reviewed.append(case.case_id)
        journal.agent_started(AgentName.CLINICAL)
        await journal.recommended(self.revision)
        return self.revision.model_copy(
            update={"case": self.revision.case.model_copy(update={"case_id": case.case_id})}
        )


@pytest.fixture
def fake_review(build_revision: BuildRevision) -> FakeReview:
    return FakeReview(build_revision())


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> Written:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    streams = (Terminal(), Terminal())
    return Written(screen_on(*streams), streams)


@pytest.fixture
def as_text(written: Written) -> Callable[[Iterable[Line]], str]:
    """Lines as they are written where nobody watches."""

    def text(lines: Iterable[Line]) -> str:
        written.screen.show(lines)
        return written.out

    return text
