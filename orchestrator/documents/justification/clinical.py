"""What the record states: codes' descriptions, the eight fields of the extraction, and what was left out and why."""

from collections.abc import Iterator

from orchestrator.documents.blocks import Block, Heading, Item, Listing, Run, Tone, listing, paragraph, plain
from orchestrator.documents.justification.sources import Sources
from orchestrator.documents.justification.wording import cell, counted, quoted
from orchestrator.store.revisions import FinishedRevision
from priorauth.extraction import Extraction, ExtractionField
from priorauth.findings import ClinicalFindings, NotEvaluated
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
    yield Heading(level=2, text="Extraction from the record")
    found = {one.name: one for one in extraction.fields}
    yield Listing(items=tuple(_field(name, found.get(name), sources) for name in ExtractionFieldName))
    warning = " Low: read the record itself." if extraction.low else ""
    tone = Tone.OPEN if extraction.low else Tone.PLAIN
    yield paragraph(f"Extraction confidence: {extraction.confidence} of 100.{warning}", tone=tone)


def _field(name: ExtractionFieldName, found: ExtractionField | None, sources: Sources) -> Item:
    """A field with its confidence; below it the words of the record, each with its place."""
    title = Run(text=name.value.replace("_", " ").capitalize(), bold=True)
    if found is None or not found.spans:
        return Item(runs=(title, Run(text=": not found in the record")))
    said = Run(text=f", confidence {found.confidence} of 100")
    return Item(runs=(title, said), items=tuple(Item(runs=sources.runs(span)) for span in found.spans))


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
