"""What was corrected so far, as a revision heeds it: each correction with its end and with what became of it."""

from collections.abc import Iterator

from priorauth.corrections import (
    Confirmation,
    Correction,
    CorrectionResult,
    CorrectionTakenBack,
    in_force,
    taken_back,
)
from priorauth.findings import NotEvaluated
from priorauth.reserved import unconfirmed_by_place
from priorauth.revision import Revision
from priorauth.value import Value

_REPLACED = "A later judgment of the same criterion holds."


class MadeCorrection(Value):
    """A correction that was made. ``number`` is its place in the case's corrections, counted from 0.

    ``end`` is there where it was taken back. ``result`` says what became of it in the revision; None where the agent
    that would apply it was not evaluated.
    """

    number: int
    correction: Correction
    end: CorrectionTakenBack | None
    result: CorrectionResult | None


def made_corrections(revision: Revision) -> tuple[MadeCorrection, ...]:
    """Every correction that the revision heeds, the first first; those that end another stand with the one they end."""
    ended = taken_back(revision.case.corrections)
    results = {one.correction: one for one in _results(revision)}
    return tuple(
        MadeCorrection(number=place, correction=one, end=ended.get(place), result=results.get(place))
        for place, one in enumerate(revision.case.corrections)
        if not isinstance(one, CorrectionTakenBack)
    )


def _results(revision: Revision) -> Iterator[CorrectionResult]:
    if not isinstance(revision.clinical, NotEvaluated):
        yield from revision.clinical.corrections
    if not isinstance(revision.coverage, NotEvaluated):
        broken = unconfirmed_by_place(revision.case, revision.coverage.lines)
        last = {_asked(one): place for place, one in in_force(revision.case.corrections) if _is_judgment(one)}
        ended = taken_back(revision.case.corrections)
        for place, one in enumerate(revision.case.corrections):
            if isinstance(one, Confirmation):
                yield _judged(place, one, broken.get(place), ended.get(place), last.get(_asked(one)))


def _is_judgment(one: Correction) -> bool:
    return isinstance(one, Confirmation)


def _asked(one: Correction) -> tuple[str, str, str] | None:
    return (one.line, one.policy_id, one.criterion_id) if isinstance(one, Confirmation) else None


def _judged(
    place: int, one: Confirmation, broken: str | None, end: CorrectionTakenBack | None, last: int | None
) -> CorrectionResult:
    if end:
        return CorrectionResult(correction=place, applied=False, sentence=f"{one.told} It was {end.told}")
    if place != last:
        return CorrectionResult(correction=place, applied=False, sentence=_REPLACED)
    return CorrectionResult(correction=place, applied=broken is None, sentence=broken or one.told)
