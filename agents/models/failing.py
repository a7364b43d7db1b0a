"""Why a language model gave no answer, by type and in words of our own: the server's may quote what it was sent."""

from agent_framework.exceptions import AgentFrameworkException

from agents.models.reaching import causes_of
from priorauth.errors import AgentFailure

Failed = tuple[AgentFailure, str]
_BY_CODE: dict[str, Failed] = {
    "content_filter": (AgentFailure.OUTPUT_INVALID, "its model's server filtered the request or the answer"),
    "context_length_exceeded": (AgentFailure.BUDGET_EXCEEDED, "what it is given is longer than its model can read"),
    "insufficient_quota": (AgentFailure.BUDGET_EXCEEDED, "its model's account has nothing left"),
}
_BY_STATUS: dict[int, Failed] = {
    400: (AgentFailure.UNAVAILABLE, "its model's server refused the request as malformed"),
    401: (AgentFailure.UNAVAILABLE, "its model's server refused the key"),
    403: (AgentFailure.UNAVAILABLE, "its model's server does not permit this"),
    404: (AgentFailure.UNAVAILABLE, "its model's server knows no such model or address"),
    413: (AgentFailure.BUDGET_EXCEEDED, "what it is given is longer than its model's server takes"),
    422: (AgentFailure.UNAVAILABLE, "its model's server refused the request as malformed"),
    429: (AgentFailure.UNAVAILABLE, "its model's server is overloaded"),
}
_OTHERWISE: Failed = (AgentFailure.UNAVAILABLE, "its model could not be reached")


def failure_of(error: AgentFrameworkException) -> Failed:
    """The type of a failure, and what to say of it."""
    for cause in causes_of(error):
        code, status = getattr(cause, "code", None), getattr(cause, "status_code", None)
        if isinstance(code, str) and code in _BY_CODE:
            return _BY_CODE[code]
        if isinstance(status, int):
            return _BY_STATUS.get(status, (AgentFailure.UNAVAILABLE, f"its model's server answered with HTTP {status}"))
    return _OTHERWISE
