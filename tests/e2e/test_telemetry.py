"""Ten processes tell of one case: one trace through all of them, and not a word of the case in anything they say."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evaluation.records import example_bodies
from infra.twin.plan import WEB
from tests.building.postgres import PostgresServer
from tests.e2e.processes import finished
from tests.e2e.twin import ServedTwin, served_twin
from tests.integration.fakes import MARKER

LOOKED_UP_BY = {"clinical": "icd10", "coverage": "cms-coverage"}


def test_a_case_is_one_trace_through_every_process_and_nothing_of_it_is_told(
    tmp_path: Path, postgres: PostgresServer
) -> None:
    settings = {"PRIORAUTH_TELEMETRY": "console", "OTEL_METRIC_EXPORT_INTERVAL": "500"}
    with served_twin(tmp_path, postgres.fresh(), **settings) as running:
        oxygen, _, _, pap, *_ = example_bodies()
        marked = _submitted(running, _marked(oxygen))
        usual = _submitted(running, pap)  # over the same connections to lookups, which are asked something else
        finished(running.client, usual)
        assert MARKER in running.client.get(f"/api/cases/{marked}").text
        running.client.post("/api/cases/search", json={"text": MARKER})
        running.client.get(f"/api/policies/{MARKER}")
    said = {name: path.read_text() for name, path in running.twin.said.items()}
    assert [name for name, text in said.items() if MARKER in text] == []
    spans = {name: list(_spans(text, usual)) for name, text in said.items()}
    traces = {one["context"]["trace_id"] for told in spans.values() for one in told}
    assert len(traces) == 1
    assert {one["name"] for one in spans[WEB]} >= {"review", "agent clinical", "agent synthesis"}
    for agent in ("compliance", "clinical", "coverage", "synthesis"):
        kinds = {one["name"].split()[0] for one in spans[agent]}
        assert kinds >= {"POST", "invoke_agent", "chat"}, agent
    for agent, lookup in LOOKED_UP_BY.items():
        assert any(one["name"].startswith("execute_tool") for one in spans[agent])
        parents = {one["context"]["span_id"] for one in spans[agent]}
        assert {one["parent_id"] for one in spans[lookup]} & parents, f"{lookup} goes on with the trace of {agent}"
    for measure in ("priorauth.agent.duration", "priorauth.review.duration", "priorauth.queue.depth"):
        assert f'"name": "{measure}"' in said[WEB]
    assert '"body": "review.completed"' in said[WEB]


def _marked(body: dict[str, Any]) -> dict[str, Any]:
    """The case with the marker as the member's name and id, in a title, an author, and within a note."""
    first, *others = body["documents"]
    note = first | {"title": MARKER, "author": MARKER, "text": f"{first['text']}\n{MARKER} said so."}
    member = body["member"] | {"name": MARKER, "member_id": MARKER}
    return body | {"member": member, "documents": [note, *others]}


def _submitted(running: ServedTwin, body: dict[str, Any]) -> str:
    response = running.client.post("/api/cases", json=body)
    assert response.status_code == 202, response.text
    case_id = response.json()["case_id"]
    running.client.get(f"/api/cases/{case_id}/events")
    return case_id


def _spans(text: str, case_id: str) -> Iterator[dict[str, Any]]:
    for one in _objects(text):
        if "context" in one and one["attributes"].get("priorauth.case_id") == case_id:
            yield one


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """The JSON objects that a process said, one after the other, whatever stands between them."""
    decoder, at = json.JSONDecoder(), text.find("{")
    while at >= 0:
        try:
            found, end = decoder.raw_decode(text, at)
        except json.JSONDecodeError:
            end = at + 1
        else:
            if isinstance(found, dict):
                yield found
        at = text.find("{", end)
