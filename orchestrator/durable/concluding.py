"""What follows from a determination or another act: documents, kept as issued, and the message that tells of them."""

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
from orchestrator.scope import Purpose, Scope
from orchestrator.store.engine import Database
from orchestrator.store.issued import Made, ToConclude, ToWrite, digest_of_bytes, href, issue, read_unconcluded
from orchestrator.store.messages import put_message
from orchestrator.store.turns import Turn
from priorauth.determination import Determination
from priorauth.letters.writing import Correspondence
from telemetry.logs import fields

_log = logging.getLogger(__name__)
ACTOR = "orchestrator"
DETERMINED, LETTER = "determination.made", "letter.issued"


@dataclass(frozen=True, slots=True)
class Concluder:
    """Writes what follows from the determinations and acts of a turn's case. Where it dies in between, it
    is done again whole.

    ``sign`` signs PDFs. ``tell`` wakes whoever delivers messages; it is None where nobody does, and then no message is
    written.
    """

    database: Database
    bulletin: Bulletin
    letters: Correspondence
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
        for one in await self.database.read(read_unconcluded, scope, case_id, self.letters.regulations):
            await self._write(scope, one)

    async def _write(self, scope: Scope, one: ToConclude | ToWrite) -> None:
        """The documents are made beside the event loop, and stored together with the message that tells of them."""
        documents = await asyncio.to_thread(documents_of, one, self.letters, self.sign, self.now())
        if await self.database.write(self._store, scope, one, documents):
            self.bulletin.announce(one.case_id)
            _log.info("case.concluded", extra=fields(case_id=one.case_id, level=one.level))
            if self.tell is not None:
                self.tell()

    def _store(self, session: Session, scope: Scope, one: ToConclude | ToWrite, documents: Sequence[Made]) -> bool:
        at = self.now()
        if not issue(session, scope, one, documents, at):
            return False
        if self.tell is not None:
            kind = DETERMINED if isinstance(one, ToConclude) else LETTER
            put_message(session, scope, one.case_id, kind, _told(one, documents), at)
        return True


def _told(one: ToConclude | ToWrite, documents: Sequence[Made]) -> dict[str, object]:
    """Numbers, codes and times; the documents themselves are asked for at their addresses."""
    shown = [
        {
            "id": made.id,
            "media_type": made.media_type,
            "digest": digest_of_bytes(made.body),
            "href": href(one.case_id, made.id),
        }
        for made in documents
    ]
    own = _of_determination(one.determination) if isinstance(one, ToConclude) else _of_act(one)
    return own | {"documents": shown}


def _of_determination(made: Determination) -> dict[str, object]:
    return {
        "level": made.level.value,
        "outcome": made.outcome.value,
        "authorization_number": made.authorization_number,
        "revision": made.revision,
        "decided_at": made.decided_at.isoformat(),
    }


def _of_act(one: ToWrite) -> dict[str, object]:
    act = one.act
    return {"level": act.level, "act": act.body.act.value, "revision": act.revision, "at": act.at.isoformat()}
