"""How a statement asserts a concept: a small ConText over the cues of one sentence.

Each cue covers a stretch of its sentence. A concept that no cue covers is stated plainly; where several cover it, the
one that is farthest from "present" counts.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from agents.reading.answers import answers, asked_before, concept_before, first_asked, is_near, stands_alone
from agents.reading.brackets import closed_within, opened_within
from agents.reading.cues import INLINE_STOP, Cue, Kind
from agents.reading.layout import Statement
from agents.reading.lexicon import Hit, Layer
from agents.reading.onsets import began_ago
from agents.reading.page import Page
from agents.reading.relatives import FAMILY_GOES_ON, pronouns_of
from agents.reading.shared_courses import neither_helped
from priorauth.facts import TreatmentOutcome

_HARD_STOP = re.compile(
    r"[;|→.\s](?:(?<=[;|→])|(?<=\s)\s{2,}|(?<= )-+ |(?<=\n)\s*\n"
    r"|(?<=\.)\s(?=[0-9]{1,2}(?:\s?-\s?[0-9]{1,2})?/10|x\s?[0-9]|since\s|for\s|none of\s|nothing\s))"
)
_DONE = (TreatmentOutcome.FAILED, TreatmentOutcome.NOT_TOLERATED)
_AUXILIARIES = frozenset(("has", "had", "have been", "currently", "continues", "since", "known"))
_HYPOTHETICAL_STOPS = frozenset(("but", "however"))
_LIST_STEP = re.compile(r",\s*(?:and\s+)?(\d|[^\W\d_]+|\+)")
_TURNS = re.compile(
    r",\s(?!(?:and|or|nor)\s)[^,;.:()]{1,40}?\s(?:nightly|every night|daily|bid|tid|qid|qhs|failed|ongoing|[0-5]/5"
    r"|on (?:cpap|bipap|apap|insulin|metformin|oxygen|o2|home o2|\w+(?:pril|sartan|olol|statin|zide)))\b"
)
"""A member of a denied list that is told with its use or its result, and so is not denied: "no DM, OSA on CPAP", "no
ulcer, quad 5/5"."""
_WITHOUT = ("without", "w/o")
_NEITHER = ("neither", "nor")
_AFTER_ANSWER = re.compile(r"\s?(?:-|,|;|:|\.|$)")
_OR = re.compile(r"\s*(?:or|nor|and)\b")
_NEXT_WORDS = 5
_UNCOUNTED = frozenset(("any", "other", "or", "nor"))
_AFTER_BACKWARD = re.compile(
    r"\s*(?:$|[^\w\s(]|[0-9(]|(?:for|by|at|on|in|and|but|or|with|to|as|via|due|because|per"
    r"|since|today|until|when|if|from|this|clinically|previously|yet|again|after|during"
    r"|prior)\b|\n)"
)
_AND = re.compile(r"\band\s+(?:he |she )?$")
_FINITE = re.compile(r"\b(?:was|were|been|had|completed|received|underwent|attended)\b")
_TELLS = re.compile(r"\b(?:states?|stated|thinks?|believes?|feels?|worries|worried|hears?|heard|sees|saw|finds)\b")
_NO_SUCCESS_IN = re.compile(
    r"\b(?:healing|improvement|progress|response|closure|granulation)\s(?:in|during|over|after|despite|within|with|for"
    r"|following|through(?:out)?)\s(?:(?:these|the|this|last|past|at least|more than|over|a|an)\s)*(?=[0-9]|two|three"
    r"|four|five|six|seven|eight|nine|ten|twelve)"
)
"""What was denied of a course of treatment, which itself was given: "no healing in 7 weeks of wound care"."""
_NO_SUCCESS = re.compile(
    r"\b(?:healing|improvement|progress(?:ion)?|response|closure|granulation|relief|benefit|success)(?:\stowards?\s\w+)?(?=:\s)"
)
"""What was denied of the treatments that a colon announces: "without healing: turned every two hours, dressings"."""
_PLURAL = re.compile(r"\b(?:were|are|have)\b")

_K = Kind
STRENGTH = (_K.MUTE, _K.FAMILY, _K.HYPOTHETICAL, _K.NEGATED, _K.FUTURE, _K.PLANNED, _K.POSSIBLE, _K.PAST)
"""Which cue counts where several cover a concept, the farthest from "present" first."""


_OF_LAYOUT = Cue(Kind.NEGATED)
_NO_KINDS = frozenset[Kind]()


class Scope(NamedTuple):
    """A stretch of a text that a cue covers."""

    cue: Cue
    start: int
    end: int
    at: int


