"""Rule books for tests: the repository's own, with something beside it."""

import shutil
from pathlib import Path

from orchestrator.settings import REPOSITORY

OXYGEN_FILE = Path("policies/ncd/240.2-home-use-of-oxygen.md")
_DATES = 'version: "2"\neffective: 2021-09-27'
_TITLE = "title: Home Use of Oxygen\n"


def with_older_oxygen_policy(folder: Path) -> Path:
    """A copy in which the oxygen policy has an older version, 1993 to 2021, with another title."""
    for part in ("skills", "policies"):
        shutil.copytree(REPOSITORY / part, folder / part)
    text = (folder / OXYGEN_FILE).read_text("utf-8")
    assert _DATES in text
    assert _TITLE in text
    older = text.replace(_DATES, 'version: "1"\neffective: 1993-10-27\nends: 2021-09-26')
    (folder / OXYGEN_FILE.with_name("older.md")).write_text(older.replace(_TITLE, "title: Oxygen at Home\n"), "utf-8")
    return folder
