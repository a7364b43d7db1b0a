"""PDF: the text that it holds, its bookmarks, pages and properties, and that nothing is too much for it."""

import io
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from unicodedata import normalize

import pypdfium2
import pytest
from pypdf import PdfReader

from orchestrator.documents.blocks import Document, Heading, Item, Listing, Run, Table, Tone, paragraph, plain
from orchestrator.documents.rendering.pdf import AUTHOR, render_pdf
from tests.unit.orchestrator.documents.samples import (
    ARABIC,
    CYRILLIC,
    HOSTILE,
    VIETNAMESE,
    document,
    everything,
    table,
)


def read(one: Document) -> PdfReader:
    return PdfReader(io.BytesIO(render_pdf(one)), strict=True)


def pages_of(one: Document) -> list[str]:
    return [page.extract_text() for page in read(one).pages]


def words_of(one: Document) -> str:
    return " ".join(" ".join(pages_of(one)).split())


def without_space(text: str) -> str:
    return "".join(text.split())


def test_text_is_read_back_in_every_script():
    said = words_of(everything())
    for words in ("1. First", "Plain, bold, slanted, NOT MET", VIETNAMESE, CYRILLIC, "• outer", "– inner", "2. two"):
        assert words in said


def drawn(one: Document) -> list[str]:
    """The lines of the first page as they are seen: the letters from left to right, whatever their order of reading."""
    with pypdfium2.PdfDocument(render_pdf(one)) as pdf:
        page = pdf[0].get_textpage()
        seen = [(page.get_charbox(n, loose=True), page.get_text_range(n, 1)) for n in range(page.count_chars())]
    lines: dict[int, list[tuple[float, str]]] = {}
    for (left, bottom, _, _), letter in seen:
        lines.setdefault(-round(bottom), []).append((left, letter))
    return ["".join(letter for _, letter in sorted(line)) for _, line in sorted(lines.items())]


def arabic(lines: list[str]) -> list[str]:
    """The lines that have Arabic letters."""
    return [line for line in lines if any("\u0600" <= letter <= "\u06ff" for letter in line)]


def test_arabic_is_turned_into_the_order_of_sight():
    (line,) = arabic(drawn(document(paragraph("It says ", Run(text=ARABIC, quoted=True), "."))))
    assert line.startswith("It says ")
    assert ARABIC[::-1] in line
    assert line.rstrip().endswith(".")


def test_arabic_letters_have_the_forms_that_join_them():
    said = words_of(document(paragraph(ARABIC)))
    assert ARABIC not in said
    assert ARABIC in normalize("NFKC", said)


def test_wrapped_arabic_keeps_the_order_of_its_lines():
    lines = arabic(drawn(document(paragraph(f"{'الأول ' * 30}{'الثاني ' * 30}"))))
    assert set(lines[0].split()) == {"الأول"[::-1]}
    assert set(lines[-1].split()) == {"الثاني"[::-1]}


def test_a_style_goes_with_its_letters_when_they_are_turned():
    parts = (Run(text="عربي", bold=True), " (12) ", Run(text="نص", tone=Tone.BAD), " end")
    (line,) = arabic(drawn(document(paragraph(*parts))))
    assert [word.strip("()") for word in line.split()] == ["نص"[::-1], "12", "عربي"[::-1], "end"]


def test_a_letter_that_no_font_has_is_named():
    said = words_of(document(paragraph("漢 and ", Run(text="字", bold=True)), title="漢"))
    assert "[U+6F22] and [U+5B57]" in said
    assert "[U+6F22]" in pages_of(document(title="漢"))[0]


def test_letters_that_a_cut_lacks_are_taken_from_the_regular_one():
    assert "عربي" in normalize("NFKC", words_of(document(paragraph(Run(text="عربي", italic=True)))))


def test_nobodys_words_are_markup():
    said = words_of(document(paragraph(Run(text=HOSTILE, quoted=True)), title=HOSTILE))
    assert "<b>now</b> [x](javascript:alert(1)) | *y* `z` &lt; <script>alert(1)</script>" in said
    assert "[U+202E]DEVORPPA [U+0000]" in said


def test_headings_to_the_third_level_are_bookmarks_in_their_order():
    outline = read(everything()).outline
    assert titles(outline) == ["1. First", ["Below", ["Deep"]]]


def titles(outline: Any) -> list[Any]:
    return [titles(one) if isinstance(one, list) else one.title for one in outline]


def test_a_bookmark_leads_to_its_page():
    reader = read(document(*(block for n in range(1, 4) for block in (Heading(level=1, text=f"Part {n}"), table(40)))))
    pages = [reader.get_destination_page_number(one) for one in reader.outline if not isinstance(one, list)]
    assert pages == sorted(set(pages))
    for number, page in enumerate(pages, start=1):
        assert f"Part {number}" in reader.pages[page or 0].extract_text()


def test_a_skipped_level_breaks_no_outline():
    blocks = (Heading(level=3, text="Deep first"), Heading(level=1, text="Top"), Heading(level=3, text="Deep"))
    assert titles(read(document(*blocks)).outline) == ["Deep first", "Top", ["Deep"]]


