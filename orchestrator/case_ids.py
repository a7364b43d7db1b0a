"""The identifiers of cases: readable, in the order of time, not to be guessed, and about nobody."""

import datetime as dt
import secrets

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_EPOCH = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
_TICK_MS = 16
_TIME_CHARACTERS = 8
_RANDOM_CHARACTERS = 12


def new_case_id(now: dt.datetime) -> str:
    """``PA-`` and five groups of four characters: 40 bits of time (ticks of 16 ms since 2020), 60 random bits.

    The alphabet is Crockford's base 32, without letters that are easily misread.
    """
    ticks = int((now - _EPOCH) / dt.timedelta(milliseconds=_TICK_MS))
    characters = _base32(ticks, _TIME_CHARACTERS) + _base32(secrets.randbits(60), _RANDOM_CHARACTERS)
    return "PA-" + "-".join(characters[start : start + 4] for start in range(0, len(characters), 4))


def _base32(number: int, length: int) -> str:
    return "".join(_ALPHABET[(number >> (5 * place)) & 31] for place in reversed(range(length)))
