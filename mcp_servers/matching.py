"""Which records bear on some words, the best first; the same every time, and never a filler."""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")

_WORD = re.compile(r"[^\W_]+")
_EMPTY_WORDS = frozenset(
    _WORD.findall(
        "a an and are as at by for from in into is it its not of on or than that the their this to versus vs was were"
        " with patient patients study trial treatment therapy adult adults"
    )
)
_ABBREVIATIONS = {
    "cgm": "continuous glucose monitor",
    "copd": "chronic obstructive pulmonary disease",
    "cpap": "continuous positive airway pressure",
    "dbs": "deep brain stimulation",
    "dfu": "diabetic foot ulcer",
    "icd": "implantable cardioverter defibrillator",
    "laac": "left atrial appendage closure",
    "npwt": "negative pressure wound",
    "nsclc": "non small cell lung cancer",
    "osa": "obstructive sleep apnea",
    "pild": "percutaneous image guided lumbar decompression",
    "tavr": "transcatheter aortic valve replacement",
    "teer": "transcatheter edge repair",
    "tka": "total knee arthroplasty",
    "vns": "vagus nerve stimulation",
}
_MOST_NEEDED = 3


def words_of(text: str) -> list[str]:
    """The words of a text that tell something, folded to lower case and singular, abbreviations spelled out."""
    spelled = " ".join(_ABBREVIATIONS.get(word, word) for word in _split(text.casefold()))
    return [_folded(word) for word in _split(spelled) if word not in _EMPTY_WORDS]


def _split(text: str) -> list[str]:
    return _WORD.findall(text)


def _folded(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


class Matcher(Generic[T]):
    """Records with the words of their fields, ready to be searched."""

    def __init__(self, records: Iterable[T], fields: Callable[[T], Sequence[tuple[str, float]]]) -> None:
        """``fields`` gives a record's texts, each with its weight; a word counts once, by its heaviest field."""
        self._weights: list[tuple[T, dict[str, float]]] = [(record, _heaviest(fields(record))) for record in records]
        seen = Counter(word for _, weights in self._weights for word in weights)
        self._rarity = {word: math.log(1 + len(self._weights) / count) for word, count in seen.items()}

    def best(self, query: str) -> list[T]:
        """The records that hold most of the query's words (60 % of them, three at the most), by weight and rarity.

        Ties keep the records' own order.
        """
        words = set(words_of(query))
        needed = min(_MOST_NEEDED, math.ceil(0.6 * len(words)))
        scored = [(self._score(words, weights), record) for record, weights in self._weights if needed]
        hits = [(score, record) for (count, score), record in scored if count >= needed]
        return [record for _, record in sorted(hits, key=lambda hit: -hit[0])]

    def _score(self, words: set[str], weights: Mapping[str, float]) -> tuple[int, float]:
        held = sorted(words & weights.keys())
        return len(held), sum(weights[word] * self._rarity[word] for word in held)


def _heaviest(fields: Sequence[tuple[str, float]]) -> dict[str, float]:
    weights: dict[str, float] = {}
    for text, weight in fields:
        for word in words_of(text):
            weights[word] = max(weight, weights.get(word, 0.0))
    return weights
