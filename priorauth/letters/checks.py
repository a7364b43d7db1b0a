"""What is wrong with a template: fields that no letter has, what it must say and does not, and what it may not say."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from priorauth.letters.fields import ITEM, Shape, shape_of
from priorauth.letters.model import (
    AdverseLetter,
    ApprovalLetter,
    ExtensionLetter,
    InformationRequestLetter,
    Letter,
    LetterKind,
    StandardTimeLetter,
)
from priorauth.letters.plan import Language
from priorauth.letters.templates import (
    Blank,
    Part,
    Section,
    TemplateHeader,
    TemplateInvalid,
    Text,
    digest_of_text,
    parse_template,
)

MODELS: Mapping[LetterKind, type[Letter]] = {
    LetterKind.APPROVAL: ApprovalLetter,
    LetterKind.PARTIAL: AdverseLetter,
    LetterKind.ADVERSE: AdverseLetter,
    LetterKind.INFORMATION_REQUEST: InformationRequestLetter,
    LetterKind.EXTENSION: ExtensionLetter,
    LetterKind.STANDARD_TIME: StandardTimeLetter,
    LetterKind.APPEAL_APPROVED: ApprovalLetter,
    LetterKind.APPEAL_ADVERSE: AdverseLetter,
}
"""What each kind of letter says."""

_ALWAYS = frozenset(
    {"plan.name", "plan.member_phone", "plan.tty", "plan.language_access", "member.name", "case_id", "dated"}
)
_APPROVED = frozenset(
    {"number", "decider.name"}
    | {f"approved.{name}" for name in ("code", "units", "side", "place", "begins", "ends", "conditions")}
)
_ADVERSE = frozenset(
    {f"denied.{name}" for name in ("code", "fact", "provision", "explanation", "policy.id", "policy.title")}
    | {"denied.policy.version", "decider.name", "decider.credential", "decider.npi", "decider.states"}
    | {"plan.nondiscrimination", "plan.peer_to_peer_phone", "ai", "notices"}
)
_PARTLY = frozenset({f"approved.{name}" for name in ("code", "units", "begins", "ends", "conditions")} | {"number"})
_APPEAL = frozenset(
    {"appeal.until", "appeal.standard", "appeal.fast", "plan.appeals.phone", "plan.appeals.address"}
    | {"plan.appeals.fax"}
)
MANDATORY: Mapping[LetterKind, frozenset[str]] = {
    LetterKind.APPROVAL: _ALWAYS | _APPROVED,
    LetterKind.PARTIAL: _ALWAYS | _ADVERSE | _PARTLY | _APPEAL,
    LetterKind.ADVERSE: _ALWAYS | _ADVERSE | _APPEAL,
    LetterKind.INFORMATION_REQUEST: _ALWAYS
    | {"no_decision", "due", "within", "clock", "items.what", "items.request", "items.criterion", "asked_by.name"}
    | {"plan.records.phone", "plan.records.fax", "respond_by"},
    LetterKind.EXTENSION: _ALWAYS
    | {"no_decision", "ground", "reason", "days", "first_due", "due", "grievance", "decided_by.name"}
    | {"plan.grievances.phone"},
    LetterKind.STANDARD_TIME: _ALWAYS
    | {"no_decision", "reason", "due", "within", "clock", "grievance", "ask_again", "decided_by.name"}
    | {"plan.grievances.phone", "plan.grievances.fax", "plan.grievances.address"},
    LetterKind.APPEAL_APPROVED: _ALWAYS | _APPROVED,
    LetterKind.APPEAL_ADVERSE: _ALWAYS | _ADVERSE | _PARTLY | {"next_step"},
}
"""What a template of a kind has to name, each field wherever its value is there.

Sources: 42 CFR 422.568(e) and 422.572(e) for what is adverse, 422.568(b)(2) for an extension, 422.570(d)(2)
for the standard time, 45 CFR 92.11 for language.
"""

_TOGETHER: Mapping[str, str] = {"number": "approved.", "appeal": "plan.appeals."}
"""Sections around fields that are there, or needed, only where the section's own field is."""

