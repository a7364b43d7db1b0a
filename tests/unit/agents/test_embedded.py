"""The embedded model replays a reasoner against what the conversation already holds."""

import json

import pytest
from pydantic import BaseModel

from agents.models.embedded import replay
from agents.spec import Reasoning
from mcp_clients import icd10


class Draft(BaseModel):
    outcomes: tuple[str, ...]


def two_turns() -> Reasoning[Draft]:
    first = yield (icd10.lookup_code("J44.9"), icd10.lookup_code("J96.11"))
    second = yield (icd10.validate_code("J44.9"),)
    return Draft(outcomes=tuple(answer.outcome.value for answer in (*first, *second)))


def answer(outcome: str) -> str:
    return json.dumps({"outcome": outcome, "detail": "", "data_version": None})


def test_the_first_turn_asks_its_questions_together() -> None:
    outcome = replay(two_turns(), {})

    assert isinstance(outcome, tuple)
    turn, questions = outcome
    assert (turn, [question.arguments["code"] for question in questions]) == (0, ["J44.9", "J96.11"])


def test_a_turn_is_asked_again_until_all_of_it_is_answered() -> None:
    outcome = replay(two_turns(), {"turn-0-0": answer("nothing_found")})

    assert isinstance(outcome, tuple)
    assert outcome[0] == 0


def test_answers_go_to_their_questions_and_the_draft_comes_last() -> None:
    first = {"turn-0-0": answer("nothing_found"), "turn-0-1": answer("unavailable")}

    pending = replay(two_turns(), first)
    done = replay(two_turns(), {**first, "turn-1-0": answer("refused")})

    assert isinstance(pending, tuple)
    assert pending[0] == 1
    assert done == Draft(outcomes=("nothing_found", "unavailable", "refused"))


def test_a_reasoner_without_questions_answers_at_once() -> None:
    def none() -> Reasoning[Draft]:
        yield from ()
        return Draft(outcomes=())

    assert replay(none(), {}) == Draft(outcomes=())


def test_a_result_that_is_no_answer_is_an_error() -> None:
    with pytest.raises(ValueError):
        replay(two_turns(), {"turn-0-0": "Error: boom", "turn-0-1": "Error: boom"})
