"""Lines of a profile: how sure they are, when they hold, what they say."""

import datetime as dt

import pytest
from pydantic import ValidationError

from priorauth.profile_lines import AppealStart, AppealWindow, Mark, Statement
from tests.building.jurisdictions import SURE

FIRST, LAST = dt.date(2026, 3, 1), dt.date(2026, 3, 31)


@pytest.mark.parametrize(
    ("mark", "sure"),
    [(Mark.VERIFIED, True), (Mark.TRANSCRIPTION, True), (Mark.SECONDARY, False), (Mark.KNOWLEDGE, False)],
)
def test_what_was_read_is_sure(mark: Mark, sure: bool) -> None:
    assert mark.is_sure is sure


@pytest.mark.parametrize(
    ("since", "until", "day", "holds"),
    [
        (None, None, FIRST, True),
        (FIRST, None, FIRST, True),
        (FIRST, None, FIRST - dt.timedelta(days=1), False),
        (None, LAST, LAST, True),
        (None, LAST, LAST + dt.timedelta(days=1), False),
        (FIRST, LAST, FIRST + dt.timedelta(days=9), True),
    ],
)
def test_a_line_holds_from_its_first_day_to_its_last(
    since: dt.date | None, until: dt.date | None, day: dt.date, holds: bool
) -> None:
    assert Statement.model_validate(SURE | {"text": "So.", "since": since, "until": until}).holds(day) is holds


def test_a_line_does_not_end_before_it_begins() -> None:
    with pytest.raises(ValidationError, match="ends before it begins"):
        Statement.model_validate(SURE | {"text": "So.", "since": LAST, "until": FIRST})


@pytest.mark.parametrize("missing", ["mark", "citation"])
def test_a_line_has_a_mark_and_a_citation(missing: str) -> None:
    stated = {key: value for key, value in (SURE | {"text": "So."}).items() if key != missing}
    with pytest.raises(ValidationError, match=missing):
        Statement.model_validate(stated)


@pytest.mark.parametrize(
    ("start", "said"),
    [
        (AppealStart.NOTICE_DATE, "65 calendar days from the date of the notice"),
        (AppealStart.NOTICE_RECEIPT, "65 calendar days from the receipt of the notice"),
    ],
)
def test_the_time_to_appeal_in_words(start: AppealStart, said: str) -> None:
    assert AppealWindow.model_validate(SURE | {"days": 65, "start": start}).said == said


def test_a_statement_says_its_text() -> None:
    assert Statement.model_validate(SURE | {"text": "So."}).said == "So."
