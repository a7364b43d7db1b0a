"""The sections that sum up: executive summary, decision rationale, documentation gaps, regulatory compliance."""

from collections.abc import Iterator

from orchestrator.documents.blocks import Block, Fields, Item, Run, Tone, listing, paragraph, plain
from orchestrator.documents.justification.wording import cell, quoted, status, table
from orchestrator.store.revisions import FinishedRevision
from priorauth.case import Case, ServiceLine
from priorauth.findings import CoverageFindings

Blocks = Iterator[Block]


def executive_summary(finished: FinishedRevision) -> Blocks:
    """What is recommended on which request, how strong the evidence is, and what was assumed."""
    revision, recommendation = finished.revision, finished.revision.recommendation
    yield paragraph(
        "Recommendation: ",
        status(recommendation.outcome),
        ", a draft; it binds nobody before a clinician decides.",
        tone=Tone.NOTE,
    )
    confidence = recommendation.confidence
    measure = cell(f"{confidence.value:.2f} (", status(confidence.level), "). It measures how strong the evidence is.")
    pairs = [("Confidence", measure), *_request(revision.case)]
    if recommendation.route:
        pairs.insert(0, ("Route", plain(recommendation.route.value)))
    yield Fields(pairs=tuple(pairs))
    yield paragraph(revision.synthesis.summary)
    if revision.assumptions:
        yield listing([f"Assumption: {sentence}" for sentence in revision.assumptions])


def _request(case: Case) -> Iterator[tuple[str, tuple[Run, ...]]]:
    member = case.member
    yield "Member", cell(quoted(member.name) if member.name else "no name given", _id(member.member_id))
    yield "Received", plain(f"{case.received_on.isoformat()}, priority {case.priority.value}")
    yield "Line of business", plain(case.line_of_business.value if case.line_of_business else "not given")
    yield "Diagnoses", cell(*_quoted_list(case.diagnoses)) or plain("none given")
    for line in case.services:
        yield f"Service line {line.line}", _service(line)


def _id(member_id: str | None) -> Run | None:
    return Run(text=f", member id {member_id}") if member_id else None


def _quoted_list(texts: tuple[str, ...]) -> Iterator[str | Run]:
    for number, text in enumerate(texts):
        yield from (", ", quoted(text)) if number else (quoted(text),)


def _service(line: ServiceLine) -> tuple[Run, ...]:
    dates = " to ".join(day.isoformat() for day in (line.from_, line.to) if day)
    parts = (
        f", modifiers {', '.join(line.modifiers)}" if line.modifiers else None,
        f", {line.side.value}" if line.side else None,
        f", units {line.units:,}" if line.units is not None else None,
        f", ordered {line.order_date.isoformat()}" if line.order_date else None,
        f", {dates}" if dates else None,
    )
    return cell(quoted(line.code) if line.code else "no code given", *parts)


def decision_rationale(finished: FinishedRevision) -> Blocks:
    """The rationale in prose, who wrote it, and by which method the recommendation was computed."""
    synthesis = finished.revision.synthesis
    yield from (paragraph(text) for text in synthesis.rationale.split("\n\n") if text.strip())
    yield paragraph(f"Written by: {synthesis.prose_by}. Computed by method {synthesis.recommendation.method_version}.")


def documentation_gaps(finished: FinishedRevision) -> Blocks:
    """What is missing, and what to send."""
    rows = [
        (
            cell(gap.line or "all"),
            cell(gap.what),
            cell("critical" if gap.critical else "not critical"),
            cell(gap.request),
        )
        for gap in finished.revision.recommendation.gaps
    ]
    if rows:
        columns = {"Line": 0.6, "What is missing": 3, "Weight": 1.2, "What to send": 3.4}
        yield table("What the provider is asked for", columns, rows)


def regulatory_compliance(finished: FinishedRevision) -> Blocks:
    """What automation may do, the policies that were cited, and what nothing here checks."""
    yield paragraph(finished.revision.recommendation.disclaimer)
    yield paragraph("Automation recommends APPROVE or PEND and never denies. A determination is a clinician's.")
    coverage = finished.revision.coverage
    if not isinstance(coverage, CoverageFindings):
        return
    rows = [
        (cell(one.policy_id), cell(one.title), cell(one.version), cell(Run(text=one.url, link=one.url)))
        for one in coverage.citations
    ]
    if rows:
        yield table("Policies that were cited", {"Policy": 1.4, "Title": 2.6, "Version": 0.9, "Address": 3}, rows)
    sentences = dict.fromkeys(sentence for line in coverage.lines for sentence in line.not_checked)
    if sentences:
        yield listing([Item(runs=plain(f"Not checked: {sentence}")) for sentence in sentences])
