"""A policy with one word changed. A rule case must notice every such change, or the policy says more than is tested.

A mutant moves a number by one, drops one of several alternatives, conditions or exclusions, or takes back one
attribute (a window, a side, a precedence, discretion …).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from priorauth.criteria import KINDS, Criterion, kind_of
from priorauth.nodes import Node
from priorauth.policy import Policy

_WORDS = {*Node.model_fields} - {"discretion"}
"""Attributes that a person reads, and for which codes a criterion is asked: they change no status. Verification does,
and a repository test holds it."""


@dataclass(frozen=True)
class Mutant:
    """A changed criterion under the name it had, and what was changed, for people."""

    criterion: Criterion
    name: str
    change: str


def mutants(policy: Policy) -> Iterator[Mutant]:
    """Every criterion that differs from one of the policy's by one change."""
    for criterion in policy.criteria:
        for changed, change in _changes(criterion):
            yield Mutant(changed, str(criterion.id), change)


_Change = tuple[Any, str]


def _changes(value: BaseModel) -> Iterator[_Change]:
    """One value with one of its fields changed, at any depth."""
    for name in type(value).model_fields:
        if name not in _WORDS:
            for changed, change in _field_changes(value, name):
                yield value.model_copy(update={name: changed}), change


def _field_changes(value: BaseModel, name: str) -> Iterator[_Change]:
    current = getattr(value, name)
    if isinstance(current, tuple):
        yield from _tuple_changes(name, current, may_be_empty=type(value).model_fields[name].default == ())
    elif isinstance(current, BaseModel):
        yield from _changes(current)
    elif _is_default(value, name):
        return
    elif isinstance(current, int | Decimal) and not isinstance(current, bool):
        moved = [current + step for step in (-1, 1) if current + step >= 0]
        yield from ((changed, f"{name} {current} becomes {changed}") for changed in moved)
    elif name not in KINDS and name != "unit":
        default = type(value).model_fields[name].default
        yield default, f"{name} {current} becomes {default}"


def _is_default(value: BaseModel, name: str) -> bool:
    return getattr(value, name) == type(value).model_fields[name].default


def _tuple_changes(name: str, members: tuple[Any, ...], *, may_be_empty: bool) -> Iterator[_Change]:
    for place, member in enumerate(members):
        before, after = members[:place], members[place + 1 :]
        if len(members) > 1 or may_be_empty:
            yield (*before, *after), f"{name} without {_told(member)}"
        if isinstance(member, BaseModel):
            for changed, change in _changes(member):
                yield (*before, changed, *after), f"{name} {place + 1}, {change}"


def _told(member: Any) -> str:
    if not isinstance(member, Node):
        return str(member)
    kind = kind_of(member)
    return member.text or f"{kind} {getattr(member, kind)!s:.40}"
