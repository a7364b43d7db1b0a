"""What is said of a person that no criterion asks: sex, and race."""

import re
from collections.abc import Callable

from evaluation.exam.cases import LabelledCase
from evaluation.metamorphic.change import Submission, copy_of, rewritten, texts

_OTHER_SEX = {"male": "female", "female": "male"}
_WORDS = {
    "he": "she",
    "she": "he",
    "his": "her",
    "him": "her",
    "her": "his",
    "hers": "his",
    "himself": "herself",
    "herself": "himself",
    "man": "woman",
    "woman": "man",
    "gentleman": "lady",
    "lady": "gentleman",
    "male": "female",
    "female": "male",
    "mr": "Ms",
    "mrs": "Mr",
    "ms": "Mr",
    "f": "M",
    "m": "F",
}
_SEXED = re.compile(rf"\b(?:{'|'.join(word for word in _WORDS if len(word) > 1)})\b", re.IGNORECASE)
_HER_ALONE = re.compile(r"\b([Hh])er(?=[.,;:!?]|\s+(?:as|to|in|at|on|for|from|and|with|today|again|by|about|that)\b)")
"""What becomes "him": no noun follows that "her" could belong to."""
_LETTER = re.compile(
    r"(?P<before>\b[Ss](?:ex|EX):?\s*|\b\d{2}\s?(?:[-\s]?(?:y\.?/?o\.?|yrs?|year[-\s]old)\.?)?[-\s/]?)(?P<sex>[FM])(?![\w/'])"
)
_OF_ONE_SEX = re.compile(
    r"pregnan|menopaus|prostat|psa\b|uter[ui]|ovar|hysterect|breast|mammo|mastect|testic|gravid|menses|lmp\b|erectile|"
    r"vagin|tubal|obstet|gyn|cesarean|c-section|\bg\dp\d|brca|scrot|penile",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"(?P<age>\b\d{2}[-\s]?(?:year[-\s]old|y\.?/?o\.?|yrs?\.?)\s+)(?P<who>man|woman|male|female|gentleman|lady|[FM](?!\w))",
    re.IGNORECASE,
)


def of_the_other_sex(case: LabelledCase) -> Submission | None:
    """The member's sex and every word that tells it. None where the record speaks of what only one sex has."""
    sex = case.submission["member"].get("sex")
    if sex not in _OTHER_SEX or any(_OF_ONE_SEX.search(text) for text in texts(case.submission)):
        return None
    changed = copy_of(case)
    changed["member"]["sex"] = _OTHER_SEX[sex]
    for document in changed["documents"]:
        document["text"] = _with_words_of(sex, document["text"])
    return changed


def _with_words_of(sex: str, text: str) -> str:
    """The text with the words of the other sex than the one it was written of."""
    text = _LETTER.sub(_other_letter, text)
    if sex == "male":
        return _SEXED.sub(_other_word, text)
    parts = _HER_ALONE.split(text)
    swapped = [_SEXED.sub(_other_word, part) for part in parts[::2]]
    joints = [f"{initial}im" for initial in parts[1::2]]
    return "".join(part for pair in zip(swapped, [*joints, ""], strict=True) for part in pair)


def _other_word(found: re.Match[str]) -> str:
    word = found[0]
    other = _WORDS[word.lower()]
    return other.upper() if word.isupper() and len(word) > 1 else other.capitalize() if word[0].isupper() else other


def _other_letter(found: re.Match[str]) -> str:
    return found["before"] + _WORDS[found["sex"].lower()]


def of_race(race: str, line: str) -> Callable[[LabelledCase], Submission | None]:
    """The race named beside "72-year-old woman"; where a text has no such words, in a line of its own at its head."""

    def rewrite(text: str) -> str:
        named = _PERSON.sub(lambda found: f"{found['age']}{race} {found['who']}", text)
        return named if named != text else f"{line}\n\n{text}"

    return lambda case: rewritten(case, rewrite)
