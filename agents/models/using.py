"""What one try of a turn used: as the model's server tells it, also of a try that failed, and else by estimate."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any

import httpx2
from agent_framework import ChatContext, Message
from agent_framework.exceptions import ChatClientException
from pydantic import AliasChoices, AliasPath, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from agents.models.reaching import causes_of

_BYTES_OF_A_TOKEN = 3
"""An estimate, on the high side for English: no model's own tokenizer is here."""
_NEVER_SENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.UnsupportedProtocol)
_Told = Annotated[int, Field(ge=0)]


class Tokens(BaseModel):
    """Tokens of one try, by the names of the framework and of both interfaces."""

    model_config = ConfigDict(frozen=True, extra="ignore", validate_by_name=True)

    read: _Told = Field(validation_alias=AliasChoices("input_token_count", "prompt_tokens", "input_tokens"))
    written: _Told = Field(validation_alias=AliasChoices("output_token_count", "completion_tokens", "output_tokens"))
    cached: Annotated[_Told, BeforeValidator(lambda value: value or 0)] = Field(
        default=0,
        validation_alias=AliasChoices(
            "cache_read_input_token_count",
            AliasPath("prompt_tokens_details", "cached_tokens"),
            AliasPath("input_tokens_details", "cached_tokens"),
        ),
    )
    estimated: bool = False


def estimated_tokens(text: str) -> int:
    """About how many tokens a text has, rather too many than too few."""
    return -(-len(text.encode("utf-8", "replace")) // _BYTES_OF_A_TOKEN)


def tokens_sent(context: ChatContext) -> int:
    """An estimate of all that is sent: the conversation, the instructions, the tools and the form of the answer."""
    return sum(map(estimated_tokens, _texts(context.messages, context.options or {})))


def used_by_answer(result: object, sent: int) -> Tokens:
    """What a try that was answered used; ``sent`` is the estimate of what was sent."""
    told = _told(getattr(result, "usage_details", None))
    return told or _estimate(sent, sum(map(estimated_tokens, map(_said, contents_of(result)))))


def used_by_failure(error: ChatClientException, sent: int, longest: int) -> Tokens:
    """What a try that failed used, at most ``longest`` written.

    A server that answers with an error wrote nothing, unless it says so; of one that fell silent it is not known. One
    that was never reached used nothing.
    """
    refused = False
    for cause in causes_of(error):
        if isinstance(cause, _NEVER_SENT):
            return Tokens(read=0, written=0)
        response = getattr(cause, "response", None)
        if isinstance(response, httpx2.Response):
            if told := _told(_usage_in(response)):
                return told
            refused = True
    return _estimate(sent, 0 if refused else longest)


def used_at_most(sent: int, longest: int) -> Tokens:
    """What a try may have used of which nothing is known."""
    return _estimate(sent, longest)


def contents_of(result: object) -> Iterator[Any]:
    """The parts of an answer."""
    messages: Iterable[Message] = getattr(result, "messages", ())
    for message in messages:
        yield from message.contents


def _estimate(read: int, written: int) -> Tokens:
    return Tokens(read=read, written=written, estimated=True)


def _told(usage: object) -> Tokens | None:
    """What a server says, where that can be: one that says less than nothing has said nothing."""
    try:
        told = Tokens.model_validate(usage)
    except ValidationError:
        return None
    return told if told.cached <= told.read else None


def _usage_in(response: httpx2.Response) -> object:
    try:
        body: Any = response.json()
    except ValueError:
        return None
    return body.get("usage") if isinstance(body, dict) else None  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]


def _texts(messages: Iterable[Message], options: Mapping[str, Any]) -> Iterator[str]:
    for message in messages:
        yield from map(_said, message.contents)
    yield str(options.get("instructions") or "")
    for tool in options.get("tools") or ():
        yield json.dumps(tool.to_json_schema_spec()) if hasattr(tool, "to_json_schema_spec") else str(tool)
    yield json.dumps(options.get("response_format"), default=str)


def _said(content: Any) -> str:
    return "".join(str(part) for part in (content.text, content.name, content.arguments, content.result) if part)
