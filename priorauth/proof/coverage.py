"""What is proven of the coverage agent's findings: every line is assessed again from the facts it was sent."""

from collections.abc import Iterator

from priorauth.assessing import Standards, assess_lines, policies_to_cite, profiles_forbidding_denial
from priorauth.case import Case, Provider
from priorauth.codes import Npi, ProcedureCode
from priorauth.coverage import named_without_criteria
from priorauth.findings import (
    CoverageFindings,
    LineAssessment,
    PolicyCitation,
    ProviderCheck,
    ProviderStatus,
)
from priorauth.inputs import CoverageInput
from priorauth.ledger import LookupOutcome
from priorauth.proof.breach import Breach
from priorauth.proof.grounding import Asked, Calls
from priorauth.proposals import proposals_in, propose
from priorauth.reserved import unconfirmed
from priorauth.rulebook import RuleBook
from priorauth.withholding import withhold

_UNKNOWN = {
    ProviderStatus.NOT_FOUND: LookupOutcome.NOTHING_FOUND,
    ProviderStatus.NOT_IN_SNAPSHOT: LookupOutcome.NOT_IN_SNAPSHOT,
}
"""What the cited call must have ended with where the registry does not have a provider."""


def coverage_breaches(
    asked: Asked, inputs: CoverageInput, found: CoverageFindings, calls: Calls, standards: Standards
) -> Iterator[Breach]:
    """Providers as their calls returned them, policies as the rule book has them, lines as they are assessed here."""
    case = inputs.case
    if [(check.npi, check.role) for check in found.providers] != [_as_checked(one) for one in case.providers]:
        yield Breach.REQUEST
    for check in found.providers:
        yield from _breaches_of_provider(check, calls)
    if not all(_is_in(standards.rule_book, citation) for citation in found.citations):
        yield Breach.POLICY
    if not found.unevaluated and not _asked_enough(asked, case, found, standards.rule_book):
        yield Breach.CALLS_MISSING
    if [(line.line, line.code) for line in found.lines] != [(line.line, line.code) for line in case.services]:
        yield Breach.REQUEST
    elif not _assessed_so(inputs, found, calls, standards):
        yield Breach.STATUS


def _as_checked(provider: Provider) -> tuple[str, str]:
    return provider.npi[:20], provider.role


def _breaches_of_provider(check: ProviderCheck, calls: Calls) -> Iterator[Breach]:
    malformed = Npi.parse(check.npi) is None
    registered = check.status in (ProviderStatus.ACTIVE, ProviderStatus.DEACTIVATED)
    if malformed is not (check.status is ProviderStatus.INVALID) or (check.taxonomies and not registered):
        yield Breach.CODES
    call = calls.cited(check.evidence)
    if registered and (call is None or not calls.returned(call.id, check.npi)):
        yield Breach.IDENTIFIER
    if check.status in _UNKNOWN and (call is None or call.outcome is not _UNKNOWN[check.status]):
        yield Breach.CODES


def _is_in(book: RuleBook, citation: PolicyCitation) -> bool:
    cited = (citation.title, citation.version, citation.url)
    versions = book.versions(citation.policy_id)
    return cited in [(policy.title, policy.version, policy.citation.url) for policy in versions]


def _asked_enough(asked: Asked, case: Case, found: CoverageFindings, book: RuleBook) -> bool:
    """Whether the policies were searched, and each that governs a line was returned, where nothing else is said."""
    cited = {citation.policy_id for citation in found.citations}
    wanted = {policy.id for line in case.services for policy in policies_to_cite(line, case, book)}
    searched = {call.tool for call in found.calls if not call.outcome.failed}
    coded = any(ProcedureCode.parse(line.code) for line in case.services)
    return wanted <= cited and (not coded or asked.needed_tools <= searched)


def _assessed_so(inputs: CoverageInput, found: CoverageFindings, calls: Calls, standards: Standards) -> bool:
    unlisted = [_unlisted(line, calls, standards.rule_book) for line in found.lines]
    lines = assess_lines(inputs.case, inputs.clinical, found.providers, standards, unlisted)
    forbidding = profiles_forbidding_denial(inputs.case, standards.regulations)
    computed = tuple(map(withhold, lines)) if forbidding else propose(lines, proposals_in(found.lines))
    ends = (found.withheld_by, found.unconfirmed) == (forbidding, unconfirmed(inputs.case, lines))
    return ends and found.lines == computed


def _unlisted(line: LineAssessment, calls: Calls, book: RuleBook) -> tuple[str, ...]:
    """The policies that stop a line because the rule book does not have them, where a lookup really returned them."""
    named = named_without_criteria(line.obstacle) if line.obstacle else ()
    returned = {identifier for call in calls.own for identifier in call.identifiers}
    return named if all(policy in returned and book.policy(policy) is None for policy in named) else ()
