"""Work that would hold up the event loop goes to a thread; what is short stays where it is."""

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

SHORT_RECORD = 40_000
"""Records of up to this many characters cost a few milliseconds to encode and finish."""

P = ParamSpec("P")
R = TypeVar("R")


async def aside(characters: int, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """The function's result; in a thread where the record that it works on is long."""
    if characters <= SHORT_RECORD:
        return function(*args, **kwargs)
    return await asyncio.to_thread(function, *args, **kwargs)
