"""Which policies the coverage lookups returned for a line, against those that the rule book has criteria for."""

from collections.abc import Iterator
from dataclasses import dataclass

from mcp_clients import cms_coverage
from mcp_clients.ledger import Answered, Failed, Ledger, NotAsked
from mcp_clients.questions import Question
from priorauth.assessing import policies_to_cite
from priorauth.case import Case, ServiceLine
from priorauth.codes import ProcedureCode
from priorauth.findings import PolicyCitation
from priorauth.policy import Policy
from priorauth.rulebook import RuleBook


@dataclass(frozen=True, slots=True)
class LinePolicies:
    """What the lookups say of the policies of one line.

    ``citations`` are policies that a lookup returned in the version of the rule book; ``without_criteria`` are policies
    that name the code and are not in the rule book; ``unevaluated`` says what could not be asked or did not agree.
    """

    citations: tuple[PolicyCitation, ...]
    without_criteria: tuple[str, ...]
    unevaluated: tuple[str, ...]


def policies_of(line: ServiceLine, case: Case, ledger: Ledger, rule_book: RuleBook) -> LinePolicies:
    """The policies that lookups returned for a line."""
    code = ProcedureCode.parse(line.code)
    if code is None:
        return LinePolicies((), (), ())
    searches = (
        cms_coverage.search_national_coverage(code),
        cms_coverage.search_local_coverage(code, state=case.member.state),
    )
    named = tuple(dict.fromkeys(policy for question in searches for policy in _named(question, ledger)))
    outcomes = [_cite(policy, ledger) for policy in policies_to_cite(line, case, rule_book)]
    return LinePolicies(
        citations=tuple(outcome for outcome in outcomes if isinstance(outcome, PolicyCitation)),
        without_criteria=tuple(policy for policy in named if rule_book.policy(policy) is None),
        unevaluated=(
            *(problem for question in searches for problem in _problems(question, ledger)),
            *(outcome for outcome in outcomes if isinstance(outcome, str)),
        ),
    )


def _named(question: Question[cms_coverage.DocumentList], ledger: Ledger) -> Iterator[str]:
    found = ledger.find(question)
    if isinstance(found, Answered) and found.value.found is not None:
        yield from (line.document_id for line in found.value.found.documents if line.names_keyword_code)


def _problems(question: Question[cms_coverage.DocumentList], ledger: Ledger) -> Iterator[str]:
    match ledger.find(question):
        case NotAsked(reason=reason):
            yield f"The coverage policies were not searched ({question.tool.name}). {reason}".strip()
        case Failed(call=call):
            yield f"The coverage policies could not be searched: {call.detail}"
        case Answered():
            return


def _cite(policy: Policy, ledger: Ledger) -> PolicyCitation | str:
    """The citation of a policy that a lookup returned as we have it, or why it cannot be cited."""
    match ledger.find(cms_coverage.get_coverage_document(policy.id)):
        case NotAsked(reason=reason):
            return f"{policy.id} was not looked up. {reason}".strip()
        case Failed(call=call):
            return f"{policy.id} could not be looked up: {call.detail}"
        case Answered(value=answer, call=call):
            found = answer.found
            if found is None:
                return f"{policy.id} is in the rule book, but the coverage lookup does not have it."
            if found.version != policy.version:
                return (
                    f"{policy.id}: the coverage lookup has version {found.version or 'unknown'}, "
                    f"the rule book version {policy.version}."
                )
            return PolicyCitation(
                policy_id=policy.id,
                title=policy.title,
                version=policy.version,
                url=policy.citation.url,
                call_id=call.id,
            )
