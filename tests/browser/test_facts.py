"""Facts in a browser: from a statement to its words, and what a clinician corrects of the reading."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from evaluation.records import example_bodies
from evaluation.served import Served
from tests.browser.seen import violations
from tests.building.oxygen import MISSED, a_missed_measurement

NURSE = {"X-Priorauth-User": "nurse"}


def sent(service: Served, body: dict[str, Any]) -> str:
    """A case of this body, reviewed: its id."""
    answer = service.client.post("/api/cases", json=body).json()
    with service.client.stream("GET", answer["links"]["events"]) as events:
        for _ in events.iter_lines():
            pass
    return answer["case_id"]


def opened(page: Page, case_id: str, tab: str = "facts", by: str | None = "nurse") -> Page:
    page.goto(f"/case/?id={case_id}&tab={tab}")
    if by:
        page.get_by_label("Acting as").select_option(by)
    expect(page.locator("mark").first).to_be_visible()
    return page


def lit(page: Page, name: str = "lit-words") -> list[str]:
    """The words that are highlighted under a name; passages' numbers are no words."""
    return page.evaluate(
        """name => [...(CSS.highlights.get(name) ?? [])].map(range => {
            const copy = range.cloneContents();
            copy.querySelectorAll('sup').forEach(one => one.remove());
            return copy.textContent;
        })""",
        name,
    )


def select(page: Page, words: str) -> None:
    """Selects words of the record with the mouse's result: a selection in the page."""
    expect(page.locator("[data-text-of]").filter(has_text=words).first).to_be_attached()
    page.evaluate(
        """words => {
            for (const text of document.querySelectorAll('[data-text-of]')) {
                const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT, node =>
                    node.parentElement.closest('sup') ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
                const nodes = [];
                while (walker.nextNode()) nodes.push(walker.currentNode);
                const start = nodes.map(node => node.data).join('').indexOf(words);
                if (start < 0) continue;
                const place = at => {
                    for (const node of nodes) {
                        if (at <= node.length) return [node, at];
                        at -= node.length;
                    }
                };
                getSelection().setBaseAndExtent(...place(start), ...place(start + words.length));
                return;
            }
            throw new Error('no document holds these words');
        }""",
        words,
    )
    expect(page.get_by_role("complementary", name="Selected words")).to_be_visible()


def bar(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Selected words")


def pending(page: Page) -> Locator:
    return page.get_by_role("region", name=re.compile("not sent"))


@pytest.fixture(scope="module")
def oxygen(service: Served) -> str:
    return sent(service, example_bodies()[0])


def test_a_fact_is_one_click_from_its_words(page: Page, oxygen: str) -> None:
    opened(page, oxygen)
    source = page.get_by_role("button", name=re.compile("^Show in the record.*79 % on room air", re.DOTALL))
    source.last.click()
    (words,) = lit(page)
    assert words.startswith("He was hospitalized at Larkspur General")
    assert words.endswith("79 % on room air.")
    expect(page.get_by_role("status").filter(has_text="Shown in")).to_contain_text("79 %")


def test_facts_are_found_by_any_word(page: Page, oxygen: str) -> None:
    opened(page, oxygen)
    field = page.get_by_role("searchbox")
    field.fill("saturation room air")
    expect(page.get_by_role("heading", level=4)).to_have_count(1)
    expect(page.get_by_role("heading", level=4)).to_have_text("oxygen saturation", ignore_case=True)
    field.fill("zebra")
    expect(page.get_by_text("No statement holds these words.")).to_be_visible()


def test_values_stand_on_a_timeline_and_in_a_table(page: Page, oxygen: str) -> None:
    opened(page, oxygen)
    chart = page.get_by_role("group", name=re.compile("oxygen saturation over time", re.IGNORECASE))
    point = chart.get_by_role("button", name=re.compile("79 %")).first
    point.focus()
    expect(page.locator("figcaption").filter(has_text="79 %")).to_be_visible()
    page.keyboard.press("Enter")
    assert "79 % on room air" in lit(page)[0]
    table = page.get_by_role("table", name=re.compile("oxygen saturation", re.IGNORECASE))
    expect(table.get_by_role("row").filter(has_text="79 %")).to_contain_text("on room air")
    expect(table.get_by_role("row").filter(has_text="79 %")).to_contain_text("02/13/2026")


def test_a_missed_value_is_added_from_selected_words_and_what_changed_is_said(page: Page, service: Served) -> None:
    case_id = sent(service, a_missed_measurement(member_id="1AA1AA1AA01"))
    opened(page, case_id, tab="review")
    select(page, MISSED)
    expect(bar(page)).to_contain_text("No criterion uses these words.")
    bar(page).get_by_role("button", name="Add as a fact").click()
    bar(page).get_by_role("combobox", name="What do these words state?").fill("spo2")
    expect(bar(page).get_by_role("option").first).to_contain_text("Oxygen saturation")
    page.keyboard.press("Enter")
    bar(page).get_by_label("Why").fill("The value stands below its name.")
    bar(page).get_by_role("button", name="Add to the corrections").click()
    expect(pending(page)).to_contain_text("1 correction not sent")
    assert violations(page) == []
    pending(page).get_by_role("button", name="Send and review again").click()
    changed = page.get_by_role("region", name="What revision 2 changed")
    expect(changed).to_be_visible(timeout=30_000)
    expect(changed).to_contain_text("Medical necessity")
    expect(changed).to_contain_text("Approve")
    expect(pending(page)).to_have_count(0)
    assert violations(page) == []
    page.get_by_role("tab", name="Facts").click()
    made = page.get_by_role("region", name="Corrections made")
    expect(made).to_contain_text("Amara Okonjo, RN, nurse reviewer")
    expect(made).to_contain_text("The value stands below its name.")
    expect(made).to_contain_text("applied")
    expect(page.get_by_text("added by Amara Okonjo")).to_be_visible()

    made.get_by_role("button", name=re.compile("^Take back")).click()
    made.get_by_label("Why").fill("Another day's value.")
    made.get_by_role("button", name="Add to the corrections").click()
    pending(page).get_by_role("button", name="Send and review again").click()
    expect(page.get_by_role("region", name="What revision 3 changed")).to_contain_text("Pend", timeout=30_000)
    page.get_by_role("tab", name="Facts").click()
    expect(made).to_contain_text("taken back")


def test_words_that_do_not_state_it_are_said_to_change_nothing(page: Page, service: Served) -> None:
    case_id = sent(service, a_missed_measurement(member_id="1AA1AA1AA02"))
    opened(page, case_id, tab="review")
    select(page, "(finger probe)")
    bar(page).get_by_role("button", name="Add as a fact").click()
    bar(page).get_by_role("combobox", name="What do these words state?").fill("oxygen satur")
    bar(page).locator("li[role=option]").first.click()
    bar(page).get_by_label("Why").fill("Try.")
    bar(page).get_by_role("button", name="Add to the corrections").click()
    pending(page).get_by_role("button", name="Send and review again").click()
    changed = page.get_by_role("region", name="What revision 2 changed")
    expect(changed).to_contain_text("does not state", timeout=30_000)
    expect(changed).to_contain_text("Nothing that decides has changed.")


def test_a_fact_is_marked_as_not_stated(page: Page, service: Served) -> None:
    case_id = sent(service, a_missed_measurement(member_id="1AA1AA1AA03"))
    opened(page, case_id)
    page.get_by_role("button", name=re.compile("^Not stated here: Chronic obstructive")).first.click()
    page.keyboard.type("It is the brother's.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Marked, not sent")).to_be_visible()
    expect(pending(page)).to_contain_text("It is the brother's.")
    pending(page).get_by_role("button", name="Send and review again").click()
    expect(page.get_by_role("region", name="What revision 2 changed")).to_be_visible(timeout=30_000)
    case = service.client.get(f"/api/cases/{case_id}").json()
    (body,) = [act["body"] for act in case["acts"]]
    assert body["misread"][0]["why"] == "It is the brother's."


