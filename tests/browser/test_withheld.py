"""Where a law forbids so much as to suggest a denial: the nurse reads the facts, and is told that she judges them."""

import re

from playwright.sync_api import Page, expect

from evaluation.records import example_bodies
from evaluation.served import Served
from tests.browser.seen import violations
from tests.browser.test_facts import sent

ORDERED_BY_ANOTHER_SPECIALTY = 6
_ADVERSE = re.compile(r"not met|contradict|denied|does not fit", re.IGNORECASE)


def in_texas(business: str) -> dict[str, object]:
    """A request whose provider's specialty does not fit the service, for a member in Texas."""
    body = example_bodies()[ORDERED_BY_ANOTHER_SPECIALTY]
    return body | {"line_of_business": business, "member": body["member"] | {"state": "TX"}}


def test_in_texas_no_tab_suggests_a_denial(page: Page, service: Served) -> None:
    case_id = sent(service, in_texas("commercial"))
    page.goto(f"/case/?id={case_id}")
    note = page.get_by_role("note").filter(has_text="By the law of TX nothing automated may suggest a denial")
    expect(note).to_be_visible()
    review = page.get_by_role("tabpanel")
    expect(review.get_by_text("Reviewer to judge").first).to_be_visible()
    expect(review.get_by_text("The reviewer judges this.").first).to_be_visible()
    assert violations(page) == []
    for tab in ("review", "facts", "checks", "history"):
        page.goto(f"/case/?id={case_id}&tab={tab}")
        expect(page.get_by_text("Loading")).to_have_count(0)
        said = page.get_by_role("tabpanel").inner_text().replace(note.inner_text() if tab == "review" else "", "")
        assert said
        assert not _ADVERSE.search(said)


def test_where_that_law_does_not_bind_the_contradiction_is_told(page: Page, service: Served) -> None:
    page.goto(f"/case/?id={sent(service, in_texas('medicare_advantage'))}")
    review = page.get_by_role("tabpanel")
    expect(review.get_by_text("Record contradicts").first).to_be_visible()
    expect(page.get_by_text("nothing automated may suggest a denial")).to_have_count(0)
