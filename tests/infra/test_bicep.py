"""The Bicep files keep every rule of the linter, and the linter sees each rule broken: by one small edit of them."""

from functools import cache

import pytest
import yaml

from tests.infra.bicep.linter import RULES, judge, lint, texts_in
from tests.infra.broken_trees import BROKEN, Broken
from tests.repository.tree import ROOT


@cache
def _texts() -> dict[str, str]:
    return texts_in(ROOT)


def test_the_files_keep_every_rule() -> None:
    assert [str(finding) for finding in lint(_texts())] == []


@pytest.mark.parametrize("broken", BROKEN, ids=lambda one: f"{one.rule}-{BROKEN.index(one)}")
def test_a_broken_file_breaks_its_rule_and_no_other(broken: Broken) -> None:
    text = _texts().get(broken.file, "")
    assert not broken.old or text.count(broken.old) == 1
    texts = _texts() | {broken.file: text.replace(broken.old, broken.new) if broken.old else text + broken.new}
    found = (lint if broken.rule == "grammar" else judge)(texts)
    named = broken.named or broken.file
    line = _line(texts[named], broken.at)
    assert {finding.rule for finding in found} == {broken.rule}
    assert any(str(finding).startswith(f"{named}:{line}: {broken.rule}: ") for finding in found)


def test_every_rule_is_seen_broken() -> None:
    assert {broken.rule for broken in BROKEN} == {*RULES, "grammar"}


def test_an_assignment_that_nothing_makes_is_told() -> None:
    extra = "  - {name: anyone, who: anyone, role: Owner, id: x, scope: group, why: none}\n\n# Beside"
    texts = _texts() | {"infra/roles.yaml": _texts()["infra/roles.yaml"].replace("\n# Beside", extra, 1)}
    assert [str(finding) for finding in lint(texts)] == [
        "infra/roles.yaml:1: roles: nothing makes the assignment anyone"
    ]


def test_the_reference_tells_every_role_and_every_file() -> None:
    reference = (ROOT / "docs" / "reference" / "azure.md").read_text(encoding="utf-8")
    rows = yaml.safe_load(_texts()["infra/roles.yaml"])["roles"]
    told = reference.partition("## Who may do what")[2].partition("## What only")[0]
    assert [line for line in told.splitlines() if line.startswith("| ")][1:] == [
        f"| {row['who']} | {row['role']} | {row['scope']} | {row['why']} |" for row in rows
    ]
    files = {name.rsplit("/", 1)[1] for name in _texts() if name.startswith("infra/modules/")}
    assert {file for file in files if f"`{file}`" not in reference} == set()


def test_each_role_has_one_id() -> None:
    """A name stands for one role definition, so a row cannot say one thing and give another."""
    rows = yaml.safe_load(_texts()["infra/roles.yaml"])["roles"]
    pairs = {(row["role"], row["id"]) for row in rows}
    assert len(pairs) == len({role for role, _ in pairs}) == len({identifier for _, identifier in pairs})


def _line(text: str, beginning: str) -> int:
    return next(at for at, line in enumerate(text.splitlines(), 1) if line.startswith(beginning))
