"""Deadlines and their extensions, as a jurisdiction profile states them."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from pydantic import Field, model_validator

from priorauth.case import Priority
from priorauth.profile_lines import ProfileLine


class Act(StrEnum):
    """What has to happen by a deadline. ``notice``: telling it; ``appeal``: deciding the appeal."""

    DECISION = "decision"
    INFORMATION_REQUEST = "information_request"
    NOTICE = "notice"
    APPEAL = "appeal"


class Circumstance(StrEnum):
    """What a deadline may be limited to. Intake or a person states it; what is not stated does not apply."""

    CONCURRENT = "concurrent"
    INPATIENT = "inpatient"
    POST_STABILIZATION = "post_stabilization"
    INPATIENT_REHABILITATION = "inpatient_rehabilitation"
    ADDED_SERVICES = "added_services"
    PART_B_DRUG = "part_b_drug"
    NOT_ELECTRONIC = "not_electronic"
    COMPLEX = "complex"
    NO_AUTHORIZATION_NEEDED = "no_authorization_needed"
    PREPAYMENT_REVIEW = "prepayment_review"


class Unit(StrEnum):
    """What a deadline is counted in. A business day is neither a day of the weekend nor a holiday."""

    HOURS = "hours"
    DAYS = "days"
    BUSINESS_DAYS = "business_days"


class Start(StrEnum):
    """What a deadline counts from. ``complete``: the moment when all information that is needed is in hand."""

    RECEIPT = "receipt"
    COMPLETE = "complete"
    DECISION = "decision"
    NOTICE = "notice"


_ACTS: Mapping[Act, str] = {
    Act.DECISION: "decision",
    Act.INFORMATION_REQUEST: "request for information",
    Act.NOTICE: "notice",
    Act.APPEAL: "decision on an appeal",
}
_CIRCUMSTANCES: Mapping[Circumstance, str] = {
    Circumstance.CONCURRENT: "care under way",
    Circumstance.INPATIENT: "inpatient care",
    Circumstance.POST_STABILIZATION: "care after stabilization",
    Circumstance.INPATIENT_REHABILITATION: "inpatient rehabilitation",
    Circumstance.ADDED_SERVICES: "added services",
    Circumstance.PART_B_DRUG: "Part B drug",
    Circumstance.NOT_ELECTRONIC: "not sent electronically",
    Circumstance.COMPLEX: "complex case",
    Circumstance.NO_AUTHORIZATION_NEEDED: "no authorization needed",
    Circumstance.PREPAYMENT_REVIEW: "prepayment review",
}
_UNITS: Mapping[Unit, str] = {
    Unit.HOURS: "hours",
    Unit.DAYS: "calendar days",
    Unit.BUSINESS_DAYS: "business days",
}
_STARTS: Mapping[Start, str] = {
    Start.RECEIPT: "receipt",
    Start.COMPLETE: "complete information",
    Start.DECISION: "the decision",
    Start.NOTICE: "the notice",
}


class Excluded(StrEnum):
    """Days that do not count."""

    WEEKENDS = "weekends"
    HOLIDAYS = "holidays"


class Deadline(ProfileLine):
    """How soon something is due. Where ``when`` names circumstances, all of them have to be stated.

    ``cap_hours`` is the most that may pass by the clock, whatever the unit. An extension moves only what is
    ``extendable``.
    """

    of: Act = Act.DECISION
    priority: Priority
    when: tuple[Circumstance, ...] = ()
    value: int = Field(ge=1, le=1_000)
    unit: Unit
    start: Start
    excludes: tuple[Excluded, ...] = ()
    cap_hours: int | None = Field(default=None, ge=1)
    extendable: bool = True

    @model_validator(mode="after")
    def _counts_as_it_says(self) -> "Deadline":
        if self.unit is Unit.BUSINESS_DAYS and self.excludes:
            raise ValueError("business days are without weekends and holidays by themselves; leave excludes out")
        if self.of is Act.DECISION and self.start not in (Start.RECEIPT, Start.COMPLETE):
            raise ValueError("a decision is due from receipt or from complete information")
        return self

    @property
    def said(self) -> str:
        """What is due, when, from when on: "Standard decision: 5 business days from complete information"."""
        limits = "".join(f", {_CIRCUMSTANCES[circumstance]}" for circumstance in self.when)
        unit = _UNITS[self.unit]
        span = f"{self.value} {unit.removesuffix('s') if self.value == 1 else unit}"
        without = f", without {' and '.join(self.excludes)}" if self.excludes else ""
        cap = f", at most {self.cap_hours} hours" if self.cap_hours else ""
        fixed = "" if self.extendable else ", never extended"
        what = f"{self.priority.value.capitalize()} {_ACTS[self.of]}{limits}"
        return f"{what}: {span} from {_STARTS[self.start]}{without}{cap}{fixed}"

    @property
    def days_left_out(self) -> frozenset[Excluded]:
        """The days that do not count."""
        return frozenset(Excluded) if self.unit is Unit.BUSINESS_DAYS else frozenset(self.excludes)


class Ground(StrEnum):
    """Why the time of a decision may be extended."""

    ENROLLEE_ASKS = "enrollee_asks"
    PROVIDER_ASKS = "provider_asks"
    NONCONTRACT_EVIDENCE = "noncontract_evidence"
    EXTRAORDINARY = "extraordinary"
    PLAN_JUSTIFIES = "plan_justifies"


_GROUNDS: Mapping[Ground, str] = {
    Ground.ENROLLEE_ASKS: "the enrollee asks for it",
    Ground.PROVIDER_ASKS: "the provider asks for it",
    Ground.NONCONTRACT_EVIDENCE: "evidence from a provider without a contract may change a denial",
    Ground.EXTRAORDINARY: "the circumstances are extraordinary, exigent or otherwise not routine",
    Ground.PLAN_JUSTIFIES: "the plan justifies it in the enrollee's interest",
}


def spoken_grounds(grounds: Sequence[Ground]) -> str:
    """Grounds in words: "the enrollee asks for it, or the provider asks for it"."""
    return ", or ".join(_GROUNDS[ground] for ground in grounds)


class Extension(ProfileLine):
    """By how many calendar days, at most, a decision's time may be extended, on which grounds and with which notice."""

    priorities: tuple[Priority, ...] = Field(min_length=1)
    days: int = Field(ge=1)
    grounds: tuple[Ground, ...] = Field(min_length=1)
    notice: str = Field(min_length=1)

    @property
    def said(self) -> str:
        """By how much, on which grounds, with which notice."""
        which = " and ".join(self.priorities)
        grounds = spoken_grounds(self.grounds)
        return f"{which}: by up to {self.days} calendar days where {grounds}. Notice: {self.notice}"
