"""Writing down a new case in a browser: by keyboard, from a sample, from files; and what the service refuses."""

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from evaluation.served import Served
from orchestrator.uploads.model import MediaType
from tests.browser.seen import violations
from tests.building.files import SCAN, a_docx, a_pdf

NAME = "Nguyễn Thị Ánh ابن"


def opened(page: Page) -> None:
    page.goto("/new/")
    expect(page.get_by_role("heading", level=1)).to_have_text("New case")
    expect(page.get_by_label("NPI")).to_be_visible()


def code_field(page: Page, group: str) -> Locator:
    return page.get_by_role("group", name=group, exact=True).get_by_role("combobox").first


def case_of(page: Page, service: Served) -> dict:
    return service.client.get("/api/cases/" + page.url.split("id=")[1]).json()["case"]


def give(page: Page, name: str, content: bytes, kind: str) -> None:
    page.get_by_label("Choose files").set_input_files({"name": name, "mimeType": kind, "buffer": content})


def test_a_case_is_written_from_nothing_by_keyboard(page: Page, service: Served):
    opened(page)
    keyboard = page.keyboard
    page.get_by_label("Name", exact=False).first.focus()
    keyboard.type(NAME)
    keyboard.press("Tab")
    keyboard.type("02031950")
    page.get_by_label("NPI").focus()
    keyboard.type("2000001372")
    expect(page.get_by_text("Ottoline Varga, MD · pulmonary disease physician.")).to_be_visible()
    diagnosis = code_field(page, "Primary diagnosis")
    diagnosis.focus()
    keyboard.type("unspecified pulm obstr")
    expect(page.get_by_role("option").filter(has_text="J44.9")).to_be_visible()
    for _ in range(12):
        keyboard.press("ArrowDown")
        if "J44.9" in page.locator("li[aria-selected=true]").inner_text():
            break
    active = diagnosis.get_attribute("aria-activedescendant")
    expect(page.locator(f'[id="{active}"]')).to_contain_text("J44.9")
    keyboard.press("Enter")
    expect(diagnosis).to_have_value("J44.9")
    expect(page.get_by_text("Billable.")).to_be_visible()
    code_field(page, "Service 1").focus()
    keyboard.type("e1390")
    expect(page.locator("li[role=option]").filter(has_text="E1390")).to_be_visible()
    keyboard.press("ArrowDown")
    keyboard.press("Enter")
    expect(code_field(page, "Service 1")).to_have_value("E1390")
    page.get_by_label("Kind").select_option("visit_note")
    page.get_by_label("Text of the document").fill("SpO2 85 % at rest on room air.")
    page.get_by_role("button", name="Submit the case").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(NAME, timeout=20_000)
    case = case_of(page, service)
    assert (case["member"]["name"], case["member"]["birth_date"]) == (NAME, "1950-02-03")
    assert case["diagnoses"] == ["J44.9"]
    assert [line["code"] for line in case["services"]] == ["E1390"]
    assert "Nguy" not in page.url
    page.goto("/new/")
    expect(page.get_by_label("NPI")).to_have_value("")


