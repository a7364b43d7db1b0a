"""What a list says for its items: denied, failed or not tolerated, by its heading or by the line that closes it.

"Denies:" and "Tried and failed" say it above the items, "None of these helped." below them. Only a heading that says
nothing else speaks for the items, and what an item says itself outweighs it.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from agents.reading.assertion import Scopes
from agents.reading.cues import Kind
from agents.reading.draft import Draft
from agents.reading.headings import Place
from agents.reading.layout import Statement
from agents.reading.lexicon import Layer
from agents.reading.page import Page
from agents.reading.sections import SILENT, Section
from priorauth.facts import Assertion, TreatmentOutcome
from priorauth.vocabulary import ConceptKind

_FILLER = (
    r"(?:\s*(?:any|either|all|each|one|the|of|these|those|following|listed|below|conditions?|symptoms?|findings?"
    r"|items?))*"
)
_DENYING = re.compile(
    rf"(?:(?:the )?(?:patient|pt|he|she)\s)?(?:(?:also|currently|otherwise)\s)?"
    r"(?:denies|denied|denying|pertinent negatives?|negatives|negative(?: for)?|neg(?: for)?|absent|not present|none of"
    r"|(?:no|without)(?: (?:(?:current|prior|known|clinical|documented|personal|active|recent) )?(?:evidence|history|hx"
    r"|h/o|signs?|symptoms?|diagnosis|findings?)(?: (?:or|and) \w+)? (?:of|for))?|never had|has not had"
    r"|does not have|did not have|do not have|has none of|has never had|ruled out|not found|are absent|were absent)"
    rf"{_FILLER}\s*:?"
)
"""A heading that denies, and says nothing else."""
_KEY = re.compile(r"[^:\n]{2,40}:")
_LONGEST_KEY = 41
_PARTS = re.compile(r"\s+-\s+|\s{3,}|\s*[;•·]\s*")
_FEWEST_PARTS, _LONGEST_PART = 3, 4
_NO_LIST = re.compile(r"\b(?:if|will|plan(?:ned|s)?|when|until|should|may|might|consider|options?|after|next|before)\b")
_BUT = re.compile(r"\b(?:but|except|however|other than|although|though|apart from|only|has|had|is|was|are|were)\b")
_OF_CARE = re.compile(
    r"\b(?:care|treatments?|tx|trials?|tried|program|therapy|therapies|regimen|conservative|measures|management|mgmt"
    r"|rx|done|failed|managed|treated)\b"
)
"""What a heading names that gives the length of all that stands below it."""
_OWN_TIME = re.compile(r"\b(?:once|twice|one visit|single|x ?[0-9]+ ?(?:visits?|sessions?)|last|first|stopped|only)\b")
_CLOSING = re.compile(
    r"(?:[^\w\s]|\s)*(?:so far\W+)?(?:[0-9]{1,2} (?:wks?|weeks?|mos?|months?|yrs?|years?),? )?"
    r"(?:(?:<|less than|under|only) ?[0-9]{1,2} ?% (?:smaller|better|reduction|closure)\W+)?(?:stalled\b|still open\b"
    r"|(?:never|not) (?:clear|cleared|healed|healing|better)\b|no (?:smaller|better)\b"
    r"|none (?:of (?:the above|these|them|this|it|which|those)\b|helped|worked|gave|was"
    r"|were|has|have|with|effective|provided)|nothing (?:\w+ )?(?:helped|worked|helps|works)|neither (?:helped|worked)"
    r"|(?:all|both|each)(?: of (?:the above|these|them))? (?:failed|without|have failed|were|tried without)"
    r"|no (?:lasting |sustained |real |significant |meaningful )?(?:relief|benefit|improvement|help|change|difference)"
    r"(?: (?:from|with) (?:any|all|either|the above)[^.;]*)?\W*$)"
)
"""A line below a list that tells how all of it went."""
_SUMMED_UP = re.compile(r"(?:=>|=+>|→→*|-+>)\s*")


class Listed(NamedTuple):
    """What a list says for one of its items, and where it says so."""

    denied: bool = False
    outcome: TreatmentOutcome | None = None
    days: int | None = None
    span: tuple[int, int] | None = None


_NOTHING = Listed()
_FAILED = (TreatmentOutcome.FAILED, TreatmentOutcome.NOT_TOLERATED)


class Lists:
    """The lists of one page."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._read: dict[int, Listed] = {}
        self._closed = dict[int, Listed]()
        for index, statement in enumerate(page.statements):
            self._close(index, statement)

    def of(self, statement: Statement) -> Listed:
        """What the list that a statement is an item of says for it."""
        heading = statement.heading
        if heading is None or statement.section in SILENT or statement.section is Section.PLAN:
            return _NOTHING
        said = self._read.get(heading.start)
        if said is None:
            said = self._read[heading.start] = self._of_heading(heading.start, heading.end)
        return self._with(heading, said)

    def scopes(self, statement: Statement) -> Scopes:
        """The cues of a statement with what its list denies, up to a word that takes it back."""
        if self._denies_a_run(statement):
            return Scopes(self._page, statement, statement.end)
        if not self.of(statement).denied:
            return Scopes(self._page, statement)
        taken_back = _BUT.search(self._page.folded, statement.start, statement.end)
        return Scopes(self._page, statement, taken_back.start() if taken_back else statement.end)

    def _denies_a_run(self, statement: Statement) -> bool:
        """Whether a statement is a denying key with short items behind it: "Never had: cancer - steroids - fever"."""
        folded, start, end = self._page.folded, statement.start, statement.end
        key = _KEY.match(folded, start, end) if folded.find(":", start, min(end, start + _LONGEST_KEY)) >= 0 else None
        if key is None or not _DENYING.fullmatch(key.group()):
            return False
        parts = _PARTS.split(folded[key.end() : end].strip())
        short = all(len(part.split()) <= _LONGEST_PART and not _BUT.search(part) for part in parts)
        return len(parts) >= _FEWEST_PARTS and short

    def hold_for(self, statement: Statement, scopes: Scopes, drafts: Sequence[Draft]) -> None:
        """Add to an item's drafts what its list says for them: an outcome where the item tells none, the heading."""
        listed = self.of(statement) if drafts else _NOTHING
        if listed.span is None:
            return
        tells = any(cue.outcome is not TreatmentOutcome.ONGOING for _, cue in scopes.outcomes())
        for draft in drafts:
            if listed.denied and draft.assertion is Assertion.ABSENT:
                draft.extra = (*draft.extra, listed.span)
            elif _is_given(draft):
                outcome = listed.outcome if not tells and draft.outcome in _OPEN else None
                days = listed.days if draft.duration_days is None and not self._is_timed(statement) else None
                if outcome or days:
                    draft.outcome, draft.duration_days = outcome or draft.outcome, days or draft.duration_days
                    draft.extra = (*draft.extra, listed.span)

    def _is_timed(self, statement: Statement) -> bool:
        """Whether an item tells of a time of its own, which the list's would belie."""
        page, stretch = self._page, (statement.start, statement.end)
        return (
            bool(page.dates_within(*stretch) or page.lengths_within(*stretch))
            or _OWN_TIME.search(page.folded, *stretch) is not None
        )

    def _of_heading(self, start: int, end: int) -> Listed:
        words = " ".join(self._page.folded[start:end].split()).strip("-*•#> ")
        if _DENYING.fullmatch(words):
            return Listed(denied=True, span=(start, end))
        outcome, days = self._outcome(start, end), self._days(start, end)
        return Listed(outcome=outcome, days=days, span=(start, end)) if outcome or days else _NOTHING

    def _days(self, start: int, end: int) -> int | None:
        """The one length of time for which a heading says that all below it was done: "Care 9/9 - 11/11 (9 wks)"."""
        if _OF_CARE.search(self._page.folded, start, end) is None or _NO_LIST.search(self._page.folded, start, end):
            return None
        cues = [cue for hit in self._page.within(Layer.CONTEXT, start, end) for cue in hit.meanings]
        lengths = [length.days for length in self._page.lengths_within(start, end)]
        return min(lengths) if lengths and not any(cue.kind in _DOUBTFUL for cue in cues) else None

    def _outcome(self, start: int, end: int) -> TreatmentOutcome | None:
        """The one outcome that words tell, where they tell of nothing that is denied, planned or only supposed."""
        if _NO_LIST.search(self._page.folded, start, end):
            return None
        cues = [cue for hit in self._page.within(Layer.CONTEXT, start, end) for cue in hit.meanings]
        told = {cue.outcome for cue in cues if cue.kind is Kind.OUTCOME}
        if len(told) != 1 or any(cue.kind in _DOUBTFUL for cue in cues):
            return None
        outcome = told.pop()
        return outcome if outcome in _FAILED else None

    def _close(self, index: int, statement: Statement) -> None:
        """Note that a statement sums up the list whose last item, or next line, it is."""
        before = self._page.statements[index - 1] if index else None
        heading = before.heading if before is not None else None
        if heading is None or statement.heading not in (None, heading):
            return
        words = self._page.folded[statement.start : statement.end]
        if ">" in words or "→" in words:
            words = _SUMMED_UP.sub("", words)
        if not _CLOSING.match(words):
            return
        self._closed[heading.start] = Listed(outcome=TreatmentOutcome.FAILED, span=(statement.start, statement.end))

    def _with(self, heading: Place, said: Listed) -> Listed:
        """What a list's heading says, and the line that closes it where the heading tells no outcome."""
        closed = self._closed.get(heading.start)
        if closed is None or said.denied or said.outcome:
            return said
        return closed._replace(days=said.days)


_DOUBTFUL = frozenset({Kind.PLANNED, Kind.FUTURE, Kind.HYPOTHETICAL, Kind.FAMILY, Kind.POSSIBLE, Kind.PSEUDO})


_OPEN = (None, TreatmentOutcome.ONGOING)
_GIVEN = (Assertion.PRESENT, Assertion.HISTORICAL)


def _is_given(draft: Draft) -> bool:
    return draft.concept.kind is ConceptKind.TREATMENT and draft.assertion in _GIVEN
