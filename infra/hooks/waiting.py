"""How long the hooks wait for what Azure does in its own time."""

import os
import time
from dataclasses import dataclass

_SECONDS, _PAUSE = "PRIORAUTH_HOOKS_PATIENCE_SECONDS", "PRIORAUTH_HOOKS_PAUSE_SECONDS"


@dataclass(frozen=True)
class Patience:
    """For how many seconds something is waited for, and how many pass between two looks."""

    seconds: float = 900
    pause_seconds: float = 10

    def is_over(self, began: float) -> bool:
        """Whether what began at a moment of the monotonic clock has been waited for long enough."""
        return time.monotonic() - began >= self.seconds

    def pause(self) -> None:
        """Wait until the next look."""
        time.sleep(self.pause_seconds)


def patience(usual: Patience = Patience()) -> Patience:
    """The patience that the environment sets, or what is usual."""
    return Patience(float(os.environ.get(_SECONDS, usual.seconds)), float(os.environ.get(_PAUSE, usual.pause_seconds)))
