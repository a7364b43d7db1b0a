"""The laws of strong Kleene logic."""

from hypothesis import given
from hypothesis import strategies as st

from priorauth.kleene import Status, all_of, any_of, at_least, negate, none_of
from tests.generative.strategies import STATUSES

SEVERAL = st.lists(STATUSES, min_size=1, max_size=6)
COUNTED = SEVERAL.flatmap(lambda statuses: st.tuples(st.integers(1, len(statuses)), st.just(statuses)))


@given(SEVERAL)
def test_de_morgan(statuses: list[Status]) -> None:
    negated = [negate(status) for status in statuses]
    assert negate(all_of(statuses)) is any_of(negated)
    assert negate(any_of(statuses)) is all_of(negated) is none_of(statuses)


@given(STATUSES)
def test_a_double_negation_says_nothing_new(status: Status) -> None:
    assert negate(negate(status)) is status


@given(STATUSES, st.integers(1, 5))
def test_saying_it_again_says_nothing_new(status: Status, times: int) -> None:
    assert all_of([status] * times) is any_of([status] * times) is status


@given(SEVERAL.flatmap(lambda statuses: st.tuples(st.just(statuses), st.permutations(statuses))))
def test_the_order_does_not_matter(pair: tuple[list[Status], list[Status]]) -> None:
    statuses, shuffled = pair
    assert all_of(statuses) is all_of(shuffled)
    assert any_of(statuses) is any_of(shuffled)
    for count in range(1, len(statuses) + 1):
        assert at_least(count, statuses) is at_least(count, shuffled)


@given(SEVERAL, SEVERAL, SEVERAL)
def test_grouping_and_distribution(one: list[Status], two: list[Status], three: list[Status]) -> None:
    assert all_of([all_of(one), all_of(two)]) is all_of(one + two)
    assert any_of([any_of(one), any_of(two)]) is any_of(one + two)
    a, b, c = all_of(one), all_of(two), all_of(three)
    assert all_of([a, any_of([b, c])]) is any_of([all_of([a, b]), all_of([a, c])])
    assert all_of([a, any_of([a, b])]) is a


@given(COUNTED)
def test_at_least_counts(counted: tuple[int, list[Status]]) -> None:
    count, statuses = counted
    met, unknown = statuses.count(Status.MET), statuses.count(Status.INSUFFICIENT)
    expected = Status.MET if met >= count else Status.NOT_MET if met + unknown < count else Status.INSUFFICIENT
    assert at_least(count, statuses) is expected


@given(SEVERAL)
def test_at_least_one_is_any_and_at_least_all_is_all(statuses: list[Status]) -> None:
    assert at_least(1, statuses) is any_of(statuses)
    assert at_least(len(statuses), statuses) is all_of(statuses)


@given(COUNTED, st.data())
def test_operators_are_monotone(counted: tuple[int, list[Status]], data: st.DataObject) -> None:
    """A child that rises never lowers its parent; under ``none_of`` it never raises it."""
    count, statuses = counted
    place = data.draw(st.integers(0, len(statuses) - 1))
    risen = data.draw(st.sampled_from([status for status in Status if status.rank >= statuses[place].rank]))
    after = [*statuses[:place], risen, *statuses[place + 1 :]]
    assert all_of(after).rank >= all_of(statuses).rank
    assert any_of(after).rank >= any_of(statuses).rank
    assert at_least(count, after).rank >= at_least(count, statuses).rank
    assert none_of(after).rank <= none_of(statuses).rank


@given(SEVERAL, st.data())
def test_resolving_the_unknown_never_flips_what_is_known(statuses: list[Status], data: st.DataObject) -> None:
    """What is MET or NOT_MET in spite of unknowns stays so, however the unknowns turn out."""
    resolved = [
        data.draw(st.sampled_from([Status.MET, Status.NOT_MET])) if status is Status.INSUFFICIENT else status
        for status in statuses
    ]
    for operator in (all_of, any_of, none_of):
        before = operator(statuses)
        assert before is Status.INSUFFICIENT or operator(resolved) is before
