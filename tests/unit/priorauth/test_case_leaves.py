"""How a leaf that reads the request itself is judged: codes, units, place, age, sex, specialty, documents."""

import datetime as dt
from typing import Any

import pytest

from priorauth.case_leaves import age_on
from priorauth.evaluation import evaluate
from priorauth.evidence import CaseField
from priorauth.inquiry import Inquiry
from priorauth.kleene import Status
from priorauth.nodes import Verification
from tests.building.cases import ORDERED, a_case, a_document, a_line, a_member
from tests.building.rules import INHERITED, a_criterion, an_inquiry, known_provider

M, N, U = Status.MET, Status.NOT_MET, Status.INSUFFICIENT
DAY = dt.timedelta(days=1)


def judged(inquiry: Inquiry, **leaf: Any) -> tuple[Status, str]:
    result = evaluate(a_criterion(**leaf), inquiry, INHERITED)
    assert result.verification is Verification.VERIFIED
    assert result.confidence == (100 if result.status is not U else 0)
    return result.status, result.reason


SUBMITTED = "As submitted."


@pytest.mark.parametrize(
    ("line", "leaf", "status", "reason"),
    [
        ({"code": " e1390"}, {"service_code": ["E1390", "E1391"]}, M, SUBMITTED),
        ({"code": "E1392"}, {"service_code": ["E1390", "E1391"]}, N, SUBMITTED),
        ({"code": ""}, {"service_code": ["E1390"]}, U, "The request does not give a service code."),
        ({"request_type": "initial"}, {"request_type": ["initial", "trial"]}, M, SUBMITTED),
        ({"request_type": "replacement"}, {"request_type": ["initial"]}, N, SUBMITTED),
        ({}, {"request_type": ["initial"]}, U, "The request does not give the request type."),
        ({"units": 10}, {"units_at_most": 10}, M, SUBMITTED),
        ({"units": 11}, {"units_at_most": 10}, N, SUBMITTED),
        ({}, {"units_at_most": 10}, U, "The request does not give the number of units."),
        ({"place_of_service": "12"}, {"place_of_service": ["11", "12"]}, M, SUBMITTED),
        ({"place_of_service": "21"}, {"place_of_service": ["11", "12"]}, N, SUBMITTED),
        ({}, {"place_of_service": ["12"]}, U, "The request does not give the place of service."),
    ],
)
def test_what_the_service_line_says(line: dict[str, Any], leaf: dict[str, Any], status: Status, reason: str) -> None:
    assert judged(an_inquiry(line=a_line(**line)), **leaf) == (status, reason)


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (dt.date(2008, 10, 1), dt.date(2026, 9, 30), 17),
        (dt.date(2008, 10, 1), dt.date(2026, 10, 1), 18),
        (dt.date(2008, 2, 29), dt.date(2026, 2, 28), 17),
        (dt.date(2008, 2, 29), dt.date(2026, 3, 1), 18),
        (dt.date(2008, 2, 29), dt.date(2028, 2, 28), 19),
        (dt.date(2008, 2, 29), dt.date(2028, 2, 29), 20),
        (dt.date(2026, 10, 1), dt.date(2026, 10, 1), 0),
    ],
)
def test_a_year_of_age_is_completed_on_the_birthday(born: dt.date, day: dt.date, age: int) -> None:
    assert age_on(born, day) == age


@pytest.mark.parametrize(
    ("born", "leaf", "status"),
    [
        (dt.date(2008, 10, 1), {"at_least": 18}, M),
        (dt.date(2008, 10, 2), {"at_least": 18}, N),
        (dt.date(2008, 10, 2), {"below": 18}, M),
        (dt.date(2008, 10, 1), {"below": 18}, N),
        (dt.date(1961, 10, 1), {"at_least": 18, "below": 65}, N),
        (None, {"at_least": 18}, U),
    ],
)
def test_the_age_on_the_day_of_the_order(born: dt.date | None, leaf: dict[str, int], status: Status) -> None:
    case = a_case(member=a_member(birth_date=born))
    expected = "The request does not give the member's birth date." if status is U else SUBMITTED
    assert judged(an_inquiry(case=case), age=leaf) == (status, expected)


