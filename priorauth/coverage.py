"""Assessing one service line: which policies bind it, their criteria, the two universal ones, and how well it fits."""

from collections.abc import Iterator, Sequence
from itertools import takewhile

from priorauth.alignment import CodedDiagnoses, diagnoses_used, judge_alignment
from priorauth.assessment import Basis, CriterionResult, Reserved
from priorauth.case import Case, ServiceLine
from priorauth.case_leaves import CERTAIN
from priorauth.codes import ProcedureCode
from priorauth.conflicts import conflicts_between
from priorauth.evaluation import Inherited, evaluate
from priorauth.findings import AssessedCriterion, LineAssessment, Obstacle, Route
from priorauth.inquiry import Inquiry
from priorauth.kleene import Status
from priorauth.nodes import Verification
from priorauth.policy import Policy, PolicyMatch, Relation, is_for, naming, relate
from priorauth.skill import CoverageRules, PolicyFit
from priorauth.universal import SPECIALTY, settle
from priorauth.verdict import Verdict

_NO_SPECIALTY = "No registry entry tells the provider's specialty."
_NO_PROVIDER = "the provider's specialty: a trial names no provider"


def assess_line(
    inquiry: Inquiry,
    policies: Sequence[Policy],
    diagnoses: CodedDiagnoses,
    rules: CoverageRules,
    *,
    without_criteria: Sequence[str] = (),
) -> LineAssessment:
    """The line against all policies. ``without_criteria`` names policies that govern the code and are not in the
    library: what they ask is not known here, so a person decides.
    """
    matches = _matches(inquiry.case, inquiry.line, policies)
    bound = [policy for policy, match in matches if match.relation is Relation.BOUND]
    governing = [policy for policy, match in matches if match.relation is not Relation.RELATED]
    general = next(policy for policy in policies if policy.general)
    assessed = governing or [general]
    criteria = tuple(item for policy in assessed for item in _policy_criteria(policy, inquiry))
    universal = (_specialty(assessed, inquiry), _alignment(assessed, inquiry, diagnoses))
    obstacle = _obstacle(inquiry, matches, general, rules, without_criteria)
    code = ProcedureCode.parse(inquiry.line.code)
    return LineAssessment(
        line=inquiry.line.line,
        code=inquiry.line.code,
        as_of=inquiry.as_of,
        policies=tuple(match for _, match in matches) or (_general_match(general, inquiry),),
        criteria=criteria,
        universal=universal,
        diagnosis_uses=tuple(use for policy in assessed for use in diagnoses_used(policy, inquiry, diagnoses)),
        fit=_fit(bool(governing), universal[1].result.status, criteria),
        obstacle=obstacle,
        conflicts=conflicts_between(bound, inquiry, code) if code else (),
        not_checked=rules.not_checked,
    )


def assess_policy(inquiry: Inquiry, policy: Policy, diagnoses: CodedDiagnoses, rules: CoverageRules) -> LineAssessment:
    """The line against one policy, whether or not it binds: for who tries a policy on a record.

    A trial names no provider, so the specialty is not assessed; the diagnosis is, where one was given.
    """
    match = relate(policy, inquiry.case, inquiry.line)
    criteria = tuple(_policy_criteria(policy, inquiry))
    aligned = _alignment([policy], inquiry, diagnoses)
    return LineAssessment(
        line=inquiry.line.line,
        code=inquiry.line.code,
        as_of=inquiry.as_of,
        policies=(match,) if match else (),
        criteria=criteria,
        universal=(aligned,) if inquiry.case.diagnoses else (),
        fit=_fit(True, aligned.result.status, criteria),
        not_checked=(_NO_PROVIDER, *rules.not_checked),
    )


def _matches(case: Case, line: ServiceLine, policies: Sequence[Policy]) -> list[tuple[Policy, PolicyMatch]]:
    """The policies that name the line's code, the highest layer first."""
    in_layers = sorted(naming(policies, line), key=lambda policy: policy.kind.rank)
    related = ((policy, relate(policy, case, line)) for policy in in_layers)
    return [(policy, match) for policy, match in related if match is not None]


