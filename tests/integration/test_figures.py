"""Real determinations, overrides among them, as the metrics and the report of overrides tell them; and the commands."""

import asyncio
import csv
import datetime as dt
import io
import json
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest

from orchestrator.cli import main
from orchestrator.people import PEOPLE
from orchestrator.scope import Purpose, Scope
from orchestrator.settings import Settings
from orchestrator.store.determinations import determine
from orchestrator.store.engine import Database
from orchestrator.store.metrics import read_metrics
from orchestrator.store.overrides import read_overrides
from priorauth.case import LineOfBusiness
from priorauth.metric_definitions import bounds_of
from priorauth.overrides import By, OverrideReport, Table
from tests.integration.conftest import Serve
from tests.integration.deciding import LETTERS, REGULATIONS, accepting, approving_over, denying
from tests.integration.fakes import no_queue
from tests.integration.sending import a_note, a_submission, sent

ZONE = ZoneInfo("America/New_York")
deciding = partial(determine, regulations=REGULATIONS, letters=LETTERS, put=no_queue)
URL = "/api/metrics/prior-authorization"


def acting(person: str) -> Scope:
    return Scope("default", person, Purpose.DETERMINATION, PEOPLE[person])


async def decide_some(client: httpx.AsyncClient, database: Database, at: dt.datetime) -> None:
    """Two approvals as recommended, an approval over a pend, and an adverse decision over an approval."""
    line = {"line_of_business": "medicare_advantage"}
    bodies = [a_submission(diagnoses=[code], **line) for code in ("J44.9", "J44.1", "J43.9")]
    approved = [await sent(client, body) for body in bodies]
    pended = await sent(client, a_submission(documents=a_note("Nothing is said."), **line))
    decisions = [
        (approved[0], "nurse", accepting),
        (approved[1], "nurse", accepting),
        (approved[2], "director", partial(denying, policy_id="L33797", criterion_id="hypoxemia")),
        (pended, "director", approving_over),
    ]
    for case, person, decision in decisions:
        made = decision(case["revision"]["digest"])
        await deciding(database, acting(person), case["case_id"], made, at)


def table(report: OverrideReport, by: By) -> Table:
    return next(one for one in report.tables if one.by is by)


def told(report: OverrideReport, by: By) -> list[tuple[str, int, int]]:
    return [(one.key, one.rate.part, one.rate.whole) for one in table(report, by).rates]


async def test_real_determinations_are_counted_and_their_overrides_told(serve: Serve, store_url: str):
    async with serve(database_url=store_url) as client:
        database = Database(store_url)
        now = dt.datetime.now(dt.UTC)
        await decide_some(client, database, now)
        year = now.astimezone(ZONE).year
        metrics = await database.read(read_metrics, acting("auditor"), year, ZONE, now + dt.timedelta(seconds=1))
        ours = next(one for one in metrics.lines if one.line_of_business is LineOfBusiness.MEDICARE_ADVANTAGE)
        counts = ours.counts[0]
        assert (counts.decided, counts.approved, counts.denied, ours.counts[1].decided) == (4, 3, 1, 0)
        report = await database.read(read_overrides, acting("auditor"), bounds_of(year, ZONE))
        assert (report.overrides.part, report.overrides.whole, report.unknown) == (2, 4, 0)
        ways = {(one.recommended.value, one.decided): one.rate.part for one in report.directions if one.rate.part}
        assert ways == {("PEND", "approved"): 1, ("APPROVE", "adverse"): 1}
        assert ("director", 2, 2) in told(report, By.REVIEWER)
        assert ("L33797", 2, 4) in told(report, By.POLICY)
        assert ("L33797/hypoxemia", 2, 4) in told(report, By.CRITERION)
        assert told(report, By.REASON) == [("CLINICAL_JUDGEMENT", 1, 2), ("EVIDENCE_MISREAD", 1, 2)]
        earlier = await database.read(read_overrides, acting("auditor"), bounds_of(2020, ZONE), (By.REASON,))
        assert (earlier.overrides.whole, [one.by for one in earlier.tables]) == (0, [By.REASON])
        await database.close()


async def test_the_metrics_are_served_as_json_table_and_page(serve: Serve, settings: Settings):
    async with serve() as client:
        database = Database(settings.store_url)
        await decide_some(client, database, dt.datetime.now(dt.UTC))
        await database.close()
        year = dt.datetime.now(ZONE).year
        answer = await client.get(URL, params={"year": year})
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
        assert answer.headers["vary"] == "Accept"
        names = [line["line_of_business"] for line in answer.json()["lines"]]
        assert names == ["medicare_advantage", "medicaid", "chip", "marketplace", "medicare_ffs", "commercial", None]
        one = await client.get(URL, params={"year": year, "line_of_business": "medicare_advantage", "format": "csv"})
        assert one.headers["content-type"] == "text/csv; charset=utf-8"
        rows = list(csv.DictReader(io.StringIO(one.text)))
        assert {row["line_of_business"] for row in rows} == {"medicare_advantage"}
        approved = next(row for row in rows if row["measure"] == "standard_approved")
        assert (approved["numerator"], approved["denominator"]) == ("3", "4")
        page = await client.get(URL, params={"year": year}, headers={"Accept": "text/html,*/*;q=0.8"})
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        assert "3 of 4" in page.text


async def test_a_year_without_metrics_is_refused_with_a_sentence(client: httpx.AsyncClient):
    for year in (2019, dt.datetime.now(ZONE).year + 1):
        answer = await client.get(URL, params={"year": year})
        assert (answer.status_code, answer.json()["code"]) == (422, "year_out_of_range")
        assert answer.json()["detail"].startswith(f"There are no metrics of {year}. Ask for a year from 2020 to ")
    for wrong in ({}, {"year": "last"}, {"year": 2026, "format": "pdf"}, {"year": 2026, "line_of_business": "other"}):
        assert (await client.get(URL, params=wrong)).status_code == 422


async def test_the_commands(serve: Serve, settings: Settings, capsys: pytest.CaptureFixture[str], tmp_path: Path):
    async with serve() as client:
        database = Database(settings.store_url)
        await decide_some(client, database, dt.datetime.now(dt.UTC))
        await database.close()

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main([*arguments, "--data-dir", str(settings.data_dir)])
        return code, *capsys.readouterr()

    def commands() -> None:
        year = str(dt.datetime.now(ZONE).year)
        code, said, _ = run("metrics", "--year", year)
        assert code == 0
        assert "75.00% (of few requests); 3 of 4" in said
        code, said, _ = run("metrics", "--year", year, "--format", "json", "--line-of-business", "chip")
        assert [line["line_of_business"] for line in json.loads(said)["lines"]] == ["chip"]
        page = tmp_path / "metrics.html"
        code, said, error = run("metrics", "--year", year, "--format", "html", "--output", str(page))
        assert (code, said) == (0, "")
        assert "Written to" in error
        assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
        code, _, error = run("metrics", "--year", year, "--output", str(tmp_path / "none" / "metrics.json"))
        assert code == 1
        assert "could not be written" in " ".join(error.split())
        code, _, error = run("metrics", "--year", "2019")
        assert code == 2
        assert "There are no metrics of 2019." in error
        code, said, _ = run("overrides", "report")
        assert code == 0
        assert said.startswith("OVERRIDES: 2 of 4, 50 % (15 %–85 %) of all determinations\n")
        code, said, _ = run("overrides", "report", "--year", year, "--by", "reason", "--json")
        assert [one["by"] for one in json.loads(said)["tables"]] == ["reason"]
        assert run("overrides", "report", "--year", "2019")[0] == 2

    await asyncio.to_thread(commands)
