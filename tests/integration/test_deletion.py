"""A lawful deletion takes the record and leaves the chain, and is told apart from what was taken away unlawfully."""

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, func, insert, select, update

from orchestrator.failures import CaseDeleted, ReviewUnfinished
from orchestrator.record import verify
from orchestrator.record.deletion import delete_quiet, delete_record, quiet_cases
from orchestrator.record.proof import Proof, prove_case
from orchestrator.scope import Purpose, Scope
from orchestrator.store.base import Table
from orchestrator.store.cases import store_case
from orchestrator.store.engine import Database
from orchestrator.store.tables import CaseKeyRow, CaseRow, EventPayloadRow, EventRow
from priorauth.errors import CaseNotFound
from priorauth.inputs import AgentName
from tests.integration.conftest import Serve
from tests.integration.fakes import CUE, FakeAgents, no_queue, wait
from tests.integration.sending import a_note, a_submission, reviewed, sent, submit
from tests.integration.test_export import alone, exported
from tests.integration.test_store import NOW, a_case

OFFICER = Scope("default", "Privacy Officer", Purpose.RETENTION)
REASON = "the member asked for it"
MARKERS = ("Vergissmeinnicht", "Immergrün", "Augentrost")


def a_marked_submission() -> dict[str, Any]:
    """A case whose member, document and member id would be found wherever they are left."""
    member = {"name": MARKERS[0], "birth_date": "1955-02-18", "member_id": MARKERS[1]}
    return a_submission(member=member, documents=a_note(f"{MARKERS[2]} has {CUE}. " + f"{MARKERS[2]} again. " * 3000))


async def deleted(store_url: str, case_id: str, *touches: Any) -> Proof:
    """The proof of a case whose record was deleted, after these changes."""
    database = Database(store_url)
    try:
        await database.write(delete_record, OFFICER, case_id, REASON, NOW)
        for touch in touches:
            await database.write(lambda session, one=touch: session.execute(one))
        return await database.read(prove_case, OFFICER, case_id)
    finally:
        await database.close()


async def test_a_deletion_takes_all_but_the_links(serve: Serve, store_url: str) -> None:
    async with serve(database_url=store_url) as client:
        case = await sent(client, a_marked_submission())
        before = (await client.get(case["links"]["audit"])).json()["events"]
    key = select(CaseKeyRow.key)
    database = Database(store_url)
    old_key = await database.read(lambda session: session.scalar(key))
    await database.write(delete_record, OFFICER, case["case_id"], REASON, NOW)

    def left(session: Any) -> dict[str, int]:
        return {
            table.name: session.scalar(select(func.count()).select_from(table))
            for table in Table.metadata.sorted_tables
        }

    counts = await database.read(left)
    rows = await database.read(lambda session: [tuple(row) for row in session.execute(select(*CaseRow.__table__.c))])
    assert await database.read(lambda session: session.scalar(key)) != old_key
    await database.close()

    assert {name: count for name, count in counts.items() if count} == {
        "cases": 1,
        "events": len(before) + 1,
        "event_payloads": 1,
        "case_keys": 1,
    }
    assert not any(marker.casefold() in str(rows).casefold() for marker in MARKERS)


async def test_a_deletion_is_told_in_the_chain_and_is_proven(serve: Serve, store_url: str) -> None:
    async with serve(database_url=store_url) as client:
        case = await sent(client, a_submission())
        before = (await client.get(case["links"]["audit"])).json()
        proof = await deleted(store_url, case["case_id"])
        after = (await client.get(case["links"]["audit"])).json()

    assert (proof.breach, proof.deleted, proof.documents, proof.revisions) == (None, True, 0, 0)
    assert (after["verified"], after["deleted"], after["revisions"]) == (True, True, [])
    assert (before["verified"], before["deleted"]) == (True, False)
    *links, tombstone = after["events"]
    assert [one["digest"] for one in links] == [one["digest"] for one in before["events"]]
    assert {one["payload"] is None for one in links} == {True}
    assert (tombstone["type"], tombstone["actor"]) == ("record.deleted", "Privacy Officer")
    assert tombstone["payload"] == {
        "reason": REASON,
        "taken": {
            "messages": 0,
            "issued_documents": 0,
            "clock_notices": 0,
            "acts": 0,
            "determinations": 0,
            "findings": 5,
            "model_usage": 0,
            "revisions": 1,
            "documents": 1,
            "service_lines": 1,
            "idempotency_keys": 0,
            "payloads": len(links),
        },
    }