def test_codes_and_numbers_are_told_apart(page: Page):
    opened(page)
    diagnosis = code_field(page, "Primary diagnosis")
    service_code = code_field(page, "Service 1")
    for field, typed, said in (
        (diagnosis, "J44", "It needs more characters to be billed."),
        (diagnosis, "J44.999", "There is no such code in this release"),
        (diagnosis, "lungs", "This is not the form of a code."),
        (service_code, "99213", "in no table here"),
        (service_code, "9921", "This is not the form of a code."),
    ):
        field.fill(typed)
        field.blur()
        expect(page.get_by_text(said)).to_be_visible()
        field.fill("")
    for typed, said in (
        ("20000", "An NPI has ten digits."),
        ("2000001373", "The check digit does not fit"),
        ("3000001372", "An NPI begins with 1 or 2."),
        ("1234567893", "not in this registry of invented providers"),
        ("2000010969", "Deactivated"),
    ):
        page.get_by_label("NPI").fill(typed)
        expect(page.get_by_text(said)).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_sample_fills_the_form_and_what_was_there_comes_back(page: Page, theme: str):
    opened(page)
    page.get_by_label("Theme").select_option(theme)
    page.get_by_label("Member id").fill("MINE")
    sample = page.get_by_label("Start from a sample")
    expect(sample.locator("option")).to_have_count(11)
    sample.select_option(index=9)
    expect(page.get_by_label("Member id")).not_to_have_value("MINE")
    expect(code_field(page, "Service 1")).not_to_have_value("")
    expect(page.get_by_text("It needs more characters to be billed.")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Bring it back").click()
    expect(page.get_by_label("Member id")).to_have_value("MINE")


def test_nothing_is_written_under_a_sample_that_is_on_its_way(unwatched: Page):
    page = unwatched
    held: list[Route] = []
    page.route("**/api/examples/*", lambda one: held.append(one))
    opened(page)
    sample = page.get_by_label("Start from a sample")
    with page.expect_request("**/api/examples/*"):
        sample.select_option(index=1)
    expect(page.get_by_label("Member id")).to_be_disabled()
    expect(page.get_by_role("button", name="Submit the case")).to_be_disabled()
    held.pop().abort()
    expect(page.get_by_role("alert").filter(has_text="does not answer")).to_be_visible()
    page.get_by_label("Member id").fill("MINE")
    with page.expect_request("**/api/examples/*"):
        sample.select_option(index=2)
    expect(page.get_by_label("Member id")).to_be_disabled()
    held.pop().continue_()
    expect(page.get_by_label("Member id")).not_to_have_value("MINE")
    expect(page.get_by_label("Member id")).to_be_enabled()
    page.get_by_role("button", name="Bring it back").click()
    expect(page.get_by_label("Member id")).to_have_value("MINE")


def test_a_case_that_was_sent_before_is_said_before_it_is_opened(page: Page):
    opened(page)
    page.get_by_label("Start from a sample").select_option(index=2)
    expect(page.get_by_label("NPI")).not_to_have_value("")
    page.get_by_role("button", name="Submit the case").click()
    expect(page.get_by_text("very same content")).to_be_visible()
    own = page.get_by_role("link", name="Go on to the new case")
    expect(own).to_be_focused()
    assert violations(page) == []
    own.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("born")


def test_each_problem_is_told_at_its_field(unwatched: Page):
    page = unwatched
    opened(page)
    page.get_by_label("Start from a sample").select_option(index=1)
    expect(page.get_by_label("NPI")).to_have_value("2000001372")
    page.get_by_label("Birth date").fill("2999-01-01")
    page.get_by_label("State", exact=False).first.fill("Ohio")
    page.get_by_label("Units").fill("two")
    page.get_by_label("Place of service").fill("home")
    page.get_by_label("To", exact=True).fill("2026-11-01")
    page.get_by_label("Kind").first.select_option("")
    page.get_by_label("Author").first.fill("x" * 201)
    page.get_by_role("button", name="Submit the case").click()
    summary = page.get_by_role("alert").filter(has_text="The case was not accepted")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("listitem")).to_have_count(6)
    wrong = page.locator("[aria-invalid=true]")
    expect(wrong).to_have_count(6)
    for field in wrong.all():
        about = page.locator(f'[id="{field.get_attribute("aria-describedby")}"]')
        expect(about).not_to_be_empty()
    assert violations(page) == []
    summary.get_by_role("link", name="Service 1: Units").click()
    expect(page.get_by_label("Units")).to_be_focused()
    expect(page.get_by_label("Units")).to_have_value("two")
    page.keyboard.press("Control+A")
    page.keyboard.type("2")
    expect(summary.get_by_role("listitem")).to_have_count(5)


def test_a_problem_in_a_folded_part_is_shown(unwatched: Page):
    page = unwatched
    opened(page)
    page.get_by_label("Start from a sample").select_option(index=1)
    page.get_by_text("Requester, plan and language").click()
    page.get_by_label("Plan id").fill("p" * 90)
    page.get_by_text("Requester, plan and language").click()
    page.get_by_role("button", name="Submit the case").click()
    page.get_by_role("link", name="Plan id").click()
    expect(page.get_by_label("Plan id")).to_be_focused()


def test_an_incomplete_case_takes_a_second_press(page: Page):
    opened(page)
    send = page.get_by_role("button", name="Submit the case")
    send.click()
    expect(page.get_by_text("Nothing is written yet.")).to_be_visible()
    page.get_by_label("Member id").fill("1EG4TE5MK73")
    page.get_by_role("link", name="Provider 1: NPI").click()
    expect(page.get_by_label("NPI")).to_be_focused()
    page.get_by_role("button", name="Submit it incomplete").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("born", timeout=20_000)