def _general_match(general: Policy, inquiry: Inquiry) -> PolicyMatch:
    listed = relate(general, inquiry.case, inquiry.line)
    return listed or PolicyMatch(
        policy_id=general.id,
        title=general.title,
        kind=general.kind,
        version=general.version,
        relation=Relation.RELATED,
        reason="No policy in this library names the code; the general standard is shown for the reviewer's eye.",
    )


def _obstacle(
    inquiry: Inquiry,
    matches: list[tuple[Policy, PolicyMatch]],
    general: Policy,
    rules: CoverageRules,
    without_criteria: Sequence[str],
) -> Obstacle | None:
    code = ProcedureCode.parse(inquiry.line.code)
    if code is None:
        return Obstacle(reason="The service code is missing or not well formed.", route=Route.CORRECT_REQUEST)
    twin = _earlier_twin(inquiry)
    if twin is not None:
        reason = f"It asks for the very same as line {twin.line}. Say whether both are meant, or withdraw one."
        return Obstacle(reason=reason, route=Route.CORRECT_REQUEST)
    excluded = next((scope for scope in rules.out_of_scope if scope.holds(code)), None)
    if excluded:
        return Obstacle(reason=f"Automation does not assess {excluded.what}.", route=Route.NEEDS_PHYSICIAN)
    if without_criteria:
        return no_criteria_for(without_criteria)
    outdated = list(_before_its_versions(inquiry, [policy for policy, _ in matches]))
    if outdated:
        return Obstacle(reason=" ".join(outdated), route=Route.NEEDS_PHYSICIAN)
    undetermined = [match for _, match in matches if match.relation is Relation.UNDETERMINED]
    if undetermined:
        return Obstacle(
            reason=" ".join(f"{match.policy_id}: {match.reason}" for match in undetermined),
            route=Route.NEEDS_INFORMATION,
        )
    if any(match.relation is Relation.BOUND for _, match in matches):
        return None
    return _general_obstacle(inquiry, matches, general, code)


_NO_CRITERIA = "No criteria in this library for "


def no_criteria_for(policies: Sequence[str]) -> Obstacle:
    """The obstacle that policies are which govern a line and are not in the library."""
    return Obstacle(reason=f"{_NO_CRITERIA}{', '.join(policies)}.", route=Route.NEEDS_PHYSICIAN)


def named_without_criteria(obstacle: Obstacle) -> tuple[str, ...]:
    """The policies that an obstacle names as not in the library; none where it is another obstacle."""
    named = tuple(obstacle.reason.removeprefix(_NO_CRITERIA).removesuffix(".").split(", "))
    return named if no_criteria_for(named) == obstacle else ()


def _before_its_versions(inquiry: Inquiry, policies: Sequence[Policy]) -> Iterator[str]:
    """Policies for this request of which a version is in force only later: what they asked before is not known here."""
    day = inquiry.as_of
    ours = [policy for policy in policies if is_for(policy, inquiry.case, inquiry.line)]
    in_force = {policy.id for policy in ours if policy.in_force(day)}
    later = [policy for policy in ours if policy.id not in in_force and policy.effective > day]
    for policy_id in dict.fromkeys(policy.id for policy in later):
        first = min(policy.effective for policy in later if policy.id == policy_id)
        yield (
            f"{policy_id}: no version in this library is in force on {day.isoformat()}; the next one is from "
            f"{first.isoformat()} on. What the policy asked before is not known here."
        )


def _earlier_twin(inquiry: Inquiry) -> ServiceLine | None:
    """A line before this one that asks for the same service in every respect: nobody is to get it twice unasked."""
    before = takewhile(lambda line: line.line != inquiry.line.line, inquiry.case.services)
    return next((line for line in before if line.model_copy(update={"line": inquiry.line.line}) == inquiry.line), None)


