"""One synthetic case, sent the way any client sends one, and awaited until it is reviewed."""

import hashlib
import time
from pathlib import Path

from infra.hooks.deployment import read_deployment
from infra.hooks.service import Reviewed, Service
from infra.hooks.waiting import patience
from infra.hooks.words import HookFailed, say

EXAMPLE = Path("examples") / "01-home-oxygen-resting-hypoxemia.json"
_KEY_CHARACTERS = 16


def sample(root: Path) -> int:
    """Loads the case and waits for its recommendation. Raises :class:`HookFailed`."""
    service = Service(read_deployment().output("SERVICE_ORCHESTRATOR_URI"))
    found = sampled(service, root)
    say(f"The sample case {found.case_id} is reviewed: {found.outcome}, confidence {found.confidence}.")
    if found.not_evaluated:
        said = f"These agents gave no findings for it: {', '.join(found.not_evaluated)}."
        raise HookFailed(said, f"{service.address}/api/cases/{found.case_id} tells why")
    return 0


def sampled(service: Service, root: Path) -> Reviewed:
    """The sample case when it is reviewed. The same content has the same key, so it is one case however often sent.

    Raises :class:`HookFailed`.
    """
    body = (root / EXAMPLE).read_bytes()
    key = f"sample-{hashlib.sha256(body).hexdigest()[:_KEY_CHARACTERS]}"
    case_id = service.submit(body, key)
    waiting, began = patience(), time.monotonic()
    while (found := service.reviewed(case_id)) is None:
        if waiting.is_over(began):
            said = f"The sample case {case_id} was accepted, but not reviewed after {waiting.seconds:g} s."
            raise HookFailed(said, f"{service.address}/ready tells which part does not work")
        waiting.pause()
    return found
