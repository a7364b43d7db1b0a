"""The examples are submissions, and each has its expected outcome."""

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from priorauth.findings import Route
from priorauth.recommendation import Outcome
from priorauth.submission import accept, parse_submission
from tests.repository.tree import ROOT

EXAMPLES = sorted((ROOT / "examples").glob("*.json"))
EXPECTED: dict[str, Any] = yaml.safe_load((ROOT / "examples/expected.yaml").read_text(encoding="utf-8"))["cases"]
each_example = pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)


def received_on(body: dict[str, Any]) -> dt.date:
    """The day of the latest document or order: nothing that is sent was written later."""
    dates = [one.get("date") for one in body["documents"]] + [one.get("order_date") for one in body["services"]]
    return dt.date.fromisoformat(max(date for date in dates if date))


@each_example
def test_an_example_is_accepted_as_it_stands(path: Path) -> None:
    body = json.loads(path.read_text(encoding="utf-8"))
    received = received_on(body)
    case = accept(parse_submission(body, received), case_id="c1", received_on=received)
    assert case.documents
    assert case.services


@each_example
def test_an_example_has_its_expected_outcome_with_a_reason(path: Path) -> None:
    expected = EXPECTED[path.name]
    assert expected["recommendation"] in set(Outcome)
    assert (expected["route"] is None) is (expected["recommendation"] == Outcome.APPROVE)
    assert expected["route"] is None or expected["route"] in set(Route)
    assert expected["why"]
    assert expected["traps"]


@each_example
def test_the_words_that_decide_an_example_stand_in_it(path: Path) -> None:
    """What ``why`` quotes is verbatim, line ends and runs of blanks apart."""
    documents = json.loads(path.read_text(encoding="utf-8"))["documents"]
    record = " ".join(" ".join(one["text"] for one in documents).split())
    quotes = [" ".join(quote.split()) for quote in re.findall(r'"([^"]+)"', EXPECTED[path.name]["why"])]
    assert quotes
    assert [quote for quote in quotes if quote not in record] == []


def test_every_expected_outcome_is_that_of_an_example() -> None:
    assert set(EXPECTED) == {path.name for path in EXAMPLES}
