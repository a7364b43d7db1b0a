"""Corrected facts, on both databases, as a reviewer's page corrects them: the review is computed again."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from orchestrator.bootstrap import compose
from orchestrator.people import HEADER
from orchestrator.record.proof import prove_case
from orchestrator.scope import Purpose, Scope
from orchestrator.store.engine import Database
from tests.building.oxygen import MISSED, a_missed_measurement
from tests.integration.conftest import Serve
from tests.integration.sending import reviewed, sent, submit

NURSE, DIRECTOR, AUDITOR = {HEADER: "nurse"}, {HEADER: "director"}, {HEADER: "auditor"}
ORDERED_BY_ANOTHER = Path(__file__).parents[2] / "examples" / "07-knee-mri-ordered-by-dermatologist.json"
PENDED, APPROVED = "PEND", "APPROVE"


@pytest.fixture
async def client(serve: Serve, store_url: str) -> AsyncIterator[httpx.AsyncClient]:
    """The service with its real agents."""
    async with serve(compose=compose, database_url=store_url) as one:
        yield one


async def post(client: httpx.AsyncClient, case: dict[str, Any], by: dict[str, str] = NURSE, **body: Any) -> Any:
    told = {"digest": case["revision"]["digest"]} | body
    return await client.post(f"/api/cases/{case['case_id']}/corrections", json=told, headers=by)


async def corrected(client: httpx.AsyncClient, case: dict[str, Any], **body: Any) -> dict[str, Any]:
    """The case, once it is recommended again."""
    answer = await post(client, case, **body)
    assert answer.status_code == 202, answer.text
    assert answer.json()["revision"] == case["revision"]["number"] + 1
    return await reviewed(client, case["case_id"])


async def passage(client: httpx.AsyncClient, case: dict[str, Any], words: str, **given: Any) -> dict[str, Any]:
    """The passage with these words, as a reviewer marks it."""
    for document in case["case"]["documents"]:
        text = (await client.get(document["links"]["self"])).json()["text"]
        if words in text:
            start = text.index(words)
            place = {"document_id": document["id"], "start": start, "end": start + len(words)}
            return place | {"concept": "oxygen_saturation", "why": "The value stands below its name."} | given
    raise AssertionError("no document holds these words")


def criterion(case: dict[str, Any], id: str) -> dict[str, Any]:
    criteria = (item["result"] for line in case["revision"]["coverage"]["lines"] for item in line["criteria"])
    return next(one for one in criteria if one["id"] == id)


def outcome(case: dict[str, Any]) -> str:
    return case["revision"]["recommendation"]["outcome"]


async def test_a_missed_fact_is_shown_by_a_nurse_and_the_case_approved(
    client: httpx.AsyncClient, store_url: str
) -> None:
    case = await sent(client, a_missed_measurement())
    assert outcome(case) == PENDED
    assert criterion(case, "qualifying-hypoxemia")["status"] == "INSUFFICIENT"

    again = await corrected(client, case, added=[await passage(client, case, MISSED)])

    assert (outcome(again), again["revision"]["cause"]) == (APPROVED, "facts_corrected")
    (fact,) = [one for one in again["revision"]["clinical"]["facts"] if one.get("added_by")]
    assert fact["added_by"] == "Amara Okonjo, RN, nurse reviewer"
    assert (fact["concept"], fact["value"], fact["unit"]) == ("oxygen_saturation", "85", "%")
    assert fact["conditions"]["activity"] == "rest"
    assert fact["evidence"]["spans"][0]["quote"] == MISSED
    (result,) = again["revision"]["clinical"]["corrections"]
    assert result == {
        "correction": 0,
        "applied": True,
        "sentence": "Read from the passage that Amara Okonjo, RN, nurse reviewer showed: "
        "The value stands below its name.",
        "set_aside": [],
        "added": [fact["id"]],
    }
    assert result["sentence"] in again["revision"]["rationale"]
    assert MISSED in json.dumps(criterion(again, "qualifying-hypoxemia"), ensure_ascii=False).replace("\\n", "\n")

    accepted = await client.post(
        f"/api/cases/{case['case_id']}/determination",
        json={"action": "accept", "digest": again["revision"]["digest"]},
        headers=NURSE,
    )
    assert accepted.status_code == 201, accepted.text
    assert accepted.json()["determination"]["revision"] == 2
    audit = (await client.get(f"/api/cases/{case['case_id']}/audit")).json()
    (told,) = [event for event in audit["events"] if event["type"] == "facts.corrected"]
    assert told["actor"] == "nurse"
    assert (told["payload"]["number"], told["payload"]["revision"]) == (1, 2)
    assert told["payload"]["digest"] == case["revision"]["digest"]
    assert [one["concept"] for one in told["payload"]["added"]] == ["oxygen_saturation"]
    database = Database(store_url)
    proof = await database.read(prove_case, Scope("default", "auditor", Purpose.AUDIT), case["case_id"])
    await database.close()
    assert (proof.breach, proof.revisions) == (None, 2)


async def test_a_fact_that_is_marked_wrong_is_kept_with_its_mark_and_judged_by_nobody(
    client: httpx.AsyncClient,
) -> None:
    case = await sent(client, a_missed_measurement())
    case = await corrected(client, case, added=[await passage(client, case, MISSED)])
    facts = case["revision"]["clinical"]["facts"]
    wrong = next(place for place, fact in enumerate(facts) if fact.get("added_by"))
    order = next(place for place, fact in enumerate(facts) if fact["document_id"] == "d3")

    again = await corrected(client, case, misread=[{"fact": order, "why": "Another item."}])

    kept = again["revision"]["clinical"]["corrections"]
    assert [one["correction"] for one in kept] == [0, 1]
    assert kept[1]["sentence"] == "Marked wrong by Amara Okonjo, RN, nurse reviewer: Another item."
    assert [fact["id"] for fact in kept[1]["set_aside"]] == [facts[order]["id"]]
    assert facts[order]["id"] not in {fact["id"] for fact in again["revision"]["clinical"]["facts"]}

    more = {"documents": [{"kind": "letter", "title": "Letter", "text": "Thank you for your call."}]}
    await client.post(f"/api/cases/{case['case_id']}/documents", json=more)
    later = await reviewed(client, case["case_id"])
    assert later["revision"]["number"] == again["revision"]["number"] + 1
    assert later["revision"]["clinical"]["corrections"] == kept
    assert wrong < len(facts)


async def test_a_mark_is_taken_back_and_the_review_is_computed_again(client: httpx.AsyncClient) -> None:
    case = await sent(client, a_missed_measurement())
    shown = await corrected(client, case, added=[await passage(client, case, MISSED)])
    assert outcome(shown) == APPROVED

    back = {"correction": 0, "why": "It is another day's value."}
    again = await corrected(client, shown, taken_back=[back])

    assert (outcome(again), again["revision"]["number"]) == (PENDED, 3)
    assert again["revision"]["clinical"]["facts"] == case["revision"]["clinical"]["facts"]
    (result,) = again["revision"]["clinical"]["corrections"]
    assert (result["correction"], result["applied"]) == (0, False)
    assert "It was taken back by Amara Okonjo, RN, nurse reviewer: It is another day's value." in result["sentence"]
    audit = (await client.get(f"/api/cases/{case['case_id']}/audit")).json()
    told = [event["payload"] for event in audit["events"] if event["type"] == "facts.corrected"]
    assert [(one["number"], one["taken_back"]) for one in told] == [(1, []), (2, [back])]
    twice = await post(client, again, taken_back=[back])
    assert (twice.status_code, twice.json()["problems"][0]["code"]) == (422, "taken_back_before")


async def test_what_was_corrected_is_listed_with_who_when_why_and_what_became_of_it(client: httpx.AsyncClient) -> None:
    case = await sent(client, a_missed_measurement())
    address = f"/api/cases/{case['case_id']}/corrections"
    none = (await client.get(address)).json()
    assert (none["revision"], none["corrections"]) == (1, [])
    assert none["may_correct"] == ["nurse_reviewer", "medical_director"]
    assert none["may_confirm"]["discretion"] == ["medical_director"]
    assert none["may_confirm"]["not_checked"] == ["nurse_reviewer", "medical_director"]
    assert none["longest_passage"] == 1_000

    shown = await corrected(client, case, added=[await passage(client, case, MISSED)])
    moved = (await client.get(f"/api/cases/{case['case_id']}/revisions/2/changes")).json()
    assert moved["gates"] == [{"gate": "gate_3_necessity", "before": "FAIL", "after": "PASS"}]
    await corrected(client, shown, taken_back=[{"correction": 0, "why": "It is another day's value."}])

    (made,) = (await client.get(address)).json()["corrections"]
    assert (made["number"], made["correction"]["type"], made["correction"]["span"]["quote"]) == (0, "passage", MISSED)
    assert made["correction"]["by"]["name"] == "Amara Okonjo, RN"
    assert made["end"]["why"] == "It is another day's value."
    assert not made["result"]["applied"]
    assert (await client.get("/api/cases/PA-NONE/corrections")).status_code == 404


async def test_the_vocabulary_names_every_concept_that_may_be_chosen(client: httpx.AsyncClient) -> None:
    named = (await client.get("/api/vocabulary")).json()["concepts"]
    assert not [one for one in named if one["cues"]]
    told = (await client.get("/api/vocabulary", params={"cues": True})).json()["concepts"]
    concepts = {one["id"]: one for one in told}
    assert len(concepts) == len(named)
    assert concepts["oxygen_saturation"]["unit"] == "%"
    assert concepts["oxygen_saturation"]["kind"] == "measurement"
    assert "SpO2" in concepts["oxygen_saturation"]["cues"]
    assert not [cue for one in concepts.values() for cue in one["cues"] if "|" in cue]


async def test_a_passage_that_does_not_state_it_adds_nothing_and_that_is_said(client: httpx.AsyncClient) -> None:
    case = await sent(client, a_missed_measurement())
    again = await corrected(
        client,
        case,
        added=[
            await passage(client, case, "(finger probe)"),
            await passage(client, case, "Item:         Oxygen concentrator", concept="body_mass_index"),
            await passage(client, case, "BMI 22.6", concept="body_mass_index"),
            await passage(client, case, MISSED, side="left"),
        ],
    )
    assert outcome(again) == PENDED
    assert [one["applied"] for one in again["revision"]["clinical"]["corrections"]] == [False] * 4
    told = [one["sentence"] for one in again["revision"]["clinical"]["corrections"]]
    assert "does not state 'oxygen saturation'." in told[0].lower()
    assert "Mark all the words that state it." in told[0]
    assert "is read already" in told[2]
    assert "of the left side" in told[3]
    assert not [fact for fact in again["revision"]["clinical"]["facts"] if fact.get("added_by")]


async def test_what_may_not_be_corrected_is_told_and_changes_nothing(client: httpx.AsyncClient) -> None:
    case = await sent(client, a_missed_measurement())
    shown = [await passage(client, case, MISSED)]
    for by in (AUDITOR, {}):
        refused = await post(client, case, by, added=shown)
        assert (refused.status_code, refused.json()["code"]) == (403, "not_permitted")
    stale = await post(client, case, added=shown, digest="sha256:" + "0" * 64)
    assert (stale.status_code, stale.json()["code"]) == (409, "stale_recommendation")
    empty = await post(client, case)
    assert (empty.status_code, [one["code"] for one in empty.json()["problems"]]) == (422, ["too_short"])
    computed = {"line": "1", "policy_id": "NCD-240.2", "criterion_id": "qualifying-hypoxemia", "met": True, "why": "x"}
    over = await post(client, case, DIRECTOR, confirmed=[computed])
    assert [one["code"] for one in over.json()["problems"]] == ["not_confirmable"]
    same = (await client.get(f"/api/cases/{case['case_id']}")).json()
    assert (same["revision"]["number"], same["in_review"], same["acts"]) == (1, [], [])
    nobody = await client.post("/api/cases/PA-NONE/corrections", json={"digest": "sha256:" + "0" * 64}, headers=NURSE)
    assert nobody.status_code == 404


async def test_a_determined_case_takes_no_correction(client: httpx.AsyncClient) -> None:
    case = await sent(client, a_missed_measurement())
    case = await corrected(client, case, added=[await passage(client, case, MISSED)])
    accepting = {"action": "accept", "digest": case["revision"]["digest"]}
    await client.post(f"/api/cases/{case['case_id']}/determination", json=accepting, headers=NURSE)
    late = await post(client, case, misread=[{"fact": 0, "why": "Late."}])
    assert (late.status_code, late.json()["code"]) == (409, "invalid_transition")


async def test_of_two_corrections_of_one_revision_the_second_is_stale_or_too_early(client: httpx.AsyncClient) -> None:
    case = await sent(client, a_missed_measurement())
    shown = [await passage(client, case, MISSED)]
    first, second = await post(client, case, added=shown), await post(client, case, added=shown)
    assert (first.status_code, second.status_code) == (202, 409)
    again = await reviewed(client, case["case_id"])
    assert [one["body"]["act"] for one in again["acts"]] == ["correct_facts"]


@pytest.mark.parametrize(
    ("business", "forbidden"), [("commercial", True), ("medicare_advantage", False)], ids=["insured", "medicare"]
)
async def test_in_texas_nothing_suggests_a_denial_where_its_law_binds(
    client: httpx.AsyncClient, business: str, forbidden: bool
) -> None:
    body = json.loads(ORDERED_BY_ANOTHER.read_text(encoding="utf-8"))
    body |= {"line_of_business": business}
    body["member"]["state"] = "TX"
    case_id = await submit(client, body)
    case = await reviewed(client, case_id)
    coverage = case["revision"]["coverage"]
    specialty = coverage["lines"][0]["universal"][0]["result"]
    assert coverage.get("withheld_by") == (["TX"] if forbidden else None)
    assert outcome(case) == PENDED
    assert specialty["evidence"]
    told = json.dumps(case["revision"])
    if forbidden:
        assert (specialty["status"], specialty["basis"]) == ("INSUFFICIENT", "person")
        assert specialty["reason"] == "The reviewer judges this."
        assert case["revision"]["recommendation"]["route"] == "NEEDS_PHYSICIAN"
        assert "NOT_MET" not in told
        assert "not met" not in told.lower()
    else:
        assert specialty["status"] == "NOT_MET"
        assert "does not fit the service" in case["revision"]["rationale"]
