"""How a mention of a concept is meant: by the cues about it, the section, and the kind of document.

What can be ordered (a treatment, a device, a procedure) was given only where the words say so or the section tells of
what was done; in a plan or an order it is intended.
"""

import datetime as dt
import re

from agents.reading.assertion import Scopes, strongest
from agents.reading.cues import Kind
from agents.reading.dates import When
from agents.reading.happened import ORDERS, PLANS, as_happened, is_told_as_done
from agents.reading.layout import Statement
from agents.reading.lexicon import Hit, Layer
from agents.reading.marked import Stemmed
from agents.reading.never import is_first_ever
from agents.reading.nuances import as_meant, denies_itself
from agents.reading.page import Page
from agents.reading.sections import Section
from agents.reading.signs import is_only_not_done, is_test, with_sign_before
from agents.reading.stopping import CURRENT_USE, in_current_use
from agents.reading.topics import is_about_it
from agents.reading.treatments import Course
from priorauth.facts import Assertion, TreatmentOutcome
from priorauth.vocabulary import Concept, ConceptKind, Denied

_BY_CUE = {
    Kind.FAMILY: Assertion.FAMILY,
    Kind.HYPOTHETICAL: Assertion.PLANNED,
    Kind.PLANNED: Assertion.PLANNED,
    Kind.FUTURE: Assertion.PLANNED,
    Kind.NEGATED: Assertion.ABSENT,
    Kind.POSSIBLE: Assertion.POSSIBLE,
    Kind.PAST: Assertion.HISTORICAL,
}
_INTENDED = frozenset({ConceptKind.TREATMENT, ConceptKind.DEVICE, ConceptKind.PROCEDURE})
_DONE = re.compile(
    r"\b(?:completed|attended|finished|tried|underwent|received|took|did|trialed|treated with"
    r"|s/p|status post|has been on|was given|had|performed|using|uses|undergone|status-post"
    r"|used|got|went to)\b[^.;]{0,80}$|\bon\s(?:\w+\s)?$"
)
_OPERATED = re.compile(r"\b(?:completed|underwent|s/p|status post|had|received|undergone|performed)\b[^.;]{0,60}$")
_OPERATED_AFTER = re.compile(
    r"[^.;,]{0,40}\b(?:(?:completed|was performed|was done|performed|done) (?:in|on|by|[0-9])|showed|revealed"
    r"|ago\b|yesterday\b|same day\b(?! (?:surgery|discharge|appointment|procedure))"
    r"|last (?:week|month|year|spring|summer|fall|winter)\b)"
)
_YEAR_AFTER = re.compile(r"[\s(]{1,2}(?:in |on )?(?:[0-9]{1,2}/){0,2}((?:19|20)[0-9]{2})\b")
_MONTH = dt.timedelta(days=31)
_DAY_AFTER = 16
"""Within how many signs behind a mention its day is looked for: "on 09/05/2026"."""
_DONE_AFTER = re.compile(
    r"[^.;]{0,60}\b(?:completed|attended|finished|tried|was performed|was done|done|performed|given|visits?)\b"
)
_DECLINED = Stemmed(
    "declin|refus|want|interested",
    r"\b(?:declin\w+|refus\w+|does(?: not|n't) want|not interested in)\b[^.;,]{0,30}$",
)
_TAKEN = Stemmed(
    "took|taken|used|tried|completed|attended|wore",
    r"\b(?:took|taken|used|tried|completed|attended|wore)\s(?:it|this|them|these|all|for|x|daily|as|without|with|w/o|[0-9])",
)
_DAY = r"(?:[0-9/-]{4,10}|[a-z]{3,9}\.? (?:[0-9]{1,2},? )?[0-9]{4})"
_FROM_TO = re.compile(rf"\bfrom {_DAY},? (?:to|until|through|till|-) {_DAY}\b")
_UNTIL_NOW = re.compile(r"\b(?:[0-9]{1,4}|[a-z]{3,9}\.?)\s?(?:-|to|through)\s?(?:now|present|current)\b")
_IMPERATIVE = re.compile(r"\W*(?:[0-9]{1,2}[.)]\s*)?(?:take|apply|use|add|try|wear|give|dispense|trial)\s")
_DISPENSED = Stemmed(
    "#|disp|refill|rf|sig|prescribed|eprescribed|sent|new",
    r"#\s?[0-9]{2,3}\b|\b(?:disp(?:ense)?\b:?\s?#?\s?[0-9]|refills?\b|rf\s?:?\s?[0-9]|sig\s?:|e-?prescribed"
    r"|sent to (?:the )?(?:pharmacy|cvs|walgreens|walmart|rite aid)|new (?:prescription|rx|script)\b)",
)
_BEGUN = Stemmed(
    "today",
    r"\b(?:started|initiated|began|begun|added|dispensed)\b[^.;,]{0,40}\btoday\b"
    r"|\btoday\b[^.;]{0,20}\b(?:started|initiated|began|begun|added|dispensed)\b",
)
_OVER = (TreatmentOutcome.FAILED, TreatmentOutcome.NOT_TOLERATED, TreatmentOutcome.EFFECTIVE)
_NOT_GIVEN = (TreatmentOutcome.REFUSED, TreatmentOutcome.CONTRAINDICATED)
_DENYING = re.compile(
    r"(?:(?:is|are|was|were|been) )?(?:no|not|without|w/o|never|did not|does not)\s(?!only|further|other)"
)
_SEVERAL = 3
_ALLERGIC = re.compile(r"allerg|react|hypersens|anaphyla|intoleran|object|hives|rash|alpha|shellfish")
_ANNOUNCES = re.compile(
    r"\s?(?:\([^()]*\)\s?)?(?::|\?|-\s|(?:were |was |are |have been )?(?:reviewed|screened|assessed|asked|addressed)\b)"
)
_DENIALS_FOLLOW = re.compile(r"[^:.;,]{0,20}:\s{0,4}(?:no|denie[sd]|negative for|neg for|without)\b")
"""What makes the name of several things a title over those that are denied: "Red flags: no fever, no cancer"."""
_OF_PATIENT = re.compile(r"\s+(?:sp[o0]2|sao2|o2|sats?|desat\w*|saturat\w*|bmi|weight|wt|pulse|vitals|vs)\b")
_OF_THE_SERVICE = "of_the_service"
"""The group of what is said of the service that is asked for, whose present lies ahead: "will be used as labeled"."""
_SAID_BY_NOT = "said_by_not"
"""The group of what is stated by a denial, so that "not" in its cues takes nothing back."""


