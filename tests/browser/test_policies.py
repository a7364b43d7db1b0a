"""The library of policies in a browser: found, read, and tried on a note as one types."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from evaluation.served import Served, served
from tests.browser.seen import violations
from tests.building.rule_books import with_older_oxygen_policy

OXYGEN = "/policies/?id=NCD-240.2"
BENCH = f"{OXYGEN}&view=bench"
LOW = "COPD. Resting oximetry on room air on 11/18/2026: SpO2 85 %."
NORMAL = "COPD. Resting oximetry on room air on 11/18/2026: SpO2 94 %."


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A service without cases, whose oxygen policy has an older version."""
    with pytest.MonkeyPatch.context() as environment:
        book = with_older_oxygen_policy(Path(tmp_path_factory.mktemp("rules")) / "book")
        environment.setenv("PRIORAUTH_RULEBOOK", str(book))
        with served() as service:
            yield service


def listed(page: Page) -> None:
    page.goto("/policies/")
    expect(page.get_by_role("heading", name="National coverage determinations")).to_be_visible()


def tried(page: Page, note: str) -> None:
    page.goto(BENCH)
    page.get_by_label("Text of note 1").fill(note)
    expect(page.get_by_role("status").filter(has_text=" ms")).to_be_visible(timeout=20_000)


def test_a_policy_is_found_by_words_number_and_code(page: Page):
    listed(page)
    page.keyboard.press("/")
    for text, title in (
        ("facet", "Facet Joint Interventions for Pain"),
        ("240.9", "Noninvasive"),
        ("e0784", "Infusion Pumps"),
    ):
        page.get_by_label("Find by words").fill(text)
        expect(page.get_by_role("main").get_by_role("link").filter(has_text=title).first).to_be_visible()
    page.get_by_label("Find by words").fill("no such policy")
    expect(page.get_by_text("No policy fits")).to_be_visible()
    assert "such" not in page.url


def test_filters_stand_in_the_address_and_outlive_a_reading(page: Page):
    listed(page)
    page.get_by_label("Kind").select_option("lcd")
    page.get_by_label("Verification").select_option("unverified")
    expect(page).to_have_url("/policies/?kind=lcd&sure=unverified")
    expect(page.get_by_role("heading", name="National coverage determinations")).to_have_count(0)
    first = page.get_by_role("main").get_by_role("listitem").first
    expect(first.get_by_text("Criteria unverified")).to_be_visible()
    first.get_by_role("link").click()
    expect(page.get_by_role("heading", name="Criteria: every one is required")).to_be_visible()
    expect(page.get_by_text("Unverified: a person decides").first).to_be_visible()
    page.get_by_role("link", name="All policies").click()
    expect(page).to_have_url("/policies/?kind=lcd&sure=unverified")


def test_keys_go_down_the_list_and_open(page: Page):
    listed(page)
    for key in ("j", "j", "k", "Enter"):
        page.keyboard.press(key)
    expect(page).to_have_url("/policies/?id=NCD-20.4&version=5")
    expect(page.get_by_role("heading", level=1)).to_have_text("Implantable Cardioverter Defibrillators")


def test_a_policy_that_ended_says_so(page: Page):
    listed(page)
    page.get_by_label("In force").select_option("past")
    row = page.get_by_role("listitem").filter(has_text="Oxygen at Home")
    expect(row.get_by_text("Ended 2021-09-26")).to_be_visible()
    row.get_by_role("link").click()
    expect(page.get_by_role("main").get_by_text("Ended 2021-09-26")).to_be_visible()


def test_a_policy_is_read_as_a_tree_with_its_source(page: Page):
    page.goto("/policies/?id=LCD-L38801")
    expect(page.get_by_text("At least one of these").first).to_be_visible()
    expect(page.get_by_text("Computed: Spinal pain, for at least 90 days")).to_be_visible()
    expect(page.get_by_text("Spondylosis without myelopathy or radiculopathy, lumbar region")).to_be_visible()
    expect(page.get_by_text("Noridian JF, Noridian Healthcare Solutions")).to_be_visible()
    expect(page.get_by_text("OPD: Facet joint intervention").first).to_be_visible()
    source = page.get_by_role("link", name="Local Coverage Determination L38801")
    expect(source).to_have_attribute("rel", "noreferrer noopener")


