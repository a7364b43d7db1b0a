"""Sentences and short notes as clinicians write them, each with the facts that they state and those they do not.

``known_gap`` says why a case does not hold yet; the case must then fail.
"""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from agents.reading.reader import Patient, Reader
from priorauth.case import Document
from priorauth.facts import Fact
from priorauth.rubric import ConfidenceScale
from priorauth.rulebook import read_rule_book

ROOT = Path(__file__).parents[2]
CASES = Path(__file__).parent / "reading"
PATIENT = Patient("Marigold Testerman", dt.date(1955, 4, 12), "1AB2CD3EF45")
SCALE = {
    "levels": {"explicit_with_specifics": 95, "explicit": 85, "implied": 60, "vague": 40, "absent": 0},
    "deductions": {"unsigned": 10, "undated": 5, "copied_forward": 10, "scanned": 10},
    "floor": 70,
    "warn_below": 60,
}
_CONDITIONS = ("activity", "oxygen", "litres_per_minute", "side", "method")


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(read_rule_book(ROOT).skills.vocabulary, ConfidenceScale.model_validate(SCALE))


def _cases() -> Iterator[Any]:
    for path in sorted(CASES.glob("*.yaml")):
        for number, case in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")), start=1):
            label = case.get("because") or case.get("note") or "several documents"
            gap = [pytest.mark.xfail(strict=True, reason=case["known_gap"])] if "known_gap" in case else []
            yield pytest.param(case, marks=gap, id=f"{path.stem}-{number}-{' '.join(str(label).split())[:50]}")


def _documents(case: dict[str, Any]) -> list[Document]:
    written = case.get("documents") or [{"text": case["note"], "kind": case.get("kind", "visit_note")}]
    defaults = {"kind": "visit_note", "date": case.get("date", dt.date(2026, 10, 6)), "signed": True}
    return [
        Document.model_validate({"id": f"d{number}", **defaults, **document})
        for number, document in enumerate(written, start=1)
    ]


def _said(fact: Fact) -> dict[str, Any]:
    said = fact.model_dump(exclude={"conditions", "evidence"}) | fact.conditions.model_dump()
    return {name: getattr(value, "value", value) for name, value in said.items()}


def _fits(wanted: dict[str, Any] | str, fact: Fact) -> bool:
    """Whether a fact has everything that is wanted; a bare concept means that it is present."""
    if isinstance(wanted, str):
        wanted = {"concept": wanted, "assertion": "present"}
    said = _said(fact)
    for name, value in wanted.items():
        found = (
            None
            if name == "month"
            else said["superseded_by"] is not None
            if name == "superseded"
            else said["on" if name == "dated" else name]
        )
        if name == "month":
            found = f"{fact.on_between[0]:%Y-%m}" if fact.on_between else None
        if name == "doubt":
            found = found is not None
        if name == "computed":
            found = fact.computed.statement if fact.computed else None
        if isinstance(found, Decimal):
            value = Decimal(str(value)) if value is not None else None
        if found != value:
            return False
    return True


@pytest.mark.parametrize("case", list(_cases()))
def test_reads(case: dict[str, Any], reader: Reader) -> None:
    documents = _documents(case)
    reading = reader.read(documents, PATIENT)
    texts = {document.id: document.text for document in documents}
    shown = "\n".join(f"{_said(fact)}" for fact in reading.facts)
    for fact in reading.facts:
        for span in fact.evidence.spans:
            assert texts[span.document_id][span.start : span.end] == span.quote
    for wanted in case.get("facts", ()):
        assert any(_fits(wanted, fact) for fact in reading.facts), f"not read: {wanted}\nread:\n{shown}"
    for unwanted in case.get("not", ()):
        wrong = [fact for fact in reading.facts if _fits(unwanted, fact)]
        assert not wrong, f"wrongly read: {_said(wrong[0])}"
    if case.get("nothing"):
        assert not reading.facts, f"wrongly read:\n{shown}"
    if "quarantined" in case:
        assert len(reading.quarantined) == case["quarantined"]
