"""Scores of speech tests: sentences and single words are heard under the same conditions and are not one score."""

import re

from agents.reading.lexicon import Hit
from agents.reading.page import Page
from priorauth.vocabulary import Concept

_SENTENCES = "best_aided_sentence_score"
_TEST = re.compile(
    r"\b(?:(?P<sentences>azbio|hint|sentences?|cuny|bkb(?:-sin)?)|cnc|words?|nu-?6|w-?22|phonemes?|monosyllab\w+)\b"
)
_ABOVE = 240


def is_own_test(page: Page, hit: Hit, concept: Concept) -> bool:
    """Whether a score "in the best-aided condition" is one of sentences: by its own words, else the last test above."""
    if concept.id != _SENTENCES:
        return True
    folded = page.folded
    own = _TEST.search(folded, hit.start, hit.end)
    tests = [own] if own else list(_TEST.finditer(folded, max(0, hit.start - _ABOVE), hit.start))
    return bool(tests) and tests[-1]["sentences"] is not None
