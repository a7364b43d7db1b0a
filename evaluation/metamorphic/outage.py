"""The server of the coverage policies is down: unavailable is not negative, and nothing is approved."""

from collections.abc import Sequence

from evaluation.exam.cases import LabelledCase
from evaluation.exam.run import reviewed
from evaluation.metamorphic.change import part_of
from evaluation.metamorphic.run import Broken, Check
from orchestrator.settings import Settings
from orchestrator.terminal.local_review import Review
from priorauth.findings import Route
from priorauth.recommendation import Outcome

POLICIES_DOWN = "the policy server down"
_NOBODY = "http://127.0.0.1:9/mcp"
"""The discard port of this machine, on which nothing answers."""
_TAKEN = 8
"""One of so many cases takes part: every one fails at the same place."""


def without_policies(settings: Settings) -> Settings:
    """The settings of a service whose policy server answers nobody."""
    return settings.model_copy(update={"mcp_cms_coverage_url": _NOBODY})


async def check_outage(cases: Sequence[LabelledCase], review: Review) -> Check:
    """A sample of the cases, approvable ones and others, reviewed without policies: each must PEND as not evaluated."""
    asked = [case for case in cases if part_of(case.id, _TAKEN) == 0]
    drafts = [(case, (await reviewed(case, case.submission, review)).recommendation) for case in asked]
    broken = tuple(
        Broken(case=case.id, how=f"{draft.outcome.value} {draft.route}", outcome=draft.outcome is Outcome.APPROVE)
        for case, draft in drafts
        if draft.route is not Route.NOT_EVALUATED
    )
    return Check(name=POLICIES_DOWN, keeps=False, cases=len(asked), changes=len(asked), broken=broken)
