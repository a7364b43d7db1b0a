"""Whether prose says only what the findings hold: no other outcome, no number or code that stands nowhere."""

import re

from priorauth.inputs import SynthesisFindings, SynthesisInput
from priorauth.recommendation import Outcome

_TOKENS = re.compile(r"[A-Z]{0,4}[0-9][0-9A-Z.]*[0-9A-Z]|[0-9]")
_DENIAL = re.compile(r"\b(?:den(?:y|ied|ies|ial)|reject(?:ed|ion)?|adverse|refus(?:e|ed|al))\b", re.IGNORECASE)
_APPROVAL = re.compile(
    r"\b(?:is|be|are|recommend(?:ed|s)?|should be|must be)\s+(?:an?\s+)?approv(?:e|ed|al|ing)\b|\bAPPROVE\b"
)


def says_only_what_is_found(prose: str, computed: SynthesisFindings, inputs: SynthesisInput) -> bool:
    """Whether the prose may stand. It errs towards no: the computed text is always there instead."""
    if _DENIAL.search(prose):
        return False
    if computed.recommendation.outcome is Outcome.PEND and _APPROVAL.search(prose):
        return False
    found = computed.model_dump_json() + inputs.model_dump_json()
    return all(token in found for token in _TOKENS.findall(prose))