class Scopes:
    """The cues of one statement and what they cover. ``hits`` are the statement's context phrases."""

    def __init__(self, page: Page, statement: Statement, denied_until: int | None = None) -> None:
        self.page = page
        self.statement = statement
        self._denied_until = denied_until
        self._all: Sequence[Scope] | None = None
        self.hits: Sequence[Hit] = page.within(Layer.CONTEXT, statement.start, statement.end)
        self._kinds = frozenset([cue.kind for hit in self.hits for cue in hit.meanings])

    @property
    def all(self) -> Sequence[Scope]:
        """What every cue covers, and what the heading of a list or of a column denies."""
        if self._all is None:
            self._all = self._found()
        return self._all

    def _found(self) -> Sequence[Scope]:
        own = [scope for hit in self.hits for cue in hit.meanings if (scope := self._scope(hit, cue)) is not None]
        start = self.statement.start
        grid = self.page.grids.get(start)
        denied = [(start, self._denied_until)] if self._denied_until is not None else []
        denied += grid.denied if grid else ()
        return own + [Scope(_OF_LAYOUT, first, last, start - 1) for first, last in denied]

    def kinds_over(self, start: int, end: int) -> frozenset[Kind]:
        """The kinds of cue that cover a concept; a direct answer ("McMurray (+)") outweighs a distant denial."""
        if not self.all:
            return _NO_KINDS
        kinds = frozenset(
            [cue.kind for cue, first, last, at in self.all if first <= start < last and not start <= at < end]
        )
        is_denied = self.page.denies_cell(self.statement, start)
        if Kind.AFFIRMED in kinds and not is_denied and self._answered(end, Kind.AFFIRMED):
            return kinds - {Kind.NEGATED, Kind.POSSIBLE}
        return kinds

    def has(self, kind: Kind) -> bool:
        """Whether the statement holds a cue of a kind."""
        return kind in self._kinds

    def outcomes(self) -> Iterator[tuple[Hit, Cue]]:
        """The phrases that tell how a treatment went."""
        for hit in self.hits:
            yield from ((hit, cue) for cue in hit.meanings if cue.kind is Kind.OUTCOME)

    def _answered(self, end: int, kind: Kind) -> bool:
        return any(
            cue.kind is kind and is_near(self.page, end, hit)
            for hit in self.hits
            for cue in hit.meanings
            if hit.start >= end
        )

    def _scope(self, hit: Hit, cue: Cue) -> Scope | None:
        if cue.kind in (Kind.PSEUDO, Kind.STOP, Kind.OUTCOME, Kind.VAGUE, Kind.TODAY, Kind.COPIED):
            return None
        if cue.kind is Kind.NEGATED and cue.reach == "next" and self._opens_concept(hit):
            return None
        match cue.reach:
            case "nearest":
                return self._nearest(hit, cue)
            case "backward":
                if not self._closes(hit) or (cue.kind is Kind.PLANNED and self._begins_anew(hit)):
                    return None
                return Scope(cue, self._clause_start(hit), hit.start, hit.start)
            case "next":
                return Scope(cue, hit.start, self._after_words(hit), hit.start)
            case _:
                if cue.kind is Kind.NEGATED and (self._is_answer(hit) or self._denies_help(hit)):
                    return None
                return Scope(cue, hit.start, self._forward_end(hit, cue), hit.start)

    def _nearest(self, hit: Hit, cue: Cue) -> Scope | None:
        """What an answer answers: a question, a list in brackets, else the concept directly before."""
        asked = asked_before(self.page, self.statement.start, hit) if cue.kind is Kind.NEGATED else None
        if asked is not None:
            return Scope(cue, asked, hit.start, hit.start)
        before = concept_before(self.page, self.statement.start, hit)
        if before is None or not answers(self.page, self.statement.end, before, hit):
            return None
        return Scope(cue, first_asked(self.page, self.statement.start, before), hit.start, hit.start)

    def _closes(self, hit: Hit) -> bool:
        """Whether a cue that speaks of what precedes ends its phrase: "EGD planned.", not "planned EGD"."""
        if " " in self.page.folded[hit.start : hit.end]:
            return not began_ago(self.page.folded, self.statement.start, hit)
        return (
            hit.end >= self.statement.end
            or _AFTER_BACKWARD.match(self.page.folded, hit.end, self.statement.end) is not None
        )

    def _begins_anew(self, hit: Hit) -> bool:
        """Whether a verb begins a second predicate: "was instructed in its use and will be seen again"."""
        folded, start = self.page.folded, self.statement.start
        return _AND.search(folded, max(start, hit.start - 8), hit.start) is not None and (
            _FINITE.search(folded, start, hit.start) is not None
        )

    def _denies_help(self, hit: Hit) -> bool:
        """Whether a "neither" or a "nor" denies that two treatments helped, and not that they were given."""
        if self.page.folded[hit.start : hit.end] not in _NEITHER:
            return False
        stretch = neither_helped(self.page.folded, self.statement.start, self.statement.end)
        return stretch is not None and stretch[0] <= hit.start < stretch[1]

    def _is_answer(self, hit: Hit) -> bool:
        """Whether a "no" answers the words before it ("Insomnia: no.", "L5-S1? no -") and denies nothing behind it."""
        if self.page.text.startswith("? ", hit.start - 2) and _AFTER_ANSWER.match(self.page.folded, hit.end):
            return True
        before = concept_before(self.page, self.statement.start, hit)
        return before is not None and stands_alone(self.page, self.statement.end, before, hit)

    def _clause_start(self, hit: Hit) -> int:
        """Where the clause that ends in a backward cue begins; a list only where the verb is plural.

        A comma directly before the cue parts nothing: "pneumonia, resolved".
        """
        start = self.statement.start
        for match in _HARD_STOP.finditer(self.page.folded, start, hit.start):
            start = match.end() if match.end() < hit.start else start
        for other in self.hits:
            is_stop = any(cue.kind is Kind.STOP for cue in other.meanings) and (
                self.page.folded[other.start : other.end] not in _AUXILIARIES
            )
            if is_stop and start < other.end <= hit.start and not self._names_concept(other):
                start = other.end
        start = opened_within(self.page.folded, start, hit.start)
        comma = self._last_comma(start, hit.start)
        if comma >= 0 and not self.page.folded[comma + 1 : hit.start].strip():
            comma = self._last_comma(start, comma)
        plural = _PLURAL.search(self.page.folded, hit.start, hit.end) is not None
        return comma + 1 if comma >= 0 and not plural else start

    def _last_comma(self, start: int, end: int) -> int:
        """The last comma of a stretch that stands in no date ("August 3, 2026"); -1 where there is none."""
        comma = self.page.folded.rfind(",", start, end)
        for when in reversed(self.page.dates_within(start, end)):
            if when.start < comma < when.end:
                comma = self.page.folded.rfind(",", start, when.start)
        return comma

    def _after_words(self, hit: Hit) -> int:
        tokens = self.page.tokens
        span = tokens.between(hit.end, self.statement.end)
        end = hit.end
        left = _NEXT_WORDS
        for index in span:
            if left == 0 or (tokens.words[index] in (",", ";", ":", "(") and index > span.start):
                break
            left -= tokens.words[index] not in _UNCOUNTED
            end = tokens.ends[index]
        return min(end, self._forward_end(hit, hit.meaning))

    def _forward_end(self, hit: Hit, cue: Cue) -> int:
        """Where a forward cue's reach ends: a stop, a hard boundary, or a list that turns positive."""
        end = self.statement.end
        hard = _HARD_STOP.search(self.page.folded, hit.end + 1, end)
        if hard is not None:
            end = hard.start()
        end = closed_within(self.page.folded, hit.end, end)
        for other in self.hits:
            if hit.end <= other.start < end and self._stops(other, cue) and not self._means_relative(hit, other, cue):
                end = other.start
                break
        if cue.kind is Kind.NEGATED:
            course = _NO_SUCCESS_IN.search(self.page.folded, hit.end, end)
            course = course or _NO_SUCCESS.search(self.page.folded, hit.end, end)
            end = self.page.begins_anew(hit.end, course.end() if course else end)
        return self._list_end(hit.end, end) if cue.kind in (Kind.NEGATED, Kind.PAST, Kind.POSSIBLE) else end

    def _stops(self, other: Hit, cue: Cue) -> bool:
        if cue.kind is Kind.PLANNED and any(meaning.outcome in _DONE for meaning in other.meanings):
            return True
        if not any(meaning.kind is Kind.STOP for meaning in other.meanings):
            return False
        if self._names_concept(other):
            return False
        words = self.page.folded[other.start : other.end]
        if cue.kind is Kind.FAMILY:
            return words not in FAMILY_GOES_ON
        if cue.kind is Kind.HYPOTHETICAL:
            return words in _HYPOTHETICAL_STOPS
        return True

    def _means_relative(self, hit: Hit, other: Hit, cue: Cue) -> bool:
        """Whether a pronoun goes on about the relative: "mother was on oxygen, her SpO2 …"."""
        words = self.page.folded
        if cue.kind is not Kind.FAMILY or _TELLS.search(words, hit.end, other.start):
            return False
        return words[other.start : other.end] in pronouns_of(words[hit.start : hit.end])

    def _names_concept(self, hit: Hit) -> bool:
        """Whether the same words name a concept: "PT" is a therapy and no patient."""
        return any(concept.meaning is not None for concept in self.page.within(Layer.CONCEPT, hit.start, hit.end))

    def _opens_concept(self, hit: Hit) -> bool:
        """Whether a denying word begins the name of a concept: "cannot stand" says nothing of the pain that follows."""
        concepts = self.page.within(Layer.CONCEPT, hit.start, self.statement.end)
        return bool(concepts) and concepts[0].start == hit.start and concepts[0].meaning is not None

    def _list_end(self, start: int, end: int) -> int:
        folded = self.page.folded
        if folded.endswith(_WITHOUT, 0, start):
            comma = folded.find(",", start, end)
            if comma >= 0 and " or " in folded[start:comma] and not _OR.match(folded, comma + 1):
                return comma
        turn = _TURNS.search(folded, start, end)
        end = turn.start() if turn else end
        for match in _LIST_STEP.finditer(folded, start, end):
            if match.group(1) in INLINE_STOP or match.group(1).isdigit():
                return match.start()
        return end


def strongest(kinds: frozenset[Kind]) -> Kind | None:
    """The cue that counts, None where the concept is stated plainly."""
    return next((kind for kind in STRENGTH if kind in kinds), None) if kinds else None
