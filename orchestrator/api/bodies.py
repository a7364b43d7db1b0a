"""Reading a request's body: JSON, once, beside the event loop, straight into a type."""

import asyncio
import datetime as dt
import json
from collections.abc import Callable
from typing import Any, TypeVar

from fastapi import Request
from pydantic import BaseModel, ValidationError

from orchestrator.api.problems import rejected
from orchestrator.failures import NotJson, UnsupportedMediaType

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


def parse_json(body: bytes) -> Any:
    """One JSON value in UTF-8: no NaN, no field given twice, no nesting without end. Raises :class:`NotJson`."""
    try:
        return json.loads(body.decode("utf-8"), object_pairs_hook=_fields_once, parse_constant=_refuse_constant)
    except UnicodeDecodeError:
        raise NotJson("The body is not UTF-8 text. Send JSON in UTF-8.") from None
    except json.JSONDecodeError as error:
        raise NotJson(f"The body is not JSON: line {error.lineno}, column {error.colno} cannot be read.") from None
    except RecursionError:
        raise NotJson("The body is nested too deeply.") from None
    except ValueError:
        raise NotJson("The body holds a number that JSON does not have, or one too long to read.") from None


def parser_of(model: type[Model], received_on: dt.date) -> Callable[[Any], Model]:
    """Parses a value into a model whose dates are compared with the date of receipt."""

    def parse(value: Any) -> Model:
        try:
            return model.model_validate(value, context={"received_on": received_on})
        except ValidationError as error:
            raise rejected(error, model) from None

    return parse


def _fields_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise NotJson("The body gives a field of one object twice. Give each field once.")
    return members


def _refuse_constant(_: str) -> Any:
    raise ValueError


def schema_of_body(name: str) -> dict[str, Any]:
    """What OpenAPI says of a body that is read here."""
    schema = {"$ref": f"#/components/schemas/{name}"}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}
