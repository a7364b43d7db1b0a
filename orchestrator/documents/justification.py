"""The audit justification: why the recommendation is what it is, in eight sections of Markdown.

The clinician's record is the ninth, once a clinician has determined the case.

Every sentence is a field of the revision. What the record or a requester wrote is shown as quoted text on one line, so
that it cannot pass for a heading of this document.
"""

from collections.abc import Callable, Iterable, Iterator

from orchestrator.store.revisions import FinishedRevision
from priorauth.assessment import CriterionResult
from priorauth.determination import Determination
from priorauth.evidence import TextQuote
from priorauth.explain import marks_of
from priorauth.findings import AssessedCriterion, ClinicalFindings, ComplianceFindings, CoverageFindings, NotEvaluated
from priorauth.policy import PolicyMatch
from priorauth.skill import ExtractionFieldName

Section = Callable[[FinishedRevision], Iterator[str]]


def justify(finished: FinishedRevision, made: Determination | None = None) -> str:
    """The justification of a revision, as Markdown, with the determination that was made on it, if any."""
    parts = [f"# Audit justification of case {finished.revision.case.case_id}"]
    written = [(title, "\n".join(section(finished))) for title, section in _SECTIONS]
    if made is not None:
        written.append(("Clinician's record", "\n".join(_clinicians_record(finished, made))))
    for number, (title, text) in enumerate(written, start=1):
        parts += [f"## {number}. {title}", text or "Nothing to report."]
    return "\n\n".join(parts) + "\n"


def _executive_summary(finished: FinishedRevision) -> Iterator[str]:
    revision, recommendation = finished.revision, finished.revision.recommendation
    yield f"- Recommendation: **{recommendation.outcome.value}**, a draft; it binds nobody before a clinician decides."
    if recommendation.route:
        yield f"- Route: {recommendation.route.value}"
    confidence = recommendation.confidence
    yield f"- Confidence: {confidence.value:.2f} ({confidence.level.value}). It measures how strong the evidence is."
    yield f"- {one_line(revision.synthesis.summary)}"
    yield from (f"- Assumption: {sentence}" for sentence in revision.assumptions)


def _medical_necessity(finished: FinishedRevision) -> Iterator[str]:
    clinical = finished.revision.clinical
    if isinstance(clinical, NotEvaluated):
        yield f"Not evaluated: {clinical.reason}"
        return
    yield from _extraction(clinical)
    warning = " Low: read the record itself." if clinical.extraction.low else ""
    yield f"- Extraction confidence: {clinical.extraction.confidence} of 100.{warning}"


def _extraction(clinical: ClinicalFindings) -> Iterator[str]:
    found = {one.name: one for one in clinical.extraction.fields}
    for name in ExtractionFieldName:
        spans = found[name].spans if name in found else ()
        words = " … ".join(quoted(span.quote) for span in spans) or "not found in the record"
        yield f"- {name.value.replace('_', ' ').capitalize()}: {words}"


def _criteria(finished: FinishedRevision) -> Iterator[str]:
    coverage = finished.revision.coverage
    if isinstance(coverage, NotEvaluated):
        yield f"Not evaluated: {coverage.reason}"
        return
    for line in coverage.lines:
        yield f"### Line {one_line(line.line)}, {quoted(line.code)}, as of {line.as_of.isoformat()}"
        yield from (_policy(match) for match in line.policies)
        yield from (f"- Policies disagree: {one_line(one.sentence)}" for one in line.conflicts)
        for item in (*line.criteria, *line.universal):
            yield from _criterion(item.result, 0, _remark(item))


def _policy(match: PolicyMatch) -> str:
    return (
        f"- Policy {one_line(match.policy_id)} ({match.kind.layer}), version {one_line(match.version)}, "
        f"{match.relation.value}: {one_line(match.reason)}"
    )


def _remark(item: AssessedCriterion) -> str:
    """Whose requirement it is."""
    layer = f", {item.layer.layer}" if item.layer else ""
    return f" ({one_line(item.policy_id)}{layer}{'' if item.required else '; not required'})"


def _criterion(result: CriterionResult, level: int, remark: str = "") -> Iterator[str]:
    indent = "  " * level
    title = f" {one_line(result.title)}." if result.title and result.title != result.text else ""
    yield f"{indent}- **{result.status.value}**{remark}{title} {one_line(result.text)}: {one_line(result.reason)}"
    marks = marks_of(None, discretion=result.discretion, kind=result.kind)
    if not result.children or not level or marks:
        sure = "; ".join((result.verification.value, *marks))
        yield f"{indent}  - Source: {one_line(result.source)} ({sure})"
    for evidence in result.evidence:
        if isinstance(evidence, TextQuote):
            yield from (f"{indent}  - {quoted(span.quote)} ({span.document_id})" for span in evidence.spans)
    for child in result.children:
        yield from _criterion(child, level + 1)


