"""A client that goes away makes no noise; what a handler does wrong is told."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler

import pytest

from hocvu.tools.loopback import LoopbackServer

Done = threading.Event


def handler(answer: Callable[[BaseHTTPRequestHandler], None]) -> tuple[type, Done]:
    done = Done()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self)

        def log_message(self, *_: object) -> None:
            pass

        def finish(self) -> None:
            done.set()
            super().finish()

    return Handler, done


@contextmanager
def running(kind: type) -> Iterator[int]:
    with LoopbackServer(0, kind) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()
        server.daemon_threads = False


def reset(connection: socket.socket) -> None:
    """Close a connection so that the other side sees it torn down."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def test_a_browser_that_leaves_is_no_error(capfd: pytest.CaptureFixture[str]) -> None:
    gone = threading.Event()

    def long(asked: BaseHTTPRequestHandler) -> None:
        gone.wait(10)
        for _ in range(200):
            asked.wfile.write(b"x" * 65536)

    kind, done = handler(long)
    with running(kind) as port:
        early = socket.create_connection(("127.0.0.1", port))
        early.sendall(b"GET / HT")
        reset(early)
        late = socket.create_connection(("127.0.0.1", port))
        late.sendall(b"GET / HTTP/1.0\r\n\r\n")
        reset(late)
        gone.set()
        assert done.wait(10)
    assert capfd.readouterr().err == ""


def test_an_error_of_the_handler_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    def wrong(asked: BaseHTTPRequestHandler) -> None:
        raise ValueError("sai")

    kind, _ = handler(wrong)
    with running(kind) as port, socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(b"GET / HTTP/1.0\r\n\r\n")
        assert connection.recv(10) == b""
    assert "ValueError: sai" in capfd.readouterr().err
