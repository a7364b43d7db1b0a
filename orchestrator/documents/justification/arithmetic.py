"""The confidence line by line, so that a reader can do the sum again."""

from collections.abc import Callable, Iterator, Mapping

from orchestrator.documents.blocks import Block, Heading, listing, paragraph
from orchestrator.documents.justification.wording import Cell, cell, counted, exact, table
from orchestrator.store.revisions import FinishedRevision
from priorauth.confidence import Component, Confidence, mean_criterion_score, scored_criteria
from priorauth.findings import AssessedCriterion, ClinicalFindings, ComplianceFindings, CoverageFindings
from priorauth.gates import GateOutcome
from priorauth.kleene import Status
from priorauth.revision import Revision

_COLUMNS = {"Part": 1.3, "Weight": 0.9, "Score": 1.1, "Weight × score": 1.4, "Where the score is from": 4.6}
_RULES = "skills/synthesis-decision/SKILL.md"


def confidence_line_by_line(finished: FinishedRevision) -> Iterator[Block]:
    """Each part with weight and score, what failed agents take away, the sum, its rounding and its level."""
    revision, confidence = finished.revision, finished.revision.recommendation.confidence
    yield Heading(level=2, text="Confidence, line by line")
    rows = [_part(part, revision) for part in confidence.components]
    yield table("The parts of the confidence; each score is 0 to 1", _COLUMNS, rows)
    yield listing(list(_sum(revision, confidence)))
    weakest = confidence.weakest
    if weakest:
        yield paragraph(
            f"The weakest criterion: {weakest.text} (line {weakest.line}), {weakest.status.value}, "
            f"confidence {weakest.confidence} of 100."
        )


def _part(part: Component, revision: Revision) -> tuple[Cell, ...]:
    score = exact(part.score) if part.evaluated else "0, not evaluated"
    origin = _ORIGINS[part.name](revision, part) if part.evaluated else "Its agent gave no findings."
    return cell(part.name), cell(exact(part.weight)), cell(score), cell(exact(part.weight * part.score)), cell(origin)


def _sum(revision: Revision, confidence: Confidence) -> Iterator[str]:
    products = [part.weight * part.score for part in confidence.components]
    yield f"Sum of the parts: {' + '.join(exact(one) for one in products)} = {exact(sum(products))}"
    failed = len(revision.recommendation.not_evaluated)
    each = f" ({failed} × {exact(confidence.penalty / failed)})" if failed else ""
    yield f"Less for {counted(failed, 'failed agent')}: {exact(confidence.penalty)}{each}"
    left = sum(products) - confidence.penalty
    yield f"{exact(sum(products))} − {exact(confidence.penalty)} = {exact(left)}{_bounded(left)}"
    yield f"Rounded to two decimals: {confidence.value:.2f}"
    passed = all(gate.outcome is GateOutcome.PASS for gate in revision.recommendation.gates) and not failed
    gates = "every gate passed and no agent failed" if passed else "not every gate passed, or an agent failed"
    yield f"Level: {confidence.level.value}, for {gates}. The levels and weights stand in {_rules(revision)}."


def _bounded(left: float) -> str:
    return "" if 0 <= left <= 1 else f", held within 0 and 1: {exact(min(1.0, max(0.0, left)))}"


def _rules(revision: Revision) -> str:
    digest = revision.versions.files.get(_RULES)
    return f"{_RULES} ({digest})" if digest else "the synthesis skill"


def _of_criteria(revision: Revision, part: Component) -> str:
    """The mean written out. What an older method computed is not explained with today's formula."""
    coverage = revision.coverage
    scored = (
        [one for line in coverage.lines for one in scored_criteria(line)]
        if isinstance(coverage, CoverageFindings)
        else []
    )
    if not scored or abs(mean_criterion_score(scored) - part.score) > 1e-9:
        return f"As computed by method {revision.recommendation.method_version}."
    numbers = " + ".join(_counted_as(one) for one in scored)
    return f"The mean confidence of the criteria, one that is not MET counting 0: ({numbers}) / {len(scored)} / 100"


def _counted_as(one: AssessedCriterion) -> str:
    return str(one.result.confidence) if one.result.status is Status.MET else "0"


def _of_extraction(revision: Revision, _: Component) -> str:
    clinical = revision.clinical
    confidence = clinical.extraction.confidence if isinstance(clinical, ClinicalFindings) else 0
    return f"The extraction confidence: {confidence} / 100"


def _of_compliance(revision: Revision, part: Component) -> str:
    items = revision.compliance.items if isinstance(revision.compliance, ComplianceFindings) else ()
    open_items = sum(item.is_open and not item.informational for item in items)
    said = f"{counted(open_items, 'item')} incomplete or missing, informational ones excepted"
    each = f": 1 − {open_items} × {exact((1 - part.score) / open_items)}" if open_items and part.score else ""
    return f"The compliance score, {said}{each}."


def _of_policy(revision: Revision, _: Component) -> str:
    lines = revision.coverage.lines if isinstance(revision.coverage, CoverageFindings) else ()
    fits = ", ".join(f"line {line.line} {line.fit.value.replace('_', ' ')}" for line in lines)
    return f"The lowest fit of policy and diagnosis over the lines: {fits or 'no line was assessed'}."


_ORIGINS: Mapping[str, Callable[[Revision, Component], str]] = {
    "criteria": _of_criteria,
    "extraction": _of_extraction,
    "compliance": _of_compliance,
    "policy": _of_policy,
}
"""Where the score of each part comes from, by the part's name."""
