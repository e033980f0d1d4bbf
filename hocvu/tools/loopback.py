"""A web server for this machine alone."""

from __future__ import annotations

import sys
from collections.abc import Callable
from http.server import ThreadingHTTPServer
from typing import Any, Final

_GONE: Final = (ConnectionError, TimeoutError)


class LoopbackServer(ThreadingHTTPServer):
    """Answers this machine alone; a browser that goes away in the middle is no error.

    Args:
        port: Where to listen; 0 for any free port.
        handler: What makes the answers.

    Raises:
        OSError: The port is taken.
    """

    daemon_threads = True

    def __init__(self, port: int, handler: Callable[..., Any]) -> None:
        """Listen; requests are answered once `serve_forever` is called."""
        super().__init__(("127.0.0.1", port), handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Tell of what a handler did wrong, not of clients that left."""
        if not isinstance(sys.exc_info()[1], _GONE):
            super().handle_error(request, client_address)
