"""What the lookups and the library say of a case's codes."""

from collections.abc import Iterable

from mcp_clients import icd10
from mcp_clients.ledger import Answered, Failed, Ledger, NotAsked
from mcp_clients.questions import Question
from priorauth.case import Case
from priorauth.codes import Icd10CmCode
from priorauth.evidence import LookupAnswer
from priorauth.findings import CodeStatus, CodeTitle, DiagnosisCheck
from priorauth.ledger import LookupCall, LookupOutcome

_SHOWN_CHILDREN = 10


def well_formed(case: Case) -> tuple[Icd10CmCode, ...]:
    """The case's diagnosis codes that have the form of one, each once, in their order."""
    parsed = (Icd10CmCode.parse(text) for text in case.diagnoses)
    return tuple(dict.fromkeys(code for code in parsed if code is not None))


def questions_about(codes: Iterable[Icd10CmCode]) -> tuple[Question[icd10.Code], ...]:
    """What is asked about each code."""
    return tuple(icd10.lookup_code(code) for code in codes)


def check_diagnoses(case: Case, ledger: Ledger) -> tuple[DiagnosisCheck, ...]:
    """Each diagnosis, once, by what the ledger holds of it. The first that was submitted is the primary."""
    submitted = tuple(dict.fromkeys(case.diagnoses))
    return tuple(_check(text, index == 0, ledger) for index, text in enumerate(submitted))


def _check(text: str, primary: bool, ledger: Ledger) -> DiagnosisCheck:
    code = Icd10CmCode.parse(text)
    if code is None:
        note = f"Diagnosis '{text[:12]}' is not well formed: {Icd10CmCode.FORM}."
        return DiagnosisCheck(submitted=text, code=None, primary=primary, status=CodeStatus.MALFORMED, note=note)
    match ledger.find(icd10.lookup_code(code)):
        case NotAsked(reason=reason):
            return _unevaluated(text, code, primary, f"it was not looked up{f' ({reason})' if reason else ''}")
        case Failed(call=call):
            return _unevaluated(text, code, primary, f"the lookup failed ({call.detail})")
        case Answered(value=answer, call=call):
            return _known(text, code, primary, answer, call)


def _unevaluated(text: str, code: Icd10CmCode, primary: bool, why: str) -> DiagnosisCheck:
    note = f"Diagnosis {code} could not be evaluated: {why}."
    return DiagnosisCheck(submitted=text, code=code, primary=primary, status=CodeStatus.NOT_EVALUATED, note=note)


def _known(text: str, code: Icd10CmCode, primary: bool, answer: icd10.CodeAnswer, call: LookupCall) -> DiagnosisCheck:
    release = answer.data_version or "a release the server does not name"
    evidence = LookupAnswer(call_id=call.id, statement=answer.detail or f"ICD-10-CM, {release}")
    found = answer.found
    if answer.outcome is LookupOutcome.NOTHING_FOUND:
        status, note = CodeStatus.NOT_FOUND, f"Diagnosis {code} does not exist in ICD-10-CM ({release})."
    elif found is None:
        return _unevaluated(text, code, primary, answer.detail or answer.outcome.value)
    elif found.billable:
        status, note = CodeStatus.VALID, ""
    else:
        status, note = CodeStatus.NOT_BILLABLE, _name_children(code, found)
    unbillable = found if found and not found.billable else None
    return DiagnosisCheck(
        submitted=text,
        code=code,
        primary=primary,
        status=status,
        description=found.description if found else None,
        note=note,
        children=tuple(child.code for child in unbillable.billable_descendants) if unbillable else (),
        above=_title(unbillable.parent) if unbillable and unbillable.parent else None,
        below=tuple(_title(child) for child in unbillable.billable_descendants) if unbillable else (),
        below_count=_count_children(unbillable) if unbillable else 0,
        release=answer.data_version,
        evidence=(evidence,),
    )


def _count_children(found: icd10.Code) -> int:
    """The billable codes below a code; a server that does not count them names them all."""
    return found.billable_descendant_count or len(found.billable_descendants)


def _title(line: icd10.CodeLine) -> CodeTitle:
    return CodeTitle(code=line.code, description=line.description)


def _name_children(code: Icd10CmCode, found: icd10.Code) -> str:
    shown = [f"{child.code} ({child.description})" for child in found.billable_descendants[:_SHOWN_CHILDREN]]
    total = _count_children(found)
    more = f" and {total - len(shown)} more" if total > len(shown) else ""
    return f"Diagnosis {code} is valid but not billable; billable codes below it: {', '.join(shown)}{more}."
