"""The product's own server for one package, beside the run-times of the tests."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from hocvu.packages.play import server
from hocvu.packages.play.server import Folder, Site

HOST = Path(__file__).parent / "host"
NODE = Path(__file__).parents[2] / "hocvu" / "player" / "node_modules"


def serve(folder: Path) -> AbstractContextManager[Site]:
    """Serve the package in `folder` under ``/package/`` until the end of the block."""
    sources = {"package": Folder(folder), "host": Folder(HOST), "node": Folder(NODE)}
    return server.serve(sources)
