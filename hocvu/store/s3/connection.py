"""HTTP/1.1 over a connection that stays open (RFC 9112), as much of it as objects need.

The standard library's client spends more on the headers of a reply than sending a small object
takes; every request of a release comes this way.
"""

from __future__ import annotations

import base64
import select
import socket
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

_LINE: Final = 2**16
_HEADERS: Final = 200
_LARGEST: Final = 64 * 2**20
_JOINED: Final = 2**17
_SLICE: Final = 2**18
_BUFFER: Final = 2**16
_PORTS: Final = {"http": 80, "https": 443}
_OK: Final = 200
_BODILESS: Final = (204, 304)

Take = Callable[[int], None]
"""Waits until so many bytes may go over the wire."""


class BrokenReply(ConnectionError):
    """The reply ended too early, or is none of HTTP."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply, all of it; names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Connection:
    """A connection to a service, for one request after another.

    Attributes:
        closing: Whether it cannot take another request.
    """

    def __init__(self, link: socket.socket) -> None:
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket = link
        self._stream = link.makefile("rb", _BUFFER)
        self.closing = False

    @property
    def stale(self) -> bool:
        """Whether the other side has ended it, or says what nobody asked."""
        if hasattr(select, "poll"):
            poll = select.poll()
            poll.register(self._socket, select.POLLIN)
            said = bool(poll.poll(0))
        else:
            said = bool(select.select([self._socket], [], [], 0)[0])
        return said and not (isinstance(self._socket, ssl.SSLSocket) and self._only_tickets())

    def _only_tickets(self) -> bool:
        """Tell if what came are tickets for a later session (RFC 8446, 4.6.1), which TLS eats."""
        patience = self._socket.gettimeout()
        self._socket.settimeout(0)
        try:
            self._socket.recv(1)
        except ssl.SSLWantReadError:
            return True
        except OSError:
            return False
        finally:
            self._socket.settimeout(patience)
        return False

    def fileno(self) -> int:
        """Return the number by which the system tells of it, for `selectors`."""
        return self._socket.fileno()

    def send(self, head: bytes, body: bytes | bytearray | memoryview, take: Take) -> None:
        """Send a request; its reply must be read before the next one is sent.

        Args:
            head: The request line and the headers, with the empty line that ends them.
            body: What follows; as long as the headers say.
            take: Asked before each slice of the body.

        Raises:
            OSError: It cannot be sent.
        """
        try:
            self._send(head, body, take)
        except (BrokenPipeError, ConnectionResetError):
            self.closing = True  # a service that refuses may answer without hearing us out

    def close(self) -> None:
        """End it."""
        self._stream.close()
        self._socket.close()

    def _send(self, head: bytes, body: bytes | bytearray | memoryview, take: Take) -> None:
        if len(body) <= _JOINED:
            take(len(body))
            self._socket.sendall(b"".join((head, body)))
            return
        self._socket.sendall(head)
        view = memoryview(body)
        # The time that a reply may take holds for each slice: slow ways carry large parts too.
        for begin in range(0, len(view), _SLICE):
            piece = view[begin : begin + _SLICE]
            take(len(piece))
            self._socket.sendall(piece)

    def answer(self, headless: bool = False) -> Answer:
        """Return the reply to what was sent; `headless` after a ``HEAD``, whose reply has no body.

        Raises:
            OSError: There was no whole reply.
        """
        while True:
            version, status = self._status()
            headers = self._headers()
            if status >= _OK:
                break  # what came before were mere notices, such as "100 Continue"
        said = headers.get("connection", "").lower()
        if "close" in said or (version == b"HTTP/1.0" and "keep-alive" not in said):
            self.closing = True
        if headless or status in _BODILESS:
            return Answer(status, headers, b"")
        return Answer(status, headers, self._body(headers))

    def _status(self) -> tuple[bytes, int]:
        parts = self._line().split(None, 2)
        if len(parts) < 2 or not parts[0].startswith(b"HTTP/1.") or not parts[1].isdigit():
            raise BrokenReply
        return parts[0], int(parts[1])

    def _headers(self) -> dict[str, str]:
        headers: dict[str, str] = {}
        for _ in range(_HEADERS):
            line = self._line()
            if not line:
                return headers
            name, colon, value = line.partition(b":")
            if not colon:
                raise BrokenReply
            headers[name.decode("latin-1").lower()] = value.strip().decode("latin-1")
        raise BrokenReply

    def _body(self, headers: Mapping[str, str]) -> bytes:
        if "chunked" in headers.get("transfer-encoding", "").lower():
            return self._chunks()
        length = headers.get("content-length")
        if length is not None:
            return self._exactly(_number(length, 10))
        self.closing = True
        body: bytes = self._stream.read(_LARGEST + 1)
        if len(body) > _LARGEST:
            raise BrokenReply
        return body

    def _chunks(self) -> bytes:
        body = bytearray()
        while size := _number(self._line().partition(b";")[0].decode("latin-1").strip(), 16):
            if len(body) + size > _LARGEST:
                raise BrokenReply
            body += self._exactly(size)
            if self._line():
                raise BrokenReply
        self._headers()  # what may follow the last chunk
        return bytes(body)

    def _exactly(self, size: int) -> bytes:
        if size > _LARGEST:
            raise BrokenReply
        body: bytes = self._stream.read(size)
        if len(body) != size:
            raise BrokenReply
        return body

    def _line(self) -> bytes:
        line = self._stream.readline(_LINE)
        if not line.endswith(b"\n"):
            raise BrokenReply
        return line.rstrip(b"\r\n")


def connect(
    scheme: str, host: str, proxy: str, timeout: float, tls: ssl.SSLContext | None
) -> Connection:
    """Open a connection.

    Args:
        scheme: ``http`` or ``https``.
        host: The service, with its port where that is not the usual one.
        proxy: Address of what stands between, or empty.
        timeout: Seconds that each step may take.
        tls: How certificates are checked; for ``https``.

    Raises:
        OSError: Nobody answers, or a certificate is not trusted.
    """
    service = urlsplit(f"{scheme}://{host}")
    near = urlsplit(proxy if "//" in proxy else f"http://{proxy}") if proxy else service
    address = (near.hostname or "", near.port or _PORTS.get(near.scheme, 80))
    link = socket.create_connection(address, timeout)
    try:
        if tls is None:
            return Connection(link)
        name = service.hostname or ""
        if proxy:
            end = f"[{name}]" if ":" in name else name
            _tunnel(Connection(link), f"{end}:{service.port or _PORTS[scheme]}", proxy)
        return Connection(tls.wrap_socket(link, server_hostname=name))
    except BaseException:
        link.close()
        raise


def _tunnel(connection: Connection, end: str, proxy: str) -> None:
    """Have a proxy lead the connection on to `end`."""
    said = "".join(f"{name}: {value}\r\n" for name, value in admission(proxy).items())
    head = f"CONNECT {end} HTTP/1.1\r\nHost: {end}\r\n{said}\r\n".encode("ascii")
    connection._socket.sendall(head)
    _, status = connection._status()
    connection._headers()
    if status != _OK:
        raise BrokenReply


def admission(proxy: str) -> dict[str, str]:
    """Return the header by which a proxy lets us through (RFC 9110, 11.7.2), where it wants one."""
    parts = urlsplit(proxy if "//" in proxy else f"http://{proxy}")
    if parts.username is None:
        return {}
    who = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return {"proxy-authorization": f"Basic {base64.b64encode(who.encode()).decode('ascii')}"}


def _number(text: str, base: int) -> int:
    digits = "0123456789abcdefABCDEF" if base == 16 else "0123456789"
    if not text or len(text) > 16 or text.strip(digits):
        raise BrokenReply
    return int(text, base)
