"""What a clinician states of a decision, before it is checked. Refusals name each thing that is wrong, all at once."""

import re
from collections.abc import Iterator
from typing import Annotated

from pydantic import Field, StringConstraints

from priorauth.determination import Action, AdverseReason, DeterminationOutcome, LineOutcome, ReasonCode
from priorauth.errors import Problem
from priorauth.fields import OptionalDate
from priorauth.value import Value

Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4_000)]
FEWEST_CHARACTERS, FEWEST_WORDS = 40, 7
"""What makes a rationale one of substance: long enough, and of so many different words."""


class LineDecision(Value):
    """What is decided on a service line. ``units`` are given where fewer than those asked for are approved."""

    line: str
    outcome: LineOutcome
    units: int | None = Field(default=None, ge=1, le=100_000)
    begins: OptionalDate = None
    ends: OptionalDate = None
    conditions: tuple[Text, ...] = Field(default=(), max_length=20)
    reason: AdverseReason | None = None


class Decision(Value):
    """What a clinician decides on the recommendation with this digest.

    ``lines`` may give the dates of an approval; a decision that is adverse in part names every line. ``same_specialty``
    is the decider's own statement of being of the same or a similar specialty as the one who ordered the service.
    ``stated_name`` is a name that somebody stated and nobody checked; it is recorded as such.
    """

    action: Action
    digest: str = Field(pattern=r"^sha256:[0-9a-f]{64}$")
    outcome: DeterminationOutcome | None = None
    reason_code: ReasonCode | None = None
    rationale: Text | None = None
    lines: tuple[LineDecision, ...] = Field(default=(), max_length=100)
    same_specialty: bool = False
    stated_name: str | None = Field(default=None, max_length=200)


def problems_of_shape(decision: Decision) -> Iterator[Problem]:
    """What is wrong with a decision whatever the case is."""
    if decision.action is Action.ACCEPT:
        yield from (
            Problem(path=f"/{name}", code="not_for_accept", message=f"To accept needs no {name}; leave it out.")
            for name in ("outcome", "reason_code", "rationale")
            if getattr(decision, name) is not None
        )
    else:
        yield from _problems_of_override(decision)
    for place, line in enumerate(decision.lines):
        yield from _problems_of_line(f"/lines/{place}", line)


def _problems_of_override(decision: Decision) -> Iterator[Problem]:
    if decision.outcome is None:
        message = "Say what is decided instead: approved, partially_approved or adverse."
        yield Problem(path="/outcome", code="missing", message=message)
    if decision.reason_code is None:
        codes = ", ".join(ReasonCode)
        yield Problem(path="/reason_code", code="missing", message=f"Give the reason's code, one of: {codes}.")
    if not has_substance(decision.rationale or ""):
        message = (
            "Say why, so that another reviewer could follow it: what the record shows and what follows from it, in "
            f"{FEWEST_CHARACTERS} characters and {FEWEST_WORDS} different words at least."
        )
        yield Problem(path="/rationale", code="no_substance", message=message)


def has_substance(rationale: str) -> bool:
    """Whether a rationale could say something: it is long enough and does not say one word again and again."""
    words = {word.casefold() for word in re.findall(r"\w{2,}", rationale)}
    return len(" ".join(rationale.split())) >= FEWEST_CHARACTERS and len(words) >= FEWEST_WORDS


def _problems_of_line(path: str, line: LineDecision) -> Iterator[Problem]:
    if line.begins is not None and line.ends is not None and line.ends < line.begins:
        message = f"The approval ends on {line.ends}, before it begins on {line.begins}; correct one of the dates."
        yield Problem(path=f"{path}/ends", code="impossible_date", message=message)
    if line.outcome is LineOutcome.APPROVED and line.reason is not None:
        message = "An approved line has no adverse reason; leave it out."
        yield Problem(path=f"{path}/reason", code="not_for_approval", message=message)
    if line.outcome is LineOutcome.DENIED and (line.units or line.begins or line.ends):
        yield Problem(
            path=path, code="not_for_denial", message="A denied line has no units and no dates; leave them out."
        )
    if line.outcome is LineOutcome.REDUCED and line.units is None:
        yield Problem(path=f"{path}/units", code="missing", message="Say how many units are approved.")
    if line.outcome is not LineOutcome.APPROVED:
        yield from problems_of_reason(f"{path}/reason", line.reason)


_NO_REASON = re.compile(
    r"\b(?:the |our )?(?:system|software|algorithm|AI|artificial intelligence|automated|model|tool|confidence|score)\b",
    re.IGNORECASE,
)
_BARE_NECESSITY = re.compile(r"\bnot (?:considered |deemed )?medically necessary\b", re.IGNORECASE)


def problems_of_reason(path: str, reason: AdverseReason | None) -> Iterator[Problem]:
    """What is wrong with a reason. It names this member's fact, then the criterion.

    Source: 42 CFR 422.568(e)(2), the specific reasons.
    """
    if reason is None:
        message = "Name this member's fact, the criterion or provision that it does not meet, and why in plain words."
        yield Problem(path=path, code="missing", message=message)
        return
    for name in ("fact", "explanation"):
        said: str = getattr(reason, name)
        if _NO_REASON.search(said):
            message = "A tool, a score or a model is no reason. Say what this member's record shows."
            yield Problem(path=f"{path}/{name}", code="not_a_reason", message=message)
        if _BARE_NECESSITY.search(said) and not has_substance(_BARE_NECESSITY.sub("", said)):
            message = "'Not medically necessary' by itself is no specific reason. Say which fact does not meet what."
            yield Problem(path=f"{path}/{name}", code="not_specific", message=message)
