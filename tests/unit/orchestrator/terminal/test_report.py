from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from orchestrator.terminal.lines import Line
from orchestrator.terminal.report import SECTIONS, report_lines
from priorauth.findings import NotEvaluated
from priorauth.revision import Revision

SNAPSHOT = Path(__file__).parent / "report.txt"
AsText = Callable[[Iterable[Line]], str]
Build = Callable[..., Revision]


def test_the_report_of_a_pended_case_word_for_word(build_revision: Build, as_text: AsText):
    revision = build_revision()
    said = as_text(report_lines(revision, "case.json"))
    assert said.replace(revision.digest, "sha256:of-the-revision") == SNAPSHOT.read_text(encoding="utf-8")


def test_every_line_fits_and_none_ends_in_spaces(build_revision: Build, as_text: AsText):
    for line in as_text(report_lines(build_revision(), "case.json")).splitlines():
        assert len(line) <= 100
        assert line == line.rstrip()


@pytest.mark.parametrize("agent", ["compliance", "clinical", "coverage"])
def test_an_agent_without_findings_is_said_and_the_rest_is_shown(
    agent: str, build_revision: Build, as_text: AsText, failed: Callable[[str], NotEvaluated]
):
    said = as_text(report_lines(build_revision(**{agent: failed(agent)}), "case.json"))
    assert f"Not evaluated, {agent}: The {agent} agent gave no findings." in said
    assert "? PEND NOT_EVALUATED" in " ".join(said.split())
    assert "less 0.20 for agents without findings" in said


def test_without_any_findings_the_report_still_says_what_it_can(
    build_revision: Build, as_text: AsText, failed: Callable[[str], NotEvaluated]
):
    agents = {agent: failed(agent) for agent in ("compliance", "clinical", "coverage")}
    said = as_text(report_lines(build_revision(**agents), "case.json"))
    assert "PROVIDERS" not in said
    assert "✗ FAIL" not in said


def test_every_section_has_a_title_of_its_own():
    titles = [title for title, _ in SECTIONS]
    assert len(set(titles)) == len(titles)
