from pathlib import Path

import pytest

from orchestrator.binding import BindRefused
from orchestrator.settings import Settings
from orchestrator.terminal.serve import CannotServe, listening, serve


def test_an_address_in_use_is_said_in_a_sentence():
    with listening("127.0.0.1", 0) as taken, pytest.raises(CannotServe, match=r"cannot listen on 127\.0\.0\.1, port"):
        listening("127.0.0.1", taken.getsockname()[1])


def test_a_host_that_is_not_this_machine():
    with pytest.raises(CannotServe, match="Choose another with --host"):
        listening("192.0.2.1", 0)


def test_other_machines_are_refused_before_anything_starts(tmp_path: Path, written):
    with pytest.raises(BindRefused):
        serve("0.0.0.0", 8000, Settings(data_dir=tmp_path / "data"), written.screen)
    assert not (tmp_path / "data").exists()


def test_a_data_directory_that_is_a_file(tmp_path: Path, written):
    path = tmp_path / "file"
    path.write_text("", encoding="utf-8")
    with pytest.raises(CannotServe, match="cannot be made"):
        serve("127.0.0.1", 0, Settings(data_dir=path), written.screen)
