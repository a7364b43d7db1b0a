"""What models use is reserved before it is used, so that no two calls pass a limit together."""

import datetime as dt
from decimal import Decimal

import pytest

from agents.models.spending import OverBudget, Spending, utc_today
from priorauth.model_budget import UNLIMITED, Allowance, Amount, ModelLimits

DAY = dt.date(2026, 11, 23)


def spending(**limits: int | Decimal) -> Spending:
    return Spending(ModelLimits.model_validate(limits), lambda: DAY)


def use(one: Spending, case: str, reserved: int, used: int) -> None:
    with one.reserved(case, Amount(tokens=reserved)) as reservation:
        reservation.amount = Amount(tokens=used)


def test_what_was_used_stands_in_the_place_of_what_was_reserved() -> None:
    one = spending(case_tokens=100)
    use(one, "a", 90, 20)
    use(one, "a", 80, 10)
    assert (one.of_case("a").tokens, one.of_case("b").tokens, one.of_day().tokens) == (30, 0, 30)
    with pytest.raises(OverBudget, match="the case's limit of 100 tokens"):
        use(one, "a", 71, 0)


def test_calls_at_the_same_time_pass_no_limit_together() -> None:
    one = spending(case_tokens=100, day_tokens=150)
    with one.reserved("a", Amount(tokens=60)):
        with pytest.raises(OverBudget, match="the case's limit"):
            use(one, "a", 60, 0)
        with pytest.raises(OverBudget, match="the day's limit of 150 tokens"):
            use(one, "b", 91, 0)
        use(one, "b", 90, 5)


def fail(one: Spending, case: str, used: int | None) -> None:
    with one.reserved(case, Amount(tokens=90)) as reservation:
        reservation.amount = Amount(tokens=used) if used is not None else reservation.amount
        raise KeyError


def test_a_call_that_fails_used_what_is_said_of_it_and_else_all_that_was_reserved() -> None:
    one = spending(case_tokens=100)
    for case, used in (("a", 10), ("b", None)):
        with pytest.raises(KeyError):
            fail(one, case, used)
    assert (one.of_case("a").tokens, one.of_case("b").tokens) == (10, 90)


def test_the_next_day_begins_with_nothing_and_the_case_goes_on() -> None:
    one = spending(day_tokens=100)
    use(one, "a", 90, 90)
    one.today = lambda: DAY + dt.timedelta(days=1)
    use(one, "a", 90, 90)
    assert (one.of_case("a").tokens, one.of_day().tokens) == (180, 90)


def test_money_is_limited_likewise() -> None:
    one = spending(day_usd=Decimal("0.5"))
    with one.reserved("a", Amount(tokens=1, usd=Decimal("0.4"))):
        pass
    with pytest.raises(OverBudget, match=r"the day's limit of 0\.5 US dollars"), one.reserved("b", one.of_day()):
        pass


def test_a_day_is_one_of_utc() -> None:
    assert abs((utc_today() - dt.datetime.now(dt.UTC).date()).days) <= 1


def test_what_others_used_of_a_limit_is_heeded() -> None:
    one = spending(case_tokens=100, day_usd=Decimal(5))
    one.heed("a", Allowance(case_tokens=40, day_usd=Decimal(3), case_usd=Decimal(1)))
    one.heed("a", UNLIMITED)
    one.heed("b", Allowance(case_tokens=200))
    assert (one.of_case("a").tokens, one.of_case("b").tokens, one.of_day().usd) == (60, 0, Decimal(2))
    with pytest.raises(OverBudget, match="the case's limit of 100 tokens"):
        use(one, "a", 41, 0)
    use(one, "a", 40, 10)
    one.heed("a", Allowance(case_tokens=40))
    assert one.of_case("a").tokens == 70
