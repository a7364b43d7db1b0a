"""The workbench in Spanish says once that the service's own sentences are English."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_screens import SCREENS


@pytest.mark.parametrize("screen", [name for name, address in SCREENS.items() if "{case}" not in address])
def test_a_page_says_what_it_is_in_the_readers_language(page: Page, screen: str) -> None:
    page.goto(SCREENS[screen])
    description = page.locator("meta[name=description]")
    expect(page).to_have_title("Prior-authorization review")
    expect(description).to_have_attribute("content", re.compile("^Where a health plan’s reviewers check the draft"))
    page.get_by_label("Language", exact=True).select_option("Español")
    expect(page).to_have_title("Revisión de autorizaciones previas")
    expect(description).to_have_attribute("content", re.compile("^Donde los revisores de un plan de salud"))
    expect(page.locator("head > title")).to_have_count(1)


def test_that_the_service_speaks_english_is_said_once(page: Page) -> None:
    page.add_init_script(
        "localStorage.getItem('priorauth.language') ?? localStorage.setItem('priorauth.language', 'es')"
    )
    page.goto("/")
    note = page.get_by_role("note").filter(has_text="casi siempre inglés")
    expect(note).to_have_count(1)
    page.get_by_label("Idioma").select_option("English")
    expect(note).to_have_count(0)
