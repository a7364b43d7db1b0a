"""What a server's result is worth: a typed answer to the question that was asked, or a typed failure."""

import json
import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from mcp_types import CallToolResult, TextContent
from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic_core import from_json

from mcp_clients import failures
from mcp_clients.failures import CallFailure
from mcp_clients.questions import Arguments, JsonObject, LookupTool
from mcp_clients.wire import LONGEST_ANSWER_BYTES
from priorauth.ledger import LookupOutcome

_JSON_OBJECT: TypeAdapter[JsonObject] = TypeAdapter(JsonObject, config=ConfigDict(allow_inf_nan=False))
_LONGEST_DETAIL = 300


def as_result(answer: JsonObject, text: str | None = None) -> CallToolResult:
    """A tool result that carries the answer, structured and as text; never an error, so that frameworks pass it on.

    ``text`` is the answer's, where it was written before.
    """
    said = TextContent(type="text", text=json.dumps(answer) if text is None else text)
    return CallToolResult(content=[said], structured_content=answer)


@dataclass(frozen=True)
class Ended:
    """How a call ended: the answer where there is one, and what the ledger says of it.

    ``transient`` says that the next try may be answered, ``retry_after`` how many seconds the server asks for first.
    """

    outcome: LookupOutcome
    detail: str
    data_version: str | None = None
    identifiers: tuple[str, ...] = ()
    answer: JsonObject | None = None
    transient: bool = False
    retry_after: float = 0

    @classmethod
    def in_failure(cls, failure: CallFailure) -> "Ended":
        """The end of a call that failed."""
        return cls(failure.outcome, failure.detail, transient=failure.transient, retry_after=failure.retry_after)

    def as_result(self) -> CallToolResult:
        """What the caller is given: the answer as it came, or the failure in the same form."""
        return as_result(self._said, self._text)

    @cached_property
    def _said(self) -> JsonObject:
        failure: JsonObject = {"outcome": self.outcome.value, "detail": self.detail, "data_version": self.data_version}
        return failure if self.answer is None else self.answer

    @cached_property
    def _text(self) -> str:
        """Written once, though a kept answer is given many times."""
        return json.dumps(self._said)


def judge(tool: LookupTool[Any], arguments: Arguments, result: CallToolResult) -> Ended:
    """What a tool result is worth. An error result's text is not passed on: it may quote the arguments."""
    if result.is_error:
        return Ended.in_failure(failures.ERROR_RESULT)
    structured = _structured(result)
    if isinstance(structured, CallFailure):
        return Ended.in_failure(structured)
    return read(tool, tool.in_our_shape(arguments, structured), arguments)


def read(tool: LookupTool[Any], raw: JsonObject, arguments: Arguments) -> Ended:
    """An answer in our shape, typed. A failure that the server states keeps its outcome and its sentence."""
    try:
        answer = tool.read(raw)
    except ValidationError:
        return Ended.in_failure(failures.WRONG_FORM)
    if answer.found is not None and not _is_about(tool, arguments, answer.found):
        return Ended.in_failure(failures.WRONG_SUBJECT)
    ended = Ended(answer.outcome, answer.detail[:_LONGEST_DETAIL], answer.data_version)
    return ended if answer.outcome.failed else replace(ended, identifiers=tool.held_by(answer), answer=raw)


def _is_about(tool: LookupTool[Any], arguments: Arguments, found: Any) -> bool:
    return tool.echo is None or _bare(str(arguments.get(tool.echo.argument, ""))) == _bare(tool.echo.of(found))


def _bare(identifier: str) -> str:
    """An identifier without its punctuation and case: J44.1 and j441 are one code."""
    return re.sub(r"[\W_]", "", identifier).upper()


def _structured(result: CallToolResult) -> JsonObject | CallFailure:
    """The structured content, or the object that the first text block spells out: older servers send only text."""
    try:
        if result.structured_content is not None:
            return _JSON_OBJECT.validate_python(result.structured_content)
        texts = [block.text for block in result.content if isinstance(block, TextContent)]
        if texts and len(texts[0]) > LONGEST_ANSWER_BYTES:
            return failures.TOO_LONG
        if not texts:
            return failures.NO_STRUCTURE
        return _JSON_OBJECT.validate_python(from_json(texts[0], allow_inf_nan=False))
    except ValueError:
        return failures.NO_STRUCTURE
