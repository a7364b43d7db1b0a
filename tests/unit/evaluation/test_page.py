"""The exam's page: what stands on it, that it needs nothing else, and that what it shows is escaped."""

import datetime as dt
from html.parser import HTMLParser

import pytest

from evaluation.exam.cases import Half
from evaluation.exam.criteria import by_criterion, false_approvals
from evaluation.exam.page import page_of
from evaluation.exam.plots import forest, histogram
from evaluation.exam.run import Answer
from evaluation.metamorphic.run import Broken, Check
from priorauth.kleene import Status
from priorauth.revision import Versions
from priorauth.shares import wilson
from tests.unit.evaluation.test_exam import MET, NOT_MET, answered, labelled

DAY = dt.date(2026, 11, 22)
SLY = '<script>alert("x")</script>&'


def falsely_approved() -> Answer:
    case = labelled("b", "a", approvable=False, bmi=NOT_MET, age=MET) | {"differs": SLY, "trap": "a recited threshold"}
    found = answered(case, "APPROVE", seconds=0.2, bmi=MET, age=MET)
    texts = {("1", "NCD-1 bmi"): f"The index is 35 or more {SLY}"}
    versions = Versions(rule_book="sha256:abc", files={"a.md": "sha256:def"}, model="embedded", code="0.1.0")
    return Answer(**{name: getattr(found, name) for name in found.__slots__} | {"texts": texts, "versions": versions})


@pytest.fixture
def page() -> str:
    answers = {
        Half.TUNED: [falsely_approved()],
        Half.REPORTED: [answered(labelled("c", "d", bmi=MET), "APPROVE", bmi=MET)],
    }
    broken = Broken(case="st-01a", outcome=True, how="APPROVE → PEND")
    checks = (Check(name=f"dates {SLY}", keeps=True, cases=9, changes=9, broken=(broken,)),)
    return page_of(answers, checks, made_on=DAY)


class Elements(HTMLParser):
    """Every element that was opened, and that each is closed in its turn."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.opened: list[tuple[str, dict[str, str | None]]] = []
        self.stack: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.opened.append((tag, dict(attrs)))
        if tag not in ("meta", "br"):
            self.stack.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.opened.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop() == tag


def test_the_page_is_well_formed_and_needs_nothing_else(page: str) -> None:
    elements = Elements()
    elements.feed(page)
    assert not elements.stack
    names = {tag for tag, _ in elements.opened}
    assert {"svg", "table", "details", "style"} <= names
    assert not names & {"script", "link", "img", "iframe", "object", "base"}
    assert not [given for _, given in elements.opened if {"src", "href", "onload"} & set(given)]
    assert "http" not in page
    assert "url(" not in page


def test_what_is_shown_is_escaped(page: str) -> None:
    assert "<script" not in page
    assert page.count("&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt;&amp;") == 4


@pytest.mark.parametrize(
    "words",
    [
        "1 of 1",
        "a recited threshold",
        "sha256:abc",
        "embedded",
        "st-01a",
        "Made on 2026-11-22",
        "p95",
        "prefers-color-scheme: dark",
        "@media print",
    ],
)
def test_the_page_tells(page: str, words: str) -> None:
    assert words in page


def test_a_page_without_false_approvals_says_so() -> None:
    answers = {Half.REPORTED: [answered(labelled(name, "d", bmi=MET), "APPROVE", bmi=MET) for name in ("c", "e")]}
    page = page_of(answers, None, made_on=DAY)
    assert "None: no case that must not be approved was approved" in page
    assert "When a record is changed" not in page


def test_nothing_is_no_page() -> None:
    with pytest.raises(ValueError, match="nothing to show"):
        page_of({}, None)


def test_a_false_approval_names_the_criteria_that_are_not_met() -> None:
    (found,) = false_approvals([falsely_approved(), answered(labelled("c", "d"), "APPROVE")])
    assert (found.case, found.twin, found.trap) == ("b", "a", "a recited threshold")
    assert [(one.name, one.right, one.said) for one in found.criteria] == [("NCD-1 bmi", NOT_MET, MET)]


def test_each_criterion_is_scored_by_its_name_the_worst_first() -> None:
    answers = [
        answered(labelled("a", "b", age=MET, bmi=MET), "APPROVE", age=MET, bmi=MET),
        answered(labelled("b", "a", approvable=False, bmi=NOT_MET), "APPROVE", bmi=MET),
        answered(labelled("c", "d", bmi=MET), "PEND", bmi=Status.INSUFFICIENT),
    ]
    bmi, age = by_criterion(answers)
    assert (bmi.name, age.name) == ("NCD-1 bmi", "NCD-1 age")
    assert (bmi.agreement.part, bmi.labels) == (1, 3)
    assert (bmi.precision.part, bmi.precision.whole) == (1, 2)
    assert (bmi.recall.part, bmi.recall.whole) == (1, 2)
    assert age.agreement.share == 1.0


def test_a_share_stands_where_its_axis_says() -> None:
    plot = forest([("half", 0.9, [("tuned", wilson(5, 10)), ("reported", wilson(0, 0))])])
    (row,) = plot.rows
    (one,) = row.intervals
    zero, full = plot.ticks[0].at, plot.ticks[-1].at
    assert one.at == (zero + full) / 2
    assert zero < one.low < one.at < one.high < full
    assert row.target == pytest.approx(zero + 0.9 * (full - zero))
    assert one.told == "50.0 % (5 of 10)"


@pytest.mark.parametrize(
    ("times", "ticks"),
    [
        ([10.0, 20.0, 20.0, 300.0], ["10 ms", "20 ms", "50 ms", "100 ms", "200 ms", "500 ms"]),
        ([7.0], ["5 ms", "10 ms"]),
        ([20.0], ["20 ms", "40 ms"][:1]),
        ([0.4, 90_000.0], ["1 ms", "2 ms", "5 ms", *(f"{n} ms" for n in (10, 20, 50, 100, 200, 500)), "1 s", "2 s"]),
    ],
)
def test_every_case_is_in_a_bar_between_round_times(times: list[float], ticks: list[str]) -> None:
    plot = histogram(times, [("p50", times[0])])
    assert sum(int(bar.told.split()[0]) for bar in plot.bars) == len(times)
    assert [tick.label for tick in plot.ticks][: len(ticks)] == ticks
    assert all(plot.left <= bar.x < bar.x + bar.width <= plot.right for bar in plot.bars)
    assert max(bar.height for bar in plot.bars) == plot.base - plot.top
    assert plot.left <= plot.marks[0].at <= plot.right
