"""A composed service without agents: findings that are plausible, and agents that fail, fault, wait or hang."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import cache

from orchestrator.lookups import Lookups
from orchestrator.pipeline import Pipeline
from orchestrator.settings import REPOSITORY, Settings
from priorauth.assessment import Basis, CriterionResult
from priorauth.case import Case
from priorauth.codes import Icd10CmCode, ProcedureCode, ProcedureKind
from priorauth.errors import AgentFailed, AgentFailure
from priorauth.evidence import LookupAnswer, Span, TextQuote
from priorauth.extraction import Extraction, ExtractionField
from priorauth.findings import (
    AssessedCriterion,
    ClinicalFindings,
    CodeStatus,
    ComplianceFindings,
    CoverageFindings,
    DiagnosisCheck,
    ItemResult,
    ItemStatus,
    LineAssessment,
    LineServiceType,
    NotEvaluated,
    PolicyCitation,
    ProcedureCheck,
    ProviderCheck,
    ProviderStatus,
)
from priorauth.inputs import (
    AgentInput,
    AgentName,
    AgentOutput,
    ClinicalInput,
    ComplianceInput,
    CoverageInput,
    SynthesisInput,
)
from priorauth.jurisdiction import Jurisdiction
from priorauth.kleene import Status
from priorauth.ledger import LookupCall, LookupOutcome
from priorauth.letters.book import LetterBook, LetterReading
from priorauth.letters.plan import AppealTerms, Language
from priorauth.model_budget import UNLIMITED, Allowance
from priorauth.model_usage import AgentUsage, OnCall
from priorauth.nodes import Verification
from priorauth.policy import (
    Alignment,
    Citation,
    Diagnoses,
    Policy,
    PolicyCode,
    PolicyKind,
    PolicyMatch,
    Relation,
    Specialty,
)
from priorauth.rationale import computed_synthesis
from priorauth.record_criteria import FindingLeaf
from priorauth.revision import Versions
from priorauth.rulebook import RuleBook
from priorauth.skill import ComplianceItemName, ExtractionFieldName, PolicyFit, ServiceType, SkillSet
from priorauth.trial import PolicyTrial
from tests.building.contractors import CONTRACTORS
from tests.building.jurisdictions import CLOCK_RULES
from tests.building.programs import a_program
from tests.building.rules import SYNTHESIS_RULES

RULES = SYNTHESIS_RULES
VERSIONS = Versions(rule_book="sha256:" + "1" * 64, files={}, model="fake", code="0")
POLICY = Policy(
    id="L33797",
    title="Oxygen and Oxygen Equipment",
    kind=PolicyKind.LCD,
    version="1",
    effective=dt.date(2020, 1, 1),
    citation=Citation(title="L33797", url="https://www.cms.gov/medicare-coverage-database"),
    codes=(PolicyCode(code=ProcedureCode("E1390"), verification=Verification.VERIFIED),),
    diagnoses=Diagnoses(alignment=Alignment.DOCUMENTED),
    specialty=Specialty(taxonomies=("207R",)),
    criteria=(
        FindingLeaf(
            id="hypoxemia",
            title="Hypoxemia",
            text="Hypoxemia is documented",
            source="L33797",
            verification=Verification.VERIFIED,
            send="the complete oximetry report",
            finding="hypoxemia",
        ),
    ),
    body="Prose.",
)
PROGRAM = a_program()
CUE = "hypoxemia"
MARKER = "Zweifelsohne-Marker"


@dataclass
class FakeAgents:
    """An agent runner. ``acts`` says for an agent what it does instead of answering; ``ran`` who ran, in order;
    ``uses`` what it tells that language models used, whichever agent is theirs.
    """

    acts: dict[AgentName, Callable[[], Awaitable[None]]] = field(default_factory=dict)
    ran: list[AgentName] = field(default_factory=list)
    model: str = "fake"
    hangs: asyncio.Event = field(default_factory=asyncio.Event)
    uses: list[AgentUsage] = field(default_factory=list)

    async def hang(self) -> None:
        """No answer at all, and said to be so."""
        self.hangs.set()
        await hang()

    async def run(
        self, agent: AgentName, inputs: AgentInput, on_call: OnCall, left: Allowance = UNLIMITED
    ) -> AgentOutput:
        """Findings in which everything is met where the notes name the cue, and nothing else."""
        self.ran.append(agent)
        for used in self.uses:
            if used.agent is agent:
                on_call(used)
        if agent in self.acts:
            await self.acts[agent]()
        match inputs:
            case ComplianceInput(case=case):
                return compliance(case)
            case ClinicalInput(case=case):
                on_call(a_call("icd10-1", "icd10", "lookup_code"))
                return clinical(case)
            case CoverageInput(case=case, clinical=found):
                on_call(a_call("npi-1", "npi", "npi_lookup"))
                return coverage(case, found)
            case SynthesisInput():
                return computed_synthesis(inputs, RULES)


def no_queue(*_: object) -> None:
    """A queue for a store whose cases nobody is to review."""


async def fail() -> None:
    """An expected failure."""
    raise AgentFailed("clinical", AgentFailure.UNAVAILABLE, "nobody answers.")


async def fault() -> None:
    """An unexpected one, whose words hold clinical text."""
    raise RuntimeError(f"cannot read {MARKER}")


async def hang() -> None:
    """No answer at all."""
    await asyncio.Event().wait()


def wait(seconds: float) -> Callable[[], Awaitable[None]]:
    """An answer after a while."""

    async def act() -> None:
        await asyncio.sleep(seconds)

    return act


@dataclass(frozen=True)
class FakeProbed:
    """A lookup's state, or an agent's."""

    name: str = "npi"
    required: bool = True
    ready: bool = True
    detail: str = "ready"


@dataclass(frozen=True)
class FakeComposition:
    """A composition of fakes."""

    rule_book: RuleBook
    pipeline: Pipeline
    bench: "FakeBench"
    lookups: Lookups
    probe_agents: Callable[[], Awaitable[tuple[FakeProbed, ...]]]
    probe_lookups: Callable[[], Awaitable[tuple[FakeProbed, ...]]]


class FakeBench:
    """Knows no diagnosis, and tries nothing."""

    async def try_policy(self, policy: Policy, case: Case) -> PolicyTrial:
        """No fake reads a record."""
        raise NotImplementedError

    async def describe_diagnoses(self, codes: Sequence[Icd10CmCode]) -> Mapping[str, str]:
        """No description."""
        return {}


@cache
def _letters() -> LetterBook:
    """The repository's own letters, of a plan that states how its members may appeal."""
    read = LetterReading(REPOSITORY, lambda path: path.read_text(encoding="utf-8")).read()
    assert read is not None
    words = dict.fromkeys(Language, "Call us.")
    terms = tuple(
        AppealTerms(line_of_business=one, days=65, standard_days=30, fast_hours=72, next_step=words, source="The plan")
        for one in ("medicare_ffs", "commercial")
    )
    return replace(read, details=read.details.model_copy(update={"appeal_terms": terms}))


