"""A case's clock as it is answered: where it stands, which rule decides, and what is shown beside it."""

import datetime as dt
from collections.abc import Iterable

from orchestrator.store.clocks import NoticeKind, RunningClock, state_of
from orchestrator.store.tables import CaseRow
from priorauth.applicability import Applicable
from priorauth.clock_state import ClockState
from priorauth.clocks import Due, consequences
from priorauth.deadlines import Act, Ground
from priorauth.determination import Level
from priorauth.limits import BASELINE
from priorauth.profile_lines import Mark, Meaning
from priorauth.value import Value


class ClockSummary(Value):
    """Where a case's clock stands. ``seconds_left`` is negative after a breach, None while no time runs."""

    state: ClockState
    due_at: dt.datetime
    seconds_left: int | None
    escalate_at: dt.datetime | None


class DeadlineAnswer(Value):
    """A deadline: what is due, by whose rule, and how sure that rule is. None in ``due_at``: it waits for information.

    ``profile`` is a jurisdiction profile's id, or ``SERVICE`` for the service's own limit.
    """

    profile: str
    said: str
    due_at: dt.datetime | None
    mark: Mark
    citation: str
    note: str | None


class ExtensionAnswer(Value):
    """The extension that was taken, and when its notice went out."""

    ground: Ground
    days: int
    noticed_at: dt.datetime


class ConsequenceAnswer(Value):
    """What a profile makes of its own deadline that was missed. It is what the profile says, and no determination.

    ``unconfirmed``: a rule may exist, but its text was not read; ``said`` tells what is known.
    """

    profile: str
    due_at: dt.datetime
    means: Meaning
    said: str
    citation: str
    mark: Mark


class NoticeAnswer(Value):
    """When it was noticed that a clock escalated, or was breached."""

    kind: NoticeKind
    due_at: dt.datetime
    noticed_at: dt.datetime


class ClockAnswer(ClockSummary):
    """The clock of the decision at ``level``. ``deciding`` are the deadlines that fall due first, ``others`` the rest.

    ``unsure`` deadlines are shown and decide nothing. ``said`` tells in words why this time holds.
    """

    level: Level
    said: str
    answered_at: dt.datetime | None
    deciding: tuple[DeadlineAnswer, ...]
    others: tuple[DeadlineAnswer, ...]
    unsure: tuple[DeadlineAnswer, ...]
    extension: ExtensionAnswer | None
    consequences: tuple[ConsequenceAnswer, ...]
    notices: tuple[NoticeAnswer, ...]


def show_summary(row: CaseRow, now: dt.datetime) -> ClockSummary:
    """The clock of a case in a list, from its columns alone."""
    state = state_of(row, now)
    return ClockSummary(
        state=state, due_at=row.due_at, seconds_left=_seconds_left(row, state, now), escalate_at=row.escalate_at
    )


def _seconds_left(row: CaseRow, state: ClockState, now: dt.datetime) -> int | None:
    """Whole seconds until the due time, or those that were left when the decision was notified."""
    if state in (ClockState.WAITING_FOR_INFORMATION, ClockState.STOPPED) or row.escalate_at is None:
        return None
    return (row.due_at - (row.answered_at or now)) // dt.timedelta(seconds=1)


def show_clock(row: CaseRow, running: RunningClock, now: dt.datetime) -> ClockAnswer:
    """The clock of one case, with the rules that it follows."""
    clock, taken = running.clock, running.moments.extension
    deciding = clock.deciding
    return ClockAnswer(
        **show_summary(row, now).model_dump(),
        level=Level(row.level),
        said=_said(running),
        answered_at=row.answered_at,
        deciding=_deadlines(deciding),
        others=_deadlines(due for due in clock.sure if due not in deciding),
        unsure=_deadlines(clock.unsure),
        extension=ExtensionAnswer(**taken.model_dump()) if taken else None,
        consequences=tuple(
            ConsequenceAnswer(
                profile=one.profile,
                due_at=one.due_at,
                means=one.means,
                said=one.missed.said,
                citation=one.missed.citation,
                mark=one.missed.mark,
            )
            for one in consequences(clock, running.given, now)
        ),
        notices=tuple(
            NoticeAnswer(kind=one.kind, due_at=one.due_at, noticed_at=one.noticed_at) for one in running.notices
        ),
    )


def _deadlines(dues: Iterable[Due]) -> tuple[DeadlineAnswer, ...]:
    return tuple(
        DeadlineAnswer(
            profile=due.told.profile,
            said=due.told.line.said,
            due_at=due.due_at,
            mark=due.told.line.mark,
            citation=due.told.line.citation,
            note=due.told.line.note,
        )
        for due in dues
    )


def _said(running: RunningClock) -> str:
    """Why this time holds, in sentences."""
    clock, given = running.clock, running.given
    if clock.due_at is None:
        said = "The time waits: it begins anew when the information that was asked for is in hand."
    else:
        rules = "; ".join(f"{due.told.line.said} ({_source(due)})" for due in clock.deciding)
        said = f"{rules}."
    return " ".join([said, *_doubts(given, clock.deciding)])


def _source(due: Due) -> str:
    citation = due.told.line.citation
    return citation if due.told.profile == BASELINE else f"{due.told.profile}, {citation}"


def _doubts(given: Applicable, deciding: tuple[Due, ...]) -> list[str]:
    """What is not known of the case, where the service's own limit stands in for it."""
    if not any(due.told.profile == BASELINE for due in deciding):
        return []
    what = "decision" if given.situation.act is Act.DECISION else "decision on the appeal"
    if given.situation.line_of_business is None:
        return [f"The line of business is not known, so the service's own limit of the {what} holds."]
    if given.situation.state is None and given.possible:
        return [f"The state is not known, so the service's own limit of the {what} holds."]
    return [f"No profile gives a sure limit of the {what}, so the service's own holds."]
