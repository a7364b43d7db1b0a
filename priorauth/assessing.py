"""The assessment of a case's lines from what the agents found: the same wherever the coverage agent runs."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from priorauth.alignment import CodedDiagnoses
from priorauth.applicability import suggestion_permission
from priorauth.case import Case, ServiceLine
from priorauth.codes import ProcedureCode
from priorauth.coverage import assess_line
from priorauth.evidence import TextQuote
from priorauth.facts import Fact
from priorauth.findings import ClinicalFindings, DiagnosisCheck, LineAssessment, NotEvaluated, ProviderCheck
from priorauth.inquiry import Inquiry, KnownProvider
from priorauth.policy import Policy, Relation, naming, relate
from priorauth.profile_lines import Suggestion
from priorauth.regulations import Regulations
from priorauth.rulebook import RuleBook
from priorauth.skill import SkillSet


@dataclass(frozen=True, slots=True)
class Standards:
    """What a case is assessed by: the rule book, the law around it, and which concepts a phrase names."""

    rule_book: RuleBook
    regulations: Regulations
    concepts_in: Callable[[str], frozenset[str]]


def assess_lines(
    case: Case,
    clinical: ClinicalFindings | NotEvaluated,
    providers: Iterable[ProviderCheck],
    standards: Standards,
    without_criteria: Sequence[Sequence[str]],
) -> tuple[LineAssessment, ...]:
    """Every service line against the policies. ``without_criteria`` names for each line the policies that govern it
    and are not in the rule book. Nothing is withheld yet.
    """
    book = standards.rule_book
    facts = () if isinstance(clinical, NotEvaluated) else clinical.facts
    known, diagnoses = known_providers(providers), _diagnoses(clinical, standards)
    return tuple(
        assess_line(
            inquiry_of(case, index, facts, known, book.skills),
            book.policies,
            diagnoses,
            book.skills.coverage,
            without_criteria=named,
        )
        for index, named in enumerate(without_criteria)
    )


def inquiry_of(
    case: Case, index: int, facts: tuple[Fact, ...], providers: tuple[KnownProvider, ...], skills: SkillSet
) -> Inquiry:
    """What the criteria are asked about: the case's service line of this index (from 0), and all that is known."""
    return Inquiry(
        case=case,
        line=case.services[index],
        line_index=index,
        facts=facts,
        providers=providers,
        vocabulary=skills.vocabulary,
        scale=skills.clinical.scale,
        presumed_absent=skills.coverage.presumed_absent,
    )


def _diagnoses(clinical: ClinicalFindings | NotEvaluated, standards: Standards) -> CodedDiagnoses:
    if isinstance(clinical, NotEvaluated):
        return CodedDiagnoses(named={}, documented=None)
    return coded_diagnoses(clinical.diagnoses, clinical.stated_diagnosis, standards.concepts_in)


def coded_diagnoses(
    checks: Iterable[DiagnosisCheck], documented: TextQuote | None, concepts_in: Callable[[str], frozenset[str]]
) -> CodedDiagnoses:
    """What the official descriptions of the codes name, and where the record states the primary one."""
    named = {
        check.code: (concepts_in(check.description), check.evidence[0])
        for check in checks
        if check.code and check.description and check.evidence
    }
    return CodedDiagnoses(named=named, documented=documented)


def known_providers(checks: Iterable[ProviderCheck]) -> tuple[KnownProvider, ...]:
    """The providers whose specialty the registry tells."""
    return tuple(
        KnownProvider(
            role=check.role,
            specialty=check.specialty or "not stated",
            taxonomies=check.taxonomies,
            evidence=check.evidence[0],
        )
        for check in checks
        if check.taxonomies and check.evidence
    )


def policies_to_cite(line: ServiceLine, case: Case, rule_book: RuleBook) -> tuple[Policy, ...]:
    """The policies that a lookup must have returned for the line to be assessed: those that govern it, or may, else
    the general one. None where the line's code is not well formed.
    """
    if ProcedureCode.parse(line.code) is None:
        return ()
    governing = tuple(policy for policy in naming(rule_book.policies, line) if _governs(policy, case, line))
    return governing or (rule_book.general,)


def _governs(policy: Policy, case: Case, line: ServiceLine) -> bool:
    match = relate(policy, case, line)
    return match is not None and match.relation is not Relation.RELATED


def profiles_forbidding_denial(case: Case, regulations: Regulations) -> tuple[str, ...]:
    """The profiles that forbid even suggesting a denial, among those that bind the case or may."""
    permission = suggestion_permission(regulations.applicable_to(case))
    return tuple(told.profile for told in permission.heard.sure if told.line.allowed is Suggestion.NEVER)