def _general_obstacle(
    inquiry: Inquiry, matches: list[tuple[Policy, PolicyMatch]], general: Policy, code: ProcedureCode
) -> Obstacle | None:
    """Why the general policy cannot approve the line: only codes that its author lists can be approved by it."""
    if matches:
        reasons = " ".join(f"{match.policy_id}: {match.reason}" for _, match in matches)
        return Obstacle(reason=f"No policy in this library binds the request. {reasons}", route=Route.NEEDS_PHYSICIAN)
    listed = relate(general, inquiry.case, inquiry.line)
    if listed is None:
        return Obstacle(reason=f"No policy in this library names {code}.", route=Route.NEEDS_PHYSICIAN)
    if listed.relation is Relation.UNDETERMINED:
        return Obstacle(reason=f"{general.id}: {listed.reason}", route=Route.NEEDS_INFORMATION)
    if listed.relation is Relation.RELATED:
        reason = f"No policy in this library binds {code} here. {general.id}: {listed.reason}"
        return Obstacle(reason=reason, route=Route.NEEDS_PHYSICIAN)
    return None


def _policy_criteria(policy: Policy, inquiry: Inquiry) -> list[AssessedCriterion]:
    inherited = Inherited(policy.id, policy.citation.title, Verification.UNVERIFIED, policy_id=policy.id)
    code = ProcedureCode.parse(inquiry.line.code)
    return [
        AssessedCriterion(
            policy_id=policy.id,
            layer=policy.kind,
            required=True,
            result=evaluate(criterion, inquiry, inherited),
        )
        for criterion in (policy.criteria_for(code) if code else policy.criteria)
    ]


def _specialty(policies: Sequence[Policy], inquiry: Inquiry) -> AssessedCriterion:
    """Whether a provider's registered specialty fits every policy; it blocks where one names qualifications."""
    code = ProcedureCode.parse(inquiry.line.code)
    blocking = [policy for policy in policies if policy.specialty.required]
    results = [(policy, _one_specialty(policy, code, inquiry)) for policy in blocking or policies]
    policy, worst = min(results, key=lambda pair: pair[1].status.rank)
    return AssessedCriterion(policy_id=policy.id, layer=policy.kind, required=bool(blocking), result=worst)


def _one_specialty(policy: Policy, code: ProcedureCode | None, inquiry: Inquiry) -> CriterionResult:
    entry = policy.code_entry(code) if code else None
    wanted = (entry.taxonomies if entry else ()) or policy.specialty.taxonomies
    known = [provider for provider in inquiry.providers if provider.role in policy.specialty.roles]
    fits = any(taxonomy.startswith(wanted) for provider in known for taxonomy in provider.taxonomies)
    registered = "; ".join(dict.fromkeys(provider.specialty for provider in known))
    if not known:
        verdict = Verdict(Status.INSUFFICIENT, Basis.NOT_CHECKED, _NO_SPECIALTY, reserved=Reserved.NOT_CHECKED)
    else:
        status, said = (Status.MET, "fits") if fits else (Status.NOT_MET, "does not fit")
        reason = f"Registered as {registered}, which {said} the service."
        evidence = tuple(provider.evidence for provider in known)
        verdict = Verdict(status, Basis.STATED, reason, CERTAIN, evidence=evidence)
    return settle(SPECIALTY, verdict, policy, inquiry, source=policy.specialty.source or policy.citation.title)


def _alignment(policies: Sequence[Policy], inquiry: Inquiry, diagnoses: CodedDiagnoses) -> AssessedCriterion:
    """Whether the coded diagnosis fits every policy. It always blocks."""
    results = [(policy, judge_alignment(policy, inquiry, diagnoses)) for policy in policies]
    policy, worst = min(results, key=lambda pair: pair[1].status.rank)
    return AssessedCriterion(policy_id=policy.id, layer=policy.kind, required=True, result=worst)


def _fit(governed: bool, alignment: Status, criteria: Sequence[AssessedCriterion]) -> PolicyFit:
    if not governed:
        met = alignment is Status.MET and all(item.result.status is Status.MET for item in criteria)
        return PolicyFit.GENERAL_NECESSITY_MET if met else PolicyFit.NO_POLICY_BORDERLINE
    return _FITS[alignment]


_FITS = {
    Status.MET: PolicyFit.BOUND_AND_ALIGNED,
    Status.INSUFFICIENT: PolicyFit.BOUND_ALIGNMENT_UNCLEAR,
    Status.NOT_MET: PolicyFit.DIAGNOSIS_OUTSIDE,
}
