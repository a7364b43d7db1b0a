"""The ten example cases read by a language model come out as the embedded model has them: only the environment differs.

The model is scripted: it says over real HTTP what the embedded reasoner says, through real calls of the real tools.
"""

import asyncio
import logging
from pathlib import Path
from typing import Any

import pytest
import yaml

from agents.kit import AgentKit, patient_of
from agents.models.untransformed import UntransformedOpenAI
from agents.pool import ReaderDied
from agents.reading.reader import Reading
from agents.runtime import InProcessAgents
from orchestrator.bootstrap import Composition, compose
from orchestrator.settings import read_settings
from priorauth.agreement import is_language_model
from priorauth.case import Case
from priorauth.errors import AgentFailure
from priorauth.findings import NotEvaluated
from priorauth.inputs import AgentName
from priorauth.model_sources import ModelApi
from priorauth.recommendation import Outcome
from priorauth.revision import Revision
from telemetry.logs import configure_logging
from tests.integration.review.reviewing import EXAMPLES, ListJournal, example_case
from tests.scripted.endpoint import Endpoint
from tests.scripted.honest import honest
from tests.scripted.saying import Says

FILES = sorted(yaml.safe_load((EXAMPLES / "expected.yaml").read_text(encoding="utf-8"))["cases"])


async def reviewed(composition: Composition, number: str) -> Revision:
    return await composition.pipeline.review(example_case(number), ListJournal(), number=1, assumptions=())


def scripted_by(composition: Composition, endpoint: Endpoint) -> None:
    agents = composition.agents
    assert isinstance(agents, InProcessAgents)
    endpoint.script = honest(agents.kit)


def findings(revision: Revision) -> list[object]:
    """All that was found and decided, without the calls' times and cache marks."""
    parts = (revision.compliance, revision.clinical, revision.coverage, revision.synthesis)
    return [part.model_dump(exclude={"calls"}) for part in parts]


@pytest.mark.parametrize("api", list(ModelApi))
async def test_the_examples_come_out_the_same(composition: Composition, endpoint: Endpoint, api: ModelApi) -> None:
    async with compose(read_settings(endpoint.environment(api))) as modelled:
        scripted_by(modelled, endpoint)
        for file in FILES:
            number = Path(file).stem[:2]
            ours, theirs = await reviewed(composition, number), await reviewed(modelled, number)
            assert findings(theirs) == findings(ours), file
            assert [call.tool for call in theirs.calls] == [call.tool for call in ours.calls]
            assert theirs.versions == ours.versions.model_copy(update={"model": "openai:scripted"})
    assert {turn.agent for turn in endpoint.turns} == {agent.value for agent in AgentName}
    assert {turn.api for turn in endpoint.turns} == {api}


async def test_a_long_record_is_read_in_parts_and_comes_out_the_same(
    composition: Composition, endpoint: Endpoint
) -> None:
    case = example_case("01")
    filler = "She was seen for her cough again, and nothing was new.\n\n" * 300
    first, *others = case.documents
    first = first.model_copy(update={"text": f"{filler}{first.text}\n\n{filler}"})
    long = case.model_copy(update={"documents": (first, *others)})
    environment = endpoint.environment(PRIORAUTH_MODEL_MAX_PART_TOKENS="8000")
    async with compose(read_settings(environment)) as modelled:
        scripted_by(modelled, endpoint)
        ours = await composition.pipeline.review(long, ListJournal(), number=1, assumptions=())
        theirs = await modelled.pipeline.review(long, ListJournal(), number=1, assumptions=())
    parts = [turn for turn in endpoint.turns if turn.agent == "clinical" and not turn.results]
    assert len(parts) > 1
    assert sum(bool(turn.tools) for turn in parts) == 1
    assert all(len(turn.addressed) < 30_000 for turn in parts)
    assert ours.recommendation.outcome is theirs.recommendation.outcome is Outcome.APPROVE
    assert not isinstance(ours.clinical, NotEvaluated)
    assert not isinstance(theirs.clinical, NotEvaluated)
    assert theirs.clinical.facts == ours.clinical.facts


async def test_a_part_that_cannot_be_read_leaves_no_record_half_read(
    composition: Composition, endpoint: Endpoint
) -> None:
    case = example_case("01")
    text = f"{case.documents[0].text}\n\n" * 60
    long = case.model_copy(update={"documents": (case.documents[0].model_copy(update={"text": text}),)})
    async with compose(read_settings(endpoint.environment(PRIORAUTH_MODEL_MAX_PART_TOKENS="8000"))) as modelled:
        agents = modelled.agents
        assert isinstance(agents, InProcessAgents)
        reads = honest(agents.kit)
        endpoint.script = lambda turn: reads(turn) if turn.tools or turn.agent != "clinical" else Says("I will not.")
        revision = await modelled.pipeline.review(long, ListJournal(), number=1, assumptions=())
    assert isinstance(revision.clinical, NotEvaluated)
    assert revision.recommendation.outcome is Outcome.PEND


