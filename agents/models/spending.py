"""What the language models used, of each case and of this day, and the limits of it.

Before a call, what it may use at most is reserved; afterwards what it used stands in its place. So calls that run at
the same time cannot pass a limit together. This process counts its own calls since it started, and heeds what it is
told of those of others; a day is one of UTC.
"""

import datetime as dt
from collections import OrderedDict
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from priorauth.model_budget import Allowance, Amount, ModelLimits

_KEPT_CASES = 10_000
_NO_MONEY = Decimal(0)
_Number = TypeVar("_Number", int, Decimal)


class OverBudget(Exception):
    """A call that might pass a limit, which its message names."""


def utc_today() -> dt.date:
    """The day in UTC."""
    return dt.datetime.now(dt.UTC).date()


@dataclass
class Reservation:
    """What a call may use, until it is known what it used."""

    amount: Amount


@dataclass
class Spending:
    """What was used of the limits, by all agents of this process."""

    limits: ModelLimits = field(default_factory=ModelLimits)
    today: Callable[[], dt.date] = utc_today
    _cases: OrderedDict[str, Amount] = field(default_factory=OrderedDict[str, Amount])
    _reserved: list[tuple[str, Reservation]] = field(default_factory=list[tuple[str, Reservation]])
    _day: tuple[dt.date, Amount] = (dt.date.min, Amount())

    def of_case(self, case_id: str) -> Amount:
        """What the calls for a case used."""
        return self._cases.get(case_id, Amount())

    def of_day(self) -> Amount:
        """What the calls of this day used."""
        day, amount = self._day
        return amount if day == self.today() else Amount()

    def heed(self, case_id: str, left: Allowance) -> None:
        """Counts so much as used that no more is left than that: others may have used of these limits too."""
        limits = self.limits
        of_case = Amount(
            tokens=_used(limits.case_tokens, left.case_tokens, 0),
            usd=_used(limits.case_usd, left.case_usd, _NO_MONEY),
        )
        of_day = Amount(
            tokens=_used(limits.day_tokens, left.day_tokens, 0), usd=_used(limits.day_usd, left.day_usd, _NO_MONEY)
        )
        self._cases[case_id] = self.of_case(case_id).at_least(of_case)
        self._day = (self.today(), self.of_day().at_least(of_day))

    @contextmanager
    def reserved(self, case_id: str, amount: Amount) -> Generator[Reservation]:
        """Room for one call. Set the reservation's amount to what was used; where nobody does, all of it was.

        Raises :class:`OverBudget` where the call might pass a limit.
        """
        self._check(case_id, amount)
        reservation = Reservation(amount)
        entry = (case_id, reservation)
        self._reserved.append(entry)
        try:
            yield reservation
        finally:
            self._reserved.remove(entry)
            self._add(case_id, reservation.amount)

    def _check(self, case_id: str, amount: Amount) -> None:
        limits = self.limits
        of_case, of_day = self.of_case(case_id).plus(amount), self.of_day().plus(amount)
        for other, reservation in self._reserved:
            of_day = of_day.plus(reservation.amount)
            if other == case_id:
                of_case = of_case.plus(reservation.amount)
        if passed := of_case.exceeds(limits.case_tokens, limits.case_usd):
            raise OverBudget(f"one more turn could pass the case's limit of {passed}")
        if passed := of_day.exceeds(limits.day_tokens, limits.day_usd):
            raise OverBudget(f"one more turn could pass the day's limit of {passed}")

    def _add(self, case_id: str, amount: Amount) -> None:
        self._cases[case_id] = self.of_case(case_id).plus(amount)
        self._cases.move_to_end(case_id)
        if len(self._cases) > _KEPT_CASES:
            self._cases.popitem(last=False)
        self._day = (self.today(), self.of_day().plus(amount))


def _used(limit: _Number | None, left: _Number | None, nothing: _Number) -> _Number:
    return nothing if limit is None or left is None else max(limit - left, nothing)
