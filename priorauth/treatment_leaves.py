"""How a leaf is judged that asks whether a treatment was given long enough, and what came of it."""

from priorauth.facts import Assertion, Fact, TreatmentOutcome
from priorauth.inquiry import Inquiry
from priorauth.record_criteria import TreatmentLeaf
from priorauth.record_leaves import HAPPENED, IRRELEVANT, NOT_ASSERTED, judge_each, why_misplaced
from priorauth.verdict import Sorted, Verdict, weigh


def judge_treatment(leaf: TreatmentLeaf, inquiry: Inquiry) -> Verdict:
    """Whether a treatment was given long enough with an outcome that counts; a plan is no treatment."""
    return judge_each(leaf.treatment, inquiry, lambda concept: _judge_treatment(leaf, concept, inquiry))


def _judge_treatment(leaf: TreatmentLeaf, concept: str, inquiry: Inquiry) -> Verdict:
    facts = Sorted()
    for fact in inquiry.facts_about(concept):
        doubt = why_misplaced(fact, leaf.within_days, False, inquiry)
        if fact.assertion is Assertion.FAMILY or doubt == IRRELEVANT:
            continue
        if doubt:
            facts.unclear.append((fact, doubt))
        elif fact.assertion is Assertion.ABSENT and fact.outcome in _NEVER_BEGUN and fact.outcome in leaf.outcome:
            facts.for_.append(fact)
        elif fact.assertion is Assertion.ABSENT:
            facts.against.append(fact)
        elif fact.assertion not in HAPPENED:
            facts.unclear.append((fact, NOT_ASSERTED[fact.assertion]))
        else:
            _sort_course(leaf, fact, facts)
    return weigh(facts, inquiry.scale.floor, all_agree=False)


_NEVER_BEGUN = (TreatmentOutcome.CONTRAINDICATED, TreatmentOutcome.REFUSED, TreatmentOutcome.NOT_TOLERATED)
"""Outcomes of a treatment that need not have been given."""


def _sort_course(leaf: TreatmentLeaf, fact: Fact, facts: Sorted) -> None:
    """One course of treatment: too short or with another outcome is the contrary only where nothing is left open."""
    days = fact.duration_days
    long_enough = leaf.lasted_days is None or (days is not None and days >= leaf.lasted_days)
    right_outcome = not leaf.outcome or fact.outcome in leaf.outcome
    if long_enough and right_outcome:
        facts.for_.append(fact)
    elif not long_enough and days is None:
        facts.unclear.append((fact, "stated without how long it lasted"))
    elif leaf.outcome and fact.outcome is None:
        facts.unclear.append((fact, "stated without how it went"))
    else:
        facts.unclear.append((fact, "the course stated was too short or went otherwise"))
