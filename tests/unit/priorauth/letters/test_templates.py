"""The field language of the templates: fields, sections, and what is refused."""

import pytest

from priorauth.letters.templates import MARK, TemplateInvalid, fill, parse_template


def filled(text: str, **values: object) -> str:
    """The filled text with the values in place."""
    made = fill(parse_template(text), values)  # pyright: ignore[reportArgumentType]
    return MARK.sub(lambda found: made.values[int(found[1])], made.markdown)


def test_a_field_is_its_value():
    assert filled("Dear {{name}}, {{ name }}", name="Ada") == "Dear Ada, Ada"
    assert filled("{{plan.name}}", plan={"name": "A plan"}) == "A plan"
    assert filled("{{plan.name}}", plan=None) == ""


def test_a_section_is_written_once_for_each_item():
    assert filled("{{#items}}({{what}} for {{name}}){{/items}}", items=[{"what": "a"}, {"what": "b"}], name="Ada") == (
        "(a for Ada)(b for Ada)"
    )
    assert filled("{{#items}}[{{item}}]{{/items}}", items=["a", "b"]) == "[a][b]"


def test_a_section_is_written_where_its_field_is_there():
    text = "{{#due}}by {{due}}{{/due}}{{^due}}no date{{/due}}"
    assert filled(text, due="today") == "by today"
    assert filled(text, due=None) == "no date"
    assert filled("{{#yes}}yes{{/yes}}", yes=True) == "yes"
    assert filled("{{#plan}}{{name}}{{/plan}}", plan={"name": "A plan"}) == "A plan"
    assert filled("{{^items}}none{{/items}}", items=[]) == "none"


def test_the_tag_of_a_section_that_has_its_line_to_itself_leaves_no_line():
    assert filled("- a\n{{#b}}\n- {{b}}\n{{/b}}\n- c", b="b") == "- a\n- b\n- c"
    assert filled("- a\n{{#b}}\n- {{b}}\n{{/b}}\n- c", b=None) == "- a\n- c"


def test_a_value_is_no_template_and_no_text_of_the_template():
    assert filled("{{name}}", name="{{plan}} \ue0000\ue001") == "{{plan}} \ue0000\ue001"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a\n{{Name}}", 1, "a field is two braces"),
        ("a\n\n{{name", 2, "a field is two braces"),
        ("name}}", 0, "a field is two braces"),
        ("a {{name}}\n{{ import os }}", 1, "a field is two braces"),
        ("\ue000", 0, "a field is two braces"),
        ("a\n{{#items}}\n{{what}}", 1, "the section items is not closed"),
        ("a\n{{#a}}\n{{/b}}", 2, "closes nothing that is open"),
        ("{{/a}}", 0, "closes nothing that is open"),
    ],
)
def test_what_is_no_template_is_told_with_its_line(text: str, line: int, said: str):
    with pytest.raises(TemplateInvalid) as refused:
        parse_template(text)
    assert refused.value.line == line
    assert said in refused.value.message
