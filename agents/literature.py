"""Supplementary literature and trials: what is asked, and what may be cited. None of it decides anything."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from mcp_clients import clinical_trials, pubmed
from mcp_clients.answers import Answer, P
from mcp_clients.ledger import Ledger
from mcp_clients.questions import LookupTool, Question
from mcp_clients.registry import LOOKUPS, Necessity
from priorauth.findings import Article, Trial
from priorauth.ledger import LookupOutcome
from priorauth.prose import decides_nothing
from priorauth.skill import ClinicalRules


class CitedRecord(BaseModel):
    """A PMID or NCT id that a lookup returned, and why it matters here."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(max_length=40)
    relevance: str = Field(max_length=500)


def searches(subject: str, condition: str, rules: ClinicalRules) -> tuple[Question[Any], ...]:
    """The searches for literature and trials on a service for a condition."""
    return (
        pubmed.search_articles(f"{subject} {condition}", max_results=rules.max_articles),
        clinical_trials.search_trials(condition=condition, intervention=subject, page_size=rules.max_trials),
    )


_FOUND = "Found by the diagnosis and the service."


def cite_articles(answers: Sequence[Answer[Any]]) -> tuple[CitedRecord, ...]:
    """A citation of every article in the answers."""
    lists = (answer.found for answer in answers if isinstance(answer.found, pubmed.ArticleList))
    return tuple(_cite(article.pmid, article.topics) for found in lists for article in found.articles)


def cite_trials(answers: Sequence[Answer[Any]]) -> tuple[CitedRecord, ...]:
    """A citation of every trial in the answers."""
    lists = (answer.found for answer in answers if isinstance(answer.found, clinical_trials.TrialList))
    return tuple(_cite(trial.nct_id, trial.topics) for found in lists for trial in found.trials)


def _cite(identifier: str, topics: Iterable[str]) -> CitedRecord:
    named = ", ".join(topics)
    return CitedRecord(id=identifier, relevance=f"On {named}." if named else _FOUND)


def returned_articles(cited: Iterable[CitedRecord], ledger: Ledger) -> tuple[Article, ...]:
    """The cited articles that a lookup really returned."""
    known = {
        article.pmid: (article, call_id)
        for found, call_id in _returned(pubmed.SEARCH_ARTICLES, ledger)
        for article in found.articles
    }
    return tuple(
        Article(
            pmid=record.id,
            title=article.title,
            journal=article.journal,
            year=article.year,
            relevance=_grounded(record.relevance, article),
            call_id=call_id,
        )
        for record in _each_once(cited)
        if record.id in known
        for article, call_id in (known[record.id],)
    )


def returned_trials(cited: Iterable[CitedRecord], ledger: Ledger) -> tuple[Trial, ...]:
    """The cited trials that a lookup really returned."""
    known = {
        trial.nct_id: (trial, call_id)
        for found, call_id in _returned(clinical_trials.SEARCH_TRIALS, ledger)
        for trial in found.trials
    }
    return tuple(
        Trial(
            nct_id=record.id,
            title=trial.title,
            status=trial.status,
            relevance=_grounded(record.relevance, trial),
            call_id=call_id,
        )
        for record in _each_once(cited)
        if record.id in known
        for trial, call_id in (known[record.id],)
    )


def _grounded(relevance: str, record: BaseModel) -> str:
    """Why a record matters, in a model's words where they say nothing that the record itself does not hold."""
    return relevance if decides_nothing(relevance, record) else _FOUND


def _each_once(cited: Iterable[CitedRecord]) -> Iterable[CitedRecord]:
    """The first citation of each record, in their order."""
    first: dict[str, CitedRecord] = {}
    for record in cited:
        first.setdefault(record.id, record)
    return first.values()


def _returned(tool: LookupTool[P], ledger: Ledger) -> Iterator[tuple[P, str]]:
    for entry in ledger.entries:
        if entry.call.lookup == tool.lookup and entry.call.tool == tool.name and entry.answer is not None:
            found = tool.read(entry.answer).found
            if found is not None:
                yield found, entry.call.id


def supplementary_notes(ledger: Ledger) -> tuple[str, ...]:
    """Why literature or trials are missing, one sentence for each lookup that gave none."""
    supplementary = (lookup for lookup in LOOKUPS if lookup.necessity is Necessity.SUPPLEMENTARY)
    return tuple(note for lookup in supplementary if (note := _note(lookup.name, lookup.title, ledger)))


def _note(lookup: str, title: str, ledger: Ledger) -> str | None:
    calls = [call for call in ledger.calls if call.lookup == lookup]
    withheld = [item.reason for item in ledger.withheld if item.lookup == lookup]
    if withheld and not calls:
        return f"{title}: not searched. {withheld[-1]}"
    if not calls:
        return f"{title}: not searched, since no service and diagnosis to search for was found."
    if any(call.outcome is LookupOutcome.ANSWERED for call in calls):
        return None
    return f"{title}: {calls[-1].detail or calls[-1].outcome.value.replace('_', ' ')}"
