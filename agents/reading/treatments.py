"""Treatments: for how long, and how it went.

Each treatment has the words up to the next one; a duration or outcome there is its own. An outcome that opens a list
("failed naproxen, PT") or closes it ("PT and naproxen without relief") holds for every member that has none.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from agents.reading.assertion import Scopes
from agents.reading.cues import Cue
from agents.reading.intolerance import was_stopped_for_harm
from agents.reading.layout import Statement
from agents.reading.lengths import Length
from agents.reading.lexicon import Hit
from agents.reading.marked import Marked
from agents.reading.page import Page
from agents.reading.shared_courses import is_unchanged, neither_helped, shared_lengths
from agents.reading.tables import phrases
from agents.reading.verdicts import was_in_vain
from priorauth.facts import TreatmentOutcome

_LEADING = frozenset(
    phrases(
        """
        failed|has failed|have failed|failure of|fails|failing|refractory to|unresponsive to|failed to respond
        persists despite|despite|persistent despite|persisting despite|continues despite|remains despite
        unable to tolerate|could not tolerate|cannot tolerate|intolerant of|intolerant to|intolerance to
        intolerance of|no relief|no improvement|no benefit|without relief|unrelieved by|not relieved by|declined
        declines|refused|refuses|contraindication to|contraindications to|improved with|improves with|relief with
        relieved by|responded to|continue|continues|continued|cont|cont.|continuing|takes|taking|uses|using
        currently on|remains on|still taking|minimal relief|not responding to|did not respond|benefited from
        benefits from|did not tolerate|not tolerate|cannot take|can't take|unable to take|minimal improvement
        no significant improvement|maintained on|relieved with|improvement with|resolved with|controlled with
        controlled on|contraindicated|not responded to|inadequate response|inadequate relief|unsuccessful
        no response|current|exhausted|has exhausted|unrelenting despite|no improvement with|no relief with
        no benefit from|no relief from|little relief from|minimal relief from|no help from|not relieved with
        not improved with
        loss of response|lost response|failed to improve|suboptimal response|nonresponse
        non-response|in spite of|seizures recurred after|recurred after|persistent seizures after|unable to maintain
        remains uncontrolled on|remain uncontrolled on|nothing helped|nothing has helped|nothing worked
        nothing has worked|nor did|nor has|nor have|no better after|no better with|no better despite|not helped by
        not improved by|no success with|never got relief from|never had relief from|never got any relief from
        never responded to|no longer gets relief from|no longer responds to|not a responder to|never tolerated
        has never tolerated|had never tolerated|never could tolerate|could never tolerate|never able to tolerate
        never been able to tolerate|never could wear|could never wear|goes on with|go on with|going on with
        will go on with|keeps doing|keeps up|carries on with|still doing|still does|not healed after|not healed despite
        unhealed after|unhealed despite|not healed with
        """
    )
)
"""Outcomes that speak of what follows them; the others speak of what precedes."""

_EITHER = frozenset(
    phrases(
        """
        no relief|no benefit|no improvement|without relief|minimal relief|failed|has failed|have failed
        minimal improvement|no response|no significant improvement|declined|refused|unsuccessful|currently on|current
        continues|contraindicated|inadequate relief|inadequate response|loss of response|lost response
        failed to improve|suboptimal response|nonresponse|non-response|unable to maintain|nothing helped
        nothing has helped|nothing worked|nothing has worked|continue|still doing
        """
    )
)
"""Leading outcomes that speak of what precedes them, too."""

_LONGEST_DETAIL = 60
_DOSES = re.compile(
    r"(?<![/\w])(?:fail\w*|relief|weeks?|months?|days?|years?|wks?|mos?|since|x [0-9]|[0-9]/[0-9])\b(?!/)"
)
"""What makes a bracket tell of a course of its own; how often in a week does not."""
_BREAKS = (";", ". ", "\n\n")


class Course(NamedTuple):
    """How a treatment went."""

    duration_days: int | None
    outcome: TreatmentOutcome | None


def courses(page: Page, statement: Statement, scopes: Scopes, mentions: Sequence[Hit]) -> list[Course]:
    """The course of each treatment that a statement names, in order of ``mentions``."""
    folded = page.folded
    lengths = page.lengths_within(statement.start, statement.end)
    outcomes = _apart(scopes.outcomes())
    inner = frozenset(mention for mention in mentions[1:] if _is_detail(folded, mentions[0].end, mention))
    outer = [mention for mention in mentions if mention not in inner]
    clauses = dict(zip(outer, _segments(folded, statement, outer, outcomes), strict=True))
    bounds = (clauses.get(mention, (mention.start, mention.end)) for mention in mentions)
    own = [_own(folded, clause, mention, lengths, outcomes) for clause, mention in zip(bounds, mentions, strict=True)]
    for place, days in shared_lengths(folded, mentions, lengths).items():
        own[place] = own[place]._replace(duration_days=days)
    told = _without_help(folded, statement, mentions, _shared(folded, mentions, own, outcomes))
    in_vain = any(course.outcome in _OPEN for course in told) and was_in_vain(page, statement)
    return [_failed(course) if in_vain and course.outcome in _OPEN else course for course in told]


_OPEN = (None, TreatmentOutcome.ONGOING)


def _failed(course: Course) -> Course:
    return course._replace(outcome=TreatmentOutcome.FAILED)


def _without_help(folded: str, statement: Statement, mentions: Sequence[Hit], courses: list[Course]) -> list[Course]:
    """The courses, those failed that a "neither … nor … helped" names."""
    neither = neither_helped(folded, statement.start, statement.end)
    if neither is None:
        return courses
    return [
        _failed(course) if neither[0] <= mention.start < neither[1] else course
        for mention, course in zip(mentions, courses, strict=True)
    ]


def _is_detail(folded: str, start: int, mention: Hit) -> bool:
    """Whether a mention only spells out another in brackets: "injections (glargine, lispro) for a year"."""
    opened = folded.rfind("(", start, mention.start)
    closed = folded.find(")", mention.end, mention.end + _LONGEST_DETAIL)
    return (
        opened >= 0
        and folded.find(")", opened, mention.start) < 0
        and closed >= 0
        and _DOSES.search(folded, opened, closed) is None
    )


def _apart(outcomes: Iterable[tuple[Hit, Cue]]) -> list[tuple[Hit, Cue]]:
    """The outcomes without those that begin inside another: "no relief with" is not "relief with"."""
    kept: list[tuple[Hit, Cue]] = []
    for hit, cue in outcomes:
        if not kept or hit.start >= kept[-1][0].end:
            kept.append((hit, cue))
    return kept


def _segments(
    folded: str, statement: Statement, mentions: Sequence[Hit], outcomes: Sequence[tuple[Hit, Cue]]
) -> list[tuple[int, int]]:
    """The stretch of each treatment: from the last break before it to the last break before the next.

    An outcome that goes straight on to the next treatment is a break: "on PT has failed naproxen".
    """
    bounds = [statement.start]
    for first, second in pairwise(mentions):
        straight = next((hit.start for hit, _ in outcomes if _leads_on(folded, hit, first, second)), None)
        if straight is not None:
            bounds.append(straight)
            continue
        gap = folded[first.end : second.start]
        strong = max(gap.rfind(";"), gap.rfind(". "), gap.rfind("   "))
        at = (
            strong
            if strong >= 0
            else max(gap.rfind(","), gap.rfind(" and "), gap.rfind(" but "), gap.rfind(" plus "), gap.rfind(" then "))
        )
        bounds.append(first.end + at if at >= 0 else second.start)
    bounds.append(statement.end)
    return list(pairwise(bounds))


def _own(
    folded: str, clause: tuple[int, int], mention: Hit, lengths: Sequence[Length], outcomes: Sequence[tuple[Hit, Cue]]
) -> Course:
    days = _days(folded, clause, mention, lengths)
    inside = [(hit, cue) for hit, cue in outcomes if clause[0] <= hit.start < clause[1]]
    fitting = [cue.outcome for hit, cue in inside if _speaks_of(folded, hit, mention)]
    if was_stopped_for_harm(folded, mention.end, clause[1]):
        fitting.append(TreatmentOutcome.NOT_TOLERATED)
    if not fitting and is_unchanged(folded, mention.end, clause[1]):
        fitting.append(TreatmentOutcome.FAILED)
    return Course(days, _decisive(fitting))


_STRAIGHT_ON = re.compile(r"\s(?:(?:a|an|the|trial|trials|of|with|to|on|both|multiple|prior|adequate|oral)\s)*")


def _leads_on(folded: str, hit: Hit, first: Hit, second: Hit) -> bool:
    """Whether an outcome between two treatments goes straight on to the second."""
    if not first.end <= hit.start < hit.end < second.start or folded[hit.start : hit.end] not in _LEADING:
        return False
    return _STRAIGHT_ON.fullmatch(folded, hit.end, second.start) is not None


_CUT_SHORT = Marked(
    "stopped|quit|discontinued|d/c|ended|dropped out|gave up|abandoned|cut short|withdrew|left|halted|only",
    r"\b(?:stopped|quit|discontinued|d/c'?e?d|ended|dropped out|gave up|abandoned|cut short|withdrew|left|halted|only"
    r" (?:completed|attended|did|finished|went|made|tolerated|lasted|took))\b[^.;]{0,30}"
    r"(?:\b(?:after|within|at)\b[^.;]{0,12}(?:[0-9]|one|two|three|four|five|a (?:few|couple|week|day|month)|the first)"
    r"|\b(?:early|prematurely)\b)|\b(?:but|though|however)[^.;]{0,20}\bonly\b",
)
"""What says that a treatment did not last as long as it was meant to."""


def _days(folded: str, clause: tuple[int, int], mention: Hit, lengths: Sequence[Length]) -> int | None:
    """The length in a treatment's stretch: one before it as in "6 weeks of", else the first behind it."""
    inside = [
        length for length in lengths if clause[0] <= length.start < clause[1] and _is_near(folded, length, mention)
    ]
    spelled = [
        length for length in inside if not any(sign == "/" for sign in folded[length.start : length.end])
    ] or inside
    if not spelled or _CUT_SHORT.search(folded, mention.end, clause[1]):
        return None
    return min(spelled, key=lambda length: min(abs(length.start - mention.end), abs(mention.start - length.end))).days


