"""The ledger: what it finds, what it holds, and that it is never changed."""

import datetime as dt

import pytest

from mcp_clients import icd10, npi
from mcp_clients.ledger import Answered, Failed, Ledger, LedgerEntry, NotAsked
from mcp_clients.questions import JsonObject
from priorauth.ledger import LookupCall, LookupOutcome

QUESTION = npi.npi_validate("2000001372")
ANSWER: JsonObject = {"outcome": "answered", "found": {"npi": "2000001372", "valid": True}}


def entry(call_id: str, outcome: LookupOutcome, answer: JsonObject | None, key: str = QUESTION.key) -> LedgerEntry:
    call = LookupCall(
        id=call_id,
        lookup="npi",
        tool="npi_validate",
        arguments_digest="sha256:00",
        server="in-process:npi",
        data_version="1",
        started_at=dt.datetime(2026, 1, 2, tzinfo=dt.UTC),
        duration_ms=1.0,
        outcome=outcome,
        cached=False,
        identifiers=("2000001372",) if answer else (),
    )
    return LedgerEntry(call=call, question=key, answer=answer)


def test_a_question_that_was_not_asked() -> None:
    assert isinstance(Ledger().find(QUESTION), NotAsked)


def test_an_answer_is_found_typed_even_after_a_later_failure() -> None:
    ledger = Ledger([entry("npi-1", LookupOutcome.ANSWERED, ANSWER), entry("npi-2", LookupOutcome.UNAVAILABLE, None)])
    found = ledger.find(QUESTION)
    assert isinstance(found, Answered)
    assert found.value.found is not None
    assert found.value.found.valid
    assert found.call.id == "npi-1"


def test_the_latest_failure_is_found_where_there_is_no_answer() -> None:
    ledger = Ledger([entry("npi-1", LookupOutcome.REFUSED, None), entry("npi-2", LookupOutcome.UNAVAILABLE, None)])
    found = ledger.find(QUESTION)
    assert isinstance(found, Failed)
    assert found.call.id == "npi-2"


def test_spelled_out_defaults_ask_the_same() -> None:
    plain = icd10.LOOKUP_CODE.question(code="J44.1")
    spelled = icd10.LOOKUP_CODE.question(code="J44.1", code_type="diagnosis")
    assert plain.key == spelled.key == icd10.lookup_code("J44.1").key
    assert plain.key != icd10.lookup_code("J44.0").key
    assert plain.key != icd10.validate_code("J44.1").key


def test_only_identifiers_of_answers_may_be_cited() -> None:
    ledger = Ledger([entry("npi-1", LookupOutcome.ANSWERED, ANSWER)])
    assert ledger.holds("2000001372")
    assert not ledger.holds("2000002743")


def test_it_travels_as_json_and_goes_on_counting() -> None:
    ledger = Ledger([entry("npi-1", LookupOutcome.ANSWERED, ANSWER)])
    there = Ledger(LedgerEntry.model_validate_json(each.model_dump_json()) for each in ledger.entries)
    assert there.calls == ledger.calls
    assert isinstance(there.find(QUESTION), Answered)
    assert there.begin("npi") == "npi-2"
    assert there.begin("icd10") == "icd10-1"


def test_a_call_that_has_begun_is_not_yet_listed_and_is_recorded_once() -> None:
    ledger = Ledger()
    call_id = ledger.begin("npi")
    assert ledger.calls == ()
    ledger.record(entry(call_id, LookupOutcome.ANSWERED, ANSWER))
    with pytest.raises(ValueError, match="npi-1 is recorded already"):
        ledger.record(entry(call_id, LookupOutcome.UNAVAILABLE, None))
