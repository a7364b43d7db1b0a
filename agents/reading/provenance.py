"""What documents say about each other: signatures, copied text, corrections, final reports over preliminary ones.

Confidence follows from the scale: a level for the explicitness, less the deductions for what is unsigned (the document
says so), undated (neither the event nor the document has a date), copied forward, or scanned
(:mod:`agents.reading.scans`).
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from agents.reading.draft import Draft
from agents.reading.page import Page
from agents.reading.sections import Section
from priorauth.case import Document, DocumentKind, Side
from priorauth.facts import Conditions
from priorauth.rubric import ConfidenceScale, Weakness

_UNSIGNED = re.compile(
    r"\b(?:not signed|unsigned|not yet signed|signature pending|pending signature|awaiting signature"
    r"|not electronically signed|draft(?: only)?$|draft - |preliminary report|unauthenticated)\b",
    re.MULTILINE,
)
_SIGNED = re.compile(
    r"\b(?:electronically (?:signed|authenticated|verified)|e-signed|digitally signed|signed electronically"
    r"|signed by|/s/|verified by|authenticated by)\b|/s/|\(signed\)"
)
_PRELIMINARY_WORD = "preliminary"
"""What :data:`_PRELIMINARY` cannot match without; far quicker to look for."""
_PRELIMINARY = re.compile(
    r"(?<!replaces the )(?<!replaces )(?<!supersedes the )(?<!supersedes )(?<!replacing the )(?<!previous )(?<!prior )"
    r"(?<!corrects the )\bpreliminary(?! (?:to|diagnosis))\b"
)
_FINAL = re.compile(
    r"(?<!not )(?<!not yet )(?<!until )(?<!pending )(?<!awaiting )(?<!non-)"
    r"\bfinal(?: report| result)?\b(?! (?:report )?(?:to follow|pending|will))|\bfinalized\b|\bcorrected report\b"
    r"|\bamended\b"
)
_REPLACES = re.compile(r"\b(?:replac(?:es|ing)|supersed(?:es|ing)) (?:the |a |all )?preliminary\b")
_CORRECTION = re.compile(r"\b(?:addendum|correction|corrected report|amended|amendment)\b")
_CORRECTS = re.compile(
    r"\b(?:correct\w*|amend\w*|should (?:read|be|say|state|have)|error|erroneous\w*|wrong|incorrect\w*"
    r"|instead|mistake\w*)\b"
)
_NOT_FINAL = "It stands in a preliminary report, which is not final."
_REPORTS = frozenset(
    {DocumentKind.TEST_REPORT, DocumentKind.LAB, DocumentKind.SLEEP_STUDY, DocumentKind.IMAGING, DocumentKind.PATHOLOGY}
)
_COPY_TOKENS = 6
_HEAD = 400


def is_signed(page: Page) -> bool | None:
    """Whether a document is signed: as submitted, else as a line of its own says."""
    if page.document.signed is not None:
        return page.document.signed
    if _UNSIGNED.search(page.folded):
        return False
    return True if _SIGNED.search(page.folded) else None


def _normal(page: Page, start: int, end: int) -> str | None:
    words = page.tokens.words_between(start, end)
    return " ".join(words) if len(words) >= _COPY_TOKENS else None


def _of_several_dates(pages: Sequence[Page]) -> list[Page]:
    """The dated pages, the oldest first; none where all have one date, since nothing can be copied forward then."""
    dated = sorted((page for page in pages if page.document.date), key=lambda page: str(page.document.date))
    return dated if len({page.document.date for page in dated}) > 1 else []


def mark_copies(pages: Sequence[Page], drafts: Sequence[Draft]) -> None:
    """Give each fact the earliest document that holds its sentence; later ones are copied forward."""
    first: dict[str, Document] = {}
    for page in _of_several_dates(pages):
        for statement in page.statements:
            sentence = _normal(page, statement.start, statement.end)
            if sentence is not None:
                first.setdefault(sentence, page.document)
    for draft in drafts:
        draft.first_documented_on = draft.page.document.date
        sentence = _normal(draft.page, draft.statement.start, draft.statement.end) if first else None
        origin = first.get(sentence) if sentence else None
        if origin is not None and origin.date and draft.page.document.date and origin.date < draft.page.document.date:
            draft.first_documented_on = origin.date
            draft.copied = True
        if draft.copied and draft.day_of_document:
            draft.on = draft.first_documented_on if draft.first_documented_on != draft.page.document.date else None


_TITLE_REACH = 200
"""How far down the heading of an addendum may stand that makes its whole document one."""


def mark_corrections(pages: Sequence[Page], drafts: Sequence[Draft]) -> None:
    """Let an addendum supersede what it corrects, and a final report its preliminary one."""
    preliminary = [page for page in pages if _is_preliminary(page)]
    addenda = {page.document.id for page in pages if _is_correction(page)}
    corrections: list[Draft] = []
    first_words: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.page.document.id in addenda or draft.statement.section is Section.ADDENDUM:
            corrections.append(draft)
        else:
            first_words[draft.concept.id].append(draft)
    for later in corrections:
        _supersede(later, first_words[later.concept.id], _is_corrected_by)
    for later in drafts if preliminary else ():
        if any(_is_final_of(later.page, page) for page in preliminary):
            _supersede(later, first_words[later.concept.id], _is_finalized_by)


def doubt_preliminary(drafts: Sequence[Draft]) -> None:
    """Doubt what stands in a preliminary report, or in a statement that calls a result preliminary."""
    pages = {draft.page.document.id: draft.page for draft in drafts}
    not_final = {name for name, page in pages.items() if page.document.kind in _REPORTS and _is_not_final(page)}
    named = {name for name, page in pages.items() if _PRELIMINARY_WORD in page.folded}
    for draft in drafts:
        page, statement, name = draft.page, draft.statement, draft.page.document.id
        said = name in named and _PRELIMINARY.search(page.folded, statement.start, statement.end) is not None
        if draft.doubt is None and (said or name in not_final):
            draft.doubt = _NOT_FINAL


def _is_not_final(page: Page) -> bool:
    return _is_preliminary(page) and _FINAL.search(_head(page)) is None


def _supersede(later: Draft, same: Iterable[Draft], gives_way: Callable[[Draft, Draft], bool]) -> None:
    for earlier in same:
        if earlier is not later and earlier.superseded_by is None and gives_way(earlier, later):
            earlier.superseded_by = later


def _is_corrected_by(earlier: Draft, later: Draft) -> bool:
    if not _is_about(later, earlier):
        return False
    if _corrects_side(later, earlier):
        return True
    return _differs(later, earlier) and _could_be_same(later.conditions, earlier.conditions)


def _corrects_side(later: Draft, earlier: Draft) -> bool:
    """Whether a correction, as it calls itself, names the other side."""
    own, other = later.conditions, earlier.conditions
    if own.side is None or other.side is None or Side.BILATERAL in (own.side, other.side) or own.side is other.side:
        return False
    said = f"{later.statement.name or ''} {later.page.folded[later.statement.start : later.statement.end]}".lower()
    same = own.model_copy(update={"side": other.side})
    return _CORRECTS.search(said) is not None and _could_be_same(same, other)


def _is_finalized_by(earlier: Draft, later: Draft) -> bool:
    return _is_final_of(later.page, earlier.page) and _could_be_same(later.conditions, earlier.conditions)


def _differs(later: Draft, earlier: Draft) -> bool:
    return (later.value, later.high, later.bound, later.assertion) != (
        earlier.value,
        earlier.high,
        earlier.bound,
        earlier.assertion,
    )


def _is_correction(page: Page) -> bool:
    """Whether a document is titled as a correction of another; a note "with addendum" holds its own further down."""
    if _CORRECTION.search(page.document.title.lower()) is None:
        return False
    own = next((statement.start for statement in page.statements if statement.section is Section.ADDENDUM), 0)
    return own < _TITLE_REACH


def _is_about(later: Draft, earlier: Draft) -> bool:
    """An addendum speaks of its own document; a separate one of documents of its kind, up to its own date."""
    if later.page is earlier.page:
        return earlier.at < later.at and (
            later.on is None or earlier.on is None or later.on == earlier.on or later.day_of_document
        )
    same_kind = later.page.document.kind is earlier.page.document.kind
    return _is_correction(later.page) and same_kind and (later.on is None or later.on == earlier.on)


def _could_be_same(one: Conditions, other: Conditions) -> bool:
    """Whether two conditions contradict each other nowhere."""
    fields: tuple[tuple[object, object], ...] = (
        (one.activity, other.activity),
        (one.oxygen, other.oxygen),
        (one.side, other.side),
        (one.litres_per_minute, other.litres_per_minute),
    )
    return all(mine is None or theirs is None or mine == theirs for mine, theirs in fields)


def _is_final_of(later: Page, earlier: Page) -> bool:
    if later is earlier or later.document.kind is not earlier.document.kind:
        return False
    return (
        _is_preliminary(earlier)
        and not _is_preliminary(later)
        and _FINAL.search(_head(later)) is not None
        and (_same_title(later, earlier) or _REPLACES.search(_head(later)) is not None)
    )


def _is_preliminary(page: Page) -> bool:
    head = _head(page)
    return _PRELIMINARY_WORD in head and _PRELIMINARY.search(head) is not None


def _head(page: Page) -> str:
    return f"{page.document.title.lower()}\n{page.folded[:_HEAD]}"


def _same_title(one: Page, other: Page) -> bool:
    def words(page: Page) -> set[str]:
        return set(re.findall(r"[a-z]+", page.document.title.lower())) - {
            "final",
            "preliminary",
            "report",
            "result",
            "the",
        }

    return bool(words(one) & words(other)) or not (words(one) or words(other))


def confidence(draft: Draft, signed: bool | None, scanned: bool, scale: ConfidenceScale) -> int:
    """The score of a fact on the skill's scale."""
    weaknesses: Iterable[tuple[Weakness, bool]] = (
        (Weakness.UNSIGNED, signed is False),
        (Weakness.UNDATED, draft.on is None and draft.page.document.date is None),
        (Weakness.COPIED_FORWARD, draft.copied),
        (Weakness.SCANNED, scanned),
    )
    return scale.score(draft.explicitness, frozenset([weakness for weakness, holds in weaknesses if holds]))