def test_files_become_documents(page: Page):
    opened(page)
    give(page, "visit.pdf", a_pdf(["SpO2 85 % at rest", "Second page"]), MediaType.PDF)
    text = page.get_by_label("Text of the document")
    expect(text.first).to_have_value("SpO2 85 % at rest\n\fSecond page".replace("\n\f", "\f"), timeout=20_000)
    give(page, "order.docx", a_docx(["Order", NAME], [["Item", "E1390"]]), MediaType.DOCX)
    expect(text.nth(1)).to_have_value(f"Order\nItem | E1390\n{NAME}", timeout=20_000)
    expect(page.get_by_label("Title").nth(1)).to_have_value("order")
    transfer = page.evaluate_handle(
        "() => { const all = new DataTransfer(); all.items.add(new File(['Dropped'], 'note.txt')); return all; }"
    )
    page.get_by_role("region", name="Documents").dispatch_event("drop", {"dataTransfer": transfer})
    expect(text.nth(2)).to_have_value("Dropped")
    expect(page.get_by_text("Compare the text with the file")).to_have_count(3)


def test_a_scan_and_other_files_are_refused_in_words(unwatched: Page):
    page = unwatched
    opened(page)
    give(page, "scan.pdf", a_pdf(["One", SCAN]), MediaType.PDF)
    refused = page.get_by_role("alert")
    expect(refused.filter(has_text="Page 2 of 2 is a scan")).to_be_visible(timeout=20_000)
    give(page, "photo.png", b"\x89PNG", "image/png")
    expect(refused.filter(has_text="pictures and scans cannot be read yet")).to_be_visible()
    expect(page.get_by_label("Text of the document")).to_have_value("")


def test_a_reload_keeps_the_draft_and_discarding_ends_it(page: Page):
    opened(page)
    page.get_by_label("Member id").fill(NAME)
    page.get_by_role("button", name="Add a diagnosis").click()
    expect(code_field(page, "Diagnosis 2")).to_be_focused()
    page.keyboard.type("E11.9")
    page.reload()
    expect(page.get_by_label("Member id")).to_have_value(NAME)
    expect(code_field(page, "Diagnosis 2")).to_have_value("E11.9")
    assert page.evaluate("Object.values(localStorage).join() + location.href").count("E11.9") == 0
    page.get_by_role("button", name="Discard the draft").click()
    expect(page.get_by_label("Member id")).to_have_value("")
    page.reload()
    expect(page.get_by_label("Member id")).to_have_value("")


def test_a_lost_connection_loses_nothing_and_makes_one_case(unwatched: Page, service: Served):
    page = unwatched
    opened(page)
    page.get_by_label("Start from a sample").select_option(index=4)
    expect(page.get_by_label("NPI")).not_to_have_value("")
    page.get_by_label("Member id").fill("LOST1")
    keys: list[str] = []

    def lose(route) -> None:
        keys.append(route.request.headers["idempotency-key"])
        route.fetch()
        route.abort()

    page.route("**/api/cases", lose)
    page.get_by_role("button", name="Submit the case").click()
    expect(page.get_by_role("alert").filter(has_text="it is taken in only once")).to_be_visible()
    page.unroute("**/api/cases")
    page.get_by_role("button", name="Submit the case").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("born", timeout=20_000)
    assert len(service.client.post("/api/cases/search", json={"text": "LOST1"}).json()["items"]) == 1
    assert len(keys) == 1


def test_the_form_speaks_spanish(page: Page):
    opened(page)
    page.get_by_label("Language", exact=True).first.select_option("es")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nuevo caso")
    expect(page.get_by_role("button", name="Enviar el caso")).to_be_visible()


def test_a_file_larger_than_the_service_takes_is_refused_in_words_before_it_is_sent(page: Page):
    opened(page)
    give(page, "chart.txt", b"a" * 5_000_000, "text/plain")
    expect(page.get_by_role("alert").filter(has_text="The file has 5 MB; the service takes 4.19 MB")).to_be_visible()


def test_a_request_larger_than_the_service_takes_is_refused_in_words_before_it_is_sent(page: Page):
    opened(page)
    page.get_by_label("Start from a sample").select_option(index=1)
    expect(page.get_by_label("NPI")).not_to_have_value("")
    page.get_by_label("Text of the document").first.evaluate(
        """(field, words) => {
            Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value').set.call(field, words);
            field.dispatchEvent(new Event('input', { bubbles: true }));
        }""",
        "a " * 2_500_000,
    )
    page.get_by_role("button", name="Submit the case").click()
    expect(page.get_by_role("alert").filter(has_text="the service takes 4.19 MB at most")).to_be_visible()
