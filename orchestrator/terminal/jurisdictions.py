"""``priorauth jurisdictions``: the profiles, each line with its mark and its citation."""

import json
from collections.abc import Iterator, Sequence

from rich.text import Text

from orchestrator.settings import Settings
from orchestrator.terminal.exits import Exit
from orchestrator.terminal.lines import BLANK, Line, joined, plain, rows, words
from orchestrator.terminal.screen import Screen
from orchestrator.terminal.wording import MARKS, QUIET, counted, spoken
from priorauth.deadlines import Act
from priorauth.jurisdiction import Jurisdiction
from priorauth.profile_lines import ProfileLine, Statement
from priorauth.rulebook import read_rule_book

_UNSURE = "yellow"


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
    yield words(""), _brief(f"suggested denial: {spoken(suggestion.allowed)}", suggestion)
    decisions = [line for line in profile.deadlines if line.of is Act.DECISION]
    yield from ((words(""), _brief(line.said, line)) for line in decisions)
    if profile.no_deadline is not None:
        yield words(""), _brief(profile.no_deadline.said, profile.no_deadline)
    yield words(""), _brief(f"missed: {spoken(profile.missed.means)}", profile.missed)


def _brief(text: str, line: ProfileLine) -> Text:
    dated = joined([text, *_dates(line)]).plain
    return words(dated) if line.mark.is_sure else words(f"? {dated}", _UNSURE)


def _in_force(profile: Jurisdiction) -> str:
    since = f"from {profile.effective.isoformat()}" if profile.effective else "in force, first day not found"
    return since + (f" to {profile.ends.isoformat()}" if profile.ends else "")


def profile_lines(profile: Jurisdiction) -> Iterator[Line]:
    """A profile: whom it binds, then every line with how sure it is and who says so."""
    yield plain(f"{profile.id}  {profile.title}", style="bold")
    business = ", ".join(spoken(one) for one in profile.lines_of_business)
    limits = joined([business, ", ".join(profile.states), profile.program])
    stated = [("in force", _in_force(profile)), ("binds", limits.plain), ("statute", profile.statute)]
    yield from rows([(words(name, QUIET), words(said)) for name, said in stated])
    yield BLANK
    for name, line in profile.lines():
        subject = line.about if isinstance(line, Statement) and line.about else name.replace("_", " ")
        yield plain(f"{subject}: {line.said}")
        source = joined([MARKS[line.mark], line.citation, *_dates(line), line.note]).plain
        yield plain(source, indent=4, style=QUIET if line.mark.is_sure else _UNSURE)


def _dates(line: ProfileLine) -> Iterator[str]:
    if line.since is not None:
        yield f"from {line.since.isoformat()}"
    if line.until is not None:
        yield f"to {line.until.isoformat()}"
