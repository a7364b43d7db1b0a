"""What models used adds up exactly, and says of which part nothing is known."""

import json
from decimal import Decimal

import pytest
from pydantic import ValidationError

from priorauth.inputs import AgentName
from priorauth.model_usage import AgentUsage, ModelUsage, agent_usage, review_usage


def used(agent: AgentName = AgentName.CLINICAL, usd: str | None = "0.1", **more: int) -> AgentUsage:
    counted = {"calls": 1, "read": 10, "written": 2, "unpriced": int(usd is None)} | more
    return AgentUsage(agent=agent, model="openai:x", usd=Decimal(usd) if usd else None, **counted)


def test_calls_add_up_and_what_has_no_price_adds_none():
    total = agent_usage([used(failed=1), used(usd=None, estimated=1), used(usd="0.2", cached=4)])
    assert total == AgentUsage(
        agent=AgentName.CLINICAL,
        model="openai:x",
        calls=3,
        failed=1,
        estimated=1,
        unpriced=1,
        read=30,
        cached=4,
        written=6,
        usd=Decimal("0.3"),
    )
    assert (agent_usage([]), review_usage([])) == (None, None)


def test_a_review_tells_its_agents_in_their_order_and_the_sum():
    review = review_usage([used(AgentName.SYNTHESIS), used(AgentName.COMPLIANCE, None)])
    assert review is not None
    assert [one.agent for one in review.agents] == [AgentName.COMPLIANCE, AgentName.SYNTHESIS]
    assert review.together == ModelUsage(calls=2, unpriced=1, read=20, written=4, usd=Decimal("0.1"))


@pytest.mark.parametrize(
    ("usd", "written"), [("0.000000001", "0.000000001"), ("0E-9", "0"), ("1.50", "1.5"), ("100", "100")]
)
def test_money_is_text_without_an_exponent(usd: str, written: str):
    told = used(usd=usd).model_dump_json()
    assert json.loads(told)["usd"] == written
    assert AgentUsage.model_validate_json(told).usd == Decimal(usd)


@pytest.mark.parametrize("usd", [0.1, "-1", "NaN"])
def test_money_is_no_binary_fraction_and_not_negative(usd: object):
    with pytest.raises(ValidationError):
        ModelUsage.model_validate({"calls": 1, "read": 0, "written": 0, "usd": usd})
