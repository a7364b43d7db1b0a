"""A case's record as a folder that proves itself with Python's standard library, and that the store remembers."""

import ast
import asyncio
import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, update

from orchestrator.bootstrap import compose
from orchestrator.cli import main
from orchestrator.failures import FolderInTheWay, RecordUnreadable
from orchestrator.record import verify
from orchestrator.record.disclosure import export_record
from orchestrator.scope import Purpose, Scope
from orchestrator.settings import Settings
from orchestrator.store.engine import Database
from orchestrator.store.tables import CaseKeyRow, DocumentRow, EventPayloadRow, EventRow
from priorauth.errors import CaseNotFound
from priorauth.revision import Revision
from tests.integration.conftest import Serve
from tests.integration.sending import a_note, a_submission, reviewed, sent
from tests.integration.test_concluding import accept, concluded, recommended
from tests.integration.test_proof import EXAMPLE
from tests.integration.test_store import NOW

OURS = Scope("default", "Ada Auditor", Purpose.AUDIT)


async def exported(store_url: str, case_id: str, folder: Path, *touches: Any) -> str:
    """The SHA-256 of the manifest of a case's export, made after these changes to the store."""
    database = Database(store_url)
    try:
        for touch in touches:
            await database.write(lambda session, one=touch: session.execute(one))
        return (await export_record(database, OURS, case_id, folder, lambda: NOW))[1]
    finally:
        await database.close()


@pytest.fixture
async def folder(serve: Serve, store_url: str, tmp_path: Path) -> Path:
    """The export of a case with two revisions."""
    async with serve(database_url=store_url) as client:
        case = await sent(client, a_submission(documents=a_note("Frau Müller has hypoxemia.")))
        await client.post(f"/api/cases/{case['case_id']}/documents", json={"documents": a_note("Later: hypoxemia.")})
        await reviewed(client, case["case_id"])
    await exported(store_url, case["case_id"], tmp_path / "record")
    return tmp_path / "record"


def alone(folder: Path) -> tuple[int, str]:
    """What the folder's own program says, without anything but the standard library."""
    command = [sys.executable, "-I", "-S", str(folder / "verify.py")]
    done = subprocess.run(command, capture_output=True, timeout=60, check=False, cwd="/")
    assert done.stderr == b""
    return done.returncode, done.stdout.decode()


def listed_anew(folder: Path) -> None:
    """Makes the manifest fit to the files, as one who changes a file would."""
    manifest = json.loads((folder / "manifest.json").read_bytes())
    for entry in manifest["files"]:
        content = (folder / entry["path"]).read_bytes()
        entry |= {"bytes": len(content), "sha256": "sha256:" + hashlib.sha256(content).hexdigest()}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def test_an_export_holds_by_itself(folder: Path) -> None:
    code, said = alone(folder)

    assert code == 0, said
    assert said.startswith("Everything holds: case PA-")
    assert "2 documents, 2 revisions" in said
    assert hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest() in said


async def test_an_export_holds_what_was_determined_and_issued(serve: Serve, store_url: str, tmp_path: Path) -> None:
    async with serve(database_url=store_url) as client:
        case_id, digest = await recommended(client)
        made = (await accept(client, case_id, digest)).json()["determination"]
        issued = (await concluded(client, case_id))["issued"]
        kept = [(await client.get(one["links"]["self"])).content for one in issued]
    folder = tmp_path / "determined"
    await exported(store_url, case_id, folder)
    case = json.loads((folder / "case.json").read_bytes())
    assert [one["authorization_number"] for one in case["determinations"]] == [made["authorization_number"]]
    assert [(folder / one["file"]).read_bytes() for one in case["issued"]] == kept
    assert alone(folder)[0] == 0
    (folder / case["issued"][0]["file"]).write_bytes(kept[0] + b"!")
    listed_anew(folder)
    assert "issued/justification-initial.md is not the document that was issued" in alone(folder)[1]


def test_an_export_is_private_and_whole(folder: Path) -> None:
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    assert {path.stat().st_mode & 0o777 for path in (folder, *folder.rglob("*")) if path.is_dir()} == {0o700}
    assert sorted(path.relative_to(folder).as_posix() for path in files) == [
        "README.txt",
        "case.json",
        "documents/d1.txt",
        "documents/d2.txt",
        "events.jsonl",
        "key.txt",
        "manifest.json",
        "revisions/1.json",
        "revisions/2.json",
        "submission.json",
        "verify.py",
    ]
    assert [path.name for path in folder.parent.iterdir() if path.name.startswith(".")] == []


