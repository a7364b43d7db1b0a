"""Drugs that count only while they are taken, and those that are held or replaced for what is asked.

A drug of the group ``current_use`` that was stopped, failed or belongs to the past is absent now. What holds it for a
procedure, or replaces it by the drug that is asked for, is a statement of its own: the concept that :data:`HELD` names.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from agents.reading.assertion import Scopes
from agents.reading.cues import Kind
from agents.reading.draft import Draft
from agents.reading.layout import Statement
from agents.reading.lexicon import Hit, Layer
from agents.reading.page import Page
from agents.reading.treatments import Course
from priorauth.facts import Assertion, TreatmentOutcome
from priorauth.rubric import Explicitness
from priorauth.vocabulary import Concept

CURRENT_USE = "current_use"
_HOLD = (
    r"(?:held|hold|holding|holds|on hold|paus(?:e|ed|ing)|interrupt(?:ed|ing|ion)?|bridg(?:e|ed|ing)|revers(?:e|ed|al)"
    r"|withh(?:eld|old|olding)|omit(?:ted|ting)?|skip(?:ped|ping)?)"
)
_STOP = r"(?:stop(?:ped|ping|s)?|d/?c'?d?|discontinu(?:e|ed|ing)|off|last dose|managed?|managing|washout|cease[ds]?)"
_FOR_PROCEDURE = (
    r"\b(?:before|prior to|pre-?op\w*|pre-?proc\w*|peri-?proc\w*|for (?:the |her |his |this )?(?:procedure|bronch\w*"
    r"|biopsy|test|scope|ebus|endoscopy)|in advance|day of (?:the )?procedure|morning of)\b"
)
_PROCEDURE = re.compile(
    rf"\b{_HOLD}\b|\b{_STOP}\b(?=[^;]*{_FOR_PROCEDURE})|{_FOR_PROCEDURE}[^;]*?\b(?P<late>{_STOP})\b"
)
_REPLACED = re.compile(
    r"\b(?:stop(?:ping)?|discontinu(?:e|ing)|d/c|(?:will be|to be|is being|is|be) (?:stopped|discontinued|replaced"
    r"|switched)|replac(?:e|ing|ed)|(?:switch|chang|transition)(?:e|ed|ing)?(?: her| him| the patient| pt)?(?: over)?"
    r" (?:from|off|to adalimumab)|wash(?:ed)?[ -]?out|tak(?:e|ing) (?:her|him) off|wean(?:ing)? off|in place of"
    r"|instead of)\b"
)
_CONTINUED = re.compile(
    r"\b(?:continu\w+|uninterrupted)\b[^;]{0,40}\b(?:without interruption|uninterrupted|through(?:out)?|peri-?proc\w*"
    r"|for the (?:procedure|bronchoscopy)|on the day)\b"
    r"|\b(?:without|no) (?:any )?(?:interruption|hold\w*|plan to hold)\b"
)
_DENIED = re.compile(
    r"\b(?:not|never|cannot|can't|couldn't|won't|shouldn't|isn't|wasn't|unable to|without|no|nor|neither|refus\w+ to"
    r"|unwilling to|unsafe to|contraindicated to)\b(?:\s[\w'-]+){0,3}?\s$"
)
_UNDECIDED = re.compile(
    r"\b(?:if|unless|whether|in case|decide\w*|unclear|ask\w*|question|to discuss|awaiting|pending|clearance needed"
    r"|tbd|to be determined)\b"
)
_LONG_AGO = re.compile(
    r"\b(?:(?:was|were|since|been) (?:resumed|restarted)"
    r"|and resumed(?! (?:the|after|on|24|48|12|next|post|once|when|within|that|same))|resumed in|back on"
    r"|for (?:sbp|bp|hr|bleeding|gi bleed\w*|inr|surgery in)|last year|ago|in (?:19|20)[0-9]{2})\b"
)
_OVER = re.compile(
    r"\b(?:stopped|discontinued|d/c'?d|dc'd|ended|ceased|withdrawn|weaned off|tapered off"
    r"|came off|taken off|off since|off for|no longer|switched from|switched off|changed from|previous(?:ly)?"
    r"|prior(?! to)|former(?:ly)?|in the past|years ago|(?:through|to|-)\s?(?:[0-9]{1,2}/)?(?:19|20)[0-9]{2})\b"
)
_GOES_ON = re.compile(
    r"\b(?:current(?:ly)?|now on|still|continues?|continued|continuing|ongoing|remains on|to be continued|stays on"
    r"|present|resumed|restarted|in combination|together with|add(?:ed|ing)? to)\b"
)
_ONLY_WEIGHED = re.compile(
    r"\b(?:consider\w*|discuss\w*|alternativ\w*|options?|rather than|versus|vs|instead of|preferred over|declin\w*"
    r"|if (?:this|adalimumab|it|she|he|there|the))\b"
)
_STOPPING = re.compile(rf"\b(?:{_HOLD}|{_STOP}|stopping|switch\w*|replac\w*|continu\w*|wean\w*|taper\w*)\b")
_PRONOUN = re.compile(r"[;.]?\s*(?:[^.;]{0,60}\b)?(?:it|this|which|both)\b")
_JOINED = re.compile(
    r"\s*\(?(?:[0-9.]+\s?m?c?g\b)?(?:\s(?:bid|daily|qd|qhs|weekly|once daily|twice daily))?\)?\s*"
    r"(?:,|and|&|/|\+|plus|, and|or)\s*(?:the\s|his\s|her\s)?"
)


class _Held(NamedTuple):
    """The concept that says that a drug is held or replaced, and the words that say it."""

    concept: str
    words: re.Pattern[str]


HELD: Mapping[str, _Held] = {
    "anticoagulant": _Held("anticoagulant_plan", _PROCEDURE),
    "antiplatelet_drug": _Held("antiplatelet_plan", _PROCEDURE),
    "other_targeted_drug": _Held("targeted_drug_replaced", _REPLACED),
}


def is_over(page: Page, statement: Statement, hit: Hit) -> bool:
    """Whether a drug's own words say that it was taken once and is taken no more."""
    words = _own_words(page, statement, hit)
    over = _OVER.search(words)
    return over is not None and not _DENIED.search(words, 0, over.start()) and _GOES_ON.search(words) is None


