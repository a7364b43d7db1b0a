"""The metrics as a table and as a page."""

import csv
import io
from html.parser import HTMLParser

import pytest

from orchestrator.api.metrics import preferred
from orchestrator.publishing.formats import Format, write_metrics
from orchestrator.publishing.metrics_csv import COLUMNS, metrics_csv
from orchestrator.publishing.metrics_page import metrics_page
from orchestrator.publishing.tables import harmless
from orchestrator.terminal.arguments import BUSINESSES, FORMATS, GROUPS
from orchestrator.terminal.metrics import metric_lines
from orchestrator.terminal.overrides import override_lines
from priorauth.case import LineOfBusiness
from priorauth.metrics import YearlyMetrics
from priorauth.overrides import By, OverrideReport, override_report
from tests.building.programs import a_listing, a_program
from tests.building.screens import Written
from tests.unit.priorauth.test_metrics import NOW, a_year, metrics_of, request
from tests.unit.priorauth.test_overrides import report as report_of_overrides

HOSTILE = "=HYPERLINK(1)<script>alert(1)</script>"


@pytest.fixture
def metrics() -> YearlyMetrics:
    asks = a_program(a_listing(service=HOSTILE, condition="At home only."), lines_of_business=["medicare_advantage"])
    return metrics_of(*a_year(), request(line_of_business=None), programs=[asks])


def rows_of(metrics: YearlyMetrics, business: str = "medicare_advantage") -> dict[str, dict[str, str]]:
    table = csv.DictReader(io.StringIO(metrics_csv(metrics)))
    return {row["measure"]: row for row in table if row["line_of_business"] == business}


def test_the_table_has_a_row_for_each_element_in_order(metrics: YearlyMetrics):
    rows = rows_of(metrics)
    assert [row["element"] for row in rows.values() if row["element"]] == [str(number) for number in range(1, 10)]
    approved = rows["standard_approved"]
    told = ("numerator", "denominator", "partially_approved_in_numerator", "percent", "said", "covered", "complete")
    assert [approved[name] for name in told] == ["7", "10", "1", "70.0", "70.00% (of few requests)", "yes", "yes"]
    assert approved["numerator_is"] == "standard requests approved in whole or in part"
    time = rows["standard_time_to_decision"]
    names = ("denominator", "average", "average_unit", "median", "median_unit")
    assert [time[name] for name in names] == ["10", "6.1", "days", "3.5", "days"]
    assert rows["standard_appeals_overturned_count"]["numerator"] == "1"
    assert rows["pending"]["numerator"] == "0"


