"""Verifies packages that a descriptor lists and a system launches: cmi5 and xAPI."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lxml import etree

from hocvu.packages.base import Finding
from hocvu.packages.checks.container import Container, opened
from hocvu.packages.checks.descriptor import check_place, has_descriptor
from hocvu.packages.checks.media import check_media
from hocvu.packages.checks.metadata import check_metadata
from hocvu.packages.checks.pages import PageCheck
from hocvu.packages.checks.record import check_record
from hocvu.packages.checks.references import Files
from hocvu.packages.checks.report import Report
from hocvu.packages.checks.xml import local, parsed, text

_METADATA: Final = "metadata.xml"
_RECORD: Final = "metadata.json"
_LAUNCHING: Final = ("url", "launch")


@dataclass(frozen=True, slots=True)
class LaunchedVerifier:
    """The verifier of one of these standards.

    Attributes:
        name: The standard's name, as its writer's.
        descriptor: The file that lists what is launched.
        specification: Title of the book that has the rules.
        place: The clause that says where the descriptor stands.
        rules: Checks the descriptor, given the package and the root element.
    """

    name: str
    descriptor: str
    specification: str
    place: str
    rules: Callable[[Container, etree._Element], None]

    def recognises(self, path: Path) -> bool:
        """Tell if the package has the descriptor."""
        return has_descriptor(path, self.descriptor)

    def verify(self, path: Path, *, content: bool = False) -> tuple[Finding, ...]:
        """Return what is wrong with the package.

        Args:
            path: The package.
            content: Read every byte and check it against the archive's checksums, too.
        """
        report = Report(str(path), self.specification)
        with opened(path, report) as container:
            if container is not None:
                self._check(container, path)
                if content:
                    container.check_content()
        return tuple(report.findings)

    def _check(self, container: Container, path: Path) -> None:
        if not check_place(container, self.descriptor, self.place):
            return
        root = parsed(container, self.descriptor)
        if root is not None:
            self.rules(container, root)
        if {_METADATA, _RECORD} <= set(container.files):  # what hocvu puts beside it
            check_metadata(container, _METADATA)
            check_record(container, _RECORD)
        files = Files(container.files)
        PageCheck(container, files, _launched(files, root)).run(tracked=False)
        check_media(container, path)


def _launched(files: Files, root: etree._Element | None) -> set[str]:
    """Return the pages that a descriptor launches: ``url`` in cmi5, ``launch`` in xAPI."""
    if root is None:
        return set()
    return {files.target(text(one)) for one in root.iter() if local(one) in _LAUNCHING}
