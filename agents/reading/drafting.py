"""From one statement to the facts it states."""

from collections.abc import Iterator, Mapping, Sequence

from agents.reading.assertion import Scopes
from agents.reading.choices import choices, prints_levels
from agents.reading.column_dates import column_timing
from agents.reading.computed import computed_of, is_computable, tells_computable
from agents.reading.cues import Kind
from agents.reading.draft import Draft, told
from agents.reading.explicitness import of_mention, of_value
from agents.reading.flows import OXYGEN_FLOW, read_flows
from agents.reading.forms import TICKED
from agents.reading.gases import gas_rows, read_gases
from agents.reading.hearing import aided_scores, hearing_losses, is_own_test
from agents.reading.kinship import Kinship, Whose, ascribe
from agents.reading.layout import Statement
from agents.reading.leads import Lead, Leads
from agents.reading.lexicon import Hit
from agents.reading.listed import Lists
from agents.reading.marked import Stemmed
from agents.reading.marks import as_marked
from agents.reading.meaning import Meaning
from agents.reading.measured import Measured
from agents.reading.mentions import Mention, mentions_of
from agents.reading.never import denies_all_use
from agents.reading.onsets import days_lasted
from agents.reading.page import Page
from agents.reading.recitals import recites_coverage
from agents.reading.rows import names_columns
from agents.reading.sections import says_nothing
from agents.reading.settings import NO_CONDITIONS, names_litres, over, without_flow
from agents.reading.sleep_tables import sleep_tables
from agents.reading.stems import FIGURE
from agents.reading.stopping import held
from agents.reading.ticks import ticked_below
from agents.reading.timing import Clock, Timing
from agents.reading.treatments import Course, courses
from agents.reading.unit_heads import unit_heads
from agents.reading.valued import may_be_dated, values_of
from priorauth.case import DocumentKind
from priorauth.facts import Assertion, Conditions
from priorauth.vocabulary import Concept, ConceptKind

_ACUTE_DAYS = 14
_SIGNATURE = Stemmed(
    "electronically|digitally|signed|e|cc|npi|sincerely|dear|to|from",
    r"(?:electronically|digitally) signed|signed (?:by|electronically)|e-signed|cc:|npi\b|sincerely|dear\b|to:|from:",
)
_VISIT_EVENTS = frozenset(
    {"sleep_evaluation_in_person", "pap_instruction", "diabetes_visit", "face_to_face_mobility_examination"}
)
_GIVEN = frozenset({ConceptKind.TREATMENT, ConceptKind.DEVICE, ConceptKind.PROCEDURE, ConceptKind.EVENT})
"""What a denial of all use dates: it holds on the day on which it was written."""
_STUDIES = frozenset({"facility_polysomnography", "home_sleep_test"})