def is_stopping_denied(page: Page, statement: Statement, hit: Hit) -> bool:
    """Whether what is denied is that a drug is held or stopped, and not that it is taken: "unable to hold Plavix"."""
    words = _own_words(page, statement, hit)
    return any(_DENIED.search(words, 0, stop.start()) for stop in _STOPPING.finditer(words))


def goes_on(page: Page, statement: Statement, hit: Hit) -> bool:
    """Whether a drug's own words say that it is taken now."""
    return _GOES_ON.search(_own_words(page, statement, hit)) is not None


def is_only_weighed(page: Page, statement: Statement, hit: Hit) -> bool:
    """Whether a drug is named only as another choice."""
    words = _own_words(page, statement, hit)
    return _ONLY_WEIGHED.search(words) is not None and _GOES_ON.search(words) is None


def in_current_use(
    page: Page, statement: Statement, hit: Hit, assertion: Assertion, course: Course | None
) -> Assertion | None:
    """What counts only while it is taken: a course that is over is absence, one that is only weighed is nothing."""
    if assertion in (Assertion.PLANNED, Assertion.POSSIBLE):
        return None if is_only_weighed(page, statement, hit) else assertion
    if assertion is Assertion.ABSENT:
        return Assertion.PRESENT if is_stopping_denied(page, statement, hit) else Assertion.ABSENT
    past = course is not None and course.outcome in (TreatmentOutcome.FAILED, TreatmentOutcome.NOT_TOLERATED)
    if assertion is Assertion.HISTORICAL or (assertion is Assertion.PRESENT and past):
        return Assertion.PRESENT if goes_on(page, statement, hit) else Assertion.ABSENT
    over = assertion is Assertion.PRESENT and is_over(page, statement, hit)
    return Assertion.ABSENT if over else assertion


