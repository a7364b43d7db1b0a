"""ClinicalTrials.gov: registered trials on a question. Supplementary: an outage is said, and no more."""

from mcp_clients import foreign
from mcp_clients.answers import Answer, Count, Record
from mcp_clients.questions import Arguments, Echo, JsonObject, LookupTool, Question

NAME = "clinical_trials"


class Trial(Record):
    """A registered trial. What a server does not know is None or empty, never assumed."""

    nct_id: str
    title: str
    status: str | None = None
    phase: str | None = None
    conditions: tuple[str, ...] = ()
    interventions: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    address: str | None = None


class TrialList(Record):
    """Trials that match, the best first, and how many in all. ``not_checked`` names the limits that the server has no
    data for, so that the trials were not chosen by them."""

    trials: tuple[Trial, ...]
    total: Count
    not_checked: tuple[str, ...] = ()


TrialAnswer = Answer[Trial]
TrialListAnswer = Answer[TrialList]


def normalize(tool: str, arguments: Arguments, raw: JsonObject) -> JsonObject | None:
    """The form of open servers over the registry's API, version 2: ``results`` or one flat trial, with ``phases``."""
    if "error" in raw:
        return foreign.reported_error()
    if tool == "get_trial_details" and "nct_id" in raw:
        return foreign.answered(_trial(raw))
    if "results" in raw:
        return foreign.listed("trials", foreign.objects(raw["results"]), _trial)
    return None


def _trial(row: JsonObject) -> JsonObject:
    phases = row.get("phases")
    named = [str(phase) for phase in phases] if isinstance(phases, list) else []
    return {**row, "phase": ", ".join(named) or None}


def _listed(found: TrialList) -> tuple[str, ...]:
    return tuple(trial.nct_id for trial in found.trials)


SEARCH_TRIALS = LookupTool(
    NAME,
    "search_trials",
    ("condition", "intervention", "status", "phase", "page_size"),
    TrialListAnswer,
    _listed,
    {"page_size": 10},
    normalize,
)
GET_TRIAL_DETAILS = LookupTool(
    NAME,
    "get_trial_details",
    ("nct_id",),
    TrialAnswer,
    lambda found: (found.nct_id,),
    normalize=normalize,
    echo=Echo("nct_id", lambda found: found.nct_id),
)
SEARCH_BY_ELIGIBILITY = LookupTool(
    NAME,
    "search_by_eligibility",
    ("condition", "eligibility_keywords", "min_age", "max_age", "sex", "status", "page_size"),
    TrialListAnswer,
    _listed,
    {"page_size": 10},
    normalize,
)

TOOLS = (SEARCH_TRIALS, GET_TRIAL_DETAILS, SEARCH_BY_ELIGIBILITY)


def search_trials(
    condition: str | None = None,
    intervention: str | None = None,
    *,
    status: tuple[str, ...] = (),
    page_size: int = 10,
) -> Question[TrialList]:
    """Which trials study this condition or this intervention?"""
    return SEARCH_TRIALS.question(
        condition=condition, intervention=intervention, status=list(status) or None, page_size=page_size
    )


def get_trial_details(nct_id: str) -> Question[Trial]:
    """What is registered under this NCT id?"""
    return GET_TRIAL_DETAILS.question(nct_id=nct_id)


def search_by_eligibility(
    condition: str, *, min_age: str | None = None, sex: str | None = None, page_size: int = 10
) -> Question[TrialList]:
    """Which trials study this condition in people of this age (``65 Years``) and sex (MALE, FEMALE, ALL)?"""
    return SEARCH_BY_ELIGIBILITY.question(condition=condition, min_age=min_age, sex=sex, page_size=page_size)
