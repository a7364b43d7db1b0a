"""What a model may not get past us with, for each of the four agents.

An answer that has not the form asked for is sent back once and then is a typed failure; one that has the form and says
what the record and the lookups do not hold is dropped. Neither is ever a finding.
"""

import json
from typing import Any

import pytest

from agents.runtime import longest_answer
from orchestrator.bootstrap import Composition
from orchestrator.pipeline import Pipeline
from priorauth.errors import AgentFailed, AgentFailure
from priorauth.facts import Fact
from priorauth.findings import ClinicalFindings, ComplianceFindings, CoverageFindings, NotEvaluated
from priorauth.inputs import (
    AgentInput,
    AgentName,
    AgentOutput,
    ClinicalInput,
    ComplianceInput,
    CoverageInput,
    SynthesisFindings,
    SynthesisInput,
)
from priorauth.recommendation import Outcome
from priorauth.revision import Revision
from tests.integration.review.reviewing import ListJournal, example_case
from tests.integration.review.scripted import Scripted, ignore, scripted

QUOTE = {"document_id": "d1", "text": "SpO2"}
FACT = {"concept": "oxygen_saturation", "assertion": "present", "quote": QUOTE}
NOTHING: dict[AgentName, dict[str, Any]] = {
    AgentName.COMPLIANCE: {"history": [], "symptoms": [], "results": []},
    AgentName.CLINICAL: {"facts": [], "fields": [], "articles": [], "trials": [], "passages": []},
    AgentName.COVERAGE: {"policies": [], "proposals": []},
    AgentName.SYNTHESIS: {"summary": "See the findings.", "rationale": "See the findings."},
}
"""An answer of the right form for each agent, which finds nothing."""


def inputs_of(agent: AgentName, review: Revision) -> AgentInput:
    case = review.case
    match agent:
        case AgentName.COMPLIANCE:
            return ComplianceInput(case=case)
        case AgentName.CLINICAL:
            return ClinicalInput(case=case)
        case AgentName.COVERAGE:
            return CoverageInput.of(case, review.clinical)
        case AgentName.SYNTHESIS:
            return SynthesisInput.of(case, review.compliance, review.clinical, review.coverage)


async def said(composition: Composition, review: Revision, agent: AgentName, *answers: Any) -> AgentOutput:
    client = Scripted(*(answer if isinstance(answer, str) else json.dumps(answer) for answer in answers))
    return await scripted(composition, client).run(agent, inputs_of(agent, review), ignore)


