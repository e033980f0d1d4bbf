"""Replies as HTTP allows them: told apart to the byte, and what is broken is told."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hocvu.store.s3.connection import (
    Answer,
    BrokenReply,
    Connection,
    Take,
    admission,
    connect,
)

ASK = b"GET / HTTP/1.1\r\nhost: x\r\n\r\n"
PUT = b"PUT / HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\n\r\n"


@pytest.fixture
def ends() -> Iterator[tuple[Connection, socket.socket]]:
    """Return a connection, and the service's end of it."""
    listener = socket.create_server(("127.0.0.1", 0))
    near = connect("http", f"127.0.0.1:{listener.getsockname()[1]}", "", 5, None)
    far, _ = listener.accept()
    yield near, far
    near.close()
    far.close()
    listener.close()


def exchanged(
    near: Connection, head: bytes, body: bytes | memoryview, take: Take = lambda _: None
) -> Answer:
    near.send(head, body, take)
    return near.answer()


def asked(
    near: Connection, far: socket.socket, reply: bytes, *, end: bool = False
) -> tuple[int, bytes]:
    far.sendall(reply)
    if end:
        far.shutdown(socket.SHUT_WR)
    answer = exchanged(near, ASK, b"")
    return answer.status, answer.body


@pytest.mark.parametrize(
    ("reply", "body"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", b"abc"),
        (b"HTTP/1.1 200\r\ncontent-length:3\r\n\r\nabc", b"abc"),
        (b"HTTP/1.1 200 OK\nContent-Length: 0\n\n", b""),
        (
            b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Wait\r\na: b\r\n\r\n"
            b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nx",
            b"x",
        ),
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 9\r\n\r\n"
            b"A;name=value\r\n0123456789\r\n1\r\n!\r\n0\r\nTrailer: x\r\n\r\n",
            b"0123456789!",
        ),
    ],
)
def test_replies_of_every_form_are_read_to_their_end(
    reply: bytes, body: bytes, ends: tuple[Connection, socket.socket]
) -> None:
    for _ in range(2):  # nothing is left over for the next one
        assert asked(*ends, reply) == (200, body)
        assert not ends[0].closing
        assert not ends[0].stale


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.0 200 OK\r\ncontent-length: 4\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nConnection: Close\r\ncontent-length: 4\r\n\r\n",
    ],
)
def test_a_connection_that_ends_is_not_used_again(
    head: bytes, ends: tuple[Connection, socket.socket]
) -> None:
    assert asked(*ends, head + b"body", end=True) == (200, b"body")
    assert ends[0].closing


@pytest.mark.parametrize(
    "reply",
    [
        b"",
        b"HTTP/1.1 200",
        b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\ncontent-length: -5\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nabc",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n-1\r\n",
        b"HTTP/1.1 200 OK\r\nno header\r\n\r\n",
        b"HTTP/1.1 OK\r\n\r\n",
        b"SSH-2.0-OpenSSH\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 300 + b"\r\n",
        b"HTTP/1.1 200 OK\r\na: " + b"b" * 100_000 + b"\r\n\r\n",
    ],
)
def test_what_is_broken_is_told(reply: bytes, ends: tuple[Connection, socket.socket]) -> None:
    with pytest.raises(BrokenReply):
        asked(*ends, reply, end=True)


@settings(max_examples=60, deadline=None)
@given(reply=st.binary(max_size=80))
def test_whatever_comes_is_a_reply_or_a_broken_one(reply: bytes) -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    near = connect("http", f"127.0.0.1:{listener.getsockname()[1]}", "", 5, None)
    far, _ = listener.accept()
    try:
        status, _body = asked(near, far, b"HTTP/1.1 200 OK\r\n" + reply, end=True)
        assert status == 200
    except BrokenReply:
        pass
    finally:
        near.close()
        far.close()
        listener.close()


def test_a_refusal_before_all_was_heard_is_read(ends: tuple[Connection, socket.socket]) -> None:
    near, far = ends
    far.sendall(b"HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 2\r\n\r\nno")
    far.shutdown(socket.SHUT_RD)
    answer = exchanged(near, PUT, b"x" * 3)
    assert (answer.status, answer.body, near.closing) == (403, b"no", True)


@pytest.mark.parametrize(
    ("proxy", "wanted"),
    [
        ("proxy.example:3128", {}),
        ("http://proxy.example:3128", {}),
        ("http://x:y%40z@proxy.example", {"proxy-authorization": "Basic eDp5QHo="}),
        ("x:@proxy.example:1", {"proxy-authorization": "Basic eDo="}),
    ],
)
def test_a_proxy_is_told_who_comes(proxy: str, wanted: dict[str, str]) -> None:
    assert admission(proxy) == wanted


def test_a_tunnel_is_asked_for_with_a_name_and_a_password() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    heard: list[bytes] = []

    def serve() -> None:
        end, _ = listener.accept()
        with end:
            heard.append(end.recv(4096))
            end.sendall(b"HTTP/1.1 407 Who are you?\r\n\r\n")

    serving = threading.Thread(target=serve)
    serving.start()
    proxy = f"http://x:y@127.0.0.1:{listener.getsockname()[1]}"
    with pytest.raises(BrokenReply):
        connect("https", "s3.example", proxy, 5, ssl.create_default_context())
    serving.join()
    listener.close()
    assert heard[0].startswith(b"CONNECT s3.example:443 HTTP/1.1\r\n")
    assert b"\r\nproxy-authorization: Basic eDp5\r\n" in heard[0]


def test_a_connection_that_was_left_is_seen(ends: tuple[Connection, socket.socket]) -> None:
    near, far = ends
    assert not near.stale
    far.close()
    threading.Event().wait(0.05)
    assert near.stale


def test_large_bodies_go_in_slices(ends: tuple[Connection, socket.socket]) -> None:
    near, far = ends
    body = bytes(range(256)) * 4096
    heard = bytearray()

    def serve() -> None:
        while len(heard) < len(body) + len(PUT):
            heard.extend(far.recv(2**16))
        far.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")

    server = threading.Thread(target=serve)
    server.start()
    taken: list[int] = []
    assert exchanged(near, PUT, memoryview(body), taken.append).status == 204
    server.join(5)
    assert bytes(heard) == PUT + body
    assert sum(taken) == len(body)
    assert max(taken) <= 2**18
