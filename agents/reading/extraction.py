"""The eight fields of the clinical extraction: which statements belong to each, and how explicit the best one is."""

from collections.abc import Callable, Iterator, Sequence

from agents.reading.draft import Draft
from agents.reading.layout import Statement
from agents.reading.marked import Stemmed
from agents.reading.page import Page
from agents.reading.sections import SILENT, Section
from agents.reading.text import has_digit
from priorauth.extraction import ExtractionField
from priorauth.facts import Assertion
from priorauth.rubric import ConfidenceScale, Explicitness
from priorauth.skill import ExtractionFieldName as Name
from priorauth.vocabulary import ConceptKind

_SECTIONS: dict[Name, frozenset[Section]] = {
    Name.CHIEF_COMPLAINT: frozenset({Section.COMPLAINT, Section.INDICATION}),
    Name.HISTORY_OF_PRESENT_ILLNESS: frozenset({Section.HPI}),
    Name.PRIOR_TREATMENTS: frozenset({Section.TREATMENTS, Section.MEDICATIONS}),
    Name.SEVERITY_INDICATORS: frozenset(),
    Name.FUNCTIONAL_LIMITATIONS: frozenset({Section.FUNCTION}),
    Name.DIAGNOSTIC_FINDINGS: frozenset({Section.RESULTS, Section.EXAM, Section.VITALS}),
    Name.DURATION_AND_PROGRESSION: frozenset(),
    Name.MEDICAL_HISTORY_AND_COMORBIDITIES: frozenset({Section.HISTORY, Section.SURGICAL}),
}
_WORDS: dict[Name, Stemmed] = {
    Name.CHIEF_COMPLAINT: Stemmed(
        "complain|c|present|here|seen|reason",
        r"\b(?:chief complaint|complains? of|c/o|presents? (?:with|for)|here for|seen (?:\w+ ){0,3}for|reason for)\b",
    ),
    Name.HISTORY_OF_PRESENT_ILLNESS: Stemmed(
        "past|since|reports|describes|noticed|began|onset|symptoms",
        r"\b(?:over the past|for the past|since|reports|describes|noticed|began|onset|symptoms)\b",
    ),
    Name.FUNCTIONAL_LIMITATIONS: Stemmed(
        "unable|can|difficulty|limit|adl|stairs|walk|work|stop|independent|function|hard|drowsy|asleep|naps",
        r"\b(?:unable to|cannot|can't|difficulty|limited|limits|adls?|stairs|walks?|work|stopping"
        r"|stops|independent\w*|function\w*|hard|drowsy|falls? asleep|fallen asleep|naps)\b",
    ),
    Name.DURATION_AND_PROGRESSION: Stemmed(
        "week|wk|wks|month|mo|mos|year|yr|yrs|since|progress|wors|stable|unchanged|improv|persist|chronic",
        r"\b(?:since|for|x|over the past|about|~)\s?(?:the )?(?:past |last )?(?:\d+|several"
        r"|two|three|four|five|six|seven|eight|many)\+?\s?-?(?:to \w+ )?(?:weeks?|wks?|months?"
        r"|mos?|years?|yrs?)\b|\bsince (?:\w+ )?(?:19|20)\d\d\b|\b\d+ (?:weeks|months|years"
        r"|mo|wks) of\b|\b(?:progress\w+|worsen\w+|worse|stable|unchanged|improv\w+|persist\w+"
        r"|chronic)\b",
    ),
    Name.SEVERITY_INDICATORS: Stemmed(
        "severe|moderate|mild|grade|stage|gold|class|/|mmrc|nyha",
        r"\b(?:severe|moderate|mild|grade|stage|gold|class|\d{1,2}/10|mmrc|nyha|end-stage)\b",
    ),
}
_DRAFTS: dict[Name, Callable[[Draft], bool]] = {
    Name.PRIOR_TREATMENTS: lambda d: (
        d.concept.kind is ConceptKind.TREATMENT and d.assertion in (Assertion.PRESENT, Assertion.HISTORICAL)
    ),
    Name.SEVERITY_INDICATORS: lambda d: d.concept.kind is ConceptKind.MEASUREMENT or "severity" in d.concept.groups,
    Name.FUNCTIONAL_LIMITATIONS: lambda d: (
        d.concept.id in ("functional_limitation", "work_loss", "dyspnea", "excessive_daytime_sleepiness")
    ),
    Name.DIAGNOSTIC_FINDINGS: lambda d: (
        d.concept.kind is ConceptKind.MEASUREMENT or "objective_finding" in d.concept.groups
    ),
    Name.DURATION_AND_PROGRESSION: lambda d: "progression" in d.concept.groups or d.duration_days is not None,
    Name.MEDICAL_HISTORY_AND_COMORBIDITIES: lambda d: (
        d.concept.kind is ConceptKind.CONDITION
        and d.assertion in (Assertion.PRESENT, Assertion.HISTORICAL, Assertion.ABSENT)
    ),
}
_NAMING = frozenset(Section) - {Section.FAMILY, Section.OTHER, Section.PLAN}
"""Sections in which a field's words serve it though the section itself is not the field's."""
_RANKS = {level: rank for rank, level in enumerate(Explicitness)}
_SHOWN = 12


