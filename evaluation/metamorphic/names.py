"""Another name for the member: throughout the case, or in one document of it only."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from evaluation.exam.cases import LabelledCase
from evaluation.metamorphic.change import Submission, copy_of, texts

_SUFFIXES = frozenset({"JR", "SR", "II", "III", "IV"})
_ANOTHER_PATIENT = "Desmond Pruitt-Vang"


def renamed(case: LabelledCase, name: str) -> Submission | None:
    """The member bears another name, in the request and in every document."""
    swap = _Swap.of(case, name)
    if swap is None:
        return None
    changed = copy_of(case)
    changed["member"]["name"] = swap(changed["member"]["name"])
    for document in changed["documents"]:
        document["text"] = swap(document["text"])
        document["title"] = swap(document["title"]) if document.get("title") else document.get("title")
    return changed


def strangers(case: LabelledCase) -> Iterator[tuple[str, Submission]]:
    """The case with another patient's name in one document, for each that names the member; with the document's place.

    The document bears no other trace of another person: the birth date stays.
    """
    swap = _Swap.of(case, _ANOTHER_PATIENT)
    if swap is None:
        return
    for place, text in enumerate(texts(case.submission)):
        if swap.names_in_full(text):
            changed = copy_of(case)
            changed["documents"][place]["text"] = swap(text)
            yield f"document {place + 1}", changed


class _Swap:
    """Replaces a person's names and initials, as capitals where they stand as capitals."""

    def __init__(self, words: Mapping[str, str], first: str, last: str) -> None:
        self._words = {**words, **{word.upper(): other.upper() for word, other in words.items()}}
        self._first, self._last = first, last
        whole = "|".join(re.escape(word) for word in sorted(self._words, key=len, reverse=True))
        self._names = re.compile(rf"(?<![\w'’])(?:{whole})(?![\w])")
        initial = re.escape(first[0])
        family = rf"(?:{re.escape(last)}|{re.escape(last.upper())})"
        self._initial = re.compile(
            rf"(?<!\w){initial}(?=\.?\s+(?:[A-Z]\.?\s+)?{family})|(?<!\w){family}(?:,\s*|\s+){initial}(?!\w)"
        )

    @classmethod
    def of(cls, case: LabelledCase, name: str) -> "_Swap | None":
        """None where somebody else in the case bears one of the names: then a text does not tell who is meant."""
        old = [word for word in case.submission["member"]["name"].split() if _is_name(word)]
        others = " ".join(_others(case.submission)).casefold()
        if len(old) < 2 or any(re.search(rf"\b{re.escape(word.casefold())}\b", others) for word in old):
            return None
        first, last = name.split(maxsplit=1)
        words = dict.fromkeys(old[1:-1], "Lee") | {old[0]: first, old[-1]: last}
        return cls(words, old[0], old[-1])

    def __call__(self, text: str) -> str:
        first = self._words[self._first]
        text = self._initial.sub(lambda found: _with_initial(found[0], first[0]), text)
        return self._names.sub(lambda found: self._words[found[0]], text)

    def names_in_full(self, text: str) -> bool:
        """Whether first and last name stand in the text."""
        found = {word.casefold() for word in self._names.findall(text)}
        return {self._first.casefold(), self._last.casefold()} <= found


def _with_initial(found: str, initial: str) -> str:
    return f"{found[:-1]}{initial}"


def _is_name(word: str) -> bool:
    return len(word.strip(".,")) > 1 and word.strip(".,").upper() not in _SUFFIXES


def _others(submission: Mapping[str, Any]) -> Iterator[str]:
    providers = submission["provider"]
    for person in providers if isinstance(providers, list) else [providers]:
        yield person.get("name") or ""
    for document in submission["documents"]:
        yield document.get("author") or ""