def test_versions_are_read_and_compared(page: Page):
    page.goto(OXYGEN)
    page.get_by_text("lines differ from the version before").click()
    expect(page.get_by_text("Title, Gone: Oxygen at Home")).to_be_visible()
    page.get_by_role("link", name="Version 1").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Oxygen at Home")


def test_a_note_lights_the_criteria_up_and_numbers_click_both_ways(page: Page):
    tried(page, LOW)
    met = page.get_by_role("listitem").filter(has_text="Oxygen saturation at most 88 %, rest, room air").last
    expect(met.get_by_text("Met", exact=True)).to_be_visible()
    met.get_by_role("button", name="Show passage 1 in its document").click()
    lit = page.locator("mark[aria-pressed=true]")
    expect(lit).to_contain_text("SpO2 85 %")
    page.get_by_role("button", name="Write").click()
    expect(page.get_by_label("Text of note 1")).to_have_value(LOW)
    page.get_by_role("button", name="Marked").click()
    page.locator("mark").first.click()
    expect(page.locator(".bg-accent-tint").get_by_text("Oxygen saturation at most 88 %").first).to_be_in_viewport()


def test_a_contrary_note_is_tried_again_as_one_types(page: Page):
    tried(page, LOW)
    expect(page.get_by_text("Record contradicts")).to_have_count(0)
    page.get_by_label("Text of note 1").fill(NORMAL)
    expect(page.get_by_role("status").filter(has_text="2 met")).to_have_count(0, timeout=20_000)
    page.get_by_label("Text of note 1").fill(f"{NORMAL}\nThe test was performed by the equipment supplier.")
    expect(page.get_by_text("Record contradicts").first).to_be_visible(timeout=20_000)


def test_a_trial_is_stored_nowhere_and_stands_in_no_address(page: Page, service: Served):
    tried(page, LOW)
    assert service.client.get("/api/cases").json()["items"] == []
    assert "SpO2" not in page.url
    kept = page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})")
    assert "SpO2" not in kept
    expect(page.get_by_text("Nothing is stored, and it decides nothing")).to_be_visible()


def test_a_trial_starts_from_an_example(page: Page):
    page.goto(BENCH)
    choice = page.get_by_label("Start from an example")
    choice.select_option(index=1)
    expect(page.get_by_role("status").filter(has_text=" ms")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("Would bind")).to_be_visible()
    expect(page.get_by_label("Diagnosis codes")).not_to_have_value("")


def test_what_cannot_be_tried_is_said(unwatched: Page):
    unwatched.goto(BENCH)
    unwatched.get_by_label("Birth date").fill("2999-01-01")
    unwatched.get_by_label("Text of note 1").fill(LOW)
    expect(unwatched.get_by_text("lies in the future")).to_be_visible(timeout=20_000)


def test_whether_authorization_is_needed(page: Page):
    listed(page)
    page.get_by_text("Is prior authorization needed?").click()
    page.get_by_label("Service code").fill("64493")
    page.get_by_label("Setting").select_option("outpatient")
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_role("status").filter(has_text="64493")).to_contain_text("Yes")
    expect(page.get_by_role("link", name="Prior authorization for certain hospital outpatient")).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_axe_finds_nothing(page: Page, theme: str, language: str):
    page.goto("/policies/")
    page.get_by_label("Theme").select_option(theme)
    page.get_by_label("Language").select_option(language)
    expect(page.get_by_role("heading", level=2).nth(1)).to_be_visible()
    assert violations(page) == []
    page.goto("/policies/?id=LCD-L38801")
    expect(page.get_by_role("heading", level=2).first).to_be_visible()
    assert violations(page) == []
    page.goto(BENCH)
    page.locator("textarea").fill(LOW)
    expect(page.get_by_role("status").filter(has_text=" ms")).to_be_visible(timeout=20_000)
    assert violations(page) == []
    page.locator("button[aria-pressed]").filter(has_text="1").first.click()
    expect(page.locator("mark[aria-pressed=true]")).to_be_visible()
    assert violations(page) == []


def test_an_unknown_policy_is_said(unwatched: Page):
    unwatched.goto("/policies/?id=NCD-0")
    expect(unwatched.get_by_role("alert").filter(has_text="no such policy")).to_be_visible()
