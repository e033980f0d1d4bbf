"""The pictures of a package, each made into an asset once."""

from __future__ import annotations

from hocvu.errors import HocvuError
from hocvu.lesson import Asset
from hocvu.sources.base import Workspace
from hocvu.sources.docx.parts import Package
from hocvu.tools.pictures import for_browsers


class Pictures:
    """Makes an asset of each picture of a package."""

    def __init__(self, package: Package, workspace: Workspace) -> None:
        """Take where pictures come from and where they go."""
        self._package = package
        self._workspace = workspace
        self._done: dict[str, Asset | str] = {}

    def asset(self, name: str) -> Asset | str:
        """Return the asset for the part `name`, or the code of what is wrong with it."""
        if name not in self._done:
            self._done[name] = self._make(name)
        return self._done[name]

    def _make(self, name: str) -> Asset | str:
        if not self._package.has(name):
            return "picture.missing"
        try:
            data = self._package.picture(name)
        except HocvuError:
            return "picture.damaged"
        try:
            found = for_browsers(data)
        except HocvuError as error:
            return error.code
        return self._workspace.add_bytes(found.data, found.suffix, found.media_type)