def composing(
    agents: FakeAgents,
    lookups: tuple[FakeProbed, ...] = (FakeProbed(),),
    jurisdictions: tuple[Jurisdiction, ...] = (),
    asked: Lookups | None = None,
):
    """A ``compose`` that gives these agents, in a rule book with these profiles; nobody answers unless ``asked`` is."""

    async def probe() -> tuple[FakeProbed, ...]:
        return lookups

    async def probe_agents() -> tuple[FakeProbed, ...]:
        return tuple(FakeProbed(name.value, detail=f"model {agents.model}") for name in AgentName)

    @asynccontextmanager
    async def compose(_: Settings) -> AsyncIterator[FakeComposition]:
        skills = SkillSet.model_construct(synthesis=RULES)
        book = RuleBook(
            skills,
            policies=(POLICY,),
            programs=(PROGRAM,),
            contractors=CONTRACTORS,
            jurisdictions=jurisdictions,
            clock_rules=CLOCK_RULES,
            letters=_letters(),
            digests={"a": "b"},
        )
        pipeline = Pipeline(agents, RULES, VERSIONS)
        yield FakeComposition(book, pipeline, FakeBench(), asked or Lookups({}), probe_agents, probe)

    return compose


def a_call(call_id: str, lookup: str, tool: str) -> LookupCall:
    """A lookup call that was answered."""
    return LookupCall(
        id=call_id,
        lookup=lookup,
        tool=tool,
        arguments_digest="sha256:" + "0" * 64,
        server=f"{lookup} (embedded)",
        data_version="2026",
        started_at=dt.datetime(2026, 11, 22, 10, 0, tzinfo=dt.UTC),
        duration_ms=1.25,
        outcome=LookupOutcome.ANSWERED,
        cached=False,
        identifiers=("J44.9",),
    )


def compliance(case: Case) -> ComplianceFindings:
    """Ten items; the notes are missing where they are empty."""
    empty = not any(document.text.strip() for document in case.documents)
    items = tuple(
        ItemResult(
            name=name,
            title=name.value.replace("_", " ").capitalize(),
            status=ItemStatus.MISSING if empty and name is ComplianceItemName.NOTES_PRESENT else ItemStatus.COMPLETE,
            blocking=name is ComplianceItemName.NOTES_PRESENT,
            informational=False,
            detail="Checked.",
            ask="Send the clinical notes." if empty else None,
        )
        for name in ComplianceItemName
    )
    types = tuple(
        LineServiceType(line=line.line, service_type=ServiceType.DEVICE, category="oxygen equipment")
        for line in case.services
    )
    return ComplianceFindings(items=items, service_types=types, score=0.9 if empty else 1.0)


