"""The deadlines of a decision that count in a situation, and which of them may decide."""

from collections.abc import Iterator, Sequence

from priorauth.applicability import Applicable, Situation, Told
from priorauth.case import Priority
from priorauth.deadlines import Deadline
from priorauth.jurisdiction import Jurisdiction

BASELINE = "SERVICE"
"""The source of the service's own limit, which stands in where no profile gives a sure one."""


def decision_limits(given: Applicable, baseline: Sequence[Deadline]) -> tuple[Told[Deadline], ...]:
    """The deadlines that count; the strictest of the sure ones decides, the others are shown.

    A profile's standard deadline holds for an expedited request too: that is never due later. A deadline for stated
    circumstances replaces the general one of its profile if it is sure. The service's own limit is among them where no
    profile gives one that may decide, for an expedited request that of the standard time too.
    """
    found = [
        Told(profile.id, line)
        for profile in given.binding
        for priority in _priorities(given.situation)
        for line in _lines(profile, given.situation, priority)
    ]
    decided = {one.line.priority for one in found if may_decide(one, given.situation)}
    missing = set(_priorities(given.situation)) - decided
    act = given.situation.act
    own = (Told(BASELINE, line) for line in baseline if line.priority in missing and line.of is act)
    return (*found, *own)


def may_decide(told: Told[Deadline], situation: Situation) -> bool:
    """Whether a deadline may decide: its line is sure, and so is that its profile binds.

    Where the line of business is not known, any profile may be the one that binds, and none decides.
    """
    return told.profile == BASELINE or (told.line.mark.is_sure and situation.line_of_business is not None)


def unstated_limits(given: Applicable) -> tuple[Told[Deadline], ...]:
    """The deadlines that would count in circumstances which nobody stated."""
    situation = given.situation
    return tuple(
        Told(profile.id, line)
        for profile in given.binding
        for line in _decision_lines(profile, situation)
        if line.priority in _priorities(situation) and not situation.circumstances.issuperset(line.when)
    )


def _priorities(situation: Situation) -> tuple[Priority, ...]:
    return (Priority.STANDARD,) if situation.priority is Priority.STANDARD else tuple(Priority)


def _decision_lines(profile: Jurisdiction, situation: Situation) -> Iterator[Deadline]:
    return (line for line in profile.deadlines if line.of is situation.act and line.holds(situation.on))


def _lines(profile: Jurisdiction, situation: Situation, priority: Priority) -> list[Deadline]:
    lines = [line for line in _decision_lines(profile, situation) if line.priority is priority]
    special = [line for line in lines if line.when and situation.circumstances.issuperset(line.when)]
    if any(line.mark.is_sure for line in special):
        return special
    return [line for line in lines if not line.when or line in special]
