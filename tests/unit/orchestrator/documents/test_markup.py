"""Markdown and HTML: what they say, and that nobody's words can pass for markup."""

from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from orchestrator.documents.blocks import Block, Fields, Heading, Run, Table, listing, paragraph, plain
from orchestrator.documents.rendering.html import render_html
from orchestrator.documents.rendering.markdown import render_markdown
from tests.unit.orchestrator.documents.samples import ARABIC, HOSTILE, document, everything

EVERYWHERE: tuple[Block, ...] = (
    Heading(level=2, text=HOSTILE),
    paragraph(Run(text=HOSTILE, quoted=True, bold=True)),
    paragraph(HOSTILE),
    listing([HOSTILE]),
    Fields(pairs=((HOSTILE, plain(HOSTILE)),)),
    Table(caption=HOSTILE, header=(HOSTILE,), widths=(1,), rows=((plain(HOSTILE),),)),
)


def as_html(markdown: str) -> str:
    return MarkdownIt("commonmark").enable("table").enable("strikethrough").render(markdown)


class Tags(HTMLParser):
    """The tags of a page with their attributes, and its words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def test_markdown_says_every_block():
    said = render_markdown(everything())
    assert said.startswith("# A title\n\n## 1. First\n\nPlain, **bold**, *slanted*, **NOT MET**.\n\nRead this.\n")
    assert "- **Member:** Nguyễn Thị Ánh Tuyết\n" in said
    assert "- outer\n  - inner\n- last\n\n1. one\n2. two\n" in said
    assert "*What was asked*\n\n| Criterion | Status |\n| --- | --- |\n| Criterion 0 | **NOT MET** |\n" in said
    assert "[the rule](<https://cms.example/rule?a=1&b=2>)" in said


@pytest.mark.parametrize("block", EVERYWHERE)
def test_in_markdown_nobodys_words_are_markup(block: Block):
    calm = type(block).model_validate_json(block.model_dump_json().replace("# Approved", "Approved"))
    for one in (block, calm):
        page = Tags(as_html(render_markdown(document(one))))
        tags = {tag for tag, _ in page.found}
        assert tags <= {"h1", "h3", "p", "strong", "ul", "li", "em", "table", "thead", "tbody", "tr", "th", "td"}
        assert "<script>alert(1)</script>" in page.words
        assert "[U+202E]DEVORPPA [U+0000] <!-- ~~gone~~ _it_ \\" in page.words
        assert "&lt; " in page.words


@pytest.mark.parametrize("words", ["- x", "+ x", "1. x", "12) x", "= x", "--- ", "# x", "> x", "    x", "| x |"])
def test_a_paragraph_of_markdown_begins_nothing_else(words: str):
    html = as_html(render_markdown(document(paragraph("Before."), paragraph(words))))
    assert Tags(html).found == [("h1", {}), ("p", {}), ("p", {})]


def test_bare_addresses_become_no_links_of_markdown():
    said = render_markdown(document(paragraph("https://evil.example www.evil.example a@evil.example")))
    assert "https\\://evil.example www\\.evil.example a\\@evil.example" in said


def test_html_is_one_accessible_file():
    page = Tags(render_html(everything()))
    assert page.of("html") == [{"lang": "en-US"}]
    assert "A title · PA-1" in page.words
    assert [tag for tag, _ in page.found if tag in ("h1", "h2", "h3", "h4", "h5")] == ["h1", "h2", "h3", "h5", "h4"]
    assert page.of("th") == [{"scope": "col"}, {"scope": "col"}]
    assert [tag for tag, _ in page.found].count("caption") == 1
    assert not [tag for tag, _ in page.found if tag in ("script", "link", "img", "iframe")]
    assert not [attributes for _, attributes in page.found if "style" in attributes]
    assert "@media print" in page.words
    assert page.of("a") == [{"href": "https://cms.example/rule?a=1&b=2"}]


@pytest.mark.parametrize("block", EVERYWHERE)
def test_in_html_nobodys_words_are_markup(block: Block):
    page = Tags(render_html(document(block, title=HOSTILE, subject=HOSTILE, reference=HOSTILE)))
    assert not [tag for tag, _ in page.found if tag in ("script", "b", "a")]
    assert page.words.count("<script>alert(1)</script>") >= 3
    assert "[U+202E]DEVORPPA [U+0000]" in page.words


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "https://a b", "//evil.example", ""])
def test_what_is_no_address_of_the_web_is_no_link(link: str):
    one = document(paragraph(Run(text="words", link=link)))
    assert not Tags(render_html(one)).of("a")
    assert "](" not in render_markdown(one)


def test_a_quote_has_the_direction_of_its_own_words():
    page = Tags(render_html(document(paragraph("It says ", Run(text=ARABIC, quoted=True)))))
    assert page.of("span") == [{"class": "quote", "dir": "auto"}]
    assert f"“{ARABIC}”" in page.words
