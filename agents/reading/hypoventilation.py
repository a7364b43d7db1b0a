"""Symptoms of hypoventilation in sleep that a note tells one by one: its cause here, a headache and sleepiness there.

Where one document names hypoventilation of this patient plainly, a headache of the morning and sleepiness by day or a
sleep that does not refresh, wherever each stands, it states the symptoms as "morning headaches, daytime sleepiness" do.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from agents.reading.assertion import Scopes
from agents.reading.draft import Draft, composed
from agents.reading.page import Page
from agents.reading.sections import says_nothing
from priorauth.facts import Computation
from priorauth.vocabulary import Concept

SYMPTOMS = "sleep_hypoventilation_symptoms"
_HEADACHE, _SLEEPY = "morning_headache", "excessive_daytime_sleepiness"
_CAUSE = re.compile(r"\b(?:nocturnal|sleep|sleep[- ](?:related|associated)|alveolar|chronic) hypoventilation\b")


def hypoventilation_symptoms(page: Page, drafts: Sequence[Draft], concepts: Mapping[str, Concept]) -> Iterator[Draft]:
    """The symptoms of hypoventilation in sleep that a document tells one by one, if it does not name them."""
    if "hypoventilation" not in page.folded or SYMPTOMS not in concepts:
        return
    told = {draft.concept.id: draft for draft in reversed(drafts) if draft.stands}
    headache, sleepy = told.get(_HEADACHE), told.get(_SLEEPY)
    if headache is None or sleepy is None or any(draft.concept.id == SYMPTOMS for draft in drafts):
        return
    cause = _cause(page)
    if cause is None:
        return
    computed = Computation(
        formula="symptoms of hypoventilation, told one by one",
        statement="One document names hypoventilation, morning headaches and sleepiness by day.",
    )
    extra = ((sleepy.statement.start, sleepy.statement.end), cause)
    yield composed(page, headache.statement, headache.at, concepts[SYMPTOMS], computed, extra)


def _cause(page: Page) -> tuple[int, int] | None:
    """The statement that names hypoventilation of this patient plainly."""
    for statement in page.statements:
        named = _CAUSE.search(page.folded, statement.start, statement.end)
        if named is None or says_nothing(statement.section, page.folded[statement.start : statement.end]):
            continue
        if not Scopes(page, statement).kinds_over(*named.span()):
            return statement.start, statement.end
    return None