def test_a_newer_revision_is_said_and_nothing_is_lost(unwatched: Page, service: Served) -> None:
    page = unwatched
    case_id = sent(service, a_missed_measurement(member_id="1AA1AA1AA04"))
    opened(page, case_id)
    page.get_by_role("button", name=re.compile("^Not stated here: Chronic obstructive")).first.click()
    page.keyboard.type("It is the brother's.")
    page.keyboard.press("Control+Enter")
    document = {"kind": "letter", "title": "Letter", "text": "Thank you for your call."}
    service.client.post(f"/api/cases/{case_id}/documents", json={"documents": [document]}, headers=NURSE)
    with service.client.stream("GET", f"/api/cases/{case_id}/events") as events:
        for _ in events.iter_lines():
            pass
    send_now = pending(page).get_by_role("button", name="Send and review again")
    send_now.click()
    expect(pending(page)).to_contain_text("You collected these on revision 1. Revision 2 is on the screen now.")
    expect(pending(page)).to_contain_text("It is the brother's.")
    pending(page).get_by_role("button", name="Keep them for revision 2").click()
    send_now.click()
    expect(page.get_by_role("region", name="What revision 3 changed")).to_be_visible(timeout=30_000)


def test_who_may_not_correct_is_told_so(page: Page, oxygen: str) -> None:
    opened(page, oxygen, by=None)
    expect(page.get_by_text("Choose at the top who acts; then you can correct facts here.")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Not stated here"))).to_have_count(0)
    page.get_by_label("Acting as").select_option("auditor")
    expect(page.get_by_text("Facts are corrected by: nurse reviewer, medical director.")).to_be_visible()
    page.get_by_label("Acting as").select_option("nurse")
    expect(page.get_by_role("button", name=re.compile("^Not stated here")).first).to_be_visible()


def test_a_nurse_judges_what_is_hers_to_judge(page: Page, service: Served) -> None:
    case_id = sent(service, example_bodies()[4] | {"priority": "standard"})
    opened(page, case_id, tab="review")
    page.get_by_role("button", name=re.compile("^Judge this criterion")).first.click()
    page.get_by_role("radio", name="Met", exact=True).check()
    page.get_by_label("Why").fill("The registry of the state lists the specialty.")
    page.get_by_role("button", name="Add to the corrections").click()
    expect(pending(page)).to_contain_text("Judged met")
    pending(page).get_by_role("button", name="Send and review again").click()
    expect(page.get_by_role("region", name="What revision 2 changed")).to_be_visible(timeout=30_000)
    (act,) = service.client.get(f"/api/cases/{case_id}").json()["acts"]
    assert [(one["met"], one["criterion_id"]) for one in act["body"]["confirmed"]] == [(True, "universal-specialty")]
    page.get_by_role("tab", name="Facts").click()
    expect(page.get_by_role("region", name="Corrections made")).to_contain_text("Judged met")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(page: Page, oxygen: str, theme: str) -> None:
    opened(page, oxygen)
    page.get_by_label("Theme").select_option(theme)
    page.get_by_role("button", name=re.compile("^Not stated here")).first.click()
    assert violations(page) == []


def test_the_facts_speak_spanish(page: Page, oxygen: str) -> None:
    opened(page, oxygen)
    page.get_by_label("Language").select_option("es")
    expect(page.get_by_role("heading", name="Lo que consta en la documentación")).to_be_visible()
    expect(page.get_by_text("con aire ambiente").first).to_be_visible()
