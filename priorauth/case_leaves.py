"""How a leaf that reads the case itself is judged: codes, request type, units, place, age, sex, provider, documents."""

import datetime as dt
from collections.abc import Iterable

from priorauth.assessment import Basis
from priorauth.case import Case, Document, Sex
from priorauth.codes import Icd10CmCode
from priorauth.criteria import (
    AgeLeaf,
    DiagnosisLeaf,
    PlaceLeaf,
    RequestTypeLeaf,
    ServiceCodeLeaf,
    SexLeaf,
    TaxonomyLeaf,
    UnitsLeaf,
)
from priorauth.evidence import CaseField
from priorauth.inquiry import Inquiry
from priorauth.kleene import Status
from priorauth.record_criteria import DocumentLeaf
from priorauth.verdict import Verdict

CERTAIN = 100


def _decided(holds: bool, field: CaseField) -> Verdict:
    status = Status.MET if holds else Status.NOT_MET
    return Verdict(status, Basis.STATED, "As submitted.", CERTAIN, evidence=(field,))


def _unknown(what: str) -> Verdict:
    return Verdict(Status.INSUFFICIENT, Basis.SILENT, f"The request does not give {what}.")


def judge_service_code(leaf: ServiceCodeLeaf, inquiry: Inquiry) -> Verdict:
    """The line's code is in the set; a code that is missing is compliance's concern and unknown here."""
    code = inquiry.line.code.strip().upper()
    if not code:
        return _unknown("a service code")
    return _decided(code in leaf.service_code, CaseField(pointer=inquiry.pointer("code"), value=code))


def judge_request_type(leaf: RequestTypeLeaf, inquiry: Inquiry) -> Verdict:
    """The line's request type is in the set."""
    asked = inquiry.line.request_type
    if asked is None:
        return _unknown("the request type")
    return _decided(asked in leaf.request_type, CaseField(pointer=inquiry.pointer("request_type"), value=asked.value))


def judge_units(leaf: UnitsLeaf, inquiry: Inquiry) -> Verdict:
    """The line asks for no more units than the limit."""
    units = inquiry.line.units
    if units is None:
        return _unknown("the number of units")
    return _decided(units <= leaf.units_at_most, CaseField(pointer=inquiry.pointer("units"), value=str(units)))


def judge_place(leaf: PlaceLeaf, inquiry: Inquiry) -> Verdict:
    """The line's place of service is in the set."""
    place = inquiry.line.place_of_service
    if place is None:
        return _unknown("the place of service")
    return _decided(place in leaf.place_of_service, CaseField(pointer=inquiry.pointer("place_of_service"), value=place))


def age_on(birth_date: dt.date, day: dt.date) -> int:
    """Completed years of age on a day."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def judge_age(leaf: AgeLeaf, inquiry: Inquiry) -> Verdict:
    """The member's age on the line's anchor date is in the range."""
    born = inquiry.case.member.birth_date
    if born is None:
        return _unknown("the member's birth date")
    age = age_on(born, inquiry.as_of)
    return _decided(
        leaf.age.at_least <= age < leaf.age.below,
        CaseField(pointer="/member/birth_date", value=f"{age} years on {inquiry.as_of.isoformat()}"),
    )


def judge_sex(leaf: SexLeaf, inquiry: Inquiry) -> Verdict:
    """The member's administrative sex is the one named."""
    sex = inquiry.case.member.sex
    if sex is None or sex is Sex.UNKNOWN:
        return _unknown("the member's sex")
    return _decided(sex is leaf.sex, CaseField(pointer="/member/sex", value=sex.value))


def judge_taxonomy(leaf: TaxonomyLeaf, inquiry: Inquiry) -> Verdict:
    """A provider in the role has one of the taxonomies; a provider the registry does not know is unknown."""
    known = [provider for provider in inquiry.providers if provider.role in leaf.roles]
    if not known:
        return Verdict(
            Status.INSUFFICIENT,
            Basis.NOT_CHECKED,
            "No registry entry tells the provider's specialty.",
        )
    holds = any(taxonomy.startswith(leaf.taxonomy) for provider in known for taxonomy in provider.taxonomies)
    return Verdict(
        Status.MET if holds else Status.NOT_MET,
        Basis.STATED,
        "As the registry lists the provider." if holds else "The registry lists other specialties for the provider.",
        CERTAIN,
        evidence=tuple(provider.evidence for provider in known),
    )


def judge_diagnosis(leaf: DiagnosisLeaf, inquiry: Inquiry) -> Verdict:
    """One of the diagnoses is, or stands below, one of the codes; malformed codes are gate 2's concern."""
    if not inquiry.case.diagnoses:
        return _unknown("a diagnosis code")
    found = diagnoses_within(inquiry.case, leaf.diagnosis)
    if found:
        return _decided(True, found[0])
    return _decided(False, CaseField(pointer="/diagnoses", value=", ".join(inquiry.case.diagnoses)))


def diagnoses_within(case: Case, ancestors: Iterable[str]) -> list[CaseField]:
    """The case's diagnoses that are, or stand below, one of these codes, each as the code it is."""
    wanted = tuple(ancestors)
    parsed = ((index, Icd10CmCode.parse(text)) for index, text in enumerate(case.diagnoses))
    return [
        CaseField(pointer=f"/diagnoses/{index}", value=code)
        for index, code in parsed
        if code is not None and any(code.is_within(ancestor) for ancestor in wanted)
    ]


def judge_document(leaf: DocumentLeaf, inquiry: Inquiry) -> Verdict:
    """A document of the kind exists, signed and recent where asked; that none was sent is silence."""
    of_kind = [document for document in inquiry.case.documents if document.kind in leaf.document]
    if not of_kind:
        return Verdict(Status.INSUFFICIENT, Basis.SILENT, "No such document was sent.")
    open_questions: list[str] = []
    for document in of_kind:
        question = _why_not(document, leaf, inquiry)
        if question is None:
            index = inquiry.case.documents.index(document)
            field = CaseField(pointer=f"/documents/{index}", value=document.title or document.kind.value)
            return _decided(True, field)
        open_questions.append(question)
    return Verdict(Status.INSUFFICIENT, Basis.UNCLEAR, f"{'; '.join(dict.fromkeys(open_questions)).capitalize()}.")


def _why_not(document: Document, leaf: DocumentLeaf, inquiry: Inquiry) -> str | None:
    if leaf.signed and document.signed is not True:
        return "sent, but not signed" if document.signed is False else "sent, but not marked as signed"
    if leaf.within_days is None:
        return None
    if document.date is None:
        return "sent, but not dated"
    age = (inquiry.as_of - document.date).days
    if age < 0:
        return "sent, but dated after the order"
    return None if age <= leaf.within_days else "sent, but too old"
