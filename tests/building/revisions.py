"""A whole revision, from findings."""

from typing import Any

from priorauth.inputs import SynthesisInput
from priorauth.preflight import preflight
from priorauth.rationale import computed_synthesis
from priorauth.revision import Revision, Versions
from tests.building.cases import a_case
from tests.building.findings import clinical, compliance, coverage
from tests.building.rules import SYNTHESIS_RULES

VERSIONS = {"rule_book": "sha256:1", "files": {"skills/a/SKILL.md": "sha256:2"}, "model": "embedded", "code": "0.1.0"}


def a_revision(**given: Any) -> Revision:
    """Of the case and the findings of each agent; what is not given passes every gate."""
    case = given.pop("case", a_case())
    agents = {"compliance": compliance(), "clinical": clinical(), "coverage": coverage()}
    agents = {name: given.pop(name, findings) for name, findings in agents.items()}
    inputs = SynthesisInput(case=case, **agents)
    defaults: dict[str, Any] = {
        "number": 1,
        "assumptions": (),
        "versions": Versions.model_validate(VERSIONS),
        "preflight": preflight(case),
        "synthesis": computed_synthesis(inputs, SYNTHESIS_RULES),
    }
    return Revision(case=case, **agents, **defaults | given)
