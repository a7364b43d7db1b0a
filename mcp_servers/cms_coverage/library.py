"""The policy files of a rule book as the documents that this server serves."""

from collections.abc import Iterable

from mcp_servers.cms_coverage.documents import CoverageDocument
from priorauth.canonical import digest_of
from priorauth.explain import explain_policy
from priorauth.nodes import Verification
from priorauth.policy import Policy


def documents_of(policies: Iterable[Policy]) -> tuple[CoverageDocument, ...]:
    """One document for each version of each policy, as verified as its least verified criterion."""
    return tuple(_document(policy) for policy in policies)


def _document(policy: Policy) -> CoverageDocument:
    return CoverageDocument(
        document_id=policy.id,
        title=policy.title,
        kind=policy.kind.value,
        version=policy.version,
        effective=policy.effective,
        ends=policy.ends,
        contractors=policy.contractors,
        states=policy.states,
        lines_of_business=tuple(line.value for line in policy.lines_of_business),
        codes=() if policy.general else tuple(entry.code for entry in policy.codes),
        citation=policy.citation.url,
        verification=_least(policy),
        body=policy.body,
        criteria=explain_policy(policy),
        digest=digest_of(policy),
    )


def _least(policy: Policy) -> Verification:
    order = list(Verification)
    return max((criterion.verification or Verification.UNVERIFIED for criterion in policy.criteria), key=order.index)
