"""The figures of daily operations: what each counts, over which days, and what they do not tell."""

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from zoneinfo import ZoneInfo

from priorauth.errors import PriorAuthError
from priorauth.value import Value

MOST_DAYS = 366
USUAL_DAYS = 30


class DaysOutOfRange(PriorAuthError):
    """Days that end before they begin, or are too many (HTTP 422)."""

    code = "days_out_of_range"

    def __init__(self, first: dt.date, last: dt.date) -> None:
        super().__init__(
            f"There are no figures from {first} to {last}. Choose a first day that is not after the last, and at most "
            f"{MOST_DAYS} days."
        )


class Days(Value):
    """Days in the plan's time zone, the first and the last included."""

    first: dt.date
    last: dt.date

    def bounds(self, zone: ZoneInfo) -> tuple[dt.datetime, dt.datetime]:
        """The first moment of the days and the first one after them, in UTC."""
        after = self.last + dt.timedelta(days=1)
        begin, end = (dt.datetime.combine(day, dt.time(), zone).astimezone(dt.UTC) for day in (self.first, after))
        return begin, end

    def each(self) -> tuple[dt.date, ...]:
        """Every day, in order."""
        return tuple(self.first + dt.timedelta(days=one) for one in range((self.last - self.first).days + 1))


def chosen_days(first: dt.date | None, last: dt.date | None, today: dt.date) -> Days:
    """The days asked for: until today where no end is given, and 30 of them where no beginning is.

    Raises :class:`DaysOutOfRange` for none, for more than 366, and for days that no calendar has.
    """
    last = last or today
    first = first or dt.date.fromordinal(max(1, last.toordinal() - USUAL_DAYS + 1))
    if not 0 <= (last - first).days < MOST_DAYS or first.year < _FIRST_YEAR or last.year > _LAST_YEAR:
        raise DaysOutOfRange(first, last)
    return Days(first=first, last=last)


_FIRST_YEAR, _LAST_YEAR = 2000, 2999


class Figure(StrEnum):
    """What is told of some days."""

    RECEIVED = "received"
    DECIDED = "decided"
    OPEN = "open"
    OVERDUE = "overdue"
    BREACHED = "breached"
    TURNAROUND = "turnaround"
    IN_TIME = "in_time"
    TO_RECOMMENDATION = "to_recommendation"
    RECOMMENDATIONS = "recommendations"
    PEND_RATE = "pend_rate"
    DETERMINATIONS = "determinations"
    OVERRIDE_RATE = "override_rate"
    REASONS = "reasons"
    AGREEMENT = "agreement"
    MODELS = "models"
    MODEL_COST = "model_cost"


DEFINITIONS: Mapping[Figure, str] = MappingProxyType(
    {
        Figure.RECEIVED: "Cases received in these days, whatever became of them since.",
        Figure.DECIDED: (
            "Cases first decided in these days, whenever they were received. Decisions on an appeal are not among them."
        ),
        Figure.OPEN: "Cases that are not decided, withdrawn or closed now, received on any day.",
        Figure.OVERDUE: "Open cases whose decision was due before now. One that waits for information is not overdue.",
        Figure.BREACHED: (
            "Due times that passed in these days before a decision was notified, as the service noticed: each due time "
            "once, at the first decision or on appeal."
        ),
        Figure.TURNAROUND: (
            "From receipt to the first decision, in hours by the calendar, of the cases first decided in these days. "
            "The mean is arithmetic. A percentile lies between the two nearest values by linear interpolation "
            "(Hyndman and Fan, type 7)."
        ),
        Figure.IN_TIME: (
            "First decisions notified by the due time of the case's own clock, of those notified or overdue. Apart "
            "stand those not notified and not yet due, and those appealed since, whose clock is the appeal's."
        ),
        Figure.TO_RECOMMENDATION: (
            "From receipt to the end of the first review, in hours, of the cases received in these days that have one."
        ),
        Figure.RECOMMENDATIONS: "The newest recommendation of each case received in these days, with its route.",
        Figure.PEND_RATE: (
            "Cases whose newest recommendation is to pend, of the cases received in these days that have one."
        ),
        Figure.DETERMINATIONS: "What was first decided in these days.",
        Figure.OVERRIDE_RATE: (
            "First decisions other than to approve as asked, of those on a recommendation to approve. A recommendation "
            "to pend cannot be accepted as a decision, so decisions on one are in neither number and stand apart."
        ),
        Figure.REASONS: (
            "Reason codes of the first decisions recorded as overrides: against a recommendation to approve, or on a "
            "recommendation to pend."
        ),
        Figure.AGREEMENT: (
            "First decisions on a recommendation to approve that approved as asked, of all first decisions on a "
            "recommendation to approve for which the policy bound a service line."
        ),
        Figure.MODELS: "What read the record and wrote the draft of the cases that were decided, as each review says.",
        Figure.MODEL_COST: (
            "Cases for which a language model was called in these days, and what its calls cost in US dollars by the "
            "operator's price table, retried and failed calls among them. What a model's server did not tell is "
            "estimated. The mean is of the cases whose every call has a price; a case whose calls lie in two months is "
            "in both."
        ),
    }
)
"""What each figure is, beside every number."""


class FigureDefinition(Value):
    """What a figure is."""

    figure: Figure
    said: str


FIGURE_DEFINITIONS = tuple(FigureDefinition(figure=one, said=said) for one, said in DEFINITIONS.items())

LIMITS: tuple[str, ...] = (
    "A record that was lawfully deleted is counted no more.",
    "No figure tells one reviewer from another.",
    "A determination stored by an older version does not tell its recommendation; it is in no rate of overrides.",
)
