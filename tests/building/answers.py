"""What four honest agents answer to one small case, each as it was asked, by the repository's own rule book."""

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from priorauth.assessing import Standards, assess_lines, policies_to_cite, profiles_forbidding_denial
from priorauth.case import Case
from priorauth.checklist import NoteSignals, check_items
from priorauth.clinical_summary import computed_summary
from priorauth.evidence import LookupAnswer, Span, TextQuote
from priorauth.extraction import Extraction, ExtractionField
from priorauth.findings import ClinicalFindings, CodeTitle, ComplianceFindings, CoverageFindings, PolicyCitation
from priorauth.inputs import (
    AgentName,
    AgentOutput,
    ClinicalInput,
    ComplianceInput,
    CoverageInput,
    SynthesisFindings,
    SynthesisInput,
)
from priorauth.ledger import LookupCall, LookupOutcome
from priorauth.literature import Article, Trial
from priorauth.procedures import check_procedures
from priorauth.proof.grounding import Asked
from priorauth.rationale import computed_synthesis
from priorauth.regulations import Regulations
from priorauth.reserved import unconfirmed
from priorauth.rulebook import read_rule_book
from priorauth.skill import ExtractionFieldName
from priorauth.withholding import withhold
from tests.building.cases import NPI, a_case, a_document
from tests.building.facts import measured
from tests.building.findings import a_call, a_diagnosis, a_provider_check

TEXT = "COPD with a cough since June. SpO2 85 % at rest on room air. Albuterol daily."
BEGUN = dt.datetime(2026, 10, 15, 12, tzinfo=dt.UTC)
SEARCHES = frozenset(("search_national_coverage", "search_local_coverage"))
LOOKUPS = {
    AgentName.CLINICAL: frozenset(("icd10", "pubmed", "clinical_trials")),
    AgentName.COVERAGE: frozenset(("npi", "cms_coverage")),
}


@cache
def standards() -> Standards:
    """The repository's rules, and a reader that knows no phrase."""
    book = read_rule_book(Path(__file__).parents[2])
    regulations = Regulations(book.jurisdictions, book.programs, book.clock_rules, ZoneInfo("America/New_York"))
    return Standards(book, regulations, lambda _: frozenset())


def the_case(**given: Any) -> Case:
    return a_case(**{"documents": (a_document(text=TEXT),)} | given)


def words(quote: str) -> Span:
    """Words of the record where they stand."""
    start = TEXT.index(quote)
    return Span(document_id="d1", start=start, end=start + len(quote), quote=quote)


def compliance(case: Case) -> ComplianceFindings:
    notes = NoteSignals((words("since June"),), (words("cough"),), (words("SpO2 85 %"),), 3, False, 0.0)
    return check_items(case, notes, standards().rule_book.skills.compliance)


def clinical(case: Case) -> ClinicalFindings:
    quote = TextQuote(spans=(words("SpO2 85 % at rest on room air"),))
    facts = (measured("oxygen_saturation", 85, unit="%", evidence=quote),)
    spans = {ExtractionFieldName.CHIEF_COMPLAINT: (words("cough"),)}
    fields = tuple(
        ExtractionField(name=name, spans=spans.get(name, ()), confidence=80 if name in spans else 0)
        for name in ExtractionFieldName
    )
    extraction = Extraction(fields=fields, confidence=10, low=True)
    called = LookupAnswer(call_id="icd10-1", statement="J44.9 is billable.")
    return ClinicalFindings(
        diagnoses=(a_diagnosis(evidence=(called,), above=CodeTitle(code="J44", description="COPD")),),
        procedures=check_procedures(case, standards().rule_book.policies),
        facts=facts,
        quarantined=(),
        stated_diagnosis=TextQuote(spans=(words("COPD"),)),
        extraction=extraction,
        articles=(Article(pmid="1", title="On oxygen", relevance="On oxygen.", call_id="pubmed-1"),),
        trials=(Trial(nct_id="NCT1", title="Of oxygen", relevance="On oxygen.", call_id="clinical_trials-1"),),
        summary=computed_summary(facts, extraction, 1),
        calls=(
            answered("icd10-1", "icd10", "lookup_code", "J44.9", "J44"),
            answered("pubmed-1", "pubmed", "search_articles", "1"),
            answered("clinical_trials-1", "clinical_trials", "search_trials", "NCT1"),
        ),
    )


def answered(call_id: str, lookup: str, tool: str, *identifiers: str) -> LookupCall:
    return a_call(id=call_id, lookup=lookup, tool=tool, identifiers=identifiers, started_at=BEGUN)


def coverage(inputs: CoverageInput) -> CoverageFindings:
    case, book = inputs.case, standards().rule_book
    called = LookupAnswer(call_id="npi-1", statement="It is registered.")
    providers = (a_provider_check(evidence=(called,), taxonomies=("207R00000X",)),)
    lines = assess_lines(case, inputs.clinical, providers, standards(), [()] * len(case.services))
    forbidding = profiles_forbidding_denial(case, standards().regulations)
    wanted = {policy.id: policy for line in case.services for policy in policies_to_cite(line, case, book)}
    citations = tuple(
        PolicyCitation(
            policy_id=policy.id,
            title=policy.title,
            version=policy.version,
            url=policy.citation.url,
            call_id=f"cms_coverage-{place}",
        )
        for place, policy in enumerate(wanted.values(), start=3)
    )
    return CoverageFindings(
        providers=providers,
        lines=tuple(map(withhold, lines)) if forbidding else lines,
        citations=citations,
        calls=(
            answered("npi-1", "npi", "npi_lookup", NPI),
            answered("cms_coverage-1", "cms_coverage", "search_national_coverage", *wanted),
            a_call(
                id="cms_coverage-2",
                lookup="cms_coverage",
                tool="search_local_coverage",
                outcome=LookupOutcome.NOTHING_FOUND,
            ),
            *(answered(one.call_id, "cms_coverage", "get_coverage_document", one.policy_id) for one in citations),
        ),
        unconfirmed=unconfirmed(case, lines),
        withheld_by=forbidding,
    )


def honest(agent: AgentName, **given: Any) -> tuple[Asked, AgentOutput]:
    """An agent as it was asked about the case, and its honest answer."""
    case = the_case(**given)
    covered = CoverageInput.of(case, clinical(case))
    weighed = SynthesisInput.of(case, compliance(case), clinical(case), coverage(covered))
    inputs, found = {
        AgentName.COMPLIANCE: (ComplianceInput(case=case), compliance(case)),
        AgentName.CLINICAL: (ClinicalInput(case=case), clinical(case)),
        AgentName.COVERAGE: (covered, coverage(covered)),
        AgentName.SYNTHESIS: (weighed, _synthesis(weighed)),
    }[agent]
    asked = Asked(
        agent=agent,
        inputs=inputs,
        begun=BEGUN,
        ended=BEGUN + dt.timedelta(seconds=2),
        lookups=LOOKUPS.get(agent, frozenset()),
        needed_tools=SEARCHES if agent is AgentName.COVERAGE else frozenset(),
    )
    return asked, found


def _synthesis(inputs: SynthesisInput) -> SynthesisFindings:
    return computed_synthesis(inputs, standards().rule_book.skills.synthesis)
