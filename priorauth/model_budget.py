"""What a language model may use: turns, tokens and money, of an answer, a case and a day; and what a price comes to."""

from decimal import Decimal
from typing import Annotated

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


class Amount(Value):
    """Tokens, read and written together, and US dollars; none where no price is known."""

    tokens: int = 0
    usd: Decimal | None = None

    def plus(self, other: "Amount") -> "Amount":
        """Both together. What has no price adds none."""
        known = [one.usd for one in (self, other) if one.usd is not None]
        return Amount(tokens=self.tokens + other.tokens, usd=sum(known, Decimal(0)) if known else None)

    def exceeds(self, tokens: int | None, usd: Decimal | None) -> str | None:
        """Which limit this is above, in words; None where it is within both."""
        if tokens is not None and self.tokens > tokens:
            return f"{tokens} tokens"
        if usd is not None and self.usd is not None and self.usd > usd:
            return f"{usd} US dollars"
        return None


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
