"""Plain text: 80 columns, and all that was said."""

import pytest
from rich.cells import cell_len

from orchestrator.documents.blocks import Run, Table, paragraph, plain
from orchestrator.documents.rendering.text import COLUMNS, render_text
from tests.unit.orchestrator.documents.samples import HOSTILE, VIETNAMESE, document, everything, table


def test_text_says_every_block():
    said = render_text(everything())
    assert said.startswith("A title\n=======\n\n1. First\n--------\n\nPlain, bold, slanted, NOT MET.\n")
    assert f"Member:     {VIETNAMESE}\n" in said
    assert "- outer\n  - inner\n- last\n\n1. one\n2. two\n" in said
    assert "| Criterion 2 " in said
    assert "the rule (https://cms.example/rule?a=1&b=2)" in said
    assert said.endswith("\n\nPA-1\n")


@pytest.mark.parametrize("words", ["x" * 500, "word " * 200, "漢" * 200, VIETNAMESE * 20, HOSTILE])
def test_no_line_is_longer_than_the_page(words: str):
    row = (plain(words), (Run(text=words, quoted=True),), plain("short"))
    wide = Table(caption=words, header=("A", "B", "C"), widths=(4, 4, 1), rows=(row,))
    said = render_text(document(paragraph(words), wide, table(2), title=words))
    assert max(cell_len(line) for line in said.splitlines()) <= COLUMNS
    assert not [line for line in said.splitlines() if line != line.rstrip()]
    whole = "".join(said.split())
    assert whole.count("".join(words.split())[:40]) >= 2


def test_the_environment_changes_nothing(monkeypatch: pytest.MonkeyPatch):
    before = render_text(everything())
    for name, value in (("COLUMNS", "40"), ("FORCE_COLOR", "1"), ("TERM", "xterm-256color")):
        monkeypatch.setenv(name, value)
    assert render_text(everything()) == before


def test_unseen_characters_stand_as_their_code_points():
    assert "a[U+202E]b[U+001B]c" in render_text(document(paragraph("a\u202eb\x1bc")))
