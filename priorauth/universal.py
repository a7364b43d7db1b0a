"""The two criteria that are assessed in every case, as results that a clinician may confirm where they are reserved."""

from dataclasses import dataclass

from priorauth.assessment import CriterionResult
from priorauth.inquiry import Inquiry
from priorauth.kleene import Status
from priorauth.nodes import Verification
from priorauth.policy import Policy
from priorauth.reserved import confirm
from priorauth.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Universal:
    """A criterion that every case has. ``id`` and ``text`` are the same for every policy."""

    id: str
    kind: str
    text: str


SPECIALTY = Universal("universal-specialty", "taxonomy", "Provider Specialty–Procedure Appropriateness")
ALIGNMENT = Universal("universal-diagnosis", "diagnosis", "Diagnosis–Policy Alignment")


def settle(
    asked: Universal, verdict: Verdict, policy: Policy, inquiry: Inquiry, *, source: str, send: str | None = None
) -> CriterionResult:
    """The criterion's result for a policy: the verdict, or what a clinician confirmed of a reserved one.

    ``send`` is what the provider is asked for.
    """
    settled = confirm(verdict, policy.id, asked.id, asked.text, inquiry)
    return CriterionResult(
        id=asked.id,
        kind=asked.kind,
        text=asked.text,
        source=source,
        verification=Verification.VERIFIED,
        status=settled.status,
        confidence=settled.confidence,
        basis=settled.basis,
        reason=settled.reason,
        evidence=settled.evidence,
        send=send if settled.status is Status.INSUFFICIENT else None,
        reserved=settled.reserved,
    )
