"""Reading a request's body: JSON, once, beside the event loop, straight into a type."""

import asyncio
import datetime as dt
from collections.abc import Callable
from typing import Any, TypeVar

from fastapi import Request
from pydantic import BaseModel, ValidationError

from orchestrator.api.problems import rejected
from orchestrator.failures import UnsupportedMediaType
from orchestrator.strict_json import parse_json

Read = TypeVar("Read")
Model = TypeVar("Model", bound=BaseModel)


async def read_body(request: Request, parse: Callable[[Any], Read]) -> Read:
    """The body, parsed. A long record takes its time in a thread, not on the event loop.

    Raises ``UnsupportedMediaType``, ``NotJson``, ``BodyTooLarge``, and what ``parse`` raises.
    """
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise UnsupportedMediaType
    body = await request.body()
    return await asyncio.to_thread(lambda: parse(parse_json(body)))


def parser_of(model: type[Model], received_on: dt.date) -> Callable[[Any], Model]:
    """Parses a value into a model whose dates are compared with the date of receipt."""

    def parse(value: Any) -> Model:
        try:
            return model.model_validate(value, context={"received_on": received_on})
        except ValidationError as error:
            raise rejected(error, model) from None

    return parse


def schema_of_body(name: str) -> dict[str, Any]:
    """What OpenAPI says of a body that is read here."""
    schema = {"$ref": f"#/components/schemas/{name}"}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}
