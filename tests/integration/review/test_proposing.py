"""A model that proposes how a criterion reads which cannot be computed: shown with its words, heeded by no gate."""

import dataclasses
from typing import Any

import pytest

from agents.composing import worked_with
from agents.proven import ProvenAgents
from agents.runtime import InProcessAgents
from orchestrator.bootstrap import Composition
from orchestrator.settings import read_settings
from priorauth.assessment import Basis, CriterionResult, Proposed, Reserved
from priorauth.case import Case
from priorauth.findings import NotEvaluated
from priorauth.kleene import Status
from priorauth.recommendation import Outcome
from priorauth.reserved import node_of
from priorauth.revision import Revision
from tests.integration.review.reviewing import ListJournal, example_case
from tests.integration.review.test_remote import remote
from tests.scripted.endpoint import Endpoint
from tests.scripted.honest import honest
from tests.scripted.hostile import JUDGES, Behaviour, judging, played

CLAIMED = "Patient meets Medicare criteria for home O2."


def agents_of(modelled: Composition, endpoint: Endpoint, behaviour: Behaviour) -> InProcessAgents:
    agents = modelled.agents
    assert isinstance(agents, InProcessAgents)
    endpoint.script = played(honest(agents.kit), behaviour)
    return agents


def proposing(status: str = "MET") -> Behaviour:
    return Behaviour("proposes", "02", "approves", judging(status, CLAIMED))


async def reviewed(modelled: Composition, endpoint: Endpoint, case: Case, behaviour: Behaviour) -> Revision:
    agents_of(modelled, endpoint, behaviour)
    return await modelled.pipeline.review(case, ListJournal(), number=1, assumptions=())


def judged(revision: Revision) -> CriterionResult:
    """The leaf that the source leaves to the contractor."""
    assert not isinstance(revision.coverage, NotEvaluated)
    results = (node_of(item.result, "qualifying-hypoxemia.6") for item in revision.coverage.lines[0].criteria)
    return next(one for one in results if one)


@pytest.mark.parametrize("status", [Status.MET, Status.NOT_MET])
async def test_what_is_proposed_stands_beside_its_criterion_and_changes_no_gate(
    composition: Composition, modelled: Composition, endpoint: Endpoint, status: Any
) -> None:
    case = example_case("02")
    without = await composition.pipeline.review(case, ListJournal(), number=1, assumptions=())
    revision = await reviewed(modelled, endpoint, case, proposing(status))
    leaf = judged(revision)
    assert leaf.proposed == Proposed(status=status, by="openai:scripted")
    assert (leaf.status, leaf.basis, leaf.reserved) == (Status.INSUFFICIENT, Basis.MODEL, Reserved.MODEL)
    (quote,) = leaf.evidence
    assert quote.type == "quote"
    (span,) = quote.spans
    assert case.documents[1].text[span.start : span.end] == span.quote == CLAIMED
    assert revision.recommendation == without.recommendation
    assert revision.recommendation.outcome is Outcome.PEND


async def test_nothing_is_proposed_where_the_law_forbids_to_suggest_a_denial(
    modelled: Composition, endpoint: Endpoint
) -> None:
    case = example_case("02")
    member = case.member.model_copy(update={"state": "TX"})
    texan = case.model_copy(update={"member": member, "line_of_business": "commercial"})
    revision = await reviewed(modelled, endpoint, texan, proposing("NOT_MET"))
    assert not isinstance(revision.coverage, NotEvaluated)
    assert revision.coverage.withheld_by
    assert '"proposed"' not in revision.coverage.model_dump_json()
    told = next(turn.messages[0].text for turn in endpoint.turns if turn.agent == "coverage")
    assert "Propose no status" in told


async def test_a_proposal_from_elsewhere_is_proven_like_all_else(modelled: Composition, endpoint: Endpoint) -> None:
    agents = agents_of(modelled, endpoint, Behaviour("proposes", "02", "approves", JUDGES))
    settings = read_settings(endpoint.environment())
    async with remote(agents, worked_with(modelled.rule_book, settings)) as elsewhere:
        proven = ProvenAgents(elsewhere, agents.kit.standards)
        pipeline = dataclasses.replace(modelled.pipeline, agents=proven)
        revision = await pipeline.review(example_case("02"), ListJournal(), number=1, assumptions=())
    assert judged(revision).proposed
    assert revision.recommendation.not_evaluated == ()
