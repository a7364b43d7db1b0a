"""How a leaf that reads the record is judged: findings, measurements and treatments.

A group is judged concept by concept and holds if one of its concepts does.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal

from priorauth.assessment import Basis
from priorauth.case import Side
from priorauth.criteria import FindingLeaf, MeasurementLeaf, Prevails, Silence, TreatmentLeaf
from priorauth.facts import Assertion, Conditions, Fact, TreatmentOutcome
from priorauth.inquiry import Inquiry
from priorauth.kleene import Status
from priorauth.verdict import Sorted, Verdict, unclear, weigh

_HAPPENED = (Assertion.PRESENT, Assertion.HISTORICAL)


def judge_each(name: str, inquiry: Inquiry, judge: Callable[[str], Verdict]) -> Verdict:
    """The verdict on a concept, or the best verdict among the concepts of a group.

    A group is never NOT_MET: that one of its members is denied says nothing about the others.
    """
    members = sorted(inquiry.vocabulary.members(name))
    verdicts = [judge(concept) for concept in members]
    if members == [name]:
        return verdicts[0]
    best = max(
        verdicts, key=lambda verdict: (verdict.status is Status.MET, _BASIS_ORDER[verdict.basis], verdict.confidence)
    )
    if best.status is Status.NOT_MET:
        return Verdict(
            Status.INSUFFICIENT, Basis.UNCLEAR, "Only the contrary of some of these is stated.", against=best.deciding
        )
    return best


_BASIS_ORDER = {basis: order for order, basis in enumerate(reversed(Basis))}


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
        doubt = _misplaced(fact, leaf.within_days, leaf.same_side, inquiry) or _not_before(fact, leaf.before, inquiry)
        if fact.assertion is Assertion.FAMILY or doubt == _IRRELEVANT:
            continue
        if doubt:
            facts.unclear.append((fact, doubt))
        elif fact.assertion in accepted:
            facts.for_.append(fact)
        elif fact.assertion is Assertion.ABSENT:
            facts.against.append(fact)
        else:
            facts.unclear.append((fact, _NOT_ASSERTED[fact.assertion]))
    return weigh(facts, inquiry.scale.floor, all_agree=False)


def _accepted(leaf: FindingLeaf) -> frozenset[Assertion]:
    """The assertions that satisfy the leaf: as asked, history where it counts, and done is more than planned."""
    history = (Assertion.HISTORICAL,) if leaf.history_counts else ()
    done = (Assertion.PRESENT,) if leaf.asserted is Assertion.PLANNED else ()
    return frozenset((leaf.asserted, *history, *done))


_NOT_ASSERTED = {
    Assertion.PRESENT: "stated as present, where a plan is asked for",
    Assertion.POSSIBLE: "mentioned only as possible",
    Assertion.PLANNED: "mentioned only as planned",
    Assertion.HISTORICAL: "mentioned only as history",
}
_IRRELEVANT = "irrelevant"


def _misplaced(fact: Fact, within_days: int | None, same_side: bool, inquiry: Inquiry) -> str | None:
    """Why a fact cannot be judged: its own doubt, its date, its side; ``_IRRELEVANT`` for another time or side."""
    misplaced = _outside_window(fact, within_days, inquiry) or (_other_side(fact, inquiry) if same_side else None)
    return misplaced if misplaced == _IRRELEVANT else fact.doubt or misplaced


def _outside_window(fact: Fact, within_days: int | None, inquiry: Inquiry) -> str | None:
    if within_days is None:
        return None
    if fact.possible_days is None:
        return "stated without the date of the event"
    oldest, youngest = ((inquiry.as_of - day).days for day in fact.possible_days)
    if oldest < 0:
        return "dated after the order"
    if youngest > within_days:
        return _IRRELEVANT
    return None if youngest >= 0 and oldest <= within_days else "stated with the month only, which lies partly outside"


def _not_before(fact: Fact, event: str | None, inquiry: Inquiry) -> str | None:
    if event is None:
        return None
    mentions = (other for concept in inquiry.vocabulary.members(event) for other in inquiry.facts_about(concept))
    others = [days for other in mentions if other.assertion in _HAPPENED and (days := other.possible_days)]
    if fact.possible_days is None or not others:
        return "stated without the dates that tell which came first"
    first, last = fact.possible_days
    if last <= min(days[0] for days in others):
        return None
    return (
        _IRRELEVANT
        if first > min(days[1] for days in others)
        else "stated with months that do not tell which came first"
    )


def _other_side(fact: Fact, inquiry: Inquiry) -> str | None:
    asked, stated = inquiry.line.side, fact.conditions.side
    if asked is None:
        return "the request does not say which side"
    if stated is None:
        return "stated without the side"
    return None if stated in (asked, Side.BILATERAL) else _IRRELEVANT


def judge_measurement(leaf: MeasurementLeaf, inquiry: Inquiry) -> Verdict:
    """Whether the values measured under the leaf's conditions satisfy its thresholds."""
    verdicts = [_judge_reading(reading, inquiry) for reading in leaf.readings]
    stated = [verdict for verdict in verdicts if verdict.basis is not Basis.SILENT] or verdicts
    return max(stated, key=lambda verdict: (verdict.status.rank, _BASIS_ORDER[verdict.basis], verdict.confidence))


