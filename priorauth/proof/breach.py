"""What can be wrong with an agent's answer, each kind in words that hold nothing of the answer."""

from collections.abc import Iterable
from enum import StrEnum

from priorauth.errors import AgentFailed, AgentFailure
from priorauth.inputs import AgentName


class Breach(StrEnum):
    """Something that the answer says and that is not proven by what the agent was sent, its calls or the rule book."""

    DOCUMENT = "it names a document that the case does not have"
    QUOTE = "it quotes words that do not stand there in the record"
    FIELD = "it names a field that the request does not have"
    CALL = "it cites a lookup call that it does not list"
    CALL_LISTED = "it lists lookup calls that the agent cannot have made"
    CALL_TIME = "it lists lookup calls of another time than that of this review"
    CALLS_MISSING = "it lacks lookup calls that the assessment needs"
    IDENTIFIER = "it names a code, a provider, a policy, an article or a trial that no cited lookup call returned"
    POLICY = "it cites a policy otherwise than the rule book has it"
    REQUEST = "it is about other codes, services or providers than the request's"
    CODES = "it judges codes or providers otherwise than their form and the cited lookup calls give"
    FACT = "it states a fact that the quoted words were not read to state"
    SCORE = "a score of it is not the one that its parts give"
    CHECKLIST = "it judges the request's completeness otherwise than the rules give"
    STATUS = "it judges criteria otherwise than the facts and the rule book give"
    RECOMMENDATION = "its gates, confidence or outcome are not those that the findings give"
    PROSE = "its prose says what the findings do not hold"


def not_taken(agent: AgentName, breaches: Iterable[Breach]) -> AgentFailed:
    """The failure of an agent whose answer is not believed."""
    told = "; ".join(dict.fromkeys(breaches))
    detail = f"its answer was not taken, because {told}. A person has to review the case, or run the review again."
    return AgentFailed(agent.value, AgentFailure.OUTPUT_INVALID, detail)
