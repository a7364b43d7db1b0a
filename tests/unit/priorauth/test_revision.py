"""A revision: one digest over everything a recommendation came from, without the times."""

import datetime as dt
from typing import Any

import pytest

from priorauth.revision import Revision, Versions
from tests.building.cases import a_case, a_member
from tests.building.findings import a_call, clinical, coverage, failed
from tests.building.revisions import VERSIONS, a_revision

LATER = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)


def test_the_same_review_at_another_time_has_the_same_digest() -> None:
    first, second = (
        a_revision(clinical=clinical(calls=(call,))) for call in (a_call(), a_call(started_at=LATER, duration_ms=99))
    )
    assert first.digest == second.digest


@pytest.mark.parametrize(
    "change",
    [
        {"number": 2},
        {"case": a_case(member=a_member(name="Bea Example"))},
        {"assumptions": ("The line of business is Medicare.",)},
        {"versions": Versions.model_validate(VERSIONS | {"model": "another"})},
        {"clinical": clinical(calls=(a_call(data_version="2027"),))},
        {"coverage": failed("coverage")},
    ],
    ids=lambda change: next(iter(change)),
)
def test_any_other_change_is_another_digest(change: dict[str, Any]) -> None:
    assert a_revision(**change).digest != a_revision().digest


def test_a_digest_survives_storage() -> None:
    revision = a_revision(clinical=clinical(calls=(a_call(),)))
    assert Revision.model_validate_json(revision.model_dump_json()).digest == revision.digest


def test_the_calls_of_all_agents_that_answered() -> None:
    revision = a_revision(
        compliance=failed("compliance"),
        clinical=clinical(calls=(a_call(), a_call(lookup="pubmed", data_version=None))),
        coverage=coverage(calls=(a_call(lookup="npi", data_version="3"), a_call(data_version="2025"), a_call())),
    )
    assert [call.lookup for call in revision.calls] == ["icd10", "pubmed", "npi", "icd10", "icd10"]
    assert revision.data_versions == {"icd10": ("2025", "2026"), "npi": ("3",)}


def test_the_recommendation_is_the_syntheses() -> None:
    revision = a_revision()
    assert revision.recommendation == revision.synthesis.recommendation
