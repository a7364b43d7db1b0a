import datetime as dt
import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from orchestrator.terminal.case_files import case_of, name_of_source, read_bytes
from priorauth.errors import CaseRejected, PriorAuthError

TODAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize("content", [b"", b" \n\t"])
def test_an_empty_file_is_called_empty(content: bytes):
    with pytest.raises(PriorAuthError, match="This is empty; a case file holds the body of POST /api/cases"):
        case_of(content, "case", dt.date(2026, 11, 22))


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("missing.json", "There is no such file."),
        ("", "This is a directory; name the case files in it."),
        ("a\0b", "This file cannot be read: its name is not possible."),
    ],
)
def test_what_cannot_be_opened_is_said_in_a_sentence(tmp_path: Path, name: str, sentence: str):
    with pytest.raises(PriorAuthError) as caught:
        read_bytes(f"{tmp_path}/{name}", 100)
    assert str(caught.value) == sentence


def test_a_file_over_the_limit_is_refused_as_the_service_refuses_it(tmp_path: Path):
    path = tmp_path / "case.json"
    path.write_bytes(b"x" * 101)
    assert read_bytes(str(path), 101) == b"x" * 101
    with pytest.raises(PriorAuthError, match="larger than 100 bytes"):
        read_bytes(str(path), 100)


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"{}")))
    assert read_bytes("-", 100) == b"{}"
    assert name_of_source("-") == "standard input"


def test_all_problems_of_a_case_at_once_and_no_clinical_text():
    body = {
        "member": {"birth_date": "2999-01-01"},
        "services": [{"units": "secret"}],
        "documents": [{"text": "secret"}],
    }
    with pytest.raises(CaseRejected) as caught:
        case_of(json.dumps(body).encode(), "local-1", TODAY)
    assert [problem.path for problem in caught.value.problems] == [
        "/member/birth_date",
        "/services/0/units",
        "/documents/0/kind",
    ]
    assert "secret" not in str([problem.message for problem in caught.value.problems])


def test_a_case_gets_the_id_and_the_day_of_receipt():
    case = case_of(b'{"member": {}}', "local-7", TODAY)
    assert (case.case_id, case.received_on) == ("local-7", TODAY)
