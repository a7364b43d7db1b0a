"""The reviewers' desk: what people do to a case, each act committed together with what follows from it."""

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass

from orchestrator.bulletin import Bulletin
from orchestrator.scope import Scope
from orchestrator.store.acting import record_act
from orchestrator.store.correcting import correct_facts
from orchestrator.store.determinations import determine
from orchestrator.store.engine import Database
from orchestrator.store.turns import PutTurn
from priorauth.acts import ActBody, FactCorrection, RecordedAct
from priorauth.decision import Decision
from priorauth.determination import Determination
from priorauth.letters.writing import Correspondence
from priorauth.regulations import Regulations


@dataclass(frozen=True, slots=True)
class Desk:
    """Where cases are decided and everything else is done to them. ``announce`` wakes who watches a case or works."""

    database: Database
    bulletin: Bulletin
    regulations: Regulations
    letters: Correspondence
    now: Callable[[], dt.datetime]
    put: PutTurn
    announce: Callable[[str], None]

    async def determine(self, scope: Scope, case_id: str, decision: Decision) -> Determination:
        """Determines a case as a clinician decided. Raises what the store's function of this name raises."""
        made = await determine(
            self.database,
            scope,
            case_id,
            decision,
            self.now(),
            regulations=self.regulations,
            letters=self.letters,
            put=self.put,
        )
        self.announce(case_id)
        return made

    async def act(self, scope: Scope, case_id: str, body: ActBody) -> RecordedAct:
        """Records an act. Raises what :func:`orchestrator.store.acting.record_act` raises."""
        done = await self.database.write(
            record_act, scope, case_id, body, self.now(), letters=self.letters, put=self.put
        )
        self.announce(case_id)
        return done

    async def correct(self, scope: Scope, case_id: str, act: FactCorrection, concepts: Collection[str]) -> int:
        """Has a case reviewed again with what a clinician corrected: the revision's number.

        Raises what :func:`orchestrator.store.correcting.correct_facts` raises.
        """
        number = await self.database.write(
            correct_facts, scope, case_id, act, self.now(), concepts=concepts, put=self.put
        )
        self.announce(case_id)
        return number
