"""What language models used: calls, tokens and money of an agent's run and of a review. Measured, never decided by.

It is no part of a revision's digest, as times are none: the same findings may cost more or less.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema

from priorauth.inputs import AgentName
from priorauth.ledger import LookupCall
from priorauth.model_budget import Amount
from priorauth.value import Value


def _no_number(value: Any) -> Any:
    """Money is written as text: a binary fraction is none of it."""
    if isinstance(value, float):
        raise ValueError("money is no floating-point number")
    return value


def plainly(usd: Decimal) -> str:
    """An amount without an exponent and without zeros at its end."""
    written = f"{usd:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


Dollars = Annotated[
    Decimal,
    BeforeValidator(_no_number),
    Field(ge=0),
    PlainSerializer(plainly, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": r"^\d+(\.\d+)?$"}),
]
"""US dollars, as text in JSON."""
_Count = Annotated[int, Field(ge=0)]


class ModelUsage(Value):
    """What calls of a language model used.

    ``calls`` counts every try of a turn, ``failed`` those that gave no answer. ``read``, of them ``cached`` by the
    model's server, and ``written`` are tokens. ``estimated`` counts the calls of which the server did not tell its
    tokens; ``unpriced`` those for whose model no price is known. ``usd`` is of the others, None where there are none.
    """

    calls: _Count
    failed: _Count = 0
    estimated: _Count = 0
    unpriced: _Count = 0
    read: _Count
    cached: _Count = 0
    written: _Count
    usd: Dollars | None

    @property
    def amount(self) -> Amount:
        """As limits count it."""
        return Amount(tokens=self.read + self.written, usd=self.usd)

    def plus(self, other: "ModelUsage") -> Self:
        """Both together, of what this one is of."""
        counted = {name: getattr(self, name) + getattr(other, name) for name in _COUNTS}
        return self.model_copy(update=counted | {"usd": self.amount.plus(other.amount).usd})


_COUNTS = ("calls", "failed", "estimated", "unpriced", "read", "cached", "written")


class AgentUsage(ModelUsage):
    """What the model that played an agent used. ``model`` is what records call it."""

    agent: AgentName
    model: str


class ReviewUsage(Value):
    """What language models used for one revision, every attempt and failed try counted."""

    agents: tuple[AgentUsage, ...]
    together: ModelUsage


Made = LookupCall | AgentUsage
"""A call to the outside: of a lookup, or of a language model, with what it used."""
OnCall = Callable[[Made], None]
"""Told once of each call of an agent as it ends. Of agents elsewhere, what their models used comes as one."""


def agent_usage(used: Iterable[AgentUsage]) -> AgentUsage | None:
    """All that one agent used; None where it called no model."""
    total: AgentUsage | None = None
    for one in used:
        total = one if total is None else total.plus(one)
    return total


def review_usage(agents: Iterable[AgentUsage]) -> ReviewUsage | None:
    """What the agents of a review used, in the agents' order; None where none called a model."""
    order = list(AgentName)
    told = tuple(sorted(agents, key=lambda one: (order.index(one.agent), one.model)))
    if not told:
        return None
    return ReviewUsage(agents=told, together=together(told))


def together(used: Iterable[ModelUsage]) -> ModelUsage:
    """The sum, nothing of nothing."""
    total = ModelUsage(calls=0, read=0, written=0, usd=None)
    for one in used:
        total = total.plus(one)
    return total
