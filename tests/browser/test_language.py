"""The workbench in Spanish says once that the service's own sentences are English."""

from playwright.sync_api import Page, expect


def test_that_the_service_speaks_english_is_said_once(page: Page) -> None:
    page.add_init_script(
        "localStorage.getItem('priorauth.language') ?? localStorage.setItem('priorauth.language', 'es')"
    )
    page.goto("/")
    note = page.get_by_role("note").filter(has_text="casi siempre inglés")
    expect(note).to_have_count(1)
    page.get_by_label("Idioma").select_option("English")
    expect(note).to_have_count(0)
