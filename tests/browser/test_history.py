"""The History tab: what happened, whether the record is whole, and two revisions side by side."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from evaluation.records import example_bodies
from evaluation.served import Served, served
from tests.browser.seen import violations

NURSE = {"X-Priorauth-User": "nurse"}


@pytest.fixture(scope="module")
def service() -> Iterator[Served]:
    """A service with a case that lacked its signed order, got it, was reviewed again, and was escalated."""
    body = example_bodies()[0]
    order = body["documents"].pop()
    assert order["kind"] == "order"
    with served() as service:
        service.review(body)
        (found,) = service.client.get("/api/cases").json()["items"]
        own = found["links"]["self"]
        service.client.post(f"{own}/documents", json={"documents": [order]}).raise_for_status()
        service.client.get(f"{own}/events")
        escalated = {"act": "escalate", "reason": "A physician is to see the order."}
        service.client.post(f"{own}/escalation", json=escalated, headers=NURSE).raise_for_status()
        yield service


def history(page: Page, service: Served) -> str:
    (found,) = service.client.get("/api/cases").json()["items"]
    page.goto(f"/case/?id={found['case_id']}&tab=history")
    expect(page.get_by_role("heading", name="The record", exact=True)).to_be_visible()
    return found["case_id"]


def test_what_happened_is_told_newest_first_with_who_and_why(page: Page, service: Served):
    history(page, service)
    entries = page.get_by_role("region", name="What happened").get_by_role("listitem")
    expect(entries.first).to_contain_text("Escalated to a medical director")
    expect(entries.first).to_contain_text("Amara Okonjo, RN")
    expect(entries.first).to_contain_text("A physician is to see the order.")
    expect(entries.last).to_contain_text("Case received")
    few = entries.count()
    page.get_by_label("Show each step of the reviews too").check()
    assert entries.count() > few


def test_the_record_is_proven_when_the_tab_opens(page: Page, service: Served):
    case_id = history(page, service)
    events = service.client.get(f"/api/cases/{case_id}/audit").json()["events"]
    panel = page.get_by_role("region", name="The record", exact=True)
    expect(panel).to_contain_text("The record is whole")
    expect(panel).to_contain_text(f"{len(events)} links, 3 documents and 2 revisions are what was written.")
    expect(panel).to_contain_text(events[-1]["digest"])


def test_the_first_place_that_is_not_what_was_written_is_named(page: Page, service: Served):
    def broken(route: Route) -> None:
        audit = route.fetch().json()
        breach = "event 3 (agent.started) is not what was written"
        route.fulfill(json=audit | {"verified": False, "proof": audit["proof"] | {"breach": breach}})

    page.route("**/audit", broken)
    history(page, service)
    panel = page.get_by_role("region", name="The record", exact=True)
    expect(panel).to_contain_text("The record is not what was written")
    expect(panel).to_contain_text("event 3 (agent.started) is not what was written.")
    assert violations(page) == []


def test_two_revisions_stand_side_by_side_with_what_changed(page: Page, service: Served):
    case_id = history(page, service)
    changes = service.client.get(f"/api/cases/{case_id}/revisions/2/changes").json()
    assert changes["criteria"]
    panel = page.get_by_role("region", name="Two revisions side by side")
    expect(panel).to_contain_text("Documents added")
    expect(panel).to_contain_text("Standard written order - oxygen")
    for move in changes["criteria"]:
        row = panel.get_by_role("row").filter(has_text=move["text"]).first
        expect(row).to_contain_text("changed")
    panel.get_by_label("Later").select_option("1")
    expect(panel).to_contain_text("Choose two different revisions.")


def test_what_took_part_is_told_of_each_revision(page: Page, service: Served):
    case_id = history(page, service)
    panel = page.get_by_role("region", name="What took part")
    revisions = service.client.get(f"/api/cases/{case_id}/audit").json()["revisions"]
    for revision in revisions:
        expect(panel).to_contain_text(revision["digest"])
    expect(panel).to_contain_text("documents were added")
    expect(panel).to_contain_text(revisions[0]["versions"]["rule_book"])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(page: Page, service: Served, theme: str):
    history(page, service)
    page.get_by_label("Theme").select_option(theme)
    assert violations(page) == []
