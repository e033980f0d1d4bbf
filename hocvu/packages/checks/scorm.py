"""Verifies a SCORM package of one version, from its archive to its pages."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from pathlib import Path

from hocvu.packages.base import Finding
from hocvu.packages.checks.container import Container, opened
from hocvu.packages.checks.flavour import MANIFEST, Flavour, said_by
from hocvu.packages.checks.manifest import ManifestCheck
from hocvu.packages.checks.media import check_media
from hocvu.packages.checks.metadata import check_metadata
from hocvu.packages.checks.pages import PageCheck
from hocvu.packages.checks.references import Files
from hocvu.packages.checks.report import Report
from hocvu.packages.checks.schema import check_schema
from hocvu.packages.checks.xml import parsed


@dataclass(frozen=True, slots=True)
class ScormVerifier:
    """A verifier of one SCORM version.

    Attributes:
        flavour: The version.
        fallback: Takes packages of its name space whose version is missing or unknown.
    """

    flavour: Flavour
    fallback: bool = True

    @property
    def name(self) -> str:
        """The standard's name."""
        return self.flavour.name

    def recognises(self, path: Path) -> bool:
        """Tell if the package at `path` says that it is of this version."""
        said = said_by(path)
        if said is None or said.imscp != self.flavour.imscp:
            return False
        return said.version in self.flavour.versions or self.fallback

    def verify(self, path: Path, *, content: bool = False) -> tuple[Finding, ...]:
        """Return what is wrong with the package.

        Args:
            path: The package.
            content: Read every byte and check it against the archive's checksums, too.
        """
        report = Report(str(path), self.flavour.specification)
        with opened(path, report) as container:
            if container is not None:
                self._check(container, path)
                if content:
                    container.check_content()
        return tuple(report.findings)

    def _check(self, container: Container, path: Path) -> None:
        if not check_place(container):
            return
        root = parsed(container, MANIFEST)
        pages = PageCheck(container, Files(container.files), launched=())
        if root is not None:
            flavour, report = self.flavour, container.report
            manifest = ManifestCheck(container, root, flavour)
            manifest.run()  # its words are plainer than a schema's, so they come first
            check_schema(
                root, flavour.name, (*flavour.schemas, *flavour.metadata), report, MANIFEST
            )
            pages.launched = manifest.launched
            for name in manifest.metadata:
                check_metadata(container, name, flavour)
        pages.run()
        check_media(container, path)


def check_place(container: Container) -> bool:
    """Tell when the manifest is not at the root, and return whether it is."""
    if MANIFEST in container.files:
        return True
    for name in container.files:
        if name == name.strip("/") and name.lower() == MANIFEST:
            container.report.add("manifest_case", "IMS CP 1.1, 3", member=name)
            return False
        if posixpath.basename(name.replace("\\", "/")).lower() == MANIFEST:
            container.report.add("manifest_in_folder", "IMS CP 1.1, 3", member=name)
            return False
    container.report.add("no_manifest", "IMS CP 1.1, 3")
    return False
