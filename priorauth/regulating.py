"""The rules of law and of the service, for the plan that an operator runs the service for."""

from zoneinfo import ZoneInfo

from priorauth.regulations import Regulations
from priorauth.rulebook import RuleBook
from priorauth.settings import ReviewSettings


def regulations_of(book: RuleBook, settings: ReviewSettings) -> Regulations:
    """The rule book's part of law and clocks, with the plan's time zone and the profiles that do not bind it."""
    return Regulations(
        book.jurisdictions, book.programs, book.clock_rules, ZoneInfo(settings.time_zone), settings.exempt_profiles
    )
