"""Parts of a whole, with how far chance alone could have moved them."""

from math import sqrt

from priorauth.value import Value

_Z = 1.959964
"""The standard normal quantile of a two-sided interval of 95 %."""


class Share(Value):
    """A part of a whole with its 95 % Wilson score interval; all None where the whole is empty."""

    part: int
    whole: int
    share: float | None
    low: float | None
    high: float | None


def wilson(part: int, whole: int) -> Share:
    """The share with its interval (E. B. Wilson, 1927)."""
    if not whole:
        return Share(part=part, whole=whole, share=None, low=None, high=None)
    share = part / whole
    middle = (share + _Z**2 / (2 * whole)) / (1 + _Z**2 / whole)
    half = _Z * sqrt(share * (1 - share) / whole + _Z**2 / (4 * whole**2)) / (1 + _Z**2 / whole)
    return Share(part=part, whole=whole, share=share, low=max(0.0, middle - half), high=min(1.0, middle + half))
