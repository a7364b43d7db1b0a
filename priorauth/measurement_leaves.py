"""How a leaf is judged that compares what was measured with a threshold."""

from collections.abc import Iterable
from decimal import Decimal

from priorauth.assessment import Basis
from priorauth.facts import DISPUTED, Conditions, Fact
from priorauth.inquiry import Inquiry
from priorauth.kleene import Status
from priorauth.record_criteria import MeasurementLeaf, Prevails
from priorauth.record_leaves import BASIS_ORDER, HAPPENED, IRRELEVANT, judge_each, why_misplaced
from priorauth.verdict import Sorted, Verdict, unclear, weigh


def judge_measurement(leaf: MeasurementLeaf, inquiry: Inquiry) -> Verdict:
    """Whether the values measured under the leaf's conditions satisfy its thresholds."""
    verdicts = [_judge_reading(reading, inquiry) for reading in leaf.readings]
    stated = [verdict for verdict in verdicts if verdict.basis is not Basis.SILENT] or verdicts
    return max(stated, key=lambda verdict: (verdict.status.rank, BASIS_ORDER[verdict.basis], verdict.confidence))


def _judge_reading(leaf: MeasurementLeaf, inquiry: Inquiry) -> Verdict:
    return judge_each(leaf.measurement, inquiry, lambda concept: _judge_measurement(leaf, concept, inquiry))


def _judge_measurement(leaf: MeasurementLeaf, concept: str, inquiry: Inquiry) -> Verdict:
    measured = _measured(concept, inquiry)
    prevailing = _measured(leaf.yields_to, inquiry) if leaf.yields_to else []
    disputed = [fact for fact in prevailing if fact.doubt == DISPUTED]
    if disputed:
        return unclear(Sorted(unclear=[(fact, DISPUTED) for fact in disputed]))
    set_aside = [fact for fact in measured if _is_set_aside(fact, [one for one in prevailing if one.doubt is None])]
    facts = _sort_measurements(leaf, [fact for fact in measured if fact not in set_aside], inquiry)
    if leaf.occasions > 1:
        return _on_occasions(leaf, facts, inquiry)
    if leaf.prevails is not None and facts.for_ and facts.against:
        return _prevailing(leaf.prevails, facts, inquiry)
    verdict = weigh(facts, inquiry.scale.floor, all_agree=True)
    others = _sort_measurements(leaf, set_aside, inquiry)
    if verdict.basis is Basis.SILENT and (others.for_ or others.against):
        return _set_aside(others)
    return verdict


def _on_occasions(leaf: MeasurementLeaf, facts: Sorted, inquiry: Inquiry) -> Verdict:
    """Whether enough days have a value that satisfies. Another day's value that does not takes nothing back."""
    counted = [fact for fact in facts.for_ if fact.on is not None and fact.confidence >= inquiry.scale.floor]
    days = {fact.on for fact in counted}
    if len(days) >= leaf.occasions:
        return weigh(Sorted(for_=counted), inquiry.scale.floor, all_agree=True)
    if facts.for_:
        rest = ", and without a date or too weakly" if len(counted) < len(facts.for_) else ""
        reason = f"stated for {len(days)} of {leaf.occasions} dates{rest}"
        return unclear(Sorted(unclear=[*((fact, reason) for fact in facts.for_), *facts.unclear]))
    return weigh(facts, inquiry.scale.floor, all_agree=True)


def _measured(concept: str, inquiry: Inquiry) -> list[Fact]:
    """The facts that state a value that was really measured."""
    return [fact for fact in inquiry.facts_about(concept) if fact.value is not None and fact.assertion in HAPPENED]


def _set_aside(facts: Sorted) -> Verdict:
    return Verdict(
        Status.INSUFFICIENT,
        Basis.CONTRADICTED,
        "Set aside: a test of the same day and conditions prevails over it.",
        against=(*facts.for_, *facts.against),
    )


def _is_set_aside(fact: Fact, prevailing: Iterable[Fact]) -> bool:
    return any(
        other.on is not None
        and other.on == fact.on
        and other.conditions.activity == fact.conditions.activity
        and other.conditions.oxygen == fact.conditions.oxygen
        for other in prevailing
    )


_RANGE_IS_OPEN = "the stated range lies on both sides of the threshold"
_BOUND_IS_OPEN = "stated only as more or less than a value, which leaves the threshold open"


