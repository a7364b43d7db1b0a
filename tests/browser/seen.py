"""What a person could stumble over on a page: errors in the console, and what axe finds."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

_AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@contextmanager
def watched(page: Page) -> Iterator[None]:
    """Raises AssertionError at the end where the console told of an error or a warning, or a script failed."""
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: told.append(str(error)))
    yield
    assert told == []


def violations(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 AA and its best practices: each rule with the first elements that break it."""
    page.evaluate(_AXE.read_text("utf-8"))
    found: list[dict[str, Any]] = page.evaluate(
        "rules => axe.run({ runOnly: rules }).then(result => result.violations)", _RULES
    )
    return [
        f"{one['id']}: {[(node['html'][:160], node['failureSummary'][:200]) for node in one['nodes'][:3]]}"
        for one in found
    ]
