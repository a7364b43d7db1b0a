"""What was noticed of the case's clock: escalation, a missed deadline, and what each profile makes of it."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from orchestrator.documents.blocks import Block, Heading, listing, paragraph
from orchestrator.documents.justification.wording import moment
from orchestrator.store.events import StoredEvent
from priorauth.audit import EventType

_NONE = "When this was written, nobody had noticed an escalation or a missed deadline."
_DECIDES_NOTHING = "What a profile makes of a missed deadline is told as the profile says it. It is no determination."


def clock_notices(noticed: Sequence[StoredEvent]) -> Iterator[Block]:
    """Each notice as the case's log has it, the first first."""
    yield Heading(level=2, text="The clock")
    if not noticed:
        yield paragraph(_NONE)
        return
    yield listing([said for event in noticed for said in _told(event)])
    if any(event.link.type is EventType.CLOCK_BREACHED for event in noticed):
        yield paragraph(_DECIDES_NOTHING)


def _told(event: StoredEvent) -> Iterator[str]:
    """A sentence for the notice, and one for each meaning. Of an event whose payload is gone only the time is known."""
    at, said = moment(event.link.at), event.payload
    if said is None:
        yield f"Noticed at {at}; what was noticed is not there any more."
        return
    due = f"the decision ({said['level']}) was due at {moment(dt.datetime.fromisoformat(said['due_at']))}"
    if event.link.type is EventType.CLOCK_ESCALATED:
        yield f"Escalated, noticed at {at}: {due}."
        return
    yield f"Missed, noticed at {at}: {due}."
    yield from (_meaning(one) for one in said["meanings"])


def _meaning(one: Mapping[str, Any]) -> str:
    means = str(one["means"]).replace("_", " ")
    return f"By the profile {one['profile']}, {means}: {one['said']} ({one['citation']}; {one['mark']})"