def test_an_export_names_every_version_that_took_part(folder: Path) -> None:
    case = json.loads((folder / "case.json").read_bytes())
    for revision in case["revisions"]:
        assert set(revision["versions"]) == {"rule_book", "files", "model", "code"}
        assert revision["data_versions"] == {"icd10": ["2026"], "npi": ["2026"]}
        content = (folder / revision["file"]).read_bytes()
        assert revision["digest"] == "sha256:" + hashlib.sha256(content).hexdigest()
    assert (folder / "documents" / "d1.txt").read_text(encoding="utf-8") == "Frau Müller has hypoxemia."


@pytest.mark.parametrize("path", ["events.jsonl", "documents/d1.txt", "revisions/1.json", "case.json", "key.txt"])
def test_a_changed_byte_is_found(folder: Path, path: str) -> None:
    content = bytearray((folder / path).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / path).write_bytes(content)

    assert alone(folder) == (1, f"NOT AS EXPORTED: {path} has not the content that the manifest lists\n")


def test_what_came_or_went_is_found(folder: Path) -> None:
    (folder / "documents" / "d1.txt").unlink()
    (folder / "documents" / "d3.txt").write_text("More.", encoding="utf-8")

    assert verify.check(str(folder)) == [
        "documents/d3.txt is not in the manifest",
        "documents/d1.txt is missing",
    ]


def _in_line(number: int, before: str, after: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        lines = (folder / "events.jsonl").read_text(encoding="utf-8").split("\n")
        assert before in lines[number - 1]
        lines[number - 1] = lines[number - 1].replace(before, after)
        (folder / "events.jsonl").write_text("\n".join(lines), encoding="utf-8")

    return change


def _cut(folder: Path) -> None:
    lines = (folder / "events.jsonl").read_text(encoding="utf-8").split("\n")
    (folder / "events.jsonl").write_text("\n".join(lines[:-2]) + "\n", encoding="utf-8")


def _in_file(path: str, before: str, after: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        text = (folder / path).read_text(encoding="utf-8")
        assert before in text
        (folder / path).write_text(text.replace(before, after), encoding="utf-8")

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_in_line(2, '"actor":"orchestrator"', '"actor":"somebody"'), "event 2 (review.started) does not follow"),
        (_in_line(2, '"attempt":1', '"attempt":2'), "the payload of event 2 (review.started) is not what was written"),
        (_in_line(2, '"payload":{"attempt":1,"kept":[],"revision":1}', '"payload":null'), "is missing, and no lawful"),
        (_cut, "the chain does not end where the manifest says"),
        (_in_file("documents/d1.txt", "has", "had"), "documents/d1.txt is not the text that was received"),
        (_in_file("submission.json", "Ada", "Ida"), "submission.json is not what was received"),
        (_in_file("revisions/1.json", "APPROVE", "PEND"), "revisions/1.json has not the digest"),
        (_in_file("revisions/2.json", "Later:", "Never:"), "revisions/2.json was not made from documents/d2.txt"),
        (_in_file("events.jsonl", '"payload"', '"something"'), "cannot be read as an exported record (ValueError)"),
    ],
)
def test_a_change_is_found_even_if_the_manifest_was_made_to_fit(
    folder: Path, change: Callable[[Path], None], said: str
) -> None:
    change(folder)
    listed_anew(folder)

    code, told = alone(folder)

    assert code == 1
    assert said in told


def test_no_name_in_the_manifest_leads_out_of_the_folder(folder: Path) -> None:
    case = json.loads((folder / "case.json").read_bytes())
    case["documents"][0]["file"] = "../../outside"
    (folder / "case.json").write_text(json.dumps(case), encoding="utf-8")
    listed_anew(folder)

    assert verify.check(str(folder)) == ["the folder cannot be read as an exported record (ValueError)"]


def test_the_verifier_runs_on_the_python_that_its_readme_names() -> None:
    source = Path(verify.__file__).read_text(encoding="utf-8")
    tree = ast.parse(source, feature_version=(3, 9))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in imported} <= sys.stdlib_module_names
    readme = Path(verify.__file__).with_name("readme.txt").read_text(encoding="utf-8")
    assert "Python 3.9 or newer" in readme
    assert "Python 3.9 or newer" in str(verify.__doc__)