def held(
    page: Page,
    statement: Statement,
    scopes: Scopes,
    mentions: Sequence[tuple[Hit, Concept]],
    concepts: Mapping[str, Concept],
) -> Iterator[Draft]:
    """What a statement says of holding or replacing the drugs that it names; one draft for each concept and sense."""
    seen: set[tuple[str, Assertion]] = set()
    for hit, drug in mentions:
        way = HELD.get(drug.id)
        found = _sense(page, statement, hit, way) if way is not None else None
        if way is None or found is None or scopes.kinds_over(hit.start, hit.end) & {Kind.FAMILY, Kind.MUTE}:
            continue
        assertion, at = found
        if (way.concept, assertion) not in seen:
            seen.add((way.concept, assertion))
            yield Draft(
                page=page,
                statement=statement,
                concept=concepts[way.concept],
                at=at,
                assertion=assertion,
                explicitness=Explicitness.EXPLICIT,
                copied=scopes.has(Kind.COPIED),
            )


def _sense(page: Page, statement: Statement, hit: Hit, way: _Held) -> tuple[Assertion, int] | None:
    """Whether a drug's own words say that it is held (or that it is not), and where; None where nobody has decided."""
    start, end = _with_pronoun(page, statement, *_stretch(page, statement, hit))
    words = page.folded[start:end]
    if _UNDECIDED.search(words):
        return None
    if way.words is _PROCEDURE and (continued := _CONTINUED.search(words)):
        return Assertion.ABSENT, start + continued.start()
    for match in way.words.finditer(words):
        if _LONG_AGO.search(words, match.start()):
            return None
        denied = _DENIED.search(words, 0, match.start()) is not None
        return (Assertion.ABSENT if denied else Assertion.PRESENT), start + match.start()
    return None


def _own_words(page: Page, statement: Statement, hit: Hit) -> str:
    start, end = _stretch(page, statement, hit)
    return page.folded[start:end]


def _stretch(page: Page, statement: Statement, hit: Hit) -> tuple[int, int]:
    """A drug's own words: to the drugs of the same kind before and after it, and those that a list joins to it."""
    start, end = statement.start, statement.end
    semicolon = page.folded.rfind(";", start, hit.start)
    start = max(start, semicolon + 1)
    following = page.folded.find(";", hit.end, end)
    end = following if following >= 0 else end
    same = [other for other in page.within(Layer.CONCEPT, start, end) if _is_drug(other)]
    place = next((number for number, other in enumerate(same) if other.start == hit.start), None)
    if place is None:
        return start, end
    first = last = place
    while first > 0 and _JOINED.fullmatch(page.folded, same[first - 1].end, same[first].start):
        first -= 1
    while last + 1 < len(same) and _JOINED.fullmatch(page.folded, same[last].end, same[last + 1].start):
        last += 1
    begin = _break(page, same[first - 1].end, same[first].start) if first > 0 else start
    finish = _break(page, same[last].end, same[last + 1].start) if last + 1 < len(same) else end
    return begin, finish


def _with_pronoun(page: Page, statement: Statement, start: int, end: int) -> tuple[int, int]:
    """A drug's own words and what is said next of "it", up to the next sentence, where no other drug is named."""
    place = bisect_right(page.statements, statement.start, key=lambda other: other.start)
    follows = page.statements[place] if place < len(page.statements) else statement
    last = follows.end if follows.block == statement.block else statement.end
    said = _PRONOUN.match(page.folded, end, last)
    if said is None or any(_is_drug(other) for other in page.within(Layer.CONCEPT, end, last)):
        return start, end
    return start, last


def _break(page: Page, start: int, end: int) -> int:
    """Where the words of one drug end and those of the next begin: the last comma or "and" between them."""
    gap = page.folded[start:end]
    at = max(gap.rfind(","), gap.rfind(" and "), gap.rfind(" but "), gap.rfind(" then "))
    return start + at if at >= 0 else end


def _is_drug(hit: Hit) -> bool:
    return any(isinstance(concept, Concept) and CURRENT_USE in concept.groups for concept in hit.meanings)
