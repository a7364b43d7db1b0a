"""Whole cases read by models that lie. None is approved because of it, and what was invented stands nowhere."""

from agents.runtime import InProcessAgents
from orchestrator.bootstrap import Composition
from priorauth.case import Case
from priorauth.findings import NotEvaluated
from priorauth.proposals import proposals_in
from priorauth.recommendation import Outcome
from priorauth.revision import Revision
from tests.integration.review.reviewing import ListJournal, example_case
from tests.repository.tree import ROOT
from tests.scripted.endpoint import Endpoint
from tests.scripted.honest import honest
from tests.scripted.hostile import BEHAVIOURS, EVERYTHING, INJECTED, INVENTED, Behaviour, played

PAGE = ROOT / "docs" / "reference" / "hostile-models.md"
PENDING = ("02", "03", "05", "07", "08", "09", "10")


async def reviewed(modelled: Composition, endpoint: Endpoint, case: Case, behaviour: Behaviour) -> Revision:
    agents = modelled.agents
    assert isinstance(agents, InProcessAgents)
    endpoint.script = played(honest(agents.kit), behaviour)
    if behaviour.injected:
        last = case.documents[-1]
        noted = last.model_copy(update={"text": f"{last.text}\n{INJECTED}\n"})
        case = case.model_copy(update={"documents": (*case.documents[:-1], noted)})
    return await modelled.pipeline.review(case, ListJournal(), number=1, assumptions=())


def told(revision: Revision) -> str:
    """What became of a review, in a line of the table."""
    recommendation, clinical, coverage = revision.recommendation, revision.clinical, revision.coverage
    gate = recommendation.stopping_gate
    said = [recommendation.outcome.value + (f" at {gate.value}" if gate else "")]
    if not isinstance(clinical, NotEvaluated):
        said += [f"claims shown as disagreements: {len(clinical.disagreements)}"] if clinical.disagreements else []
        dropped = clinical.ungrounded + (0 if isinstance(coverage, NotEvaluated) else coverage.ungrounded)
        said += [f"dropped, for the record has no such words: {dropped}"] if dropped else []
    proposed = () if isinstance(coverage, NotEvaluated) else tuple(proposals_in(coverage.lines))
    said += [f"shown as the model's reading, for a clinician to judge: {len(proposed)}"] if proposed else []
    failed = [part.agent for part in recommendation.not_evaluated]
    said += [f"no findings of {', '.join(failed)}"] if failed else []
    said += ["prose computed"] if revision.synthesis.prose_by == "function" else []
    return "; ".join(said)


def invented_in(revision: Revision) -> list[str]:
    """What was invented and stands in the revision beside the record itself."""
    text = revision.model_copy(update={"case": revision.case.without_texts()}).model_dump_json()
    return [words for words in INVENTED if words in text]


def page(rows: list[tuple[Behaviour, Revision]]) -> str:
    """The table, as the documentation has it."""
    lines = [f"| {one.name} | {one.case} | {one.deciding} | {told(revision)} |" for one, revision in rows]
    return "\n".join([*_HEAD, *lines, ""])


_HEAD = (
    "# What a model that lies can do",
    "",
    "Each behaviour is played through whole reviews by a scripted model over HTTP (`tests/scripted/hostile.py`), and",
    "this table is what came out; a test keeps it. The third column is reasoned, not measured: it says what follows",
    "where a model's answer is the decision. The last column is measured. Example 01 is approved where it is read",
    "honestly, the others here pend; no behaviour turns a pending case into an approved one. No real model was asked.",
    "",
    "What a model leaves out, or reads otherwise than its words state, stays in the findings: too weak to decide and",
    "strong enough to contradict. So nothing is approved by telling half of the record.",
    "",
    "| a model that … | example | where the model decides | here |",
    "|---|---|---|---|",
)


async def test_no_lie_approves_and_the_table_tells_what_became_of_each(
    modelled: Composition, endpoint: Endpoint
) -> None:
    rows = [
        (behaviour, await reviewed(modelled, endpoint, example_case(behaviour.case), behaviour))
        for behaviour in BEHAVIOURS
    ]

    assert {one.name: told(revision) for one, revision in rows if revision.recommendation.outcome != Outcome.PEND} == {}
    assert {one.name: invented_in(revision) for one, revision in rows if invented_in(revision)} == {}
    assert page(rows) == PAGE.read_text(encoding="utf-8")


async def test_no_pending_example_is_approved_by_all_lies_at_once(modelled: Composition, endpoint: Endpoint) -> None:
    for number in PENDING:
        revision = await reviewed(modelled, endpoint, example_case(number), EVERYTHING)
        assert revision.recommendation.outcome is Outcome.PEND, number
        assert invented_in(revision) == []


async def test_the_same_script_without_a_lie_approves(modelled: Composition, endpoint: Endpoint) -> None:
    """So that the tests above show what the lies do, and not that everything pends."""
    told_straight = Behaviour("nothing", "01", "approves", lambda _, draft: draft)
    revision = await reviewed(modelled, endpoint, example_case("01"), told_straight)
    assert revision.recommendation.outcome is Outcome.APPROVE
