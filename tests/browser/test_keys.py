"""The list of keys, and single keys that are turned off."""

from playwright.sync_api import Page, expect

from tests.browser.seen import violations


def test_the_keys_of_the_page_are_listed_and_the_focus_goes_back(page: Page):
    page.goto("/")
    expect(page.get_by_role("row")).to_have_count(11)
    page.keyboard.press("j")
    link = page.get_by_role("row").nth(1).get_by_role("link")
    expect(link).to_be_focused()
    page.keyboard.press("?")
    listed = page.get_by_role("dialog", name="Keys of this page")
    for words in ("Next case in the list", "Opens the case", "Goes to the search", "Shows this list"):
        expect(listed.get_by_text(words)).to_be_visible()
    expect(listed.get_by_text("passage")).to_have_count(0)
    assert violations(page) == []
    page.keyboard.press("k")
    page.keyboard.press("Escape")
    expect(listed).to_have_count(0)
    expect(link).to_be_focused()


def test_a_case_lists_keys_of_its_own_in_the_language_that_is_read(page: Page):
    page.goto("/")
    page.get_by_label("Language").select_option("es")
    page.get_by_role("row").nth(1).get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("nacimiento")
    page.get_by_role("button", name="Teclas de esta página").click()
    listed = page.get_by_role("dialog", name="Teclas de esta página")
    expect(listed.get_by_text("Criterio siguiente")).to_be_visible()
    expect(listed.get_by_text("Muestra ese pasaje del criterio")).to_be_visible()
    expect(listed.get_by_text("Va a la búsqueda")).to_have_count(0)


def test_single_keys_can_be_turned_off_and_the_button_still_opens_the_list(page: Page):
    page.goto("/")
    expect(page.get_by_role("row")).to_have_count(11)
    page.keyboard.press("?")
    page.get_by_label("Single keys act").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("j")
    expect(page.get_by_role("row").nth(1).get_by_role("link")).not_to_be_focused()
    page.get_by_role("button", name="Keys of this page").click()
    expect(page.get_by_label("Single keys act")).not_to_be_checked()