def _validation_checks(finished: FinishedRevision) -> Iterator[str]:
    revision = finished.revision
    for gate in revision.recommendation.gates:
        said = one_line(" ".join((*gate.reasons, *gate.warnings)))
        yield f"- {gate.gate.value}: {gate.outcome.value}. {said}".rstrip()
    if isinstance(revision.compliance, ComplianceFindings):
        for item in revision.compliance.items:
            yield f"- {one_line(item.title)}: {item.status.value}. {one_line(item.detail)}"
    if isinstance(revision.coverage, CoverageFindings):
        for check in revision.coverage.providers:
            yield f"- Provider {quoted(check.npi)}: {check.status.value}. {one_line(check.detail)}"
    yield from (f"- {one_line(note)}" for note in revision.preflight.notes)


def _rationale(finished: FinishedRevision) -> Iterator[str]:
    synthesis = finished.revision.synthesis
    yield from (one_line(paragraph) + "\n" for paragraph in synthesis.rationale.split("\n\n"))
    yield f"Written by: {synthesis.prose_by}. Computed by method {synthesis.recommendation.method_version}."


def _gaps(finished: FinishedRevision) -> Iterator[str]:
    for gap in finished.revision.recommendation.gaps:
        weight = "critical" if gap.critical else "not critical"
        yield f"- {one_line(gap.what)} ({weight}): {one_line(gap.request)}"


def _audit_trail(finished: FinishedRevision) -> Iterator[str]:
    revision = finished.revision
    yield f"- Revision {revision.number}, {finished.digest}"
    yield f"- Reviewed from {finished.started_at.isoformat()} to {finished.completed_at.isoformat()}"
    yield f"- Rule book {revision.versions.rule_book}; model {revision.versions.model}; code {revision.versions.code}"
    for call in revision.calls:
        cached = ", from the cache" if call.cached else ""
        version = call.data_version or "unknown"
        yield (
            f"- {call.started_at.isoformat()} {call.lookup}.{call.tool} on {call.server}: {call.outcome.value}"
            f"{cached}, data version {version}, arguments {call.arguments_digest}"
        )
    yield from (f"- {failed.agent}: {one_line(failed.reason)}" for failed in revision.recommendation.not_evaluated)


def _regulatory(finished: FinishedRevision) -> Iterator[str]:
    yield f"- {finished.revision.recommendation.disclaimer}"
    yield "- Automation recommends APPROVE or PEND and never denies. A determination is a clinician's."
    coverage = finished.revision.coverage
    if isinstance(coverage, CoverageFindings):
        for one in coverage.citations:
            yield f"- {one.policy_id} {one_line(one.title)}, version {one.version}: {one.url}"
        yield from _not_checked(coverage)


def _not_checked(coverage: CoverageFindings) -> Iterable[str]:
    sentences = (sentence for line in coverage.lines for sentence in line.not_checked)
    return (f"- Not checked: {one_line(sentence)}" for sentence in dict.fromkeys(sentences))


def _clinicians_record(finished: FinishedRevision, made: Determination) -> Iterator[str]:
    recommended = finished.revision.recommendation.outcome.value
    yield f"- Determination ({made.level.value}): **{made.outcome.value}**"
    yield f"- Authorization number: {made.authorization_number}"
    who = one_line(made.decider.signature) if made.decider else "not recorded"
    role = f", {made.decider.role.value.replace('_', ' ')}" if made.decider else ""
    yield f"- Decided by: {who}{role} (signed in as {one_line(made.decided_by)})"
    yield f"- Decided at: {made.decided_at.isoformat()}"
    yield f"- On revision {made.revision}, {made.digest}; its recommendation was {recommended}"


def one_line(text: str) -> str:
    """Text on one line, with the characters that Markdown or HTML would read as markup escaped."""
    words = " ".join(text.split())
    return "".join("\\" + character if character in r"\`*_[]<>#|" else character for character in words)


def quoted(text: str) -> str:
    """Somebody else's words, as such."""
    return f"“{one_line(text)}”"


_SECTIONS: tuple[tuple[str, Section], ...] = (
    ("Executive summary", _executive_summary),
    ("Medical necessity assessment", _medical_necessity),
    ("Criterion by criterion", _criteria),
    ("Validation checks", _validation_checks),
    ("Decision rationale", _rationale),
    ("Documentation gaps", _gaps),
    ("Audit trail", _audit_trail),
    ("Regulatory compliance", _regulatory),
)
