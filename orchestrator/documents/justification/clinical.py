"""What the record states: codes' descriptions, the eight fields of the extraction, and what was left out and why."""

from collections.abc import Iterator, Sequence

from orchestrator.documents.blocks import Block, Heading, Item, Run, Tone, listing, paragraph, plain
from orchestrator.documents.justification.sources import Sources
from orchestrator.documents.justification.wording import Cell, cell, counted, quoted, table
from orchestrator.store.revisions import FinishedRevision
from priorauth.evidence import Span
from priorauth.findings import ClinicalFindings, Extraction, NotEvaluated
from priorauth.skill import ExtractionFieldName

Blocks = Iterator[Block]


def medical_necessity(finished: FinishedRevision) -> Blocks:
    """The eight fields with their quotes, and what weakens or adds to them."""
    clinical, sources = finished.revision.clinical, Sources.of(finished.revision)
    if isinstance(clinical, NotEvaluated):
        yield paragraph(f"Not evaluated: {clinical.reason}", tone=Tone.OPEN)
        return
    if clinical.summary:
        yield paragraph(clinical.summary)
    yield from _extraction(clinical.extraction, sources)
    left_out = [*_disagreements(clinical, sources), *_of_others(clinical, sources), *_ungrounded(clinical)]
    if left_out:
        yield Heading(level=2, text="Doubted or left out")
        yield listing(left_out)
    beside = [*_literature(clinical), *(Item(runs=plain(note)) for note in clinical.supplementary_notes)]
    if beside:
        yield Heading(level=2, text="Literature and trials")
        yield paragraph("They are shown beside the record. No criterion rests on them.")
        yield listing(beside)


def _extraction(extraction: Extraction, sources: Sources) -> Blocks:
    found = {one.name: one for one in extraction.fields}
    rows: list[tuple[Cell, ...]] = []
    for name in ExtractionFieldName:
        one = found.get(name)
        said = _quotes(one.spans, sources) if one and one.spans else plain("not found in the record")
        rows.append((cell(name.value.replace("_", " ").capitalize()), said, cell(str(one.confidence if one else 0))))
    columns = {"Field": 1.5, "What the record says": 5, "Confidence": 1.1}
    yield table("Extraction from the record; confidence is 0 to 100", columns, rows)
    warning = " Low: read the record itself." if extraction.low else ""
    tone = Tone.OPEN if extraction.low else Tone.PLAIN
    yield paragraph(f"Extraction confidence: {extraction.confidence} of 100.{warning}", tone=tone)


def _quotes(spans: Sequence[Span], sources: Sources) -> Cell:
    runs: list[Run] = []
    for span in spans:
        runs += [*((Run(text="; "),) if runs else ()), *sources.runs(span)]
    return tuple(runs)


def _disagreements(clinical: ClinicalFindings, sources: Sources) -> Iterator[Item]:
    for one in clinical.disagreements:
        said = f"{one.concept}: claimed {one.claimed}, read {one.read}. The words decide: "
        yield Item(runs=(Run(text=said), *sources.runs(one.span)))


def _of_others(clinical: ClinicalFindings, sources: Sources) -> Iterator[Item]:
    """Stretches that name another person: their place, never their words."""
    for one in clinical.quarantined:
        document = sources.documents.get(one.document_id)
        title = cell(" Document ", quoted(document.title)) if document and document.title else ()
        place = f" ({one.document_id}), characters {one.start:,} to {one.end:,}, was not read."
        yield Item(runs=(Run(text=one.reason), *title, Run(text=place)))


def _ungrounded(clinical: ClinicalFindings) -> Iterator[Item]:
    if clinical.ungrounded:
        claims = counted(clinical.ungrounded, "claim")
        yield Item(runs=plain(f"Dropped, for the record has no words for it: {claims} of a model."))


def _literature(clinical: ClinicalFindings) -> Iterator[Item]:
    for article in clinical.articles:
        about = ", ".join(str(part) for part in (article.journal, article.year) if part)
        yield Item(
            runs=(Run(text=f"PMID {article.pmid}: "), quoted(article.title), Run(text=f" {about} ({article.call_id})"))
        )
    for trial in clinical.trials:
        state = f", {trial.status}" if trial.status else ""
        yield Item(runs=(Run(text=f"{trial.nct_id}: "), quoted(trial.title), Run(text=f"{state} ({trial.call_id})")))
