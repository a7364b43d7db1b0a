"""A fifth agent: one file with its spec, a line in the registry, a skill and a findings type; nothing else changes.

It lives in this test alone: registered for its length, run by the runtime, model and lookups of the others.
"""

from dataclasses import replace
from enum import StrEnum
from typing import Any, cast

import pytest
from pydantic import BaseModel, ConfigDict

from agents.envelope import seal
from agents.kit import AgentKit, ModelNames
from agents.models.embedded import MODEL_NAME, EmbeddedModel
from agents.registry import AGENTS, play
from agents.runtime import InProcessAgents
from agents.spec import AgentSpec, Reasoning
from mcp_clients import icd10
from mcp_clients.ledger import Answered, Ledger
from orchestrator.bootstrap import Composition
from orchestrator.guard import GuardedAgents
from priorauth.case import Case
from priorauth.errors import AgentFailed, AgentFailure
from priorauth.inputs import FINDINGS, AgentName, ComplianceInput
from priorauth.ledger import LookupCall
from priorauth.skill import Skill
from priorauth.value import Value
from tests.integration.review.reviewing import example_case


class Fifth(StrEnum):
    """The name that ``AgentName`` would have."""

    SECOND_LOOK = "second_look"


NAME = cast(AgentName, Fifth.SECOND_LOOK)
SKILL = Skill(name="second-look", description="It looks again.", version="1", instructions="Look.", digest="sha256:0")
Instructed = tuple[InProcessAgents, list[str]]


class SecondLookInput(Value):
    """It reads the case alone."""

    case: Case


class SecondLookDraft(BaseModel):
    """What a model may say: the codes it looked at."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    codes: tuple[str, ...] = ()


class SecondLookFindings(Value):
    """The titles of the codes, as the lookup has them."""

    titles: tuple[str, ...]
    calls: tuple[LookupCall, ...]


def reason(inputs: SecondLookInput, kit: AgentKit) -> Reasoning[SecondLookDraft]:
    answers = yield [icd10.lookup_code(code) for code in inputs.case.diagnoses]
    return SecondLookDraft(codes=tuple(answer.found.code for answer in answers if answer.found is not None))


def finish(draft: SecondLookDraft, inputs: SecondLookInput, ledger: Ledger, kit: AgentKit) -> SecondLookFindings:
    answers = [ledger.find(icd10.lookup_code(code)) for code in draft.codes]
    found = [answer.value.found for answer in answers if isinstance(answer, Answered)]
    return SecondLookFindings(titles=tuple(code.description for code in found if code), calls=ledger.calls)


SECOND_LOOK: AgentSpec[Any, Any, Any] = AgentSpec(
    name=NAME,
    skill=SKILL.name,
    lookups=(icd10.NAME,),
    reads_record=False,
    input=cast(Any, SecondLookInput),
    draft=SecondLookDraft,
    findings=cast(Any, SecondLookFindings),
    reason=reason,
    finish=finish,
)


@pytest.fixture
def instructed(composition: Composition, monkeypatch: pytest.MonkeyPatch) -> Instructed:
    """The agents with a fifth among them, and the names of those whose model was asked for."""
    composed = composition.agents
    assert isinstance(composed, InProcessAgents)
    skills = composed.kit.rule_book.skills
    with_skill = skills.model_copy(update={"skills": {**skills.skills, SKILL.name: SKILL}})
    models = ModelNames({**composed.kit.models.by_agent, NAME: MODEL_NAME})
    kit = replace(composed.kit, rule_book=replace(composed.kit.rule_book, skills=with_skill), models=models)
    model, played = EmbeddedModel(play=lambda message: play(message, kit)), list[str]()

    def model_for(spec: AgentSpec[Any, Any, Any]) -> EmbeddedModel:
        played.append(spec.name.value)
        return model

    monkeypatch.setitem(cast(dict[Any, Any], AGENTS), NAME, SECOND_LOOK)
    monkeypatch.setitem(cast(dict[Any, Any], FINDINGS), NAME, SecondLookFindings)
    return replace(composed, kit=kit, model_for=model_for), played


async def test_a_fifth_agent_runs_like_the_four(instructed: Instructed) -> None:
    agents, played = instructed
    seen: list[LookupCall] = []

    found = await GuardedAgents(agents, 20).run(NAME, cast(Any, SecondLookInput(case=example_case("02"))), seen.append)

    assert isinstance(found, SecondLookFindings)
    assert found.titles == (
        "Chronic obstructive pulmonary disease, unspecified",
        "Essential (primary) hypertension",
    )
    assert [(call.lookup, call.tool) for call in found.calls] == [("icd10", "lookup_code")] * 2
    assert set(found.calls) == set(seen)
    assert played == ["second_look"]


async def test_the_guard_knows_its_findings_from_anothers(instructed: Instructed) -> None:
    agents, _ = instructed

    class Confused:
        model = agents.model

        async def run(self, agent: AgentName, inputs: Any, on_call: Any, *_: Any) -> Any:
            return await agents.run(AgentName.COMPLIANCE, inputs, on_call)

    with pytest.raises(AgentFailed) as failed:
        await GuardedAgents(Confused(), 20).run(NAME, ComplianceInput(case=example_case("02")), lambda _: None)
    assert failed.value.failure is AgentFailure.OUTPUT_INVALID


def test_without_its_line_in_the_registry_nobody_answers(composition: Composition) -> None:
    agents = composition.agents
    assert isinstance(agents, InProcessAgents)
    with pytest.raises(ValueError, match="the envelope is addressed to no agent"):
        play(seal(NAME, SecondLookInput(case=example_case("03"))), agents.kit)
