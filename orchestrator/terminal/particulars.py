"""The report's second half: what is missing, codes, providers, the record, and where everything came from."""

from collections.abc import Iterable, Iterator

from rich.text import Text

from orchestrator.terminal.lines import Line, joined, label, plain, rows, shortened, words
from orchestrator.terminal.quotes import quote_line
from orchestrator.terminal.view import View, name_of
from orchestrator.terminal.wording import QUIET, marked, spoken
from priorauth.findings import ClinicalFindings, DiagnosisCheck, ItemStatus, ProcedureCheck, ProviderCheck
from priorauth.ledger import LookupCall
from priorauth.recommendation import Gap

_STEP = 2


def missing_lines(view: View) -> Iterator[Line]:
    """What to ask the provider for, the critical first; a request that serves several criteria is made once."""
    asked: dict[tuple[bool, str], list[Gap]] = {}
    for gap in view.revision.recommendation.gaps:
        asked.setdefault((gap.critical, gap.request), []).append(gap)
    ordered = sorted(asked.items(), key=lambda entry: not entry[0][0])
    for number, ((critical, request), gaps) in enumerate(ordered, start=1):
        weight = words("critical", "bold") if critical else words("helpful")
        yield Line(words(request), joined((f"{number}.", weight), " ") + Text("  "))
        for gap in gaps:
            yield plain(f"for {_purpose(gap)}", _STEP * 2, QUIET)


def _purpose(gap: Gap) -> str:
    what = shortened(gap.what)
    return f"line {gap.line}: {what}" if gap.line else what


def code_lines(view: View) -> Iterator[Line]:
    """The diagnosis codes with what the code set says, and the form of the service codes."""
    clinical = view.clinical
    if clinical is None:
        return
    diagnoses = [_diagnosis(check) for check in clinical.diagnoses]
    yield from rows([*diagnoses, *(_procedure(check) for check in clinical.procedures)])
    for release in dict.fromkeys(check.release for check in clinical.diagnoses if check.release):
        yield plain(f"Diagnoses by {release}", style=QUIET)


def _diagnosis(check: DiagnosisCheck) -> tuple[Text, ...]:
    unsaid = [child for child in check.children if child not in check.note]
    children = f"billable below it: {', '.join(unsaid)}" if unsaid else ""
    said = (check.description, "primary" if check.primary else "", check.note, children)
    return (words(check.code or check.submitted, "bold"), marked(check.status), joined(said))


def _procedure(check: ProcedureCheck) -> tuple[Text, ...]:
    kind = spoken(check.kind) if check.kind else ""
    return (words(check.submitted or "no code", "bold"), marked(check.status), joined((kind, check.note)))


def provider_lines(view: View) -> Iterator[Line]:
    """Each provider with the registry's answer."""
    yield from rows([_provider(check) for check in (view.coverage.providers if view.coverage else ())])


def _provider(check: ProviderCheck) -> tuple[Text, ...]:
    said = (check.name, check.specialty, ", ".join(check.taxonomies), check.detail)
    role = joined((words(check.npi or "no NPI", "bold"), check.role.value), " ")
    return (role, marked(check.status), joined(said))


def compliance_lines(view: View) -> Iterator[Line]:
    """The compliance items that are not complete."""
    compliance = view.compliance
    if compliance is None:
        return
    unfinished = [item for item in compliance.items if item.status is not ItemStatus.COMPLETE]
    complete = len(compliance.items) - len(unfinished)
    yield plain(f"{complete} of {len(compliance.items)} items complete; score {compliance.score:.2f}")
    table = [
        (
            marked(item.status),
            words("blocking" if item.blocking else ""),
            joined((words(item.title), item.detail), ": "),
        )
        for item in unfinished
    ]
    yield from rows(table)


def record_lines(view: View) -> Iterator[Line]:
    """How well the record could be read, and what in it was set aside."""
    clinical = view.clinical
    if clinical is None:
        return
    extraction = clinical.extraction
    low = words("low: read the record itself", "yellow") if extraction.low else ""
    facts = f"{len(clinical.facts)} fact{'s' if len(clinical.facts) != 1 else ''}"
    yield Line(joined((f"Extraction {extraction.confidence} of 100", facts, low)))
    yield plain(", ".join(f"{spoken(field.name)} {field.confidence}" for field in extraction.fields), _STEP, QUIET)
    yield from _set_aside(clinical, view)


def _set_aside(clinical: ClinicalFindings, view: View) -> Iterator[Line]:
    for page in clinical.quarantined:
        first, last = (view.line_of(page.document_id, offset) for offset in (page.start, page.end - 1))
        until = f" to {last}" if last != first else ""
        place = f"Not read, {view.place(page.document_id, page.start)}{until}:"
        yield Line(words(page.reason), label(place, "yellow"))
    for claim in clinical.disagreements:
        yield plain(f"Disagreement on {claim.concept}: claimed {claim.claimed}, the words say {claim.read}")
        yield quote_line((claim.span,), view).within(_STEP)
    if clinical.ungrounded:
        yield plain(f"Dropped, for want of words of the record: {clinical.ungrounded} of a model's claims.")


def literature_lines(view: View) -> Iterator[Line]:
    """Literature and trials; they decide nothing."""
    clinical = view.clinical
    if clinical is None:
        return
    articles = [
        (words(f"PMID {found.pmid}"), joined((found.title, found.journal, str(found.year or ""), found.relevance)))
        for found in clinical.articles
    ]
    trials = [(words(found.nct_id), joined((found.title, found.status, found.relevance))) for found in clinical.trials]
    yield from rows([*articles, *trials])
    yield from (plain(note) for note in clinical.supplementary_notes)


def source_lines(view: View) -> Iterator[Line]:
    """The documents that were read and every lookup that was made."""
    for document in view.case.documents:
        signed = {True: "signed", False: "not signed", None: ""}[document.signed]
        size = f"{len(document.text.splitlines())} lines"
        yield Line(joined((name_of(document), spoken(document.kind), document.author, signed, size)))
    yield from _lookup_lines(view.revision.calls)


def _lookup_lines(calls: Iterable[LookupCall]) -> Iterator[Line]:
    """The calls under the source that was asked, with the version of its data."""
    asked: dict[tuple[str, str, str | None], list[LookupCall]] = {}
    for call in calls:
        asked.setdefault((call.lookup, call.server, call.data_version), []).append(call)
    for source, made in asked.items():
        yield Line(joined(source))
        yield from rows([_call(call) for call in made], _STEP)


def _call(call: LookupCall) -> tuple[Text, ...]:
    time = "cached" if call.cached else f"{call.duration_ms:.0f} ms"
    return (words(call.tool), marked(call.outcome), words(time), words(call.detail, QUIET))


def version_lines(view: View) -> Iterator[Line]:
    """Rules, model, code and the revision's digest."""
    versions, revision = view.revision.versions, view.revision
    table = (
        ("Rule book", versions.rule_book),
        ("Model", versions.model),
        ("Code", f"{versions.code}, method {revision.recommendation.method_version}"),
        ("Revision", f"{revision.number}, {revision.digest}"),
    )
    yield from rows(_quiet(table))


def _quiet(table: Iterable[tuple[str, str]]) -> list[tuple[Text, Text]]:
    return [(words(name, QUIET), words(value, QUIET)) for name, value in table]
