"""The parts that need neither store nor web: ids, clock, binding, log lines, the bulletin, frames."""

import asyncio
import datetime as dt
import json
import logging
import re
import sys

import pytest

from orchestrator.api.problems import ProblemDocument, documented, problem_response
from orchestrator.api.streams import frame
from orchestrator.binding import BindRefused, check_bind, is_loopback, notice
from orchestrator.bulletin import Bulletin, within
from orchestrator.case_ids import new_case_id
from orchestrator.documents.rendering.markdown import escaped
from orchestrator.settings import Settings
from orchestrator.store.search import searchable
from priorauth.errors import PriorAuthError
from telemetry.logs import JsonLines, configure_logging, fault_fields, fields

NOW = dt.datetime(2026, 3, 7, 18, 0, tzinfo=dt.UTC)


def test_case_ids_are_readable_in_order_of_time_and_never_the_same():
    ids = [new_case_id(NOW + dt.timedelta(seconds=second)) for second in range(50)]
    assert all(re.fullmatch(r"PA(-[0-9A-HJKMNP-TV-Z]{4}){5}", one) for one in ids)
    assert ids == sorted(ids)
    assert len({new_case_id(NOW) for _ in range(1000)}) == 1000


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "[::1]", "localhost", "LocalHost"])
def test_the_service_listens_on_this_machine(host: str):
    assert is_loopback(host)
    check_bind(host, Settings())


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "10.0.0.1", "example.com", "localhost.example.com"])
def test_it_listens_nowhere_else_unless_it_is_told_so(host: str):
    with pytest.raises(BindRefused, match="PRIORAUTH_ALLOW_UNAUTHENTICATED=1"):
        check_bind(host, Settings())
    check_bind(host, Settings(allow_unauthenticated=True))


def test_only_an_open_service_has_something_to_warn_of():
    assert notice(Settings()) is None
    assert "PRIORAUTH_ALLOW_UNAUTHENTICATED=1" in (notice(Settings(allow_unauthenticated=True)) or "")


def a_record(message: str, **more: object) -> logging.LogRecord:
    return logging.getLogger("test").makeRecord("test", logging.INFO, __file__, 1, message, (), None, **more)  # pyright: ignore[reportArgumentType]


def test_a_log_line_is_one_line_of_json_with_its_fields():
    line = JsonLines().format(a_record("case.stored\nforged", extra=fields(case_id="PA-1", count=2)))
    assert "\n" not in line
    said = json.loads(line)
    assert (said["event"], said["case_id"], said["count"], said["level"]) == ("case.stored\nforged", "PA-1", 2, "info")


def test_of_a_fault_the_log_says_type_and_places_and_not_the_message():
    try:
        int("chest pain")
    except ValueError as error:
        for record in (a_record("fault", extra=fault_fields(error, case_id="PA-1")), a_record("fault")):
            record.exc_info = sys.exc_info()
            said = json.loads(JsonLines().format(record))
            assert said["error"] == "ValueError"
            assert said["places"][-1].startswith("test_small_parts.py:")
            assert "chest pain" not in str(said)


def test_logging_is_configured_once(monkeypatch: pytest.MonkeyPatch):
    root = logging.Logger("root of its own")
    monkeypatch.setattr(logging, "getLogger", lambda name=None: root if name is None else logging.Logger(name))
    configure_logging()
    configure_logging()
    assert len(root.handlers) == 1


async def test_a_watcher_is_woken_by_its_case_alone():
    bulletin = Bulletin()
    with bulletin.watching("PA-1") as one, bulletin.watching("PA-2") as other:
        bulletin.announce("PA-1")
        bulletin.announce("PA-3")
        assert (await within(one.any, 0.01), await within(other.any, 0.01)) == (True, False)


async def test_a_watcher_is_told_apart_what_is_new_and_what_is_finished():
    bulletin = Bulletin()
    with bulletin.watching("PA-1") as news:
        bulletin.announce("PA-1")
        assert (await within(news.any, 0.01), await within(news.finished, 0.01)) == (True, False)
        bulletin.announce("PA-1", finished=True)
        assert await within(news.finished, 0.01)


async def test_the_end_wakes_everyone():
    bulletin = Bulletin()
    with bulletin.watching("PA-1") as one, bulletin.watching("PA-2") as other:
        asyncio.get_running_loop().call_later(0.01, bulletin.close)
        assert await within(one.any, 1)
        assert await within(other.finished, 1)
    assert bulletin.closed


def test_a_frame_is_an_event_with_one_line_of_data():
    assert frame("agent.failed", {"reason": "a\nb"}, 7) == 'id: 7\nevent: agent.failed\ndata: {"reason": "a\\nb"}\n\n'
    assert frame("result", "{}") == "event: result\ndata: {}\n\n"


@pytest.mark.parametrize(
    ("text", "found"), [("Nguyễn Thị", "nguyen thi"), ("STRASSE ß", "strasse ss"), ("محمّد", "محمد")]
)
def test_text_is_compared_without_case_and_marks(text: str, found: str):
    assert searchable(text) == found


def test_words_of_the_record_cannot_pass_for_markup():
    assert escaped("# Approved\n\n<b>*now*</b> | `x`") == r"\# Approved \<b\>\*now\*\</b\> \| \`x\`"


class Unforeseen(PriorAuthError):
    """An error that nobody gave a status."""

    code = "unforeseen"


def test_an_error_without_a_status_is_found_when_the_service_is_put_together():
    with pytest.raises(LookupError, match=r"Unforeseen can be answered and has no status; give it one in STATUSES\."):
        documented(Unforeseen)


def test_an_error_without_a_status_is_our_own_fault(caplog: pytest.LogCaptureFixture):
    answer = problem_response(Unforeseen("It happened."))
    told = ProblemDocument.model_validate_json(bytes(answer.body))
    assert (answer.status_code, told.status, told.code) == (500, 500, "unforeseen")
    assert "problem.without_status" in caplog.text
