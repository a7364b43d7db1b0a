"""The audit trail: a chain in which nothing can be changed, dropped or put in another order unnoticed."""

import datetime as dt
from typing import Any

import pytest

from priorauth.audit import GENESIS, EventType, Link, follows, link, payload_digest

KEY = b"the key of this case"
AT = dt.datetime(2026, 10, 15, 12, tzinfo=dt.UTC)


def a_link(sequence: int = 1, previous: str = GENESIS, **given: Any) -> Link:
    defaults: dict[str, Any] = {
        "case_id": "c1",
        "type": EventType.CASE_RECEIVED,
        "at": AT,
        "actor": "submitter",
        "payload": b'{"documents":1}',
        "key": KEY,
    }
    return link(sequence=sequence, previous=previous, **defaults | given)


def test_each_link_follows_the_one_before() -> None:
    first = a_link()
    second = a_link(2, first.digest, type=EventType.REVIEW_STARTED)
    assert follows(first, GENESIS)
    assert follows(second, first.digest)
    assert not follows(second, GENESIS)


@pytest.mark.parametrize(
    "change",
    [
        {"case_id": "c2"},
        {"sequence": 2},
        {"type": EventType.AGENT_FAILED},
        {"at": AT + dt.timedelta(seconds=1)},
        {"actor": "someone else"},
        {"payload_digest": payload_digest(b'{"documents":2}', KEY)},
        {"digest": GENESIS},
    ],
    ids=lambda change: next(iter(change)),
)
def test_no_part_of_a_link_can_be_changed_unnoticed(change: dict[str, Any]) -> None:
    assert not follows(a_link().model_copy(update=change), GENESIS)


def test_a_link_survives_its_json() -> None:
    for zone in (dt.UTC, dt.timezone(dt.timedelta(hours=-5))):
        one = a_link(at=AT.astimezone(zone))
        assert follows(Link.model_validate_json(one.model_dump_json()), GENESIS)


def test_a_payload_digest_needs_the_key() -> None:
    """Without the key, a guess at a deleted payload cannot be confirmed."""
    assert payload_digest(b'{"a":1}', KEY) != payload_digest(b'{"a":1}', b"another key")
    assert payload_digest(b'{"a":1}', KEY) != payload_digest(b'{"a":2}', KEY)
