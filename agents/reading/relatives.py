"""The words about relatives that go on speaking of them."""

from agents.reading.tables import phrases

FAMILY_GOES_ON = frozenset(
    phrases(
        """
        has|had|have|been|uses|takes|known|since|because|currently|diagnosed|with|dx|is|on|was|still|continues
        states|underwent|received|completed|finished|tried|remains
        """
    )
) | {
    "has",
    "have been",
    "is on",
    "was on",
    "diagnosed with",
    "dx with",
    "who has",
    "who have",
    "still has",
    "has tried",
    "found to have",
    "c/w",
    "due to",
}
"""Words that end other cues' reach and go on about a relative: "mother has COPD and is on oxygen"."""

_WOMEN = frozenset(phrases("mother|mom|sister|aunt|grandmother|grandma|daughter|wife|niece|mgm|pgm"))
_MEN = frozenset(phrases("father|dad|brother|uncle|grandfather|grandpa|son|husband|nephew|mgf|pgf"))
_HERS, _HIS = frozenset(("she", "her")), frozenset(("he", "his", "him"))


def pronouns_of(relative: str) -> frozenset[str]:
    """The pronouns that can stand for a relative, all of them where the word tells no sex."""
    if relative in _WOMEN:
        return _HERS
    return _HIS if relative in _MEN else _HERS | _HIS | {"they", "their"}
