"""Whose a statement is that follows one about a relative and names nobody.

"Mother has COPD. She is on oxygen. Her SpO2 was 80 %" speaks of the mother; so long as a pronoun that can be hers goes
on, what is said is hers. A bare value, or a fragment without a subject, may be either's: it is kept and doubted. The
text returns to the patient with another subject, another section or another paragraph.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from agents.reading.assertion import Scopes
from agents.reading.cues import Kind
from agents.reading.draft import Draft
from agents.reading.layout import Statement
from agents.reading.lexicon import Hit, Layer
from agents.reading.page import Page
from agents.reading.relatives import pronouns_of
from agents.reading.sections import Section
from priorauth.facts import Assertion

_PATIENT = re.compile(r"\b(?:patient|patient's|pt|pt's|pts|himself|herself|member|beneficiary)\b")
_TODAY = re.compile(r"\b(?:today|on exam|in clinic|in the office|this visit|vitals?|vs)\b")
_PRONOUN = re.compile(r"\W*(?:but |and |then |now |currently |today )?(she|her|he|his|they|their)\b")
_NO_SUBJECT = re.compile(
    r"\W*(?:also |currently |now |still )*(?:on|uses|used|wears|has|had|is|was|died|diagnosed|treated)\b"
)
_OPENING = 12
_DOUBT = "It follows a statement about a relative, and the words do not say whose it is."


class Whose(Enum):
    """Whose a statement is, as far as its place tells."""

    PATIENT = "patient"
    RELATIVE = "relative"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class _Relative:
    """The relative that was spoken of last.

    ``pronouns`` can mean them, and the patient too where ``shared``; ``is_owner`` where they only own something
    ("her late husband's concentrator"), so that nothing but a pronoun goes on about them.
    """

    pronouns: frozenset[str]
    shared: bool
    is_owner: bool
    block: int
    section: Section


class Kinship:
    """Walks along a page's statements; ask in their order."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._relative: _Relative | None = None

    def whose(self, statement: Statement) -> Whose:
        """Whose the statement is; what does not go on with a relative ends it."""
        relative = self._relative
        if relative is None:
            return Whose.PATIENT
        if (relative.block, relative.section) != (statement.block, statement.section):
            self._relative = None
            return Whose.PATIENT
        whose = self._going_on(statement, relative)
        if whose is Whose.PATIENT:
            self._relative = None
        return whose

    def _going_on(self, statement: Statement, relative: _Relative) -> Whose:
        folded = self._page.folded
        if any(sign.search(folded, statement.start, statement.end) for sign in (_PATIENT, _TODAY)):
            return Whose.PATIENT
        pronoun = _PRONOUN.match(folded, statement.start, statement.end)
        if pronoun is not None and pronoun.group(1) in relative.pronouns:
            return Whose.UNCLEAR if relative.shared else Whose.RELATIVE
        if (
            pronoun is None
            and not relative.is_owner
            and (self._opens_with_value(statement) or self._has_no_subject(statement))
        ):
            return Whose.UNCLEAR
        return Whose.PATIENT

    def _opens_with_value(self, statement: Statement) -> bool:
        hits = self._page.within(Layer.CONCEPT, statement.start, statement.end)
        first = next(iter(hits), None)
        return (
            first is not None
            and first.start - statement.start <= _OPENING
            and any(getattr(meaning, "unit", None) is not None for meaning in first.meanings)
        )

    def _has_no_subject(self, statement: Statement) -> bool:
        return _NO_SUBJECT.match(self._page.folded, statement.start, statement.end) is not None

    def note(self, statement: Statement, scopes: Scopes, mentions: Iterable[Hit]) -> None:
        """Remember the relative whom a statement speaks of, unless it returns to the patient."""
        kin = next(self._kin(scopes), None) if scopes.has(Kind.FAMILY) else None
        if kin is None or not any(Kind.FAMILY in scopes.kinds_over(hit.start, hit.end) for hit in mentions):
            return
        folded = self._page.folded
        if _PATIENT.search(folded, kin.end, statement.end):
            return
        pronouns = pronouns_of(folded[kin.start : kin.end])
        owner = folded[statement.start : kin.start].split()[-1:]
        shared = bool(pronouns.intersection(owner))
        is_owner = folded.startswith("'s", kin.end)
        self._relative = _Relative(pronouns, shared, is_owner, statement.block, statement.section)

    def _kin(self, scopes: Scopes) -> Iterator[Hit]:
        """The words of a statement that name a relative, the last first."""
        for hit in reversed(scopes.hits):
            if any(cue.kind is Kind.FAMILY and cue.reach == "forward" for cue in hit.meanings):
                yield hit


def ascribe(drafts: Sequence[Draft], whose: Whose) -> Iterator[Draft]:
    """The drafts of a statement, given to the relative or doubted where they may not be the patient's."""
    for draft in drafts:
        if whose is Whose.UNCLEAR and draft.assertion is not Assertion.FAMILY:
            draft.doubt = _DOUBT
        if whose is Whose.RELATIVE:
            if draft.assertion not in (Assertion.PRESENT, Assertion.HISTORICAL, Assertion.FAMILY):
                continue
            draft.assertion = Assertion.FAMILY
        yield draft
