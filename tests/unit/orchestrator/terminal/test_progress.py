from collections.abc import Callable
from itertools import count

from orchestrator.terminal.progress import ProgressJournal
from priorauth.findings import NotEvaluated
from priorauth.inputs import AgentName
from priorauth.revision import Revision


async def test_each_step_is_told_with_its_time(
    written, build_revision: Callable[..., Revision], failed: Callable[[str], NotEvaluated]
):
    revision = build_revision()
    ticks = count(0.0, 0.25)
    journal = ProgressJournal(written.screen, lambda: next(ticks))
    journal.preflight_completed(revision.preflight)
    journal.agent_started(AgentName.CLINICAL)
    journal.lookup_called(AgentName.CLINICAL, revision.calls[0])
    journal.agent_completed(AgentName.CLINICAL, revision.clinical)
    journal.agent_failed(AgentName.COVERAGE, failed("coverage"))
    await journal.recommended(revision)
    assert written.err.splitlines() == [
        "  clinical    started",
        "  clinical    icd10 lookup_code · ✓ answered · 4 ms",
        "  clinical    done in 0.25 s",
        "  coverage    The coverage agent gave no findings.",
        "  review      PEND after 0.75 s",
    ]
    assert written.out == ""