def _never(_: Draft) -> bool:
    return False


def extract(pages: Sequence[Page], drafts: Sequence[Draft], scale: ConfidenceScale) -> tuple[ExtractionField, ...]:
    """All eight fields, in their order."""
    telling = [(page, statement) for page in pages for statement in page.statements if _is_telling(page, statement)]
    return tuple(_field(name, telling, drafts, scale) for name in Name)


def _is_telling(page: Page, statement: Statement) -> bool:
    """Whether a statement can serve a field by its section and words; a single word serves none."""
    return statement.section not in SILENT and len(page.tokens.between(statement.start, statement.end)) > 1


def _field(
    name: Name, telling: Sequence[tuple[Page, Statement]], drafts: Sequence[Draft], scale: ConfidenceScale
) -> ExtractionField:
    wanted = _DRAFTS.get(name, _never)
    levels: dict[tuple[str, int, int], tuple[Page, Explicitness]] = {}
    for draft in drafts:
        if draft.superseded_by is None and draft.assertion is not Assertion.FAMILY and wanted(draft):
            level = draft.explicitness
            key = (draft.page.document.id, draft.statement.start, draft.statement.end)
            if key not in levels or _rank(level) < _rank(levels[key][1]):
                levels[key] = (draft.page, level)
    strongest = sum(level is Explicitness.EXPLICIT_WITH_SPECIFICS for _, level in levels.values())
    explicit = sum(_rank(level) <= _rank(Explicitness.EXPLICIT) for _, level in levels.values())
    own = _SECTIONS[name]
    for page, statement in _candidates(name, telling):
        if strongest >= _SHOWN:
            break
        if explicit >= _SHOWN and statement.section not in own:
            continue
        key = (page.document.id, statement.start, statement.end)
        if key not in levels and (level := _by_words(name, page, statement)) is not None:
            levels[key] = (page, level)
            strongest += level is Explicitness.EXPLICIT_WITH_SPECIFICS
            explicit += 1
    best = sorted(levels.items(), key=lambda item: _rank(item[1][1]))[:_SHOWN]
    level = best[0][1][1] if best else Explicitness.ABSENT
    spans = tuple(page.span(start, end) for (_, start, end), (page, _) in best)
    return ExtractionField(name=name, spans=spans, confidence=scale.score(level))


def _rank(level: Explicitness) -> int:
    return _RANKS[level]


def _candidates(name: Name, telling: Sequence[tuple[Page, Statement]]) -> Iterator[tuple[Page, Statement]]:
    """The statements that can serve a field: those of its own sections, and where words name it, of most others."""
    own, words = _SECTIONS[name], _WORDS.get(name)
    for page, statement in telling:
        section = statement.section
        if section in own or (words is not None and section in _NAMING and words.may_stand_in(page, statement)):
            yield page, statement


def _by_words(name: Name, page: Page, statement: Statement) -> Explicitness | None:
    """How a candidate serves a field by its section and words alone."""
    pattern = _WORDS.get(name)
    named = pattern is not None and pattern.search(page, statement) is not None
    if statement.section not in _SECTIONS[name]:
        return Explicitness.EXPLICIT if named else None
    specific = named or has_digit(page.folded[statement.start : statement.end])
    return Explicitness.EXPLICIT_WITH_SPECIFICS if specific else Explicitness.EXPLICIT
