"""A pattern with marks finds what it finds without them: its marks only save the search."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import agents.reading
from agents.reading.lexicon import Lexicon
from agents.reading.marked import Marked, Stemmed
from agents.reading.page import Page, prepare
from agents.reading.stems import STEMS
from agents.reading.text import SPELLING, fold
from tests.building.cases import a_document

CASES = Path(__file__).parents[3] / "rules" / "reading"


def _notes() -> Iterator[str]:
    """Every note of the reader's cases, folded."""
    for path in sorted(CASES.glob("*.yaml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield from (fold(one.get("text", "")) for one in case.get("documents", ()))
            yield fold(case.get("note") or "")


def _patterns() -> Iterator[Any]:
    """Every pattern with marks of the reader's modules and of their tables."""
    for found in pkgutil.iter_modules(agents.reading.__path__):
        module = importlib.import_module(f"agents.reading.{found.name}")
        for name, value in vars(module).items():
            members = value.items() if isinstance(value, dict) else ((name, value),)
            for key, one in members:
                if isinstance(one, Marked | Stemmed):
                    yield pytest.param(one, id=f"{found.name}{name}-{key}")


PATTERNS = [pattern for pattern in _patterns() if isinstance(pattern.values[0], Marked)]
STEMMED = [pattern for pattern in _patterns() if isinstance(pattern.values[0], Stemmed)]


@pytest.fixture(scope="module")
def sentences() -> list[str]:
    return [sentence for note in _notes() for sentence in re.split(r"(?<=[.;\n]) ", note)]


@pytest.mark.parametrize("marked", PATTERNS)
def test_each_sentence_that_a_pattern_matches_holds_a_mark(marked: Marked, sentences: list[str]) -> None:
    missed = [sentence for sentence in sentences if marked.pattern.search(sentence) and not marked.search(sentence)]
    assert missed == []


@pytest.mark.parametrize("marked", PATTERNS)
def test_every_mark_is_a_part_of_the_pattern(marked: Marked) -> None:
    """A mark that the pattern no longer holds would let it be tried for nothing."""
    written = re.sub(r"\\[bs]|\(\?[:=!<]+|[()?]", "", marked.pattern.pattern)
    assert [mark for mark in marked.marks if mark.replace("?", "") not in written] == []


def test_without_a_mark_the_pattern_is_not_tried() -> None:
    marked = Marked("stop", "stop|go")
    assert marked.search("go") is None
    assert list(marked.finditer("go")) == []


def test_the_stretch_is_searched_and_no_more() -> None:
    marked = Marked("pain", r"\bpain")
    assert marked.search("pain and pain", 1).start() == 9  # pyright: ignore[reportOptionalMemberAccess]
    assert marked.search("pain and pain", 1, 9) is None
    assert [found.start() for found in marked.finditer("pain and pain", 0, 13)] == [0, 9]
    assert marked.search("spain") is None


def _page(text: str) -> Page:
    return prepare(a_document(text=text), Lexicon(()), ())


@pytest.fixture(scope="module")
def pages() -> list[Page]:
    return [_page(note) for note in dict.fromkeys(_notes())]


@pytest.mark.parametrize("stemmed", STEMMED)
def test_each_statement_that_a_pattern_matches_holds_a_stem(stemmed: Stemmed, pages: list[Page]) -> None:
    for page in pages:
        for statement in page.statements:
            found = stemmed.pattern.search(page.folded, statement.start, statement.end)
            asked = stemmed.search(page, statement)
            assert (found and found.span()) == (asked and asked.span())


@pytest.mark.parametrize("stemmed", STEMMED)
def test_every_stem_is_a_part_of_the_pattern(stemmed: Stemmed) -> None:
    written = re.sub(r"\\[bs]|\(\?[:=!<]+|[()?]|-\?", "", stemmed.pattern.pattern)
    assert [stem for stem in stemmed.stems if stem not in written] == []


def test_a_word_in_its_usual_spelling_has_every_stem_of_the_written_one() -> None:
    """The words of a page are in their usual spelling, and a pattern reads them as they are written."""
    for written, usual in SPELLING.items():
        bits = STEMS.of((written, usual))
        assert bits.get(written, 0) & ~bits.get(usual, 0) == 0


def test_a_stemmed_pattern_is_searched_in_the_statement_or_a_part_of_it() -> None:
    stemmed = Stemmed("ulcer", r"\bulcer")
    page = _page("An ulcer, one ulcer more. No wound.")
    first, second = page.statements
    assert stemmed.search(page, first).start() == 3  # pyright: ignore[reportOptionalMemberAccess]
    assert stemmed.search(page, first, start=9).start() == 14  # pyright: ignore[reportOptionalMemberAccess]
    assert stemmed.search(page, first, end=9) is not None
    assert stemmed.search(page, first, start=15) is None
    assert [found.start() for found in stemmed.finditer(page, first)] == [3, 14]
    assert stemmed.may_stand_in(page, first)
    assert not stemmed.may_stand_in(page, second)
    assert list(stemmed.finditer(page, second)) == []
    assert not stemmed.begins(page, first)
    assert Stemmed("no", "no wound").begins(_page("No wound."), _page("No wound.").statements[0])
