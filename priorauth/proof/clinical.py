"""What is proven of the compliance and the clinical agent's findings, who read the record."""

from collections.abc import Iterator

from priorauth.checklist import NoteSignals, check_items, score_of
from priorauth.clinical_summary import computed_summary
from priorauth.codes import Icd10CmCode
from priorauth.corrections import ShownPassage, in_force
from priorauth.evidence import TextQuote
from priorauth.extraction import Extraction
from priorauth.findings import ClinicalFindings, CodeStatus, ComplianceFindings, DiagnosisCheck, ItemResult, ItemStatus
from priorauth.inputs import ClinicalInput, ComplianceInput
from priorauth.ledger import LookupOutcome
from priorauth.procedures import check_procedures
from priorauth.proof.breach import Breach
from priorauth.proof.grounding import Calls
from priorauth.proposals import prose_criteria
from priorauth.prose import decides_nothing, names_no_outcome
from priorauth.rulebook import RuleBook
from priorauth.skill import ClinicalRules, ComplianceItemName, ExtractionFieldName

_UNREAD = NoteSignals(history=(), symptoms=(), results=(), sentences=0, boilerplate_only=False, copied_share=0.0)


def compliance_breaches(inputs: ComplianceInput, found: ComplianceFindings, book: RuleBook) -> Iterator[Breach]:
    """All items but the notes' quality follow from the request; that one has to show its passages."""
    rules = book.skills.compliance
    expected = check_items(inputs.case, _UNREAD, rules)
    if found.service_types != expected.service_types:
        yield Breach.REQUEST
    same = len(found.items) == len(expected.items) and all(map(_is_so, found.items, expected.items))
    if not same:
        yield Breach.CHECKLIST
    if found.score != score_of(found.items, rules.penalty):
        yield Breach.SCORE


def _is_so(item: ItemResult, expected: ItemResult) -> bool:
    if expected.name is not ComplianceItemName.NOTES_QUALITY or expected.status is ItemStatus.MISSING:
        return item == expected
    shown = any(isinstance(one, TextQuote) for one in item.evidence)
    judged = expected.model_copy(update={"evidence": item.evidence, "detail": item.detail})
    if item.status is ItemStatus.COMPLETE and shown:
        judged = judged.model_copy(update={"status": ItemStatus.COMPLETE, "ask": None})
    return item == judged


def clinical_breaches(inputs: ClinicalInput, found: ClinicalFindings, book: RuleBook) -> Iterator[Breach]:
    """Codes as submitted and as their calls returned them, facts of known concepts, scores, and the prose."""
    case, calls = inputs.case, Calls(found.calls)
    submitted = [(text, place == 0) for place, text in enumerate(dict.fromkeys(case.diagnoses))]
    if [(check.submitted, check.primary) for check in found.diagnoses] != submitted:
        yield Breach.REQUEST
    for check in found.diagnoses:
        yield from _breaches_of_diagnosis(check, calls)
    procedures = check_procedures(case, book.policies)
    if found.procedures != procedures:
        lines = [(check.line, check.submitted) for check in procedures]
        same = [(check.line, check.submitted) for check in found.procedures] == lines
        yield Breach.CODES if same else Breach.REQUEST
    asked = {(one.policy_id, one.criterion_id) for line in case.services for one in prose_criteria(line, case, book)}
    if not {(passage.policy_id, passage.criterion_id) for passage in found.passages} <= asked:
        yield Breach.REQUEST
    if not _knows_its_facts(inputs, found, book):
        yield Breach.FACT
    if not _adds_up(found.extraction, book.skills.clinical):
        yield Breach.SCORE
    if not _says_no_more(inputs, found):
        yield Breach.PROSE


def _breaches_of_diagnosis(check: DiagnosisCheck, calls: Calls) -> Iterator[Breach]:
    code = Icd10CmCode.parse(check.submitted)
    if check.code != code or (code is None) is not (check.status is CodeStatus.MALFORMED):
        yield Breach.CODES
        return
    call = calls.cited(check.evidence)
    if check.status in (CodeStatus.VALID, CodeStatus.NOT_BILLABLE):
        around = (*check.children, *(line.code for line in check.below), *([check.above.code] if check.above else []))
        if call is None or not calls.returned(call.id, check.code or "", *around):
            yield Breach.IDENTIFIER
    elif check.status is CodeStatus.NOT_FOUND and (call is None or call.outcome is not LookupOutcome.NOTHING_FOUND):
        yield Breach.CODES


def _knows_its_facts(inputs: ClinicalInput, found: ClinicalFindings, book: RuleBook) -> bool:
    """Each fact once, of a concept of the vocabulary, and added by nobody who showed no passage."""
    shown = {one.by.told for _, one in in_force(inputs.case.corrections) if isinstance(one, ShownPassage)}
    concepts = book.skills.vocabulary.by_id
    known = all(fact.concept in concepts and (fact.added_by is None or fact.added_by in shown) for fact in found.facts)
    return known and len({fact.id for fact in found.facts}) == len(found.facts)


def _adds_up(extraction: Extraction, rules: ClinicalRules) -> bool:
    """The eight fields, none confident without words, and their mean."""
    fields = extraction.fields
    if [field.name for field in fields] != list(ExtractionFieldName):
        return False
    mean = round(sum(field.confidence for field in fields) / len(fields))
    grounded = all(field.spans or field.confidence == 0 for field in fields)
    return grounded and (extraction.confidence, extraction.low) == (mean, mean < rules.scale.warn_below)


def _says_no_more(inputs: ClinicalInput, found: ClinicalFindings) -> bool:
    """The computed summary, or one that names no outcome and nothing that the request does not hold."""
    cited = (*found.articles, *found.trials)
    if not all(names_no_outcome(record.relevance) for record in cited):
        return False
    computed = computed_summary(found.facts, found.extraction, len(inputs.case.documents))
    return found.summary == computed or decides_nothing(found.summary, inputs)
