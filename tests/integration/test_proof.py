"""A store is proven untouched; a changed byte in an event, a payload, a document or a finding is found and named."""

import asyncio
import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, func, update
from sqlalchemy.orm import Session

from orchestrator.bootstrap import compose
from orchestrator.cli import main
from orchestrator.record.proof import Proof, case_ids, prove_case
from orchestrator.scope import Purpose, Scope
from orchestrator.store.cases import store_case
from orchestrator.store.engine import Database
from orchestrator.store.migrations import migrate
from orchestrator.store.tables import (
    CaseKeyRow,
    CaseRow,
    DocumentRow,
    EventPayloadRow,
    EventRow,
    FindingsRow,
    RevisionRow,
)
from tests.integration.conftest import Serve
from tests.integration.fakes import no_queue
from tests.integration.sending import a_submission, reviewed, sent
from tests.integration.test_store import a_case

AN_HOUR = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)
AUDITOR = Scope("default", "auditor", Purpose.AUDIT)
EXAMPLE = Path(__file__).parents[2] / "examples" / "02-home-oxygen-test-conditions-missing.json"


async def proven(store_url: str, *touches: Any) -> Proof:
    """The proof of the one case that is stored, after these changes."""
    database = Database(store_url)

    def touch(session: Session) -> None:
        for one in touches:
            session.execute(one)

    try:
        await database.write(touch)
        (case_id,) = await database.read(case_ids, "default")
        return await database.read(prove_case, AUDITOR, case_id)
    finally:
        await database.close()


async def test_a_real_review_is_proven_from_what_is_stored(serve: Serve, store_url: str) -> None:
    async with serve(compose=compose, database_url=store_url) as client:
        case = await sent(client, json.loads(EXAMPLE.read_text(encoding="utf-8")))

    proof = await proven(store_url)

    assert (proof.case_id, proof.documents, proof.revisions, proof.breach) == (case["case_id"], 3, 1, None)
    assert proof.events > 20


@pytest.mark.parametrize(
    ("touch", "breach"),
    [
        (update(EventRow).where(EventRow.sequence == 2).values(actor="x"), "event 2 (review.started) is not"),
        (delete(EventPayloadRow).where(EventPayloadRow.sequence == 1), "what event 1 (case.received) says is gone"),
        (
            update(EventPayloadRow).where(EventPayloadRow.sequence == 2).values(body="junk"),
            "what event 2 (review.started) says is not",
        ),
        (
            update(EventPayloadRow)
            .where(EventPayloadRow.sequence == 2)
            .values(body=func.replace(EventPayloadRow.body, ":", ": ")),
            "what event 2 (review.started) says is not",
        ),
        (
            update(EventPayloadRow).where(EventPayloadRow.sequence == 2).values(body="[NaN]"),
            "what event 2 (review.started) says is not",
        ),
        (update(EventRow).where(EventRow.sequence == 2).values(type="no.such"), "the log cannot be read"),
        (update(CaseRow).values(event_count=1), "the log ends after event"),
        (delete(CaseKeyRow), "what event 1 (case.received) says is not"),
        (update(DocumentRow).values(text=DocumentRow.text + " "), "the text of document d1 is not what was sent"),
        (
            update(DocumentRow).values(about=func.replace(DocumentRow.about, "visit_note", "letter")),
            "revision 1 is not what was recommended on",
        ),
        (
            update(FindingsRow).values(body=func.replace(FindingsRow.body, "INSUFFICIENT", "MET")),
            "revision 1 is not what was recommended on",
        ),
        (update(FindingsRow).values(body="{"), "revision 1 is not what was recommended on"),
    ],
)
async def test_what_was_changed_is_found_and_named(
    serve: Serve, store_url: str, touch: Any, breach: str | None
) -> None:
    async with serve(database_url=store_url) as client:
        await sent(client, a_submission())
    assert (await proven(store_url)).breach is None

    found = (await proven(store_url, touch)).breach

    assert (found or "").startswith(breach or "")
    assert (found is None) == (breach is None)


