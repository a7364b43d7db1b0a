"""The ClinicalTrials.gov server's tools, over a snapshot of verified records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from mcp.server import Server
from pydantic import Field, StringConstraints

from mcp_servers.answers import (
    Answered,
    Asked,
    Limit,
    NothingFound,
    NotInSnapshot,
    Record,
    Refused,
    Reply,
    Short,
    Words,
    counted,
)
from mcp_servers.matching import Matcher, words_of
from mcp_servers.records import read_records
from mcp_servers.serving import Tool, lookup_server

NAME = "clinical_trials"

NctId = Annotated[str, StringConstraints(pattern=r"^NCT[0-9]{8}$")]
Values = Annotated[tuple[Short, ...], Field(max_length=10)]


class Trial(Record):
    """A trial's record. What was not verified is None or empty; ``address`` is where the record was verified."""

    nct_id: NctId
    title: str
    status: str | None
    phase: str | None
    conditions: tuple[str, ...]
    interventions: tuple[str, ...]
    topics: tuple[str, ...]
    address: str


class TrialList(Record):
    """Trials, the best first, how many there are in all, and the limits that these data cannot check."""

    trials: tuple[Trial, ...]
    total: int
    not_checked: tuple[str, ...] = ()


class SearchTrials(Asked):
    """Find trials by condition and intervention; ``status`` and ``phase`` narrow them to any of the values given."""

    condition: Words | None = None
    intervention: Words | None = None
    status: Values | None = None
    phase: Values | None = None
    page_size: Limit = 10


class GetTrialDetails(Asked):
    """Get a trial's record by its NCT id."""

    nct_id: Annotated[str, StringConstraints(min_length=1, max_length=20, to_upper=True)]


class SearchByEligibility(Asked):
    """Find trials by condition. Eligibility criteria are not in the snapshot; the answer says what was not checked."""

    condition: Words | None = None
    eligibility_keywords: Words | None = None
    min_age: Short | None = None
    max_age: Short | None = None
    sex: Literal["ALL", "MALE", "FEMALE"] | None = None
    status: Values | None = None
    page_size: Limit = 10


@dataclass(frozen=True)
class Trials:
    """The snapshot, by id and ready to be searched."""

    by_id: Mapping[str, Trial]
    matcher: Matcher[Trial]


def search_trials(trials: Trials, asked: SearchTrials) -> Reply[TrialList]:
    """Trials that hold most of the words; a trial of unknown status or phase does not pass a limit on it."""
    words = " ".join(filter(None, (asked.condition, asked.intervention)))
    if not words_of(words):
        return Refused(detail="Give a condition or an intervention to search for.")
    found = [
        trial
        for trial in trials.matcher.best(words)
        if _among(trial.status, asked.status) and _among(trial.phase, asked.phase)
    ]
    return _listed(found, asked.page_size)


def get_trial_details(trials: Trials, asked: GetTrialDetails) -> Reply[Trial]:
    """A trial that is not here is not in this snapshot: the registry has many more."""
    number = asked.nct_id.removeprefix("NCT")
    if not (number.isascii() and number.isdigit() and len(number) == 8):
        return Refused(detail="An NCT id is NCT and eight digits, such as NCT00692198.")
    trial = trials.by_id.get(f"NCT{number}")
    if trial is None:
        return NotInSnapshot(detail=f"NCT{number} is not among the {len(trials.by_id)} trials of this snapshot.")
    return Answered(found=trial, detail=f"{trial.nct_id}: {trial.title}.")


def search_by_eligibility(trials: Trials, asked: SearchByEligibility) -> Reply[TrialList]:
    """Trials of the condition; age, sex and criteria are named as not checked."""
    limits = ("eligibility_keywords", "min_age", "max_age", "sex")
    unchecked = tuple(name for name in limits if getattr(asked, name) is not None)
    if asked.condition is None or not words_of(asked.condition):
        return NotInSnapshot(detail="Eligibility criteria are not in this snapshot; give a condition to search for.")
    found = [trial for trial in trials.matcher.best(asked.condition) if _among(trial.status, asked.status)]
    return _listed(found, asked.page_size, unchecked)


def _listed(found: list[Trial], limit: int, not_checked: tuple[str, ...] = ()) -> Reply[TrialList]:
    if not found:
        return NothingFound(detail="No trial of this snapshot fits.")
    detail = f"Found {counted(len(found), 'trial')} in this snapshot."
    if not_checked:
        detail += f" Not checked, for the snapshot holds no eligibility criteria: {', '.join(not_checked)}."
    return Answered(
        found=TrialList(trials=tuple(found[:limit]), total=len(found), not_checked=not_checked), detail=detail
    )


def _among(value: str | None, allowed: tuple[str, ...] | None) -> bool:
    return not allowed or (value is not None and _plain(value) in map(_plain, allowed))


def _plain(text: str) -> str:
    """``Phase 3``, ``PHASE3`` and ``phase_3`` are one."""
    return "".join(filter(str.isalnum, text)).casefold()


def _fields(trial: Trial) -> list[tuple[str, float]]:
    return [
        (" ".join(trial.conditions), 4.0),
        (" ".join(trial.interventions), 4.0),
        (" ".join(trial.topics), 4.0),
        (trial.title, 3.0),
    ]


TOOLS: tuple[Tool[Trials, Any, Any], ...] = (
    Tool("search_trials", SearchTrials, TrialList, search_trials),
    Tool("get_trial_details", GetTrialDetails, Trial, get_trial_details),
    Tool("search_by_eligibility", SearchByEligibility, TrialList, search_by_eligibility),
)


def embedded_trials() -> tuple[Trial, ...]:
    """The snapshot's records."""
    return read_records(__package__ or "", "trials.jsonl", Trial)


def clinical_trials_server() -> Server[Any]:
    """The server over the embedded snapshot."""
    trials = embedded_trials()
    source = Trials({trial.nct_id: trial for trial in trials}, Matcher(trials, _fields))
    version = f"ClinicalTrials.gov snapshot 1 ({len(trials)} records)"
    return lookup_server(NAME, "ClinicalTrials.gov (snapshot)", TOOLS, source, version)
