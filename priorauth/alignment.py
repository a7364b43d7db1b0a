"""Diagnosis–Policy Alignment: whether the coded diagnoses fit a policy, and which of them the policy uses."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from priorauth.assessment import Basis, CriterionResult, Reserved
from priorauth.case import Case
from priorauth.case_leaves import CERTAIN, diagnoses_within
from priorauth.criteria import DiagnosisLeaf
from priorauth.evidence import CaseField, Derived, Evidence, TextQuote
from priorauth.findings import DiagnosisUse
from priorauth.inquiry import Inquiry
from priorauth.kleene import Status
from priorauth.nodes import Verification
from priorauth.policy import Alignment, DiagnosisEntry, Policy
from priorauth.rubric import Explicitness
from priorauth.trees import walk
from priorauth.universal import ALIGNMENT, settle
from priorauth.verdict import Verdict

_SEND = "The note that documents the diagnosis for which the service is requested."


@dataclass(frozen=True, slots=True)
class CodedDiagnoses:
    """What is known of the case's diagnoses when a policy is matched.

    ``named`` maps a code to the concepts that its official description names, with the lookup that gave it;
    ``documented`` is where the record asserts the primary diagnosis, None where it does not.
    """

    named: Mapping[str, tuple[frozenset[str], Evidence]]
    documented: TextQuote | None


def judge_alignment(policy: Policy, inquiry: Inquiry, diagnoses: CodedDiagnoses) -> CriterionResult:
    """Whether the coded diagnosis fits the policy: in no list of exclusions, and as its alignment asks."""
    verdict = _excluded(policy, inquiry.case) or _aligned(policy, inquiry, diagnoses)
    return settle(ALIGNMENT, verdict, policy, inquiry, source=policy.citation.title, send=_SEND)


def _excluded(policy: Policy, case: Case) -> Verdict | None:
    found = diagnoses_listed(case, policy.diagnoses.excluded)
    if not found:
        return None
    reason = f"The policy excludes {found[0].value}."
    return Verdict(Status.NOT_MET, Basis.STATED, reason, CERTAIN, evidence=(found[0],))


def _aligned(policy: Policy, inquiry: Inquiry, diagnoses: CodedDiagnoses) -> Verdict:
    match policy.diagnoses.alignment:
        case Alignment.LISTED:
            return _aligned_by_list(policy, inquiry.case)
        case Alignment.INDICATED:
            return _aligned_by_indication(policy, inquiry, diagnoses)
        case _:
            return _aligned_by_record(inquiry, diagnoses)


def diagnoses_listed(case: Case, entries: Sequence[DiagnosisEntry]) -> list[CaseField]:
    """The case's diagnoses that stand in a list; entries that are not verified decide nothing."""
    return diagnoses_within(
        case, [entry.code for entry in entries if entry.verification is not Verification.UNVERIFIED]
    )


def _aligned_by_list(policy: Policy, case: Case) -> Verdict:
    found = diagnoses_listed(case, policy.diagnoses.covered)
    if found:
        reason = f"The policy covers {found[0].value}."
        return Verdict(Status.MET, Basis.STATED, reason, CERTAIN, evidence=(found[0],))
    if any(entry.verification is Verification.UNVERIFIED for entry in policy.diagnoses.covered):
        reason = "The policy's list of diagnoses is not verified."
        return Verdict(Status.INSUFFICIENT, Basis.PERSON, reason, reserved=Reserved.UNVERIFIED)
    return Verdict(Status.NOT_MET, Basis.STATED, "No diagnosis of the request is in the policy's list.", CERTAIN)


def _aligned_by_indication(policy: Policy, inquiry: Inquiry, diagnoses: CodedDiagnoses) -> Verdict:
    codes = _indicating(policy, inquiry, diagnoses)
    if not codes:
        reason = "No diagnosis of the request names an indication of the policy."
        return Verdict(Status.INSUFFICIENT, Basis.UNCLEAR, reason, reserved=Reserved.PROSE)
    derived = Derived(
        formula="description-names-indication",
        statement=f"The official description of {codes[0]} names an indication of {policy.id}.",
        inputs=(diagnoses.named[codes[0]][1],),
    )
    return Verdict(Status.MET, Basis.STATED, derived.statement, CERTAIN, evidence=(derived,))


def _indicating(policy: Policy, inquiry: Inquiry, diagnoses: CodedDiagnoses) -> list[str]:
    """The codes whose official description names one of the policy's indications."""
    vocabulary = inquiry.vocabulary
    named = {concept for name in policy.diagnoses.indications for concept in vocabulary.members(name)}
    wanted = {concept for name in named for concept in vocabulary.stating(name)}
    return [code for code, (concepts, _) in diagnoses.named.items() if concepts & wanted]


def _aligned_by_record(inquiry: Inquiry, diagnoses: CodedDiagnoses) -> Verdict:
    if diagnoses.documented is None:
        return Verdict(Status.INSUFFICIENT, Basis.SILENT, "The record does not state the coded primary diagnosis.")
    return Verdict(
        Status.MET,
        Basis.STATED,
        "The record states the coded primary diagnosis.",
        inquiry.scale.levels[Explicitness.EXPLICIT],
        evidence=(diagnoses.documented,),
    )


def diagnoses_used(policy: Policy, inquiry: Inquiry, diagnoses: CodedDiagnoses) -> Iterator[DiagnosisUse]:
    """What the policy takes from the coded diagnoses: alignment, exclusion, and each criterion that asks for one.

    Alignment by the record uses the primary diagnosis, which must be valid whatever a policy asks.
    """
    leaves = (node for criterion in policy.criteria for node in walk(criterion) if isinstance(node, DiagnosisLeaf))
    fields = (
        diagnoses_listed(inquiry.case, policy.diagnoses.excluded),
        *(diagnoses_within(inquiry.case, leaf.diagnosis) for leaf in leaves),
    )
    uses = (_aligning(policy, inquiry, diagnoses), *([field.value for field in found] for found in fields))
    return (DiagnosisUse(policy_id=policy.id, codes=tuple(codes)) for codes in uses if codes)


def _aligning(policy: Policy, inquiry: Inquiry, diagnoses: CodedDiagnoses) -> list[str]:
    match policy.diagnoses.alignment:
        case Alignment.LISTED:
            return [field.value for field in diagnoses_listed(inquiry.case, policy.diagnoses.covered)]
        case Alignment.INDICATED:
            return _indicating(policy, inquiry, diagnoses)
        case _:
            return []
