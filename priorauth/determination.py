"""The binding decision on a case. A clinician makes it, on a recommendation that the clinician has seen."""

import datetime as dt
from enum import StrEnum

from priorauth.errors import PriorAuthError
from priorauth.recommendation import Outcome, Recommendation
from priorauth.value import Value


class Level(StrEnum):
    """A case is determined once at each level: at first, and by another person where that is appealed."""

    INITIAL = "initial"
    RECONSIDERATION = "reconsideration"


class DeterminationOutcome(StrEnum):
    """What was decided."""

    APPROVED = "approved"


class Determination(Value):
    """Who decided what, on which revision, under which number. ``digest`` is that of the revision that was seen."""

    case_id: str
    level: Level
    outcome: DeterminationOutcome
    revision: int
    digest: str
    authorization_number: str
    decided_by: str
    decided_at: dt.datetime


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


class NothingToAccept(PriorAuthError):
    """Accepting a recommendation to pend determines nothing (HTTP 409)."""

    code = "nothing_to_accept"

    def __init__(self, case_id: str) -> None:
        super().__init__(
            f"Case {case_id} is recommended to pend; accepting that determines nothing. Ask for what is missing, "
            "or decide it as a physician."
        )


def accepted_outcome(case_id: str, recommendation: Recommendation) -> DeterminationOutcome:
    """What accepting a recommendation determines. Raises :class:`NothingToAccept`."""
    if recommendation.outcome is not Outcome.APPROVE:
        raise NothingToAccept(case_id)
    return DeterminationOutcome.APPROVED