@pytest.mark.parametrize(
    ("touch", "breach"),
    [
        (delete(EventPayloadRow), "(record.deleted) says is gone, and no lawful deletion took it"),
        (update(EventPayloadRow).values(body="{}"), "(record.deleted) says is not what was written"),
        (
            insert(EventPayloadRow).from_select(
                ["tenant_id", "case_id", "sequence", "body"],
                select(EventRow.tenant_id, EventRow.case_id, EventRow.sequence, EventRow.actor).where(
                    EventRow.sequence == 1
                ),
            ),
            "event 1 (case.received) says is not what was written",
        ),
        (update(EventRow).where(EventRow.type == "record.deleted").values(actor="x"), "is not what was written"),
        (update(CaseRow).values(status="recommended"), "do not agree on whether the record was deleted"),
        (update(CaseRow).values(member_name="Ada"), "parts of it are there"),
    ],
)
async def test_what_is_done_to_a_tombstone_is_found(serve: Serve, store_url: str, touch: Any, breach: str) -> None:
    async with serve(database_url=store_url) as client:
        case = await sent(client, a_submission())

    assert breach in str((await deleted(store_url, case["case_id"], touch)).breach)


async def test_a_payload_that_is_removed_without_a_deletion_is_a_breach(serve: Serve, store_url: str) -> None:
    async with serve(database_url=store_url) as client:
        case = await sent(client, a_submission())
    database = Database(store_url)
    await database.write(lambda session: session.execute(delete(EventPayloadRow)))
    await database.write(lambda session: session.execute(update(CaseRow).values(status="deleted")))
    proof = await database.read(prove_case, OFFICER, case["case_id"])
    await database.close()
    assert proof.breach == "what event 1 (case.received) says is gone, and no lawful deletion took it"


async def test_a_deleted_case_is_gone_and_said_to_be(serve: Serve, store_url: str) -> None:
    body, key = a_submission(), {"Idempotency-Key": "k"}
    async with serve(database_url=store_url) as client:
        case = await reviewed(client, await submit(client, body, **key))
        own = case["links"]["self"]
        await deleted(store_url, case["case_id"])

        gone = [
            await client.get(own),
            await client.get(f"{own}/events"),
            await client.get(f"{own}/documents/d1"),
            await client.post(f"{own}/documents", json={"documents": a_note("More.")}),
            await client.post(f"{own}/revisions"),
            await client.post(f"{own}/agents/clinical"),
            await client.get(f"/api/review/{case['case_id']}"),
        ]
        assert [(one.status_code, one.json()["code"]) for one in gone] == [(410, "case_deleted")] * len(gone)
        assert f"{own}/audit" in gone[0].json()["detail"]
        assert (await client.get(f"{own}/audit")).status_code == 200
        assert (await client.get("/api/cases")).json()["items"] == []
        assert (await client.get("/api/cases?status=deleted")).json()["items"] == []
        assert (await client.post("/api/cases/search", json={"text": case["case_id"]})).json()["items"] == []
        assert (await client.get("/api/reviews")).json() == []
        again = await client.post("/api/cases", json=body, headers=key)
        assert (again.status_code, again.json()["probable_duplicates"]) == (202, [])
        assert again.json()["case_id"] != case["case_id"]

    async with serve(database_url=store_url) as client:
        assert (await client.get(own)).status_code == 410


