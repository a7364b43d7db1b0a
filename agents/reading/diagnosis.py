"""Whether the record asserts the condition that an official diagnosis description names."""

from collections.abc import Collection, Iterator, Sequence

from agents.reading.assertion import Scopes
from agents.reading.layout import Statement
from agents.reading.page import Page
from agents.reading.sections import SILENT, Section
from agents.reading.tables import phrases
from agents.reading.text import Tokens, fold, tokenize
from priorauth.facts import Assertion, Fact

_INSIGNIFICANT = frozenset(
    phrases(
        """
        unspecified|other|without|with|of|the|and|or|a|an|in|due|to|by|for|not|elsewhere|classified|nec|nos|type
        specified|primary|secondary|disease|disorder|site|part|initial|subsequent|encounter|sequela|complication
        complications|is|on|at|from|as|diseases|disorders|syndrome
        """
    )
)


def significant(description: str) -> frozenset[str]:
    """The words of an official description that carry its meaning."""
    main = fold(description).split(", unspecified")[0]
    words = tokenize(main).words
    return frozenset(word for word in words if word.isalpha() and len(word) > 2 and word not in _INSIGNIFICANT)


def asserts(page: Page, statement: Statement, words: frozenset[str]) -> bool:
    """Whether one statement holds all words and no cue takes any of them back."""
    if statement.section in SILENT or statement.section in (Section.FAMILY, Section.INDICATION, Section.PLAN):
        return False
    places = dict(_places(page.tokens, statement, words))
    if len(places) < len(words):
        return False
    scopes = Scopes(page, statement)
    return not any(scopes.kinds_over(start, end) for start, end in places.values())


def _places(tokens: Tokens, statement: Statement, words: frozenset[str]) -> Iterator[tuple[str, tuple[int, int]]]:
    for index in tokens.between(statement.start, statement.end):
        word = tokens.words[index]
        name = (
            word if word in words else word[:-1] if word[:-1] in words else word + "s" if word + "s" in words else None
        )
        if name is not None:
            yield name, (tokens.starts[index], tokens.ends[index])


def first_fact(facts: Sequence[Fact], concepts: Collection[str]) -> Fact | None:
    """The first fact that states one of the concepts as present."""
    return next(
        (
            fact
            for fact in facts
            if fact.concept in concepts and fact.assertion is Assertion.PRESENT and fact.superseded_by is None
        ),
        None,
    )
