"""A model's prose may not say what the findings do not hold."""

import pytest

from priorauth.errors import AgentFailure
from priorauth.findings import NotEvaluated
from priorauth.inputs import SynthesisInput
from priorauth.prose import says_only_what_is_found
from priorauth.rationale import computed_synthesis
from tests.building.cases import a_case
from tests.building.rules import SYNTHESIS_RULES

DOWN = NotEvaluated(agent="coverage", failure=AgentFailure.UNAVAILABLE, reason="The coverage agent gave no findings.")
PENDED = SynthesisInput(case=a_case(), compliance=DOWN, clinical=DOWN, coverage=DOWN)


@pytest.mark.parametrize(
    ("prose", "stands"),
    [
        ("The coverage agent gave no findings, so a person reviews the request.", True),
        ("The request should be denied.", False),
        ("This is an adverse case.", False),
        ("Saturation was 84 % at rest.", False),
        ("Policy NCD-999.9 covers this.", False),
        ("The service is approved.", False),
        ("APPROVE.", False),
    ],
)
def test_prose_stands_only_where_the_findings_hold_it(prose: str, stands: bool) -> None:
    computed = computed_synthesis(PENDED, SYNTHESIS_RULES)

    assert says_only_what_is_found(prose, computed, PENDED) is stands
