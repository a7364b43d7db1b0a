"""What a template may name: the fields of a letter's model, found from their types, and a letter's values for them."""

import datetime as dt
import types
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache
from typing import Any, Union, cast, get_args, get_origin

from priorauth.letters.model import Category, Letter, Place, Span, Statement
from priorauth.letters.plan import Language
from priorauth.letters.words import Words
from priorauth.value import Value

Shape = Mapping[str, "Shape | None"]
"""The fields of a model: each with its own fields, or None for what is told in words."""
Told = str | bool | Sequence[Any] | Mapping[str, Any]
_IN_WORDS: tuple[type[Value], ...] = (Span, Category, Place)
ITEM = "item"
"""How a template names an item of a list that has no fields of its own."""


@cache
def shape_of(model: type[Value]) -> Shape:
    """The fields of a model by name, at any depth."""
    return {name: _shape(field.annotation) for name, field in model.model_fields.items()}


def _shape(annotation: Any) -> Shape | None:
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin in (Union, types.UnionType):
        return next((shape for part in parts if (shape := _shape(part)) is not None), None)
    if origin is tuple:
        return _shape(parts[0]) or {ITEM: None}
    if not isinstance(annotation, type) or not issubclass(annotation, Value) or issubclass(annotation, _IN_WORDS):
        return None
    return shape_of(annotation)


def values_of(letter: Letter, words: Words) -> Mapping[str, Told | None]:
    """A letter's values, by the names of its fields. What is absent is None."""
    told = _Telling(words, letter.zone, letter.language)
    return {name: told.tell(getattr(letter, name)) for name in type(letter).model_fields}


class _Telling:
    def __init__(self, words: Words, zone: str, language: Language) -> None:
        self._words, self._zone, self._language = words, zone, language

    def tell(self, value: Any) -> Told | None:
        """A value in words. A mapping by language is told in the letter's own."""
        words = self._words
        match value:
            case None | bool():
                return value
            case dt.datetime():
                return words.moment(value, self._zone)
            case dt.date():
                return words.day(value)
            case Span():
                return words.span(value)
            case Category():
                return words.service_kinds.get(value.name, value.name)
            case Place():
                return words.place(value.code)
            case Statement():
                return words.statements[value]
            case StrEnum():
                return words.term(value)
            case Value():
                return {name: self.tell(getattr(value, name)) for name in type(value).model_fields}
            case tuple():
                return [self.tell(one) for one in cast(tuple[Any, ...], value)]
            case Mapping():
                return cast(Mapping[Language, str], value)[self._language]
            case _:
                return str(value)