_SYMPTOM = re.compile(r"\b(?:pain|symptoms?|stiffness|locking|swelling|history|duration|weakness|numbness|obesity)\b")


def _is_near(folded: str, length: Length, mention: Hit) -> bool:
    """Whether a length before a treatment is its own: "6 weeks of PT", not "6 months of pain despite PT"."""
    gap = folded[length.end : mention.start]
    return len(gap) <= 40 and _SYMPTOM.search(gap) is None


def _speaks_of(folded: str, hit: Hit, mention: Hit) -> bool:
    words = folded[hit.start : hit.end]
    if hit.start < mention.start:
        return words in _LEADING
    return words not in _LEADING or words in _EITHER


_ORDER = (TreatmentOutcome.NOT_TOLERATED, TreatmentOutcome.CONTRAINDICATED, TreatmentOutcome.REFUSED)


def _decisive(outcomes: Sequence[TreatmentOutcome | None]) -> TreatmentOutcome | None:
    """The outcome that counts: not tolerated over the others, else the last that is told; ongoing only alone."""
    told = [outcome for outcome in outcomes if outcome is not None]
    for outcome in _ORDER:
        if outcome in told:
            return outcome
    results = [outcome for outcome in told if outcome is not TreatmentOutcome.ONGOING]
    return results[-1] if results else (told[-1] if told else None)


