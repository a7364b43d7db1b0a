"""Whether the record asserts the condition that an official diagnosis description names.

An official description says more than a clinician writes: alternatives ("tear or rupture"), brackets, and clauses that
only say what is not known ("not specified as traumatic", "without complications"). What is left must stand in one
statement, in any order; the side may stand elsewhere in a document that names no other.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import chain

from agents.reading.assertion import Scopes
from agents.reading.initials import abbreviated
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
        complications|is|on|at|from|as|diseases|disorders|syndrome|unilateral|region|level|acquired
        """
    )
)
_LEFT_OPEN = re.compile(
    r",?\s(?:not specified as|not elsewhere classified|without|unspecified(?! \w+ \w+)|initial encounter"
    r"|subsequent encounter)\b[^,]*"
)
"""A clause of a description that says what is not known or not there."""
_BRACKETS = re.compile(r"\([^()]*\)")
_OFFICIAL = (
    ("malignant neoplasm", "cancer"),
    ("external operation wound", "surgical wound"),
    ("lower extremity", "leg"),
    ("upper extremity", "arm"),
    ("lower limb", "leg"),
    ("upper limb", "arm"),
)
"""Official phrases and what the record calls the same."""
_EITHER = re.compile(r"\b([a-z]{3,}) (?:or|and/or) ([a-z]{3,})\b")
_SHORTEST = 3
"""A longer word may stand in the plural."""
_SIDES = {"right": "left", "left": "right"}
_SYNONYMS = tuple(
    tuple(phrases(row))
    for row in (
        "right|rt|r|bilateral|bilat|both|bilaterally",
        "left|lt|l|bilateral|bilat|both|bilaterally",
        "bilateral|bilat|both|bilaterally",
        "osteoarthritis|oa|djd|osteoarthrosis|arthrosis",
        "fracture|fx|fractured|fractures",
        "tear|torn|tears",
        "rupture|ruptured|torn",
        "absence|amputation|amputee|amputated",
        "cancer|carcinoma|adenocarcinoma|malignancy|ca|neoplasm",
        "insufficiency|regurgitation|incompetence",
        "hypertension|htn",
        "diabetes|dm|diabetic",
        "mellitus|dm|diabetes|diabetic",
        "ulcer|ulcers|ulceration|sore",
        "leg|legs|limb",
        "stenosis|stenotic|narrowing",
        "displacement|herniation|herniated|protrusion|extrusion",
        "lumbar|l-spine|lumbosacral",
        "cervical|c-spine|neck",
        "eyelid|lid|eyelids|lids",
        "upper|bul",
        "seizures|seizure",
        "pain|painful",
        "obese|obesity",
        "tendinitis|tendonitis|tendinopathy|tendinosis",
        "nodule|nodules",
        "disruption|dehiscence|dehisced|dehiscent",
        """surgical|operative|postoperative|postop|incision|incisional|laparotomy|sternotomy|sternal|thoracotomy
        craniotomy""",
        "wound|wounds|incision|incisional|laparotomy|sternotomy|sternal|thoracotomy|craniotomy",
    )
)
_MEANS = {row[0]: frozenset(row) for row in _SYNONYMS}
_SHORT = {
    short: tuple(words.split())
    for short, words in {
        "bka": "amputation below knee leg",
        "transtibial": "below knee leg",
        "aka": "amputation above knee leg",
        "rul": "right upper lobe lung",
        "rml": "right middle lobe lung",
        "rll": "right lower lobe lung",
        "lul": "left upper lobe lung",
        "lll": "left lower lobe lung",
        "hnp": "intervertebral disc displacement",
        "phn": "postherpetic nervous system involvement",
        "ddd": "intervertebral disc degeneration",
        "lbp": "low back pain",
        "lle": "left leg",
        "rle": "right leg",
        "ble": "bilateral leg",
    }.items()
}
"""Short forms and the words that they stand for."""
Wanted = frozenset[frozenset[str]]
"""What a statement must hold: of each set one word."""


def stated_part(description: str) -> str:
    """An official description, folded, without the clauses that say what is not known or not there."""
    return _LEFT_OPEN.sub("", fold(description)).strip(" ,")


def significant(description: str) -> Wanted:
    """The words of an official description that carry its meaning, each with those that mean the same."""
    main = " ".join(_BRACKETS.sub("", stated_part(description)).split())
    for official, usual in _OFFICIAL:
        main = main.replace(official, usual)
    either = {word: frozenset(pair.groups()) for pair in _EITHER.finditer(main) for word in pair.groups()}
    words = (word for word in tokenize(main).words if word.isalpha() and len(word) > 2 and word not in _INSIGNIFICANT)
    return frozenset(
        frozenset(chain.from_iterable(_MEANS.get(one, (one,)) for one in either.get(word, (word,)))) for word in words
    )


def may_assert(tokens: Tokens, wanted: Wanted, letters: str) -> bool:
    """Whether a document with these words can hold a statement that :func:`asserts` the diagnosis."""
    spelled = frozenset(chain.from_iterable(map(_spelled, tokens.distinct)))
    return letters in tokens.distinct or all(not one.isdisjoint(spelled) or _side_in(one) for one in wanted)


def asserts(page: Page, statement: Statement, wanted: Wanted, letters: str = "") -> bool:
    """Whether one statement holds all that is wanted, or its initials, and no cue takes any of it back."""
    if statement.section in SILENT or statement.section in (Section.FAMILY, Section.INDICATION, Section.PLAN):
        return False
    if letters:
        named = list(abbreviated(page, statement, letters))
        if named and not any(Scopes(page, statement).kinds_over(*place) for place in named):
            return True
    places = dict(_places(page, statement.start, statement.end, wanted))
    missing = wanted - places.keys()
    if not places or any(not _is_side_of(page, statement, one) for one in missing):
        return False
    scopes = Scopes(page, statement)
    return not any(scopes.kinds_over(start, end) for start, end in places.values())


def _is_side_of(page: Page, statement: Statement, missing: frozenset[str]) -> bool:
    """Whether what a statement leaves out is a side, the only one that its document names."""
    side = _side_in(missing)
    if side is None:
        return False
    other = _MEANS[_SIDES[side]]
    sides = dict(_places(page, 0, len(page.folded), frozenset((missing, other))))
    return missing in sides and other not in sides


def _side_in(one: frozenset[str]) -> str | None:
    return next((side for side in _SIDES if side in one), None)


def _spelled(word: str) -> Collection[str]:
    """What a word may stand for: what it is short for, or its singular and plural."""
    return _SHORT.get(word) or (word, word.removesuffix("s"), word + "s")[: 3 if len(word) > _SHORTEST else 1]


def _places(page: Page, first: int, last: int, wanted: Wanted) -> Iterator[tuple[frozenset[str], tuple[int, int]]]:
    tokens = page.tokens
    for index in tokens.between(first, last):
        word, start, end = tokens.words[index], tokens.starts[index], tokens.ends[index]
        if len(word) == 1 and page.folded[end : end + 1].isalnum():
            continue
        spelled = _spelled(word)
        for one in wanted:
            if not one.isdisjoint(spelled):
                yield one, (start, end)


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
