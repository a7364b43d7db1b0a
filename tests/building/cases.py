"""Cases and what they are made of. The case of the defaults is whole: nothing is missing, nothing is wrong."""

import datetime as dt
from typing import Any

from priorauth.case import Case, Document, DocumentKind, Member, PlanType, Provider, ServiceLine, Sex

ORDERED = dt.date(2026, 10, 1)
RECEIVED = dt.date(2026, 10, 15)
NPI = "1234567893"
OTHER_NPI = "1245319599"


def a_member(**given: Any) -> Member:
    defaults: dict[str, Any] = {
        "name": "Ada Example",
        "birth_date": dt.date(1960, 2, 29),
        "sex": Sex.FEMALE,
        "member_id": "1EG4TE5MK73",
        "plan_type": PlanType.MEDICARE,
        "state": "OH",
    }
    return Member(**defaults | given)


def a_line(**given: Any) -> ServiceLine:
    return ServiceLine(**{"line": "1", "code": "E1390", "order_date": ORDERED} | given)


def a_document(**given: Any) -> Document:
    defaults: dict[str, Any] = {
        "id": "d1",
        "kind": DocumentKind.VISIT_NOTE,
        "date": ORDERED,
        "signed": True,
        "text": "She has had a cough since June. The lungs are clear.",
    }
    return Document(**defaults | given)


def a_case(**given: Any) -> Case:
    defaults: dict[str, Any] = {
        "case_id": "c1",
        "received_on": RECEIVED,
        "member": a_member(),
        "providers": (Provider(npi=NPI),),
        "plan_id": None,
        "jurisdiction": None,
        "priority": "standard",
        "line_of_business": "medicare_ffs",
        "timing": "pre_service",
        "diagnoses": ("J44.9",),
        "services": (a_line(),),
        "documents": (a_document(),),
        "history": None,
    }
    return Case(**defaults | given)


def a_submission(**given: Any) -> dict[str, Any]:
    """The JSON body of a submission that is accepted as it stands."""
    return {
        "member": {"name": "Ada Example", "birth_date": "1960-02-29"},
        "provider": {"npi": NPI},
        "diagnoses": ["J44.9"],
        "services": [{"code": "E1390"}],
        "documents": [{"kind": "visit_note", "text": "She has had a cough since June."}],
    } | given
