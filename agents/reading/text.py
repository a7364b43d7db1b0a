"""Folding and tokens. Both keep every offset: a folded text is as long as the stored one.

Words are runs of letters, numbers are ASCII digits with a decimal point, every other visible sign is a token of its
own. A hyphen inside a word is no token, so that "joint-line" and "joint line" read alike.
"""

import re
import sys
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

_SAME_LENGTH = str.maketrans(
    {
        "₂": "2",
        "²": "2",
        "’": "'",
        "‘": "'",
        "′": "'",
        "“": '"',
        "”": '"',
        "″": '"',
        "–": "-",
        "—": "-",
        "−": "-",
        "‐": "-",
        "‑": "-",
        "\u00a0": " ",
        "\u2009": " ",
        "\u202f": " ",
        "\t": " ",
        "％": "%",
        "≦": "≤",
        "≧": "≥",
    }
)

_TOKEN = re.compile(
    r"[^\s_](?:(?<=[^\W\d])[^\W\d_]*|(?<=[0-9])[0-9]*(?:\.[0-9]+)?|(?<=[^\w-])"
    r"|(?<=-)(?:(?<![^\W_].)|(?![^\W_])|(?<=[0-9].)(?=[0-9])))"
)
"""A visible sign, then what belongs to it: each alternative looks back at the sign that the search has stopped at."""

_TOKEN_AND_GAP = re.compile(f"({_TOKEN.pattern})")
"""Parts a text into what stands between the tokens and the tokens, in turn."""

NUMBER_START = re.compile(r"[0-9](?<!\w.)")
"""A number's first digit. The lookbehind stands behind the digit, so that the search runs from digit to digit."""

SPELLING = {
    "hypoxaemia": "hypoxemia",
    "hypoxmia": "hypoxemia",
    "hypoxema": "hypoxemia",
    "hypoxiemia": "hypoxemia",
    "haematocrit": "hematocrit",
    "hematocit": "hematocrit",
    "oedema": "edema",
    "dyspnoea": "dyspnea",
    "dypsnea": "dyspnea",
    "dyspena": "dyspnea",
    "apnoea": "apnea",
    "hypopnoea": "hypopnea",
    "ischaemic": "ischemic",
    "ischaemia": "ischemia",
    "litre": "liter",
    "litres": "liters",
    "exacerbtion": "exacerbation",
    "excacerbation": "exacerbation",
    "exaserbation": "exacerbation",
    "emphesema": "emphysema",
    "emphysemia": "emphysema",
    "saturtion": "saturation",
    "saturaton": "saturation",
    "satuation": "saturation",
    "obstuctive": "obstructive",
    "obstructve": "obstructive",
    "pulmonry": "pulmonary",
    "diabetis": "diabetes",
    "diabetese": "diabetes",
    "hypertention": "hypertension",
    "hypertenson": "hypertension",
    "arthritus": "arthritis",
    "osteoarthrosis": "osteoarthritis",
    "osteoarthitis": "osteoarthritis",
    "osteoathritis": "osteoarthritis",
    "physcial": "physical",
    "phyiscal": "physical",
    "therpy": "therapy",
    "theraphy": "therapy",
    "menicus": "meniscus",
    "mensical": "meniscal",
    "swolen": "swollen",
    "effussion": "effusion",
    "desaturted": "desaturated",
    "ambulaton": "ambulation",
    "ambultion": "ambulation",
    "gastrc": "gastric",
    "sleve": "sleeve",
    "orthopaedic": "orthopedic",
    "oesophageal": "esophageal",
    "behavioural": "behavioral",
    "programme": "program",
    "deniess": "denies",
    "denys": "denies",
    "recieved": "received",
    "persistant": "persistent",
    "releif": "relief",
    "releaf": "relief",
    "improvment": "improvement",
    "wihtout": "without",
    "withou": "without",
}
"""Spellings that mean one thing only. A misspelling that could be another word has no place here."""


def lower(text: str) -> str:
    """The text in lower case, character for character."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := sign.lower()) == 1 else sign for sign in text)


def fold(text: str) -> str:
    """The text in lower case with plain quotes, hyphens and spaces, character for character."""
    return lower(text).translate(_SAME_LENGTH).replace("-->", "→→→").replace("->", "→→")


def has_digit(words: str) -> bool:
    """Whether words hold a figure, in any script."""
    return any(map(str.isdigit, words))


def matches_at(
    pattern: re.Pattern[str], text: str, starts: Iterable[int], limit: int = sys.maxsize
) -> Iterator[re.Match[str]]:
    """What ``finditer`` finds of a pattern that can only begin at one of ``starts``, which are in order.

    Most patterns of the reader begin with a look at what stands before them, and so are tried in full at every sign of
    a text; where it is cheap to say where they can begin, this is several times faster.
    """
    end = 0
    for start in starts:
        if start >= end and (match := pattern.match(text, start, limit)):
            yield match
            end = match.end()


@dataclass(frozen=True)
class Tokens:
    """The tokens of a text: three parallel sequences, in order."""

    words: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]

    @cached_property
    def distinct(self) -> frozenset[str]:
        """Each word once: what is asked of words is asked of these, and only where it holds of the tokens."""
        return frozenset(self.words)

    def between(self, start: int, end: int) -> range:
        """The indices of the tokens that begin in ``start`` to ``end``."""
        return range(bisect_left(self.starts, start), bisect_left(self.starts, end))

    def splits(self, offset: int) -> bool:
        """Whether an offset lies within a token."""
        before = bisect_left(self.starts, offset) - 1
        return before >= 0 and offset < self.ends[before]

    def words_between(self, start: int, end: int) -> Sequence[str]:
        """The words of the tokens that begin in ``start`` to ``end``."""
        span = self.between(start, end)
        return self.words[span.start : span.stop]


def words_in(folded: str) -> list[str]:
    """The words of a short folded text, in their usual spelling."""
    found: list[str] = _TOKEN.findall(folded)
    return [SPELLING.get(word, word) for word in found]


def tokenize(folded: str) -> Tokens:
    """The tokens of a folded text, in their usual spelling."""
    parts = _TOKEN_AND_GAP.split(folded)
    ends = list(accumulate(map(len, parts)))
    words = parts[1::2]
    if not SPELLING.keys().isdisjoint(words):
        words = [SPELLING.get(word, word) for word in words]
    return Tokens(words, ends[:-1:2], ends[1::2])
