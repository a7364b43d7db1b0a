"""What is said of fields that a body has and its type has not.

A sender's own key may hold clinical text, so none is ever repeated: a problem names the object that holds the fields,
how many they are, and the names of ours that they come close to or could have been.
"""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel

EXTRA_FIELD = "extra_forbidden"
_CLOSE = 0.75
"""How like one of our names a key must be to be taken for it, from 0 to 1: a letter or two apart."""
_LONGEST_COMPARED = 40
_MOST_COMPARED = 20


def tell_unknown_fields(keys: Sequence[str], allowed: Sequence[str]) -> str:
    """The sentence on unknown ``keys`` of one object; ``allowed`` are the object's names, empty where not known."""
    meant = _meant(keys, allowed)
    one = len(keys) == 1
    said = "There is no such field here" if one else f"{len(keys):,} fields here do not exist"
    if meant:
        quoted = " and ".join(f"'{name}'" for name in meant)
        said += f"; perhaps {quoted} {'was' if len(meant) == 1 else 'were'} meant"
    said += ". Correct its name or remove it." if one else ". Correct their names or remove them."
    return said + (f" The fields are: {', '.join(allowed)}." if allowed and len(meant) < len(keys) else "")


def _meant(keys: Iterable[str], allowed: Sequence[str]) -> tuple[str, ...]:
    short = [key for key in keys if len(key) <= _LONGEST_COMPARED][:_MOST_COMPARED]
    return tuple(dict.fromkeys(name for key in short for name in get_close_matches(key.lower(), allowed, 1, _CLOSE)))


def allowed_fields(model: type[BaseModel], location: Iterable[str | int]) -> tuple[str, ...]:
    """The names that an object may have at this place of a body of the model; empty where the place is not known."""
    at: type[BaseModel] | None = model
    for step in location:
        if at is not None and isinstance(step, str):
            at = _model_of_field(at, step)
    return tuple(field.alias or name for name, field in at.model_fields.items()) if at is not None else ()


def _model_of_field(model: type[BaseModel], key: str) -> type[BaseModel] | None:
    fields = (field for name, field in model.model_fields.items() if key in (name, field.alias))
    return next((_model_in(field.annotation) for field in fields), None)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model that an annotation is, or holds: ``tuple[Document, ...]``, ``History | None``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part))), None)
