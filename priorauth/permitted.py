"""What a person may do to a case now, asked of the very checks that refuse it when it is done.

Nothing is decided here: each answer is what a check raises, or that it raises nothing.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from priorauth.acting import CaseStanding, appealable, last_day_to_appeal
from priorauth.acts import PriorityChange
from priorauth.applicability import suggestion_permission
from priorauth.case import ExpeditedBy, Priority
from priorauth.clocks import ClockRules, Moments, longest_extension
from priorauth.deadlines import Ground
from priorauth.deciders import Before, check_decider
from priorauth.deciding import check_acceptable, check_overrides
from priorauth.decision import Decision
from priorauth.determination import Action, DeterminationOutcome, ReasonCode
from priorauth.errors import CaseRejected, PriorAuthError
from priorauth.lifecycle import MOVES, PERMITTED, CaseAct, CaseStatus, NotTheirs, check_act, check_may
from priorauth.people import Person, Role
from priorauth.prioritizing import Hurry, check_priority
from priorauth.profile_lines import Suggestion
from priorauth.value import Value

NOT_WHOLE = "The review is not whole yet; decide when it is."
_DECISIONS = (
    (Action.ACCEPT, DeterminationOutcome.APPROVED),
    (Action.OVERRIDE, DeterminationOutcome.APPROVED),
    (Action.OVERRIDE, DeterminationOutcome.PARTIALLY_APPROVED),
    (Action.OVERRIDE, DeterminationOutcome.ADVERSE),
)
_ASKERS = (None, *ExpeditedBy)


class ActPermission(Value):
    """Whether a person may do an act now, and if not, why. ``theirs``: whether it is ever this person's to do.

    ``roles`` and ``states`` are who may do it, and which states of a case take it.
    """

    act: CaseAct
    permitted: bool
    theirs: bool
    reason: str | None
    roles: tuple[Role, ...]
    states: tuple[CaseStatus, ...]


class ReasonPermission(Value):
    """Whether a person may give a reason code for a decision, and if not, why."""

    code: ReasonCode
    permitted: bool
    reason: str | None


class DecisionPermission(Value):
    """Whether a person may decide so now, and if not, why. ``theirs`` as in :class:`ActPermission`.

    ``same_specialty``: whether the decider has to state to be of the same or a similar specialty.
    """

    action: Action
    outcome: DeterminationOutcome
    permitted: bool
    theirs: bool
    reason: str | None
    same_specialty: bool
    reason_codes: tuple[ReasonPermission, ...]


class ExtensionPermission(Value):
    """By how many calendar days at most the time may be extended on a ground; None where not, and why."""

    ground: Ground
    most_days: int | None
    reason: str | None


class PriorityPermission(Value):
    """Whether a person may change the priority to ``to``, for who asks for it, and if not, why."""

    to: Priority
    asked_by: ExpeditedBy | None
    permitted: bool
    reason: str | None


class Suggested(Value):
    """Whether automation may suggest a denial, and the profiles' words on it, each with its citation."""

    allowed: Suggestion
    said: tuple[str, ...]


class Permitted(Value):
    """What a person may do to a case as it stands.

    ``last_day_to_appeal`` is that of what was determined, by the profiles that bind; None where none sets one.
    """

    acts: tuple[ActPermission, ...]
    decisions: tuple[DecisionPermission, ...]
    extensions: tuple[ExtensionPermission, ...]
    priorities: tuple[PriorityPermission, ...]
    last_day_to_appeal: dt.date | None
    suggested: Suggested


@dataclass(frozen=True, slots=True)
class Position:
    """Where a case stands when somebody asks what to do. ``before`` is None while its review is not whole."""

    status: CaseStatus
    standing: CaseStanding
    before: Before | None
    hurry: Hurry
    moments: Moments
    rules: ClockRules
    zone: ZoneInfo


def permitted(position: Position, person: Person | None) -> Permitted:
    """What a person may do now. Who has not signed in is what a payer's system is: a submitter."""
    standing = position.standing
    extensions = tuple(_extension(ground, position) for ground in Ground)
    priorities = tuple(_priority(asked_by, position, person) for asked_by in _ASKERS)
    own = {
        CaseAct.APPEAL: _refusal(lambda: appealable(standing)),
        CaseAct.EXTEND: _none_of([(one.most_days is not None, one.reason) for one in extensions]),
        CaseAct.CHANGE_PRIORITY: _none_of([(one.permitted, one.reason) for one in priorities]),
    }
    made = standing.determinations
    permission = suggestion_permission(standing.given)
    return Permitted(
        acts=tuple(_act(act, position.status, person, own.get(act)) for act in CaseAct if PERMITTED[act]),
        decisions=tuple(_decision(action, outcome, position, person) for action, outcome in _DECISIONS),
        extensions=extensions,
        priorities=priorities,
        last_day_to_appeal=last_day_to_appeal(made[0].decided_at.date(), standing.given) if made else None,
        suggested=Suggested(
            allowed=permission.allowed,
            said=tuple(f"{one.profile}: {one.line.said} ({one.line.citation})" for one in permission.heard.sure),
        ),
    )


