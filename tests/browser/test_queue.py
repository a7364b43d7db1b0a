"""The queue in a browser."""

import pytest
from playwright.sync_api import Page, expect

from evaluation.served import Served
from tests.browser.seen import violations


def test_the_queue_shows_every_case_with_its_clock_and_draft(page: Page):
    page.goto("/")
    rows = page.get_by_role("row")
    expect(rows).to_have_count(11)
    expect(rows.nth(1)).to_contain_text("left")
    expect(page.get_by_role("status")).to_have_text("10 cases, the next due first")
    drafts = page.get_by_role("table").inner_text()
    assert drafts.count("Approve") == 3
    assert "Pend: needs information" in drafts
    assert "denied" not in drafts.lower()


def test_keys_move_through_the_queue_and_open_a_case(page: Page):
    page.goto("/")
    expect(page.get_by_role("row")).to_have_count(11)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    first = page.get_by_role("row").nth(1).get_by_role("link")
    expect(first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("born")


def test_filters_stand_in_the_address_and_a_search_does_not(page: Page):
    page.goto("/")
    page.get_by_label("Status").select_option("Escalated")
    expect(page).to_have_url("/?status=escalated")
    expect(page.get_by_text("No case here.")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Status")).to_have_value("escalated")
    page.keyboard.press("/")
    page.keyboard.type("okonjo")
    expect(page.get_by_role("row")).to_have_count(2)
    expect(page.get_by_role("row").nth(1)).to_contain_text("Thaddeus Okonjo-Marlowe")
    assert "okonjo" not in page.url.lower()
    page.get_by_role("searchbox").fill("nobodyhere")
    expect(page.get_by_text("Nothing found for “nobodyhere”.")).to_be_visible()


def test_letters_that_are_typed_into_a_field_are_no_commands(page: Page):
    page.goto("/")
    expect(page.get_by_role("row")).to_have_count(11)
    page.get_by_role("searchbox").press_sequentially("jk")
    expect(page.get_by_role("searchbox")).to_have_value("jk")
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_the_identity_that_acts_is_kept_and_said(page: Page):
    page.goto("/")
    expect(page.get_by_text("Development identity: nobody is really signed in.")).to_be_visible()
    page.get_by_label("Acting as").select_option("nurse")
    page.reload()
    expect(page.get_by_label("Acting as")).to_have_value("nurse")
    page.get_by_label("Assigned to").select_option("Mine")
    expect(page).to_have_url("/?assignee=nurse")


def test_the_queue_speaks_spanish(page: Page):
    page.goto("/")
    page.get_by_label("Language").select_option("es")
    expect(page.get_by_role("heading", level=1)).to_have_text("Lista de casos")
    expect(page.locator("html")).to_have_attribute("lang", "es")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(page: Page, service: Served, theme: str):
    page.goto("/")
    page.get_by_label("Theme").select_option(theme)
    expect(page.get_by_role("row")).to_have_count(11)
    assert violations(page) == []


def test_a_service_that_is_gone_is_said_with_a_way_on(unwatched: Page):
    unwatched.route(
        "**/api/cases?*", lambda route: route.fulfill(status=503, json={"detail": "The store does not answer."})
    )
    unwatched.goto("/")
    alert = unwatched.get_by_role("alert").filter(has_text="could not be loaded")
    expect(alert).to_contain_text("The store does not answer.", timeout=20_000)
    unwatched.unroute("**/api/cases?*")
    alert.get_by_role("button", name="Try again").click()
    expect(unwatched.get_by_role("row")).to_have_count(11)