class Meaning:
    """Reads how the mentions of one page are meant."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def of(
        self, statement: Statement, scopes: Scopes, hit: Hit, concept: Concept, course: Course | None
    ) -> Assertion | None:
        """How a mention is meant; None where it states nothing."""
        is_event, only_signed = concept.kind is ConceptKind.EVENT, is_test(concept)
        intended = concept.kind in _INTENDED or is_event
        folded = self._page.folded
        kinds = as_meant(scopes.kinds_over(hit.start, hit.end), folded, statement.start, hit, concept)
        if _OF_THE_SERVICE in concept.groups:
            kinds -= {Kind.FUTURE}
        if folded.startswith(("no ", "without "), hit.start, hit.end):
            kinds -= {Kind.NEGATED}
        elif self._is_denied_within(scopes, hit):
            kinds |= {Kind.NEGATED}
        if only_signed:
            kinds = with_sign_before(self._page, statement, hit, kinds)
        if is_event and kinds & {Kind.PLANNED, Kind.FUTURE, Kind.FAMILY}:
            kinds = as_happened(self._page, statement, scopes, hit, concept, kinds)
        kind = strongest(kinds if intended else kinds - {Kind.PLANNED})
        if (
            concept.kind in _INTENDED
            and course is not None
            and course == Course(None, None)
            and self._is_title(statement)
        ):
            return None
        if kind is Kind.MUTE or (statement.section is Section.ALLERGIES and concept.kind in _INTENDED):
            return None
        if not is_about_it(self._page, statement, hit, concept) or self._is_patient(hit):
            return None
        if isinstance(concept, Denied):
            return Assertion.ABSENT if kind in (None, Kind.AFFIRMED) else None
        if kind is Kind.NEGATED and self._denies_one_of_several(statement, scopes, hit, concept):
            return None
        if concept.collective_cues and _DENIALS_FOLLOW.match(folded, hit.end, statement.end):
            return Assertion.ABSENT if kind is Kind.NEGATED else None
        if kind is None and (self._is_heading(hit, concept) or self._is_no_allergy(statement, hit, concept)):
            return None
        if only_signed and kind in (None, Kind.PAST) and Kind.AFFIRMED not in kinds:
            return None
        if only_signed and kind is Kind.NEGATED and is_only_not_done(self._page, scopes, hit, concept):
            return None
        if denies_itself(folded[hit.start : hit.end], concept):
            return None if kind is Kind.FAMILY else Assertion.ABSENT
        if statement.section is Section.FAMILY:
            return None if kind is Kind.NEGATED else Assertion.FAMILY
        if is_event and kind is None and self._is_unused(statement, hit):
            return Assertion.ABSENT
        if is_event and kind is None and is_told_as_done(self._page, statement, hit, concept):
            return Assertion.PRESENT
        if concept.kind in _INTENDED or (is_event and self._page.document.kind in ORDERS):
            assertion = self._of_intended(statement, hit, concept, kind, course)
            if CURRENT_USE in concept.groups:
                return in_current_use(self._page, statement, hit, assertion, course)
            return assertion
        return _BY_CUE[kind] if kind is not None else _by_section(statement, concept)

    def _is_no_allergy(self, statement: Statement, hit: Hit, concept: Concept) -> bool:
        """Whether the name of a substance alone stands outside the list of allergies."""
        if not concept.id.endswith("_allergy") or statement.section is Section.ALLERGIES:
            return False
        return _ALLERGIC.search(self._page.folded, hit.start, hit.end) is None

    def _is_heading(self, hit: Hit, concept: Concept) -> bool:
        """Whether the words for several things only announce what is told of them: "Red flags: no fever, no …"."""
        words = self._page.folded[hit.start : hit.end]
        return words in concept.collective_cues and _ANNOUNCES.match(self._page.folded, hit.end) is not None

    def _denies_one_of_several(self, statement: Statement, scopes: Scopes, hit: Hit, concept: Concept) -> bool:
        """Whether a denial names only one or two of the things that a concept joins: the others may be there.

        Its collective words deny all of them, and so does a list of three, as in "no locking, catching or giving way".
        """
        if not concept.collective_cues:
            return False
        folded = self._page.folded
        hits = self._page.within(Layer.CONCEPT, statement.start, statement.end)
        first = {folded[other.start : other.end]: other for other in reversed(hits) if concept in other.meanings}
        denied = [other for other in first.values() if Kind.NEGATED in scopes.kinds_over(other.start, other.end)]
        return len(denied) < _SEVERAL and folded[hit.start : hit.end] not in concept.collective_cues

    def _is_denied_within(self, scopes: Scopes, hit: Hit) -> bool:
        """Whether a denying phrase runs into the mention: "no improvement" into "improvement with oxygen"."""
        folded, start = self._page.folded, hit.start
        around = [other.start for other in scopes.hits if other.start < start < other.end]
        return bool(around) and any(_DENYING.match(folded, at) for at in around)

    def _is_patient(self, hit: Hit) -> bool:
        """Whether "PT" is the patient whose vital sign follows."""
        folded = self._page.folded
        return folded[hit.start : hit.end] == "pt" and _OF_PATIENT.match(folded, hit.end) is not None

    def _is_title(self, statement: Statement) -> bool:
        """A short line in capitals at a document's head is a letterhead or a title."""
        if statement.heading is not None:
            return False
        words = self._page.text[statement.start : statement.end]
        return words.isupper() and statement.start < 400 and len(words.split()) <= 8 and not words.endswith(".")

    def _of_intended(
        self, statement: Statement, hit: Hit, concept: Concept, kind: Kind | None, course: Course | None
    ) -> Assertion:
        """What can be ordered: done only where the words say so or the section tells of what was done."""
        outcome = course.outcome if course else None
        if outcome is None and kind in (None, Kind.PLANNED, Kind.FUTURE) and is_first_ever(self._page, statement, hit):
            return Assertion.ABSENT
        if outcome in _NOT_GIVEN and kind in (None, Kind.NEGATED, Kind.PLANNED, Kind.PAST):
            return Assertion.ABSENT
        if kind in (None, Kind.PLANNED) and self._is_unused(statement, hit):
            return Assertion.ABSENT
        if kind is Kind.PLANNED and outcome in _OVER and self._was_given(statement, hit):
            return Assertion.PRESENT
        if kind is None and outcome not in _OVER and self._is_prescribed(statement, concept):
            return Assertion.PLANNED
        if kind is Kind.PLANNED and outcome in _OVER and "trial of" in self._page.folded[statement.start : hit.start]:
            return Assertion.PRESENT
        if kind is not None:
            return _BY_CUE[kind]
        if outcome in _OVER or (outcome is TreatmentOutcome.ONGOING and concept.kind is not ConceptKind.PROCEDURE):
            return Assertion.PRESENT
        if self._is_done(statement, hit, concept) or self._goes_on(statement, hit, concept):
            return Assertion.PRESENT
        if statement.section is Section.SURGICAL:
            return Assertion.HISTORICAL
        planned = (
            statement.section in PLANS or self._page.document.kind in ORDERS or concept.kind is ConceptKind.PROCEDURE
        )
        return Assertion.PLANNED if planned else Assertion.PRESENT

    def _was_in_a_past_year(self, hit: Hit) -> bool:
        """Whether a past year, or a past day, stands directly behind a mention."""
        written, year = self._page.document.date, _YEAR_AFTER.match(self._page.folded, hit.end)
        if written is None:
            return False
        whens = self._page.dates_within(hit.end, hit.end + _DAY_AFTER)
        days = (_last_day(when) for when in whens)
        return (year is not None and int(year.group(1)) < written.year) or any(day and day < written for day in days)

    def _is_unused(self, statement: Statement, hit: Hit) -> bool:
        """Whether the patient declined what is named."""
        return _DECLINED.search(self._page, statement, end=hit.start) is not None

    def _was_given(self, statement: Statement, hit: Hit) -> bool:
        """Whether what was prescribed was then used: "took it for 8 weeks", "from 08/03/2026 to 10/30/2026"."""
        if _TAKEN.search(self._page, statement, start=hit.end):
            return True
        return _FROM_TO.search(self._page.folded, hit.end, statement.end) is not None

    def _is_prescribed(self, statement: Statement, concept: Concept) -> bool:
        """Whether a drug or therapy is only prescribed or begins today, so that its length lies ahead."""
        if concept.kind is not ConceptKind.TREATMENT or statement.section is Section.MEDICATIONS:
            return False
        folded, start, end = self._page.folded, statement.start, statement.end
        return _IMPERATIVE.match(folded, start, end) is not None or any(
            sign.search(self._page, statement) for sign in (_DISPENSED, _BEGUN)
        )

    def _goes_on(self, statement: Statement, hit: Hit, concept: Concept) -> bool:
        """Whether a treatment has been given from a day until now: "nystatin 3/26 - now" under "Rx"."""
        if concept.kind is not ConceptKind.TREATMENT:
            return False
        return _UNTIL_NOW.search(self._page.folded, hit.end, statement.end) is not None

    def _is_done(self, statement: Statement, hit: Hit, concept: Concept) -> bool:
        folded = self._page.folded
        if concept.kind is ConceptKind.PROCEDURE:
            return (
                _OPERATED.search(folded, statement.start, hit.start) is not None
                or _OPERATED_AFTER.match(folded, hit.end, statement.end) is not None
                or self._was_in_a_past_year(hit)
            )
        return _DONE.search(folded, statement.start, hit.start) is not None or (
            statement.section not in PLANS and _DONE_AFTER.match(folded, hit.end, statement.end) is not None
        )


def _last_day(when: When) -> dt.date | None:
    """The day of a date, or the last one of a month."""
    if when.date is not None or when.between is None:
        return when.date
    first, last = when.between
    return last if last - first <= _MONTH else None


def _by_section(statement: Statement, concept: Concept) -> Assertion:
    """What a section's nature makes of a plain mention: a past event in the history, a question in an indication."""
    past = statement.section is Section.HISTORY and concept.kind is ConceptKind.EVENT
    if past or statement.section is Section.SURGICAL:
        return Assertion.HISTORICAL
    if statement.section is Section.INDICATION and concept.kind is ConceptKind.CONDITION:
        return Assertion.POSSIBLE
    if statement.section in PLANS and concept.kind is ConceptKind.EVENT:
        return Assertion.PLANNED
    return Assertion.PRESENT
