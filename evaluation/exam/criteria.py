"""How well each single criterion is told, and which criteria stand behind a false approval."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evaluation.exam.cases import Half
from evaluation.exam.run import Answer
from priorauth.kleene import Status
from priorauth.recommendation import Outcome
from priorauth.shares import Share, wilson


@dataclass(frozen=True, slots=True)
class Asked:
    """A labelled criterion of a case: what is right, and what was answered, None where it was not asked."""

    name: str
    text: str
    right: Status
    said: Status | None


@dataclass(frozen=True, slots=True)
class NamedCriterion:
    """One criterion over the cases that label it. Precision and recall are those of MET, the status that approves."""

    name: str
    text: str
    labels: int
    agreement: Share
    precision: Share
    recall: Share


@dataclass(frozen=True, slots=True)
class FalseApproval:
    """A case that was approved though its label says PEND, with the criteria whose label is not MET."""

    case: str
    half: Half
    twin: str
    differs: str
    trap: str | None
    criteria: tuple[Asked, ...]


def asked_of(answer: Answer) -> Iterator[Asked]:
    """Every labelled criterion of a case beside its answer."""
    for line, criteria in answer.case.expected.criteria.items():
        for name, right in criteria.items():
            key = (line, name)
            yield Asked(name, answer.texts.get(key, ""), right, answer.criteria.get(key))


def by_criterion(answers: Sequence[Answer]) -> list[NamedCriterion]:
    """Each criterion that a label names, those with most disagreement first."""
    found: dict[str, list[Asked]] = defaultdict(list)
    for answer in answers:
        for one in asked_of(answer):
            found[one.name].append(one)
    return sorted((_named(name, asked) for name, asked in found.items()), key=_by_disagreement)


def false_approvals(answers: Sequence[Answer]) -> list[FalseApproval]:
    """Every case that was approved and must not be."""
    return [
        FalseApproval(
            case=one.case.id,
            half=one.case.half,
            twin=one.case.twin,
            differs=one.case.differs,
            trap=one.case.trap,
            criteria=tuple(asked for asked in asked_of(one) if asked.right is not Status.MET),
        )
        for one in answers
        if one.recommendation is Outcome.APPROVE and one.case.expected.recommendation is not Outcome.APPROVE
    ]


def _named(name: str, asked: Sequence[Asked]) -> NamedCriterion:
    hits = sum(one.right is one.said is Status.MET for one in asked)
    return NamedCriterion(
        name=name,
        text=next((one.text for one in asked if one.text), ""),
        labels=len(asked),
        agreement=wilson(sum(one.right is one.said for one in asked), len(asked)),
        precision=wilson(hits, sum(one.said is Status.MET for one in asked)),
        recall=wilson(hits, sum(one.right is Status.MET for one in asked)),
    )


def _by_disagreement(one: NamedCriterion) -> tuple[int, str]:
    return one.agreement.part - one.agreement.whole, one.name