async def test_a_document_whose_digest_was_made_to_fit_is_found_by_the_log(serve: Serve, store_url: str) -> None:
    async with serve(database_url=store_url) as client:
        await sent(client, a_submission())
    fitting = "sha256:" + hashlib.sha256(b"Another note.").hexdigest()

    found = await proven(store_url, update(DocumentRow).values(text="Another note.", digest=fitting))

    assert found.breach == "the text of document d1 is not what was sent"


@pytest.mark.parametrize(
    ("touches", "breach"),
    [
        ([delete(DocumentRow)], "document d1 is gone"),
        ([update(CaseRow).values(submission="{}")], "the submission is not what was sent"),
        ([delete(FindingsRow), delete(RevisionRow)], "revision 1 is gone"),
        ([update(CaseRow).values(status="deleted")], "its status and its log do not agree"),
        ([update(CaseRow).values(member_name="Ida")], "the queue names another member"),
        ([update(CaseRow).values(received_at=AN_HOUR)], "the queue tells another time of receipt"),
        ([update(RevisionRow).values(created_by="Ida")], "revision 1 was begun by another than it says"),
    ],
)
async def test_what_was_taken_away_is_found_and_named(
    serve: Serve, store_url: str, touches: list[Any], breach: str
) -> None:
    async with serve(database_url=store_url) as client:
        await sent(client, a_submission())

    assert ((await proven(store_url, *touches)).breach or "").startswith(breach)


async def test_who_asked_for_a_review_stands_in_the_log(serve: Serve, store_url: str) -> None:
    async with serve(database_url=store_url) as client:
        case = await sent(client, a_submission())
        await client.post(f"{case['links']['self']}/revisions")
        await reviewed(client, case["case_id"])
        await client.post(f"{case['links']['self']}/agents/coverage")
        events = (await client.get(case["links"]["audit"])).json()["events"]

    asked = [(one["actor"], one["payload"]) for one in events if one["type"] == "review.requested"]
    assert asked == [
        ("development", {"revision": 2, "agent": None}),
        ("development", {"revision": 3, "agent": "coverage"}),
    ]
    assert (await proven(store_url)).breach is None
    touch = update(RevisionRow).where(RevisionRow.number == 3).values(created_by="Ida")
    assert (await proven(store_url, touch)).breach == "revision 3 was begun by another than it says"


def test_the_command_makes_no_store(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "verify", "--data-dir", str(tmp_path)]) == 1
    assert "There is no store at" in capfd.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_the_command_names_the_case_and_the_place(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    store_url = f"sqlite:///{tmp_path / 'priorauth.sqlite'}"

    async def store() -> str:
        database = Database(store_url)
        await migrate(database)
        receipt = await store_case(database, AUDITOR, a_case(), no_queue)
        await database.close()
        return receipt.case_id

    case_id = asyncio.run(store())
    assert main(["audit", "verify", "--data-dir", str(tmp_path)]) == 0
    assert capfd.readouterr().out == "Untouched: 1 case with 1 event, 1 document, 0 revisions.\n"

    asyncio.run(proven(store_url, update(DocumentRow).values(text="Another note.")))
    assert main(["audit", "verify", "--data-dir", str(tmp_path)]) == 1
    told = capfd.readouterr()
    assert told.out == f"{case_id}: the text of document d1 is not what was sent.\n"
    assert "1 of 1 case not as written" in told.err


async def test_the_audit_says_whether_the_record_is_whole(serve: Serve, store_url: str) -> None:
    async with serve(database_url=store_url) as client:
        case = await sent(client, a_submission())
        audit = (await client.get(case["links"]["audit"])).json()
        assert (audit["verified"], audit["proof"]) == (True, {"documents": 1, "revisions": 1, "breach": None})

        await proven(store_url, update(DocumentRow).values(text="Another note."))
        audit = (await client.get(case["links"]["audit"])).json()
        assert (audit["verified"], audit["proof"]["breach"]) == (True, "the text of document d1 is not what was sent")

        await proven(store_url, update(EventRow).where(EventRow.sequence == 2).values(actor="x"))
        audit = (await client.get(case["links"]["audit"])).json()
        assert not audit["verified"]
        assert audit["proof"]["breach"] == "event 2 (review.started) is not what was written"
