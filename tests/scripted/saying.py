"""What a scripted model may say, and how either interface carries it, at once or in pieces."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from priorauth.model_sources import ModelApi

_PIECE = 40


@dataclass(frozen=True)
class ToolCall:
    """One tool, called."""

    call_id: str
    name: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True)
class Usage:
    """Tokens that a server says were used."""

    read: int = 100
    written: int = 20
    cached: int = 0


@dataclass(frozen=True)
class Says:
    """A turn's answer: words, tool calls or a refusal, after a while; ``cut`` says that it ran out of room."""

    text: str = ""
    calls: Sequence[ToolCall] = ()
    refusal: str = ""
    cut: bool = False
    usage: Usage | None = field(default_factory=Usage)
    after_seconds: float = 0


@dataclass(frozen=True)
class Fails:
    """An error of the server. One that says what it ``used`` before says so beside the error."""

    status: int
    code: str = "server_error"
    message: str = "The server had an error."
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    used: Usage | None = None


Said = Says | Fails
MODEL = "scripted-2026-11-01"
"""The name that the server gives its model, which need not be the one that it is asked for by."""


def whole(api: ModelApi, said: Says) -> dict[str, Any]:
    """The answer as one JSON object."""
    return _response(said) if api is ModelApi.RESPONSES else _completion(said)


def pieces(api: ModelApi, said: Says) -> Iterator[str]:
    """The answer as server-sent events."""
    if api is ModelApi.RESPONSES:
        for number, event in enumerate(_events(said)):
            yield f"event: {event['type']}\ndata: {json.dumps(event | {'sequence_number': number})}\n\n"
        return
    for chunk in _chunks(said):
        yield f"data: {json.dumps(chunk)}\n\n"
    yield "data: [DONE]\n\n"


def _completion(said: Says) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": said.text or None, "refusal": said.refusal or None}
    if said.calls:
        message["tool_calls"] = [_chat_call(call) for call in said.calls]
    choice = {"index": 0, "message": message, "finish_reason": _finish(said), "logprobs": None}
    return _of_chat("chat.completion") | {"choices": [choice], "usage": _chat_usage(said)}


def _chunks(said: Says) -> Iterator[dict[str, Any]]:
    deltas: list[dict[str, Any]] = [{"role": "assistant", "content": ""}]
    deltas += [{"content": part} for part in _parts(said.text)]
    deltas += [{"refusal": part} for part in _parts(said.refusal)]
    for index, call in enumerate(said.calls):
        opened = _chat_call(call) | {"index": index}
        parts = list(_parts(json.dumps(dict(call.arguments))))
        deltas.append({"tool_calls": [opened | {"function": {"name": call.name, "arguments": ""}}]})
        deltas += [{"tool_calls": [{"index": index, "function": {"arguments": part}}]} for part in parts]
    for delta in deltas:
        yield _of_chat("chat.completion.chunk") | {"choices": [{"index": 0, "delta": delta, "finish_reason": None}]}
    last = {"index": 0, "delta": {}, "finish_reason": _finish(said)}
    yield _of_chat("chat.completion.chunk") | {"choices": [last], "usage": _chat_usage(said)}


def _of_chat(kind: str) -> dict[str, Any]:
    return {"id": "chatcmpl-1", "object": kind, "created": 1_790_000_000, "model": MODEL}


def _chat_call(call: ToolCall) -> dict[str, Any]:
    function = {"name": call.name, "arguments": json.dumps(dict(call.arguments))}
    return {"id": call.call_id, "type": "function", "function": function}


def _finish(said: Says) -> str:
    return "length" if said.cut else "tool_calls" if said.calls else "stop"


def _chat_usage(said: Says) -> dict[str, Any] | None:
    return said.usage and usage_of(ModelApi.CHAT_COMPLETIONS, said.usage)


def usage_of(api: ModelApi, used: Usage) -> dict[str, Any]:
    """Tokens, as an interface names them."""
    if api is ModelApi.RESPONSES:
        return {
            "input_tokens": used.read,
            "input_tokens_details": {"cached_tokens": used.cached},
            "output_tokens": used.written,
            "output_tokens_details": {"reasoning_tokens": 0},
            "total_tokens": used.read + used.written,
        }
    return {
        "prompt_tokens": used.read,
        "completion_tokens": used.written,
        "total_tokens": used.read + used.written,
        "prompt_tokens_details": {"cached_tokens": used.cached},
    }


def _response(said: Says, status: str | None = None) -> dict[str, Any]:
    return {
        "id": "resp_1",
        "object": "response",
        "created_at": 1_790_000_000,
        "model": MODEL,
        "status": status or ("incomplete" if said.cut else "completed"),
        "incomplete_details": {"reason": "max_output_tokens"} if said.cut else None,
        "error": None,
        "output": [] if status else _items(said),
        "parallel_tool_calls": True,
        "tool_choice": "auto",
        "tools": [],
        "store": False,
        "usage": said.usage and usage_of(ModelApi.RESPONSES, said.usage),
    }


def _items(said: Says) -> list[dict[str, Any]]:
    calls = [
        {
            "type": "function_call",
            "id": f"fc_{call.call_id}",
            "call_id": call.call_id,
            "name": call.name,
            "arguments": json.dumps(dict(call.arguments)),
            "status": "completed",
        }
        for call in said.calls
    ]
    return [*([_message(said)] if said.text or said.refusal or not calls else []), *calls]


def _message(said: Says) -> dict[str, Any]:
    part = {"type": "output_text", "text": said.text, "annotations": list[str]()}
    if said.refusal:
        part = {"type": "refusal", "refusal": said.refusal}
    return {"type": "message", "id": "msg_1", "role": "assistant", "status": "completed", "content": [part]}


def _events(said: Says) -> Iterator[dict[str, Any]]:
    yield {"type": "response.created", "response": _response(said, "in_progress")}
    for index, item in enumerate(_items(said)):
        here = {"output_index": index, "item_id": item["id"]}
        if item["type"] == "function_call":
            yield {"type": "response.output_item.added", "output_index": index, "item": item | {"arguments": ""}}
            for part in _parts(item["arguments"]):
                yield {"type": "response.function_call_arguments.delta", "delta": part, **here}
            done = {"type": "response.function_call_arguments.done", "arguments": item["arguments"]}
            yield done | {"name": item["name"], **here}
        else:
            yield {"type": "response.output_item.added", "output_index": index, "item": item | {"content": []}}
            kind = "refusal" if said.refusal else "output_text"
            for part in _parts(said.refusal or said.text):
                yield {"type": f"response.{kind}.delta", "content_index": 0, "delta": part, "logprobs": [], **here}
        yield {"type": "response.output_item.done", "output_index": index, "item": item}
    yield {"type": f"response.{'incomplete' if said.cut else 'completed'}", "response": _response(said)}


def _parts(text: str) -> Iterator[str]:
    return (text[start : start + _PIECE] for start in range(0, len(text), _PIECE))
