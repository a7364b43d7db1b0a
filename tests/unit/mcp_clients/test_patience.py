"""Tries, pauses and the end of time. No test here sleeps."""

from collections.abc import Callable

import pytest

from mcp_clients.patience import Patience


class Time:
    """A clock that sleeping moves, and what was slept."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def time() -> Time:
    return Time()


def patience(time: Time, tries: int = 3, spread: Callable[[float, float], float] = lambda _, high: high) -> Patience:
    return Patience(tries, first_pause=1, longest_pause=3, clock=time.clock, sleep=time.sleep, spread=spread)


class Server:
    """Fails so many times, then answers."""

    def __init__(self, failures: int) -> None:
        self.failures = failures
        self.asked = 0

    async def ask(self) -> bool:
        self.asked += 1
        return self.asked > self.failures


def at_once(answered: bool) -> float | None:
    return None if answered else 0


async def test_an_answer_is_not_asked_for_twice(time: Time) -> None:
    server = Server(failures=0)
    assert await patience(time).ask(server.ask, at_once)
    assert (server.asked, time.slept) == (1, [])


async def test_a_failure_that_passes_is_tried_again_with_doubled_pauses_up_to_the_longest(time: Time) -> None:
    server = Server(failures=4)
    assert await patience(time, tries=5).ask(server.ask, at_once)
    assert time.slept == [1, 2, 3, 3]


async def test_after_the_last_try_its_failure_is_the_result(time: Time) -> None:
    server = Server(failures=9)
    assert not await patience(time).ask(server.ask, at_once)
    assert server.asked == 3


async def test_a_failure_that_would_only_recur_is_not_tried_again(time: Time) -> None:
    server = Server(failures=9)
    await patience(time).ask(server.ask, lambda _: None)
    assert server.asked == 1


async def test_pauses_are_spread_between_half_of_the_bound_and_the_whole(time: Time) -> None:
    bounds: list[tuple[float, float]] = []

    def spread(low: float, high: float) -> float:
        bounds.append((low, high))
        return low

    await patience(time, spread=spread).ask(Server(failures=9).ask, at_once)
    assert bounds == [(0.5, 1), (1, 2)]
    assert time.slept == [0.5, 1]


async def test_the_pause_that_the_server_asks_for_is_kept(time: Time) -> None:
    await patience(time).ask(Server(failures=1).ask, lambda answered: None if answered else 7)
    assert time.slept == [7]


@pytest.mark.parametrize(("until", "asked"), [(13, 2), (12.9, 1)])
async def test_no_try_begins_that_may_end_after_the_deadline(time: Time, until: float, asked: int) -> None:
    server = Server(failures=9)
    await patience(time, tries=2).ask(server.ask, lambda _: 3.0, until=until, longest_try=10)
    assert server.asked == asked


async def test_one_try_is_always_made(time: Time) -> None:
    server = Server(failures=0)
    assert await patience(time, tries=1).ask(server.ask, at_once, until=-1, longest_try=10)
