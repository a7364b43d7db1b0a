"""The coverage agent: it looks up providers and policies; statuses are computed from the facts and the rule book."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from agents.briefing import coverage_brief
from agents.kit import AgentKit
from agents.policies import policies_of
from agents.proposing import ProposedStatus, proposals_of
from agents.providers import check_provider, questions_about
from agents.spec import AgentSpec, Reasoning
from mcp_clients import cms_coverage, npi
from mcp_clients.answers import Answer
from mcp_clients.ledger import Ledger
from mcp_clients.questions import Question
from priorauth.assessing import assess_lines, profiles_forbidding_denial
from priorauth.case import Case, ServiceLine
from priorauth.codes import ProcedureCode
from priorauth.findings import CoverageFindings, NotEvaluated
from priorauth.inputs import AgentName, CoverageInput
from priorauth.policy import Relation, relate
from priorauth.proposals import propose
from priorauth.reserved import unconfirmed
from priorauth.withholding import withhold


class SelectedPolicy(BaseModel):
    """A policy that a model took to govern a line, as a lookup returned it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    line: str = Field(max_length=100)
    policy_id: str = Field(max_length=100)


class CoverageDraft(BaseModel):
    """The policies that were found for each line, and statuses proposed for criteria that cannot be computed.

    Which policies bind is computed; what is proposed is for the reviewer's eye.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    policies: tuple[SelectedPolicy, ...]
    proposals: tuple[ProposedStatus, ...]


def reason(inputs: CoverageInput, kit: AgentKit) -> Reasoning[CoverageDraft]:
    """Ask for the providers, the policies that name each code and the state's contractors; then read the policies."""
    case = inputs.case
    codes = _codes(case)
    searches = [question for code in codes for question in _searches(code, case)]
    contractors = [cms_coverage.get_contractors(case.member.state)] if case.member.state else []
    first = [*questions_about(case), *searches, *contractors]
    answers: Sequence[Answer[Any]] = (yield first) if first else ()
    listed = dict(zip((question.key for question in first), answers, strict=True))
    found = {code: _named(code, case, listed) for code in codes}
    wanted = dict.fromkeys(policy for policies in found.values() for policy in policies)
    governed = case.services and all(_is_governed(line, found, case, kit) for line in case.services)
    general = () if governed else (kit.rule_book.general.id,)
    documents = [cms_coverage.get_coverage_document(policy) for policy in (*wanted, *general)]
    if documents:
        yield documents
    return CoverageDraft(
        policies=tuple(
            SelectedPolicy(line=line.line, policy_id=policy)
            for line in case.services
            for policy in found.get(line.code.strip().upper(), ())
        ),
        proposals=(),
    )


def _codes(case: Case) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for line in case.services if (code := ProcedureCode.parse(line.code))))


def _is_governed(line: ServiceLine, found: Mapping[str, Sequence[str]], case: Case, kit: AgentKit) -> bool:
    """Whether a policy that was found governs the line, or may; one that names its code for others does not."""
    named = found.get(line.code.strip().upper(), ())
    matches = (relate(policy, case, line) for policy in kit.rule_book.policies if policy.id in named)
    return any(match is not None and match.relation is not Relation.RELATED for match in matches)


def _searches(code: str, case: Case) -> tuple[Question[cms_coverage.DocumentList], ...]:
    return (
        cms_coverage.search_national_coverage(code),
        cms_coverage.search_local_coverage(code, state=case.member.state),
    )


def _named(code: str, case: Case, answers: dict[str, Answer[Any]]) -> tuple[str, ...]:
    """The policies that the searches for a code returned because they name it."""
    lists = (answers[question.key].found for question in _searches(code, case))
    return tuple(
        dict.fromkeys(
            line.document_id
            for found in lists
            if isinstance(found, cms_coverage.DocumentList)
            for line in found.documents
            if line.names_keyword_code
        )
    )


def finish(draft: CoverageDraft, inputs: CoverageInput, ledger: Ledger, kit: AgentKit) -> CoverageFindings:
    """Providers as the ledger has them, and each line assessed against the policies that lookups returned.

    Where the law forbids so much as to suggest a denial, no criterion leaves here as NOT_MET, and none as proposed.
    """
    case = inputs.case
    providers = tuple(check_provider(provider, ledger) for provider in case.providers)
    policies = [policies_of(line, case, ledger, kit.rule_book) for line in case.services]
    unlisted = [found.without_criteria for found in policies]
    lines = assess_lines(case, inputs.clinical, providers, kit.standards, unlisted)
    citations = {citation.policy_id: citation for found in policies for citation in found.citations}
    unevaluated = [reason for found in policies for reason in found.unevaluated]
    unevaluated += _unevaluated_inputs(inputs)
    forbidding = profiles_forbidding_denial(case, kit.regulations)
    model = kit.models.by_agent[AgentName.COVERAGE]
    proposed = proposals_of(() if forbidding else draft.proposals, inputs, model, kit.rule_book)
    return CoverageFindings(
        providers=providers,
        lines=tuple(map(withhold, lines)) if forbidding else propose(lines, proposed.standing),
        citations=tuple(citations.values()),
        unevaluated=tuple(dict.fromkeys(unevaluated)),
        calls=ledger.calls,
        unconfirmed=unconfirmed(case, lines),
        withheld_by=forbidding,
        ungrounded=proposed.dropped,
    )


def _unevaluated_inputs(inputs: CoverageInput) -> Iterator[str]:
    if isinstance(inputs.clinical, NotEvaluated):
        yield f"The criteria were assessed without the record: {inputs.clinical.reason}"


COVERAGE = AgentSpec(
    name=AgentName.COVERAGE,
    skill="coverage",
    lookups=(npi.NAME, cms_coverage.NAME),
    reads_record=False,
    input=CoverageInput,
    draft=CoverageDraft,
    findings=CoverageFindings,
    reason=reason,
    finish=finish,
    brief=coverage_brief,
)
