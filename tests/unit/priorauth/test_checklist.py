"""The ten compliance items: what is complete, what is asked for, and what the score loses."""

from typing import Any

import pytest

from priorauth.checklist import NoteSignals, check_items, service_type_of
from priorauth.findings import ItemResult, ItemStatus
from priorauth.skill import ComplianceItemName, ServiceType
from tests.building.cases import NPI, OTHER_NPI, a_case, a_document, a_line, a_member
from tests.building.facts import a_span
from tests.building.rules import COMPLIANCE_RULES

COMPLETE, INCOMPLETE = ItemStatus.COMPLETE, ItemStatus.INCOMPLETE
MISSING, NOT_CHECKED = ItemStatus.MISSING, ItemStatus.NOT_CHECKED
GOOD_NOTES: dict[str, Any] = {
    "history": (a_span("since June"),),
    "symptoms": (a_span("cough"), a_span("wheeze")),
    "results": (a_span("clear"),),
    "sentences": 2,
    "boilerplate_only": False,
    "copied_share": 0.0,
}


def notes(**given: Any) -> NoteSignals:
    return NoteSignals(**GOOD_NOTES | given)


def item(name: str, signals: NoteSignals | None = None, **case: Any) -> ItemResult:
    findings = check_items(a_case(**case), signals or notes(), COMPLIANCE_RULES)
    return next(result for result in findings.items if result.name.value == name)


def lines(*codes: str) -> dict[str, Any]:
    return {"services": tuple(a_line(line=str(number), code=code) for number, code in enumerate(codes, start=1))}


MATCHING = "Ten digits with a matching check digit."
ICD_FORM = "an ICD-10-CM code is a letter, a digit, a letter or digit, then up to four more after a dot, such as J44.1"


@pytest.mark.parametrize(
    ("name", "case", "status", "detail"),
    [
        ("patient", {}, COMPLETE, "Name and birth date are given."),
        ("patient", {"member": a_member(name="")}, INCOMPLETE, "The patient's name is not given."),
        ("patient", {"member": a_member(birth_date=None)}, INCOMPLETE, "The patient's birth date is not given."),
        (
            "patient",
            {"member": a_member(name="", birth_date=None)},
            MISSING,
            "The patient's name and birth date are not given.",
        ),
        ("provider_npi", {}, COMPLETE, MATCHING),
        ("provider_npi", {"providers": ({"npi": NPI}, {"npi": OTHER_NPI})}, COMPLETE, MATCHING),
        ("provider_npi", {"providers": ()}, MISSING, "No provider NPI is given."),
        ("provider_npi", {"providers": ({"npi": ""},)}, MISSING, "No provider NPI is given."),
        (
            "provider_npi",
            {"providers": ({"npi": NPI}, {"npi": "1234567890"})},
            INCOMPLETE,
            "The NPI of provider 2 is not valid: the NPI's check digit does not match its other nine digits.",
        ),
        (
            "provider_npi",
            {"providers": ({"npi": NPI}, {"npi": ""})},
            INCOMPLETE,
            "The NPI of provider 2 is not valid: an NPI is ten digits that begin with 1 or 2.",
        ),
        ("insurance_id", {}, COMPLETE, "An insurance id is given."),
        ("insurance_id", {"member": a_member(member_id=None)}, MISSING, "No insurance id is given (informational)."),
        ("diagnosis_codes", {}, COMPLETE, "1 diagnosis code, well formed."),
        ("diagnosis_codes", {"diagnoses": ("J44.9", "I10")}, COMPLETE, "2 diagnosis codes, well formed."),
        ("diagnosis_codes", {"diagnoses": ()}, MISSING, "No diagnosis code is given."),
        ("diagnosis_codes", {"diagnoses": ("",)}, MISSING, "No diagnosis code is given."),
        ("diagnosis_codes", {"diagnoses": ("J44.9", "cough")}, INCOMPLETE, f"1 of 2: not well formed; {ICD_FORM}."),
        ("procedure_codes", {}, COMPLETE, "1 procedure code, well formed."),
        ("procedure_codes", lines(), MISSING, "No procedure code is given."),
        ("procedure_codes", lines(""), MISSING, "No procedure code is given."),
        ("notes_present", {}, COMPLETE, "1 document with text."),
        ("notes_present", {"documents": (a_document(), a_document(id="d2"))}, COMPLETE, "2 documents with text."),
        ("notes_present", {"documents": ()}, MISSING, "No clinical notes were sent."),
        ("notes_present", {"documents": (a_document(text=" \n"),)}, MISSING, "No clinical notes were sent."),
        ("plan_type", {}, COMPLETE, "The plan type is Medicare."),
        ("plan_type", {"member": a_member(plan_type=None)}, MISSING, "The plan type is not given."),
        (
            "plan_type",
            {"member": a_member(plan_type="Medicare Advantage")},
            INCOMPLETE,
            "The plan type is Medicare Advantage.",
        ),
        ("bundling", {}, COMPLETE, "Fewer than two codes, so nothing can be bundled."),
        ("bundling", lines("E1390", "E1390"), COMPLETE, "Fewer than two codes, so nothing can be bundled."),
        (
            "bundling",
            lines("E1390", "E0431"),
            NOT_CHECKED,
            "Bundling edits are not in this snapshot; a person checks the codes together.",
        ),
        ("service_type", {}, COMPLETE, "Device."),
        ("service_type", lines("43644", "E1390", "e1390"), COMPLETE, "Device, Procedure."),
        ("service_type", lines(), MISSING, "No service is given."),
        (
            "service_type",
            lines("E1390", "99999", ""),
            INCOMPLETE,
            "No table here knows the service type of line 2, 3.",
        ),
    ],
)
def test_an_item(name: str, case: dict[str, Any], status: ItemStatus, detail: str) -> None:
    result = item(name, **case)
    assert (result.status, result.detail) == (status, detail)