async def test_the_store_remembers_an_export_by_its_manifest(serve: Serve, store_url: str, tmp_path: Path) -> None:
    async with serve(database_url=store_url) as client:
        case = await sent(client, a_submission())
        manifest = await exported(store_url, case["case_id"], tmp_path / "record")
        audit = (await client.get(case["links"]["audit"])).json()

    *before, last = audit["events"]
    assert audit["verified"]
    assert (last["type"], last["actor"]) == ("record.exported", "Ada Auditor")
    assert last["payload"] == {"manifest": manifest, "purpose": "audit", "events": len(before)}
    chain = json.loads((tmp_path / "record" / "manifest.json").read_bytes())["chain"]
    assert chain == {"events": len(before), "head": before[-1]["digest"]}


async def test_an_export_overwrites_nothing_and_records_nothing_then(
    serve: Serve, store_url: str, tmp_path: Path
) -> None:
    (tmp_path / "record").mkdir()
    async with serve(database_url=store_url) as client:
        case = await sent(client, a_submission())
        before = (await client.get(case["links"]["audit"])).json()
        for place, why in (("record", "there is something of this name"), ("no/where", "No such file")):
            with pytest.raises(FolderInTheWay, match=why):
                await exported(store_url, case["case_id"], tmp_path / place)
        with pytest.raises(CaseNotFound):
            await exported(store_url, "PA-NONE", tmp_path / "other")
        assert (await client.get(case["links"]["audit"])).json() == before
    assert list((tmp_path / "record").iterdir()) == []


@pytest.mark.parametrize(
    ("touch", "said"),
    [
        (update(DocumentRow).values(text="Another."), "the text of document d1 is not what was sent"),
        (delete(EventPayloadRow).where(EventPayloadRow.sequence == 2), "says is gone"),
    ],
)
async def test_the_export_of_a_broken_record_says_that_it_is(
    serve: Serve, store_url: str, tmp_path: Path, touch: Any, said: str
) -> None:
    async with serve(database_url=store_url) as client:
        case = await sent(client, a_submission())
    await exported(store_url, case["case_id"], tmp_path / "record", touch)
    problems = verify.check(str(tmp_path / "record"))
    assert said in problems[0]
    assert len(problems) > 1


@pytest.mark.parametrize(
    "touch", [update(EventRow).where(EventRow.sequence == 2).values(type="no.such"), delete(CaseKeyRow)]
)
async def test_a_log_that_cannot_be_read_is_not_exported(
    serve: Serve, store_url: str, tmp_path: Path, touch: Any
) -> None:
    async with serve(database_url=store_url) as client:
        case = await sent(client, a_submission())
    with pytest.raises(RecordUnreadable):
        await exported(store_url, case["case_id"], tmp_path / "record", touch)
    assert not (tmp_path / "record").exists()


async def test_the_commands_export_and_verify(
    serve: Serve, settings: Settings, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A real review: its numbers and texts are such as a record holds."""
    async with serve(compose=compose) as client:
        case = await sent(client, json.loads(EXAMPLE.read_text(encoding="utf-8")))
    case_id, folder = case["case_id"], tmp_path / "record"
    data = ["--data-dir", str(settings.data_dir)]
    capfd.readouterr()

    def run(*arguments: str) -> tuple[int, str]:
        code = main(["audit", *arguments])
        told = capfd.readouterr()
        return code, told.out + told.err

    def commands() -> None:
        code, said = run("export", case_id, "--to", str(folder), "--actor", "Ada Auditor", *data)
        assert code == 0
        assert hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest() in said
        assert alone(folder)[0] == 0
        Revision.model_validate(_with_times(json.loads((folder / "revisions" / "1.json").read_bytes())))
        assert run("verify", str(folder))[0] == 0
        (folder / "key.txt").write_text("00", encoding="utf-8")
        code, said = run("verify", str(folder))
        assert code == 1
        assert "key.txt has not the content" in said
        assert run("verify", *data)[0] == 0
        code, said = run("export", case_id, "--to", str(folder), *data)
        assert (code, "overwrites nothing" in said) == (1, True)
        code, said = run("export", "PA-NONE", *data)
        assert (code, "There is no case PA-NONE" in said) == (2, True)

    await asyncio.to_thread(commands)


def _with_times(value: Any) -> Any:
    """A revision's file leaves out the times of its calls; with any, it is the revision again."""
    if isinstance(value, list):
        return [_with_times(one) for one in value]
    if not isinstance(value, dict):
        return value
    times = {"started_at": NOW.isoformat(), "duration_ms": 0} if "arguments_digest" in value else {}
    return {name: _with_times(one) for name, one in value.items()} | times
