"""The snapshots of articles and trials: their data are whole, and their searches never fill in."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcp_servers.clinical_trials.server import (
    GetTrialDetails,
    SearchByEligibility,
    SearchTrials,
    Trials,
    embedded_trials,
    get_trial_details,
    search_by_eligibility,
    search_trials,
)
from mcp_servers.clinical_trials.server import _fields as trial_fields
from mcp_servers.matching import Matcher
from mcp_servers.pubmed.server import SearchArticles, embedded_articles, search_articles
from mcp_servers.pubmed.server import _fields as article_fields

ARTICLES = Matcher(embedded_articles(), article_fields)
TRIALS = Trials({trial.nct_id: trial for trial in embedded_trials()}, Matcher(embedded_trials(), trial_fields))


def test_articles_are_whole() -> None:
    articles = embedded_articles()
    assert len(articles) == len({article.pmid for article in articles}) == 187
    assert all(re.fullmatch(r"[1-9]\d{0,7}", article.pmid) for article in articles)
    assert all(1950 <= article.year <= 2026 and article.topics and article.title for article in articles)
    assert all(article.address is None or re.fullmatch(r"https?://\S+", article.address) for article in articles)


def test_trials_are_whole() -> None:
    trials = embedded_trials()
    assert len(trials) == len({trial.nct_id for trial in trials}) == 76
    assert all(re.fullmatch(r"NCT\d{8}", trial.nct_id) for trial in trials)
    assert all(re.fullmatch(r"https?://\S+", trial.address) for trial in trials)


@pytest.mark.parametrize(
    ("query", "topic"),
    [
        ("home oxygen therapy for COPD", "home oxygen"),
        ("transcatheter aortic valve replacement", "TAVR"),
        ("hypoglossal nerve stimulation for obstructive sleep apnea", "hypoglossal nerve stimulation"),
        ("bariatric surgery type 2 diabetes", "bariatric surgery"),
        ("dupilumab atopic dermatitis", "dupilumab"),
        ("total knee arthroplasty osteoarthritis", "knee/hip arthroplasty"),
    ],
)
def test_articles_on_the_topic_come_first(query: str, topic: str) -> None:
    found = search_articles(ARTICLES, SearchArticles(query=query)).found
    assert found is not None
    assert all(topic in article.topics for article in found.articles[:3])


@pytest.mark.parametrize("query", ["migratory birds of Patagonia", "quantum computing", "appendicitis surgery"])
def test_nothing_relevant_is_nothing_found(query: str) -> None:
    assert search_articles(ARTICLES, SearchArticles(query=query)).outcome == "nothing_found"


def test_the_same_question_has_the_same_answer() -> None:
    asked = SearchArticles(query="spinal cord stimulation chronic pain")
    assert search_articles(ARTICLES, asked) == search_articles(Matcher(embedded_articles(), article_fields), asked)


def test_limits_on_status_and_phase() -> None:
    asked = SearchTrials(condition="sleep apnea", status=("completed",), phase=("PHASE3",), page_size=50)
    found = search_trials(TRIALS, asked).found
    assert found is not None
    assert {(trial.status, trial.phase) for trial in found.trials} == {("Completed", "Phase 3")}
    assert search_trials(TRIALS, SearchTrials(condition="sleep apnea", status=("x",))).outcome == "nothing_found"
    assert search_trials(TRIALS, SearchTrials(status=("completed",))).outcome == "refused"


@pytest.mark.parametrize("nct_id", ["nct00692198", "00692198"])
def test_an_nct_id_in_any_writing(nct_id: str) -> None:
    assert get_trial_details(TRIALS, GetTrialDetails(nct_id=nct_id)).found.nct_id == "NCT00692198"


def test_a_number_that_is_no_nct_id_is_refused() -> None:
    assert get_trial_details(TRIALS, GetTrialDetails(nct_id="NCT123")).outcome == "refused"


def test_eligibility_is_said_not_to_be_checked() -> None:
    found = search_by_eligibility(TRIALS, SearchByEligibility(condition="COPD", sex="FEMALE", min_age="65 Years"))
    assert found.found.not_checked == ("min_age", "sex")
    assert "Not checked" in found.detail
    assert search_by_eligibility(TRIALS, SearchByEligibility(min_age="65 Years")).outcome == "not_in_snapshot"


@given(st.text(max_size=10_000))
def test_no_query_fails(query: str) -> None:
    asked = SearchArticles.model_construct(query=query, max_results=10)
    assert search_articles(ARTICLES, asked).outcome in ("answered", "nothing_found", "refused")
    condition = SearchTrials.model_construct(condition=query, intervention=None, status=None, phase=None, page_size=5)
    assert search_trials(TRIALS, condition).outcome in ("answered", "nothing_found", "refused")