def test_a_malformed_procedure_code_is_told_with_its_form() -> None:
    result = item("procedure_codes", **lines("E1390", "43644-22"))
    assert result.status is INCOMPLETE
    assert result.detail.startswith("1 of 2: not well formed; a procedure code is five digits (CPT)")


GOOD = "2 sentences of clinical content, with history, symptoms, examination or results."


def bare(sentences: int) -> str:
    return f"Sentences of clinical content: {sentences}; no more than form or boilerplate text."


@pytest.mark.parametrize(
    ("given", "status", "detail"),
    [
        ({}, COMPLETE, GOOD),
        ({"history": (), "results": ()}, COMPLETE, "2 sentences of clinical content, with symptoms."),
        ({"sentences": 1}, INCOMPLETE, bare(1)),
        ({"sentences": 9, "boilerplate_only": True}, INCOMPLETE, bare(9)),
        ({"history": (), "symptoms": (), "results": ()}, INCOMPLETE, bare(2)),
        ({"copied_share": 0.5}, COMPLETE, f"{GOOD} 50% of it is copied from an earlier note."),
        ({"copied_share": 1.0}, COMPLETE, f"{GOOD} 100% of it is copied from an earlier note."),
        ({"copied_share": 0.25, "sentences": 1}, INCOMPLETE, bare(1) + " 25% of it is copied from an earlier note."),
    ],
)
def test_the_quality_of_the_notes(given: dict[str, Any], status: ItemStatus, detail: str) -> None:
    result = item("notes_quality", notes(**given))
    assert (result.status, result.detail) == (status, detail)


def test_the_first_passage_of_each_aspect_is_the_evidence() -> None:
    evidence = item("notes_quality").evidence
    assert [one.spans[0].quote for one in evidence if one.type == "quote"] == ["since June", "cough", "clear"]


def test_without_notes_there_is_no_quality() -> None:
    result = item("notes_quality", documents=())
    assert (result.status, result.detail, result.evidence) == (MISSING, "There are no notes to judge.", ())


def test_an_open_item_is_asked_for_and_a_complete_one_is_not() -> None:
    assert item("notes_present", documents=()).ask == "Send the notes present."
    assert item("notes_present").ask is None
    assert item("bundling", **lines("E1390", "E0431")).ask is None


def test_which_items_block_is_the_skills_to_say() -> None:
    findings = check_items(a_case(), notes(), COMPLIANCE_RULES)
    assert [result.name for result in findings.items] == list(ComplianceItemName)
    assert [result.blocking for result in findings.items] == [rule.blocking for rule in COMPLIANCE_RULES.items]


@pytest.mark.parametrize(
    ("case", "score"),
    [
        ({}, 1.0),
        ({"member": a_member(member_id=None)}, 1.0),
        ({"member": a_member(plan_type=None)}, 0.9),
        ({"member": a_member(plan_type=None), "diagnoses": ()}, 0.8),
        (lines("E1390", "E0431"), 1.0),
        ({"documents": ()}, 0.8),
    ],
    ids=["whole", "the insurance id is informational", "one open", "two open", "not checked costs nothing", "no notes"],
)
def test_the_score_loses_a_tenth_for_each_open_item(case: dict[str, Any], score: float) -> None:
    assert check_items(a_case(**case), notes(), COMPLIANCE_RULES).score == score


def test_the_score_is_never_negative() -> None:
    rules = COMPLIANCE_RULES.model_copy(update={"penalty": 0.9})
    case = a_case(diagnoses=(), documents=())
    assert check_items(case, notes(), rules).score == 0.0


@pytest.mark.parametrize(
    ("code", "service_type", "category"),
    [
        (" e1390 ", ServiceType.DEVICE, "durable medical equipment"),
        ("00100", ServiceType.PROCEDURE, "anesthesia"),
        ("01999", ServiceType.PROCEDURE, "anesthesia"),
        ("02000", None, None),
        ("0100", None, None),
        ("", None, None),
        *((code, None, None) for code in ("1036F", "0042T", "0101U", "0104M")),
    ],
)
def test_the_service_type_of_a_code(code: str, service_type: ServiceType | None, category: str | None) -> None:
    """CPT category II and III, PLA and MAAA codes are in no range of category I codes, whatever their digits."""
    result = service_type_of(a_line(code=code), COMPLIANCE_RULES)
    assert (result.line, result.service_type, result.category) == ("1", service_type, category)


def test_every_line_has_its_service_type() -> None:
    findings = check_items(a_case(**lines("E1390", "99999")), notes(), COMPLIANCE_RULES)
    assert [(one.line, one.service_type) for one in findings.service_types] == [("1", ServiceType.DEVICE), ("2", None)]
