"""The page of the lifecycle says what the tables say."""

from pathlib import Path

from priorauth.lifecycle_page import lifecycle_page

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "lifecycle.md"


def test_the_page_in_the_documentation_is_the_one_that_the_tables_make() -> None:
    assert PAGE.read_text(encoding="utf-8") == lifecycle_page(), "'priorauth lifecycle > docs/reference/lifecycle.md'"


def test_the_page_tells_moves_roles_and_events() -> None:
    page = lifecycle_page()
    assert "[*] --> received: accept" in page
    assert "recommended --> determined: determine, determine adversely" in page
    assert "| begin review |" in page
    assert "| determine adversely | recommended, information requested," in page
    assert "| medical director | `determination.made` | letter |" in page
