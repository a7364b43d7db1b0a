"""How a leaf is judged that asks whether the record states a finding, a device or an event."""

from priorauth.assessment import Basis
from priorauth.facts import Assertion
from priorauth.inquiry import Inquiry
from priorauth.kleene import Status
from priorauth.record_criteria import FindingLeaf, Silence
from priorauth.record_leaves import IRRELEVANT, NOT_ASSERTED, judge_each, not_before, why_misplaced
from priorauth.verdict import Sorted, Verdict, weigh


def judge_finding(leaf: FindingLeaf, inquiry: Inquiry) -> Verdict:
    """Whether the record states the concept; denial is the contrary, suspicion is unclear, silence as the leaf says."""
    verdict = judge_each(leaf.finding, inquiry, lambda concept: _judge_finding(leaf, concept, inquiry))
    if verdict.basis is Basis.SILENT and leaf.if_silent is Silence.PRESUMED_ABSENT:
        return Verdict(
            Status.NOT_MET, Basis.PRESUMED_ABSENT, "Not mentioned, presumed absent.", inquiry.presumed_absent
        )
    return verdict


def _judge_finding(leaf: FindingLeaf, concept: str, inquiry: Inquiry) -> Verdict:
    accepted = _accepted(leaf)
    facts = Sorted()
    for fact in inquiry.facts_about(concept):
        doubt = why_misplaced(fact, leaf.within_days, leaf.same_side, inquiry) or not_before(fact, leaf.before, inquiry)
        if (fact.assertion is Assertion.FAMILY) != (leaf.asserted is Assertion.FAMILY) or doubt == IRRELEVANT:
            continue
        if doubt:
            facts.unclear.append((fact, doubt))
        elif fact.assertion in accepted:
            facts.for_.append(fact)
        elif fact.assertion is Assertion.ABSENT:
            facts.against.append(fact)
        else:
            facts.unclear.append((fact, NOT_ASSERTED[fact.assertion]))
    return weigh(facts, inquiry.scale.floor, all_agree=False)


def _accepted(leaf: FindingLeaf) -> frozenset[Assertion]:
    """The assertions that satisfy the leaf: as asked, history where it counts, and done is more than planned."""
    history = (Assertion.HISTORICAL,) if leaf.history_counts else ()
    done = (Assertion.PRESENT,) if leaf.asserted is Assertion.PLANNED else ()
    return frozenset((leaf.asserted, *history, *done))
