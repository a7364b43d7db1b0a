"""The binding decision on a case. A clinician makes it, on a recommendation that the clinician has seen."""

import datetime as dt
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from priorauth.case import Side
from priorauth.errors import PriorAuthError
from priorauth.fields import PlaceOfService
from priorauth.kleene import Status
from priorauth.people import Person
from priorauth.recommendation import Outcome
from priorauth.value import Value


class Level(StrEnum):
    """A case is determined once at each level: at first, and by another person where that is appealed."""

    INITIAL = "initial"
    RECONSIDERATION = "reconsideration"


class DeterminationOutcome(StrEnum):
    """What was decided. Fewer units or lines than were asked for are a partial, and in part adverse, determination."""

    APPROVED = "approved"
    PARTIALLY_APPROVED = "partially_approved"
    ADVERSE = "adverse"


class Action(StrEnum):
    """What a clinician does with the recommendation."""

    ACCEPT = "accept"
    OVERRIDE = "override"


class ReasonCode(StrEnum):
    """Why a recommendation was overridden."""

    EVIDENCE_MISSED = "EVIDENCE_MISSED"
    EVIDENCE_MISREAD = "EVIDENCE_MISREAD"
    WRONG_POLICY = "WRONG_POLICY"
    POLICY_OUTDATED = "POLICY_OUTDATED"
    POLICY_EXCEPTION = "POLICY_EXCEPTION"
    CLINICAL_JUDGEMENT = "CLINICAL_JUDGEMENT"
    NEW_INFORMATION = "NEW_INFORMATION"
    PEER_TO_PEER = "PEER_TO_PEER"
    CODE_ERROR = "CODE_ERROR"
    ADMINISTRATIVE = "ADMINISTRATIVE"
    OTHER = "OTHER"


class LineOutcome(StrEnum):
    """What was decided on a service line. ``reduced``: approved, with less than was asked for."""

    APPROVED = "approved"
    REDUCED = "reduced"
    DENIED = "denied"


Explanation = Annotated[str, StringConstraints(strip_whitespace=True, min_length=20, max_length=4_000)]


class AdverseReason(Value):
    """Why a line is not approved as asked: this member's fact, then the criterion, then why in plain words.

    ``provision`` is the criterion's text, or the plan provision where no criterion of a policy decides.
    """

    fact: Explanation
    policy_id: str
    criterion_id: str | None = None
    provision: Explanation
    explanation: Explanation


class LineDetermination(Value):
    """The decision on one service line. ``units`` are those approved; None where none were asked for by number.

    ``begins`` and ``ends`` bound the approval, both days included. A line that is not approved as asked has its reason.
    """

    line: str
    code: str
    outcome: LineOutcome
    requested_units: int | None = None
    units: int | None = Field(default=None, ge=1)
    side: Side | None = None
    place_of_service: PlaceOfService | None = None
    begins: dt.date | None = None
    ends: dt.date | None = None
    conditions: tuple[str, ...] = ()
    reason: AdverseReason | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> "LineDetermination":
        if self.begins is not None and self.ends is not None and self.ends < self.begins:
            raise ValueError(f"the approval ends on {self.ends}, before it begins on {self.begins}")
        if (self.outcome is LineOutcome.APPROVED) == (self.reason is not None):
            raise ValueError("a line has a reason where it is not approved as asked, and only there")
        return self


class CriterionChange(Value):
    """A criterion that was decided otherwise than it was computed."""

    line: str
    policy_id: str
    criterion_id: str
    text: str
    computed: Status


class Override(Value):
    """Why the recommendation was not followed, and what that changed, criterion by criterion."""

    reason_code: ReasonCode
    rationale: str
    recommended: Outcome
    changed: tuple[CriterionChange, ...] = ()


class Determination(Value):
    """Who decided what, on which revision, under which number. ``digest`` is that of the revision that was seen.

    ``decider`` is the person as signed in then; records of older versions have none. What is adverse in whole has no
    authorization number.
    """

    case_id: str
    level: Level
    outcome: DeterminationOutcome
    revision: int
    digest: str
    authorization_number: str | None
    decided_by: str
    decided_at: dt.datetime
    decider: Person | None = None
    action: Action = Action.ACCEPT
    override: Override | None = None
    lines: tuple[LineDetermination, ...] = ()
    stated_name: str | None = None


class AlreadyDetermined(PriorAuthError):
    """The case has its determination at this level (HTTP 409)."""

    code = "already_determined"

    def __init__(self, case_id: str, level: Level) -> None:
        then = "An adverse one is reconsidered on appeal." if level is Level.INITIAL else "It stands."
        super().__init__(f"Case {case_id} has its {level.value} determination; there is one for each level. {then}")


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
