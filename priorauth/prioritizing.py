"""Who may change a case's priority and when, and what goes with it when an expedited review is refused."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from priorauth.acts import PriorityChange, RecordedAct
from priorauth.business_days import days_after
from priorauth.case import ExpeditedBy, Priority
from priorauth.clocks import Clock
from priorauth.errors import NotPermitted, PriorAuthError
from priorauth.people import Person, Role
from priorauth.profile_lines import Mark
from priorauth.value import Value

_CLINICIANS = frozenset({Role.NURSE_REVIEWER, Role.MEDICAL_DIRECTOR})
_WRITTEN_NOTICE_DAYS = 3


class PriorityRefused(PriorAuthError):
    """The priority cannot be changed so (HTTP 409)."""

    code = "priority_refused"


class PriorityNotTheirs(NotPermitted):
    """This change is for a clinician to decide (HTTP 403)."""


@dataclass(frozen=True, slots=True)
class Hurry:
    """Where a case is when its priority is to be changed.

    ``priority`` and ``clock`` are those that hold; ``expedited_by`` is who asked for the expedited review that holds,
    None where that was not stated.
    """

    priority: Priority
    received_at: dt.datetime
    clock: Clock
    expedited_by: ExpeditedBy | None


def check_priority(change: PriorityChange, standing: Hurry, person: Person | None, now: dt.datetime) -> None:
    """Raises :class:`PriorityRefused` or :class:`PriorityNotTheirs` where the priority may not be changed so.

    What a physician asks for is always expedited (42 CFR 422.570(c)(2)(ii)); what a member asks for, a clinician
    decides. Only a clinician moves a case to standard, before the expedited time has passed, and never against a
    physician's request. No automated system does it, as Iowa Code 514F.8 asks, nor anybody who is not signed in.
    """
    if change.to is standing.priority:
        raise PriorityRefused(f"The review is {change.to.value} already; there is nothing to change.")
    if standing.clock.answered_at is not None:
        raise PriorityRefused("The decision was notified; its priority does not change any more.")
    if change.asked_at is not None and not standing.received_at <= change.asked_at <= now:
        raise PriorityRefused(
            "The expedited review was asked for after the request was received, and not in the future."
        )
    if change.to is Priority.EXPEDITED:
        _check_upgrade(change, person)
    else:
        _check_downgrade(change, standing, person, now)


def _check_upgrade(change: PriorityChange, person: Person | None) -> None:
    if change.asked_by is not ExpeditedBy.PHYSICIAN and not _is_clinician(person):
        raise PriorityNotTheirs(
            "A physician's request to expedite is granted at once; say so (asked_by: physician) if one made it. "
            "Otherwise a nurse reviewer or a medical director decides it."
        )


def _check_downgrade(change: PriorityChange, standing: Hurry, person: Person | None, now: dt.datetime) -> None:
    if not _is_clinician(person):
        raise PriorityNotTheirs(
            "To refuse an expedited review is for a nurse reviewer or a medical director to decide."
        )
    due_at = standing.clock.due_at
    if due_at is not None and now > due_at:
        raise PriorityRefused(
            f"The expedited time ended at {due_at.isoformat(timespec='minutes')}. A case that is late is decided, not "
            "moved to the standard time."
        )
    if standing.expedited_by is ExpeditedBy.PHYSICIAN and change.asked_by is not ExpeditedBy.PHYSICIAN:
        raise PriorityRefused(
            "A physician asked for the expedited review; it has to be expedited (42 CFR 422.570(c)(2)(ii)). Only where "
            "the physician takes that back (asked_by: physician) is it moved to the standard time."
        )
    if standing.expedited_by is ExpeditedBy.MEMBER and change.asked_by is ExpeditedBy.PHYSICIAN:
        raise PriorityRefused(
            "The member asked for the expedited review, and a physician does not take that back for the member. Leave "
            "asked_by out to refuse it; the member is then told in writing."
        )


def _is_clinician(person: Person | None) -> bool:
    return person is not None and person.role in _CLINICIANS


class RefusalNotice(Value):
    """What has to be told where an expedited review is refused: at once by word, and by ``written_by`` in writing.

    The service writes the letter by itself; the word is a person's. ``mark`` says how sure the duty is; an unsure one
    is shown as such.
    """

    written_by: dt.datetime
    must_say: tuple[str, ...]
    citation: str
    mark: Mark


def refusal_notice(done: RecordedAct, zone: ZoneInfo) -> RefusalNotice | None:
    """The notice that goes with a refused expedited review; None where the act is another.

    The standard clock counts from the original receipt.

    42 CFR 422.570(d): prompt oral notice, written notice within 3 calendar days.
    """
    if not isinstance(done.body, PriorityChange) or not done.body.refuses_expedited:
        return None
    return RefusalNotice(
        written_by=days_after(done.at, _WRITTEN_NOTICE_DAYS, zone),
        must_say=(
            "The request is decided within the standard time, counted from when it was first received.",
            "You may file an expedited grievance if you disagree.",
            "You may ask again; with a physician's support the review is expedited.",
        ),
        citation="42 CFR 422.570(d) for Medicare Advantage; this service does so for every line of business",
        mark=Mark.KNOWLEDGE,
    )
