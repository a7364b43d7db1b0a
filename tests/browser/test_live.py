"""A review as it goes on: followed, reloaded, cut off, and taken up again."""

import json
from typing import Any

from playwright.sync_api import Page, Route, expect

from evaluation.records import example_bodies, long_body
from evaluation.served import Served, free_port, serving
from evaluation.stores import sqlite
from tests.browser.seen import violations

LONG = 900_000
"""Characters of a record that is read for a few seconds."""
PATIENCE = 90_000
"""Milliseconds that a long review may take on a busy machine."""


def sent(service: Served, body: dict[str, Any]) -> str:
    return service.client.post("/api/cases", json=body).raise_for_status().json()["case_id"]


def test_the_agents_are_followed_and_a_reload_in_the_middle_loses_nothing(page: Page, service: Served):
    case_id = sent(service, long_body(LONG))
    page.goto(f"/case/?id={case_id}")
    live = page.get_by_role("region", name="The review, live")
    clinical = live.get_by_role("listitem").filter(has_text="Clinical").first
    expect(clinical).to_contain_text("Working", timeout=PATIENCE)
    page.reload()
    expect(clinical).to_contain_text("Working", timeout=PATIENCE)
    expect(page.get_by_role("heading", name="Draft")).to_be_visible(timeout=PATIENCE)
    expect(live).to_have_count(0)


def test_each_lookup_is_seen_as_it_comes_back(page: Page, service: Served):
    case_id = sent(service, example_bodies()[0])
    stream = service.client.get(f"/api/cases/{case_id}/events").text
    told = stream[: stream.index("event: recommendation.ready")].rsplit("id:", 1)[0]
    page.route("**/events", lambda route: route.fulfill(body=told, content_type="text/event-stream"))
    page.route(f"**/api/cases/{case_id}", _as_in_review)
    page.goto(f"/case/?id={case_id}")
    lookups = page.get_by_role("list", name="Lookups of Coverage")
    expect(lookups).to_contain_text("NPI registry npi lookup")
    expect(lookups).to_contain_text("answered")
    expect(page.get_by_role("region", name="The review, live")).to_contain_text("the page takes it up again")
    assert violations(page) == []
    assert told.count("event: lookup.called") == page.locator("ol[aria-label^='Lookups of'] > li").count()


def _as_in_review(route: Route) -> None:
    case = route.fetch().json()
    route.fulfill(json=case | {"status": "in_review", "in_review": [1], "revision": None})


def test_a_server_that_is_killed_in_the_middle_finishes_the_review_and_the_page_follows(unwatched: Page):
    page, port = unwatched, free_port()
    with sqlite() as store:
        with serving(store, port) as service:
            case_id = sent(service, long_body(LONG))
            page.goto(f"{service.address}/case/?id={case_id}")
            live = page.get_by_role("region", name="The review, live")
            expect(live.get_by_text("Working").first).to_be_visible(timeout=PATIENCE)
            service.process.kill()
            expect(page.get_by_text("The connection was lost.")).to_be_visible(timeout=PATIENCE)
        with serving(store, port) as service:
            expect(page.get_by_role("heading", name="Draft")).to_be_visible(timeout=PATIENCE)
            events = service.client.get(f"/api/cases/{case_id}/audit").json()["events"]
            assert [one["payload"]["attempt"] for one in events if one["type"] == "review.started"] == [1, 2]


def test_a_failed_agent_says_why_and_is_run_again_by_who_may(unwatched: Page, service: Served):
    page, case_id = unwatched, sent(service, example_bodies()[0])
    service.client.get(f"/api/cases/{case_id}/events")
    failed = {"agent": "coverage", "failure": "unavailable", "reason": "The coverage agent does not answer."}

    def fail(route: Route) -> None:
        case = route.fetch().json()
        if case["revision"] and case["revision"]["number"] == 1:
            case["revision"]["coverage"] = failed
            case["revision"]["recommendation"]["not_evaluated"] = [failed]
        route.fulfill(body=json.dumps(case), content_type="application/json")

    page.route(f"**/api/cases/{case_id}", fail)
    page.goto(f"/case/?id={case_id}")
    panel = page.get_by_role("region", name="Agents that gave no findings")
    expect(panel).to_contain_text("The coverage agent does not answer.")
    expect(panel).to_contain_text("Choose at the top who acts")
    page.get_by_label("Acting as").select_option("auditor")
    panel.get_by_role("button", name="Run Coverage again").click()
    expect(panel.get_by_role("alert")).to_contain_text("auditor")
    assert violations(page) == []
    page.get_by_label("Acting as").select_option("nurse")
    panel.get_by_role("button", name="Run Coverage again").click()
    expect(panel).to_have_count(0, timeout=PATIENCE)
    assert service.client.get(f"/api/cases/{case_id}").json()["revision"]["number"] == 2
