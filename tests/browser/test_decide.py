"""Deciding in a browser: what may be done, its forms, the letters before and after, and what others do meanwhile."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from evaluation.records import example_bodies
from evaluation.served import Served, served
from tests.browser.seen import violations

OXYGEN, GAPS, DERMATOLOGIST, NEEDLING = 0, 1, 6, 9
"""Examples: one to approve; one with gaps; one whose criterion is not met; one of six units, in Arizona."""
RATIONALE = "The report on page two shows a saturation of 86 percent at rest, which the draft did not read."
FACT = "The visit note of November 9 records a neck disability index of 34 percent after twelve visits."
PROVISION = "The plan covers the service where function improved by a documented measure."
WHY = "The index changed from 38 to 34 percent, which is less than the measure asks for."
SLOW = 20_000


@pytest.fixture(scope="module")
def service() -> Iterator[Served]:
    """A service without cases: each test submits its own."""
    with served() as service:
        yield service


def submitted(service: Served, example: int, **changes: Any) -> str:
    """A reviewed case, by its id."""
    answer = service.client.post("/api/cases", json=example_bodies()[example] | changes).json()
    service.client.get(answer["links"]["events"])
    return answer["case_id"]


def case_of(service: Served, case_id: str) -> dict[str, Any]:
    return service.client.get(f"/api/cases/{case_id}").json()


def did(service: Served, case_id: str, path: str, body: dict[str, Any], by: str) -> dict[str, Any]:
    """An act of somebody who uses no page."""
    answer = service.client.post(f"/api/cases/{case_id}/{path}", json=body, headers={"X-Priorauth-User": by})
    assert answer.status_code == 201, answer.text
    return answer.json()


def deciding(page: Page, case_id: str, by: str) -> Page:
    """The tab where a case is decided, as this person."""
    page.goto(f"/case/?id={case_id}&tab=decide")
    page.get_by_label("Acting as").select_option(by)
    expect(page.get_by_role("button", name="Accept")).to_be_visible()
    return page


def stated_adversely(page: Page, form: Locator) -> None:
    form.get_by_label("Decide adversely").check()
    form.get_by_label("Reason code").select_option("CLINICAL_JUDGEMENT")
    form.get_by_label("Rationale").fill(RATIONALE)
    form.get_by_label("This member's fact").fill(FACT)
    form.get_by_label("Policy", exact=True).select_option(index=1)
    form.get_by_label("Criterion or provision").fill(PROVISION)
    form.get_by_label("Why the fact does not meet it").fill(WHY)
    expect(page.get_by_role("button", name="Decide adversely")).to_be_enabled()


def test_the_journey_from_submission_to_letter_and_audit(page: Page, service: Served):
    answer = service.client.post("/api/cases", json=example_bodies()[OXYGEN]).json()
    page.goto(f"/case/?id={answer['case_id']}")
    expect(page.get_by_role("heading", name="Draft")).to_be_visible(timeout=SLOW)
    page.get_by_label("Acting as").select_option("nurse")
    expect(page.locator("#act-accept")).to_be_enabled()
    page.get_by_role("button", name="Show passage 1 in its document").first.click()
    expect(page.locator("mark[aria-pressed=true]").first).to_be_in_viewport()
    page.keyboard.press("a")
    expect(page.get_by_role("heading", name="Accept", exact=True)).to_be_focused()
    page.get_by_role("button", name="Take the case").click()
    expect(page.get_by_role("button", name="Take the case")).to_have_count(0)
    page.get_by_role("button", name="Preview the letter").click()
    expect(page.get_by_role("heading", name=re.compile("^Preview: "))).to_be_focused(timeout=SLOW)
    letter = page.frame_locator("iframe[title^='Preview']")
    expect(letter.get_by_text("PREVIEW")).to_be_visible()
    assert letter.locator("body").evaluate("body => getComputedStyle(body).maxWidth") is not None
    assert case_of(service, answer["case_id"])["determinations"] == []
    assert violations(page) == []
    page.get_by_role("button", name="Accept and approve").click()
    expect(page.get_by_text("Recorded: Accept.")).to_be_focused(timeout=SLOW)
    panel = page.get_by_role("tabpanel", name="Decide")
    expect(panel.get_by_text("By Amara Okonjo, RN")).to_be_visible()
    expect(panel.get_by_text(re.compile("AUTH26-"))).to_be_visible()
    reading = page.get_by_role("button", name="Read: Your request was approved")
    expect(reading).to_be_visible(timeout=SLOW)
    with page.expect_response(re.compile(r"/issued/letter-initial-pdf$")) as pdf:
        reading.click()
    assert (pdf.value.status, pdf.value.headers["content-type"]) == (200, "application/pdf")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("sha256:")
    with page.expect_response(re.compile(r"/issued/letter-initial-html$")) as html:
        dialog.get_by_role("button", name="As a page").click()
    assert html.value.status == 200
    framed = page.frame_locator("iframe[title^='Document']")
    expect(framed.get_by_role("heading", level=1)).to_be_visible()
    assert framed.locator("main").evaluate("main => getComputedStyle(main).maxWidth") != "none"
    for form in ("PDF", "HTML", "Text"):
        expect(dialog.get_by_role("link", name=f"Download {form}")).to_have_attribute("download", re.compile("^PA-"))
    dialog.get_by_role("button", name="Close").click()
    expect(reading).to_be_focused()
    with page.expect_response(re.compile(r"/audit\.pdf$")) as audit:
        page.get_by_role("button", name="Read: Audit justification as it stands").click()
    assert audit.value.headers["content-type"] == "application/pdf"
    page.keyboard.press("Escape")
    expect(panel.get_by_text("The chain of the record is whole.")).to_be_visible()


def test_an_adverse_decision_is_a_medical_directors_and_another_decides_its_appeal(page: Page, service: Served):
    case_id = submitted(service, NEEDLING)
    deciding(page, case_id, "second-nurse")
    expect(page.get_by_role("button", name="Accept")).to_be_disabled()
    told = page.get_by_role("tabpanel", name="Decide")
    expect(told).to_contain_text("Override: ")
    page.get_by_label("Acting as").select_option("director")
    page.get_by_role("button", name="Override").click()
    form = page.get_by_role("region", name="Override")
    form.get_by_label("Decide adversely").check()
    for name in ("Rationale", "This member's fact", "Criterion or provision", "Why the fact"):
        expect(form.get_by_label(name)).to_have_value("")
    stated_adversely(page, form)
    page.get_by_role("button", name="Preview the letter").click()
    expect(page.get_by_role("heading", name=re.compile("^Preview: "))).to_be_visible(timeout=SLOW)
    form.get_by_label("Rationale").fill(RATIONALE + " He was seen again.")
    expect(page.get_by_text("What you stated changed since this preview.")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Decide adversely").click()
    expect(told.get_by_text("By Ines Castellanos, MD")).to_be_visible(timeout=SLOW)
    assert "AUTH26" not in told.inner_text()
    expect(page.get_by_role("button", name=re.compile("^Read: ")).nth(1)).to_be_visible(timeout=SLOW)
    page.get_by_role("button", name="Log a notification").click()
    page.get_by_role("button", name="Send").click()
    expect(told.get_by_text(re.compile("Told: Member, Phone"))).to_be_visible()
    page.get_by_role("button", name="Record an appeal").click()
    page.get_by_label("Why, in their words").fill("The therapist's measure is in the discharge note.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Appealed", exact=True)).to_be_visible()
    expect(told).to_contain_text("Another medical director decides the appeal")
    expect(page.get_by_role("button", name="Override")).to_be_disabled()
    page.get_by_label("Acting as").select_option("second-director")
    page.get_by_role("button", name="Override").click()
    form.get_by_label("Approve as asked").check()
    form.get_by_label("Reason code").select_option("NEW_INFORMATION")
    form.get_by_label("Rationale").fill(RATIONALE)
    page.get_by_role("button", name="Approve against the draft").click()
    expect(told.get_by_text("By Tobias Lindgren, DO")).to_be_visible(timeout=SLOW)
    expect(told.get_by_role("heading", name="Decision on the appeal")).to_be_visible()


def test_what_is_refused_is_said_at_its_field(unwatched: Page, service: Served):
    page = deciding(unwatched, submitted(service, DERMATOLOGIST), "director")
    page.get_by_role("button", name="Override").click()
    form = page.get_by_role("region", name="Override")
    form.get_by_label("Approve in part").check()
    form.get_by_label("This line").select_option("denied")
    form.get_by_label("Reason code").select_option("OTHER")
    form.get_by_label("Rationale").fill("ok")
    form.get_by_label("This member's fact").fill("Short")
    form.get_by_label("Policy", exact=True).select_option(index=1)
    form.get_by_label("Criterion or provision").fill(PROVISION)
    form.get_by_label("Why the fact does not meet it").fill("The system's score was low for this request.")
    page.get_by_role("button", name="Decide in part").click()
    expect(form.get_by_label("This member's fact")).to_have_attribute("aria-invalid", "true")
    form.get_by_label("This member's fact").fill(FACT)
    page.get_by_role("button", name="Decide in part").click()
    expect(form.get_by_label("Rationale")).to_have_accessible_description(re.compile("Say why"))
    why = form.get_by_label("Why the fact does not meet it")
    expect(why).to_have_accessible_description(re.compile("is no reason"))
    assert violations(page) == []


def test_a_nurse_is_told_what_is_a_physicians(page: Page, service: Served):
    case_id = submitted(service, DERMATOLOGIST)
    deciding(page, case_id, "nurse")
    override = page.get_by_role("button", name="Override")
    expect(override).to_be_disabled()
    expect(override).to_have_accessible_description(re.compile("medical director"))
    page.keyboard.press("o")
    expect(page.get_by_role("region", name="Override")).to_have_count(0)
    page.keyboard.press("e")
    page.get_by_label("Reason").fill("The criterion is for a physician to judge.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Escalated", exact=True)).to_be_visible()
    page.get_by_label("Acting as").select_option("auditor")
    expect(page.get_by_text("Your role reads this case.")).to_be_visible()


def test_information_is_asked_for_answered_and_the_case_approved(page: Page, service: Served):
    whole = example_bodies()[OXYGEN]
    visit, report, order = whole["documents"]
    bare = visit | {"text": "Seen for chronic obstructive pulmonary disease. Oxygen at home was discussed."}
    case_id = submitted(service, OXYGEN, documents=[bare, order])
    deciding(page, case_id, "nurse")
    page.keyboard.press("r")
    form = page.get_by_role("region", name="Request information")
    items = form.get_by_role("group")
    expect(items.first).to_be_visible()
    before = items.count()
    form.get_by_role("button", name="Add an item").click()
    expect(items).to_have_count(before + 1)
    form.get_by_role("button", name=f"Remove item {before + 1}").click()
    items.first.get_by_label("Which complete report to send").fill("The complete oximetry report of October.")
    form.get_by_role("button", name="Preview the letter").click()
    letter = page.frame_locator("iframe[title^='Preview']")
    expect(letter.get_by_text("The complete oximetry report of October.")).to_be_visible(timeout=SLOW)
    form.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Information requested", exact=True)).to_be_visible(timeout=SLOW)
    page.get_by_role("button", name="Log an attempt").click()
    page.get_by_label("With whom").fill("Front desk")
    page.get_by_label("What was said").fill("They send it today.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Recorded: Log an attempt.")).to_be_visible()
    page.keyboard.press("e")
    page.get_by_label("Reason").fill("Nothing came.")
    answer = service.client.post(f"/api/cases/{case_id}/documents", json={"documents": [visit, report]})
    assert answer.status_code == 202, answer.text
    notice = page.get_by_text("Revision 2 is newer than what you read.")
    expect(notice).to_be_visible(timeout=SLOW)
    expect(page.get_by_role("button", name="Send")).to_be_disabled()
    assert case_of(service, case_id)["status"] != "escalated"
    page.get_by_role("button", name="I have looked at revision 2").click()
    expect(page.get_by_label("Reason")).to_have_value("Nothing came.")
    expect(page.get_by_role("button", name="Send")).to_be_enabled()
    page.get_by_role("button", name="Cancel").click()
    page.keyboard.press("a")
    expect(page.get_by_text("Bound to revision 2")).to_be_visible()
    page.get_by_role("button", name="Accept and approve").click()
    expect(page.get_by_text("Recorded: Accept.")).to_be_visible(timeout=SLOW)
    assert case_of(service, case_id)["determinations"][0]["revision"] == 2


def test_of_two_reviewers_the_second_is_told(page: Page, browser: Browser, service: Served):
    case_id = submitted(service, OXYGEN)
    deciding(page, case_id, "nurse")
    page.get_by_role("button", name="Accept").click()
    context = browser.new_context(base_url=service.address)
    other = deciding(context.new_page(), case_id, "second-nurse")
    other.get_by_role("button", name="Accept").click()
    other.get_by_role("button", name="Accept and approve").click()
    expect(other.get_by_text("Recorded: Accept.")).to_be_visible(timeout=SLOW)
    context.close()
    expect(page.get_by_text("The case changed since you opened this.")).to_be_visible(timeout=SLOW)
    expect(page.get_by_role("button", name="Accept and approve")).to_be_disabled()
    expect(page.get_by_role("tabpanel", name="Decide").get_by_text("By Piotr Halvorsen, RN")).to_be_visible()


def test_an_older_revision_is_refused_by_the_service_too(unwatched: Page, service: Served):
    case_id = submitted(service, OXYGEN)
    page = deciding(unwatched, case_id, "nurse")
    page.get_by_role("button", name="Accept").click()
    page.route("**/permitted", lambda route: route.abort())
    note = example_bodies()[OXYGEN]["documents"][2] | {"title": "A copy of the order"}
    service.client.post(f"/api/cases/{case_id}/documents", json={"documents": [note]})
    service.client.get(f"/api/cases/{case_id}/events")
    page.get_by_role("button", name="Accept and approve").click()
    expect(page.get_by_role("alert").filter(has_text="another recommendation by now")).to_be_visible()
    assert case_of(service, case_id)["determinations"] == []
    page.unroute("**/permitted")
    expect(page.get_by_text("Revision 2 is newer than what you read.")).to_be_visible(timeout=SLOW)


def test_a_talk_is_booked_in_a_time_zone_and_recorded_by_a_physician(page: Page, service: Served):
    case_id = submitted(service, GAPS)
    deciding(page, case_id, "nurse")
    page.get_by_role("button", name="Book a peer-to-peer talk").click()
    page.get_by_label("With whom").fill("Barnaby Lindqvist, DO")
    page.get_by_label("To be held on").fill("2031-07-01T09:30")
    page.get_by_label("Time zone").select_option("America/Phoenix")
    page.get_by_label("Offered on").fill("2026-01-01T08:00")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Peer-to-peer scheduled", exact=True)).to_be_visible()
    booked = case_of(service, case_id)["acts"][0]["body"]
    assert booked["scheduled_for"].startswith("2031-07-01T16:30:00")
    expect(page.get_by_role("button", name="Record the talk")).to_have_count(0)
    page.get_by_label("Acting as").select_option("director")
    page.get_by_role("button", name="Record the talk").click()
    expect(page.get_by_label("With whom")).to_have_value("Barnaby Lindqvist, DO")
    page.get_by_label("What was said, and how it ended").fill("He sends the test with its conditions.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Peer-to-peer held", exact=True)).to_be_visible()


def test_more_acts_stand_behind_more(page: Page, service: Served):
    case_id = submitted(service, OXYGEN)
    deciding(page, case_id, "nurse")
    page.get_by_text("More", exact=True).click()
    page.get_by_role("button", name="Change the priority").click()
    page.get_by_label("Who asks for it").select_option("A physician")
    page.get_by_label("Reason").fill("Her condition worsens.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Expedited", exact=True)).to_be_visible()
    page.get_by_role("button", name="Record a withdrawal").click()
    page.get_by_label("Reason").fill("The supplier sends another request.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Withdrawn", exact=True)).to_be_visible()


def test_what_was_typed_is_kept_while_another_tab_is_read(page: Page, service: Served):
    deciding(page, submitted(service, GAPS), "director")
    page.get_by_role("button", name="Override").click()
    page.get_by_label("Rationale").fill(RATIONALE)
    page.get_by_role("tab", name="Review").click()
    expect(page.get_by_role("heading", name="Draft")).to_be_visible()
    expect(page.get_by_label("Rationale")).not_to_be_visible()
    page.get_by_role("tab", name="Decide").click()
    expect(page.get_by_label("Rationale")).to_have_value(RATIONALE)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_any_form(page: Page, service: Served, theme: str):
    deciding(page, submitted(service, GAPS), "director")
    page.get_by_label("Theme").select_option(theme)
    page.get_by_text("More", exact=True).click()
    for name in ("Override", "Request information", "Escalate", "Book a peer-to-peer talk", "Record a withdrawal"):
        page.get_by_role("button", name=name).click()
        expect(page.get_by_role("region", name=name)).to_be_visible()
        assert violations(page) == []
    page.get_by_role("button", name="Override").click()
    page.get_by_label("Decide adversely").check()
    assert violations(page) == []


def test_it_speaks_spanish(page: Page, service: Served):
    deciding(page, submitted(service, GAPS, language="es"), "director")
    page.get_by_label("Language").select_option("es")
    page.get_by_role("button", name="Solicitar información").click()
    expect(page.get_by_text("Vinculado a la revisión 1")).to_be_visible()
    page.get_by_role("button", name="Ver la carta antes de enviarla").click()
    expect(page.get_by_text("En español", exact=True)).to_be_visible(timeout=SLOW)
    letter = page.frame_locator("iframe[title^='Vista previa']")
    expect(letter.locator("html")).to_have_attribute("lang", "es-US")
    assert violations(page) == []
