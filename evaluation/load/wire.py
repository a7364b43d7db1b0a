"""A client of HTTP/1.1 that costs little, for it works on the cores that it measures.

It speaks what our server answers, no more. A general client costs several times its CPU time.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

_LIMIT_SECONDS = 120.0
_KEPT_SECONDS = 2.0
"""A connection that was idle for longer is not used again: the server closes it after 5 s."""
_FAULTS = (OSError, asyncio.IncompleteReadError, TimeoutError, ValueError)


class Cut(Exception):
    """The server could not be reached, or did not answer to the end."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer. The names of ``headers`` are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(slots=True)
class Line:
    """One connection to a server."""

    host: str
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    idle_since: float = 0.0

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> None:
        """Writes a request."""
        told = {"Host": self.host, **headers, "Content-Length": str(len(body))}
        head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
        self.writer.write(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode("latin-1") + body)

    async def head(self) -> tuple[int, dict[str, str]]:
        """Status and headers of the next answer."""
        first, *others = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").rstrip().split("\r\n")
        pairs = (line.split(":", 1) for line in others)
        return int(first.split(" ", 2)[1]), {name.lower(): value.strip() for name, value in pairs}

    async def pieces(self, headers: Mapping[str, str]) -> AsyncIterator[bytes]:
        """The body, as it comes."""
        if headers.get("transfer-encoding") != "chunked":
            yield await self.reader.readexactly(int(headers.get("content-length", 0)))
            return
        while size := int(await self.reader.readuntil(b"\r\n"), 16):
            yield (await self.reader.readexactly(size + 2))[:-2]
        await self.reader.readexactly(2)


@dataclass(slots=True)
class Wire:
    """A server's address and the connections to it that are kept open. Close it with :meth:`close`."""

    address: str
    _idle: list[Line] = field(default_factory=list[Line])

    async def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        """One request, answered whole. Raises :class:`Cut`."""
        async with self._line() as line:
            line.send(method, path, headers, body)
            status, told = await line.head()
            return Answer(status, told, b"".join([piece async for piece in line.pieces(told)]))

    async def follow(self, path: str, **headers: str) -> AsyncIterator[bytes]:
        """What a stream says, piece by piece, to its end. Raises :class:`Cut`."""
        async with self._line() as line:
            line.send("GET", path, headers, b"")
            _, told = await line.head()
            async for piece in line.pieces(told):
                yield piece

    def close(self) -> None:
        """Closes what is open."""
        for line in self._idle:
            line.writer.close()
        self._idle.clear()

    @asynccontextmanager
    async def _line(self) -> AsyncIterator[Line]:
        """A connection for one request; kept where its answer was read to the end, else closed."""
        line = None
        try:
            async with asyncio.timeout(_LIMIT_SECONDS):
                line = self._kept() or await self._open()
                yield line
            line.idle_since = time.monotonic()
            self._idle.append(line)
            line = None
        except _FAULTS as error:
            raise Cut(type(error).__name__) from None
        finally:
            if line is not None:
                line.writer.close()

    def _kept(self) -> Line | None:
        """The connection that was used last, if it is fresh; then the others may be old."""
        if self._idle and time.monotonic() - self._idle[-1].idle_since < _KEPT_SECONDS:
            return self._idle.pop()
        self.close()
        return None

    async def _open(self) -> Line:
        split = urlsplit(self.address)
        return Line(split.netloc, *await asyncio.open_connection(split.hostname, split.port))
