"""The procedure codes that the rule book names, with the words that it has for them.

The descriptions of CPT are its owner's and stand nowhere here. What a program calls the listed service, and a policy's
title, are the words that this library has.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from priorauth.codes import ProcedureCode
from priorauth.policy import Policy
from priorauth.program import Program
from priorauth.value import Value

_WORD = re.compile(r"[^\W_]+")


class NamedBy(StrEnum):
    """What names a code."""

    PROGRAM = "program"
    POLICY = "policy"


class Naming(Value):
    """Who names a code, by its id, and in which words."""

    by: NamedBy
    id: str
    words: str


class NamedCode(Value):
    """A code with everything that names it: programs first, for their words are about the single service."""

    code: ProcedureCode
    namings: tuple[Naming, ...]


def named_codes(policies: Iterable[Policy], programs: Iterable[Program], day: dt.date) -> tuple[NamedCode, ...]:
    """The codes that a program lists, or a policy in force names, on a day; in their order."""
    found: dict[ProcedureCode, dict[Naming, None]] = {}
    for code, naming in (*_listed(programs, day), *_governed(policies, day)):
        found.setdefault(code, {})[naming] = None
    return tuple(NamedCode(code=code, namings=tuple(found[code])) for code in sorted(found))


def _listed(programs: Iterable[Program], day: dt.date) -> Iterator[tuple[ProcedureCode, Naming]]:
    for program in programs:
        for listing in program.listings:
            if listing.is_listed(day):
                naming = Naming(by=NamedBy.PROGRAM, id=program.id, words=listing.service)
                yield from ((code, naming) for code in listing.codes)


def _governed(policies: Iterable[Policy], day: dt.date) -> Iterator[tuple[ProcedureCode, Naming]]:
    for policy in policies:
        if policy.in_force(day):
            naming = Naming(by=NamedBy.POLICY, id=policy.id, words=policy.title)
            yield from ((entry.code, naming) for entry in policy.codes)


def search_named(codes: Sequence[NamedCode], text: str) -> tuple[NamedCode, ...]:
    """The codes that begin with the text, else those whose words it begins, in any order, each of them."""
    typed = text.strip().upper()
    begun = tuple(one for one in codes if typed and one.code.startswith(typed))
    wanted = [word.casefold() for word in _WORD.findall(text)]
    return begun or tuple(one for one in codes if wanted and _says(one, wanted))


def _says(one: NamedCode, wanted: Sequence[str]) -> bool:
    said = [word.casefold() for naming in one.namings for word in _WORD.findall(naming.words)]
    return all(any(word.startswith(beginning) for word in said) for beginning in wanted)