def _shared(
    folded: str, mentions: Sequence[Hit], own: Sequence[Course], outcomes: Sequence[tuple[Hit, Cue]]
) -> list[Course]:
    """Outcomes that a list shares, where nothing separates its members."""
    courses = list(own)
    for index in range(1, len(courses)):
        announced = _announced(folded, mentions[index - 1], mentions[index], outcomes)
        if courses[index].outcome is None and announced is not None:
            courses[index] = Course(courses[index].duration_days, announced)
        elif (
            courses[index].outcome is None
            and _joined(folded, mentions[index - 1], mentions[index])
            and _led(folded, mentions[index - 1], outcomes)
        ):
            courses[index] = Course(courses[index].duration_days, courses[index - 1].outcome)
    for index in range(len(courses) - 2, -1, -1):
        follows = courses[index + 1].outcome
        if (
            courses[index].outcome is None
            and follows is not None
            and follows is not TreatmentOutcome.ONGOING
            and not any(_leads_on(folded, hit, mentions[index], mentions[index + 1]) for hit, _ in outcomes)
            and _joined(folded, mentions[index], mentions[index + 1])
        ):
            courses[index] = Course(courses[index].duration_days, follows)
    return courses


def _between(first: Hit, second: Hit, outcomes: Sequence[tuple[Hit, Cue]]) -> list[tuple[Hit, Cue]]:
    """The outcomes that stand between two treatments."""
    return [(hit, cue) for hit, cue in outcomes if first.end <= hit.start < second.start]


def _announced(folded: str, first: Hit, second: Hit, outcomes: Sequence[tuple[Hit, Cue]]) -> TreatmentOutcome | None:
    """The outcome before a colon that opens a list: "Conservative treatment has failed: PT, naproxen"."""
    between = _between(first, second, outcomes)
    return between[-1][1].outcome if between and ":" in folded[between[-1][0].end : second.start] else None


def _led(folded: str, mention: Hit, outcomes: Sequence[tuple[Hit, Cue]]) -> bool:
    return any(hit.start < mention.start and folded[hit.start : hit.end] in _LEADING for hit, _ in outcomes)


_PARTS = re.compile(r" (?:but|then|because|since|as|after|before|while|until) ")


def _joined(folded: str, first: Hit, second: Hit) -> bool:
    """Whether two treatments stand in one list: only commas, "and", doses and durations between them."""
    gap = folded[first.end : second.start]
    return not any(sign in gap for sign in _BREAKS) and _PARTS.search(gap) is None and len(gap) < 60