def test_the_table_says_no_requests_and_which_lines_are_not_covered(metrics: YearlyMetrics):
    chip = rows_of(metrics, "chip")
    assert (chip["standard_approved"]["percent"], chip["standard_approved"]["said"]) == ("", "no requests")
    assert chip["standard_time_to_decision"]["said"] == "no requests"
    assert chip["services_requiring_authorization"]["said"] == "none in the rule book"
    unknown = rows_of(metrics, "not_stated")
    assert [(name, row["numerator"], row["covered"]) for name, row in unknown.items()] == [("decided", "1", "unknown")]
    assert list(rows_of(metrics, "commercial")) == ["decided"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(text: str, metrics: YearlyMetrics):
    assert harmless(text) == f"'{text}"
    assert harmless("plain") == "plain"
    assert harmless(-1) == -1
    cells = [cell for row in csv.reader(io.StringIO(metrics_csv(metrics))) for cell in row]
    assert len(cells) % len(COLUMNS) == 0
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert f"'{HOSTILE}" in cells


class Outline(HTMLParser):
    """What a page is made of."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.outside: list[str] = []
        self.ids: set[str] = set()
        self.links: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.ids |= {given["id"] or ""} if "id" in given else set()
        self.links |= {(given["href"] or "").removeprefix("#")} if tag == "a" else set()
        self.outside += [
            value for name, value in attrs if value and name in ("src", "href") and not value.startswith("#")
        ]
        if tag == "th":
            assert given.get("scope") in ("row", "col")


def test_the_page_needs_nothing_else_and_every_table_has_its_caption(metrics: YearlyMetrics):
    page = metrics_page(metrics)
    outline = Outline()
    outline.feed(page)
    assert page.startswith("<!doctype html>")
    assert not {"script", "img", "link", "iframe"} & set(outline.tags)
    assert outline.outside == []
    assert outline.tags.count("table") == outline.tags.count("caption") == 4 * 5 + 1
    assert outline.links <= outline.ids
    assert "&lt;script&gt;" in page
    assert "<b>70.00%</b>" in page
    assert "7 of 10" in page
    assert "1 of them approved in part" in page
    assert "no requests" in page
    assert "These figures will change" not in page
    assert "HCPCS code of section J" in page


def test_a_page_of_a_year_that_is_not_over_says_so():
    assert "The year 2027 is not over." in metrics_page(metrics_of(year=2027, now=NOW))


def test_the_json_holds_everything(metrics: YearlyMetrics):
    assert YearlyMetrics.model_validate_json(write_metrics(metrics, Format.JSON)) == metrics


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        ("", Format.JSON),
        ("*/*", Format.JSON),
        ("text/csv", Format.CSV),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", Format.HTML),
        ("text/*;q=0.5, application/json;q=0.4", Format.CSV),
        ("text/html;q=0, application/*", Format.JSON),
        ("text/html;q=many, text/csv;q=0.1", Format.CSV),
        ("image/png", Format.JSON),
    ],
)
def test_the_format_is_what_is_liked_best(accept: str, wanted: Format):
    assert preferred(accept) is wanted


def test_the_parsers_values_are_those_of_the_enumerations():
    assert tuple(LineOfBusiness) == BUSINESSES
    assert tuple(Format) == FORMATS
    assert tuple(By) == GROUPS


def _apart(metrics: YearlyMetrics) -> list[list[int]]:
    """What is counted beside the elements, for each covered line of business."""
    return [[one.count for one in line.apart] for line in metrics.lines if line.coverage.covered]


def test_the_terminal_tells_every_element(written: Written, metrics: YearlyMetrics):
    written.screen.show(metric_lines(metrics))
    said = written.out
    assert "  2  Standard requests approved" in said
    assert "70.00% (of few requests); 7 of 10" in said
    assert "average 6.10 days, median 3.50 days" in said
    assert "2–9 Decisions and times no requests" in " ".join(said.split())
    ours = said.partition("MEDICAID")[0].splitlines()[5:]
    numbers = [line.split()[0] for line in ours if line.startswith("  ") and line.split()[0].isdigit()]
    assert numbers[:9] == [str(number) for number in range(1, 10)]
    assert "NOT COVERED BY THE RULE" in said
    parts = said.partition("NOT COVERED")[0].split("In none of these:")
    assert [part.splitlines()[0].strip() == "nothing." for part in parts[1:]] == [
        not any(counts) for counts in _apart(metrics)
    ]
    assert said.count("In none of these: nothing.") == sum(not any(counts) for counts in _apart(metrics)) >= 1
    written.screen.show(metric_lines(metrics_of(year=2027, now=NOW)))
    assert "The year 2027 is not over" in written.out


report = report_of_overrides


def test_the_terminal_tells_the_overrides(written: Written, report: OverrideReport):
    written.screen.show(override_lines(report))
    assert written.out.splitlines()[0] == "OVERRIDES: 5 of 8, 62 % (31 %–86 %) of all determinations"
    assert "2 determinations of an older version did not tell, and are in no rate." in written.out
    assert "recommended to approve, decided adverse" in written.out
    assert "  3 of 7, 43 % (16 %–75 %)    L1/oxygen · Text of oxygen\n" in written.out
    assert "1 override decided no criterion otherwise than it was computed." in written.out


def test_the_terminal_tells_of_no_overrides(written: Written):
    written.screen.show(override_lines(override_report([])))
    assert written.out.startswith("OVERRIDES: none of 0 of all determinations\n")
    assert "  none\n" in written.out
