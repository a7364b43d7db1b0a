"""What the audit justification says of policies, layers, conflicts, how sure we are, and what language models used."""

import datetime as dt
from decimal import Decimal

from orchestrator.documents.justification import justify
from orchestrator.store.revisions import Cause, FinishedRevision
from priorauth.inputs import AgentName
from priorauth.model_usage import AgentUsage, review_usage
from priorauth.revision import Revision

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


def trail(revision: Revision, *agents: AgentUsage) -> list[str]:
    """The lines of the audit trail."""
    finished = FinishedRevision(revision, revision.digest, Cause.SUBMITTED, NOON, NOON, review_usage(agents))
    return justify(finished).partition("## 7. ")[2].partition("## 8. ")[0].splitlines()


def used(agent: AgentName, usd: str | None, **counted: int) -> AgentUsage:
    counts = {"calls": 1, "read": 12_345, "cached": 1_200, "written": 50} | counted
    return AgentUsage(agent=agent, model="openai:x", usd=Decimal(usd) if usd else None, **counts)


def test_each_requirement_names_its_policy_its_layer_and_its_marks(build_revision):
    revision = build_revision()
    said = justify(FinishedRevision(revision, revision.digest, Cause.SUBMITTED, NOON, NOON, None))
    criteria = said.partition("## 3. ")[2].partition("## 4. ")[0].splitlines()
    layer = "NCD-1, national coverage determination"
    assert "- Policy NCD-1 (national coverage determination), version 2, bound: It names E1390." in criteria
    assert "- Policies disagree: NCD-1 prevails over LCD-1." in criteria
    assert f"- **MET** ({layer}) Hypoxemia at rest or in sleep: As stated. Confidence 90 of 100." in criteria
    unproven = f"- **INSUFFICIENT** ({layer}) Stability at the test. Stable when tested: Not found in the record."
    assert f"{unproven} Confidence 0 of 100." in criteria
    assert "  - Source: NCD 1, section B (secondary; contractor's discretion: a person decides)" in criteria
    assert f"- **MET** ({layer}; not required) Specialty fits: As stated. Confidence 95 of 100." in criteria


def test_where_the_embedded_model_plays_nothing_is_said_of_models(build_revision):
    assert not [line for line in trail(build_revision()) if "language model" in line]


def test_what_language_models_used_stands_after_the_sources_by_agent_in_exact_dollars(build_revision):
    revision = build_revision()
    priced = used(AgentName.CLINICAL, "0.000000100", calls=3, failed=1)
    partly = used(AgentName.COVERAGE, "12.50", calls=2, estimated=1, unpriced=1)
    said = trail(revision, priced, partly, used(AgentName.SYNTHESIS, None, unpriced=1))
    headings = [line for line in said if line.startswith("### ")]
    assert headings.index("### Sources asked") + 1 == headings.index("### What language models used")
    assert [line for line in said if "openai:x" in line or "Together" in line] == [
        "| clinical, played by “openai:x” | 3, 1 failed | 12,345 | 1,200 | 50 | 0.0000001 |",
        "| coverage, played by “openai:x” | 2, 1 estimated | 12,345 | 1,200 | 50 | "
        "12.5, and 1 call without a known price |",
        "| synthesis, played by “openai:x” | 1 | 12,345 | 1,200 | 50 | no price known |",
        "| **Together** | 6, 1 failed, 1 estimated | 37,035 | 3,600 | 150 | "
        "12.5000001, and 2 calls without a known price |",
    ]
    assert any("these are estimated from the length of the texts" in line for line in said)


def test_one_agent_has_no_sum_and_no_estimate_is_spoken_of_where_there_is_none(build_revision):
    said = " ".join(trail(build_revision(), used(AgentName.CLINICAL, "1")))
    assert "by the operator's price table" in said
    assert "Together" not in said
    assert "estimated" not in said
