"""Markdown files with YAML front matter: what is wrong is told with file and line."""

import pytest
import yaml
from pydantic import BaseModel

from priorauth.errors import RuleProblem
from priorauth.frontmatter import Source, parse_as, read_front_matter, read_yaml

FILE = "policies/ncd/1.md"
GOOD = "---\nid: A\ncriteria:\n  - finding: cough\n  - finding: fever\n---\n\n# Prose\n"


class Leaf(BaseModel):
    finding: int


class Rules(BaseModel):
    id: str
    criteria: list[Leaf]
    version: str = "1"


def source(text: str = GOOD) -> Source:
    read = read_front_matter(FILE, text)
    assert isinstance(read, Source)
    return read


def test_front_matter_and_prose_come_apart() -> None:
    assert source().data == {"id": "A", "criteria": [{"finding": "cough"}, {"finding": "fever"}]}
    assert source().body == "# Prose"


@pytest.mark.parametrize("text", ["", "# Prose", "---\nid: A\n", "\n---\nid: A\n---\n", "--- \nid: A"])
def test_a_file_without_front_matter_is_told_so(text: str) -> None:
    assert read_front_matter(FILE, text) == RuleProblem(
        file=FILE, line=1, message="begins with a YAML block between two lines of ---"
    )


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("---\nid: A\ncriteria: ]\n---\n", 3, "node content"),
        ("---\nid: A\n id: B\n---\n", 3, "mapping values are not allowed"),
        ("---\na: &x 1\nb: *y\n---\n", 3, "found undefined alias"),
        ("---\na: !!python/name:os.system x\n---\n", 2, "could not determine a constructor for the tag"),
        ("---\nid: A\nb:\n  effective: 2026-13-41\n---\n", 4, "'2026-13-41': month must be in 1..12"),
        ("---\nid: A\ncriteria: [1, 2026-02-30]\n---\n", 3, "'2026-02-30': day is out of range for month"),
    ],
)
def test_yaml_that_cannot_be_read_is_told_with_its_line(text: str, line: int, told: str) -> None:
    problem = read_front_matter(FILE, text)
    assert isinstance(problem, RuleProblem)
    assert (problem.file, problem.line) == (FILE, line)
    assert problem.message.startswith("not valid YAML: ")
    assert told in problem.message


def test_a_day_that_does_not_exist_is_a_problem() -> None:
    assert isinstance(read_yaml(FILE, "effective: 2026-02-30"), RuleProblem)


def test_a_control_character_is_a_problem() -> None:
    assert isinstance(read_yaml(FILE, "id: \x00"), RuleProblem)


def test_yaml_by_itself_begins_on_the_first_line() -> None:
    problem = read_yaml("vocabulary.yaml", "a: 1\nb: ]")
    assert isinstance(problem, RuleProblem)
    assert str(problem).startswith("vocabulary.yaml:2: not valid YAML: ")


@pytest.mark.parametrize(
    ("location", "line"),
    [
        ([], 2),
        (["id"], 2),
        (["criteria"], 4),
        (["criteria", 0], 4),
        (["criteria", 1], 5),
        (["criteria", 1, "finding"], 5),
        (["criteria", 7], 4),
        (["criteria", "finding", 1], 5),
        (["version"], 2),
        (["id", "deeper"], 2),
    ],
)
def test_a_location_is_a_line_of_the_file_or_that_of_its_nearest_ancestor(location: list[int | str], line: int) -> None:
    assert source().line_of(location) == line


def test_an_empty_block_stands_on_its_first_line() -> None:
    assert source("---\n---\n").line_of(["id"]) == 2


def test_data_that_fit_are_the_model() -> None:
    data = {"id": "A", "criteria": [{"finding": 1}]}
    assert parse_as(Rules, source(), data) == Rules.model_validate(data)


def test_each_thing_that_does_not_fit_is_a_problem_with_its_line() -> None:
    problems = parse_as(Rules, source(), source().data)
    assert isinstance(problems, list)
    told = "Input should be a valid integer, unable to parse string as an integer"
    assert [str(problem) for problem in problems] == [
        f"{FILE}:4: criteria.0.finding: {told}",
        f"{FILE}:5: criteria.1.finding: {told}",
    ]


def test_data_of_another_shape_are_one_problem() -> None:
    problems = parse_as(Rules, source(), [], at=["criteria"])
    assert isinstance(problems, list)
    assert [problem.line for problem in problems] == [4]
    assert problems[0].message.startswith("Input should be a valid dictionary")


DEEP = "".join(f"{' ' * depth}a:\n" for depth in range(80)) + " " * 80 + "b"


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\nb: [x, 2.5, true, null, ~, 2026-01-31, '1', \"2\", 0x1F, 1_000]\nc: {}\nd: []\n",
        "a: >\n  folded\n  text\nb: |\n  kept\n",
        "1: one\ntrue: two\n2026-01-31: three\n",
        "a: 1\na: 2\n",
        "a: &x [1, 2]\nb: *x\n",
        "a: &x {p: 1, q: 2}\nb: {<<: *x, q: 3}\n",
        "a: !!set {x, y}\nb: !!binary aGk=\n",
        "a: !!omap [x: 1, y: 2]\n",
        DEEP,
        "just text",
        "[]",
    ],
)
def test_data_are_those_of_the_yaml_package(text: str) -> None:
    read = read_yaml(FILE, text)
    assert isinstance(read, Source)
    assert read.data == yaml.safe_load(text)
    assert repr(read.data) == repr(yaml.safe_load(text))


@pytest.mark.parametrize("text", ["&x [*x]", "a:\n  b: &x\n    c: *x", "- [&x {a: [*x]}]"])
def test_what_contains_itself_is_told(text: str) -> None:
    problem = read_yaml(FILE, text)
    assert isinstance(problem, RuleProblem)
    assert problem.message == "a cycle: what begins here is part of itself"


def test_a_key_that_cannot_be_one_is_told() -> None:
    problem = read_yaml(FILE, "a: 1\n? [b, c]\n: 2\n")
    assert problem == RuleProblem(file=FILE, line=2, message="not valid YAML: found unhashable key")
