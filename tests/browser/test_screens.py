"""Every screen, in both themes and in the widths that people have: nothing is cut off, and each is kept as a picture.

The pictures go to the folder that ``PICTURES`` names, else to ``var/pictures``; ``make pictures`` renews those of the
documentation.
"""

import io
import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from evaluation.records import example_bodies
from evaluation.served import Served
from orchestrator.settings import REPOSITORY

PICTURES = Path(os.environ.get("PICTURES", REPOSITORY / "var" / "pictures"))
HEIGHT = 900
WIDTHS = (768, 1280, 2560)
SHOWN_WIDTH = 1280
_QUALITY = 60
_MOST_PIXELS = (960, 960)
_CASE = "/case/?id={case}"
SCREENS: Mapping[str, str] = {
    "queue": "/",
    "new-case": "/new/",
    "case": _CASE,
    "case-facts": f"{_CASE}&tab=facts",
    "case-checks": f"{_CASE}&tab=checks",
    "case-decide": f"{_CASE}&tab=decide",
    "case-history": f"{_CASE}&tab=history",
    "policies": "/policies/",
    "policy": "/policies/?id=NCD-240.2",
    "numbers": "/numbers/",
}
"""Each screen's name and address."""
DRAWN = {"numbers": "[role=img] svg path"}
"""What a screen draws after its words, where it draws something."""


@pytest.fixture(scope="module")
def case_id(service: Served) -> str:
    """A case whose review asks for something."""
    member = example_bodies()[1]["member"]["name"]
    found = service.client.post("/api/cases/search", json={"text": member}).json()["items"]
    return found[0]["case_id"]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
def test_nothing_is_cut_off(page: Page, case_id: str, screen: str, theme: str):
    page.goto("/")
    page.get_by_label("Acting as").select_option("nurse")
    expect(page.get_by_label("Acting as")).to_have_value("nurse")
    page.get_by_label("Theme").select_option(theme)
    page.goto(SCREENS[screen].format(case=case_id))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("Loading")).to_have_count(0)
    expect(page.get_by_label("Theme")).to_have_value(theme)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{screen} at {width} pixels"
    page.set_viewport_size({"width": SHOWN_WIDTH, "height": HEIGHT})
    if screen in DRAWN:
        expect(page.locator(DRAWN[screen]).first).to_be_visible()
    keep(page.screenshot(), f"{screen}-{theme}")


def keep(picture: bytes, name: str) -> None:
    """Writes a picture, small enough for a repository."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    image = Image.open(io.BytesIO(picture))
    image.thumbnail(_MOST_PIXELS)
    image.save(PICTURES / f"{name}.webp", quality=_QUALITY, method=6)