def _act(act: CaseAct, status: CaseStatus, person: Person | None, own: str | None) -> ActPermission:
    """``own`` is what the act's own rules say against it."""
    not_theirs = _refusal(lambda: check_may(person, act))
    reason = not_theirs or _refusal(lambda: check_act(act, status)) or own
    return ActPermission(
        act=act,
        permitted=reason is None,
        theirs=not_theirs is None,
        reason=reason,
        roles=tuple(role for role in Role if role in PERMITTED[act]),
        states=tuple(one for one in CaseStatus if one in MOVES[act][0]),
    )


def _decision(
    action: Action, outcome: DeterminationOutcome, position: Position, person: Person | None
) -> DecisionPermission:
    """An override is permitted where some reason code is."""
    adverse = outcome is not DeterminationOutcome.APPROVED
    act = CaseAct.DETERMINE_ADVERSELY if adverse else CaseAct.DETERMINE
    not_theirs = _refusal(lambda: _check_signed_in(person, act))
    reason = not_theirs or _refusal(lambda: check_act(act, position.status))
    if reason is not None or person is None or position.before is None:
        return DecisionPermission(
            action=action,
            outcome=outcome,
            permitted=False,
            theirs=not_theirs is None,
            reason=reason or NOT_WHOLE,
            same_specialty=False,
            reason_codes=(),
        )
    asked = _Asked(action, outcome, position.before, person)
    codes = tuple(_reason_code(code, asked) for code in ReasonCode) if action is Action.OVERRIDE else ()
    reason = _none_of([(one.permitted, one.reason) for one in codes]) if codes else asked.refusal(None)
    stated = adverse and asked.refusal(ReasonCode.OTHER, same_specialty=False) is not None
    return DecisionPermission(
        action=action,
        outcome=outcome,
        permitted=reason is None,
        theirs=True,
        reason=reason,
        same_specialty=stated and reason is None,
        reason_codes=codes,
    )


def _check_signed_in(person: Person | None, act: CaseAct) -> None:
    if person is None:
        raise NotTheirs(person, act)
    check_may(person, act)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A decision that somebody would make."""

    action: Action
    outcome: DeterminationOutcome
    before: Before
    person: Person

    def refusal(self, code: ReasonCode | None, *, same_specialty: bool = True) -> str | None:
        """Why this person may not decide so for this reason."""
        before = self.before
        decision = Decision(
            action=self.action,
            digest=before.digest,
            outcome=self.outcome,
            reason_code=code,
            same_specialty=same_specialty,
        )

        def check() -> None:
            check_acceptable(self.action, before)
            check_overrides(self.action, self.outcome, before)
            check_decider(decision, self.outcome, before, self.person)

        return _refusal(check)


def _reason_code(code: ReasonCode, asked: _Asked) -> ReasonPermission:
    reason = asked.refusal(code)
    return ReasonPermission(code=code, permitted=reason is None, reason=reason)


def _extension(ground: Ground, position: Position) -> ExtensionPermission:
    standing = position.standing
    try:
        most = longest_extension(standing.given, position.rules, position.moments, ground, standing.now, position.zone)
    except PriorAuthError as error:
        return ExtensionPermission(ground=ground, most_days=None, reason=str(error))
    return ExtensionPermission(ground=ground, most_days=most, reason=None)


def _priority(asked_by: ExpeditedBy | None, position: Position, person: Person | None) -> PriorityPermission:
    now = position.hurry.priority
    to = Priority.STANDARD if now is Priority.EXPEDITED else Priority.EXPEDITED
    change = PriorityChange(to=to, asked_by=asked_by, reason="-")
    reason = _refusal(lambda: check_priority(change, position.hurry, person, position.standing.now))
    return PriorityPermission(to=to, asked_by=asked_by, permitted=reason is None, reason=reason)


def _none_of(options: list[tuple[bool, str | None]]) -> str | None:
    """Why none of several ways is permitted; None where one is."""
    if any(is_permitted for is_permitted, _ in options):
        return None
    return next((reason for _, reason in options if reason), None)


def _refusal(check: Callable[[], object]) -> str | None:
    """What a check says against it; None where it raises nothing."""
    try:
        check()
    except CaseRejected as error:
        return " ".join(one.message for one in error.problems)
    except PriorAuthError as error:
        return str(error)
    return None
