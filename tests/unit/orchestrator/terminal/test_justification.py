"""What the audit justification says of policies, layers, conflicts and how sure we are."""

import datetime as dt

from orchestrator.documents.justification import justify
from orchestrator.store.revisions import Cause, FinishedRevision

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


def test_each_requirement_names_its_policy_its_layer_and_its_marks(build_revision):
    revision = build_revision()
    said = justify(FinishedRevision(revision, revision.digest, Cause.SUBMITTED, NOON, NOON))
    criteria = said.partition("## 3. ")[2].partition("## 4. ")[0].splitlines()
    layer = "NCD-1, national coverage determination"
    assert "- Policy NCD-1 (national coverage determination), version 2, bound: It names E1390." in criteria
    assert "- Policies disagree: NCD-1 prevails over LCD-1." in criteria
    assert f"- **MET** ({layer}) Hypoxemia at rest or in sleep: As stated. Confidence 90 of 100." in criteria
    unproven = f"- **INSUFFICIENT** ({layer}) Stability at the test. Stable when tested: Not found in the record."
    assert f"{unproven} Confidence 0 of 100." in criteria
    assert "  - Source: NCD 1, section B (secondary; contractor's discretion: a person decides)" in criteria
    assert f"- **MET** ({layer}; not required) Specialty fits: As stated. Confidence 95 of 100." in criteria
