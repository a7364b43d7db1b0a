"""What a language model used, on the screens: a scripted model plays the agents of a service that has its prices."""

import os
from collections.abc import Iterator
from unittest.mock import patch

import pytest
from playwright.sync_api import Page, expect

from agents.kit import AgentKit, ModelNames
from agents.reading.reader import Reader
from evaluation.records import example_bodies
from evaluation.served import Served, served
from priorauth.regulating import regulations_of
from priorauth.settings import ReviewSettings
from tests.browser.seen import violations
from tests.browser.test_case import address_of
from tests.browser.test_screens import keep
from tests.rules.rule_cases import rule_book
from tests.scripted.endpoint import Script, serving
from tests.scripted.honest import honest
from tests.scripted.saying import Fails, Said
from tests.scripted.turns import Turn

CASE = example_bodies()[0]
PRICES = "usd_per_million_tokens:\n  openai:scripted: {read: 2.5, cached: 0.5, written: 10}\n"


def failing_once(script: Script) -> Script:
    """The same model, whose server is overloaded at first."""
    failed = list[bool]()

    def say(turn: Turn) -> Said:
        if not failed:
            failed.append(True)
            return Fails(503)
        return script(turn)

    return say


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A service with one case, reviewed by the scripted model."""
    prices = tmp_path_factory.mktemp("prices") / "prices.yaml"
    prices.write_text(PRICES, encoding="utf-8")
    book = rule_book()
    reader = Reader(book.skills.vocabulary, book.skills.clinical.scale)
    kit = AgentKit(book, reader, ModelNames.all_alike("openai:scripted"), regulations_of(book, ReviewSettings()))
    with serving(failing_once(honest(kit))) as endpoint:
        environment = endpoint.environment(PRIORAUTH_MODEL_PRICES=str(prices))
        with patch.dict(os.environ, environment), served() as service:
            service.review(CASE)
            yield service


@pytest.mark.parametrize(("language", "title"), [("en", "What the model used"), ("es", "Lo que usó el modelo")])
def test_the_case_tells_what_each_agent_used(page: Page, service: Served, language: str, title: str):
    page.goto(f"{address_of(service, CASE['member']['name'])}&tab=checks")
    page.get_by_label("Language", exact=True).select_option(language)
    panel = page.get_by_role("region", name=title)
    expect(panel).to_be_visible()
    expect(panel.get_by_role("row")).to_have_count(6)
    address = "/api/cases/" + page.url.split("id=")[1].split("&")[0]
    usage = service.client.get(address).json()["revision"]["model_usage"]
    assert (usage["together"]["failed"], usage["together"]["estimated"]) == (1, 1)
    expect(panel.get_by_role("row").last).to_contain_text(f"${usage['together']['usd']}")
    expect(panel.get_by_role("row").nth(1)).to_contain_text("openai:scripted")
    assert violations(page) == []
    panel.scroll_into_view_if_needed()
    keep(page.screenshot(), f"model-usage-{language}")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_numbers_tell_what_a_case_cost(page: Page, theme: str):
    page.goto("/numbers/")
    page.get_by_label("Theme").select_option(theme)
    panel = page.get_by_role("region", name="Cost of language models per case", exact=True)
    expect(panel).to_contain_text("1 case, together $")
    panel.get_by_role("button", name="Show table: Cost of language models per case").press("Enter")
    expect(panel.get_by_role("table")).to_contain_text("Mean per case, US dollars")
    panel.scroll_into_view_if_needed()
    expect(panel.locator("[role=img] svg path").first).to_be_visible()
    assert violations(page) == []
    keep(page.screenshot(), f"model-cost-{theme}")
