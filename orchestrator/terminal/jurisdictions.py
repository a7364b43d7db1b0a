"""``priorauth jurisdictions``: the profiles, each line with its mark and its citation."""

import json
from collections.abc import Iterator, Mapping, Sequence

from rich.text import Text

from orchestrator.settings import Settings
from orchestrator.terminal.exits import Exit
from orchestrator.terminal.lines import BLANK, Line, joined, label, plain, rows, words
from orchestrator.terminal.screen import Screen
from orchestrator.terminal.wording import MARKS, QUIET, counted, spoken
from priorauth.deadlines import Act
from priorauth.jurisdiction import Jurisdiction
from priorauth.profile_lines import (
    Disclosure,
    DisclosureKind,
    Meaning,
    Missed,
    ProfileLine,
    Statement,
    Suggestion,
    SuggestionRule,
)
from priorauth.rulebook import read_rule_book

_UNSURE = "yellow"
_HEADINGS: Mapping[str, str] = {
    "applies_to": "Which plans",
    "suggest_denial": "May automation suggest a denial?",
    "adverse_decider": "Who decides adversely",
    "appeal_decider": "Who decides an appeal",
    "pend": "Asking for information",
    "data_basis": "What a decision rests on",
    "deadlines": "Deadlines",
    "no_deadline": "Deadlines",
    "extensions": "More time",
    "missed": "When a deadline is missed",
    "appeals": "Time to appeal",
    "disclosures": "What is disclosed",
    "audit": "Audit",
    "notes": "Beside that",
}
"""The fields of a profile in the order of reading."""
_SUGGESTIONS: Mapping[Suggestion, str] = {
    Suggestion.NEVER: "Never.",
    Suggestion.ASSIST_ONLY: "Yes, as help for a person who decides.",
    Suggestion.NOT_STATED: "Nothing is stated.",
}
_MEANINGS: Mapping[Meaning, str] = {
    Meaning.DEEMED_ADVERSE: "It counts as an adverse determination.",
    Meaning.APPROVED: "It counts as approved.",
    Meaning.NONE_FOUND: "",
    Meaning.UNCONFIRMED: "Not confirmed.",
}
_DISCLOSED: Mapping[DisclosureKind, str] = {
    DisclosureKind.NOTICE: "In the notice",
    DisclosureKind.AI_NOTICE: "In the notice, on automation",
    DisclosureKind.AI_GENERAL: "In general, on automation",
    DisclosureKind.AI_REGULATOR: "To the regulator, on automation",
    DisclosureKind.PUBLISHED: "To everyone",
}


def tell_jurisdictions(profile_id: str | None, settings: Settings, screen: Screen, *, as_json: bool = False) -> Exit:
    """One profile line by line; without an id, the table of profiles. Case does not matter in an id."""
    profiles = read_rule_book(settings.rulebook).jurisdictions
    chosen = [one for one in profiles if profile_id is None or one.id == profile_id.upper()]
    if not chosen and profile_id is not None:
        known = ", ".join(profile.id for profile in profiles)
        screen.complain(f"There is no jurisdiction profile '{profile_id}' in this rule book. There are: {known}.")
        return Exit.USAGE
    if as_json:
        screen.data(json.dumps([profile.model_dump(mode="json") for profile in chosen]))
    else:
        screen.show(_table(chosen) if profile_id is None else profile_lines(chosen[0]))
    return Exit.DONE


def _table(profiles: Sequence[Jurisdiction]) -> Iterator[Line]:
    yield from rows([row for profile in profiles for row in _summary(profile)])
    lines = [line for profile in profiles for _, line in profile.lines()]
    unsure = sum(not line.mark.is_sure for line in lines)
    total = f"{counted(len(profiles), 'profile')}, {counted(len(lines), 'line')}"
    yield BLANK
    yield plain(f"{total}; {unsure:,} of them are unsure, marked with ?: these are shown and decide nothing.")


def _summary(profile: Jurisdiction) -> Iterator[tuple[Text, Text]]:
    """Its name, then what it says of suggested denials, deadlines of a decision, and missed ones."""
    yield words(profile.id, "bold"), words(f"{profile.title}, {_in_force(profile)}")
    suggestion = profile.suggest_denial
    yield words(""), _brief(f"Suggested denial: {spoken(suggestion.allowed)}", suggestion)
    decisions = [line for line in profile.deadlines if line.of is Act.DECISION]
    yield from ((words(""), _brief(line.said, line)) for line in decisions)
    if profile.no_deadline is not None:
        yield words(""), _brief(profile.no_deadline.said, profile.no_deadline)
    yield words(""), _brief(f"Missed: {spoken(profile.missed.means)}", profile.missed)


def _brief(text: str, line: ProfileLine) -> Text:
    dated = joined([text, *_dates(line)]).plain
    return words(dated) if line.mark.is_sure else words(f"? {dated}", _UNSURE)


def _in_force(profile: Jurisdiction) -> str:
    since = f"from {profile.effective.isoformat()}" if profile.effective else "in force, first day not found"
    return since + (f" to {profile.ends.isoformat()}" if profile.ends else "")


def profile_lines(profile: Jurisdiction) -> Iterator[Line]:
    """A profile: whom it binds, then its lines under headings, each with how sure it is and who says so."""
    yield plain(f"{profile.id}  {profile.title}", style="bold")
    business = ", ".join(spoken(one) for one in profile.lines_of_business)
    limits = joined([business, ", ".join(profile.states) or "every state", profile.program])
    stated = [("in force", _in_force(profile)), ("binds", limits.plain), ("statute", profile.statute)]
    yield from rows([(words(name, QUIET), words(said)) for name, said in stated])
    lines = list(profile.lines())
    for field, heading in _HEADINGS.items():
        own = [line for name, line in lines if name == field]
        if own:
            yield BLANK
            yield plain(heading, style="bold")
        for line in own:
            yield from _told(line)
    unsure = sum(not line.mark.is_sure for _, line in lines)
    yield BLANK
    yield plain(
        f"{counted(len(lines), 'line')}; {unsure:,} of them unsure, marked with ?: shown, and deciding nothing."
    )


def _told(line: ProfileLine) -> Iterator[Line]:
    """What it says, and under it in small who says so."""
    sure = line.mark.is_sure
    yield Line(words(_worded(line)), label("·" if sure else "?", "" if sure else _UNSURE), indent=2)
    source = joined([MARKS[line.mark], line.citation, *_dates(line)]).plain
    yield plain(source, indent=4, style=QUIET if sure else _UNSURE)
    if line.note:
        yield plain(line.note, indent=4, style=QUIET)


def _worded(line: ProfileLine) -> str:
    """What a line says, begun with what it comes to."""
    if isinstance(line, SuggestionRule):
        return f"{_SUGGESTIONS[line.allowed]} {line.said}"
    if isinstance(line, Missed):
        return f"{_MEANINGS[line.means]} {line.said}".strip()
    if isinstance(line, Disclosure):
        return f"{_DISCLOSED[line.kind]}: {line.said}"
    if isinstance(line, Statement) and line.about:
        return f"{line.about[:1].upper()}{line.about[1:]}: {line.said}"
    return line.said[:1].upper() + line.said[1:]


def _dates(line: ProfileLine) -> Iterator[str]:
    if line.since is not None:
        yield f"from {line.since.isoformat()}"
    if line.until is not None:
        yield f"to {line.until.isoformat()}"
