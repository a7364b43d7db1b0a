"""No test reaches beyond the loopback."""

import socket

import pytest


@pytest.mark.parametrize("host", ["192.0.2.1", "policies.example", b"policies.example"])
def test_another_host_is_out_of_reach(host: str | bytes) -> None:
    with pytest.raises(pytest.fail.Exception, match="A test reached for the network"):
        socket.getaddrinfo(host, 443)
    with socket.socket() as one, pytest.raises(pytest.fail.Exception, match="A test reached for the network"):
        one.connect(("192.0.2.1", 443))


def test_the_loopback_is_within_reach() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as one:
        assert one.getpeername() == server.getsockname()
