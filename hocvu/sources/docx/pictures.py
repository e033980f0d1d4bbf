"""The pictures of a package, each made into an asset once."""

from __future__ import annotations

import zlib
from contextlib import suppress
from typing import Final

from hocvu.errors import HocvuError, Unsupported
from hocvu.lesson import Asset
from hocvu.sources.base import Workspace
from hocvu.sources.docx.parts import LARGEST_PICTURE, Package
from hocvu.tools import metafiles
from hocvu.tools.pictures import Picture, for_browsers, is_vector

_GZIP: Final = b"\x1f\x8b\x08"


class Pictures:
    """Makes an asset of each picture of a package."""

    def __init__(self, package: Package, workspace: Workspace) -> None:
        """Take where pictures come from and where they go."""
        self._package = package
        self._workspace = workspace
        self._done: dict[str, Asset | str] = {}
        self._vectors: dict[str, Picture | None] = {}

    def asset(self, name: str) -> Asset | str:
        """Return the asset for the part `name`, or the code of what is wrong with it."""
        if name not in self._done:
            self._done[name] = self._make(name)
        return self._done[name]

    def _make(self, name: str) -> Asset | str:
        if not self._package.has(name):
            return "picture.missing"
        try:
            data = _unpacked(self._package.picture(name))
        except HocvuError:
            return "picture.damaged"
        try:
            found = self._drawn(name, data) if is_vector(data) else for_browsers(data)
        except HocvuError as error:
            return error.code
        return self._workspace.add_bytes(found.data, found.suffix, found.media_type)

    def _drawn(self, name: str, data: bytes) -> Picture:
        """Return the metafile `name` as drawn; the first one asked for has all of them drawn.

        Raises:
            Unsupported: It cannot be drawn.
            ToolError: There is no engine that draws it.
        """
        if name not in self._vectors:
            files = {name: data}
            for other in self._package.metafiles():
                with suppress(HocvuError):
                    files[other] = _unpacked(self._package.picture(other))
            wanted = {n: d for n, d in files.items() if n not in self._vectors and is_vector(d)}
            self._vectors |= dict.fromkeys(wanted) | metafiles.to_pictures(wanted)
        found = self._vectors[name]
        if found is None:
            raise Unsupported("picture.vector")
        return found


def _unpacked(data: bytes) -> bytes:
    """Return `data`; that of a compressed metafile (emz, wmz) unpacked."""
    if not data.startswith(_GZIP):
        return data
    try:
        return zlib.decompressobj(wbits=31).decompress(data, LARGEST_PICTURE)
    except zlib.error:
        return data
