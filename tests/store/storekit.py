"""What the tests of stores share beside fixtures; its name is that of no other module."""

from __future__ import annotations

import hashlib
import json
import random
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hocvu.store import Upload, layout
from hocvu.store.publishing import Draft

PART = 5 * 2**20
"""Bytes of a part here: the smallest that S3 takes."""
WORK = "https://hoclieu.example/hv/mot-cua"
MakeDraft = Callable[..., Draft]


@dataclass
class Proxy:
    """Makes faults between client and server."""

    port: int

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def rules(self, *rules: dict[str, Any]) -> None:
        self._ask("PUT", json.dumps(rules).encode())

    def hits(self) -> int:
        return sum(rule.get("hits", 0) for rule in self._ask("GET")["rules"])

    def log(self) -> list[list[str]]:
        return self._ask("GET")["log"]

    def _ask(self, method: str, data: bytes | None = None) -> Any:
        asked = urllib.request.Request(f"{self.endpoint}/__fault", data, method=method)
        with urllib.request.urlopen(asked, timeout=10) as reply:
            return json.load(reply)


def write(path: Path, size: int, seed: int | str) -> Upload:
    """Write a file of random bytes and return how it is sent."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = random.Random(seed).randbytes(size)
    path.write_bytes(data)
    sha256 = hashlib.sha256(data).hexdigest()
    return Upload(layout.blob(sha256), path, size, sha256, "application/zip")
