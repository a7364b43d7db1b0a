"""What real servers and models do, done by the scripted one: each ends in findings or in a typed failure in words."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

import jsonschema
import pytest

from agents.kit import AgentKit, ModelNames
from agents.models.embedded import replay
from agents.models.openai import connected
from agents.models.schema import strict_format
from agents.models.spending import Spending
from agents.reading.reader import Reader
from agents.registry import AGENTS
from agents.runtime import InProcessAgents
from agents.toolbox import Toolbox
from mcp_clients.patience import Patience
from orchestrator.bootstrap import lookup_endpoints
from orchestrator.settings import read_settings
from priorauth.errors import AgentFailed, AgentFailure
from priorauth.findings import ClinicalFindings
from priorauth.inputs import AgentName, AgentOutput, ClinicalInput, ComplianceInput
from priorauth.model_budget import UNLIMITED, Allowance
from priorauth.model_sources import ModelApi
from priorauth.model_usage import AgentUsage, Made, agent_usage
from priorauth.regulating import regulations_of
from priorauth.settings import ReviewSettings, settings_in
from tests.integration.review.reviewing import example_case
from tests.integration.review.scripted import ignore
from tests.rules.rule_cases import rule_book
from tests.scripted.endpoint import Endpoint, Script, in_turn, serving
from tests.scripted.honest import honest
from tests.scripted.saying import Fails, Said, Says, ToolCall, Usage
from tests.scripted.turns import Turn

APIS = list(ModelApi)
NOTHING = json.dumps({"history": [], "symptoms": [], "results": []})
CASE = example_case("01")


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Endpoint]:
    with serving(in_turn(Says())) as one:
        yield one


@cache
def kit() -> AgentKit:
    book = rule_book()
    reader = Reader(book.skills.vocabulary, book.skills.clinical.scale)
    return AgentKit(book, reader, ModelNames.all_alike("openai:scripted"), regulations_of(book, ReviewSettings()))


@cache
def lookups() -> dict[str, Any]:
    return lookup_endpoints(read_settings({}), rule_book())


async def asked(
    endpoint: Endpoint, *said: Said, api: ModelApi = ModelApi.CHAT_COMPLETIONS, **settings: Any
) -> tuple[AgentOutput, InProcessAgents]:
    """What the compliance agent finds where the model says this."""
    return await run(endpoint, AgentName.COMPLIANCE, in_turn(*said), api, **settings)


async def run(
    endpoint: Endpoint,
    agent: AgentName,
    script: Script,
    api: ModelApi = ModelApi.CHAT_COMPLETIONS,
    on_call: Callable[[Made], None] = ignore,
    left: Allowance = UNLIMITED,
    **environment: str,
) -> tuple[AgentOutput, InProcessAgents]:
    endpoint.turns.clear()
    endpoint.script = script
    settings = settings_in(endpoint.environment(api, **environment), ReviewSettings)
    model = settings.served_model(agent)
    assert model is not None
    toolbox = Toolbox(lookups(), 5, patience=Patience(2))
    given = ComplianceInput(case=CASE) if agent is AgentName.COMPLIANCE else ClinicalInput(case=CASE)
    async with connected(model, settings.model_timeout_seconds) as client:
        agents = InProcessAgents(
            kit(),
            lambda _: client,
            toolbox,
            settings.agent_timeout_seconds,
            Spending(settings.model_max),
            settings.prices,
        )
        try:
            return await agents.run(agent, given, on_call, left), agents
        finally:
            await toolbox.close()


async def failure(endpoint: Endpoint, *said: Said, **more: Any) -> AgentFailed:
    with pytest.raises(AgentFailed) as failed:
        await asked(endpoint, *said, **more)
    assert "secret" not in str(failed.value)
    return failed.value


@pytest.mark.parametrize("agent", list(AgentName))
def test_the_schema_is_strict_and_of_keywords_that_strict_servers_take(agent: AgentName) -> None:
    form = strict_format(AGENTS[agent].draft)["json_schema"]

    def check(node: Any) -> None:
        if isinstance(node, list):
            for part in node:
                check(part)
        elif isinstance(node, dict):
            assert set(node) <= {
                *("type", "description", "enum", "const", "anyOf", "items", "properties", "$defs", "$ref"),
                *("required", "additionalProperties"),
            }
            if node.get("type") == "object":
                assert node["additionalProperties"] is False
                assert node["required"] == list(node["properties"])
            for name, part in node.items():
                check(list(part.values()) if name in ("properties", "$defs") else part)

    check(form["schema"])
    assert form["strict"] is True
    jsonschema.Draft202012Validator.check_schema(form["schema"])


@pytest.mark.parametrize("api", APIS)
async def test_the_schema_is_sent_and_the_reasoners_draft_has_its_form(endpoint: Endpoint, api: ModelApi) -> None:
    _, agents = await run(endpoint, AgentName.CLINICAL, honest(kit()), api)

    form = endpoint.turns[0].format
    draft = replay(AGENTS[AgentName.CLINICAL].reason(ClinicalInput(case=CASE), agents.kit), endpoint.turns[-1].results)
    assert form["strict"] is True
    jsonschema.validate(json.loads(draft.model_dump_json()), form["schema"])  # pyright: ignore[reportAttributeAccessIssue]
    limit = {"max_output_tokens", "max_completion_tokens"} & set(endpoint.turns[0].body)
    assert [endpoint.turns[0].body[name] for name in limit] == [16_000]


BAD: dict[str, tuple[Says, str]] = {
    "fenced": (Says(text=f"```json\n{NOTHING}\n```"), "had not the form asked for"),
    "words around it": (Says(text=f"Here you are: {NOTHING}"), "had not the form asked for"),
    "of another schema": (Says(text='{"facts": []}'), "had not the form asked for"),
    "half valid": (Says(text=json.dumps(json.loads(NOTHING) | {"history": [7]})), "had not the form asked for"),
    "no JSON, in another language": (Says(text="Das wird genehmigt."), "had not the form asked for"),
    "truncated": (Says(text=NOTHING[:20], cut=True), "was cut off"),
    "refused": (Says(refusal="I cannot help with a secret."), "was declined"),
    "empty": (Says(), "was empty"),
    "over-long": (Says(text=NOTHING + " " * 400_000), "was too long"),
}


@pytest.mark.parametrize("api", APIS)
@pytest.mark.parametrize("kind", BAD)
async def test_a_bad_answer_is_repaired_once_or_fails_by_type(endpoint: Endpoint, kind: str, api: ModelApi) -> None:
    bad, why = BAD[kind]

    await asked(endpoint, bad, Says(text=NOTHING), api=api)
    assert len(endpoint.turns) == 2
    assert "Problems:\n- " in endpoint.turns[1].last

    error = await failure(endpoint, bad, api=api)
    assert (error.failure, error.detail) == (AgentFailure.OUTPUT_INVALID, f"its answer {why}, twice")
    assert len(endpoint.turns) == 2


async def test_two_different_bad_answers_are_both_named(endpoint: Endpoint) -> None:
    error = await failure(endpoint, Says(), Says(refusal="No."))
    assert error.detail == "its answer was empty, and the next was declined"


FAILING: dict[str, tuple[Fails, AgentFailure, str, int]] = {
    "key": (Fails(401, "invalid_api_key", "secret"), AgentFailure.UNAVAILABLE, "refused the key", 1),
    "permission": (Fails(403, message="secret"), AgentFailure.UNAVAILABLE, "does not permit", 1),
    "model": (Fails(404, "model_not_found", "secret"), AgentFailure.UNAVAILABLE, "knows no such model", 1),
    "request": (Fails(400, "invalid_request", "secret"), AgentFailure.UNAVAILABLE, "as malformed", 1),
    "filter": (Fails(400, "content_filter", "secret"), AgentFailure.OUTPUT_INVALID, "filtered", 1),
    "length": (Fails(400, "context_length_exceeded", "secret"), AgentFailure.BUDGET_EXCEEDED, "longer than", 1),
    "bytes": (Fails(413, message="secret"), AgentFailure.BUDGET_EXCEEDED, "longer than", 1),
    "teapot": (Fails(418, message="secret"), AgentFailure.UNAVAILABLE, "HTTP 418", 1),
    "load": (Fails(429, "rate_limit", "secret", {"Retry-After": "0"}), AgentFailure.UNAVAILABLE, "overloaded", 2),
    "quota": (Fails(429, "insufficient_quota", "secret"), AgentFailure.BUDGET_EXCEEDED, "nothing left", 2),
    "gateway": (Fails(503, message="secret"), AgentFailure.UNAVAILABLE, "HTTP 503", 2),
}


@pytest.mark.parametrize("kind", FAILING)
async def test_a_server_that_fails_is_named_by_type_in_our_own_words(endpoint: Endpoint, kind: str) -> None:
    said, type_of_failure, words, tries = FAILING[kind]
    error = await failure(endpoint, said)
    assert error.failure is type_of_failure
    assert words in error.detail
    assert len(endpoint.turns) == tries


@pytest.mark.parametrize("api", APIS)
async def test_an_overloaded_server_is_asked_again_when_it_says(endpoint: Endpoint, api: ModelApi) -> None:
    await asked(endpoint, Fails(429, headers={"Retry-After": "1"}), Says(text=NOTHING), api=api)
    assert len(endpoint.turns) == 2


async def test_a_server_that_takes_too_long_is_out_of_time(endpoint: Endpoint) -> None:
    error = await failure(endpoint, Says(text=NOTHING, after_seconds=30), PRIORAUTH_AGENT_TIMEOUT_SECONDS="1")
    assert (error.failure, error.detail) == (AgentFailure.BUDGET_EXCEEDED, "it did not finish within 1 seconds")


async def test_a_try_has_its_own_time(endpoint: Endpoint) -> None:
    slow = Says(text=NOTHING, after_seconds=30)
    await asked(endpoint, slow, Says(text=NOTHING), PRIORAUTH_MODEL_TIMEOUT_SECONDS="1")
    assert len(endpoint.turns) == 2


async def test_a_server_that_is_not_there(endpoint: Endpoint) -> None:
    error = await failure(endpoint, Says(text=NOTHING), PRIORAUTH_MODEL_ENDPOINT="http://127.0.0.1:9/v1")
    assert (error.failure, error.detail) == (AgentFailure.UNAVAILABLE, "its model could not be reached")


def call(*arguments: Any, tool: str = "approve_case") -> Says:
    return Says(calls=[ToolCall(f"call-{number}", tool, one) for number, one in enumerate(arguments)])


async def test_an_unknown_tool_is_told_to_be_none_and_the_run_goes_on(endpoint: Endpoint) -> None:
    nothing = json.dumps({"facts": [], "fields": [], "articles": [], "trials": [], "passages": [], "summary": ""})
    await run(endpoint, AgentName.CLINICAL, in_turn(call({"case": "01"}), Says(text=nothing)))
    assert "not found" in endpoint.turns[1].last


async def test_an_agent_without_tools_that_calls_one_has_said_nothing(endpoint: Endpoint) -> None:
    """The call is not sent back: servers refuse a conversation that holds one without its result."""
    await asked(endpoint, call({"case": "01"}), Says(text=NOTHING))
    assert [heard.role for heard in endpoint.turns[1].messages] == ["system", "user", "user"]
    assert "it is empty" in endpoint.turns[1].last


@pytest.mark.parametrize("api", APIS)
async def test_words_beside_a_lookup_are_no_part_of_the_answer_and_a_repair_repeats_no_lookup(
    endpoint: Endpoint, api: ModelApi
) -> None:
    say = honest(kit())
    spoiled = iter([True])

    def chatty(turn: Turn) -> Said:
        said = say(turn)
        assert isinstance(said, Says)
        if said.calls:
            return replace(said, text="Let me look that up.")
        return Says(text="I am done.") if next(spoiled, False) else said

    found, _ = await run(endpoint, AgentName.CLINICAL, chatty, api)

    assert isinstance(found, ClinicalFindings)
    assert found.facts
    assert len(endpoint.turns) == 4
    assert len(endpoint.turns[-1].results) == len(found.calls)


@pytest.mark.parametrize("tool", ["approve_case", "validate_code"])
async def test_calls_without_end_stop_at_the_limit_of_turns(endpoint: Endpoint, tool: str) -> None:
    with pytest.raises(AgentFailed) as failed:
        await run(
            endpoint, AgentName.CLINICAL, in_turn(call({"code": "E66.01"}, tool=tool)), PRIORAUTH_MODEL_MAX_TURNS="4"
        )
    assert (failed.value.failure, failed.value.detail) == (AgentFailure.BUDGET_EXCEEDED, "it took more than 4 turns")
    assert len(endpoint.turns) == 4


async def test_a_flood_of_calls_in_one_turn_is_not_made(endpoint: Endpoint) -> None:
    flood = call(*({"code": f"E66.{number:02}"} for number in range(30)), tool="validate_code")
    with pytest.raises(AgentFailed, match="more than 20 lookups") as failed:
        await run(endpoint, AgentName.CLINICAL, in_turn(flood), PRIORAUTH_MODEL_MAX_CALLS="20")
    assert failed.value.failure is AgentFailure.BUDGET_EXCEEDED
    assert len(endpoint.turns) == 1


async def test_a_case_that_has_used_its_tokens_is_asked_no_more(endpoint: Endpoint) -> None:
    used = Says(text="no", usage=Usage(read=90_000, written=1_000))
    error = await failure(endpoint, used, PRIORAUTH_MODEL_MAX_CASE_TOKENS="100000")
    assert error.failure is AgentFailure.BUDGET_EXCEEDED
    assert error.detail == "one more turn could pass the case's limit of 100000 tokens"
    assert len(endpoint.turns) == 1


async def test_a_turn_that_could_pass_the_limit_is_not_asked_at_all(endpoint: Endpoint) -> None:
    error = await failure(endpoint, Says(text=NOTHING), PRIORAUTH_MODEL_MAX_DAY_TOKENS="2000")
    assert error.detail == "one more turn could pass the day's limit of 2000 tokens"
    assert endpoint.turns == []


async def test_money_is_counted_from_the_price_table(endpoint: Endpoint, tmp_path: Any) -> None:
    table = tmp_path / "prices.yaml"
    table.write_text("usd_per_million_tokens:\n  openai:scripted: {read: 2.5, cached: 0.5, written: 10}\n")
    used = Says(text=NOTHING, usage=Usage(read=1_000, written=100, cached=400))
    limits = {"PRIORAUTH_MODEL_PRICES": str(table), "PRIORAUTH_MODEL_MAX_CASE_USD": "0.20"}

    _, agents = await asked(endpoint, used, **limits)

    spent = agents.spending.of_case(CASE.case_id)
    assert (spent.tokens, str(spent.usd)) == (1_100, "0.0027")
    dear = Says(text="no", usage=Usage(read=40_000, written=0))
    assert "limit of 0.20 US dollars" in (await failure(endpoint, dear, **limits)).detail
    assert len(endpoint.turns) == 1


@pytest.mark.parametrize("api", APIS)
async def test_a_server_that_tells_no_usage_is_counted_by_estimate(endpoint: Endpoint, api: ModelApi) -> None:
    _, agents = await asked(endpoint, Says(text=NOTHING, usage=None), api=api)
    record = sum(len(document.text) for document in CASE.documents)
    assert record / 4 < agents.spending.of_case(CASE.case_id).tokens < record * 4 + 5_000


async def told(endpoint: Endpoint, *said: Said, **more: Any) -> tuple[list[AgentUsage], str]:
    """What the compliance agent tells that its model used, try by try, and how it ended."""
    used: list[AgentUsage] = []
    on_call = lambda call: used.append(call) if isinstance(call, AgentUsage) else None  # noqa: E731 - read where it stands
    try:
        await asked(endpoint, *said, on_call=on_call, **more)
    except AgentFailed as error:
        return used, error.failure.value
    return used, "answered"


@pytest.mark.parametrize("api", APIS)
async def test_every_try_is_told_with_what_it_used(endpoint: Endpoint, api: ModelApi, tmp_path: Any) -> None:
    table = tmp_path / "prices.yaml"
    table.write_text("usd_per_million_tokens:\n  openai:scripted: {read: 2.5, cached: 0.5, written: 10}\n")
    first, second = Says(text="no", usage=Usage(1_000, 100, 400)), Says(text=NOTHING, usage=Usage(2_000, 50))

    used, _ = await told(endpoint, first, second, api=api, PRIORAUTH_MODEL_PRICES=str(table))

    assert [(one.read, one.cached, one.written, str(one.usd)) for one in used] == [
        (1_000, 400, 100, "0.0027"),
        (2_000, 0, 50, "0.0055"),
    ]
    total = agent_usage(used)
    assert total is not None
    assert (total.calls, total.failed, total.estimated, total.unpriced, str(total.usd)) == (2, 0, 0, 0, "0.0082")
    assert (total.agent, total.model) == (AgentName.COMPLIANCE, "openai:scripted")


@pytest.mark.parametrize("api", APIS)
async def test_a_try_that_failed_counts_as_its_server_says_and_else_by_what_was_sent(
    endpoint: Endpoint, api: ModelApi
) -> None:
    says = Fails(503, used=Usage(read=700, written=30, cached=200))
    used, end = await told(endpoint, says, Says(text=NOTHING), api=api)
    assert end == "answered"
    assert [(one.failed, one.estimated, one.read, one.cached, one.written) for one in used] == [
        (1, 0, 700, 200, 30),
        (0, 0, 100, 0, 20),
    ]

    used, end = await told(endpoint, Fails(503), api=api)
    record = sum(len(document.text) for document in CASE.documents)
    assert end == "unavailable"
    assert [(one.failed, one.estimated, one.written) for one in used] == [(1, 1, 0)] * 2
    assert all(record / 4 < one.read < record * 4 + 5_000 and one.usd is None and one.unpriced for one in used)


async def test_a_server_that_fell_silent_may_have_written_a_whole_answer(endpoint: Endpoint) -> None:
    slow = Says(text=NOTHING, after_seconds=30)
    used, _ = await told(endpoint, slow, Says(text=NOTHING), PRIORAUTH_MODEL_TIMEOUT_SECONDS="1")
    assert [(one.failed, one.estimated, one.written) for one in used] == [(1, 1, 16_000), (0, 0, 20)]

    used, end = await told(endpoint, slow, PRIORAUTH_AGENT_TIMEOUT_SECONDS="1")
    assert end == "budget_exceeded"
    assert [(one.failed, one.estimated, one.written) for one in used] == [(1, 1, 16_000)]


async def test_a_server_that_was_never_reached_used_nothing(endpoint: Endpoint) -> None:
    used, _ = await told(endpoint, Says(text=NOTHING), PRIORAUTH_MODEL_ENDPOINT="http://127.0.0.1:9/v1")
    assert [(one.calls, one.failed, one.estimated, one.read, one.written) for one in used] == [(1, 1, 0, 0, 0)] * 2


@pytest.mark.parametrize("nonsense", [Usage(read=-90, written=5), Usage(read=10, written=5, cached=11)])
async def test_a_server_that_tells_nonsense_has_told_nothing(endpoint: Endpoint, nonsense: Usage) -> None:
    used, _ = await told(endpoint, Says(text=NOTHING, usage=nonsense))
    assert [one.estimated for one in used] == [1]
    assert used[0].read > 100


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (Allowance(case_tokens=2_000), "one more turn could pass what is left for the case"),
        (Allowance(day_tokens=2_000), "one more turn could pass what is left for the day"),
        (Allowance(day_usd=Decimal(9)), "its money is limited and no price of its model is known where it runs"),
    ],
)
async def test_a_run_keeps_within_what_it_is_lent(endpoint: Endpoint, left: Allowance, said: str) -> None:
    error = await failure(endpoint, Says(text=NOTHING), left=left)
    assert (error.failure, error.detail) == (AgentFailure.BUDGET_EXCEEDED, said)
    assert endpoint.turns == []


async def test_what_failed_tries_used_is_taken_from_what_is_lent(endpoint: Endpoint) -> None:
    spent = Fails(503, used=Usage(read=90_000, written=0))
    error = await failure(endpoint, spent, left=Allowance(case_tokens=100_000))
    assert error.detail == "one more turn could pass what is left for the case"
    assert len(endpoint.turns) == 1