PENDING = frozenset({LetterKind.INFORMATION_REQUEST, LetterKind.EXTENSION, LetterKind.STANDARD_TIME})
DENIES = re.compile(r"\b(?:den(?:y|ied|ies|ial|ials|ying)|deneg\w*|denieg\w*|rechaz\w*)", re.IGNORECASE)
"""Words that a letter without a decision never has, in every language of the letters."""
_NO_REASON = re.compile(
    r"\bscores?\b|\bpuntuaci\w+|\bthe (?:system|software|algorithm) (?:found|decided|determined)\b"
    r"|\bel sistema (?:encontr|decid|determin)\w+|\bnot medically necessary\b|\bno es médicamente necesari\w+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class TemplateProblem:
    """What is wrong, on which line of the text, counted from 0; None where it is wrong as a whole."""

    line: int | None
    message: str


def check_template(header: TemplateHeader, body: str) -> tuple[tuple[Part, ...], Sequence[TemplateProblem]]:
    """The parts of a template, and everything that is wrong with it."""
    try:
        parts = parse_template(body)
    except TemplateInvalid as error:
        return (), [TemplateProblem(error.line, error.message)]
    return parts, list(dict.fromkeys(_problems(header, body, parts)))


def _problems(header: TemplateHeader, body: str, parts: tuple[Part, ...]) -> Iterator[TemplateProblem]:
    if header.locked and digest_of_text(body) != header.digest:
        yield TemplateProblem(
            None,
            f"the text of {header.form}, version {header.version}, is locked and was changed; put the text back, or "
            f"give the new form its own version and the digest {digest_of_text(body)}",
        )
    if not body.startswith("# "):
        yield TemplateProblem(0, "a letter begins with its title: # and a space")
    for kind in header.kinds:
        yield from _problems_of_fields(kind, parts)
    yield from _problems_of_words(header, body)


def _problems_of_fields(kind: LetterKind, parts: tuple[Part, ...]) -> Iterator[TemplateProblem]:
    reading = _Reading(kind)
    reading.read(parts, (_Scope(shape_of(MODELS[kind]), ""),), ())
    yield from reading.problems
    missing = ", ".join(sorted(MANDATORY[kind] - reading.named))
    if missing:
        name = kind.value.replace("_", " ")
        message = f"a letter of the kind {name} has to say this wherever it is known, and does not: {missing}"
        yield TemplateProblem(None, message)


def _problems_of_words(header: TemplateHeader, body: str) -> Iterator[TemplateProblem]:
    rules = [(_NO_REASON, "names no reason that a person can check; say the member's fact and the criterion")]
    if PENDING & set(header.kinds):
        rules.append((DENIES, "may not stand in a letter that tells no decision"))
    for number, line in enumerate(body.splitlines()):
        for pattern, why in rules:
            found = pattern.search(line)
            if found:
                yield TemplateProblem(number, f"'{found[0]}' {why}")


def _goes_with(path: str, section: str) -> bool:
    """Whether a field is written wherever it is there, although it stands in this section."""
    return f"{path}.".startswith(f"{section}.") or path.startswith(_TOGETHER.get(section, "\n"))


@dataclass(frozen=True, slots=True)
class _Scope:
    """Fields that may be named, and the path at which they stand in the letter."""

    shape: Shape
    path: str


class _Reading:
    """Which fields a template names where nothing but themselves decides whether they are written."""

    def __init__(self, kind: LetterKind) -> None:
        self._kind = kind
        self.named: set[str] = set()
        self.problems: list[TemplateProblem] = []

    def read(self, parts: Sequence[Part], scopes: tuple[_Scope, ...], around: tuple[str, ...]) -> None:
        """``around`` are the paths of the open sections; one that is written for what is absent has a ``^``."""
        for part in parts:
            if isinstance(part, Text):
                continue
            found = self._find(part, scopes)
            if found is None:
                continue
            path, shape = found
            if isinstance(part, Section):
                within = scopes if part.absent or shape is None else (_Scope(shape, path), *scopes)
                self.read(part.parts, within, (*around, f"^{path}" if part.absent else path))
            elif shape:
                self._refuse(part, "has fields of its own; name one of them, or open a section for it")
            elif all(_goes_with(path, one) for one in around):
                self.named.add(path)

    def _find(self, part: Blank | Section, scopes: tuple[_Scope, ...]) -> tuple[str, Shape | None] | None:
        first, *rest = part.path
        scope = next((one for one in scopes if first in one.shape), None)
        if scope is None:
            self._refuse(part, f"is no field of the letter {self._kind.value.replace('_', ' ')}")
            return None
        path = scope.path if first == ITEM else f"{scope.path}.{first}".lstrip(".")
        shape = scope.shape[first]
        for step in rest:
            if shape is None or step not in shape:
                self._refuse(part, f"is no field of the letter {self._kind.value.replace('_', ' ')}")
                return None
            path, shape = f"{path}.{step}", shape[step]
        return path, shape

    def _refuse(self, part: Blank | Section, why: str) -> None:
        self.problems.append(TemplateProblem(part.line, f"{{{{{'.'.join(part.path)}}}}} {why}"))


def words_problems(language: Language, statements: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with the fixed sentences, all of which may stand in a letter that tells no decision."""
    for name, said in statements.items():
        if DENIES.search(said):
            yield f"the sentence {name} ({language.value}) has a word that may not stand where no decision is told"
