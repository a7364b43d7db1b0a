"""Canonical JSON (RFC 8785) and the digests made of it."""

import hashlib
from collections.abc import Iterable
from typing import Any, cast

import rfc8785
from pydantic import BaseModel
from pydantic_core import PydanticSerializationError, to_json

_LARGEST_INTEGER = 2**53 - 1
_SMALLEST_FRACTION = 1e-4
"""From here on Python and ECMAScript, whose numbers RFC 8785 writes, spell a fraction alike."""


_AS_THEY_ARE = frozenset((str, bool, type(None)))
"""The types whose values both forms write alike."""


class _Unusual(Exception):
    """A value of which the two forms may differ."""


def canonical_json(value: Any, *, without: Iterable[str] = ()) -> bytes:
    """The RFC 8785 form of a JSON-able value, UTF-8. Raises ``rfc8785.CanonicalizationError`` for what has none.

    The members named in ``without`` are left out at any depth.
    The encoder of Pydantic, in Rust, writes the same for usual values whose members are in order, and far
    faster; whatever is unusual is left to the library of the standard.
    """
    return _canonical(value, frozenset(without))


def _canonical(value: Any, without: frozenset[str]) -> bytes:
    try:
        return to_json(_usual(value, without))
    except (_Unusual, PydanticSerializationError):
        return rfc8785.dumps(_omit(value, without) if without else value)


def _usual(value: object, without: frozenset[str]) -> Any:
    """The value with its members sorted, less those named, and whole numbers as integers. Raises :class:`_Unusual`."""
    kind = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if kind is dict:
        return _usual_members(cast(dict[str, Any], value), without)
    if kind is list:
        items = cast(list[Any], value)
        return [item if type(item) in _AS_THEY_ARE else _usual(item, without) for item in items]
    return _usual_number(value)


def _usual_members(members: dict[str, Any], without: frozenset[str]) -> dict[str, Any]:
    """Beyond ASCII, code points and UTF-16 code units sort differently.

    Most members are texts and objects, so their kinds are looked at here and not in a call for each.
    """
    usual: dict[str, Any] = {}
    for name in _sorted_names(members):
        if name in without:
            continue
        member: object = members[name]
        kind = type(member)
        if kind in _AS_THEY_ARE:
            usual[name] = member
        elif kind is dict:
            usual[name] = _usual_members(cast(dict[str, Any], member), without)
        else:
            usual[name] = _usual(member, without)
    return usual


def _sorted_names(members: dict[Any, Any]) -> list[str]:
    try:
        ascii_alone = "".join(members).isascii()
    except TypeError:
        raise _Unusual from None
    if not ascii_alone:
        raise _Unusual
    return sorted(members)


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
