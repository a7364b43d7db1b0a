"""What can go wrong, each with a stable code and a sentence that is safe to show.

No message holds clinical text: it names the field, the thing and what to do.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import ClassVar

from priorauth.value import Value


class PriorAuthError(Exception):
    """The base of every expected failure. ``code`` is stable; ``str(error)`` is safe to show."""

    code: ClassVar[str] = "error"


class Problem(Value):
    """One thing that is wrong with a submission. ``path`` is a JSON pointer (RFC 6901)."""

    path: str
    code: str
    message: str


class CaseRejected(PriorAuthError):
    """The case's shape, types, limits or dates are impossible. Carries every problem at once (HTTP 422)."""

    code = "case_rejected"

    def __init__(self, problems: Sequence[Problem]) -> None:
        count = len(problems)
        super().__init__(f"This was not accepted: {count} problem{'s' if count != 1 else ''} to correct.")
        self.problems = tuple(problems)


class NotPermitted(PriorAuthError):
    """The actor may not do this (HTTP 403)."""

    code = "not_permitted"


class CaseNotFound(PriorAuthError):
    """No such case for this tenant (HTTP 404)."""

    code = "case_not_found"

    def __init__(self, case_id: str) -> None:
        super().__init__(f"There is no case {case_id}. Check the identifier, or list the queue at /api/cases.")


class InvalidTransition(PriorAuthError):
    """The act does not fit the state that the case is in (HTTP 409)."""

    code = "invalid_transition"


class RuleProblem(Value):
    """One thing that is wrong with a rule file, where it stands."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class RuleBookInvalid(PriorAuthError):
    """Skills or policies that cannot be used. Raised at start, with every problem of every file."""

    code = "rule_book_invalid"

    def __init__(self, problems: Sequence[RuleProblem]) -> None:
        super().__init__(
            f"The rule book has {len(problems)} problem{'s' if len(problems) != 1 else ''}:\n"
            + "\n".join(f"  {problem}" for problem in problems)
        )
        self.problems = tuple(problems)


class LookupFailure(StrEnum):
    """Why a lookup gave no answer: nobody answered, the server refused the question, or the answer made no sense."""

    UNAVAILABLE = "unavailable"
    REFUSED = "refused"
    MALFORMED = "malformed"


class AgentFailure(StrEnum):
    """Why an agent gave no findings."""

    UNAVAILABLE = "unavailable"
    OUTPUT_INVALID = "output_invalid"
    BUDGET_EXCEEDED = "budget_exceeded"


class AgentFailed(PriorAuthError):
    """An agent gave no usable findings; the case pends with this reason."""

    code = "agent_failed"

    def __init__(self, agent: str, failure: AgentFailure, detail: str) -> None:
        super().__init__(f"The {agent} agent gave no findings ({failure.value.replace('_', ' ')}): {detail}")
        self.agent = agent
        self.failure = failure
        self.detail = detail