def clinical(case: Case) -> ClinicalFindings:
    """Every well formed code is valid; each field of the extraction quotes the cue."""
    quote = _quote(case)
    spans = quote.spans if quote else ()
    fields = tuple(
        ExtractionField(name=name, spans=spans, confidence=90 if spans else 0) for name in ExtractionFieldName
    )
    return ClinicalFindings(
        diagnoses=tuple(_diagnosis(code, primary=place == 0) for place, code in enumerate(case.diagnoses)),
        procedures=tuple(_procedure(line.line, line.code) for line in case.services),
        facts=(),
        quarantined=(),
        extraction=Extraction(fields=fields, confidence=90 if spans else 0, low=not spans),
        summary="Read.",
        calls=(a_call("icd10-1", "icd10", "lookup_code"),),
    )


def _diagnosis(submitted: str, *, primary: bool) -> DiagnosisCheck:
    code = Icd10CmCode.parse(submitted)
    return DiagnosisCheck(
        submitted=submitted,
        code=code,
        primary=primary,
        status=CodeStatus.VALID if code else CodeStatus.MALFORMED,
        description="A diagnosis" if code else None,
    )


def _procedure(line: str, submitted: str) -> ProcedureCheck:
    known = ProcedureCode.parse(submitted)
    status = CodeStatus.VALID if known else CodeStatus.MALFORMED
    kind = ProcedureKind.HCPCS_II if known else None
    return ProcedureCheck(line=line, submitted=submitted, status=status, kind=kind, note="" if known else "Malformed.")


def coverage(case: Case, clinical_findings: ClinicalFindings | NotEvaluated) -> CoverageFindings:
    """Providers with ten digits are active; the one criterion is met where the clinical agent found the cue."""
    failed = isinstance(clinical_findings, NotEvaluated)
    spans = () if failed else clinical_findings.extraction.fields[0].spans
    quote = TextQuote(spans=spans) if spans else None
    return CoverageFindings(
        providers=tuple(_provider(provider.npi) for provider in case.providers),
        lines=tuple(_line(case.received_on, line.line, line.code, quote) for line in case.services),
        citations=(
            PolicyCitation(
                policy_id=POLICY.id, title=POLICY.title, version="1", url=POLICY.citation.url, call_id="p-1"
            ),
        ),
        calls=(a_call("npi-1", "npi", "npi_lookup"),),
    )


def _provider(npi: str) -> ProviderCheck:
    valid = npi.isdigit() and len(npi) == 10
    return ProviderCheck(
        npi=npi,
        role="ordering",  # pyright: ignore[reportArgumentType]
        status=ProviderStatus.ACTIVE if valid else ProviderStatus.INVALID,
        name="A Provider" if valid else None,
        specialty="Internal Medicine" if valid else None,
        detail="Found and active." if valid else "This is not an NPI.",
        evidence=(LookupAnswer(call_id="npi-1", statement="active"),) if valid else (),
    )


def _line(as_of: dt.date, line: str, code: str, quote: TextQuote | None) -> LineAssessment:
    match = PolicyMatch(
        policy_id=POLICY.id,
        title=POLICY.title,
        kind=POLICY.kind,
        version="1",
        relation=Relation.BOUND,
        reason="It names the code.",
    )
    return LineAssessment(
        line=line,
        code=code,
        as_of=as_of,
        policies=(match,),
        criteria=(_criterion("hypoxemia", quote),),
        universal=(_criterion("specialty", quote, required=False),),
        fit=PolicyFit.BOUND_AND_ALIGNED,
        not_checked=("Prior use was not checked: no source is connected.",),
    )


def _criterion(criterion_id: str, quote: TextQuote | None, *, required: bool = True) -> AssessedCriterion:
    result = CriterionResult(
        id=criterion_id,
        kind="finding",
        text="Hypoxemia is documented" if required else "The specialty is appropriate",
        source="L33797",
        verification=Verification.VERIFIED,
        status=Status.MET if quote else Status.INSUFFICIENT,
        confidence=90 if quote else 0,
        basis=Basis.STATED if quote else Basis.SILENT,
        reason="Stated in the record." if quote else "Not found in the record.",
        evidence=(quote,) if quote else (),
        send=None if quote else "the complete oximetry report",
    )
    return AssessedCriterion(policy_id=POLICY.id, required=required, result=result)


def _quote(case: Case) -> TextQuote | None:
    for document in case.documents:
        start = document.text.find(CUE)
        if start >= 0:
            span = Span(document_id=document.id, start=start, end=start + len(CUE), quote=CUE)
            return TextQuote(spans=(span,))
    return None
