"""Accepting: a submission becomes a stored case, and every stored case gets its review."""

import asyncio
import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from orchestrator.bulletin import Bulletin, within
from orchestrator.case_ids import new_case_id
from orchestrator.durable.replica import Replica
from orchestrator.durable.workflows import Workflows
from orchestrator.failures import QueueFull, ServiceStopping
from orchestrator.scope import Scope
from orchestrator.store.additions import add_documents, review_again
from orchestrator.store.cases import NewCase, Receipt, store_case
from orchestrator.store.clocks import reset_clock
from orchestrator.store.engine import Database
from orchestrator.store.revisions import FinishedRevision, is_finished, read_revision
from orchestrator.store.rows import get_case
from orchestrator.store.turns import Turn
from priorauth.canonical import digest_of
from priorauth.case import CaseSubmission, SubmittedDocument
from priorauth.inputs import AgentName
from priorauth.lifecycle import CaseAct, check_may
from priorauth.regulations import Regulations
from priorauth.revision import Versions
from priorauth.submission import accept

_LOOK_AGAIN_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Intake:
    """What changes a case from outside. Each act is committed together with the turn in the queue that it needs.

    At most ``max_waiting`` cases wait for their review when another is accepted.
    """

    database: Database
    replica: Replica
    queue: Workflows
    bulletin: Bulletin
    versions: Versions
    now: Callable[[], dt.datetime]
    max_waiting: int
    regulations: Regulations

    async def accept(
        self,
        scope: Scope,
        submission: CaseSubmission,
        *,
        assumptions: tuple[str, ...] = (),
        idempotency_key: str | None = None,
    ) -> Receipt:
        """Commits a case and has it reviewed. Raises ``NotTheirs``, :class:`QueueFull` and ``IdempotencyConflict``."""
        check_may(scope.person, CaseAct.ACCEPT)
        if self.replica.waiting >= self.max_waiting:
            raise QueueFull(self.replica.waiting)
        received_at = self.now()
        content_digest = await asyncio.to_thread(digest_of, submission)
        bare = submission.model_copy(update={"documents": ()})
        case = accept(bare, case_id=new_case_id(received_at), received_on=received_at.date())
        due_at, escalate_at = self.regulations.due_from_receipt(case, received_at)
        new = NewCase(
            submission=submission,
            case=case,
            received_at=received_at,
            due_at=due_at,
            escalate_at=escalate_at,
            content_digest=content_digest,
            assumptions=assumptions,
            idempotency_key=idempotency_key,
        )
        receipt = await store_case(self.database, scope, new, self.put)
        if receipt.is_new:
            self.replica.expect()
        return receipt

    async def add_documents(
        self, scope: Scope, case_id: str, documents: Sequence[SubmittedDocument]
    ) -> tuple[int, tuple[str, ...]]:
        """Adds documents and has the case reviewed with them: the revision's number and the documents' ids."""
        check_may(scope.person, CaseAct.ADD_DOCUMENTS)
        number, ids = await self.database.write(self._add_documents, scope, case_id, documents, self.now())
        self.announce(case_id)
        return number, ids

    def _add_documents(
        self, session: Session, scope: Scope, case_id: str, documents: Sequence[SubmittedDocument], at: dt.datetime
    ) -> tuple[int, tuple[str, ...]]:
        """A clock that waits for information goes on with what came."""
        number, ids = add_documents(session, scope, case_id, documents, at, put=self.put)
        reset_clock(session, scope, get_case(session, scope, case_id), self.regulations, at)
        return number, ids

    async def review_again(self, scope: Scope, case_id: str, agent: AgentName | None = None) -> int:
        """Has a recommended case reviewed again, wholly or from one agent on: the revision's number."""
        check_may(scope.person, CaseAct.REVIEW_AGAIN)
        number = await self.database.write(
            review_again, scope, case_id, self.now(), agent=agent, versions=self.versions, put=self.put
        )
        self.announce(case_id)
        return number

    def put(self, session: Session, turn: Turn) -> None:
        """Puts a turn in the queue, in the session's transaction."""
        self.queue.put(session, turn)
        self.replica.offer(session)

    def announce(self, case_id: str) -> None:
        """Tells who watches a case, and who works, that there is news."""
        self.bulletin.announce(case_id)
        self.replica.expect()

    async def finished(self, scope: Scope, case_id: str, number: int) -> FinishedRevision:
        """A revision, once it is whole. Raises :class:`ServiceStopping` where the service stops before."""
        with self.bulletin.watching(case_id) as news:
            while not await self._is_finished(scope, case_id, number):
                if self.bulletin.closed:
                    raise ServiceStopping(case_id)
                await within(news.finished, _LOOK_AGAIN_SECONDS)
                news.finished.clear()
        return await self.database.read(read_revision, scope, case_id, number)

    async def _is_finished(self, scope: Scope, case_id: str, number: int) -> bool:
        return await self.database.read(is_finished, scope, case_id, number)
