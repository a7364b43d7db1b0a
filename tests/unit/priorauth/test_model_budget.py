"""What a model may use and what it costs: limits without a price are refused, prices are exact."""

from decimal import Decimal
from pathlib import Path

import pytest

from priorauth.model_budget import UNLIMITED, Allowance, Amount, ModelLimits, ModelPrice
from priorauth.model_prices import PriceTable, read_prices
from priorauth.settings import ReviewSettings, SettingsInvalid, settings_in

PRICE = ModelPrice(read=Decimal("2.5"), cached=Decimal("0.5"), written=Decimal(10))
MODEL = {
    "PRIORAUTH_MODEL": "openai",
    "PRIORAUTH_MODEL_NAME": "reader-70b",
    "PRIORAUTH_MODEL_ENDPOINT": "https://models.example/v1",
}


@pytest.mark.parametrize(
    ("price", "cached", "usd"),
    [
        (PRICE, 0, "0.0035"),
        (PRICE, 400, "0.0027"),
        (ModelPrice(read=Decimal("2.5"), written=Decimal(10)), 400, "0.0035"),
    ],
)
def test_a_price_is_for_a_million_tokens_and_may_be_lower_for_what_the_server_kept(
    price: ModelPrice, cached: int, usd: str
) -> None:
    assert price.of(1_000, 100, cached) == Decimal(usd)


def test_amounts_add_up_and_what_has_no_price_adds_none() -> None:
    free, dear = Amount(tokens=5), Amount(tokens=7, usd=Decimal("0.1"))
    assert free.plus(free) == Amount(tokens=10)
    assert free.plus(dear) == dear.plus(free) == Amount(tokens=12, usd=Decimal("0.1"))


@pytest.mark.parametrize(
    ("tokens", "usd", "passed"),
    [
        (6, None, "6 tokens"),
        (7, None, None),
        (None, "0.09", "0.09 US dollars"),
        (None, "0.1", None),
        (None, None, None),
    ],
)
def test_a_limit_is_passed_by_what_is_above_it(tokens: int | None, usd: str | None, passed: str | None) -> None:
    amount = Amount(tokens=7, usd=Decimal("0.1"))
    assert amount.exceeds(tokens, Decimal(usd) if usd else None) == passed
    assert Amount(tokens=7).exceeds(None, Decimal(1)) is None


@pytest.mark.parametrize(
    ("limits", "of_the_day"),
    [
        (ModelLimits(), False),
        (ModelLimits(case_usd=Decimal(1)), False),
        (ModelLimits(day_tokens=1), True),
        (ModelLimits(day_usd=Decimal(1)), True),
    ],
)
def test_what_is_limited_is_a_case_or_a_day(limits: ModelLimits, of_the_day: bool) -> None:
    assert limits.of_the_day is of_the_day


def test_an_empty_limit_is_none() -> None:
    read = settings_in({"PRIORAUTH_MODEL_MAX_CASE_TOKENS": "", "PRIORAUTH_MODEL_MAX_TURNS": "3"}, ReviewSettings)
    assert read.model_max == ModelLimits(turns=3, case_tokens=None)
    assert read.prices == PriceTable()


def refused(file: Path | None, **limits: str) -> str:
    own = {f"PRIORAUTH_MODEL_MAX_{name}": value for name, value in limits.items()}
    prices = {"PRIORAUTH_MODEL_PRICES": str(file)} if file else {}
    with pytest.raises(SettingsInvalid) as error:
        settings_in(MODEL | own | prices, ReviewSettings)
    return str(error.value)


def test_a_limit_of_money_needs_the_price_of_every_model(tmp_path: Path) -> None:
    message = "needs a price in PRIORAUTH_MODEL_PRICES of openai:reader-70b"
    assert refused(None, CASE_USD="1", DAY_USD="9").splitlines()[1:] == [
        f"  PRIORAUTH_MODEL_MAX_CASE_USD: {message}",
        f"  PRIORAUTH_MODEL_MAX_DAY_USD: {message}",
    ]
    file = tmp_path / "prices.yaml"
    file.write_text("usd_per_million_tokens: {'openai:reader-70b': {read: 2.5, cached: 0.5, written: 10}}")
    priced = settings_in(
        MODEL | {"PRIORAUTH_MODEL_PRICES": str(file), "PRIORAUTH_MODEL_MAX_DAY_USD": "9"}, ReviewSettings
    )
    assert priced.prices.of("openai:reader-70b") == PRICE
    assert priced.prices.of("openai:other") is None


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("usd_per_million_tokens: {a: {read: -1, written: 1}}", "a.read: Input should be greater than or equal to 0"),
        ("- a list", "the file: Input should be"),
        ("{", "cannot be read"),
        (None, "cannot be read: FileNotFoundError"),
    ],
)
def test_a_table_that_is_none_is_said_in_words(tmp_path: Path, content: str | None, words: str) -> None:
    file = tmp_path / "prices.yaml"
    if content is not None:
        file.write_text(content)
    assert f"PRIORAUTH_MODEL_PRICES: {'is no price table: usd' if 'a.read' in words else ''}" in refused(file)
    assert words in refused(file)
    with pytest.raises(ValueError):
        read_prices(file)


LIMITS = ModelLimits(case_tokens=100, day_tokens=None, case_usd=Decimal(1), day_usd=Decimal(5))


def test_what_is_left_is_never_less_than_nothing_and_no_limit_leaves_none() -> None:
    left = Allowance.of(LIMITS, Amount(tokens=30, usd=Decimal("1.5")), Amount(tokens=900))
    assert left == Allowance(case_tokens=70, case_usd=Decimal(0), day_usd=Decimal(5))
    assert left.of_money
    assert not UNLIMITED.of_money
    assert left.shared_by(2) == Allowance(case_tokens=35, case_usd=Decimal(0), day_usd=Decimal(5))
    assert UNLIMITED.shared_by(2) == UNLIMITED


@pytest.mark.parametrize(
    ("amount", "passed"),
    [
        (Amount(tokens=70), None),
        (Amount(tokens=71), "what is left for the case"),
        (Amount(usd=Decimal("1.1")), "what is left for the case"),
        (Amount(usd=Decimal("0.6")), "what is left for the day"),
    ],
)
def test_a_run_is_told_which_limit_it_would_pass(amount: Amount, passed: str | None) -> None:
    left = Allowance(case_tokens=70, case_usd=Decimal(1), day_usd=Decimal("0.5"))
    assert left.passed_by(amount) == passed


def test_the_greater_amount_is_of_tokens_and_of_money() -> None:
    one, other = Amount(tokens=5, usd=Decimal(1)), Amount(tokens=7)
    assert one.at_least(other) == other.at_least(one) == Amount(tokens=7, usd=Decimal(1))
    assert other.at_least(other).usd is None
