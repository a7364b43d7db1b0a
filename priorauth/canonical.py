"""Canonical JSON (RFC 8785) and the digests made of it."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, cast

import rfc8785
from pydantic import BaseModel


def canonical_json(value: Any) -> bytes:
    """The RFC 8785 form of a JSON-able value, UTF-8. Raises ``rfc8785.CanonicalizationError`` for what has none."""
    return rfc8785.dumps(value)


def digest(value: Any) -> str:
    """``sha256:`` and the lower-case hexadecimal SHA-256 of the canonical JSON of a JSON-able value."""
    return "sha256:" + hashlib.sha256(canonical_json(value)).hexdigest()


def digest_of(model: BaseModel, *, without: Iterable[str] = ()) -> str:
    """The digest of a model's JSON form, leaving out the fields named in ``without`` at any depth."""
    return digest(_omit(model.model_dump(mode="json"), frozenset(without)))


def _omit(value: Any, names: frozenset[str]) -> Any:
    if isinstance(value, Mapping):
        members = cast(Mapping[str, Any], value)
        return {key: _omit(item, names) for key, item in members.items() if key not in names}
    if isinstance(value, list):
        return [_omit(item, names) for item in cast(list[Any], value)]
    return value
