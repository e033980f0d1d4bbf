"""Verifies xAPI packages: the ``tincan.xml`` of Tin Can packaging, and what it launches."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lxml import etree

from hocvu.packages.base import Finding
from hocvu.packages.checks.container import Container, opened
from hocvu.packages.checks.descriptor import DescriptorCheck, check_place, has_descriptor
from hocvu.packages.checks.media import check_media
from hocvu.packages.checks.metadata import check_metadata
from hocvu.packages.checks.pages import PageCheck
from hocvu.packages.checks.record import check_record
from hocvu.packages.checks.references import Files
from hocvu.packages.checks.report import Report
from hocvu.packages.checks.xml import attribute, children, parsed, text

NAMESPACE: Final = "http://projecttincan.com/tincan.xsd"
DESCRIPTOR: Final = "tincan.xml"
_METADATA: Final = "metadata.xml"
_RECORD: Final = "metadata.json"
_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_ACTIVITY: Final = "xAPI 1.0.3 2.4.4.1"


@dataclass(frozen=True, slots=True)
class XapiVerifier:
    """The verifier of xAPI packages."""

    name: str = "xapi"

    def recognises(self, path: Path) -> bool:
        """Tell if the package has a list of activities."""
        return has_descriptor(path, DESCRIPTOR)

    def verify(self, path: Path, *, content: bool = False) -> tuple[Finding, ...]:
        """Return what is wrong with the package.

        Args:
            path: The package.
            content: Read every byte and check it against the archive's checksums, too.
        """
        report = Report(str(path), "Tin Can packaging")
        with opened(path, report) as container:
            if container is not None:
                _check(container, path)
                if content:
                    container.check_content()
        return tuple(report.findings)


def _check(container: Container, path: Path) -> None:
    if not check_place(container, DESCRIPTOR, "Tin Can packaging, tincan.xml"):
        return
    root = parsed(container, DESCRIPTOR)
    if root is not None:
        check = DescriptorCheck(container, DESCRIPTOR)
        if check.root(root, "tincan", NAMESPACE, "Tin Can packaging, <tincan>"):
            _activities(root, check)
    if {_METADATA, _RECORD} <= set(container.files):  # what hocvu puts beside it
        check_metadata(container, _METADATA)
        check_record(container, _RECORD)
    PageCheck(container, Files(container.files)).run(tracked=False)
    check_media(container, path)


def _activities(root: etree._Element, check: DescriptorCheck) -> None:
    found = [one for holder in children(root, "activities") for one in children(holder, "activity")]
    if not found:
        check.tell("no_activity", root, "Tin Can packaging, <activities>")
    elif not any(children(one, "launch") for one in found):
        check.tell("nothing_launched", found[0], "Tin Can packaging, <launch>")
    for activity in found:
        check.identifier(activity, f"{_ACTIVITY}, id")
        kind = attribute(activity, "type")
        if kind is not None and not _ABSOLUTE.fullmatch(kind):
            check.tell("type_not_iri", activity, f"{_ACTIVITY}, type", warning=True, said=kind)
        if not any(text(name) for name in children(activity, "name")):
            check.tell("activity_nameless", activity, f"{_ACTIVITY}, name")
        for tag in ("name", "description"):
            for element in children(activity, tag):
                check.language(element, f"{_ACTIVITY}, {tag}")
        for launch in children(activity, "launch"):
            check.launch(launch, "Tin Can packaging, <launch>")


VERIFIER: Final = XapiVerifier()
