"""Shares with their intervals."""

import pytest

from priorauth.shares import wilson


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"), [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0)]
)
def test_the_interval_is_wilsons(part: int, whole: int, low: float, high: float):
    """The values are those of tables of the Wilson score interval at 95 %."""
    found = wilson(part, whole)
    assert (found.part, found.whole, found.share) == (part, whole, part / whole)
    assert found.low == pytest.approx(low, abs=5e-5)
    assert found.high == pytest.approx(high, abs=5e-5)


def test_nothing_has_no_share():
    found = wilson(0, 0)
    assert (found.share, found.low, found.high) == (None, None, None)
