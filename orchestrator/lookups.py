"""A question to a lookup outside any review: a code or a provider, while a case is being written down."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mcp_clients.answers import Answer, P
from mcp_clients.circuit import Circuits
from mcp_clients.ledger import Answered, Ledger
from mcp_clients.patience import Patience
from mcp_clients.questions import Question
from mcp_clients.registry import lookup_named
from mcp_clients.session import Endpoint, open_lookups
from orchestrator.failures import LookupUnavailable

_TIMEOUT_SECONDS = 3.0
_ONE_TRY = Patience(1)


@dataclass(frozen=True)
class Lookups:
    """The lookups at ``endpoints``. Somebody waits for the answer, so each question is tried once and not for long.

    A server that gives reviews no answer is left alone here too, by their ``circuits``. No answer is kept.
    """

    endpoints: Mapping[str, Endpoint]
    circuits: Circuits = field(default_factory=Circuits)

    async def ask(self, question: Question[P]) -> Answer[P]:
        """The answer, which may be that nothing was found. Raises :class:`LookupUnavailable`."""
        name = question.lookup
        opened = open_lookups(
            self.endpoints,
            [name],
            Ledger(),
            timeout_seconds=_TIMEOUT_SECONDS,
            circuits=self.circuits,
            patience=_ONE_TRY,
        )
        async with opened as clients:
            told = await clients[name].ask(question)
        if isinstance(told, Answered):
            return told.value
        raise LookupUnavailable(lookup_named(name).title)
