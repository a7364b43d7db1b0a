"""What the pipeline needs of the outside, as protocols; :mod:`orchestrator.bootstrap` names what fulfils them."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from priorauth.case import Case
from priorauth.codes import Icd10CmCode
from priorauth.findings import NotEvaluated
from priorauth.inputs import AgentInput, AgentName, AgentOutput
from priorauth.ledger import LookupCall
from priorauth.model_budget import UNLIMITED, Allowance
from priorauth.model_usage import AgentUsage, OnCall
from priorauth.policy import Policy
from priorauth.preflight import Preflight
from priorauth.revision import Revision
from priorauth.trial import PolicyTrial


class AgentRunner(Protocol):
    """Runs one agent, in this process or elsewhere.

    ``run`` returns the findings that belong to the input, calls ``on_call`` once for each lookup call as it ends and
    with what a language model used, also where it fails, and raises :class:`priorauth.errors.AgentFailed`.
    """

    @property
    def model(self) -> str:
        """The name of the model that plays the agents."""
        ...

    async def run(
        self, agent: AgentName, inputs: AgentInput, on_call: OnCall, left: Allowance = UNLIMITED
    ) -> AgentOutput:
        """The agent's findings."""
        ...


class AroundAgents:
    """Stands around other agents, and is played by what plays those."""

    __slots__ = ()
    agents: AgentRunner

    @property
    def model(self) -> str:
        """The model that plays the agents."""
        return self.agents.model


class Bench(Protocol):
    """Policies, tried by their authors on a record that is nobody's case. Nothing of it is kept."""

    async def try_policy(self, policy: Policy, case: Case) -> PolicyTrial:
        """The policy's criteria on the case's first service line. Raises :class:`priorauth.errors.AgentFailed`."""
        ...

    async def describe_diagnoses(self, codes: Sequence[Icd10CmCode]) -> Mapping[str, str]:
        """The official description of each diagnosis code that the lookup knows."""
        ...


class Journal(Protocol):
    """Where the progress of one revision is kept: soon after it is told, and surely once ``recommended`` has returned.

    The pipeline does not wait in between. A crash takes a moment's work along, which costs less to do again than to
    write step by step.
    """

    def preflight_completed(self, result: Preflight) -> None:
        """The pre-flight is done."""
        ...

    def agent_started(self, agent: AgentName) -> None:
        """An agent began its work."""
        ...

    def lookup_called(self, agent: AgentName, call: LookupCall) -> None:
        """A lookup call ended."""
        ...

    def model_called(self, used: AgentUsage) -> None:
        """A call of a language model ended, or all that an agent elsewhere made."""
        ...

    def agent_completed(self, agent: AgentName, output: AgentOutput) -> None:
        """An agent's findings, kept by (revision, step)."""
        ...

    def agent_failed(self, agent: AgentName, failure: NotEvaluated) -> None:
        """An agent gave no findings, and why."""
        ...

    async def recommended(self, revision: Revision) -> None:
        """The revision is whole and its recommendation ready."""
        ...
