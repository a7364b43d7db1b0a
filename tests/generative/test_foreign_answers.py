"""Whatever JSON a foreign server sends is an answer of the right form or a typed failure; it breaks nothing."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mcp_types import CallToolResult

from mcp_clients.judging import judge
from mcp_clients.questions import LookupTool
from mcp_clients.registry import LOOKUPS

WORDS = """
outcome found detail data_version error results result valid billable code codes description npi is_valid record raw
basic status number taxonomies addresses enumeration_type policy_id title type contractors state nct_id phases total
documents articles trials document_id pmid name kind
"""
KEYS = WORDS.split()
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["", "answered", "J44.1", "A", "D"])
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
    max_leaves=12,
)
ANSWERS = st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=6)
ARGUMENTS = {"code": "J44.1", "code_prefix": "J44.1", "npi": "2000001372", "state": "OH"}
TOOLS = [tool for lookup in LOOKUPS for tool in lookup.tools]


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: f"{tool.lookup}.{tool.name}")
@settings(max_examples=25)
@given(raw=ANSWERS)
def test_an_answer_is_typed_or_a_failure(tool: LookupTool[Any], raw: dict[str, Any]) -> None:
    ended = judge(tool, ARGUMENTS, CallToolResult(content=[], structured_content=raw))

    assert (ended.answer is None) == ended.outcome.failed
    if ended.answer is not None:
        assert tool.read(ended.answer).outcome is ended.outcome
    else:
        assert ended.identifiers == ()
