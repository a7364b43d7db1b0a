"""The rules of law and of the service around a case: which profiles bind it, and when its decision is due."""

import datetime as dt
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from priorauth.applicability import Applicable, applicable, situation_of
from priorauth.case import Case, LineOfBusiness
from priorauth.clocks import Clock, ClockRules, Moments, run_clock
from priorauth.codes import ProcedureCode
from priorauth.deadlines import Act, Circumstance
from priorauth.jurisdiction import Jurisdiction
from priorauth.program import Program
from priorauth.requirements import Needed, Question, requirement


@dataclass(frozen=True, slots=True)
class Regulations:
    """The rule book's profiles, programs and clocks, and the plan's time zone.

    ``exempt_from`` are the profiles of which an administrator stated that they do not bind the plan.
    """

    profiles: Sequence[Jurisdiction]
    programs: Sequence[Program]
    clock_rules: ClockRules
    zone: ZoneInfo
    exempt_from: frozenset[str] = frozenset()

    def applicable_to(self, case: Case, stated: Set[Circumstance] = frozenset(), act: Act = Act.DECISION) -> Applicable:
        """The profiles that bind a case, when the request or the appeal is decided."""
        programs = tuple(sorted(set(self._programs_of(case)))) if case.line_of_business else None
        situation = situation_of(case, act=act, stated=stated, programs=programs, exempt_from=self.exempt_from)
        return applicable(situation, self.profiles)

    def clock_of(self, given: Applicable, moments: Moments) -> Clock:
        """The case's clock, from what happened to it."""
        return run_clock(given, self.clock_rules, moments, self.zone)

    def due_from_receipt(self, case: Case, received_at: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
        """When the decision on a case that was just received is due, and when a person is to see to it.

        Raises ValueError where neither a profile nor the service's own limits give a time, which no rule book allows.
        """
        clock = self.clock_of(self.applicable_to(case), Moments(received_at=received_at))
        if clock.due_at is None or clock.escalate_at is None:
            raise ValueError("no clock runs from receipt")
        return clock.due_at, clock.escalate_at

    def today(self, now: dt.datetime) -> dt.date:
        """The plan's own day."""
        return now.astimezone(self.zone).date()

    def _programs_of(self, case: Case) -> Iterator[str]:
        """The programs that ask, or may ask, for the authorization of some service line."""
        business = case.line_of_business
        for line in case.services:
            code = ProcedureCode.parse(line.code)
            if business is not None and code is not None:
                question = _question(case, code, line.anchor(case.received_on), business)
                answers = requirement(question, self.programs).programs
                yield from (answer.program for answer in answers if answer.needed is not Needed.NO)


def _question(case: Case, code: ProcedureCode, on: dt.date, business: LineOfBusiness) -> Question:
    return Question(code=code, on=on, line_of_business=business, state=case.member.state)
