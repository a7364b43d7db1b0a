"""The moments that a case's clock counts from, read from what people did to the case."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from priorauth.acts import (
    Appeal,
    InformationRequest,
    Notification,
    Party,
    PriorityChange,
    RecordedAct,
    TimeExtension,
)
from priorauth.case import ExpeditedBy, Priority
from priorauth.clocks import ExtensionTaken, Moments
from priorauth.deadlines import Act
from priorauth.determination import Level

Body = TypeVar("Body", InformationRequest, Notification, PriorityChange, TimeExtension)


@dataclass(frozen=True, slots=True)
class Answer:
    """A determination at the level that is asked about: when it was made, and when its documents were issued."""

    decided_at: dt.datetime
    issued_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Course:
    """What happened to a case, as stored.

    ``priority`` is the case's own; ``documents_at`` are the moments at which documents were added, in order;
    ``answer`` is the determination at ``level``, if there is one.
    """

    received_at: dt.datetime
    priority: Priority
    level: Level
    acts: Sequence[RecordedAct]
    documents_at: Sequence[dt.datetime]
    answer: Answer | None


def deciding(level: Level) -> Act:
    """What is decided at a level: the request, or the appeal."""
    return Act.DECISION if level is Level.INITIAL else Act.APPEAL


def priority_of(course: Course) -> Priority:
    """The priority at the level: an appeal has its own, as it was filed and as it was changed since."""
    appeal = _appeal(course)
    if appeal is None:
        return course.priority
    changes = [body for _, body in _bodies(course, PriorityChange)]
    if changes:
        return changes[-1].to
    return Priority.EXPEDITED if appeal.expedited else Priority.STANDARD


def expedited_by(course: Course, submitted: ExpeditedBy | None) -> ExpeditedBy | None:
    """Who asked for the expedited review that holds; None where it is standard, or nobody said.

    ``submitted`` is what the request itself says. A provider's expedited appeal is read as a physician's.
    """
    if priority_of(course) is Priority.STANDARD:
        return None
    changes = [body for _, body in _bodies(course, PriorityChange)]
    if changes:
        return changes[-1].asked_by
    appeal = _appeal(course)
    if appeal is None:
        return submitted
    return ExpeditedBy.PHYSICIAN if appeal.filed_by in (Party.PROVIDER, Party.FACILITY) else ExpeditedBy.MEMBER


def moments_of(course: Course) -> Moments:
    """The moments at the level: of an appeal, from when it was filed.

    Nobody states that information is complete. It counts as complete when the last documents came that were sent after
    the first request for it; until any come, nothing is in hand. A later request stops nothing by itself: what comes
    after it moves the moment. The decision counts as notified when the first notification was logged, otherwise when
    its documents were issued. The notice of an extension goes out when the extension is recorded.
    """
    appeal = _appeal(course)
    received_at = appeal.filed_at if appeal else course.received_at
    asked_at = next((act.at for act, _ in _bodies(course, InformationRequest)), None)
    return Moments(
        received_at=received_at,
        expedited_at=_expedited_at(course),
        asked_at=asked_at,
        came_at=tuple(moment for moment in course.documents_at if asked_at is not None and moment >= asked_at),
        extension=_extension(course),
        answered_at=_answered_at(course),
    )


def _appeal(course: Course) -> Appeal | None:
    """The appeal that is decided; None at the first level."""
    if course.level is Level.INITIAL:
        return None
    return next(act.body for act in reversed(course.acts) if isinstance(act.body, Appeal))


def _bodies(course: Course, kind: type[Body]) -> Iterator[tuple[RecordedAct, Body]]:
    """The acts of one kind at the level: those before the first appeal, or those after the last."""
    appeals = [place for place, act in enumerate(course.acts) if isinstance(act.body, Appeal)]
    if course.level is Level.INITIAL:
        acts = course.acts[: appeals[0]] if appeals else course.acts
    else:
        acts = course.acts[appeals[-1] + 1 :]
    yield from ((act, act.body) for act in acts if isinstance(act.body, kind))


def _expedited_at(course: Course) -> dt.datetime | None:
    """When the expedited review that holds now was asked for; None where it was asked for with the request itself."""
    changes = list(_bodies(course, PriorityChange))
    if not changes or changes[-1][1].to is not Priority.EXPEDITED:
        return None
    act, change = changes[-1]
    return change.asked_at or act.at


def _extension(course: Course) -> ExtensionTaken | None:
    act, body = next(_bodies(course, TimeExtension), (None, None))
    if act is None or body is None:
        return None
    return ExtensionTaken(ground=body.ground, days=body.days, noticed_at=act.at)


def _answered_at(course: Course) -> dt.datetime | None:
    """Nothing is notified before it is decided, whatever was logged."""
    if course.answer is None:
        return None
    told = [body.notified_at for _, body in _bodies(course, Notification)]
    return max(min(told), course.answer.decided_at) if told else course.answer.issued_at
