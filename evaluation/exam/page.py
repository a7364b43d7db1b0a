"""The exam's result as one HTML page that needs nothing else: plots inline, screens light and dark, and print."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mako.template import Template

from evaluation.exam.cases import Half
from evaluation.exam.criteria import FalseApproval, NamedCriterion, by_criterion, false_approvals
from evaluation.exam.plots import WIDTH, Forest, Histogram, Measure, forest, histogram, told
from evaluation.exam.run import Answer
from evaluation.exam.score import CLASSES, Score, score
from evaluation.figures import percentile
from evaluation.metamorphic.run import Check
from priorauth.revision import Versions
from priorauth.shares import Share, wilson

_TEMPLATE = Path(__file__).with_name("page.html.mako")
_TARGET_APPROVED = 0.9
_REPORTED_FIRST = (Half.REPORTED, Half.TUNED)


@dataclass(frozen=True, slots=True)
class Cell:
    """How many cases with one label got one answer. ``share`` is of the cases with that label, 0 to 1."""

    count: int
    share: float
    right: bool
    harmful: bool


@dataclass(frozen=True, slots=True)
class HalfView:
    """What the page says of one half."""

    half: Half
    score: Score
    approved: Share
    confusion: tuple[tuple[str, tuple[Cell, ...]], ...]
    criteria: tuple[NamedCriterion, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that the template fills in."""

    made_on: dt.date
    halves: tuple[HalfView, ...]
    shares: Forest
    statuses: Forest
    times: Histogram
    falsely_approved: tuple[FalseApproval, ...]
    checks: tuple[Check, ...] | None
    versions: Versions | None
    cases: int


def page_of(
    halves: Mapping[Half, Sequence[Answer]], checks: tuple[Check, ...] | None, *, made_on: dt.date | None = None
) -> str:
    """The page. Every value is escaped as it is filled in. Raises ValueError where no case was answered."""
    answers = [answer for half in halves.values() for answer in half]
    if not answers:
        raise ValueError("there is nothing to show")
    views = tuple(_view(half, halves[half]) for half in _REPORTED_FIRST if half in halves)
    seconds = [answer.seconds for answer in answers]
    page = Page(
        made_on=made_on or dt.datetime.now(dt.UTC).date(),
        halves=views,
        shares=forest(list(_shares(views))),
        statuses=forest(list(_statuses(views))),
        times=histogram(
            [one * 1000 for one in seconds], [(f"p{mark}", percentile(seconds, mark)) for mark in (50, 95)]
        ),
        falsely_approved=tuple(false_approvals(answers)),
        checks=checks,
        versions=next((one.versions for one in answers if one.versions), None),
        cases=len(answers),
    )
    template = Template(_TEMPLATE.read_text(encoding="utf-8"), default_filters=["h"], strict_undefined=True)
    return template.render(page=page, classes=CLASSES, told=told, width=WIDTH).lstrip()


def _view(half: Half, answers: Sequence[Answer]) -> HalfView:
    found = score(answers)
    pended = found.pended_though_approvable
    return HalfView(
        half=half,
        score=found,
        approved=wilson(pended.whole - pended.part, pended.whole),
        confusion=tuple((right, tuple(_cells(found, right))) for right in CLASSES),
        criteria=tuple(by_criterion(answers)),
    )


def _cells(found: Score, right: str) -> list[Cell]:
    counts = [found.confusion.get(f"{right} → {said}", 0) for said in CLASSES]
    whole = sum(counts)
    return [
        Cell(
            count=count,
            share=count / whole if whole else 0.0,
            right=said == right,
            harmful=bool(count) and said == CLASSES[0] != right,
        )
        for said, count in zip(CLASSES, counts, strict=True)
    ]


def _shares(views: Sequence[HalfView]) -> list[Measure]:
    return [
        ("False approvals", 0.0, [(one.half.value, one.score.false_approvals) for one in views]),
        ("Approvable and approved", _TARGET_APPROVED, [(one.half.value, one.approved) for one in views]),
        ("Recommendation agrees", None, [(one.half.value, one.score.agreement) for one in views]),
        ("Route of a PEND agrees", None, [(one.half.value, one.score.route_agreement) for one in views]),
        ("Status of a criterion agrees", None, [(one.half.value, one.score.criteria_agreement) for one in views]),
        ("Quotes that stand in the record", 1.0, [(one.half.value, one.score.quote_precision) for one in views]),
    ]


def _statuses(views: Sequence[HalfView]) -> list[Measure]:
    measures = list[Measure]()
    for number, status in enumerate(one.status for one in views[0].score.criteria):
        name = status.value.replace("_", " ")
        found = [(one.half.value, one.score.criteria[number]) for one in views]
        measures.append((f"{name}: precision", None, [(half, one.precision) for half, one in found]))
        measures.append((f"{name}: recall", None, [(half, one.recall) for half, one in found]))
    return measures
