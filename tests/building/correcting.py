"""Corrections as a case carries them."""

import datetime as dt
from typing import Any

from priorauth.corrections import Confirmation, CorrectionTakenBack, Corrector, ShownPassage, corrector
from priorauth.people import Person, Role
from tests.building.facts import a_span

AT = dt.datetime(2026, 10, 20, 9, tzinfo=dt.UTC)
NURSE = Person(id="nurse", name="Amara Okonjo", role=Role.NURSE_REVIEWER, credential="RN")
DIRECTOR = Person(id="director", name="Ines Castellanos", role=Role.MEDICAL_DIRECTOR, credential="MD")
BY_NURSE, BY_DIRECTOR = corrector(NURSE), corrector(DIRECTOR)


def a_confirmation(by: Corrector = BY_DIRECTOR, **given: Any) -> Confirmation:
    """Of the criterion of the default result."""
    defaults: dict[str, Any] = {
        "line": "1",
        "policy_id": "NCD-1",
        "criterion_id": "coughs",
        "text": "The patient coughs",
        "met": True,
        "why": "The tracing shows it.",
    }
    return Confirmation(by=by, at=AT, **defaults | given)


def a_passage(**given: Any) -> ShownPassage:
    defaults: dict[str, Any] = {"concept": "cough", "side": None, "span": a_span(), "why": "It stands there."}
    return ShownPassage(by=BY_NURSE, at=AT, **defaults | given)


def taking_back(correction: int, by: Corrector = BY_NURSE) -> CorrectionTakenBack:
    return CorrectionTakenBack(by=by, at=AT, why="It was right.", correction=correction)
