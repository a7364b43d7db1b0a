"""Digests say the same of the same content, whatever the order it was written in."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from priorauth.audit import GENESIS, EventType, Link, follows, link
from priorauth.canonical import canonical_json, digest
from tests.building.findings import a_call
from tests.generative.strategies import json_values

NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(-1e15, 1e15)
SAFE_JSON = json_values(st.none() | st.booleans() | NUMBERS | st.text(max_size=20))


def reordered(value: Any, draw: Any) -> Any:
    match value:
        case dict():
            return {key: reordered(value[key], draw) for key in draw(st.permutations(list(value)))}
        case list():
            return [reordered(item, draw) for item in value]
        case _:
            return value


@given(SAFE_JSON, st.data())
def test_the_order_of_members_does_not_matter(value: Any, data: st.DataObject) -> None:
    assert digest(reordered(value, data.draw)) == digest(value)


@given(SAFE_JSON)
def test_the_canonical_form_is_json_of_the_same_value(value: Any) -> None:
    assert json.loads(canonical_json(value)) == value
    assert canonical_json(json.loads(canonical_json(value))) == canonical_json(value)


@given(SAFE_JSON, SAFE_JSON)
def test_different_values_have_different_digests(one: Any, other: Any) -> None:
    assert (digest(one) == digest(other)) is (canonical_json(one) == canonical_json(other))


PAYLOADS = st.lists(st.tuples(st.sampled_from(EventType), SAFE_JSON), min_size=1, max_size=5)


def chain(payloads: list[tuple[EventType, Any]]) -> list[Link]:
    links: list[Link] = []
    for sequence, (kind, payload) in enumerate(payloads, start=1):
        previous = links[-1].digest if links else GENESIS
        at = a_call().started_at
        links.append(
            link(
                case_id="c1",
                sequence=sequence,
                type=kind,
                at=at,
                actor="worker",
                payload=payload,
                key=b"key",
                previous=previous,
            )
        )
    return links


def holds(links: list[Link]) -> bool:
    return all(
        follows(one, before) for one, before in zip(links, [GENESIS, *(one.digest for one in links)], strict=False)
    )


@given(PAYLOADS, st.data())
def test_a_chain_holds_whole_and_not_with_a_link_taken_out(
    payloads: list[tuple[EventType, Any]], data: st.DataObject
) -> None:
    links = chain(payloads)
    assert holds(links)
    place = data.draw(st.integers(0, len(links) - 1))
    assert holds([*links[:place], *links[place + 1 :]]) is (place == len(links) - 1)
