"""Criterion by criterion: an overview of each service line, then every node with its status, source and evidence."""

from collections.abc import Iterator

from orchestrator.documents.blocks import Block, Heading, Item, Listing, Run, Tone, listing, paragraph, plain
from orchestrator.documents.justification.sources import Sources
from orchestrator.documents.justification.wording import Cell, cell, counted, status, table
from orchestrator.store.revisions import FinishedRevision
from priorauth.assessment import CriterionResult
from priorauth.explain import marks_of
from priorauth.findings import AssessedCriterion, LineAssessment, NotEvaluated
from priorauth.kleene import Status
from priorauth.policy import PolicyMatch

Blocks = Iterator[Block]


def criterion_by_criterion(finished: FinishedRevision) -> Blocks:
    """Every service line with its policies and criteria."""
    coverage = finished.revision.coverage
    if isinstance(coverage, NotEvaluated):
        yield paragraph(f"Not evaluated: {coverage.reason}", tone=Tone.OPEN)
        return
    sources = Sources.of(finished.revision)
    for line in coverage.lines:
        yield from _line(line, sources)
    if coverage.ungrounded:
        dropped = counted(coverage.ungrounded, "proposal")
        yield paragraph(f"Dropped, for want of words that were found in the record: {dropped} of a model.")
    if coverage.unevaluated:
        yield listing([f"Not evaluated: {sentence}" for sentence in coverage.unevaluated])


def _line(line: LineAssessment, sources: Sources) -> Blocks:
    yield Heading(level=2, text=f"Line {line.line}, “{line.code}”, as of {line.as_of.isoformat()}")
    said = [*map(_policy, line.policies), *(f"Policies disagree: {one.sentence}" for one in line.conflicts)]
    if said:
        yield listing(said)
    if line.obstacle:
        yield paragraph(line.obstacle.reason, tone=Tone.OPEN)
    assessed = (*line.criteria, *line.universal)
    if not assessed:
        return
    columns = {"Criterion": 4.6, "Policy": 1.5, "Required": 1.2, "Status": 1.7, "Confidence": 1.5}
    caption = f"Criteria of line {line.line}; confidence is 0 to 100"
    yield table(caption, columns, (_overview(item) for item in assessed))
    for item in assessed:
        yield Heading(level=3, text=f"{item.result.label}: {item.result.status.value}")
        asked = item.result.status is not Status.MET
        yield Listing(items=(_criterion(item.result, sources, _remark(item), asked=asked, top=True),))


def _policy(match: PolicyMatch) -> str:
    policy = f"Policy {match.policy_id} ({match.kind.layer}), version {match.version}"
    return f"{policy}, {match.relation.value}: {match.reason}"


def _overview(item: AssessedCriterion) -> tuple[Cell, ...]:
    result = item.result
    required = "yes" if item.required else "no"
    return (
        cell(result.label),
        cell(item.policy_id),
        cell(required),
        cell(status(result.status)),
        cell(str(result.confidence)),
    )


def _remark(item: AssessedCriterion) -> str:
    """Whose requirement it is."""
    layer = f", {item.layer.layer}" if item.layer else ""
    return f" ({item.policy_id}{layer}{'' if item.required else '; not required'})"


def _criterion(result: CriterionResult, sources: Sources, remark: str = "", *, asked: bool, top: bool = False) -> Item:
    """A node: its status and reason; below it its source, its evidence, what to send, and its own nodes.

    Nothing is ``asked`` for where the whole criterion is MET.
    """
    title = f" {result.title}." if result.title and result.title != result.text else ""
    said = f"{remark}{title} {result.text.rstrip('.')}: {result.reason} Confidence {result.confidence} of 100."
    below = [*_source(result, top), *sources.items(result.evidence)]
    if result.send and asked:
        below.append(Item(runs=plain(f"To send: {result.send}")))
    below += [_criterion(child, sources, asked=asked) for child in result.children]
    return Item(runs=(status(result.status), Run(text=said)), items=tuple(below))


def _source(result: CriterionResult, top: bool) -> Iterator[Item]:
    """The source of a node; of an inner one only where it is a leaf, or has a mark of its own."""
    marks = marks_of(None, discretion=result.discretion, kind=result.kind)
    if not result.children or top or marks:
        sure = "; ".join((result.verification.value, *marks))
        yield Item(runs=plain(f"Source: {result.source} ({sure})"))
