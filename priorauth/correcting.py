"""From what a clinician corrects on a revision to what the case carries from then on."""

import datetime as dt
from collections.abc import Collection, Iterator

from priorauth.acts import AddedPassage, ConfirmedCriterion, FactCorrection
from priorauth.assessment import CriterionResult
from priorauth.corrections import (
    Confirmation,
    Correction,
    CorrectionTakenBack,
    ShownPassage,
    corrector,
    taken_back,
    wrong_fact,
)
from priorauth.errors import CaseRejected, NotPermitted, Problem
from priorauth.evidence import Span
from priorauth.facts import Fact
from priorauth.findings import NotEvaluated
from priorauth.people import Person, Role
from priorauth.reserved import MAY_CONFIRM, node_of
from priorauth.revision import Revision

LONGEST_PASSAGE = 1_000
"""In characters. A passage is a sentence, a row or a few lines, and no page."""


class ConfirmationNotTheirs(NotPermitted):
    """The criterion is for somebody else to judge, or its judgment for somebody else to take back (HTTP 403)."""


def corrections_of(
    act: FactCorrection, revision: Revision, person: Person, at: dt.datetime, concepts: Collection[str]
) -> tuple[Correction, ...]:
    """What the act corrects in the revision that was seen. ``concepts`` are those that the vocabulary has.

    Raises ``CaseRejected`` with every problem of what was stated, and :class:`ConfirmationNotTheirs`.
    """
    problems = [*_problems_of_facts(act, revision), *_problems_of_passages(act, revision, concepts)]
    problems += [*_problems_of_confirmations(act, revision), *_problems_of_taking_back(act, revision)]
    if not (act.misread or act.added or act.confirmed or act.taken_back):
        message = (
            "Name at least one fact that is wrong, passage that was not read, criterion that you judge, or correction "
            "that you take back."
        )
        problems.append(Problem(path="", code="too_short", message=message))
    if problems:
        raise CaseRejected(problems)
    return tuple(_corrections(act, revision, person, at))


def _corrections(act: FactCorrection, revision: Revision, person: Person, at: dt.datetime) -> Iterator[Correction]:
    by, facts = corrector(person), _facts(revision)
    for misread in act.misread:
        yield wrong_fact(facts[misread.fact], by, at, misread.why)
    for added in act.added:
        span = Span(document_id=added.document_id, start=added.start, end=added.end, quote=_quote(added, revision))
        yield ShownPassage(by=by, at=at, why=added.why, concept=added.concept, side=added.side, span=span)
    named = ((one, _node(one, revision)) for one in act.confirmed)
    for one, node, reserved in ((one, node, node.reserved) for one, node in named if node and node.reserved):
        if person.role not in MAY_CONFIRM[reserved]:
            raise ConfirmationNotTheirs(_whose(node, MAY_CONFIRM[reserved]))
        yield Confirmation(
            by=by,
            at=at,
            why=one.why,
            line=one.line,
            policy_id=one.policy_id,
            criterion_id=one.criterion_id,
            text=node.text,
            met=one.met,
        )
    for one in act.taken_back:
        _check_taking_back(revision.case.corrections[one.correction], person)
        yield CorrectionTakenBack(by=by, at=at, why=one.why, correction=one.correction)


def _check_taking_back(one: Correction, person: Person) -> None:
    """A judgment is taken back by whoever gave it, or by a physician; a mark on the reading by any clinician."""
    if isinstance(one, Confirmation) and person.role is not Role.MEDICAL_DIRECTOR and person.id != one.by.id:
        raise ConfirmationNotTheirs(
            f"{one.by.name} judged the criterion {one.criterion_id}, and takes that back, or a medical director does. "
            "Escalate the case."
        )


def _whose(node: CriterionResult, roles: Collection[Role]) -> str:
    who = " or ".join(role.value.replace("_", " ") for role in Role if role in roles)
    return f"The criterion {node.id} is for a {who} to judge. Escalate the case."


