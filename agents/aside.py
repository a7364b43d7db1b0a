"""Work that would hold up the event loop goes to a thread; what is short stays where it is.

A thread cannot be stopped: work that nobody waits for any more runs to its end. So it has threads of its own, few of
them, and no other work waits behind it; what runs there is bounded by the size of a request and of a model's answer.
"""

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

SHORT_RECORD = 40_000
"""Records of up to this many characters cost a few milliseconds to encode and finish."""
_THREADS = ThreadPoolExecutor(4, "aside")

P = ParamSpec("P")
R = TypeVar("R")


async def aside(characters: int, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """The function's result; in a thread where the record that it works on is long."""
    if characters <= SHORT_RECORD:
        return function(*args, **kwargs)
    work = partial(contextvars.copy_context().run, function, *args, **kwargs)
    return await asyncio.get_running_loop().run_in_executor(_THREADS, work)
