"""A real browser at the real service: Debian's Chromium at a server process with the embedded model."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from evaluation.records import example_bodies
from evaluation.served import Served, served
from tests.browser.seen import watched

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(_FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def service() -> Iterator[Served]:
    """A service with the ten examples reviewed."""
    with served() as service:
        for body in example_bodies():
            service.review(body)
        yield service


@pytest.fixture
def unwatched(browser: Browser, service: Served) -> Iterator[Page]:
    """A page of a new profile at the service. Answers that a test still gives are not waited for at its end."""
    context = browser.new_context(base_url=service.address, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    yield page
    page.unroute_all(behavior="ignoreErrors")
    context.close()


@pytest.fixture
def page(unwatched: Page) -> Iterator[Page]:
    """An :func:`unwatched` page, whose test fails where the console tells of an error."""
    with watched(unwatched):
        yield unwatched
