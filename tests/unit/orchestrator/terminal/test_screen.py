import io

import pytest

from orchestrator.terminal.lines import plain
from orchestrator.terminal.screen import PLAIN_WIDTH, screen_on


def test_plain_text_where_nobody_watches(written):
    written.screen.show([plain("word " * 40, style="bold red")])
    assert "\x1b" not in written.out
    assert max(map(len, written.out.splitlines())) <= PLAIN_WIDTH


def test_colors_on_a_terminal(on_a_terminal):
    on_a_terminal.screen.show([plain("red", style="red")])
    assert "\x1b[31mred" in on_a_terminal.out


def test_no_color_is_respected(monkeypatch: pytest.MonkeyPatch, on_a_terminal):
    monkeypatch.setenv("NO_COLOR", "1")
    screen_on(*on_a_terminal.streams).show([plain("red", style="red")])
    assert "\x1b[31m" not in on_a_terminal.out


def test_markup_in_a_text_is_text(written):
    written.screen.show([plain("[red]x[/red] :smile: [1]")])
    assert written.out == "[red]x[/red] :smile: [1]\n"


def test_errors_go_to_standard_error_and_keep_their_indentation(written):
    written.screen.complain("Three problems:\n  one\n  two")
    assert (written.out, written.err) == ("", "priorauth: Three problems:\n  one\n  two\n")


def test_data_is_written_untouched():
    out = io.StringIO()
    screen_on(out, io.StringIO()).data('{"a": "' + "x" * 300 + '"}')
    assert out.getvalue() == '{"a": "' + "x" * 300 + '"}\n'