@pytest.mark.parametrize(
    ("given", "status", "reason"),
    [
        ("female", M, SUBMITTED),
        ("male", N, SUBMITTED),
        ("other", N, SUBMITTED),
        (None, U, "The request does not give the member's sex."),
        ("unknown", U, "The request does not give the member's sex."),
    ],
)
def test_the_sex(given: str | None, status: Status, reason: str) -> None:
    assert judged(an_inquiry(case=a_case(member=a_member(sex=given))), sex="female") == (status, reason)


@pytest.mark.parametrize(
    ("providers", "status", "reason"),
    [
        ([known_provider("207RP1001X")], M, "As the registry lists the provider."),
        ([known_provider("207N00000X", "207RP1001X")], M, "As the registry lists the provider."),
        ([known_provider("207N00000X")], N, "The registry lists other specialties for the provider."),
        ([known_provider()], N, "The registry lists other specialties for the provider."),
        ([known_provider("207RP1001X", role="facility")], U, "No registry entry tells the provider's specialty."),
        ([], U, "No registry entry tells the provider's specialty."),
    ],
)
def test_the_providers_specialty(providers: list[Any], status: Status, reason: str) -> None:
    assert judged(an_inquiry(providers=tuple(providers)), taxonomy=["207R"]) == (status, reason)


@pytest.mark.parametrize(
    ("diagnoses", "status", "reason"),
    [
        (("M17.11",), M, SUBMITTED),
        (("I10", "M1711"), M, SUBMITTED),
        (("I10", "not a code"), N, SUBMITTED),
        ((), U, "The request does not give a diagnosis code."),
    ],
)
def test_one_of_the_diagnoses(diagnoses: tuple[str, ...], status: Status, reason: str) -> None:
    assert judged(an_inquiry(case=a_case(diagnoses=diagnoses)), diagnosis=["M17.1"]) == (status, reason)


def test_the_field_that_decides_is_the_evidence() -> None:
    leaf = a_criterion(diagnosis=["M17.1"])
    result = evaluate(leaf, an_inquiry(case=a_case(diagnoses=("I10", "M1711"))), INHERITED)
    assert result.evidence == (CaseField(pointer="/diagnoses/1", value="M17.11"),)


@pytest.mark.parametrize(
    ("documents", "leaf", "status", "reason"),
    [
        ([{}], {}, M, SUBMITTED),
        ([], {}, U, "No such document was sent."),
        ([{"kind": "lab"}], {}, U, "No such document was sent."),
        ([{"signed": True}], {"signed": True}, M, SUBMITTED),
        ([{"signed": False}], {"signed": True}, U, "Sent, but not signed."),
        ([{"signed": None}], {"signed": True}, U, "Sent, but not marked as signed."),
        ([{"signed": False}, {"signed": True}], {"signed": True}, M, SUBMITTED),
        ([{"signed": False}, {}], {"signed": True}, U, "Sent, but not signed; sent, but not marked as signed."),
        ([{"signed": False}, {"signed": False}], {"signed": True}, U, "Sent, but not signed."),
        ([{"date": ORDERED - 30 * DAY}], {"within_days": 30}, M, SUBMITTED),
        ([{"date": ORDERED - 31 * DAY}], {"within_days": 30}, U, "Sent, but too old."),
        ([{"date": None}], {"within_days": 30}, U, "Sent, but not dated."),
        ([{"date": ORDERED}], {"within_days": 30}, M, SUBMITTED),
        ([{"date": ORDERED + DAY}], {"within_days": 30}, U, "Sent, but dated after the order."),
        ([{"date": ORDERED + DAY}, {"date": ORDERED}], {"within_days": 30}, M, SUBMITTED),
        ([{"date": ORDERED + DAY}], {}, M, SUBMITTED),
    ],
)
def test_a_document_of_the_kind(
    documents: list[dict[str, Any]], leaf: dict[str, Any], status: Status, reason: str
) -> None:
    case = a_case(documents=tuple(a_document(**{"kind": "order", "signed": None} | given) for given in documents))
    assert judged(an_inquiry(case=case), document=["order"], **leaf) == (status, reason)


def test_a_document_is_cited_by_its_title_or_its_kind() -> None:
    case = a_case(documents=(a_document(title=""), a_document(kind="order", title="Oxygen order")))
    for kind, field in (("order", "Oxygen order"), ("visit_note", "visit_note")):
        result = evaluate(a_criterion(document=[kind]), an_inquiry(case=case), INHERITED)
        assert [evidence.value for evidence in result.evidence if isinstance(evidence, CaseField)] == [field]
