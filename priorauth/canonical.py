"""Canonical JSON (RFC 8785) and the digests made of it."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any, cast

import rfc8785
from pydantic import BaseModel

_LARGEST_INTEGER = 2**53 - 1
_SMALLEST_FRACTION = 1e-4
"""From here on Python and ECMAScript, whose numbers RFC 8785 writes, spell a fraction alike."""


class _Unusual(Exception):
    """A value of which the two forms may differ."""


def canonical_json(value: Any, *, without: Iterable[str] = ()) -> bytes:
    """The RFC 8785 form of a JSON-able value, UTF-8. Raises ``rfc8785.CanonicalizationError`` for what has none.

    The members named in ``without`` are left out at any depth.
    The standard library's encoder, in C, writes the same for usual values, ten times faster; whatever is unusual is
    left to the library of the standard.
    """
    return _canonical(value, frozenset(without))


def _canonical(value: Any, without: frozenset[str]) -> bytes:
    try:
        text = json.dumps(_usual(value, without), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return text.encode()
    except (_Unusual, UnicodeEncodeError):
        return rfc8785.dumps(_omit(value, without) if without else value)


def _usual(value: object, without: frozenset[str]) -> Any:
    """The value with its whole numbers as integers, less the members named. Raises :class:`_Unusual`."""
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return value
    if kind is dict:
        members = cast(dict[str, Any], value)
        return {_usual_name(name): _usual(member, without) for name, member in members.items() if name not in without}
    if kind is list:
        return [_usual(item, without) for item in cast(list[Any], value)]
    return _usual_number(value)


def _usual_name(name: Any) -> str:
    """Beyond ASCII, code points and UTF-16 code units sort differently."""
    if type(name) is not str or not name.isascii():
        raise _Unusual
    return name


def _usual_number(number: Any) -> int | float:
    if type(number) not in (int, float) or not abs(number) <= _LARGEST_INTEGER:
        raise _Unusual
    if number == int(number):
        return int(number)
    if abs(number) < _SMALLEST_FRACTION:
        raise _Unusual
    return number


def digest(value: Any, *, without: Iterable[str] = ()) -> str:
    """``sha256:`` and the lower-case hexadecimal SHA-256 of the canonical JSON of a JSON-able value.

    The members named in ``without`` are left out at any depth.
    """
    return "sha256:" + hashlib.sha256(canonical_json(value, without=without)).hexdigest()


def digest_of(model: BaseModel, *, without: Iterable[str] = ()) -> str:
    """The digest of a model's JSON form, leaving out the fields named in ``without`` at any depth."""
    return digest(model.model_dump(mode="json"), without=without)


def _omit(value: object, names: frozenset[str]) -> Any:
    kind = type(value)
    if kind is dict:
        members = cast(dict[str, Any], value)
        return {key: _omit(item, names) for key, item in members.items() if key not in names}
    if kind is list:
        return [_omit(item, names) for item in cast(list[Any], value)]
    return value
