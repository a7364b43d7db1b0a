"""The ten compliance items, each judged by one function from the case and from what the reading says of the notes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from priorauth.case import Case, ServiceLine
from priorauth.codes import Icd10CmCode, InvalidCode, Npi, ProcedureCode
from priorauth.evidence import CaseField, Evidence, Span, TextQuote
from priorauth.findings import ComplianceFindings, ItemResult, ItemStatus, LineServiceType
from priorauth.skill import ComplianceItem, ComplianceItemName, ComplianceRules


@dataclass(frozen=True, slots=True)
class NoteSignals:
    """What the reading says of the notes as a whole.

    Each tuple holds passages that show one aspect; ``sentences`` counts sentences of clinical content;
    ``copied_share`` (0 to 1) is how much of them stands in an earlier document already.
    """

    history: tuple[Span, ...]
    symptoms: tuple[Span, ...]
    results: tuple[Span, ...]
    sentences: int
    boilerplate_only: bool
    copied_share: float


@dataclass(frozen=True, slots=True)
class _Verdict:
    status: ItemStatus
    detail: str
    evidence: tuple[Evidence, ...] = ()


def check_items(case: Case, notes: NoteSignals, rules: ComplianceRules) -> ComplianceFindings:
    """The compliance findings of a case: ten items, service types, and the score."""
    items = tuple(_result(item, _CHECKS[item.name](case, notes, rules)) for item in rules.items)
    return ComplianceFindings(
        items=items,
        service_types=tuple(service_type_of(line, rules) for line in case.services),
        score=score_of(items, rules.penalty),
    )


def score_of(items: tuple[ItemResult, ...], penalty: float) -> float:
    """1.0 less the penalty for each item that is open, informational ones excepted; never under 0."""
    open_items = sum(item.is_open and not item.informational for item in items)
    return round(max(0.0, 1.0 - penalty * open_items), 2)


def _result(item: ComplianceItem, verdict: _Verdict) -> ItemResult:
    is_open = verdict.status in (ItemStatus.INCOMPLETE, ItemStatus.MISSING)
    return ItemResult(
        name=item.name,
        title=item.title,
        status=verdict.status,
        blocking=item.blocking,
        informational=item.informational,
        detail=verdict.detail,
        ask=item.ask if is_open else None,
        evidence=verdict.evidence,
    )


def _check_patient(case: Case, notes: NoteSignals, rules: ComplianceRules) -> _Verdict:
    missing = [
        name for name, given in (("name", case.member.name), ("birth date", case.member.birth_date)) if not given
    ]
    if missing:
        status = ItemStatus.MISSING if len(missing) == 2 else ItemStatus.INCOMPLETE
        return _Verdict(status, f"The patient's {' and '.join(missing)} {_are(missing)} not given.")
    return _Verdict(ItemStatus.COMPLETE, "Name and birth date are given.")


def _are(things: list[str]) -> str:
    return "are" if len(things) > 1 else "is"


def _check_npi(case: Case, notes: NoteSignals, rules: ComplianceRules) -> _Verdict:
    if not any(provider.npi for provider in case.providers):
        return _Verdict(ItemStatus.MISSING, "No provider NPI is given.")
    for index, provider in enumerate(case.providers):
        try:
            Npi(provider.npi)
        except InvalidCode as error:
            return _Verdict(ItemStatus.INCOMPLETE, f"The NPI of provider {index + 1} is not valid: {error}.")
    npis = ", ".join(provider.npi for provider in case.providers)
    evidence = CaseField(pointer="/provider/0/npi", value=npis)
    return _Verdict(ItemStatus.COMPLETE, "Ten digits with a matching check digit.", (evidence,))


def _check_insurance_id(case: Case, notes: NoteSignals, rules: ComplianceRules) -> _Verdict:
    if not case.member.member_id:
        return _Verdict(ItemStatus.MISSING, "No insurance id is given (informational).")
    return _Verdict(ItemStatus.COMPLETE, "An insurance id is given.")


def _check_diagnoses(case: Case, notes: NoteSignals, rules: ComplianceRules) -> _Verdict:
    return _check_codes(case.diagnoses, Icd10CmCode.parse, "diagnosis code", Icd10CmCode.FORM)


def _check_procedures(case: Case, notes: NoteSignals, rules: ComplianceRules) -> _Verdict:
    codes = tuple(line.code for line in case.services)
    return _check_codes(codes, ProcedureCode.parse, "procedure code", ProcedureCode.FORM)


def _check_codes(codes: tuple[str, ...], parse: Callable[[str], str | None], what: str, form: str) -> _Verdict:
    if not any(codes):
        return _Verdict(ItemStatus.MISSING, f"No {what} is given.")
    malformed = sum(parse(code) is None for code in codes)
    if malformed:
        return _Verdict(ItemStatus.INCOMPLETE, f"{malformed} of {len(codes)}: not well formed; {form}.")
    return _Verdict(ItemStatus.COMPLETE, f"{len(codes)} {what}{'s' if len(codes) != 1 else ''}, well formed.")


def _check_notes_present(case: Case, notes: NoteSignals, rules: ComplianceRules) -> _Verdict:
    written = [document for document in case.documents if document.text.strip()]
    if not written:
        return _Verdict(ItemStatus.MISSING, "No clinical notes were sent.")
    return _Verdict(ItemStatus.COMPLETE, f"{len(written)} document{'s' if len(written) != 1 else ''} with text.")


def _check_notes_quality(case: Case, notes: NoteSignals, rules: ComplianceRules) -> _Verdict:
    if not any(document.text.strip() for document in case.documents):
        return _Verdict(ItemStatus.MISSING, "There are no notes to judge.")
    aspects = (("history", notes.history), ("symptoms", notes.symptoms), ("examination or results", notes.results))
    shown = [name for name, spans in aspects if spans]
    copied = f" {notes.copied_share:.0%} of it is copied from an earlier note." if notes.copied_share else ""
    evidence = tuple(TextQuote(spans=spans[:1]) for _, spans in aspects if spans)
    if notes.boilerplate_only or notes.sentences < rules.minimum_clinical_sentences or not shown:
        detail = f"Sentences of clinical content: {notes.sentences}; no more than form or boilerplate text.{copied}"
        return _Verdict(ItemStatus.INCOMPLETE, detail, evidence)
    detail = f"{notes.sentences} sentences of clinical content, with {', '.join(shown)}.{copied}"
    return _Verdict(ItemStatus.COMPLETE, detail, evidence)


def _check_plan_type(case: Case, notes: NoteSignals, rules: ComplianceRules) -> _Verdict:
    plan_type = case.member.plan_type
    if plan_type is None:
        return _Verdict(ItemStatus.MISSING, "The plan type is not given.")
    known = plan_type in rules.plan_types
    status = ItemStatus.COMPLETE if known else ItemStatus.INCOMPLETE
    return _Verdict(status, f"The plan type is {plan_type.value}.")


def _check_bundling(case: Case, notes: NoteSignals, rules: ComplianceRules) -> _Verdict:
    if len({line.code for line in case.services}) < 2:
        return _Verdict(ItemStatus.COMPLETE, "Fewer than two codes, so nothing can be bundled.")
    return _Verdict(
        ItemStatus.NOT_CHECKED, "Bundling edits are not in this snapshot; a person checks the codes together."
    )


def _check_service_type(case: Case, notes: NoteSignals, rules: ComplianceRules) -> _Verdict:
    types = [service_type_of(line, rules) for line in case.services]
    if not types:
        return _Verdict(ItemStatus.MISSING, "No service is given.")
    unknown = [one.line for one in types if one.service_type is None]
    if unknown:
        return _Verdict(ItemStatus.INCOMPLETE, f"No table here knows the service type of line {', '.join(unknown)}.")
    named = sorted({one.service_type.value for one in types if one.service_type})
    return _Verdict(ItemStatus.COMPLETE, f"{', '.join(named)}.")


def service_type_of(line: ServiceLine, rules: ComplianceRules) -> LineServiceType:
    """The service type of a line's code by the skill's table; CPT category II and III codes are in none."""
    code = line.code.strip().upper()
    found = next((entry for entry in rules.service_types if len(code) == 5 and entry.holds(code)), None)
    return LineServiceType(
        line=line.line,
        service_type=found.service_type if found else None,
        category=found.category if found else None,
    )


_CHECKS: Mapping[ComplianceItemName, Callable[[Case, NoteSignals, ComplianceRules], _Verdict]] = {
    ComplianceItemName.PATIENT: _check_patient,
    ComplianceItemName.PROVIDER_NPI: _check_npi,
    ComplianceItemName.INSURANCE_ID: _check_insurance_id,
    ComplianceItemName.DIAGNOSIS_CODES: _check_diagnoses,
    ComplianceItemName.PROCEDURE_CODES: _check_procedures,
    ComplianceItemName.NOTES_PRESENT: _check_notes_present,
    ComplianceItemName.NOTES_QUALITY: _check_notes_quality,
    ComplianceItemName.PLAN_TYPE: _check_plan_type,
    ComplianceItemName.BUNDLING: _check_bundling,
    ComplianceItemName.SERVICE_TYPE: _check_service_type,
}
