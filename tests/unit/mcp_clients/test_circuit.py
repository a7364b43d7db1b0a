"""A circuit opens, cools, lets one call through, and closes or opens again. Time is the test's."""

from mcp_clients.circuit import Circuit, Circuits


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def opened(clock: Clock) -> Circuit:
    circuit = Circuit(opens_after=2, cooling_seconds=10, clock=clock)
    for _ in range(2):
        assert circuit.admit()
        circuit.failed()
    return circuit


def test_it_opens_after_so_many_failures_in_a_row_and_not_before() -> None:
    circuit = Circuit(opens_after=2, clock=Clock())
    circuit.failed()
    assert circuit.admit()
    circuit.failed()
    assert not circuit.admit()
    assert not circuit.closed


def test_an_answer_in_between_starts_the_count_anew() -> None:
    circuit = Circuit(opens_after=2, clock=Clock())
    circuit.failed()
    circuit.answered()
    circuit.failed()
    assert circuit.admit()


def test_while_it_cools_nothing_passes_and_it_says_for_how_long() -> None:
    clock = Clock()
    circuit = opened(clock)
    clock.now += 9.9
    assert not circuit.admit()
    assert round(circuit.seconds_left, 3) == 0.1


def test_then_one_call_passes_and_the_others_wait_for_what_becomes_of_it() -> None:
    clock = Clock()
    circuit = opened(clock)
    clock.now += 10
    assert [circuit.admit(), circuit.admit(), circuit.admit()] == [True, False, False]
    circuit.answered()
    assert circuit.closed
    assert [circuit.admit(), circuit.admit()] == [True, True]


def test_a_failure_of_that_one_call_opens_it_again_at_once() -> None:
    clock = Clock()
    circuit = opened(clock)
    clock.now += 10
    assert circuit.admit()
    circuit.failed()
    assert not circuit.admit()
    assert circuit.seconds_left == 10


def test_where_that_one_call_is_given_up_the_next_may_try() -> None:
    clock = Clock()
    circuit = opened(clock)
    clock.now += 10
    assert circuit.admit()
    circuit.abandoned()
    assert circuit.admit()


def test_each_endpoint_has_its_own_and_keeps_it() -> None:
    circuits = Circuits(opens_after=1)
    circuits.of("http://a/mcp").failed()
    assert not circuits.of("http://a/mcp").admit()
    assert circuits.of("http://b/mcp").admit()