def _judge_reading(leaf: MeasurementLeaf, inquiry: Inquiry) -> Verdict:
    return judge_each(leaf.measurement, inquiry, lambda concept: _judge_measurement(leaf, concept, inquiry))


def _judge_measurement(leaf: MeasurementLeaf, concept: str, inquiry: Inquiry) -> Verdict:
    measured = _measured(concept, inquiry)
    prevailing = _measured(leaf.yields_to, inquiry) if leaf.yields_to else []
    set_aside = [fact for fact in measured if _is_set_aside(fact, [one for one in prevailing if one.doubt is None])]
    facts = _sort_measurements(leaf, [fact for fact in measured if fact not in set_aside], inquiry)
    if leaf.prevails is not None and facts.for_ and facts.against:
        return _prevailing(leaf.prevails, facts, inquiry)
    verdict = weigh(facts, inquiry.scale.floor, all_agree=True)
    others = _sort_measurements(leaf, set_aside, inquiry)
    if verdict.basis is Basis.SILENT and (others.for_ or others.against):
        return _set_aside(others)
    return verdict


def _measured(concept: str, inquiry: Inquiry) -> list[Fact]:
    """The facts that state a value that was really measured."""
    return [fact for fact in inquiry.facts_about(concept) if fact.value is not None and fact.assertion in _HAPPENED]


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


def _sort_measurements(leaf: MeasurementLeaf, measured: Iterable[Fact], inquiry: Inquiry) -> Sorted:
    facts = Sorted()
    for fact in measured:
        doubts = (
            _other_conditions(leaf, fact.conditions),
            _misplaced(fact, leaf.within_days, leaf.same_side, inquiry),
        )
        if _IRRELEVANT in doubts:
            continue
        doubt = next((one for one in doubts if one), None)
        admitted = _admits(leaf, fact)
        if doubt or admitted is None:
            facts.unclear.append((fact, doubt or "the stated range lies on both sides of the threshold"))
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
    """Whether the value, or both ends of the range, satisfy the leaf; None where the ends disagree."""
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
            return _IRRELEVANT
    return "; ".join(unstated) or None


def _prevailing(rule: Prevails, facts: Sorted, inquiry: Inquiry) -> Verdict:
    """The verdict of the one value that the cited source lets prevail."""
    both = facts.for_ + facts.against
    if rule is Prevails.LATEST and any(fact.on is None for fact in both):
        return unclear(Sorted(unclear=[(fact, "stated without the date, so the latest is not known") for fact in both]))
    chosen = _extreme(rule, both)
    kept = Sorted(
        for_=[fact for fact in facts.for_ if fact in chosen],
        against=[fact for fact in facts.against if fact in chosen],
        unclear=facts.unclear,
    )
    return weigh(kept, inquiry.scale.floor, all_agree=True)


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


def judge_treatment(leaf: TreatmentLeaf, inquiry: Inquiry) -> Verdict:
    """Whether a treatment was given long enough with an outcome that counts; a plan is no treatment."""
    return judge_each(leaf.treatment, inquiry, lambda concept: _judge_treatment(leaf, concept, inquiry))


def _judge_treatment(leaf: TreatmentLeaf, concept: str, inquiry: Inquiry) -> Verdict:
    facts = Sorted()
    for fact in inquiry.facts_about(concept):
        doubt = _misplaced(fact, leaf.within_days, False, inquiry)
        if fact.assertion is Assertion.FAMILY or doubt == _IRRELEVANT:
            continue
        if doubt:
            facts.unclear.append((fact, doubt))
        elif fact.assertion is Assertion.ABSENT and fact.outcome in _NEVER_BEGUN and fact.outcome in leaf.outcome:
            facts.for_.append(fact)
        elif fact.assertion is Assertion.ABSENT:
            facts.against.append(fact)
        elif fact.assertion not in _HAPPENED:
            facts.unclear.append((fact, _NOT_ASSERTED[fact.assertion]))
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
