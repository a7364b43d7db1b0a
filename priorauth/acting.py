"""What a person's act on a case has to be, beside its shape: refused with a sentence that says what to do."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from priorauth.acts import (
    ActBody,
    Appeal,
    InformationItem,
    InformationRequest,
    Notification,
    OutreachAttempt,
    PeerToPeerAppointment,
    PeerToPeerTalk,
    PriorityChange,
)
from priorauth.applicability import Applicable
from priorauth.determination import Determination, DeterminationOutcome, Level
from priorauth.errors import CaseRejected, InvalidTransition, PriorAuthError, Problem
from priorauth.findings import AssessedCriterion, CoverageFindings, NotEvaluated
from priorauth.profile_lines import AppealStart
from priorauth.recommendation import Recommendation

PRESUMED_RECEIPT = dt.timedelta(days=5)
"""A notice is presumed to be received five days after its date (42 CFR 422.582(b)(1))."""


class AppealTooLate(PriorAuthError):
    """The time to appeal is over, and no good cause is given (HTTP 409)."""

    code = "appeal_too_late"


@dataclass(frozen=True, slots=True)
class CaseStanding:
    """How a case stands when somebody acts on it. ``coverage`` is that of its newest whole revision."""

    level: Level
    coverage: CoverageFindings | NotEvaluated | None
    determinations: Sequence[Determination]
    given: Applicable
    now: dt.datetime
    today: dt.date


def check_body(body: ActBody, standing: CaseStanding) -> None:
    """Raises ``CaseRejected`` with every problem of what was stated, and what the act's own rules raise."""
    problems = list(_problems(body, standing))
    if problems:
        raise CaseRejected(problems)
    if isinstance(body, Appeal):
        check_appeal(body, standing)


def _problems(body: ActBody, standing: CaseStanding) -> Iterator[Problem]:
    for name, moment in _moments(body):
        if moment > standing.now:
            yield Problem(
                path=f"/{name}", code="in_the_future", message="It lies in the future; give when it happened."
            )
    if isinstance(body, PeerToPeerAppointment) and body.scheduled_for < body.offered_at:
        message = "The talk would be before it was offered; correct one of the times."
        yield Problem(path="/scheduled_for", code="impossible_time", message=message)
    if isinstance(body, InformationRequest):
        yield from _problems_of_request(body, standing)
    if isinstance(body, Notification):
        yield from _problems_of_notification(body, standing)


def _moments(body: ActBody) -> Iterator[tuple[str, dt.datetime]]:
    """The moments in an act that have passed."""
    if isinstance(body, OutreachAttempt):
        yield "attempted_at", body.attempted_at
    elif isinstance(body, PeerToPeerAppointment):
        yield "offered_at", body.offered_at
    elif isinstance(body, PeerToPeerTalk):
        yield "held_at", body.held_at
    elif isinstance(body, Appeal):
        yield "filed_at", body.filed_at
    elif isinstance(body, Notification):
        yield "notified_at", body.notified_at
    elif isinstance(body, PriorityChange) and body.asked_at is not None:
        yield "asked_at", body.asked_at


def _problems_of_request(body: InformationRequest, standing: CaseStanding) -> Iterator[Problem]:
    if body.respond_by is not None and body.respond_by < standing.today:
        message = f"The answer would be due on {body.respond_by}, which has passed; give a later day, or none."
        yield Problem(path="/respond_by", code="impossible_date", message=message)
    for place, item in enumerate(body.items):
        if item.criterion_id is not None and not _is_assessed(item, standing.coverage):
            message = "The review shows no such criterion; name one of its gaps, or leave policy and criterion out."
            yield Problem(path=f"/items/{place}/criterion_id", code="unknown_criterion", message=message)


def _is_assessed(item: InformationItem, coverage: CoverageFindings | NotEvaluated | None) -> bool:
    return any(
        (policy, criterion) == (item.policy_id, item.criterion_id) and item.line in (None, line)
        for line, policy, criterion in _criteria(coverage)
    )


def _criteria(coverage: CoverageFindings | NotEvaluated | None) -> Iterator[tuple[str, str, str]]:
    """Line, policy and criterion of everything that was assessed."""
    for line in coverage.lines if isinstance(coverage, CoverageFindings) else ():
        every: tuple[AssessedCriterion, ...] = (*line.criteria, *line.universal)
        yield from ((line.line, one.policy_id, one.result.id) for one in every)


def _problems_of_notification(body: Notification, standing: CaseStanding) -> Iterator[Problem]:
    made = max((one.decided_at for one in standing.determinations), default=None)
    if made is not None and body.notified_at < made:
        message = "A determination is not told before it is made; correct the time."
        yield Problem(path="/notified_at", code="impossible_time", message=message)


def check_appeal(body: Appeal, standing: CaseStanding) -> None:
    """Raises ``InvalidTransition`` where nothing can be appealed, and :class:`AppealTooLate`.

    The window is that of the profiles that bind: the longest of the sure ones. Where none is known, no appeal is too
    late here; a person sees to it.
    """
    made = appealable(standing)
    last = last_day_to_appeal(made.decided_at.date(), standing.given)
    if last is not None and body.filed_at.date() > last and body.late_for_good_cause is None:
        raise AppealTooLate(
            f"The time to appeal ended on {last}. Where there is a good cause for being late, give it in "
            "late_for_good_cause."
        )


def appealable(standing: CaseStanding) -> Determination:
    """The determination that an appeal would be of. Raises ``InvalidTransition`` where there is none to appeal."""
    if standing.level is not Level.INITIAL or len(standing.determinations) != 1:
        raise InvalidTransition("The determination was reconsidered before. What follows goes to an outside reviewer.")
    made = standing.determinations[0]
    if made.outcome is DeterminationOutcome.APPROVED:
        raise InvalidTransition("Everything that was asked for is approved; there is nothing to appeal.")
    return made


def last_day_to_appeal(noticed_on: dt.date, given: Applicable) -> dt.date | None:
    """The last day by the longest sure window of the profiles that bind; None where there is none.

    Days that count from the notice's receipt count from its presumed one.
    """
    windows = (
        line
        for profile in given.binding
        for line in profile.appeals
        if line.mark.is_sure and line.holds(given.situation.on)
    )
    starts = {AppealStart.NOTICE_DATE: noticed_on, AppealStart.NOTICE_RECEIPT: noticed_on + PRESUMED_RECEIPT}
    return max((starts[line.start] + dt.timedelta(days=line.days) for line in windows), default=None)


def draft_request(
    recommendation: Recommendation, coverage: CoverageFindings | NotEvaluated
) -> InformationRequest | None:
    """What a person may ask for, from the gaps: critical ones only. None where there are none. Nothing is sent."""
    policies = {(line, criterion): policy for line, policy, criterion in _criteria(coverage)}
    items = tuple(
        InformationItem(
            line=gap.line,
            policy_id=policies.get((gap.line or "", gap.criterion_id or "")),
            criterion_id=gap.criterion_id,
            what=gap.what,
            request=gap.request,
        )
        for gap in recommendation.gaps
        if gap.critical
    )
    return InformationRequest(items=items) if items else None
