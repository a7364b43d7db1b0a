"""A store with very many cases: rows like those of the examples, written past the application.

Every row is a copy of one that the service wrote, with another case id, member, times, status, priority and assignee.
Only cases and their revisions are written, the latter without their inputs: the queue reads the first, the start of the
service looks for unfinished ones among the second.
"""

import datetime as dt
import random
import secrets
from collections.abc import Iterator, Sequence
from typing import Any

import psycopg
from sqlalchemy import Engine, Table, create_engine, event, func, insert, select

from evaluation.stores import Store
from orchestrator.case_ids import new_case_id
from orchestrator.clock import utc_now
from orchestrator.settings import Settings
from orchestrator.store.base import table_of
from orchestrator.store.engine import open_engine
from orchestrator.store.search import search_text
from orchestrator.store.tables import CaseRow, RevisionRow
from priorauth.case import Priority
from priorauth.lifecycle import CaseStatus

BATCH = 20_000
YEARS = 3
FIRST_NAMES = [
    "Ada",
    "Ben",
    "Chi",
    "Dov",
    "Eva",
    "Finn",
    "Gia",
    "Hugo",
    "Ida",
    "Juan",
    "Kai",
    "Lea",
    "Mia",
    "Noor",
    "Omar",
    "Pia",
    "Quinn",
    "Rosa",
    "Sam",
    "Tara",
]
LAST_NAMES = [
    "Abara",
    "Brandt",
    "Castillo",
    "Dubois",
    "Eriksen",
    "Fischer",
    "Garcia",
    "Haddad",
    "Ivanova",
    "Jansen",
    "Kowalski",
    "Lindqvist",
]
STATUSES = [CaseStatus.RECEIVED] + 3 * [CaseStatus.IN_REVIEW] + 196 * [CaseStatus.RECOMMENDED]
LIMITS = {Priority.STANDARD: dt.timedelta(days=7), Priority.EXPEDITED: dt.timedelta(hours=72)}
"""The federal times. Nothing is left to be seen of these cases' clocks."""
PRIORITIES = 2 * [Priority.EXPEDITED] + 23 * [Priority.STANDARD]
ASSIGNEES = 2_000 * [None] + [f"reviewer {number}" for number in range(1, 200) for _ in range(600 // number)]
"""Four in ten cases have none, some reviewers have very many, some few."""
LINES_OF_BUSINESS = 4 * ["medicare_ffs"] + 3 * ["medicare_advantage"] + 2 * ["commercial"] + ["medicaid"]

Row = dict[str, Any]


class Filling:
    """Writes rows like those that stand in the store already, with a seed of their own."""

    def __init__(self, store: Store, seed: int = 7) -> None:
        self._store = store
        self._chance = random.Random(seed)
        self._now = utc_now()
        self._quick = _quick_engine(store.url)
        with open_engine(store.url).connect() as connection:
            cases = connection.execute(select(table_of(CaseRow))).mappings().all()
            revisions = connection.execute(select(table_of(RevisionRow))).mappings().all()
        of_case = {row["case_id"]: dict(row) for row in revisions}
        self._models = [(dict(row), of_case[row["id"]]) for row in cases]

    def write(self, count: int) -> None:
        """Writes so many cases, a batch in each transaction; then the database looks at what it has, as it would."""
        cases, revisions = table_of(CaseRow), table_of(RevisionRow)
        for start in range(0, count, BATCH):
            pairs = [self._pair() for _ in range(min(BATCH, count - start))]
            batch = ((cases, [case for case, _ in pairs]), (revisions, [revision for _, revision in pairs]))
            (self._copy if self._store.address else self._insert)(batch)
        if self._store.address:
            with psycopg.connect(self._store.address, autocommit=True) as connection:
                connection.execute("VACUUM ANALYZE")

    def _insert(self, batch: Sequence[tuple[Table, list[Row]]]) -> None:
        with self._quick.begin() as connection:
            for table, rows in batch:
                connection.execute(insert(table), rows)

    def _copy(self, batch: Sequence[tuple[Table, list[Row]]]) -> None:
        with psycopg.connect(self._store.url) as connection, connection.cursor() as cursor:
            for table, rows in batch:
                columns = list(rows[0])
                names = ", ".join(f'"{name}"' for name in columns)
                with cursor.copy(f"COPY {table.name} ({names}) FROM STDIN".encode()) as copy:
                    for row in rows:
                        copy.write_row([row[name] for name in columns])

    def _pair(self) -> tuple[Row, Row]:
        case, revision = self._chance.choice(self._models)
        received = self._now - dt.timedelta(days=365 * YEARS) * self._chance.random()
        case_id, priority = new_case_id(received), self._chance.choice(PRIORITIES)
        name = f"{self._chance.choice(FIRST_NAMES)} {self._chance.choice(LAST_NAMES)}"
        member_id = f"{self._chance.randrange(10**10):010d}"
        changed = {
            "id": case_id,
            "status": self._chance.choice(STATUSES).value,
            "priority": priority.value,
            "line_of_business": self._chance.choice(LINES_OF_BUSINESS),
            "received_at": received,
            "due_at": received + LIMITS[priority],
            "escalate_at": received + LIMITS[priority] / 2,
            "next_look_at": None,
            "reviewed_at": received + dt.timedelta(seconds=1),
            "assignee": self._chance.choice(ASSIGNEES),
            "member_name": name,
            "member_id": member_id,
            "search_text": search_text(name, member_id, case_id),
            "content_digest": f"sha256:{secrets.token_hex(32)}",
        }
        return case | changed, revision | {
            "case_id": case_id,
            "inputs": "{}",
            "versions": "{}",
            "completed_at": received,
        }


def _quick_engine(url: str) -> Engine:
    """An engine that writes without waiting for the disk, and keeps what it writes to in memory: for filling only."""
    engine = create_engine(url)

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _: object) -> None:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("PRAGMA cache_size=-1000000")

    return engine


def places(store: Store, *shares: float) -> Iterator[Row]:
    """The case that stands at each share of the queue."""
    cases = table_of(CaseRow)
    ours = select(cases.c.id).where(cases.c.tenant_id == Settings().tenant)
    with open_engine(store.url).connect() as connection:
        count = connection.scalar(select(func.count()).select_from(ours.subquery())) or 0
        for share in shares:
            place = ours.order_by(cases.c.due_at, cases.c.id).offset(int(count * share)).limit(1)
            case_id = connection.scalar(place)
            yield dict(connection.execute(select(cases).where(cases.c.id == case_id)).mappings().one())
