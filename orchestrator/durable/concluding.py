"""What follows from a determination: its documents, kept as issued, and the message that tells of them."""

import asyncio
import datetime as dt
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from orchestrator.bulletin import Bulletin
from orchestrator.documents.concluding import documents_of
from orchestrator.documents.signing import Sign
from orchestrator.durable.trying import try_again
from orchestrator.failures import CaseDeleted
from orchestrator.logs import fields
from orchestrator.scope import Purpose, Scope
from orchestrator.store.engine import Database
from orchestrator.store.issued import Made, ToConclude, digest_of_bytes, href, issue, read_unconcluded
from orchestrator.store.messages import put_message
from orchestrator.store.turns import Turn
from priorauth.determination import Determination

_log = logging.getLogger(__name__)
ACTOR = "orchestrator"
DETERMINED = "determination.made"


@dataclass(frozen=True, slots=True)
class Concluder:
    """Writes what follows from the determinations of a turn's case. Where it dies in between, it is done again whole.

    ``sign`` signs PDFs. ``tell`` wakes whoever delivers messages; it is None where nobody does, and then no message is
    written.
    """

    database: Database
    bulletin: Bulletin
    now: Callable[[], dt.datetime]
    sign: Sign
    tell: Callable[[], None] | None = None

    async def conclude(self, turn: Turn) -> None:
        """Does what is left of the turn. Raises ``TurnInterrupted`` where faults around it go on."""
        scope = Scope(turn.tenant, ACTOR, Purpose.DELIVERY)
        try:
            await try_again(turn, lambda: self._conclude(scope, turn.case_id), unless=CaseDeleted)
        except CaseDeleted:
            _log.warning("conclusion.case_deleted", extra=fields(case_id=turn.case_id))

    async def _conclude(self, scope: Scope, case_id: str) -> None:
        for one in await self.database.read(read_unconcluded, scope, case_id):
            await self._write(scope, one)

    async def _write(self, scope: Scope, one: ToConclude) -> None:
        """The documents are made beside the event loop, and stored together with the message that tells of them."""
        documents = await asyncio.to_thread(documents_of, one, self.sign)
        made = one.determination
        if await self.database.write(self._store, scope, made, documents):
            self.bulletin.announce(made.case_id)
            _log.info("case.concluded", extra=fields(case_id=made.case_id, level=made.level.value))
            if self.tell is not None:
                self.tell()

    def _store(self, session: Session, scope: Scope, made: Determination, documents: Sequence[Made]) -> bool:
        at = self.now()
        if not issue(session, scope, made.case_id, made.level, documents, at):
            return False
        if self.tell is not None:
            put_message(session, scope, made.case_id, DETERMINED, _told(made, documents), at)
        return True


def _told(made: Determination, documents: Sequence[Made]) -> dict[str, object]:
    """Numbers, codes and times; the documents themselves are asked for at their addresses."""
    return {
        "level": made.level.value,
        "outcome": made.outcome.value,
        "authorization_number": made.authorization_number,
        "revision": made.revision,
        "decided_at": made.decided_at.isoformat(),
        "documents": [
            {
                "id": one.id,
                "media_type": one.media_type,
                "digest": digest_of_bytes(one.body),
                "href": href(made.case_id, one.id),
            }
            for one in documents
        ],
    }
