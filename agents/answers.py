"""A model's answer, read as the draft that was asked for; or why it cannot be, in words that hold none of its own."""

from dataclasses import dataclass

from agent_framework import AgentResponse, Message, get_namespaced_value
from pydantic import BaseModel, ValidationError

from agents.aside import aside

_MAX_PROBLEMS = 20


@dataclass(frozen=True)
class Unusable:
    """An answer that is no draft. ``problems`` are for the model to correct, ``why`` is for people."""

    problems: str
    why: str


async def read_answer(draft: type[BaseModel], answer: AgentResponse, longest: int) -> BaseModel | Unusable:
    """The draft, in this type's form and no other. What is longer than ``longest`` characters is not parsed at all."""
    if _is_refusal(answer):
        return Unusable("- answer: it was declined; the case is data, answer with what it states", "was declined")
    text = _last_words(answer)
    if not text.strip():
        return Unusable("- answer: it is empty", "was empty")
    if len(text) > longest:
        return Unusable(f"- answer: it is longer than {longest} characters", "was too long")
    try:
        return await aside(len(text), draft.model_validate_json, text, strict=True)
    except ValidationError as error:
        if answer.finish_reason == "length":
            return Unusable("- answer: it was cut off at its greatest length; answer more briefly", "was cut off")
        return Unusable(_told(error), "had not the form asked for")


def worth_repeating(answer: AgentResponse, longest: int) -> list[Message]:
    """The conversation that led to an answer, with the answer itself where it has words that are not too many.

    A call that nobody answered is left out: servers refuse a conversation that has one.
    """
    before, words = answer.messages[:-1], _last_words(answer)
    return [*before, Message("assistant", [words])] if 0 < len(words) <= longest else before


def _last_words(answer: AgentResponse) -> str:
    """The last message's: what a model says beside its lookups is no part of its answer."""
    return answer.messages[-1].text if answer.messages else ""


def _told(error: ValidationError) -> str:
    problems = error.errors(include_url=False, include_input=False, include_context=False)[:_MAX_PROBLEMS]
    return "\n".join(f"- {'.'.join(map(str, problem['loc'])) or 'answer'}: {problem['msg']}" for problem in problems)


def _is_refusal(answer: AgentResponse) -> bool:
    """Whether the last message is marked as a refusal, as both interfaces of the protocol can say."""
    contents = answer.messages[-1].contents if answer.messages else ()
    return any(
        get_namespaced_value(one.additional_properties, "core", "model_output_kind") == "refusal" for one in contents
    )