@pytest.mark.parametrize(("language", "words"), [("en-US", "Page {} of {}"), ("es", "Página {} de {}")])
def test_every_page_has_its_number_and_the_case(language: str, words: str):
    pages = pages_of(document(table(120), language=language))
    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        assert words.format(number, len(pages)) in page
        assert "PA-1" in page
        assert ("A title" in page) is True


def test_a_table_repeats_its_header_on_each_page():
    pages = pages_of(document(table(120)))
    assert all("Criterion Status" in " ".join(page.split()) for page in pages)
    numbers = re.findall(r"Criterion (\d+)", " ".join(pages))
    assert [int(number) for number in numbers] == list(range(120))


def test_the_properties_name_the_document():
    reader = read(document(title="Título", language="es-US"))
    about = reader.metadata
    assert about is not None
    assert (about.title, about.subject, about.author) == ("Título", "A subject", AUTHOR)
    assert reader.trailer["/Root"]["/Lang"] == "es-US"
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712 - a PDF object
    assert [float(side) for side in reader.pages[0].mediabox] == [0, 0, 612, 792]


def test_fonts_are_embedded_as_subsets():
    fonts = read(everything()).pages[0]["/Resources"]["/Font"].values()
    drawn = [font.get_object() for font in fonts if font.get_object()["/Subtype"] == "/TrueType"]
    assert drawn
    assert all("/FontFile2" in font["/FontDescriptor"] and "+DejaVuSans" in font["/BaseFont"] for font in drawn)


def test_the_same_document_has_the_same_bytes():
    wanted = render_pdf(everything())
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(render_pdf, [everything()] * 6)) == {wanted}
    assert render_pdf(document(title="Another")) != wanted


LONG = "Pneumonoultramicroscopicsilicovolcanoconiosis" * 60


@pytest.mark.parametrize(
    "block",
    [
        paragraph(LONG),
        paragraph(Run(text=LONG, quoted=True, bold=True), tone=Tone.NOTE),
        Heading(level=2, text=LONG),
        Listing(items=(Item(runs=plain(LONG), items=(Item(runs=plain(LONG)),)),)),
        Table(caption=LONG, header=(LONG[:200], "B"), widths=(1, 9), rows=((plain(LONG[:3000]), plain(LONG)),)),
    ],
)
def test_long_words_are_broken_and_kept(block: Any):
    said = without_space(re.sub(r"PA-1|Page \d+ of \d+|A title", "", " ".join(pages_of(document(block)))))
    assert said.count("Pneumono") >= 60 or "Table" in type(block).__name__
    assert "coniosis" in said


def test_a_cell_longer_than_a_page_goes_on_on_the_next():
    row = (plain("Quotes"), plain(" ".join(f"word{number}" for number in range(3000))))
    said = words_of(document(Table(caption="Long", header=("A", "B"), widths=(1, 2), rows=(row,))))
    assert [int(number) for number in re.findall(r"word(\d+)", said)] == list(range(3000))


def test_deep_lists_and_empty_parts_are_shown():
    deep = Item(runs=plain("bottom"))
    for _ in range(12):
        deep = Item(runs=plain("level"), items=(deep,))
    empty = Table(caption="Nothing", header=("A", "B"), widths=(1, 1), rows=())
    said = words_of(document(Listing(items=(deep,)), empty, Heading(level=1, text="Last"), paragraph("")))
    assert "bottom" in said
    assert "Nothing A B Last" in said


def test_no_heading_stands_alone_at_the_foot_of_a_page():
    tall = Table(
        caption="Tall", header=("A", "B"), widths=(1, 1), rows=((plain("many words " * 60), plain("Criterion 0")),) * 2
    )
    for number, before in ((number, before) for number in (1, 2) for before in range(26, 52)):
        blocks = [paragraph("line") for _ in range(before)]
        headings = (Heading(level=1, text="Above"), Heading(level=2, text="Below"))[:number]
        for below in (table(3), tall):
            pages = pages_of(document(*blocks, *headings, below))
            (holding,) = (page for page in pages if "Above" in page)
            assert "Criterion 0" in holding


def test_a_text_that_is_mostly_arabic_keeps_its_latin_words_in_their_place():
    said = "استعمل جهاز CPAP منزلياً"
    (line,) = arabic(drawn(document(paragraph("Note: ", Run(text=said, quoted=True), " (page 3)"))))
    assert line.index("منزلياً"[::-1][-3:]) < line.index("CPAP") < line.index("استعمل"[::-1])
    assert line.startswith("Note: “")
    assert line.rstrip().endswith("page 3)")


def test_latin_words_with_an_arabic_name_stay_in_their_order():
    (line,) = arabic(drawn(document(paragraph("Dr. محمد (Mohammed) Al-Saud, MD"))))
    assert [word.strip("()") for word in line.split()] == ["Dr.", "محمد"[::-1], "Mohammed", "Al-Saud,", "MD"]


def test_arabic_names_have_all_their_letters():
    said = words_of(document(paragraph("محمد عبد الله")))
    assert "U+" not in said
    assert "الله" in normalize("NFKC", said)


def test_a_header_stands_once_on_a_page():
    rows = tuple((plain(f"Row {number}"), plain("many words " * 150)) for number in range(12))
    for page in pages_of(document(Table(caption="Long rows", header=("Left", "Right"), widths=(1, 2), rows=rows))):
        assert page.split().count("Left") == 1
