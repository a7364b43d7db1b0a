"""What a record recites and does not state: coverage rules, thresholds, goals."""

import re
from decimal import Decimal

from agents.reading.layout import Statement
from agents.reading.marked import Stemmed
from agents.reading.page import Page

_RECITAL = Stemmed(
    "medica|cms|ncd|lcd|payer|insur|polic|guideline|cover|criteri|qualif|eligib|threshold|cut|defined|considered"
    "|classified|must|reference|normal|educational|patient|require|limit",
    r"\b(?:medicare|medicaid|cms|ncd|lcd|payer|insurance|insurer|policy|policies|guidelines?)\b[^.;]{0,60}\b(?:"
    r"covers?|covered|coverage|requires?|required|criteri\w+|qualif\w+|states?|allows?|when"
    r"|says|limits?)\b"
    r"|\b(?:cover(?:s|ed|age)|criteri(?:a|on)|qualifying (?:value|level|saturation|range)s?"
    r"|eligib\w+|threshold|cut-?off|guidelines?)\b[^.;]{0,80}\b(?:if|when|is|are|of|require[sd]?"
    r"|includes?|:|below|less|or)\b"
    r"|\b(?:is|are) (?:defined|considered|classified) as\b|\bper (?:medicare|cms|ncd|lcd"
    r"|policy|guidelines?)\b|\bmust (?:be|have)\b"
    r"|\b(?:reference|normal) (?:range|values?|interval|limits?)\b|\bfor educational\b|\bin patients with\b"
    r"|\bpatients? (?:who|whose|with an?) \w+ (?:of|is|are)\b|\bqualif(?:y|ies) (?:if|when"
    r"|with a)\b"
    r"|\b(?:qualifying|required) (?:threshold|level|saturation|criteri\w+)\b|\bis (?:the"
    r"|a) (?:threshold|cut-?off|criterion|requirement|limit)\b",
)
_COVERAGE = Stemmed(
    "medica|cms|insurance|policy|guideline|ncd|lcd|criteria|patients|defined|covered|considered|indicated"
    "|signs|you|effects|qualif",
    r"\b(?:(?:medicare|medicaid|cms|insurance|policy|guidelines?|ncd|lcd)\b[^.;]{0,60}\b(?:covers?"
    r"|requires?|criteria|when|states?|will pay)\b|meets? (?:all )?(?:the )?(?:medicare "
    r"|coverage |medical )*(?:necessity )?criteria\b"
    r"|in patients with\b|patients with\b.{0,80}\b(?:should|may|benefit|often|require)\b"
    r"|(?:is|are) (?:defined|covered|considered)\b|(?<!that )(?:is|are) indicated\b|criteria (?:for|include)\b"
    r"|signs of .{0,60} include\b|(?<!\bdo )you (?:have|should|may|can|must|will|are)\b|your\b|common side effects\b)"
    r"|[<>≤≥]=?\s?[0-9.]+[^.;]{0,80}\bqualif(?:y|ies)\b",
)
_DEFINITION = Stemmed(
    "means|denotes|refers|characterized|stands|=",
    r"\b(?:means|denotes|refers to|is characterized by|stands for)\b"
    r"|\b(?:grade|stage|class|group|type)\s(?:[0-4]|iv|i{1,3})\s?=\s",
)
_CLAIM = Stemmed(
    "meet|met|satisf|fulfil|qualif|per",
    r"\b(?:meets?|meeting|met|satisf(?:y|ies)|fulfil\w*|qualif(?:y|ies)|per)\b[^.;]{0,50}\b(?:criteri\w+"
    r"|requirements?|guidelines?|medicare|coverage|polic\w+|oxygen|surgery)\b",
)
_QUALIFIES = Stemmed("qualif", r"\bqualif(?:y|ies|ying)\b")
_THRESHOLDS = frozenset(Decimal(number) for number in (5, 14, 15, 30, 35, 40, 55, 56, 59, 60, 88, 89))
_GOAL = re.compile(
    r"\b(?:goal|target|titrate|titrated|titration goal|maintain|keep|keeping|aim|aiming"
    r"|desired|ideal|call if|alert|alarm|notify|parameters?|hold for|hold if|expected|critical value"
    r"|healthy|anticipated|to achieve|reach|wants? to|hopes? to|would like to)\b"
)


def is_recital(page: Page, statement: Statement) -> bool:
    """Whether a statement recites a rule, so that none of its numbers is this patient's."""
    return (_RECITAL.search(page, statement) or _DEFINITION.search(page, statement)) is not None


def recites_coverage(page: Page, statement: Statement) -> bool:
    """Whether a statement speaks of what is covered or advised in general, so that it tells nothing of this patient."""
    return _COVERAGE.search(page, statement) is not None


def only_claims(page: Page, statement: Statement, value: Decimal) -> bool:
    """Whether a statement claims that criteria are met and the number is only the threshold that it names."""
    claims = _CLAIM.search(page, statement) or _QUALIFIES.search(page, statement)
    return claims is not None and value in _THRESHOLDS


def is_goal(folded: str, start: int, end: int) -> bool:
    """Whether the words before a number make it a goal or a limit."""
    return _GOAL.search(folded, start, end) is not None
