"""Tests of hearing: scores of speech, and the thresholds of both ears.

Sentences and single words are heard under the same conditions and are not one score. A report tells the score of both
aids together in a row of its own::

    AIDED, recorded AzBio in quiet, 60 dBA
       R alone    22 %
       both       38 %

An audiogram states a loss of both ears where each pure-tone average (of 500, 1,000 and 2,000 Hz) is moderate at least,
above 40 dB HL as the American Speech-Language-Hearing Association grades it, and says that the bone hears no better.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from agents.reading.layout import Statement
from agents.reading.lexicon import Hit
from agents.reading.measured import Measured
from agents.reading.page import Page
from agents.reading.settings import NO_CONDITIONS
from agents.reading.values import numbers_in
from priorauth.vocabulary import Concept

_SENTENCES = "best_aided_sentence_score"
_LOSS = "bilateral_hearing_loss_moderate_to_profound"
_TEST = re.compile(
    r"\b(?:(?P<sentences>azbio|hint|sentences?|cuny|bkb(?:-sin)?)|cnc|words?|nu-?6|w-?22|phonemes?|monosyllab\w+)\b"
)
_ABOVE = 240
_AIDED = re.compile(r"\b(?:aided|with (?:own |her |his )?(?:hearing )?aids)\b")
_NOT_THEIRS = re.compile(r"\b(?:goals?|normal|criteria|planned|if|needs?|required|noise)\b")
_BOTH = re.compile(r"(?:both|binaural|bilat|bilateral|together|best[ -]aided)(?: (?:ears?|aids?|aided|has?))?$")
_NAME_AND_SCORE = 2
_PERCENT = re.compile(r"(?:100|[0-9]{1,2})\s?%$")
_FREQUENCIES = re.compile(r"\bdb hl\b.*\b500\s+1000\s+(?:1500\s+)?2000\b")
_EAR = re.compile(r"(?:(?P<right>r|right|ad)|(?:l|left|as))(?: ear)?$")
_NO_RESPONSE, _LOUDEST = re.compile(r"nr|no response"), 120
_SPEECH_TONES = ("500", "1000", "2000")
_MODERATE = 40
_BONE = re.compile(r"\bbone\s?(?:=|and|as)\s?air\b|\bno air[ -]bone gaps?\b|\b(?:sensorineural|snhl)\b")
_BONE_REACH = 160


def is_own_test(page: Page, hit: Hit, concept: Concept) -> bool:
    """Whether a score "in the best-aided condition" is one of sentences: by its own words, else the last test above."""
    if concept.id != _SENTENCES:
        return True
    folded = page.folded
    own = _TEST.search(folded, hit.start, hit.end)
    tests = [own] if own else list(_TEST.finditer(folded, max(0, hit.start - _ABOVE), hit.start))
    return bool(tests) and tests[-1]["sentences"] is not None


def aided_scores(page: Page, concepts: Mapping[str, Concept]) -> Mapping[int, Sequence[Measured]]:
    """The score of both aids together on sentences, by where the row that tells it begins."""
    concept = concepts.get(_SENTENCES)
    if concept is None or "aid" not in page.folded:
        return {}
    found: dict[int, Sequence[Measured]] = {}
    head: Statement | None = None
    for row in page.statements:
        if not _is_score(page.folded, row):
            head = row if _names_aided_sentences(page.folded, row) else None
        elif head is not None and _BOTH.match(page.folded[slice(*row.cells[0])]):
            found[row.start] = [_score(page, row, head, concept)]
    return found


def _is_score(folded: str, row: Statement) -> bool:
    """Whether a row is a name and a percentage."""
    return len(row.cells) == _NAME_AND_SCORE and _PERCENT.match(folded[slice(*row.cells[1])]) is not None


def _names_aided_sentences(folded: str, head: Statement) -> bool:
    """Whether a line says that the scores below it are the patient's with aids, of sentences and of nothing else."""
    stretch = (head.start, head.end)
    tests = [test["sentences"] for test in _TEST.finditer(folded, *stretch)]
    named = bool(tests) and all(tests) and _AIDED.search(folded, *stretch) is not None
    return named and _NOT_THEIRS.search(folded, *stretch) is None


def _score(page: Page, row: Statement, head: Statement, concept: Concept) -> Measured:
    (number,) = numbers_in(page.folded, *row.cells[1])
    return Measured(
        concept,
        number.start,
        number,
        number.value,
        None,
        NO_CONDITIONS,
        (row.start, row.end),
        True,
        False,
        extra=((head.start, head.end),),
    )


def hearing_losses(page: Page, concepts: Mapping[str, Concept]) -> Mapping[int, tuple[Hit, Concept]]:
    """The loss of both ears that an audiogram states, at the row of its second ear."""
    concept = concepts.get(_LOSS)
    if concept is None or "db hl" not in page.folded:
        return {}
    found: dict[int, tuple[Hit, Concept]] = {}
    for index, (one, other) in enumerate(pairwise(page.statements)):
        head = page.statements[index - 1] if index else None
        if head is not None and _are_deaf(page, head, (one, other)):
            found[other.start] = Hit(other.start, other.end, (concept,)), concept
    return found


def _are_deaf(page: Page, head: Statement, ears: Sequence[Statement]) -> bool:
    """Whether two rows below a head of frequencies are both ears, each at a moderate loss at least, of the nerve."""
    folded = page.folded
    if _FREQUENCIES.search(folded, head.start, head.end) is None:
        return False
    named = [_EAR.match(folded[slice(*ear.cells[0])]) if ear.cells else None for ear in ears]
    if None in named or len({ear is not None and ear["right"] is not None for ear in named}) < len(ears):
        return False
    averages = [_average(page, head, ear) for ear in ears]
    nerve = _BONE.search(folded, ears[-1].end, ears[-1].end + _BONE_REACH)
    return nerve is not None and all(average is not None and average > _MODERATE for average in averages)


def _average(page: Page, head: Statement, ear: Statement) -> float | None:
    """The mean threshold at the tones of speech, in dB HL; no response is louder than any audiometer."""
    tones = [page.folded[slice(*cell)] for cell in head.cells[1:]]
    cells = [page.folded[slice(*cell)] for cell in ear.cells[1:]]
    if len(tones) != len(cells):
        return None
    heard = [level for tone, level in zip(tones, cells, strict=True) if tone in _SPEECH_TONES]
    levels = [_LOUDEST if _NO_RESPONSE.match(level) else int(level) for level in heard if _is_level(level)]
    return sum(levels) / len(levels) if len(levels) == len(_SPEECH_TONES) else None


def _is_level(level: str) -> bool:
    return level.isdecimal() or _NO_RESPONSE.match(level) is not None
