"""What "it" is said to be, where the sentence before names one condition: "Functional MR. It is severe (4+)."

The word is put before the condition's own words ("severe functional MR"), and what these name together is read at the
place of the pronoun. Where the sentence before names several conditions side by side, "it" may be any of them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from agents.reading.layout import Statement
from agents.reading.lexicon import Hit, Hits, Layer, Lexicon
from agents.reading.text import tokenize
from priorauth.vocabulary import Concept, ConceptKind

_WORD = (
    r"(?:severe|moderate-to-severe|moderate to severe|moderately severe|symptomatic|asymptomatic|intractable|refractory"
    r"|drug-resistant|chronic|bilateral|nonvalvular|non-valvular|functional|degenerative|end-stage|recurrent)"
)
_IT_IS = re.compile(
    rf"(?:it|this)\s(?:is|remains|has become)\s(?:now\s|also\s|still\s|highly\s)?(?P<what>{_WORD})"
    rf"(?:[^.;,]{{0,60}}?,?\s(?:and|but)\s(?:is\s|remains\s|now\s)*(?P<more>{_WORD}))?\b"
)
_STARTS = ("it ", "this ")
_SIDE_BY_SIDE = re.compile(r"[,;/]|\band\b|\bor\b|\bwith\b")


class Qualified(NamedTuple):
    """A condition, the sentence that names it, and what the next sentence makes of it."""

    before: Statement
    subject: Hit
    named: Sequence[Hit]


def qualified(
    text: str, folded: str, statements: Sequence[Statement], hits: Mapping[Layer, Hits], lexicon: Lexicon
) -> Mapping[int, Qualified]:
    """What the sentences that begin with a pronoun name besides their own words, by where they begin."""
    found: dict[int, Qualified] = {}
    for before, statement in pairwise(statements):
        if not folded.startswith(_STARTS, statement.start) or "\n\n" in text[before.end : statement.start]:
            continue
        said = _IT_IS.match(folded, statement.start, statement.end)
        subject = _subject(folded, before, hits) if said else None
        if said and subject:
            words = text[subject.start : subject.end]
            found[statement.start] = Qualified(before, subject, tuple(_named(said, words, subject, lexicon)))
    return found


def _subject(folded: str, before: Statement, hits: Mapping[Layer, Hits]) -> Hit | None:
    """The one condition that a sentence names first; None where another stands beside it."""
    named = [
        hit
        for hit in hits[Layer.CONCEPT].hits
        if before.start <= hit.start < hit.end <= before.end
        and any(isinstance(one, Concept) and one.kind is ConceptKind.CONDITION for one in hit.meanings)
    ]
    beside = (folded[first.end : second.start] for first, second in pairwise(named[:2]))
    return None if any(_SIDE_BY_SIDE.search(gap) for gap in beside) else next(iter(named), None)


def _named(said: re.Match[str], words: str, subject: Hit, lexicon: Lexicon) -> Iterator[Hit]:
    for name in ("what", "more"):
        if said[name] is None:
            continue
        phrase = f"{said[name]} {words}"
        for hit in lexicon.scan(phrase, tokenize(phrase))[Layer.CONCEPT].hits:
            told = tuple(one for one in hit.meanings if isinstance(one, Concept) and one not in subject.meanings)
            if hit.start == 0 and hit.end == len(phrase) and told:
                yield Hit(*said.span(name), told)
