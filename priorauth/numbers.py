"""The numbers that a case and a determination go by: readable, not to be guessed, and about nobody.

They are written in Crockford's base 32, whose letters are not easily misread.
"""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_BITS = 5
_GROUP = 4
AUTHORIZATION_BITS = 55
"""How many random bits an authorization number takes."""
_AUTHORIZATION_CHARACTERS = AUTHORIZATION_BITS // _BITS


def base32(number: int, length: int) -> str:
    """The lowest ``length`` characters of a number that is not negative."""
    return "".join(ALPHABET[(number >> (_BITS * place)) & 31] for place in reversed(range(length)))


def in_groups(characters: str) -> str:
    """Four characters at a time."""
    return "-".join(characters[start : start + _GROUP] for start in range(0, len(characters), _GROUP))


def authorization_number(year: int, random_bits: int) -> str:
    """``AUTH``, two digits of the year, and three groups whose last character checks the ones before.

    Raises ``ValueError`` for more than :data:`AUTHORIZATION_BITS` bits.
    """
    if not 0 <= random_bits < 1 << AUTHORIZATION_BITS:
        raise ValueError(f"an authorization number takes {AUTHORIZATION_BITS} random bits")
    body = base32(random_bits, _AUTHORIZATION_CHARACTERS)
    return f"AUTH{year % 100:02d}-{in_groups(body + check_character(body))}"


def check_character(characters: str) -> str:
    """The Luhn check modulo 32: a mistyped character shows always, and two exchanged ones nearly always."""
    total = 0
    for place, character in enumerate(reversed(characters)):
        value = ALPHABET.index(character) * (2 if place % 2 == 0 else 1)
        total += value // 32 + value % 32
    return ALPHABET[-total % 32]


def is_authorization_number(text: str) -> bool:
    """Whether a text has the form of an authorization number and its check character holds."""
    head, _, rest = text.partition("-")
    characters = rest.replace("-", "")
    return (
        head[:4] == "AUTH"
        and len(head) == len("AUTH00")
        and head[4:].isdecimal()
        and len(characters) == _AUTHORIZATION_CHARACTERS + 1
        and set(characters) <= set(ALPHABET)
        and rest == in_groups(characters)
        and check_character(characters[:-1]) == characters[-1]
    )
