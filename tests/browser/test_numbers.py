"""The numbers in a browser: a manager reads how the work goes, and what each figure counts."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from evaluation.records import example_bodies
from evaluation.served import Served, served
from tests.browser.seen import violations

APPROVABLE, PENDED = 0, 1


@pytest.fixture(scope="module")
def service() -> Iterator[Served]:
    """A service with three cases, of which a nurse accepted one and a director approved one against the draft."""
    with served() as service:
        for place in (APPROVABLE, PENDED, 2):
            service.review(example_bodies()[place])
        decide(service, example_bodies()[APPROVABLE]["member"]["name"], "nurse", {"action": "accept"})
        override = {
            "action": "override",
            "outcome": "approved",
            "reason_code": "CLINICAL_JUDGEMENT",
            "rationale": "The pulmonary function report of June shows what the visit note leaves out; she needs it.",
        }
        decide(service, example_bodies()[PENDED]["member"]["name"], "director", override)
        yield service


def decide(service: Served, member: str, person: str, decision: dict[str, str]) -> None:
    found = service.client.post("/api/cases/search", json={"text": member}).json()["items"][0]
    case = service.client.get(found["links"]["self"]).json()
    answer = service.client.post(
        f"/api/cases/{found['case_id']}/determination",
        json=decision | {"digest": case["revision"]["digest"]},
        headers={"X-Priorauth-User": person},
    )
    answer.raise_for_status()


def opened(page: Page, address: str = "/numbers/") -> None:
    page.goto(address)
    expect(page.get_by_role("region", name="At a glance")).to_be_visible()
    expect(page.get_by_text("Loading")).to_have_count(0)


def tile(page: Page, name: str):
    return page.get_by_role("region", name="At a glance").get_by_role("listitem").filter(has_text=name).first


def test_the_figures_are_those_of_the_decisions(page: Page):
    opened(page)
    expect(tile(page, "Received")).to_contain_text("3")
    expect(tile(page, "Decided")).to_contain_text("2")
    expect(tile(page, "Overrides")).to_contain_text("0 of 1; 1 decided on a recommendation to pend")
    expect(page.get_by_role("img", name="Approved: 2")).to_be_visible()
    text = page.locator("main").inner_text()
    assert "No language model was used in 2 reviews: cost 0." in text


def test_a_definition_is_one_press_away(page: Page):
    opened(page)
    overrides = tile(page, "Overrides")
    said = overrides.get_by_text("A recommendation to pend cannot be accepted as a decision")
    expect(said).to_be_hidden()
    overrides.locator("summary").press("Enter")
    expect(said).to_be_visible()


def test_a_chart_has_its_table_and_its_file(page: Page, tmp_path: Path):
    opened(page)
    panel = page.get_by_role("region", name="Agreement by policy")
    expect(panel).to_contain_text("No policy has enough decisions to compare yet.")
    panel.get_by_role("button", name="Show table: Agreement by policy").press("Enter")
    expect(panel.get_by_role("table")).to_contain_text("NCD-240.2")
    with page.expect_download() as loading:
        panel.get_by_role("button", name="CSV: Agreement by policy").click()
    file = tmp_path / loading.value.suggested_filename
    loading.value.save_as(file)
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert "NCD-240.2" in {row["Policy"] for row in rows}


def test_the_filters_stand_in_the_address(page: Page):
    opened(page)
    page.get_by_label("Line of business").select_option("CHIP")
    expect(page).to_have_url("/numbers/?line_of_business=chip")
    expect(page.get_by_text("No case was decided in these days. Choose another range.")).to_be_visible()
    page.get_by_label("Line of business").select_option("All")
    page.get_by_role("button", name="Last 7 days").click()
    expect(page).to_have_url(re.compile("from="))
    expect(page.get_by_label("From", exact=True)).to_have_value(page.url.split("from=")[1][:10])
    page.get_by_label("From", exact=True).fill("2025-01-01")
    page.get_by_label("To", exact=True).fill("2025-01-31")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page).to_have_url("/numbers/?from=2025-01-01&to=2025-01-31")
    expect(page.get_by_text("2025-01-01 to 2025-01-31")).to_be_visible()
    expect(page.get_by_text("No case was decided in these days.")).to_be_visible()
    page.reload()
    expect(page.get_by_label("From", exact=True)).to_have_value("2025-01-01")


def test_days_that_are_none_are_refused_in_words(unwatched: Page):
    unwatched.goto("/numbers/?from=2025-02-01&to=2025-01-01")
    alert = unwatched.get_by_role("alert").filter(has_text="There are no figures from 2025-02-01 to 2025-01-01.")
    expect(alert.first).to_be_visible()


def test_who_decided_is_for_those_who_may_see_it(page: Page):
    opened(page)
    withheld = page.get_by_text("By reviewer is for medical directors, auditors and administrators.")
    expect(withheld).to_be_visible()
    expect(page.get_by_role("heading", name="By reviewer")).to_have_count(0)
    page.get_by_label("Acting as").select_option("auditor")
    expect(page.get_by_role("heading", name="By reviewer")).to_be_visible()
    expect(withheld).to_have_count(0)


def test_the_public_metrics_of_the_year(page: Page, service: Served):
    opened(page)
    panel = page.get_by_role("region", name="CMS-0057-F, the yearly public metrics")
    link = panel.get_by_role("link", name="The public page")
    answer = service.client.get(link.get_attribute("href") or "")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    panel.get_by_text("Outside the rule, or not to be told").click()
    expect(panel.get_by_text("The rule does not cover Original Medicare.")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(page: Page, theme: str):
    opened(page)
    page.get_by_label("Theme").select_option(theme)
    shown = page.get_by_role("button", name="Show table")
    while shown.count():
        shown.first.click()
    assert violations(page) == []


def test_the_numbers_speak_spanish(page: Page):
    opened(page)
    page.get_by_label("Language", exact=True).select_option("es")
    expect(page.get_by_role("heading", level=1)).to_have_text("Cifras")
    expect(page.get_by_text("No se usó ningún modelo de lenguaje en 2 revisiones: costo 0.")).to_be_visible()
