"""The deadlines of a decision that count in a situation, and which of them may decide."""

from collections.abc import Iterator, Sequence

from priorauth.applicability import Applicable, Situation, Told
from priorauth.case import Priority
from priorauth.deadlines import Act, Deadline
from priorauth.jurisdiction import Jurisdiction

BASELINE = "SERVICE"
"""The source of the service's own limit, which stands in where no profile gives a sure one."""


def decision_limits(given: Applicable, baseline: Sequence[Deadline]) -> tuple[Told[Deadline], ...]:
    """The deadlines that count; the strictest of the sure ones decides, the others are shown.

    A profile's standard deadline holds for an expedited request too: that is never due later. A deadline for stated
    circumstances replaces the general one of its profile if it is sure. The service's own limit is among them where no
    profile gives a sure one for this priority.
    """
    found = [
        Told(profile.id, line)
        for profile in given.binding
        for priority in _priorities(given.situation)
        for line in _lines(profile, given.situation, priority)
    ]
    wanted = given.situation.priority
    if any(one.line.mark.is_sure and one.line.priority is wanted for one in found):
        return tuple(found)
    own = (Told(BASELINE, line) for line in baseline if line.priority is wanted)
    return (*found, *own)


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
    return (line for line in profile.deadlines if line.of is Act.DECISION and line.holds(situation.on))


def _lines(profile: Jurisdiction, situation: Situation, priority: Priority) -> list[Deadline]:
    lines = [line for line in _decision_lines(profile, situation) if line.priority is priority]
    special = [line for line in lines if line.when and situation.circumstances.issuperset(line.when)]
    if any(line.mark.is_sure for line in special):
        return special
    return [line for line in lines if not line.when or line in special]
