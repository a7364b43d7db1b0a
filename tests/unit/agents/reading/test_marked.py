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
from agents.reading.marked import Marked
from agents.reading.text import fold

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
                if isinstance(one, Marked):
                    yield pytest.param(one, id=f"{found.name}{name}-{key}")


PATTERNS = list(_patterns())


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
