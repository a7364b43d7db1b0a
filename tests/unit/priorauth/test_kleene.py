"""Strong Kleene logic, as truth tables."""

import pytest

from priorauth.kleene import Status, all_of, any_of, at_least, negate, none_of

N, U, M = Status.NOT_MET, Status.INSUFFICIENT, Status.MET


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        (M, M, M, M),
        (M, U, U, M),
        (M, N, N, M),
        (U, U, U, U),
        (U, N, N, U),
        (N, N, N, N),
    ],
)
def test_two_conditions(left: Status, right: Status, both: Status, either: Status) -> None:
    assert all_of([left, right]) is all_of([right, left]) is both
    assert any_of([left, right]) is any_of([right, left]) is either
    assert none_of([left, right]) is none_of([right, left]) is negate(either)


@pytest.mark.parametrize(("status", "opposite"), [(M, N), (U, U), (N, M)])
def test_the_negation(status: Status, opposite: Status) -> None:
    assert negate(status) is opposite


@pytest.mark.parametrize(
    ("count", "statuses", "expected"),
    [
        (1, [N, N, M], M),
        (2, [M, N, M], M),
        (2, [M, U, N], U),
        (2, [M, N, N], N),
        (2, [U, U, N], U),
        (3, [M, M, U], U),
        (3, [M, M, N], N),
    ],
)
def test_at_least_so_many(count: int, statuses: list[Status], expected: Status) -> None:
    assert at_least(count, statuses) is expected


@pytest.mark.parametrize("operator", [all_of, any_of, none_of])
def test_a_rule_without_conditions_is_no_rule(operator) -> None:
    with pytest.raises(ValueError):
        operator([])
