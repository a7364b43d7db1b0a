"""A screen that a test reads."""

import io
from dataclasses import dataclass

from orchestrator.terminal.screen import Screen


@dataclass
class Written:
    """A screen and what was written on it."""

    screen: Screen
    streams: tuple[io.StringIO, io.StringIO]

    @property
    def out(self) -> str:
        return self.streams[0].getvalue()

    @property
    def err(self) -> str:
        return self.streams[1].getvalue()
