"""Programs for tests."""

import datetime as dt
from typing import Any

from priorauth.program import Program


def a_listing(**given: Any) -> dict[str, Any]:
    """A stimulator that is listed since July 2021."""
    stated = {
        "service": "Stimulator",
        "codes": ["63650"],
        "since": dt.date(2021, 7, 1),
        "verification": "verified",
        "source": "List",
    }
    return stated | given


def a_program(*listings: dict[str, Any], **given: Any) -> Program:
    """A program with one listing, for Original Medicare."""
    stated: dict[str, Any] = {
        "id": "OPD",
        "title": "Outpatient list",
        "effective": dt.date(2020, 7, 1),
        "lines_of_business": ["medicare_ffs"],
        "consequence": "No payment.",
        "clock": "Seven days.",
        "citation": {"title": "List", "url": "https://programs.example/opd"},
        "verification": "secondary",
        "source": "Program page",
        "listings": listings or (a_listing(),),
    }
    return Program.model_validate(stated | given)