async def test_the_export_of_a_tombstone_says_what_was_deleted(serve: Serve, store_url: str, tmp_path: Path) -> None:
    async with serve(database_url=store_url) as client:
        case = await sent(client, a_marked_submission())
    await exported(store_url, case["case_id"], tmp_path / "before")
    await deleted(store_url, case["case_id"])
    await exported(store_url, case["case_id"], tmp_path / "after")

    code, said = alone(tmp_path / "after")
    assert (code, "lawfully deleted" in said) == (0, True), said
    kept = b"".join(path.read_bytes() for path in (tmp_path / "after").rglob("*") if path.is_file())
    assert not any(marker.encode() in kept for marker in MARKERS)
    assert REASON.encode() in kept
    assert alone(tmp_path / "before")[0] == 0
    before, after = (_links(tmp_path / name) for name in ("before", "after"))
    assert after[: len(before)] == before
    assert [one["type"] for one in after[len(before) :]] == ["record.exported", "record.deleted"]


def _links(folder: Path) -> Sequence[Any]:
    return [json.loads(line)["link"] for line in (folder / "events.jsonl").read_bytes().splitlines()]


async def test_a_payload_of_a_tombstones_export_cannot_be_dropped(serve: Serve, store_url: str, tmp_path: Path) -> None:
    async with serve(database_url=store_url) as client:
        case = await sent(client, a_submission())
    await deleted(store_url, case["case_id"])
    database = Database(store_url)
    await database.write(lambda session: session.execute(delete(EventPayloadRow)))
    await database.close()
    await exported(store_url, case["case_id"], tmp_path / "record")
    assert any("(record.deleted) is missing, and no lawful" in one for one in verify.check(str(tmp_path / "record")))


async def test_what_cannot_be_deleted_is_refused(serve: Serve, agents: FakeAgents, store_url: str) -> None:
    agents.acts[AgentName.COVERAGE] = wait(30)
    async with serve(database_url=store_url, agent_timeout_seconds=60) as client:
        case_id = await submit(client)
        with pytest.raises(ReviewUnfinished):
            await deleted(store_url, case_id)
        with pytest.raises(CaseNotFound):
            await deleted(store_url, "PA-NONE")
        assert (await client.get(f"/api/cases/{case_id}")).status_code == 200
    agents.acts.clear()
    async with serve(database_url=store_url) as client:
        await reviewed(client, case_id)
        await deleted(store_url, case_id)
        with pytest.raises(CaseDeleted):
            await deleted(store_url, case_id)


async def test_retention_takes_what_is_quiet_and_not_under_review(serve: Serve, store_url: str) -> None:
    async with serve(database_url=store_url) as client:
        quiet = [(await sent(client, a_submission()))["case_id"] for _ in range(3)]
        young = (await sent(client, a_submission()))["case_id"]
    long_ago, now = dt.datetime(2020, 1, 1, tzinfo=dt.UTC), dt.datetime.now(dt.UTC)
    database = Database(store_url)
    unfinished = (await store_case(database, OFFICER, a_case(at=long_ago), no_queue)).case_id
    await database.write(
        lambda session: session.execute(update(EventRow).where(EventRow.case_id.in_(quiet)).values(at=long_ago))
    )
    since = now - dt.timedelta(days=365)
    try:
        assert await database.read(quiet_cases, "default", since) == tuple(sorted(quiet))
        assert await database.read(quiet_cases, "other", since) == ()
        assert await database.read(quiet_cases, "default", long_ago) == ()
        first = await database.write(delete_quiet, OFFICER, since, REASON, now, 2)
        second = await database.write(delete_quiet, OFFICER, since, REASON, now, 2)
        assert (len(first), sorted(first + second)) == (2, sorted(quiet))
        assert await database.write(delete_quiet, OFFICER, since, REASON, now, 2) == ()
        for case_id in (young, unfinished):
            assert not (await database.read(prove_case, OFFICER, case_id)).deleted
    finally:
        await database.close()


async def test_a_deletion_that_breaks_takes_nothing(
    serve: Serve, store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from orchestrator.record import deletion

    def breaks(*_: Any) -> None:
        raise OSError("no space")

    async with serve(database_url=store_url) as client:
        case = await sent(client, a_submission())
    monkeypatch.setattr(deletion, "append_events", breaks)
    with pytest.raises(OSError, match="no space"):
        await deleted(store_url, case["case_id"])
    database = Database(store_url)
    proof = await database.read(prove_case, OFFICER, case["case_id"])
    assert (proof.breach, proof.deleted, proof.documents) == (None, False, 1)
    await database.close()
