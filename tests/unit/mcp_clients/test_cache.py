"""The cache forgets by time and by number."""

from dataclasses import dataclass

from mcp_clients.cache import AnswerCache, CacheKey
from mcp_clients.judging import Ended
from priorauth.ledger import LookupOutcome

ANSWER = Ended(LookupOutcome.ANSWERED, "", answer={"outcome": "answered"})


@dataclass
class Clock:
    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


def key(name: str) -> CacheKey:
    return ("server", "tool", name)


def test_an_answer_is_kept_until_its_time_is_over() -> None:
    clock = Clock()
    cache = AnswerCache(ttl_seconds=10, clock=clock)
    cache.put(key("a"), ANSWER)
    clock.seconds = 9.9
    assert cache.get(key("a")) == ANSWER
    clock.seconds = 10
    assert cache.get(key("a")) is None


def test_the_least_recently_used_goes_first() -> None:
    cache = AnswerCache(max_entries=2)
    cache.put(key("a"), ANSWER)
    cache.put(key("b"), ANSWER)
    cache.get(key("a"))
    cache.put(key("c"), ANSWER)
    assert cache.get(key("b")) is None
    assert cache.get(key("a")) is cache.get(key("c")) is ANSWER


def test_a_cache_of_no_entries_keeps_nothing() -> None:
    cache = AnswerCache(max_entries=0)
    cache.put(key("a"), ANSWER)
    assert cache.get(key("a")) is None
