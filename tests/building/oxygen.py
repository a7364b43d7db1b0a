"""A real request for home oxygen whose decisive measurement stands in a layout that the reader does not follow."""

import json
from pathlib import Path
from typing import Any

_EXAMPLE = Path(__file__).parents[2] / "examples" / "01-home-oxygen-resting-hypoxemia.json"
MISSED = "SpO2 at rest, awake, on room air\n\n(finger probe)\n\n85 %"
"""The name of the measurement, and its value two blank lines below."""


def a_missed_measurement(**member: Any) -> dict[str, Any]:
    """The first example with the oximetry in that layout, and nowhere else."""
    body = json.loads(_EXAMPLE.read_text(encoding="utf-8"))
    visit, report, _ = body["documents"]
    stated = visit["text"].index("SpO2 85 % at rest")
    visit["text"] = visit["text"][:stated] + "see there." + visit["text"][visit["text"].index("\n", stated) :]
    table, after = report["text"].index("  Time    Gas"), report["text"].index("Lab reference range")
    report["text"] = f"{report['text'][:table]}{MISSED}\n\n{report['text'][after:]}"
    body["member"] |= member
    return body
