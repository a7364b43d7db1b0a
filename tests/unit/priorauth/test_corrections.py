"""What a case carries of corrections: found again by what was read and where, and absent from cases without any."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from priorauth.canonical import digest_of
from priorauth.case import Case
from priorauth.corrections import wrong_fact
from priorauth.evidence import TextQuote
from priorauth.facts import Assertion, Conditions, Fact, OxygenSource
from priorauth.findings import ClinicalFindings, CoverageFindings
from tests.building.cases import a_case
from tests.building.correcting import AT, BY_DIRECTOR, BY_NURSE, a_confirmation, a_passage
from tests.building.facts import a_fact, a_span, measured
from tests.building.findings import a_result, clinical, coverage

READ = measured("saturation", "84", oxygen=OxygenSource.ROOM_AIR)
MARK = wrong_fact(READ, BY_NURSE, AT, "This is the pulse.")


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, True),
        ({"id": "f99", "superseded_by": "f3", "confidence": 40, "doubt": "Odd."}, True),
        ({"value": Decimal("84.0")}, True),
        ({"value": Decimal(85)}, False),
        ({"high": Decimal(90)}, False),
        ({"assertion": Assertion.ABSENT}, False),
        ({"concept": "index"}, False),
        ({"on": dt.date(2026, 1, 1)}, False),
        ({"conditions": Conditions()}, False),
        ({"evidence": TextQuote(spans=(a_span("cough", start=9),))}, False),
        ({"evidence": TextQuote(spans=(a_span("cough", "d2"),))}, False),
    ],
)
def test_a_marked_fact_is_found_again_by_what_it_says_and_where(change: dict[str, Any], found: bool) -> None:
    assert MARK.is_about(READ.model_copy(update=change)) is found


def test_the_very_same_elsewhere_says_the_same() -> None:
    elsewhere = READ.model_copy(update={"evidence": TextQuote(spans=(a_span("cough", "d2"),))})
    assert MARK.says(elsewhere)
    assert not MARK.is_about(elsewhere)


def test_a_fact_without_a_value_is_marked_without_one() -> None:
    mark = wrong_fact(a_fact("cough"), BY_NURSE, AT, "It was the neighbour's.")
    assert (mark.value, mark.high) == (None, None)
    assert mark.is_about(a_fact("cough", id="f7"))


def test_who_corrected_is_told_with_name_and_role() -> None:
    assert BY_NURSE.told == "Amara Okonjo, RN, nurse reviewer"
    assert a_confirmation().told == "Confirmed by Ines Castellanos, MD, medical director: The tracing shows it."
    denied = a_confirmation(BY_NURSE, met=False, why="Two in June.")
    assert denied.told == "Found not met by Amara Okonjo, RN, nurse reviewer: Two in June."


def test_a_case_keeps_its_corrections_through_storage() -> None:
    case = a_case(corrections=(MARK, a_passage(), a_confirmation(BY_DIRECTOR)))
    assert Case.model_validate_json(case.model_dump_json()) == case


def test_without_corrections_everything_is_written_as_before_there_were_any() -> None:
    """Digests of what is stored already stay as they are. The digest was computed before the fields existed."""
    written = a_case().model_dump(mode="json")
    assert "corrections" not in written
    assert digest_of(a_case()) == "sha256:ff6227069c7877b1b2e3b82815d128fd5d670a44c8ace9d8af03467be0808d2a"
    later = {
        Fact: a_fact(),
        ClinicalFindings: clinical(),
        CoverageFindings: coverage(),
        type(a_result()): a_result(),
    }
    names = {"added_by", "corrections", "unconfirmed", "withheld_by", "reserved"}
    for one in later.values():
        assert not names & one.model_dump(mode="json").keys()
