from rich.text import Text

from orchestrator.terminal.lines import Line, joined, label, rows, shortened, words


def texts(line: Line, width: int) -> list[str]:
    return [text.plain for text in line.wrapped(width)]


def test_a_paragraph_wraps_under_its_own_beginning():
    line = Line(words("one two three four five six seven"), label("-"), indent=2)
    assert texts(line, 26) == ["  - one two three four", "    five six seven"]


def test_no_line_ends_in_spaces():
    assert all(text == text.rstrip() for text in texts(Line(words("word " * 60), label("x")), 30))


def test_a_word_longer_than_the_width_stays_whole():
    address = "https://example.org/" + "a" * 80
    assert texts(Line(words(f"see {address} now")), 30) == ["see", address, "now"]


def test_an_empty_line_is_one_empty_line():
    assert texts(Line(Text()), 80) == [""]


def test_control_characters_are_shown_and_not_sent():
    assert words("a\x1b[31mb\u202ec").plain == "a\\x1b[31mb\\x202ec"


def test_spaces_and_line_breaks_are_evened_out():
    assert words("  09:41   room air\n  86 % ").plain == "09:41 room air 86 %"


def test_joined_leaves_out_what_says_nothing():
    assert joined(("a", "", None, words("b"))).plain == "a · b"


def test_columns_stand_in_line_and_the_last_one_wraps():
    table = [(words("a"), words("first")), (words("long"), words("second cell that is quite long"))]
    lines = [text for line in rows(table) for text in texts(line, 28)]
    assert lines == ["a     first", "long  second cell that is", "      quite long"]


def test_no_rows_are_no_lines():
    assert list(rows([])) == []


def test_a_long_text_is_cut_at_a_word_and_says_so():
    assert shortened("one two, three", 10) == "one two …"
    assert shortened("one two", 10) == "one two"
