"""Tests whose name states nothing: only their sign does ("McMurray +", "QuantiFERON negative").

That a test was not done is no negative test. "No McMurray" is one, since a sign of the examination bears the test's
name; "no QuantiFERON" only says that there is none.
"""

import re

from agents.reading.assertion import Scopes
from agents.reading.cues import Kind
from agents.reading.layout import Statement
from agents.reading.lexicon import Hit
from agents.reading.page import Page
from priorauth.vocabulary import Concept

_SIGN_BEFORE = re.compile(
    r"(?:(?:^|[:;,(.])\s*|\b(?:a|an|by|with|had|has|and|of|via|on|recent|repeat|prior)\s)(?:(negative|neg)|positive|pos)\s+$"
)
_ANSWERED_AFTER = re.compile(r"\s*[:=]|\s*(?:pending|ordered|positive|pos\b|negative|neg\b)")
_NOT_DONE = re.compile(
    r"(?:was |were |been |being |is |are )?(?:not (?:been )?(?:done|performed|obtained|given|started|used|attempted"
    r"|planned|repeated|requested|needed|required|indicated|tested|available|ordered|recommended|completed|tried"
    r"|received|undergone)|never|declined|refused|cancell?ed|did not (?:have|undergo|receive|complete|start)"
    r"|has not (?:had|undergone|received|completed|started)|no prior|no previous|no record of)\b"
)
_NONE_ON_FILE = re.compile(r"(?:no|without|w/o|none|denies|lacks?|lack of|not have|has not had|did not have)\b")


def is_test(concept: Concept) -> bool:
    """Whether a concept's name alone states nothing."""
    return concept.id.endswith("_positive")


def with_sign_before(page: Page, statement: Statement, hit: Hit, kinds: frozenset[Kind]) -> frozenset[Kind]:
    """The cues about a test and the sign right before it: "a negative QuantiFERON"."""
    sign = _SIGN_BEFORE.search(page.folded, max(statement.start, hit.start - 24), hit.start)
    if sign is None or _ANSWERED_AFTER.match(page.folded, hit.end, statement.end):
        return kinds
    return kinds | {Kind.NEGATED if sign.group(1) else Kind.AFFIRMED}


def is_only_not_done(page: Page, scopes: Scopes, hit: Hit, concept: Concept) -> bool:
    """Whether all that denies a test says that it was not made, and nothing tells its sign."""
    denials = [scope for scope in scopes.all if scope.cue.kind is Kind.NEGATED and scope.start <= hit.start < scope.end]
    absent = (_NOT_DONE,) if "has_side" in concept.groups else (_NOT_DONE, _NONE_ON_FILE)
    return bool(denials) and all(
        any(words.match(page.folded, scope.at) is not None for words in absent) for scope in denials
    )
