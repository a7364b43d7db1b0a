"""What a language model may use: turns, tokens and money, of an answer, a case and a day; and what a price comes to."""

from decimal import Decimal
from typing import Annotated, TypeVar

from pydantic import BeforeValidator, Field

from priorauth.setting_types import none_if_empty
from priorauth.value import Value

_TOKENS_OF_A_PRICE = 1_000_000


_Tokens = Annotated[Annotated[int, Field(ge=1)] | None, BeforeValidator(none_if_empty)]
_Dollars = Annotated[Annotated[Decimal, Field(gt=0)] | None, BeforeValidator(none_if_empty)]


class ModelLimits(Value):
    """What a language model may use. ``turns`` of one agent's run, ``calls`` of lookups in it, ``answer_tokens`` of one
    turn; ``part_tokens`` of a record that are read at once, a longer one being read in parts; tokens, read and written
    together, and US dollars of one case and of one day. None sets no limit.
    """

    turns: int = Field(default=12, ge=1)
    calls: int = Field(default=400, ge=1)
    answer_tokens: int = Field(default=16_000, ge=1)
    part_tokens: int = Field(default=32_000, ge=8_000)
    case_tokens: _Tokens = 1_000_000
    day_tokens: _Tokens = None
    case_usd: _Dollars = None
    day_usd: _Dollars = None

    @property
    def of_money(self) -> tuple[str, ...]:
        """The limits of money that are set, by name: they need a price."""
        return tuple(name for name in ("case_usd", "day_usd") if getattr(self, name) is not None)

    @property
    def of_the_day(self) -> bool:
        """Whether a day has a limit."""
        return self.day_tokens is not None or self.day_usd is not None


class Amount(Value):
    """Tokens, read and written together, and US dollars; none where no price is known."""

    tokens: int = 0
    usd: Decimal | None = None

    def plus(self, other: "Amount") -> "Amount":
        """Both together. What has no price adds none."""
        known = [one.usd for one in (self, other) if one.usd is not None]
        return Amount(tokens=self.tokens + other.tokens, usd=sum(known, Decimal(0)) if known else None)

    def at_least(self, other: "Amount") -> "Amount":
        """The greater of both, of tokens and of money."""
        known = [one.usd for one in (self, other) if one.usd is not None]
        return Amount(tokens=max(self.tokens, other.tokens), usd=max(known, default=None))

    def exceeds(self, tokens: int | None, usd: Decimal | None) -> str | None:
        """Which limit this is above, in words; None where it is within both."""
        if tokens is not None and self.tokens > tokens:
            return f"{tokens} tokens"
        if usd is not None and self.usd is not None and self.usd > usd:
            return f"{usd} US dollars"
        return None


_Left = Annotated[Decimal, Field(ge=0)]


class Allowance(Value):
    """What one agent's run may still use of the limits of its case and of the day. None where nothing limits it."""

    case_tokens: int | None = Field(default=None, ge=0)
    day_tokens: int | None = Field(default=None, ge=0)
    case_usd: _Left | None = None
    day_usd: _Left | None = None

    @classmethod
    def of(cls, limits: ModelLimits, case: Amount, day: Amount) -> "Allowance":
        """What is left of the limits where the case and the day have used so much."""
        return cls(
            case_tokens=_less(limits.case_tokens, case.tokens),
            day_tokens=_less(limits.day_tokens, day.tokens),
            case_usd=_less(limits.case_usd, case.usd or Decimal(0)),
            day_usd=_less(limits.day_usd, day.usd or Decimal(0)),
        )

    @property
    def of_money(self) -> bool:
        """Whether money is limited, which needs a price."""
        return self.case_usd is not None or self.day_usd is not None

    def shared_by(self, agents: int) -> "Allowance":
        """An equal part of what is left of the case, for agents that run at the same time and know nothing of each
        other.
        """
        tokens = None if self.case_tokens is None else self.case_tokens // agents
        usd = None if self.case_usd is None else self.case_usd / agents
        return self.model_copy(update={"case_tokens": tokens, "case_usd": usd})

    def passed_by(self, amount: Amount) -> str | None:
        """What an amount is above, in words; None where it is within all."""
        if amount.exceeds(self.case_tokens, self.case_usd):
            return "what is left for the case"
        if amount.exceeds(self.day_tokens, self.day_usd):
            return "what is left for the day"
        return None


UNLIMITED = Allowance()
"""Nothing limits the run but what holds where it runs."""

_Number = TypeVar("_Number", int, Decimal)


def _less(limit: _Number | None, used: _Number) -> _Number | None:
    return None if limit is None else max(limit - used, limit - limit)


class ModelPrice(Value):
    """US dollars for a million tokens: read, read again from the server's cache, and written."""

    read: Decimal = Field(ge=0)
    cached: Decimal | None = Field(default=None, ge=0)
    written: Decimal = Field(ge=0)

    def of(self, read: int, written: int, cached: int = 0) -> Decimal:
        """The price of one call, in US dollars. ``cached`` of the tokens that were ``read`` came from the cache."""
        again = self.read if self.cached is None else self.cached
        total = self.read * (read - cached) + again * cached + self.written * written
        return total / _TOKENS_OF_A_PRICE
