"""Where two policies that bind one service line disagree, and which of them prevails.

Layers add up: a requirement that only one policy has is no conflict. Two that disagree on one thing are, and then the
higher layer prevails: a national determination, then statute and manual, then a local determination
(42 CFR 422.101(b)); a Medicare Advantage plan's own criteria only fill gaps (422.101(b)(6)). Both are computed all the
same: which of them counts is for a person, so a conflict is said and takes nothing away.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

from priorauth.alignment import diagnoses_listed
from priorauth.case import LineOfBusiness
from priorauth.criteria import Criterion, NoneOf
from priorauth.demands import Demands, demands_of, findings_in, ranges_in
from priorauth.facts import Assertion
from priorauth.findings import Conflict
from priorauth.inquiry import Inquiry
from priorauth.layers import PolicyKind
from priorauth.phrasing import words_of
from priorauth.policy import Policy
from priorauth.record_criteria import FindingLeaf
from priorauth.trees import children_of


def conflicts_between(policies: Sequence[Policy], inquiry: Inquiry, code: str) -> tuple[Conflict, ...]:
    """What each two of the policies that bind disagree on, for a service code and what the record states."""
    asked = [
        (policy, demands_of(policy.criteria_for(code)))
        for policy in sorted(policies, key=lambda policy: policy.kind.rank)
    ]
    found = (
        Conflict(
            policies=(higher.id, lower.id),
            prevails=higher.id if higher.kind is not lower.kind else None,
            sentence=f"{sentence} {_judge(higher, lower, inquiry)}",
        )
        for (higher, its), (lower, others) in combinations(asked, 2)
        for sentence in (
            *_gap_only(higher, lower, inquiry),
            *_different_ranges(higher, its, lower, others),
            *_covered_and_excluded(higher, its, lower, others, inquiry, code),
            *_covered_and_excluded(lower, others, higher, its, inquiry, code),
            *_diagnoses(higher, lower, inquiry),
            *_diagnoses(lower, higher, inquiry),
        )
    )
    return tuple(dict.fromkeys(found))


def _only_fills_gaps(higher: Policy, lower: Policy, inquiry: Inquiry) -> bool:
    return (
        inquiry.case.line_of_business is LineOfBusiness.MEDICARE_ADVANTAGE
        and lower.kind is PolicyKind.PLAN
        and higher.kind is not PolicyKind.PLAN
    )


def _gap_only(higher: Policy, lower: Policy, inquiry: Inquiry) -> Iterator[str]:
    """A Medicare Advantage plan's policy beside Medicare's own, even where both agree."""
    if _only_fills_gaps(higher, lower, inquiry):
        yield f"{higher.id} governs this service, and {lower.id} may ask for more only where {higher.id} leaves a gap."


def _judge(higher: Policy, lower: Policy, inquiry: Inquiry) -> str:
    if higher.kind is lower.kind:
        return "Both are of one layer, so neither prevails; a physician decides between them."
    if _only_fills_gaps(higher, lower, inquiry):
        why = "a Medicare Advantage plan's own criteria only fill gaps"
    else:
        why = f"a {higher.kind.layer} stands above a {lower.kind.layer}"
    asked = f"Both are computed; where only {lower.id} is not met, a physician decides."
    return f"{higher.id} prevails, because {why}. {asked}"


def _different_ranges(higher: Policy, its: Demands, lower: Policy, others: Demands) -> Iterator[str]:
    first, second = ranges_in(its), ranges_in(others)
    for about, asked in first.items():
        other = second.get(about)
        if other is not None and other.unit == asked.unit and asked.differs_from(other):
            yield f"For {about}, {higher.id} asks for {asked} and {lower.id} for {other}."


def _covered_and_excluded(
    covering: Policy, demanded: Demands, excluding: Policy, demands: Demands, inquiry: Inquiry, code: str
) -> Iterator[str]:
    """What one policy counts for the patient and the other excludes, where the record states it or it is demanded."""
    vocabulary = inquiry.vocabulary
    excluded = {one: name for name in findings_in(demands, wanted=False) for one in vocabulary.members(name)}
    said = set[str]()
    for name in findings_in(demanded, wanted=True):
        members = vocabulary.members(name)
        if members and members <= excluded.keys():
            said |= members
            yield f"{covering.id} asks for {words_of(name)}, and {excluding.id} excludes it."
    offered = {one for criterion in covering.criteria_for(code) for one in _offered(criterion, inquiry, wanted=True)}
    for concept in sorted((offered & excluded.keys() & _stated(inquiry)) - said):
        named = vocabulary.by_id[concept].name
        counted = f"{covering.id} counts {named} in favor of coverage, and {excluding.id} excludes it"
        yield f"{counted}; the record states it."


def _offered(node: Criterion, inquiry: Inquiry, *, wanted: bool) -> Iterator[str]:
    """The concepts that may help to meet the criterion, in one way or another."""
    if isinstance(node, FindingLeaf) and wanted and node.asserted is Assertion.PRESENT:
        yield from inquiry.vocabulary.members(node.finding)
    for child in children_of(node):
        yield from _offered(child, inquiry, wanted=wanted != isinstance(node, NoneOf))


def _stated(inquiry: Inquiry) -> frozenset[str]:
    return frozenset(fact.concept for fact in inquiry.facts if fact.assertion is Assertion.PRESENT)


def _diagnoses(covering: Policy, excluding: Policy, inquiry: Inquiry) -> Iterator[str]:
    """Diagnoses of the request that stand in the one's list of covered and in the other's of excluded diagnoses."""
    covered = diagnoses_listed(inquiry.case, covering.diagnoses.covered)
    excluded = diagnoses_listed(inquiry.case, excluding.diagnoses.excluded)
    for code in dict.fromkeys(field.value for field in covered if field in excluded):
        yield f"{covering.id} covers diagnosis {code}, and {excluding.id} excludes it."
