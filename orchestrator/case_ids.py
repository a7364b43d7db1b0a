"""The identifiers of cases: readable, in the order of time, not to be guessed, and about nobody."""

import datetime as dt
import secrets

from priorauth.numbers import base32, in_groups

_EPOCH = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
_TICK_MS = 16
_TIME_CHARACTERS = 8
_RANDOM_CHARACTERS = 12


def new_case_id(now: dt.datetime) -> str:
    """``PA-`` and five groups of four characters: 40 bits of time (ticks of 16 ms since 2020), 60 random bits."""
    ticks = int((now - _EPOCH) / dt.timedelta(milliseconds=_TICK_MS))
    return "PA-" + in_groups(base32(ticks, _TIME_CHARACTERS) + base32(secrets.randbits(60), _RANDOM_CHARACTERS))
