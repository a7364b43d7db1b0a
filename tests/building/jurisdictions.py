"""Jurisdiction profiles, situations and clock rules for tests."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from priorauth.applicability import Applicable, Situation, applicable
from priorauth.case import LineOfBusiness, Priority
from priorauth.clocks import ClockRules
from priorauth.jurisdiction import Jurisdiction
from priorauth.profile_lines import Mark

NEW_YORK = ZoneInfo("America/New_York")
SURE: dict[str, Any] = {"mark": Mark.VERIFIED, "citation": "Section 1"}
UNSURE: dict[str, Any] = {"mark": Mark.SECONDARY, "citation": "A bulletin"}
BASELINE: list[dict[str, Any]] = [
    SURE | {"priority": "standard", "value": 7, "unit": "days", "start": "receipt"},
    SURE | {"priority": "expedited", "value": 72, "unit": "hours", "start": "receipt"},
    SURE | {"of": "appeal", "priority": "standard", "value": 30, "unit": "days", "start": "receipt"},
    SURE | {"of": "appeal", "priority": "expedited", "value": 72, "unit": "hours", "start": "receipt"},
]
CLOCK_RULES = ClockRules.model_validate(
    {"baseline": BASELINE, "escalation": {"standard": "0.75", "expedited": "0.5"}, "approval_days": 90}
)


def a_deadline(**given: Any) -> dict[str, Any]:
    """Three calendar days from receipt for a standard request, sure."""
    return SURE | {"priority": "standard", "value": 3, "unit": "days", "start": "receipt"} | given


def a_profile(*deadlines: dict[str, Any], **given: Any) -> Jurisdiction:
    """A profile of Ohio for commercial plans, sure in every line, with one deadline."""
    stated: dict[str, Any] = {
        "id": "OH",
        "title": "Ohio",
        "statute": "Insurance Code",
        "effective": dt.date(2026, 1, 1),
        "lines_of_business": ["commercial"],
        "states": ["OH"],
        "adverse_decider": [SURE | {"who": ["physician"], "text": "A physician."}],
        "suggest_denial": SURE | {"allowed": "assist_only", "text": "A person decides."},
        "data_basis": SURE | {"text": "The record."},
        "audit": SURE | {"text": "Records."},
        "deadlines": deadlines or (a_deadline(),),
        "missed": SURE | {"means": "none_found", "text": "Nothing was found."},
    }
    return Jurisdiction.model_validate(stated | given)


def a_situation(**given: Any) -> Situation:
    """A standard commercial request in Ohio, received in November 2026."""
    stated: dict[str, Any] = {
        "on": dt.date(2026, 11, 16),
        "line_of_business": LineOfBusiness.COMMERCIAL,
        "state": "OH",
        "priority": Priority.STANDARD,
    }
    return Situation.model_validate(stated | given)


def applying(*profiles: Jurisdiction, **given: Any) -> Applicable:
    """What binds of these profiles in that situation."""
    return applicable(a_situation(**given), profiles)