def of_no_form(agent: AgentName) -> dict[str, str]:
    """Answers of the wrong form for an agent, by what is wrong with them."""
    right = NOTHING[agent]
    text = json.dumps(right)
    first = next(iter(right))
    return {
        "nothing": "",
        "truncated": text[:-1],
        "cut in half": text[: len(text) // 2],
        "fenced": f"```json\n{text}\n```",
        "followed by words": f"{text} I hope this helps.",
        "5 MB long": text + " " * 5_000_000,
        "nested without end": "[" * 100_000,
        "a list": json.dumps([right]),
        "words": '"approve"',
        "null": "null",
        "empty": "{}",
        "a field missing": json.dumps({name: value for name, value in right.items() if name != first}),
        "a field of another type": json.dumps(right | {first: 7}),
        "a null field": json.dumps(right | {first: None}),
        "an outcome": json.dumps(right | {"outcome": "APPROVE"}),
        "a confidence of 101": json.dumps(right | {"confidence": 101}),
        "a confidence of -1": json.dumps(right | {"confidence": -1}),
        "NaN": json.dumps(right | {"confidence": float("nan")}),
        "Infinity": json.dumps(right | {first: float("inf")}),
    } | {f"the {other.value} agent's": json.dumps(NOTHING[other]) for other in AgentName if other is not agent}


SYNTHESIS_OF_NO_FORM = {"blank prose": {"summary": " \n"}, "a summary that is a story": {"summary": "x" * 2_001}}
CLINICAL_OF_NO_FORM = {
    "a value that is no number": {"facts": [FACT | {"value": "NaN"}]},
    "an infinite value": {"facts": [FACT | {"value": float("inf")}]},
    "a value without end": {"facts": [FACT | {"value": "1e999999999"}]},
    "a value that is a truth": {"facts": [FACT | {"value": True}]},
    "an unknown assertion": {"facts": [FACT | {"assertion": "certain"}]},
    "a status": {"facts": [FACT | {"status": "MET"}]},
    "a unit that is a story": {"facts": [FACT | {"unit": "%" * 41}]},
    "no quote": {"facts": [{name: FACT[name] for name in ("concept", "assertion")}]},
    "an empty quote": {"facts": [FACT | {"quote": QUOTE | {"text": ""}}]},
    "a place that is text": {"facts": [FACT | {"quote": QUOTE | {"start": "0"}}]},
    "a place that is a fraction": {"facts": [FACT | {"quote": QUOTE | {"start": 0.0}}]},
    "an unknown field": {"fields": [{"name": "prognosis", "quotes": [QUOTE]}]},
    "a field's confidence": {"fields": [{"name": "chief_complaint", "quotes": [QUOTE], "confidence": 101}]},
    "an article without a reason": {"articles": [{"id": "1"}]},
    "an article that is a number": {"articles": [{"id": 12345, "relevance": "It says so."}]},
    "a reason that is a story": {"articles": [{"id": "1", "relevance": "x" * 501}]},
    "a summary that is a story": {"summary": "x" * 2_001},
}
FORMLESS = [
    pytest.param(agent, answer, id=f"{agent.value}: {name}")
    for agent in AgentName
    for name, answer in of_no_form(agent).items()
] + [
    pytest.param(agent, json.dumps(NOTHING[agent] | wrong), id=f"{agent.value}: {name}")
    for agent, wrongs in ((AgentName.CLINICAL, CLINICAL_OF_NO_FORM), (AgentName.SYNTHESIS, SYNTHESIS_OF_NO_FORM))
    for name, wrong in wrongs.items()
]


@pytest.fixture(scope="module")
def _one_review() -> list[Revision]:
    return []


@pytest.fixture
async def known(composition: Composition, _one_review: list[Revision]) -> Revision:
    """The review of the first example, made once."""
    if not _one_review:
        one = await composition.pipeline.review(example_case("01"), ListJournal(), number=1, assumptions=())
        _one_review.append(one)
    return _one_review[0]


@pytest.mark.parametrize(("agent", "answer"), FORMLESS)
async def test_an_answer_of_the_wrong_form_is_sent_back_once_and_then_is_a_failure(
    composition: Composition, known: Revision, agent: AgentName, answer: str
) -> None:
    client = Scripted(answer, answer)

    with pytest.raises(AgentFailed) as failed:
        await scripted(composition, client).run(agent, inputs_of(agent, known), ignore)

    assert failed.value.failure is AgentFailure.OUTPUT_INVALID
    assert len(client.heard) == 2
    assert "does not have the form asked for" in client.heard[1]
    assert client.lengths[1] < 1_000_000


@pytest.mark.parametrize("agent", list(AgentName))
async def test_an_answer_that_is_repaired_passes(composition: Composition, known: Revision, agent: AgentName) -> None:
    found = await said(composition, known, agent, "not JSON", NOTHING[agent])

    assert isinstance(found, ComplianceFindings | ClinicalFindings | CoverageFindings | SynthesisFindings)


@pytest.mark.parametrize("agent", list(AgentName))
async def test_a_case_whose_agent_answers_badly_pends_with_that_reason(
    composition: Composition, agent: AgentName
) -> None:
    class Mixed:
        model = "mixed"

        async def run(self, name: AgentName, inputs: AgentInput, on_call: Any, *_: Any) -> AgentOutput:
            by = scripted(composition, Scripted("{}", "{}")) if name is agent else composition.agents
            return await by.run(name, inputs, on_call)

    pipeline = Pipeline(Mixed(), composition.pipeline.rules, composition.pipeline.versions)

    revision = await pipeline.review(example_case("01"), ListJournal(), number=1, assumptions=())

    assert revision.recommendation.outcome is Outcome.PEND
    reasons = {failed.agent: failed.failure for failed in revision.recommendation.not_evaluated}
    assert reasons[agent.value] is AgentFailure.OUTPUT_INVALID


async def test_the_limit_of_an_answer_leaves_room_for_what_the_embedded_model_says(
    composition: Composition, known: Revision
) -> None:
    clinical = known.clinical
    assert not isinstance(clinical, NotEvaluated)
    quoted = sum(len(fact.model_dump_json()) for fact in clinical.facts)
    assert quoted * 3 < longest_answer(inputs_of(AgentName.CLINICAL, known)) < 1_000_000


def decided_by(found: ClinicalFindings, composition: Composition) -> list[Fact]:
    """The facts that are sure enough to decide anything."""
    floor = composition.rule_book.skills.clinical.scale.floor
    return [fact for fact in found.facts if fact.confidence >= floor]


async def clinical_of(composition: Composition, known: Revision, **parts: Any) -> ClinicalFindings:
    found = await said(composition, known, AgentName.CLINICAL, NOTHING[AgentName.CLINICAL] | parts)
    assert isinstance(found, ClinicalFindings)
    return found


@pytest.mark.parametrize(
    "change",
    [
        {"quote": {"document_id": "d1", "text": "SpO2 of 41 percent on the moon"}},
        {"quote": {"document_id": "d99", "text": "SpO2"}},
        {"quote": {"document_id": "d1", "text": "SpO2 of 41 percent on the moon", "start": 0}},
        {"quote": {"document_id": "d1", "text": " "}},
        {"concept": "meets_all_criteria"},
        {"concept": "The reviewer should approve this."},
    ],
)
async def test_a_claim_that_the_record_or_the_vocabulary_does_not_hold_is_dropped_and_counted_once(
    composition: Composition, known: Revision, change: dict[str, Any]
) -> None:
    fact = FACT | {"quote": {"document_id": known.case.documents[0].id, "text": "SpO2"}}

    found = await clinical_of(composition, known, facts=[fact | change] * 3)

    assert (found.disagreements, found.ungrounded) == ((), 1)
    assert decided_by(found, composition) == []


async def test_a_true_quote_with_a_false_reading_is_one_disagreement_however_often_it_is_claimed(
    composition: Composition, known: Revision
) -> None:
    document = known.case.documents[0]
    fact = FACT | {"quote": {"document_id": document.id, "text": document.text[:40]}, "value": "41", "unit": "%"}

    found = await clinical_of(composition, known, facts=[fact] * 3)

    assert len(found.disagreements) == 1
    assert decided_by(found, composition) == []


async def test_what_the_record_states_stays_though_a_model_leaves_it_out_and_decides_nothing(
    composition: Composition, known: Revision
) -> None:
    found = await clinical_of(composition, known)

    assert isinstance(known.clinical, ClinicalFindings)
    assert [fact.id for fact in found.facts] == [fact.id for fact in known.clinical.facts]
    assert decided_by(found, composition) == []
    assert decided_by(known.clinical, composition) != []


async def test_a_record_that_no_lookup_returned_is_not_cited(composition: Composition, known: Revision) -> None:
    cited = [{"id": "99999999", "relevance": "It says so."}]

    found = await clinical_of(composition, known, articles=cited, trials=[{"id": "NCT99999999", "relevance": "So."}])

    assert (found.articles, found.trials) == ((), ())


@pytest.mark.parametrize(
    "summary",
    ["SpO2 was 43.9 %.", "The request should be approved.", "APPROVE.", "Deny the request.", "Policy X99999 is met."],
)
async def test_a_summary_that_says_what_the_request_does_not_is_replaced(
    composition: Composition, known: Revision, summary: str
) -> None:
    found = await clinical_of(composition, known, summary=summary)

    assert summary not in found.summary
    assert found.summary.startswith("Documents read:")


async def test_passages_that_the_record_does_not_hold_show_nothing(composition: Composition, known: Revision) -> None:
    quote = {"document_id": "d1", "text": "A passage that nobody wrote."}
    bad = {"history": [quote] * 2, "symptoms": [quote], "results": [quote | {"document_id": "d99"}]}

    found = await said(composition, known, AgentName.COMPLIANCE, bad)

    assert found == await said(composition, known, AgentName.COMPLIANCE, NOTHING[AgentName.COMPLIANCE])


@pytest.mark.parametrize("line", ["1", "99", ""])
async def test_a_policy_for_a_line_is_taken_from_no_model(composition: Composition, known: Revision, line: str) -> None:
    """The lookups were not asked, so the policies were not searched, whatever the model says it found."""
    claimed = {"policies": [{"line": line, "policy_id": "NCD-APPROVES-ALL"}] * 2, "proposals": []}

    found = await said(composition, known, AgentName.COVERAGE, claimed)

    assert isinstance(found, CoverageFindings)
    assert found.citations == ()
    assert found.unevaluated
    assert "NCD-APPROVES-ALL" not in found.model_dump_json()


HOSTILE = (
    "The request is denied.",
    "SpO2 was 43.9 %.",
    "Line 99 is covered.",
    "Policy L99999 covers it.",
    "Confidence 900.",
    "The case should be pended.",
)


def prose_of(words: str) -> dict[str, str]:
    return {"summary": words, "rationale": words}


@pytest.mark.parametrize("prose", HOSTILE)
async def test_prose_that_says_what_is_not_found_is_sent_back_once_and_then_replaced(
    composition: Composition, known: Revision, prose: str
) -> None:
    answer = json.dumps(prose_of(prose))
    client = Scripted(answer, answer)

    found = await scripted(composition, client).run(AgentName.SYNTHESIS, inputs_of(AgentName.SYNTHESIS, known), ignore)

    assert isinstance(found, SynthesisFindings)
    assert (found.summary, found.rationale) == (known.synthesis.summary, known.synthesis.rationale)
    assert (found.recommendation, found.prose_by) == (known.recommendation, "function")
    assert len(client.heard) == 2
    assert "says what may not stand" in client.heard[1]


async def test_prose_that_is_corrected_stands(composition: Composition, known: Revision) -> None:
    honest = f"{known.synthesis.summary} A person may check it."

    found = await said(composition, known, AgentName.SYNTHESIS, prose_of("Confidence 900."), prose_of(honest))

    assert isinstance(found, SynthesisFindings)
    assert found.summary == honest


async def test_prose_that_is_answered_with_no_prose_is_replaced(composition: Composition, known: Revision) -> None:
    found = await said(composition, known, AgentName.SYNTHESIS, prose_of("Confidence 900."), "not JSON")

    assert isinstance(found, SynthesisFindings)
    assert found.prose_by == "function"


async def test_a_pended_case_is_approved_by_no_prose(composition: Composition) -> None:
    """Whatever the model says, twice, what is recommended is computed."""
    pended = await composition.pipeline.review(example_case("03"), ListJournal(), number=1, assumptions=())
    answer = json.dumps(prose_of("APPROVE!! Every gate passed. Confidence 900."))
    inputs = inputs_of(AgentName.SYNTHESIS, pended)

    found = await scripted(composition, Scripted(answer, answer)).run(AgentName.SYNTHESIS, inputs, ignore)

    assert isinstance(found, SynthesisFindings)
    assert found == pended.synthesis


async def test_prose_that_says_what_is_found_stands(composition: Composition, known: Revision) -> None:
    """So that the tests above show what is refused, and not that everything is."""
    prose = f"{known.synthesis.summary} A person may check it."

    found = await said(composition, known, AgentName.SYNTHESIS, {"summary": prose, "rationale": prose})

    assert isinstance(found, SynthesisFindings)
    assert (found.summary, found.prose_by) == (prose, "embedded-1")
