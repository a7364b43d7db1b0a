"""How often a question is put again that had no answer, and how long is waited in between."""

import asyncio
import math
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Patience:
    """At most ``tries`` tries, with pauses of random length, the bound of which doubles from ``first_pause``.

    A pause is between half of its bound and the whole of it, so that those who failed together do not come again
    together. One that the other side asks for is kept, however short ours would be; where it does not fit into the time
    that is left, there is no further try. All times are in seconds; ``clock`` is monotonic.
    """

    tries: int = 3
    first_pause: float = 0.2
    longest_pause: float = 2.0
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    spread: Callable[[float, float], float] = random.uniform

    async def ask(
        self,
        once: Callable[[], Awaitable[T]],
        again: Callable[[T], float | None],
        *,
        until: float = math.inf,
        longest_try: float = 0.0,
    ) -> T:
        """What the last try gave.

        ``again`` says of it how long the other side asks to be left alone before a further one, and None where there
        shall be none. A try is begun only where it would end before ``until`` (of ``clock``) if it took
        ``longest_try``.
        """
        for number in range(1, self.tries):
            result = await once()
            asked = again(result)
            if asked is None:
                return result
            pause = max(asked, self._pause(number))
            if self.clock() + pause + longest_try > until:
                return result
            await self.sleep(pause)
        return await once()

    def _pause(self, number: int) -> float:
        bound = min(self.longest_pause, self.first_pause * 2 ** (number - 1))
        return self.spread(bound / 2, bound)
