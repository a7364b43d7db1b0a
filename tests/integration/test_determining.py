"""Determinations: at most one for a case, however many try, and numbers that the database keeps apart."""

import asyncio
import datetime as dt
from collections.abc import Iterator
from functools import partial

import httpx
import pytest
from sqlalchemy import delete, update

from orchestrator.failures import ReviewUnfinished
from orchestrator.people import PEOPLE
from orchestrator.record.proof import prove_case
from orchestrator.scope import Purpose, Scope
from orchestrator.settings import Settings
from orchestrator.store.conclusion_tables import DeterminationRow
from orchestrator.store.determinations import determine, numbers_given, read_determination
from orchestrator.store.engine import Database
from orchestrator.store.events import read_trail
from orchestrator.store.rows import get_case
from priorauth.audit import EventType
from priorauth.determination import AlreadyDetermined, Determination, NothingToAccept, StaleRecommendation
from priorauth.errors import CaseNotFound, InvalidTransition
from priorauth.inputs import AgentName
from priorauth.numbers import authorization_number, is_authorization_number
from tests.integration.conftest import Serve
from tests.integration.deciding import LETTERS, REGULATIONS, accepting
from tests.integration.fakes import FakeAgents, no_queue
from tests.integration.sending import a_note, a_submission, reviewed, submit

NURSE = Scope("default", "nurse", Purpose.DETERMINATION, PEOPLE["nurse"])
NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
deciding = partial(determine, regulations=REGULATIONS, letters=LETTERS, put=no_queue)


async def recommended(client: httpx.AsyncClient, **changes: object) -> tuple[str, str]:
    """A recommended case's id and digest."""
    case = await reviewed(client, await submit(client, a_submission(**changes)))
    return case["case_id"], case["revision"]["digest"]


async def test_of_many_who_decide_at_once_one_does(serve: Serve, store_url: str):
    async with serve(database_url=store_url) as client:
        case_id, digest = await recommended(client)
        database = Database(store_url)
        tries = (deciding(database, NURSE, case_id, accepting(digest), NOW) for _ in range(20))
        results = await asyncio.gather(*tries, return_exceptions=True)
        made = [one for one in results if isinstance(one, Determination)]
        assert len(made) == 1
        assert sum(isinstance(one, AlreadyDetermined) for one in results) == 19
        assert await database.read(read_determination, NURSE, case_id) == made[0]
        assert is_authorization_number(made[0].authorization_number)
        assert (await database.read(get_case, NURSE, case_id)).status == "determined"
        trail = await database.read(read_trail, NURSE, case_id)
        assert trail.verified
        assert [event.link.type for event in trail.events].count(EventType.DETERMINATION_MADE) == 1
        assert trail.events[-1].link.actor == "nurse"
        await database.close()


async def test_a_number_that_was_given_is_not_given_again(serve: Serve, store_url: str):
    async with serve(database_url=store_url) as client:
        cases = [await recommended(client, diagnoses=[code]) for code in ("J44.9", "J44.1", "J43.9")]
        database = Database(store_url)
        draws: Iterator[int] = iter([7, 7, 7, 8, 7, 7, 7, 7, 7])

        def drawn(at: dt.datetime) -> str:
            return authorization_number(at.year, next(draws))

        for case_id, digest in cases[:2]:
            await deciding(database, NURSE, case_id, accepting(digest), NOW, numbers=drawn)
        expected = {authorization_number(2026, 7), authorization_number(2026, 8)}
        assert set(await database.read(numbers_given, NURSE)) == expected
        with pytest.raises(Exception, match="authorization_number"):
            await determine(
                database,
                NURSE,
                cases[2][0],
                accepting(cases[2][1]),
                NOW,
                regulations=REGULATIONS,
                letters=LETTERS,
                put=no_queue,
                numbers=drawn,
            )
        assert await database.read(read_determination, NURSE, cases[2][0]) is None
        assert (await database.read(get_case, NURSE, cases[2][0])).status == "recommended"
        await database.close()


async def test_what_cannot_be_accepted_is_refused_and_changes_nothing(
    serve: Serve, agents: FakeAgents, settings: Settings
):
    async with serve() as client:
        pended, digest = await recommended(client, documents=a_note("Nothing is said."))
        approved, approved_digest = await recommended(client)
        agents.acts[AgentName.CLINICAL] = agents.hang
        unfinished = await submit(client)
        database = Database(settings.store_url)
        for case_id, seen, error in (
            (pended, digest, NothingToAccept),
            (approved, digest, StaleRecommendation),
            ("PA-NONE", digest, CaseNotFound),
            (unfinished, digest, (InvalidTransition, ReviewUnfinished)),
        ):
            with pytest.raises(error):
                await deciding(database, NURSE, case_id, accepting(seen), NOW)
        assert await database.read(numbers_given, NURSE) == ()
        await deciding(database, NURSE, approved, accepting(approved_digest), NOW)
        await database.close()


async def test_a_changed_determination_is_found(serve: Serve, store_url: str):
    async with serve(database_url=store_url) as client:
        case_id, digest = await recommended(client)
    database = Database(store_url)
    made = await deciding(database, NURSE, case_id, accepting(digest), NOW)
    assert (await database.read(prove_case, NURSE, case_id)).breach is None

    async def change(**values: object) -> None:
        await database.write(lambda session: session.execute(update(DeterminationRow).values(values)))

    changes = {"authorization_number": "AUTH26-0000", "decided_by": "another", "decided_at": NOW + dt.timedelta(1)}
    for name, value in changes.items():
        await change(**{name: value})
        breach = (await database.read(prove_case, NURSE, case_id)).breach
        assert breach == "its initial determination is not what was decided"
        await change(**{name: getattr(made, name)})
    await database.write(lambda session: session.execute(delete(DeterminationRow)))
    assert (await database.read(prove_case, NURSE, case_id)).breach == "its initial determination is gone"
    await database.close()


async def test_a_determined_case_takes_nothing_more(serve: Serve, settings: Settings):
    async with serve() as client:
        case_id, digest = await recommended(client)
        database = Database(settings.store_url)
        await deciding(database, NURSE, case_id, accepting(digest), NOW)
        await database.close()
        answers = [
            await client.post(f"/api/cases/{case_id}/documents", json={"documents": a_note("More.")}),
            await client.post(f"/api/cases/{case_id}/revisions"),
            await client.post(f"/api/cases/{case_id}/agents/clinical"),
        ]
        assert {(one.status_code, one.json()["code"]) for one in answers} == {(409, "invalid_transition")}
        assert (await client.get(f"/api/cases/{case_id}")).json()["status"] == "determined"
        assert (await client.get(f"/api/cases/{case_id}/events")).text.count("event: determination.made") == 1
        again = await client.post("/api/cases", json=a_submission())
        assert again.json()["probable_duplicates"] == []
