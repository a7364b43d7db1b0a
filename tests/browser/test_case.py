"""A case in a browser: its record on the left, what was found in it on the right."""

import pytest
from playwright.sync_api import Page, expect

from evaluation.records import example_bodies
from evaluation.served import Served
from tests.browser.seen import violations

OXYGEN = 0
"""The first example: home oxygen, approvable."""


def address_of(service: Served, member: str) -> str:
    found = service.client.post("/api/cases/search", json={"text": member}).json()["items"]
    return f"/case/?id={found[0]['case_id']}"


def opened(page: Page, service: Served, member: str = "Okonjo-Marlowe") -> None:
    page.goto(address_of(service, member))
    expect(page.get_by_role("heading", level=1)).to_contain_text(member)
    expect(page.get_by_text("Loading")).to_have_count(0)


def test_a_criterion_is_one_click_from_its_words(page: Page, service: Served):
    opened(page, service)
    button = page.get_by_role("button", name="Show passage 9 in its document")
    button.first.click()
    expect(button.first).to_have_attribute("aria-pressed", "true")
    lit = page.locator("mark[aria-pressed=true]")
    expect(lit.first).to_be_in_viewport()
    case = service.client.get("/api/cases/" + page.url.split("id=")[1]).json()
    texts = [service.client.get(document["links"]["self"]).json()["text"] for document in case["case"]["documents"]]
    words = "".join(piece.evaluate("mark => mark.lastChild.textContent") for piece in lit.all())
    assert any(words in text for text in texts)


def test_words_are_one_click_from_their_criterion(page: Page, service: Served):
    opened(page, service)
    mark = page.locator("mark").filter(has_text="Resting oximetry").first
    mark.scroll_into_view_if_needed()
    mark.click()
    expect(mark).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".bg-accent-tint").first).to_be_in_viewport()


def test_keys_go_from_criterion_to_passage(page: Page, service: Served):
    opened(page, service)
    for key in ("j", "j", "1"):
        page.keyboard.press(key)
    expect(page.locator("mark[aria-pressed=true]").first).to_be_in_viewport()


def test_the_strength_of_the_evidence_adds_up(page: Page, service: Served):
    opened(page, service)
    rows = page.get_by_role("row").all_inner_texts()
    products = [float(row.split("=")[1]) for row in rows if "=" in row]
    assert len(products) == 4
    total = float(rows[-1].split()[-1])
    assert abs(sum(products) - total) < 0.01


def test_what_is_missing_is_said_and_nothing_is_denied(page: Page, service: Served):
    member = example_bodies()[1]["member"]["name"]
    opened(page, service, member)
    text = page.locator("main").inner_text()
    assert "What is missing" in text
    for word in ("denied", "AI approved", "no contraindications"):
        assert word.lower() not in text.lower()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(page: Page, service: Served, theme: str):
    opened(page, service)
    page.get_by_label("Theme").select_option(theme)
    assert violations(page) == []


def test_markup_and_foreign_letters_are_text(page: Page, service: Served):
    body = example_bodies()[OXYGEN]
    name = "Nguyễn Thị Ánh ابن"
    body["member"]["name"] = name
    body["documents"][0]["text"] += "\n<script>window.broken = true</script><img src=x onerror='window.broken = true'>"
    service.review(body)
    opened(page, service, "Nguyễn")
    expect(page.get_by_text("<script>window.broken = true</script>")).to_be_attached()
    assert page.evaluate("window.broken") is None
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)


def test_a_case_is_followed_while_it_is_reviewed(page: Page, service: Served):
    case_id = service.client.post("/api/cases", json=example_bodies()[OXYGEN]).json()["case_id"]
    page.goto(f"/case/?id={case_id}")
    expect(page.get_by_role("heading", name="Draft")).to_be_visible(timeout=20_000)
    expect(page.locator("main").get_by_text("Ready to decide")).to_be_visible()


def test_an_unknown_case_is_said(unwatched: Page):
    unwatched.goto("/case/?id=PA-0000-0000-0000-0000-0000")
    expect(unwatched.get_by_role("alert").filter(has_text="could not be loaded")).to_be_visible()


def test_an_address_that_names_no_case_leads_back_to_the_queue(page: Page):
    page.goto("/case/")
    expect(page.get_by_text("The address names no case.")).to_be_visible()
    page.get_by_role("link", name="Back to the queue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Queue")


def test_a_standing_tablet_shows_record_and_review_at_once(page: Page, service: Served):
    page.set_viewport_size({"width": 820, "height": 1180})
    opened(page, service)
    page.locator("mark").last.scroll_into_view_if_needed()
    expect(page.locator("mark").last).to_be_in_viewport()
    expect(page.get_by_role("tab", name="Review")).to_be_in_viewport()
