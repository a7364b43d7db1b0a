"""Verifies an exported record. It needs this folder and Python 3.9 or newer, and nothing else.

    python3 verify.py [FOLDER]      (the folder that holds this file, if none is given)

It checks that every file is the one that the manifest lists, that the chain of events holds from the first to the last,
that every payload has its keyed digest, and that every document and every revision has the digest that the chain tells.
Exit code 0: everything holds. 1: something does not, and is named. What it cannot know is whether the whole folder was
made up: for that, compare the SHA-256 of manifest.json, which it prints, with the one that the store recorded.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import sys
from collections.abc import Iterator
from typing import Any

GENESIS = "sha256:" + "0" * 64
MANIFEST = "manifest.json"
_BEFORE_LINK, _BEFORE_PAYLOAD = '{"link":', ',"payload":'


def main(arguments: list[str]) -> int:
    """Verifies a folder and says what was found."""
    folder = arguments[0] if arguments else os.path.dirname(os.path.abspath(__file__))
    problems = check(folder)
    for problem in problems:
        sys.stdout.write(f"NOT AS EXPORTED: {problem}\n")
    if problems:
        return 1
    sys.stdout.write(summary(folder))
    return 0


def check(folder: str) -> list[str]:
    """Everything in a folder that does not hold; an empty list where all does."""
    try:
        return list(_problems(folder))
    except (OSError, ValueError, KeyError, TypeError) as error:
        return [f"the folder cannot be read as an exported record ({type(error).__name__})"]


def summary(folder: str) -> str:
    """What a folder that holds consists of."""
    manifest, case = _json(folder, MANIFEST), _json(folder, "case.json")
    events = sum(1 for _ in _events(folder))
    counts = (events, "event"), (len(case["documents"]), "document"), (len(case["revisions"]), "revision")
    said = ", ".join(f"{count} {thing}{'' if count == 1 else 's'}" for count, thing in counts)
    lines = [f"Everything holds: case {manifest['case_id']}, {said}."]
    if case["deleted"]:
        lines.append("The record was lawfully deleted before this export; the last events say when, by whom and why.")
    lines.append(f"SHA-256 of {MANIFEST}: {hashlib.sha256(_bytes(folder, MANIFEST)).hexdigest()}")
    return "\n".join(lines) + "\n"


def _problems(folder: str) -> Iterator[str]:
    manifest = _json(folder, MANIFEST)
    broken = list(_of_files(folder, manifest))
    yield from broken
    if broken:
        return
    if manifest["breach"]:
        yield f"the store had a break when this was exported: {manifest['breach']}"
    case = _json(folder, "case.json")
    yield from _of_chain(folder, manifest)
    yield from _of_submission(folder, case)
    yield from _of_documents(folder, case)
    yield from _of_revisions(folder, case)
    yield from _of_issued(folder, case)


def _of_files(folder: str, manifest: Any) -> Iterator[str]:
    listed = {entry["path"]: entry for entry in manifest["files"]}
    found = set(_files(folder)) - {MANIFEST}
    for path in sorted(found - set(listed)):
        yield f"{path} is not in the manifest"
    for path, entry in listed.items():
        if path not in found:
            yield f"{path} is missing"
        elif len(_bytes(folder, path)) != entry["bytes"] or _sha256(_bytes(folder, path)) != entry["sha256"]:
            yield f"{path} has not the content that the manifest lists"


def _of_chain(folder: str, manifest: Any) -> Iterator[str]:
    key = bytes.fromhex(_bytes(folder, "key.txt").decode().strip())
    events = list(_events(folder))
    deleted = max((link["sequence"] for link, _ in events if link["type"] == "record.deleted"), default=0)
    previous = GENESIS
    for number, (link, payload) in enumerate(events, start=1):
        name = f"event {number} ({link['type']})"
        body = {member: value for member, value in link.items() if member != "digest"}
        if link["sequence"] != number or link["previous"] != previous or link["digest"] != _sha256(_canonical(body)):
            yield f"{name} does not follow the one before it"
        if payload != "null":
            if link["payload_digest"] != "hmac-sha256:" + hmac.new(key, payload.encode(), "sha256").hexdigest():
                yield f"the payload of {name} is not what was written"
        elif number >= deleted:
            yield f"the payload of {name} is missing, and no lawful deletion took it"
        previous = link["digest"]
    if manifest["chain"] != {"events": len(events), "head": previous}:
        yield "the chain does not end where the manifest says"


def _of_submission(folder: str, case: Any) -> Iterator[str]:
    told = [json.loads(payload) for link, payload in _events(folder) if link["type"] == "case.received"]
    for received in (one["submission"] for one in told if one and "submission" in one):
        if case["submission"] is None or _sha256(_bytes(folder, case["submission"])) != received:
            yield "submission.json is not what was received"


def _of_documents(folder: str, case: Any) -> Iterator[str]:
    received = {}
    for link, payload in _events(folder):
        said = json.loads(payload) or {}
        if link["type"] == "case.received":
            received.update(said.get("documents", {}))
        elif link["type"] == "document.added" and "digest" in said:
            received[said["document"]] = said["digest"]
    for document in case["documents"]:
        found = _sha256(_bytes(folder, document["file"]))
        if found != document["digest"] or received.pop(document["id"], found) != found:
            yield f"{document['file']} is not the text that was received"
    for one in received:
        yield f"document {one} was received and is not here"


def _of_revisions(folder: str, case: Any) -> Iterator[str]:
    told = [json.loads(payload) for link, payload in _events(folder) if link["type"] == "recommendation.ready"]
    announced = {one["revision"]: one["digest"] for one in told if one}
    texts = {document["id"]: document["digest"] for document in case["documents"]}
    for revision in (one for one in case["revisions"] if one["file"]):
        found = _bytes(folder, revision["file"])
        if not _sha256(found) == revision["digest"] == announced.pop(revision["number"], revision["digest"]):
            yield f"{revision['file']} has not the digest that its recommendation was announced with"
        for document in json.loads(found)["case"]["documents"]:
            if texts.get(document["id"]) != _sha256(document["text"].encode()):
                yield f"{revision['file']} was not made from documents/{document['id']}.txt"
    for number in announced:
        yield f"revision {number} was announced and is not here"


def _of_issued(folder: str, case: Any) -> Iterator[str]:
    told = [json.loads(payload) for link, payload in _events(folder) if link["type"] == "documents.issued"]
    issued = {name: made for one in told if one for name, made in one["documents"].items()}
    for document in case.get("issued", []):
        if not _sha256(_bytes(folder, document["file"])) == document["digest"] == issued.pop(document["id"], None):
            yield f"{document['file']} is not the document that was issued"
    for name in issued:
        yield f"the document {name} was issued and is not here"


def _events(folder: str) -> Iterator[tuple[Any, str]]:
    """Each link, and its payload exactly as written: a line is ``{"link":…,"payload":…}``."""
    for line in _bytes(folder, "events.jsonl").decode().split("\n")[:-1]:
        link, end = json.JSONDecoder().raw_decode(line, len(_BEFORE_LINK))
        after = end + len(_BEFORE_PAYLOAD)
        if line[: len(_BEFORE_LINK)] + line[end:after] + line[-1] != _BEFORE_LINK + _BEFORE_PAYLOAD + "}":
            raise ValueError("this is no line of events.jsonl")
        yield link, line[after:-1]


def _canonical(link: Any) -> bytes:
    """Canonical JSON (RFC 8785) of texts and whole numbers under ASCII names, which is all that a link holds."""
    return json.dumps(link, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _files(folder: str) -> Iterator[str]:
    for place, _, names in os.walk(folder):
        for name in names:
            yield os.path.relpath(os.path.join(place, name), folder).replace(os.sep, "/")


def _json(folder: str, path: str) -> Any:
    return json.loads(_bytes(folder, path))


def _bytes(folder: str, path: str) -> bytes:
    """A file of the folder, whose name another file of it told."""
    if os.path.isabs(path) or ".." in path.split("/"):
        raise ValueError(f"{path} lies outside of the folder")
    with open(os.path.join(folder, path), "rb") as file:
        return file.read()


def _sha256(content: bytes) -> str:
    return "sha256:" + hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
