"""The practice records: charts in the shapes of real ones, each held to what a careful reviewer recommends.

``not-yet-read.yaml`` names those that the reader does not read through yet. The list is strict: a record that is read
must leave it. A record on it is a PEND for information, never a wrong approval.
"""

import asyncio
import datetime as dt
import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from orchestrator.settings import Settings
from orchestrator.terminal.local_review import open_review
from orchestrator.terminal.progress import SilentJournal
from priorauth.submission import accept, parse_submission

PRACTICE = Path(__file__).parents[2] / "evaluation" / "practice"
RECEIVED = dt.date(2026, 11, 23)


def _expected() -> dict[str, str]:
    files = (yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(PRACTICE.glob("*-expected.yaml")))
    return {name: case["recommendation"] for written in files for name, case in written["cases"].items()}


def _not_yet_read() -> frozenset[str]:
    return frozenset(yaml.safe_load((PRACTICE / "not-yet-read.yaml").read_text(encoding="utf-8"))["records"])


def _records() -> Iterator[Any]:
    missing = _not_yet_read()
    for name, recommendation in _expected().items():
        marks = [pytest.mark.xfail(strict=True, reason="not yet read through")] if name in missing else []
        yield pytest.param(name, recommendation, marks=marks, id=name.removesuffix(".json"))


@cache
def _recommendations() -> Mapping[str, str]:
    """What the service recommends for every record, all reviewed in one run."""
    return asyncio.run(_reviewed())


async def _reviewed() -> dict[str, str]:
    found: dict[str, str] = {}
    async with open_review(Settings()) as review:
        for number, name in enumerate(_expected(), start=1):
            parsed = parse_submission(json.loads((PRACTICE / name).read_text(encoding="utf-8")), RECEIVED)
            case = accept(parsed, case_id=f"practice-{number}", received_on=RECEIVED)
            found[name] = (await review(case, SilentJournal())).recommendation.outcome.value
    return found


@pytest.mark.parametrize(("name", "recommendation"), list(_records()))
def test_recommends_what_a_careful_reviewer_does(name: str, recommendation: str) -> None:
    assert _recommendations()[name] == recommendation


def test_every_record_has_an_expectation() -> None:
    records = {path.name for path in PRACTICE.glob("*.json")}
    assert records == set(_expected())
    assert _not_yet_read() <= records
