"""What an image asks of itself: whether its own address answers with 200."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from telemetry.health import is_healthy


class _Answers(BaseHTTPRequestHandler):
    """The path says with which status."""

    def do_GET(self) -> None:
        if self.path == "/silent":
            self.close_connection = True
            return
        self.send_response(int(self.path[1:]))
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def address() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), _Answers) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        serving.join()


def test_only_200_is_healthy(address: str) -> None:
    assert is_healthy(f"{address}/200")
    assert not is_healthy(f"{address}/503")
    assert not is_healthy(f"{address}/204")
    assert not is_healthy(f"{address}/silent")


def test_where_nobody_listens_nobody_is_healthy() -> None:
    with HTTPServer(("127.0.0.1", 0), _Answers) as gone:
        port = gone.server_port
    assert not is_healthy(f"http://127.0.0.1:{port}/200")


def test_the_exit_code_tells_and_no_proxy_is_asked(address: str) -> None:
    proxied = {"http_proxy": "http://127.0.0.1:9", "PATH": ""}
    for path, code in (("/200", 0), ("/503", 1)):
        run = subprocess.run([sys.executable, "-m", "telemetry.health", f"{address}{path}"], env=proxied, check=False)
        assert run.returncode == code
