"""The binding decision on a case. A clinician makes it, on a recommendation that the clinician has seen."""

import datetime as dt
from enum import StrEnum

from priorauth.errors import NotPermitted, PriorAuthError
from priorauth.people import Person, Role
from priorauth.recommendation import Outcome, Recommendation
from priorauth.value import Value


class Level(StrEnum):
    """A case is determined once at each level: at first, and by another person where that is appealed."""

    INITIAL = "initial"
    RECONSIDERATION = "reconsideration"


class DeterminationOutcome(StrEnum):
    """What was decided."""

    APPROVED = "approved"


MAY_APPROVE = frozenset({Role.NURSE_REVIEWER, Role.MEDICAL_DIRECTOR})
"""Who approves what the criteria support: first-level clinical reviewers, and physicians."""


class Determination(Value):
    """Who decided what, on which revision, under which number. ``digest`` is that of the revision that was seen.

    ``decider`` is the person as signed in then; records of older versions have none.
    """

    case_id: str
    level: Level
    outcome: DeterminationOutcome
    revision: int
    digest: str
    authorization_number: str
    decided_by: str
    decided_at: dt.datetime
    decider: Person | None = None


class AlreadyDetermined(PriorAuthError):
    """The case has its determination at this level (HTTP 409)."""

    code = "already_determined"

    def __init__(self, case_id: str, level: Level) -> None:
        super().__init__(f"Case {case_id} has its {level.value} determination; there is one for each level.")


class StaleRecommendation(PriorAuthError):
    """The recommendation that was seen is not the newest any more (HTTP 409)."""

    code = "stale_recommendation"

    def __init__(self, case_id: str) -> None:
        super().__init__(f"Case {case_id} has another recommendation by now. Read it, then decide on that one.")


class NotTheirs(NotPermitted):
    """The determination is not this person's to make (HTTP 403)."""

    def __init__(self, person: Person | None) -> None:
        roles = " or a ".join(role.value.replace("_", " ") for role in Role if role in MAY_APPROVE)
        who = (
            f"{person.name} is signed in as {person.role.value.replace('_', ' ')}" if person else "No one is signed in"
        )
        super().__init__(f"{who}. An approval is for a {roles} to make.")


class NothingToAccept(PriorAuthError):
    """Accepting a recommendation to pend determines nothing (HTTP 409)."""

    code = "nothing_to_accept"

    def __init__(self, case_id: str) -> None:
        super().__init__(
            f"Case {case_id} is recommended to pend; accepting that determines nothing. Ask for what is missing, "
            "or decide it as a physician."
        )


def check_may_approve(person: Person | None) -> Person:
    """The person, who may approve what the criteria support. Raises :class:`NotTheirs`."""
    if person is None or person.role not in MAY_APPROVE:
        raise NotTheirs(person)
    return person


def accepted_outcome(case_id: str, recommendation: Recommendation) -> DeterminationOutcome:
    """What accepting a recommendation determines. Raises :class:`NothingToAccept`."""
    if recommendation.outcome is not Outcome.APPROVE:
        raise NothingToAccept(case_id)
    return DeterminationOutcome.APPROVED
