"""The figures of what is computed: a miss is called one."""

import pytest

from evaluation.figures import Figure, percentile
from evaluation.reading import Times


@pytest.mark.parametrize(
    ("wall", "cpu", "told"),
    [
        (0.010, 0.009, ""),
        (0.030, 0.009, "missed by the wall clock, not by CPU time; "),
        (0.030, 0.030, "MISSED by 100% of CPU time; "),
    ],
)
def test_a_figure_stands_beside_its_limit(wall: float, cpu: float, told: str) -> None:
    figure = Times([wall] * 4, [cpu] * 4).against("a note", 15, "readings")
    beside = f"p95 {wall * 1000:.3g} ms; CPU p50 {cpu * 1000:.3g} ms, p95 {cpu * 1000:.3g} ms; 4 readings"
    assert figure == Figure("a note", f"{wall * 1000:.3g} ms", "≤ 15 ms", told + beside)


def test_a_single_time_is_its_own_percentile() -> None:
    assert percentile([0.2], 95) == 200
