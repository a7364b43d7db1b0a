"""The Checks tab: whether the request is whole, its codes and providers, and every lookup that was made."""

import pytest
from playwright.sync_api import Page, expect

from evaluation.records import example_bodies
from evaluation.served import Served
from tests.browser.seen import violations
from tests.browser.test_case import address_of, opened

UNBILLABLE = example_bodies()[8]
"""Knee arthroscopy for M17.1, which cannot be billed."""


def checks_of(page: Page, service: Served, member: str) -> None:
    page.goto(f"{address_of(service, member)}&tab=checks")
    expect(page.get_by_role("heading", name="Every lookup that was made")).to_be_visible()


def test_a_code_that_cannot_be_billed_shows_its_place_and_what_to_choose(page: Page, service: Served):
    checks_of(page, service, UNBILLABLE["member"]["name"])
    row = page.get_by_role("row").filter(has_text="M17.1").first
    expect(row).to_contain_text("valid, not billable")
    hierarchy = page.get_by_role("group", name="Where M17.1 stands")
    expect(hierarchy).to_contain_text("Osteoarthritis of knee")
    expect(hierarchy.get_by_role("listitem")).to_have_count(3)
    expect(hierarchy).to_contain_text("Unilateral primary osteoarthritis, right knee")


def test_the_provider_is_told_as_the_registry_knows_it(page: Page, service: Served):
    checks_of(page, service, UNBILLABLE["member"]["name"])
    card = page.get_by_role("region", name="Providers")
    for words in ("Bram Castellane", "active", "invented entry", "orthopaedic surgeon", "fits", "synthetic registry 1"):
        expect(card).to_contain_text(words)


def test_every_lookup_is_there_and_can_be_narrowed_to_an_agent(page: Page, service: Served):
    checks_of(page, service, UNBILLABLE["member"]["name"])
    panel = page.get_by_role("region", name="Every lookup that was made")
    found = service.client.get("/api/cases/" + page.url.split("id=")[1].split("&")[0]).json()["revision"]
    made = {agent: len(found[agent]["calls"]) for agent in ("compliance", "clinical", "coverage")}
    sources = {call["lookup"] for agent in made for call in found[agent]["calls"]}
    expect(panel.get_by_role("status")).to_have_text(f"{sum(made.values())} lookups at {len(sources)} sources")
    panel.get_by_label("Agent").select_option("clinical")
    expect(panel.get_by_role("row")).to_have_count(made["clinical"] + 1)


def test_what_a_check_rests_on_is_one_click_from_the_record(page: Page, service: Served):
    checks_of(page, service, UNBILLABLE["member"]["name"])
    proof = page.get_by_role("button", name="Show in the record: ").first
    proof.click()
    expect(proof).to_have_attribute("aria-pressed", "true")
    words = (proof.text_content() or "").strip()
    lit = page.evaluate("[...CSS.highlights.get('lit-words')].map(range => range.toString())")
    assert lit == [words]


def test_literature_says_that_it_decides_nothing(page: Page, service: Served):
    checks_of(page, service, UNBILLABLE["member"]["name"])
    panel = page.get_by_role("region", name="Literature and trials")
    expect(panel).to_contain_text("No criterion, gate or score uses these.")
    link = panel.get_by_role("link", name="PMID 23506518")
    expect(link).to_have_attribute("href", "https://pubmed.ncbi.nlm.nih.gov/23506518/")
    expect(link).to_have_attribute("rel", "noreferrer")


def test_what_is_open_says_what_to_ask_for(page: Page, service: Served):
    body = example_bodies()[0]
    body["member"]["name"] = "Quill Anders-Vale"
    body["documents"] = []
    service.review(body)
    checks_of(page, service, "Quill Anders-Vale")
    panel = page.get_by_role("region", name="Is the request whole?")
    notes = panel.get_by_role("listitem").filter(has_text="Clinical notes").first
    expect(notes).to_contain_text("holds an approval up")
    expect(notes).to_contain_text("Ask for:")


def test_the_gates_stand_as_a_ladder_with_the_one_that_stopped_the_case(page: Page, service: Served):
    opened(page, service, UNBILLABLE["member"]["name"])
    rungs = page.get_by_role("list", name="Gates").locator("> li")
    expect(rungs).to_have_count(3)
    expect(rungs.nth(0)).to_contain_text("Passed")
    expect(rungs.nth(1)).to_contain_text("The case stopped here")
    expect(rungs.nth(2)).to_contain_text("Not evaluated")
    expect(rungs.nth(2)).not_to_contain_text("gate_")
    expect(page.get_by_role("region", name="Strength of the evidence")).to_contain_text("Least behind it:")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(page: Page, service: Served, theme: str):
    checks_of(page, service, UNBILLABLE["member"]["name"])
    page.get_by_label("Theme").select_option(theme)
    assert violations(page) == []