class Drafting:
    """Reads the statements of one page, in order."""

    def __init__(self, page: Page, leads: Leads, concepts: Mapping[str, Concept]) -> None:
        self._page = page
        self._clock = Clock(page)
        self._leads = leads
        self._lists = Lists(page)
        self._meaning = Meaning(page)
        self._kinship = Kinship(page)
        self._concepts = concepts
        self._computable = is_computable(page)
        told = {**unit_heads(page), **choices(page), **sleep_tables(page, concepts)}
        self._told_by_grids = {**told, **aided_scores(page, concepts)}
        self._losses = hearing_losses(page, concepts)
        self._gases = gas_rows(page.folded)
        self._flow = concepts.get(OXYGEN_FLOW) if names_litres(page.folded, 0, len(page.folded)) else None

    def read(self, statement: Statement) -> Iterator[Draft]:
        """The facts of a statement; the lead-in is what the statements before it set up."""
        whose = self._kinship.whose(statement)
        mentions = mentions_of(self._page, statement, self._concepts)
        if statement.start in self._losses:
            mentions.append(self._losses[statement.start])
        lead = self._leads.before(statement, [concept for _, concept in mentions])
        computable = self._computable and tells_computable(self._page, statement)
        told = statement.start in self._told_by_grids or statement.start in self._page.sided
        may_state = mentions or statement.header or lead.titled or self._gases or self._flow or computable
        if not (may_state or told or may_be_dated(self._page, statement)):
            return
        if (
            says_nothing(statement.section, self._page.folded[statement.start : statement.end])
            or _SIGNATURE.begins(self._page, statement)
            or names_columns(self._page, statement, mentions)
            or prints_levels(self._page, statement)
        ):
            return
        scopes = self._lists.scopes(statement)
        drafts = list(self._drafts(statement, scopes, mentions, lead, computable=computable))
        self._lists.hold_for(statement, scopes, drafts)
        drafts = as_marked(self._page, statement, drafts)
        theirs = [draft for draft in drafts if "of_caregiver" not in draft.concept.groups]
        yield from (draft for draft in drafts if "of_caregiver" in draft.concept.groups)
        yield from theirs if whose is Whose.PATIENT else ascribe(theirs, whose)
        self._kinship.note(statement, scopes, [hit for hit, _ in mentions])

    def _drafts(
        self, statement: Statement, scopes: Scopes, mentions: Sequence[Mention], lead: Lead, *, computable: bool
    ) -> Iterator[Draft]:
        yield from self._measured(statement, scopes, mentions, lead)
        yield from self._gas(statement, scopes, lead) if self._gases else ()
        if self._flow is not None and self._page.holds(statement, FIGURE):
            for measured in read_flows(self._page, statement, scopes, self._flow):
                yield self._from_value(statement, scopes, measured, lead)
        if not (mentions or computable) or recites_coverage(self._page, statement):
            return
        if not self._is_open_prompt(statement):
            yield from computed_of(self._page, statement, scopes, self._concepts) if computable else ()
            yield from self._stated(statement, scopes, mentions, lead)
            yield from held(self._page, statement, scopes, mentions, self._concepts)

    def _is_open_prompt(self, statement: Statement) -> bool:
        """A form's line with a blank to fill in and nothing ticked only asks."""
        text, start, end = self._page.text, statement.start, statement.end
        return text.find("__", start, end) >= 0 and not TICKED.search(text, start, end)

    def _measured(
        self, statement: Statement, scopes: Scopes, mentions: Sequence[Mention], lead: Lead
    ) -> Iterator[Draft]:
        named = [
            mention
            for mention in mentions
            if mention[1].kind is ConceptKind.MEASUREMENT and is_own_test(self._page, *mention)
        ]
        seen: set[tuple[int, str]] = set()
        for measured in values_of(self._page, statement, scopes, named, lead, self._told_by_grids):
            key = (measured.number.start, measured.concept.id)
            if key not in seen:
                seen.add(key)
                yield self._from_value(statement, scopes, measured, lead)

    def _gas(self, statement: Statement, scopes: Scopes, lead: Lead) -> Iterator[Draft]:
        for measured, doubt in read_gases(self._page, statement, scopes, self._gases, self._concepts):
            draft = self._from_value(statement, scopes, measured, lead)
            draft.doubt = doubt
            yield draft

    def _from_value(self, statement: Statement, scopes: Scopes, measured: Measured, lead: Lead) -> Draft:
        conditions = measured.conditions
        extra = list(measured.extra)
        if "gas_exchange" not in measured.concept.groups:
            conditions = without_flow(side=conditions.side)
        elif conditions.activity is None and conditions.oxygen is None and not measured.contested:
            wider, spans = lead.conditions, lead.spans
            if statement.header and any(start <= statement.header[0].start < end for start, end in spans):
                wider, spans = NO_CONDITIONS, ()
            elif wider.activity is None and wider.oxygen is None:
                wider, spans = ticked_below(self._page, statement)
            conditions = over(conditions, wider)
            extra += spans if conditions != measured.conditions else ()
        has_side = "has_side" in measured.concept.groups
        side, method = lead.side if has_side else None, self._leads.method(statement, measured.concept)
        if side is not None or method is not None:
            conditions = over(conditions, Conditions(side=side, method=method))
        if not has_side and conditions.side is not None:
            conditions = conditions.model_copy(update={"side": None})
        timing = self._timing(statement, scopes, measured, lead)
        extra += [timing.span] if timing.span else []
        specific = measured.specific and (
            timing.on is not None or conditions.activity is not None or conditions.oxygen is not None
        )
        return Draft(
            page=self._page,
            statement=statement,
            concept=measured.concept,
            at=measured.number.start,
            assertion=Assertion.HISTORICAL if measured.past else Assertion.PRESENT,
            explicitness=of_value(measured, specific),
            conditions=conditions,
            value=measured.value,
            high=measured.high,
            bound=measured.number.bound,
            on=timing.on,
            on_between=timing.between,
            day_of_document=timing.from_document,
            computed=measured.computed,
            copied=scopes.has(Kind.COPIED) or lead.copied,
            extra=tuple(extra),
        )

    def _timing(self, statement: Statement, scopes: Scopes, measured: Measured, lead: Lead) -> Timing:
        if measured.cell is not None:
            of_column = column_timing(self._page, statement, measured.cell)
            if of_column is not None:
                return of_column
        if measured.is_told_apart:
            return self._clock.of_own_words(measured.clause, measured.number.start)
        timing = self._clock.of_clause(measured.clause, statement, scopes, measured.at)
        if timing.on is not None or measured.past or self._clock.has_date(statement):
            return timing
        if lead.on is not None:
            return Timing(lead.on, False, lead.on_span)
        return Timing(None) if lead.copied else self._clock.of_layout(statement, scopes)

    def _stated(self, statement: Statement, scopes: Scopes, mentions: Sequence[Mention], lead: Lead) -> Iterator[Draft]:
        named = [mention for mention in mentions if mention[1].kind is not ConceptKind.MEASUREMENT]
        treatments = [hit for hit, concept in named if concept.kind is ConceptKind.TREATMENT]
        unique = list(dict.fromkeys(treatments))
        paths = dict(zip(unique, courses(self._page, statement, scopes, unique), strict=True)) if unique else {}
        seen: set[tuple[object, ...]] = set()
        for hit, concept in named:
            if concept.kind is ConceptKind.EVENT and any(
                isinstance(m, Concept) and m.kind is ConceptKind.MEASUREMENT for m in hit.meanings
            ):
                continue
            draft = self._draft(statement, scopes, hit, concept, paths.get(hit), lead, treated=bool(paths))
            if draft is not None and (key := told(draft)) not in seen:
                seen.add(key)
                yield draft

    def _draft(
        self,
        statement: Statement,
        scopes: Scopes,
        hit: Hit,
        concept: Concept,
        course: Course | None,
        lead: Lead,
        *,
        treated: bool,
    ) -> Draft | None:
        assertion = self._meaning.of(statement, scopes, hit, concept, course)
        if assertion is None:
            return None
        course = course if course is not None and concept.kind is ConceptKind.TREATMENT else Course(None, None)
        timing = self._day(statement, scopes, hit, concept, assertion, lead)
        if concept.kind is ConceptKind.FINDING and assertion is Assertion.PRESENT and not treated:
            course = Course(days_lasted(self._page, statement, hit), None)
        return Draft(
            page=self._page,
            statement=statement,
            concept=concept,
            at=hit.start,
            assertion=self._aged(assertion, statement, concept, timing),
            explicitness=of_mention(scopes, hit, assertion, course, timing.on),
            conditions=self._sided(statement, hit, concept, lead),
            on=timing.on,
            on_between=timing.between,
            day_of_document=timing.from_document,
            duration_days=course.duration_days,
            outcome=course.outcome,
            copied=scopes.has(Kind.COPIED) or lead.copied,
            extra=(timing.span,) if timing.span else (),
        )

    def _aged(self, assertion: Assertion, statement: Statement, concept: Concept, timing: Timing) -> Assertion:
        """An acute event that its date sets in the past is history; so is one whose date may lie there."""
        if assertion is not Assertion.PRESENT or "acute_event" not in concept.groups:
            return assertion
        documented = self._page.document.date
        past = timing.on is not None and documented is not None and (documented - timing.on).days > _ACUTE_DAYS
        recent = timing.between and documented is not None and (documented - timing.between[0]).days <= _ACUTE_DAYS
        dated = timing.on is None and not recent and self._clock.has_date(statement)
        return Assertion.HISTORICAL if past or dated else assertion

    def _day(
        self, statement: Statement, scopes: Scopes, hit: Hit, concept: Concept, assertion: Assertion, lead: Lead
    ) -> Timing:
        timing = self._clock.of_clause((statement.start, statement.end), statement, scopes, hit.start)
        if assertion is Assertion.ABSENT and concept.kind in _GIVEN and not self._clock.has_date(statement):
            ever = denies_all_use(self._page, statement, hit) and not lead.copied
            return self._clock.of_writing() if ever else Timing(None)
        if timing.on is not None or self._clock.has_date(statement):
            return timing
        if lead.on is not None:
            return Timing(lead.on, False, lead.on_span)
        if assertion is Assertion.PRESENT and concept.id in _VISIT_EVENTS:
            return self._clock.of_visit(statement)
        study = self._page.document.kind is DocumentKind.SLEEP_STUDY and concept.id in _STUDIES
        if concept.kind is ConceptKind.FINDING or study:
            return Timing(None) if lead.copied else self._clock.of_layout(statement, scopes)
        return Timing(None)

    def _sided(self, statement: Statement, hit: Hit, concept: Concept, lead: Lead) -> Conditions:
        if "has_side" not in concept.groups:
            return NO_CONDITIONS
        side = self._leads.side_at(statement, hit) or lead.side
        return NO_CONDITIONS if side is None else without_flow(side=side)
