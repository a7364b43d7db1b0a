"""The flow of oxygen that a patient uses or needs: "on 4 L/min via nasal cannula", "requires 5 LPM of oxygen".

The flow of a test or a titration is what was tried, not what is needed, and a flow that is only ordered, planned or
aimed at is none; neither is another flow in litres (cardiac output, leak, urine).
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from agents.reading.assertion import Scopes
from agents.reading.cues import Kind
from agents.reading.layout import Statement
from agents.reading.measured import Measured
from agents.reading.page import Page
from agents.reading.sections import Section
from agents.reading.settings import NO_CONDITIONS, litres_in
from agents.reading.values import Number
from priorauth.case import DocumentKind
from priorauth.vocabulary import Concept

OXYGEN_FLOW = "oxygen_flow"
_OXYGEN = re.compile(r"\b(?:o2|oxygen|nc|n/c|nasal|cannula|concentrator|portable tank)\b")
_USES = re.compile(
    r"\b(?:on|uses|using|used|wears|wearing|requires?|requiring|required|needs?|needing|receives|receiving"
    r"|flow(?: rate)?|requirements?|home oxygen|home o2|continuous|continuously|via|dependent|currently|chronic"
    r"|o2 at|oxygen at|maintained|baseline)\b"
)
_NOT_NEEDED = re.compile(
    r"[%?]|__|\b(?:start|begin|initiat\w+|titrat\w+|wean\w*|order\w*|prescri\w+|goal|target|trial|plan|will|recommend\w*"
    r"|request\w*|up to|increas\w+|decreas\w+|test\w*|walk\w*|6mwt|desat\w*|spo2|sats?|saturat\w*|pao2|abg|criteri\w+"
    r"|qualif\w+|medicare|cardiac|output|leak|urine|drank|drink\w*|intake|fluids?|ventilation|insufflat\w+|peak|max\w*"
    r"|recover\w*|improv\w*|if|when|should|must|may|keep|greater|less|than|or more|at least|exceed\w*)\b|[<>≤≥]"
)
_PLANS = frozenset({Section.PLAN, Section.ASSESSMENT_AND_PLAN})
_ORDERS = frozenset({DocumentKind.ORDER, DocumentKind.REFERRAL, DocumentKind.REQUEST_FORM})
_VOID = frozenset({Kind.MUTE, Kind.FAMILY, Kind.HYPOTHETICAL, Kind.NEGATED, Kind.FUTURE, Kind.POSSIBLE})


def read_flows(page: Page, statement: Statement, scopes: Scopes, concept: Concept) -> Iterator[Measured]:
    """The one flow of oxygen that a statement says is used or needed; several are of several times or states."""
    folded, start, end = page.folded, statement.start, statement.end
    if statement.section in _PLANS or page.document.kind in _ORDERS:
        return
    flows = [match for match in litres_in(folded, start, end) if _figure(match)]
    if len(flows) != 1 or not _OXYGEN.search(folded, start, end) or _NOT_NEEDED.search(folded, start, end):
        return
    match = flows[0]
    kinds = scopes.kinds_over(match.start(), match.start() + 1)
    if kinds & _VOID or not _USES.search(folded, start, end):
        return
    value = _figure(match)
    number = Number(match.start(), match.end(), value, unit="l/min")
    past = Kind.PAST in kinds
    yield Measured(concept, match.start(), number, value, None, NO_CONDITIONS, (start, end), True, past)


def _figure(match: re.Match[str]) -> Decimal:
    return Decimal(match["flow"] or match["after"] or match["bare"])