async def test_one_agent_may_be_played_by_another_model_and_the_record_says_which(endpoint: Endpoint) -> None:
    environment = endpoint.environment(PRIORAUTH_MODEL="", PRIORAUTH_MODEL_CLINICAL="openai")
    own = {
        name.replace("MODEL_", "MODEL_CLINICAL_", 1): value for name, value in environment.items() if "_MODEL_" in name
    }
    async with compose(read_settings({"PRIORAUTH_MODEL_CLINICAL": "openai"} | own)) as modelled:
        scripted_by(modelled, endpoint)
        revision = await reviewed(modelled, "06")
        states = {part.name: part.detail for part in await modelled.probe_agents()}
    assert {turn.agent for turn in endpoint.turns} == {"clinical"}
    assert revision.versions.model == (
        "compliance=embedded-1, clinical=openai:scripted, coverage=embedded-1, synthesis=embedded-1"
    )
    assert is_language_model(revision.versions.model)
    assert states["clinical"] == f"model {revision.versions.model}"


async def test_no_message_reaches_a_log_however_much_is_logged(
    endpoint: Endpoint, caplog: pytest.LogCaptureFixture
) -> None:
    case = example_case("01")
    words = {case.member.name, case.documents[0].text.splitlines()[-1].strip() or case.documents[0].text[:40]}
    configure_logging()
    logging.getLogger("openai").setLevel(logging.DEBUG)
    caplog.set_level(logging.DEBUG)
    async with compose(read_settings(endpoint.environment())) as modelled:
        scripted_by(modelled, endpoint)
        await reviewed(modelled, "01")
    assert endpoint.turns
    assert [word for word in words if word in caplog.text] == []
    assert "sk-scripted" not in caplog.text


class Late:
    """Reads a record once the model was asked for its first turn, or fails then."""

    def __init__(self, kit: AgentKit, endpoint: Endpoint, dies: bool = False) -> None:
        self.kit, self.endpoint, self.dies = kit, endpoint, dies

    def offer_short(self) -> bool:
        return True

    async def read(self, case: Case) -> Reading:
        while not self.endpoint.turns:  # noqa: ASYNC110 - the server is in a thread
            await asyncio.sleep(0.01)
        if self.dies:
            raise ReaderDied
        return self.kit.reader.read(case.documents, patient_of(case))


async def test_a_record_is_read_beside_the_model_and_not_before_it(
    composition: Composition, endpoint: Endpoint
) -> None:
    async with compose(read_settings(endpoint.environment(PRIORAUTH_AGENT_TIMEOUT_SECONDS="20"))) as modelled:
        scripted_by(modelled, endpoint)
        assert isinstance(modelled.agents, InProcessAgents)
        modelled.agents.kit.elsewhere = Late(modelled.agents.kit, endpoint)
        assert findings(await reviewed(modelled, "01")) == findings(await reviewed(composition, "01"))


async def test_a_reading_that_fails_beside_the_model_fails_the_agent(endpoint: Endpoint) -> None:
    async with compose(read_settings(endpoint.environment())) as modelled:
        scripted_by(modelled, endpoint)
        assert isinstance(modelled.agents, InProcessAgents)
        modelled.agents.kit.elsewhere = Late(modelled.agents.kit, endpoint, dies=True)
        clinical = (await reviewed(modelled, "01")).clinical
    assert isinstance(clinical, NotEvaluated)
    assert clinical.failure is AgentFailure.UNAVAILABLE


@pytest.mark.parametrize("api", list(ModelApi))
async def test_a_turn_is_sent_as_it_was_formed(endpoint: Endpoint, api: ModelApi) -> None:
    words = [{"role": "user", "content": "Hello."}]
    said = {"messages": words} if api is ModelApi.CHAT_COMPLETIONS else {"input": words}
    schema = {"type": "object", "properties": {"code": {"type": "string"}}}
    body = said | {"store": False, "tools": [{"type": "function", "name": "ask", "parameters": schema}]}
    async with UntransformedOpenAI(base_url=endpoint.url, api_key="sk-1") as client:
        ask: Any = (client.chat.completions if api is ModelApi.CHAT_COMPLETIONS else client.responses).create
        await ask(model="scripted", extra_body={"seed": 7}, timeout=20, **body)
    assert endpoint.turns[0].body == body | {"model": "scripted", "stream": False, "seed": 7}
    assert endpoint.turns[0].key == "sk-1"
