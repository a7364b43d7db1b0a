"""What was asked of the outside: one entry for each lookup call that was really made."""

from datetime import datetime
from enum import StrEnum

from priorauth.value import Value


class LookupOutcome(StrEnum):
    """How a lookup call ended.

    ``answered``: the server knew; ``nothing_found``: it searched and there is nothing; ``not_in_snapshot``: its data do
    not cover the question, which says nothing about the world; the other three are failures.
    """

    ANSWERED = "answered"
    NOTHING_FOUND = "nothing_found"
    NOT_IN_SNAPSHOT = "not_in_snapshot"
    UNAVAILABLE = "unavailable"
    REFUSED = "refused"
    MALFORMED = "malformed"

    @property
    def failed(self) -> bool:
        """Whether the call gave no answer at all."""
        return self in (LookupOutcome.UNAVAILABLE, LookupOutcome.REFUSED, LookupOutcome.MALFORMED)


class LookupCall(Value):
    """One call, as it happened.

    ``arguments_digest`` is the digest of the canonical JSON of the arguments; ``identifiers`` are the codes, NPIs,
    policy ids, PMIDs and NCT ids that the answer holds: nothing else may be cited from it. ``duration_ms`` is wall time
    in milliseconds; ``cached`` says that the answer came from the cache of an earlier call.
    """

    id: str
    lookup: str
    tool: str
    arguments_digest: str
    server: str
    data_version: str | None
    started_at: datetime
    duration_ms: float
    outcome: LookupOutcome
    cached: bool
    identifiers: tuple[str, ...] = ()
    detail: str = ""
