"""Counts the turns, lookups, tokens and money of one agent's run, and stops the run before it passes a limit."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from agent_framework import ChatContext, ChatMiddleware
from agent_framework.exceptions import ChatClientException

from agents.models.spending import OverBudget, Spending
from agents.models.using import Tokens, contents_of, tokens_sent, used_at_most, used_by_answer, used_by_failure
from priorauth.errors import AgentFailed, AgentFailure
from priorauth.inputs import AgentName
from priorauth.model_budget import UNLIMITED, Allowance, Amount, ModelLimits, ModelPrice
from priorauth.model_usage import AgentUsage, OnCall
from telemetry.measures import measure_cost


@dataclass
class TurnLimit(ChatMiddleware):
    """Stands around each turn of one agent's run, however often it is tried."""

    agent: AgentName
    limits: ModelLimits
    turns: int = 0
    calls: int = 0

    async def process(self, context: ChatContext, call_next: Callable[[], Awaitable[None]]) -> None:
        """Raises :class:`AgentFailed` where the run has used up its turns or its lookups."""
        self.turns += 1
        if self.turns > self.limits.turns:
            raise _over(self.agent, f"it took more than {self.limits.turns} turns")
        await call_next()
        self.calls += sum(content.type == "function_call" for content in contents_of(context.result))
        if self.calls > self.limits.calls:
            raise _over(self.agent, f"it asked for more than {self.limits.calls} lookups")


@dataclass
class Meter(ChatMiddleware):
    """Stands around each try of a turn of one agent's run for one case, and tells what each used.

    ``model`` is what records call it; ``price`` is its price, where one is known. ``left`` is what this run may use of
    limits that hold elsewhere too, ``used`` what it has; calls that are ``under_way`` may use so much at most.
    """

    agent: AgentName
    case_id: str
    model: str
    spending: Spending
    price: ModelPrice | None
    on_call: OnCall
    left: Allowance = UNLIMITED
    used: Amount = field(default_factory=Amount)
    under_way: list[Amount] = field(default_factory=list[Amount])

    async def process(self, context: ChatContext, call_next: Callable[[], Awaitable[None]]) -> None:
        """Raises :class:`AgentFailed` where the try might pass a limit of tokens or money."""
        sent, longest = tokens_sent(context), self.spending.limits.answer_tokens
        usage = self._usage(used_at_most(sent, longest), failed=True)
        self._check(usage.amount)
        self.under_way.append(at_most := usage.amount)
        try:
            with self.spending.reserved(self.case_id, usage.amount) as reservation:
                try:
                    await call_next()
                    usage = self._usage(used_by_answer(context.result, sent))
                except ChatClientException as error:
                    usage = self._usage(used_by_failure(error, sent, longest), failed=True)
                    raise
                finally:
                    reservation.amount = usage.amount
                    self.used = self.used.plus(usage.amount)
                    self._tell(usage)
        except OverBudget as error:
            raise _over(self.agent, str(error)) from None
        finally:
            self.under_way.remove(at_most)

    def _check(self, amount: Amount) -> None:
        if self.left.of_money and self.price is None:
            raise _over(self.agent, "its money is limited and no price of its model is known where it runs")
        total = self.used
        for one in (*self.under_way, amount):
            total = total.plus(one)
        if passed := self.left.passed_by(total):
            raise _over(self.agent, f"one more turn could pass {passed}")

    def _usage(self, used: Tokens, *, failed: bool = False) -> AgentUsage:
        return AgentUsage(
            agent=self.agent,
            model=self.model,
            calls=1,
            failed=int(failed),
            estimated=int(used.estimated),
            unpriced=int(self.price is None),
            read=used.read,
            cached=used.cached,
            written=used.written,
            usd=self.price.of(used.read, used.written, used.cached) if self.price is not None else None,
        )

    def _tell(self, usage: AgentUsage) -> None:
        if usage.usd is not None:
            measure_cost(usage.usd, usage.agent.value, usage.model)
        self.on_call(usage)


def _over(agent: AgentName, detail: str) -> AgentFailed:
    return AgentFailed(agent.value, AgentFailure.BUDGET_EXCEEDED, detail)
