"""The deployed service, over HTTP: whether it is ready, one case, its pages. What it answers is not printed."""

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from infra.hooks.programs import field, items
from infra.hooks.words import HookFailed

_SECONDS = 30
_REFUSED = 403


@dataclass(frozen=True)
class Part:
    """One part of the service, as its ``/ready`` tells."""

    name: str
    kind: str
    is_ready: bool
    detail: str


@dataclass(frozen=True)
class Reviewed:
    """A reviewed case: its recommendation, and the agents that could not be evaluated."""

    case_id: str
    outcome: str
    confidence: str
    not_evaluated: tuple[str, ...]


@dataclass(frozen=True)
class Service:
    """The orchestrator at its address."""

    address: str

    def parts(self) -> tuple[Part, ...]:
        """Its parts, whether it is ready or not. Raises :class:`HookFailed` where it does not answer."""
        told = self._json("/ready", also=503)
        return tuple(
            Part(
                field(one, "name", str),
                field(one, "kind", str),
                field(one, "state", str) == "ready",
                field(one, "detail", str),
            )
            for one in items(field(told, "parts", list))
        )

    def submit(self, body: bytes, key: str) -> str:
        """The case's id: the one that the same key gave before, or a new one. Raises :class:`HookFailed`."""
        headers = {"Content-Type": "application/json", "Idempotency-Key": key}
        return field(self._json("/api/cases", body, headers), "case_id", str)

    def reviewed(self, case_id: str) -> Reviewed | None:
        """The case with its recommendation; None while it has none. Raises :class:`HookFailed`."""
        told = self._json(f"/api/cases/{case_id}")
        if not isinstance(told, dict) or told.get("revision") is None:
            return None
        draft = field(told, "revision.recommendation", dict)
        confidence = field(draft, "confidence", dict)
        return Reviewed(
            case_id,
            field(draft, "outcome", str),
            f"{confidence.get('value')} {confidence.get('level')}",
            tuple(field(one, "agent", str) for one in items(field(draft, "not_evaluated", list))),
        )

    def page(self) -> str:
        """The workbench's first page. Raises :class:`HookFailed`."""
        return self._answer("/").decode("utf-8", errors="replace")

    def _json(
        self, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None, also: int = 0
    ) -> Any:
        answer = self._answer(path, body, headers, also)
        try:
            return json.loads(answer)
        except ValueError:
            raise HookFailed(f"{self.address}{path} answered with something that is no JSON.") from None

    def _answer(
        self, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None, also: int = 0
    ) -> bytes:
        """The answer's body; ``also`` is a status beside 2xx that is an answer as well."""
        request = urllib.request.Request(f"{self.address}{path}", data=body, headers=dict(headers or {}))
        try:
            with urllib.request.urlopen(request, timeout=_SECONDS) as answer:
                return answer.read()
        except urllib.error.HTTPError as error:
            with error:
                if error.code == also:
                    return error.read()
                raise self._refused(path, error.code) from None
        except (urllib.error.URLError, TimeoutError, OSError) as error:
            why = type(getattr(error, "reason", error)).__name__
            raise HookFailed(f"{self.address}{path} could not be reached: {why}.", _LOGS) from None

    def _refused(self, path: str, status: int) -> HookFailed:
        if status == _REFUSED:
            said = f"{self.address} refuses this machine: its address is not among the allowed ones."
            return HookFailed(said, "curl -s https://api.ipify.org tells it; add it, then: azd provision")
        return HookFailed(f"{self.address}{path} answered with {status}.", _LOGS)


_LOGS = "az containerapp logs show --name orchestrator --resource-group $AZURE_RESOURCE_GROUP --tail 50"