def _sort_measurements(leaf: MeasurementLeaf, measured: Iterable[Fact], inquiry: Inquiry) -> Sorted:
    facts = Sorted()
    for fact in measured:
        doubts = (
            _other_conditions(leaf, fact.conditions),
            why_misplaced(fact, leaf.within_days, leaf.same_side, inquiry),
        )
        if IRRELEVANT in doubts:
            continue
        doubt = next((one for one in doubts if one), None)
        admitted = _admits(leaf, fact)
        if doubt or admitted is None:
            facts.unclear.append((fact, doubt or (_BOUND_IS_OPEN if fact.bound else _RANGE_IS_OPEN)))
        else:
            (facts.for_ if admitted else facts.against).append(fact)
    return _without_moot(leaf, facts)


def _without_moot(leaf: MeasurementLeaf, facts: Sorted) -> Sorted:
    """Beside values that can be judged, one that misses the threshold whatever its conditions leaves nothing open."""
    if not facts.for_ and not facts.against:
        return facts
    open_still = [(fact, why) for fact, why in facts.unclear if fact.doubt or _admits(leaf, fact) is not False]
    return Sorted(for_=facts.for_, against=facts.against, unclear=open_still)


def _admits(leaf: MeasurementLeaf, fact: Fact) -> bool | None:
    """Whether the value, or both ends of the range, or all beyond a bound satisfy the leaf; None where that is open."""
    if fact.bound is not None and fact.value is not None:
        return leaf.admits_beyond(fact.value, fact.bound)
    ends = {leaf.admits(end) for end in (fact.value, fact.high) if end is not None}
    return ends.pop() if len(ends) == 1 else None


_CONDITION_NAMES = (
    ("activity", "stated without whether at rest, on exertion or asleep"),
    ("oxygen", "stated without whether on room air or on oxygen"),
    ("method", "stated without the method of the test"),
)


def _other_conditions(leaf: MeasurementLeaf, conditions: Conditions) -> str | None:
    unstated: list[str] = []
    for name, sentence in _CONDITION_NAMES:
        asked, stated = getattr(leaf.when, name), getattr(conditions, name)
        if asked is not None and stated is None:
            unstated.append(sentence)
        elif asked is not None and stated != asked:
            return IRRELEVANT
    return "; ".join(unstated) or None


def _prevailing(rule: Prevails, facts: Sorted, inquiry: Inquiry) -> Verdict:
    """The verdict of the one value that the cited source lets prevail."""
    both = facts.for_ + facts.against
    if rule is Prevails.LATEST and any(_leaves_latest_open(fact, facts) for fact in both if fact.on is None):
        return unclear(Sorted(unclear=[(fact, "stated without the date, so the latest is not known") for fact in both]))
    chosen = _extreme(rule, both)
    kept = Sorted(
        for_=[fact for fact in facts.for_ if fact in chosen],
        against=[fact for fact in facts.against if fact in chosen],
        unclear=facts.unclear,
    )
    return weigh(kept, inquiry.scale.floor, all_agree=True)


def _leaves_latest_open(undated: Fact, facts: Sorted) -> bool:
    """Whether an undated value may be the latest one and would then decide otherwise than the latest dated one."""
    dated = [fact for fact in facts.for_ + facts.against if fact.on is not None]
    latest = _extreme(Prevails.LATEST, dated) if dated else []
    if not latest:
        return True
    if undated.on_between is not None and all(fact.on and undated.on_between[1] < fact.on for fact in latest):
        return False
    alike = facts.for_ if undated in facts.for_ else facts.against
    return any(fact not in alike for fact in latest)


def _extreme(rule: Prevails, facts: list[Fact]) -> list[Fact]:
    best = max(_rank(rule, fact) for fact in facts)
    return [fact for fact in facts if _rank(rule, fact) == best]


def _rank(rule: Prevails, fact: Fact) -> Decimal:
    """The higher, the more a fact prevails. Only measured and, for the latest, dated facts come here."""
    match rule:
        case Prevails.LATEST:
            return Decimal(fact.on.toordinal() if fact.on else 0)
        case Prevails.LOWEST:
            return -(fact.value or Decimal())
        case _:
            return fact.high or fact.value or Decimal()
