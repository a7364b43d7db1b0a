"""How explicit a statement is, by rule.

A measurement with a unit or an unambiguous scale and with conditions or a date, a treatment with a duration or an
outcome, and a finding with a date are *explicit with specifics*; what is stated plainly otherwise is *explicit*; what
is only possible is *implied*; what is hedged, or read on the patient's own device, is *vague*.
"""

import datetime as dt

from agents.reading.assertion import Scopes
from agents.reading.cues import Kind
from agents.reading.lexicon import Hit
from agents.reading.measured import Measured
from agents.reading.treatments import Course
from priorauth.facts import Assertion
from priorauth.rubric import Explicitness


def of_value(measured: Measured, specific: bool) -> Explicitness:
    """How explicit a value is; what a patient's own device read, or a relative tells, is vague."""
    if measured.hearsay:
        return Explicitness.VAGUE
    return Explicitness.EXPLICIT_WITH_SPECIFICS if specific else Explicitness.EXPLICIT


def of_mention(scopes: Scopes, hit: Hit, assertion: Assertion, course: Course, on: dt.date | None) -> Explicitness:
    """How explicit a mention is; a hedge directly before it makes it vague."""
    if scopes.has(Kind.VAGUE) and any(
        cue.kind is Kind.VAGUE and 0 <= hit.start - other.end <= 2 for other in scopes.hits for cue in other.meanings
    ):
        return Explicitness.VAGUE
    if assertion is Assertion.POSSIBLE:
        return Explicitness.IMPLIED
    if course.duration_days is not None or course.outcome is not None or on is not None:
        return Explicitness.EXPLICIT_WITH_SPECIFICS
    return Explicitness.EXPLICIT
