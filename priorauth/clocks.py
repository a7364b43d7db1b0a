"""When a decision is due, from stored moments: time left, escalation, breach, extension, and what a breach means.

Nothing here reads a clock: ``now`` is given. Whatever is asked of the provider, a clock that counts from receipt runs
on; only an extension moves it. A clock that counts from complete information counts from receipt until somebody asks
for what is missing, and anew when all of it is in hand.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, Field, model_validator

from priorauth.applicability import Applicable, Told
from priorauth.business_days import days_after, due_after
from priorauth.case import Priority
from priorauth.deadlines import Act, Deadline, Extension, Ground, Start, spoken_grounds
from priorauth.errors import PriorAuthError
from priorauth.limits import decision_limits, may_decide
from priorauth.profile_lines import Meaning, Missed
from priorauth.value import Value

Share = Annotated[Decimal, Field(gt=0, lt=1)]


class ClockRules(Value):
    """What the service sets for itself: ``policies/clocks.yaml``.

    ``baseline``: the limits of a decision, and of the decision on an appeal, that hold where no profile gives a sure
    one. ``escalation``: the share of the time after
    which a case that is not decided goes to a person who sees to it. ``approval_days``: how many days an approval holds
    where neither the request nor the clinician gives its end.
    """

    baseline: tuple[Deadline, ...]
    escalation: dict[Priority, Share]
    approval_days: int = Field(ge=1, le=366)

    @model_validator(mode="after")
    def _covers_every_priority(self) -> "ClockRules":
        wanted = [(act, priority) for act in (Act.DECISION, Act.APPEAL) for priority in Priority]
        if sorted((line.of, line.priority) for line in self.baseline) != sorted(wanted):
            raise ValueError("baseline gives one limit of a decision and one of an appeal for each priority, no others")
        if any(line.start is not Start.RECEIPT or line.when for line in self.baseline):
            raise ValueError("baseline limits are from receipt, in all circumstances")
        if self.escalation.keys() != set(Priority):
            raise ValueError("escalation gives a share for each priority")
        return self


class ExtensionTaken(Value):
    """An extension by so many calendar days, on one ground, with the moment of its written notice."""

    ground: Ground
    days: int = Field(ge=1)
    noticed_at: AwareDatetime


class Moments(Value):
    """What happened to a case, as stored.

    ``expedited_at``: when the expedited review of a standard request was asked for. ``asked_at``: the first request for
    what is missing; ``came_at``: when documents came after it, in order. ``answered_at``: when the decision was
    notified.
    """

    received_at: AwareDatetime
    expedited_at: AwareDatetime | None = None
    asked_at: AwareDatetime | None = None
    came_at: tuple[AwareDatetime, ...] = ()
    extension: ExtensionTaken | None = None
    answered_at: AwareDatetime | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "Moments":
        later = (self.expedited_at, self.asked_at, self.answered_at, self.extension and self.extension.noticed_at)
        if any(moment is not None and moment < self.received_at for moment in later):
            raise ValueError("nothing happens to a case before it is received")
        if self.came_at and (self.asked_at is None or self.came_at[0] < self.asked_at):
            raise ValueError("what was missing is in hand only after it was asked for")
        if list(self.came_at) != sorted(self.came_at):
            raise ValueError("what came is given in order")
        return self


class ExtensionRefused(PriorAuthError):
    """The time of the decision cannot be extended so (HTTP 409)."""

    code = "extension_refused"


@dataclass(frozen=True, slots=True)
class Due:
    """What a deadline comes to. Both moments are None while it waits for complete information."""

    told: Told[Deadline]
    starts_at: dt.datetime | None
    due_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Clock:
    """A case's deadlines. ``sure`` ones decide, the earliest of them; ``unsure`` ones are shown.

    ``escalate_at`` heeds both, so that an unsure deadline is at least seen by a person before it may have passed.
    """

    sure: tuple[Due, ...]
    unsure: tuple[Due, ...]
    escalate_at: dt.datetime | None
    answered_at: dt.datetime | None

    @property
    def due_at(self) -> dt.datetime | None:
        """When the decision is due, in UTC; None while every clock waits for complete information."""
        return min((due.due_at for due in self.sure if due.due_at is not None), default=None)

    @property
    def deciding(self) -> tuple[Due, ...]:
        """The deadlines that fall due first."""
        return tuple(due for due in self.sure if due.due_at is not None and due.due_at == self.due_at)

    def time_left(self, now: dt.datetime) -> dt.timedelta | None:
        """How much time is left, or was when the decision was notified; negative after a breach."""
        return None if self.due_at is None else self.due_at - (self.answered_at or now)

    def is_breached(self, now: dt.datetime) -> bool:
        """Whether the decision was not notified in time."""
        left = self.time_left(now)
        return left is not None and left < dt.timedelta()

    def is_to_escalate(self, now: dt.datetime) -> bool:
        """Whether a person has to see to it: no decision yet, and its share of the time has passed."""
        return self.answered_at is None and self.escalate_at is not None and now >= self.escalate_at


def run_clock(given: Applicable, rules: ClockRules, moments: Moments, zone: ZoneInfo) -> Clock:
    """A case's clock in the plan's time zone.

    An expedited clock counts from the request to expedite (42 CFR 422.572(a)(1)), and the standard time from the
    original receipt still bounds it. Where expediting is refused, the situation is standard again: from the original
    receipt (422.570(d)).
    """
    dues = [_due(told, moments, zone) for told in decision_limits(given, rules.baseline)]
    dues = [_extended(due, given, moments.extension, zone) for due in dues]
    share = rules.escalation[given.situation.priority]
    return Clock(
        sure=tuple(due for due in dues if may_decide(due.told, given.situation)),
        unsure=tuple(due for due in dues if not may_decide(due.told, given.situation)),
        escalate_at=min(_escalations(dues, share), default=None),
        answered_at=moments.answered_at,
    )


def _due(told: Told[Deadline], moments: Moments, zone: ZoneInfo) -> Due:
    starts_at = _start(told.line, moments, zone)
    return Due(told, starts_at, None if starts_at is None else due_after(starts_at, told.line, zone))


def _start(line: Deadline, moments: Moments, zone: ZoneInfo) -> dt.datetime | None:
    """What was asked for, or came, only after the time had run out does not start it anew."""
    base = moments.received_at
    if line.priority is Priority.EXPEDITED and moments.expedited_at is not None:
        base = moments.expedited_at
    asked = moments.asked_at
    if line.start is Start.RECEIPT or asked is None or asked > due_after(base, line, zone):
        return base
    start: dt.datetime | None = None
    for came_at in (max(base, moment) for moment in moments.came_at):
        if start is None or came_at <= due_after(start, line, zone):
            start = came_at
    return start


def _escalations(dues: list[Due], share: Decimal) -> Iterator[dt.datetime]:
    for due in dues:
        if due.starts_at is not None and due.due_at is not None:
            seconds = Decimal((due.due_at - due.starts_at) // dt.timedelta(seconds=1))
            yield due.starts_at + dt.timedelta(seconds=int(seconds * share))


def check_extension(
    given: Applicable, rules: ClockRules, moments: Moments, taken: ExtensionTaken, zone: ZoneInfo
) -> None:
    """Raises :class:`ExtensionRefused` where the profiles do not let the deadline that decides be extended so."""
    if moments.extension is not None:
        raise ExtensionRefused("The time of this decision was extended before; it is extended once.")
    clock = run_clock(given, rules, moments, zone)
    if clock.due_at is None:
        raise ExtensionRefused("No clock runs: the time begins when all information is in hand.")
    for due in clock.deciding:
        refusal = _refusal(due, given, taken)
        if refusal is not None:
            raise ExtensionRefused(refusal)


def longest_extension(
    given: Applicable, rules: ClockRules, moments: Moments, ground: Ground, at: dt.datetime, zone: ZoneInfo
) -> int:
    """By how many calendar days the time may be extended on a ground, by the strictest of the rules that decide.

    ``at`` is when its notice would go out. Raises :class:`ExtensionRefused` where it may not be at all.
    """
    check_extension(given, rules, moments, ExtensionTaken(ground=ground, days=1, noticed_at=at), zone)
    deciding = (_extension_rule(due, given) for due in run_clock(given, rules, moments, zone).deciding)
    return min(rule.days for rule in deciding if rule is not None)


def _extended(due: Due, given: Applicable, taken: ExtensionTaken | None, zone: ZoneInfo) -> Due:
    if taken is None or due.due_at is None or _refusal(due, given, taken) is not None:
        return due
    return replace(due, due_at=days_after(due.due_at, taken.days, zone))


def _refusal(due: Due, given: Applicable, taken: ExtensionTaken) -> str | None:
    """Why this extension does not move a deadline; None where it does."""
    source = due.told.profile
    rule = _extension_rule(due, given)
    if rule is None:
        return f"{source} has no confirmed rule that lets this time be extended. Decide by the time that is due."
    if taken.ground not in rule.grounds:
        return f"{source} lets this time be extended only where {spoken_grounds(rule.grounds)} ({rule.citation})."
    if taken.days > rule.days:
        return f"{source} lets this time be extended by at most {rule.days} calendar days, not by {taken.days}."
    if due.due_at is not None and taken.noticed_at > due.due_at:
        return "The notice of an extension goes out before the first deadline; that has passed."
    return None


def _extension_rule(due: Due, given: Applicable) -> Extension | None:
    line = due.told.line
    rules = (
        rule
        for profile in given.binding
        if profile.id == due.told.profile and line.extendable and line.of is Act.DECISION
        for rule in profile.extensions
        if rule.mark.is_sure and rule.holds(given.situation.on) and line.priority in rule.priorities
    )
    return next(rules, None)


@dataclass(frozen=True, slots=True)
class Consequence:
    """What a profile makes of a deadline that was missed. Where ``counts`` is False its line is unsure: it is shown."""

    profile: str
    due_at: dt.datetime
    missed: Missed
    counts: bool

    @property
    def means(self) -> Meaning:
        """What may be recorded; ``unconfirmed`` where the line is unsure."""
        return self.missed.means if self.counts else Meaning.UNCONFIRMED


def consequences(clock: Clock, given: Applicable, now: dt.datetime) -> tuple[Consequence, ...]:
    """What each binding profile makes of its own deadline that has passed.

    The service's own limit is no law, so that missing it alone means nothing. What a profile says of a missed decision
    it does not say of a missed appeal.
    """
    if given.situation.act is not Act.DECISION:
        return ()
    until = clock.answered_at or now
    passed = [(due.told.profile, due.due_at) for due in clock.sure if due.due_at is not None and due.due_at < until]
    return tuple(
        Consequence(profile.id, min(own), profile.missed, profile.missed.mark.is_sure)
        for profile in given.binding
        if (own := [due_at for source, due_at in passed if source == profile.id])
    )
