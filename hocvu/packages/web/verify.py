"""A web site in a zip: that its pages and their references hold together."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hocvu.packages.base import Finding
from hocvu.packages.checks.container import opened
from hocvu.packages.checks.flavour import MANIFEST
from hocvu.packages.checks.media import check_media
from hocvu.packages.checks.pages import PageCheck
from hocvu.packages.checks.record import check_record
from hocvu.packages.checks.references import Files
from hocvu.packages.checks.report import Report

_RECORD: Final = "metadata.json"


@dataclass(frozen=True, slots=True)
class WebVerifier:
    """The verifier of web sites."""

    name: str = "web"

    def recognises(self, path: Path) -> bool:
        """Tell if the package is a site that hocvu made: a start page and a record, no manifest."""
        with opened(path, Report(str(path))) as container:
            files = container.files if container else {}
            return "index.html" in files and _RECORD in files and MANIFEST not in files

    def verify(self, path: Path, *, content: bool = False) -> tuple[Finding, ...]:
        """Return what is wrong with the site.

        Args:
            path: The package.
            content: Read every byte and check it against the archive's checksums, too.
        """
        report = Report(str(path), "HTML")
        with opened(path, report) as container:
            if container is not None:
                check_record(container, _RECORD)
                PageCheck(container, Files(container.files)).run(tracked=False)
                check_media(container, path)
                if content:
                    container.check_content()
        return tuple(report.findings)


VERIFIER: Final = WebVerifier()