def _facts(revision: Revision) -> tuple[Fact, ...]:
    return () if isinstance(revision.clinical, NotEvaluated) else revision.clinical.facts


def _problems_of_facts(act: FactCorrection, revision: Revision) -> Iterator[Problem]:
    count = len(_facts(revision))
    named = [misread.fact for misread in act.misread]
    for place, number in enumerate(named):
        path = f"/misread/{place}/fact"
        if number >= count:
            message = f"The clinical findings of revision {revision.number} hold {count} facts, counted from 0."
            yield Problem(path=path, code="unknown_fact", message=message)
        elif number in named[:place]:
            yield Problem(path=path, code="repeated_fact", message="This fact is named twice; mark it once.")


def _quote(added: AddedPassage, revision: Revision) -> str:
    document = revision.case.document(added.document_id)
    return document.text[added.start : added.end] if document else ""


def _problems_of_passages(act: FactCorrection, revision: Revision, concepts: Collection[str]) -> Iterator[Problem]:
    for place, added in enumerate(act.added):
        path = f"/added/{place}"
        document = revision.case.document(added.document_id)
        if document is None:
            yield Problem(
                path=f"{path}/document_id", code="unknown_document", message="The case has no document with this id."
            )
        elif not added.start < added.end <= len(document.text) or not _quote(added, revision).strip():
            message = f"Mark words of the document; it has {len(document.text)} characters, counted from 0."
            yield Problem(path=path, code="no_words", message=message)
        elif added.end - added.start > LONGEST_PASSAGE:
            message = f"Mark the passage alone, at most {LONGEST_PASSAGE:,} characters."
            yield Problem(path=path, code="too_long", message=message)
        if added.concept not in concepts:
            message = "The vocabulary has no such concept; name the one that the criterion asks for."
            yield Problem(path=f"{path}/concept", code="unknown_concept", message=message)


def _node(one: ConfirmedCriterion, revision: Revision) -> CriterionResult | None:
    """The criterion that is meant, as the revision shows it."""
    lines = () if isinstance(revision.coverage, NotEvaluated) else revision.coverage.lines
    trees = (
        item.result
        for line in lines
        if line.line == one.line
        for item in (*line.criteria, *line.universal)
        if item.policy_id == one.policy_id
    )
    return next((node for tree in trees if (node := node_of(tree, one.criterion_id))), None)


def _problems_of_confirmations(act: FactCorrection, revision: Revision) -> Iterator[Problem]:
    named = [(one.line, one.policy_id, one.criterion_id) for one in act.confirmed]
    for place, one in enumerate(act.confirmed):
        path = f"/confirmed/{place}/criterion_id"
        node = _node(one, revision)
        if node is None:
            message = "The review shows no criterion of this id for that line and policy."
            yield Problem(path=path, code="unknown_criterion", message=message)
        elif node.reserved is None:
            message = (
                "This criterion is not confirmed as a correction. Correct the facts that it rests on, or decide "
                "otherwise in the determination, as an override."
            )
            yield Problem(path=path, code="not_confirmable", message=message)
        elif named[place] in named[:place]:
            yield Problem(path=path, code="repeated_criterion", message="This criterion is named twice; judge it once.")


def _problems_of_taking_back(act: FactCorrection, revision: Revision) -> Iterator[Problem]:
    corrections = revision.case.corrections
    ended = taken_back(corrections)
    named = [one.correction for one in act.taken_back]
    for place, number in enumerate(named):
        path = f"/taken_back/{place}/correction"
        if number >= len(corrections) or isinstance(corrections[number], CorrectionTakenBack):
            message = (
                f"The case has no correction {number} that can be taken back; it has {len(corrections)}, counted from "
                "0. What was taken back is stated anew as a new correction."
            )
            yield Problem(path=path, code="unknown_correction", message=message)
        elif number in ended:
            message = "This correction was taken back before; there is nothing to do."
            yield Problem(path=path, code="taken_back_before", message=message)
        elif number in named[:place]:
            message = "This correction is named twice; take it back once."
            yield Problem(path=path, code="repeated_correction", message=message)
