"""Having a file read: beside the event loop, within a time, by a process that may fall."""

import asyncio
import sys
from dataclasses import dataclass, field

from pydantic import TypeAdapter

from orchestrator.uploads.model import DocumentRefused, ExtractedText, MediaType, Reason
from orchestrator.uploads.plain import read_plain
from priorauth.value import Value

_AT_ONCE = 2
_WORKER = "orchestrator.uploads"


class _Refusal(Value):
    reason: Reason
    sentence: str


_ANSWER: TypeAdapter[ExtractedText | _Refusal] = TypeAdapter(ExtractedText | _Refusal)


@dataclass(frozen=True)
class FileReader:
    """Reads files, a few at once, each within ``limit_seconds`` from its turn on."""

    limit_seconds: float = 20
    _turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE))

    async def read(self, content: bytes, media_type: MediaType) -> ExtractedText:
        """The file's text. Raises :class:`DocumentRefused`, in words that hold nothing of the file."""
        if media_type is MediaType.TEXT:
            return await asyncio.to_thread(read_plain, content)
        async with self._turns:
            answer = await self._read_apart(content, media_type)
        if isinstance(answer, _Refusal):
            raise DocumentRefused(answer.reason, answer.sentence)
        return answer

    async def _read_apart(self, content: bytes, media_type: MediaType) -> ExtractedText | _Refusal:
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", _WORKER, media_type.value),
            stdin=pipe,
            stdout=pipe,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            async with asyncio.timeout(self.limit_seconds):
                told, _ = await process.communicate(content)
        except TimeoutError:
            raise DocumentRefused(Reason.TOO_SLOW, _TOO_SLOW) from None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode:
            raise DocumentRefused(Reason.BROKEN, _FELL)
        return _ANSWER.validate_json(told)


_FELL = "The file could not be read: it is damaged, or too large to be unpacked. Send it anew, or paste its text."
_TOO_SLOW = "Reading the file took too long and was stopped. Send it in parts, or paste its text."
