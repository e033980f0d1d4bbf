"""Open Learning XML: what Open edX's import and its learners would stumble on.

Clauses are sections of the edX Open Learning XML Guide.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hocvu.packages.base import Finding
from hocvu.packages.checks.container import MIB
from hocvu.packages.checks.media import check_media
from hocvu.packages.checks.record import check_record
from hocvu.packages.checks.report import Report
from hocvu.packages.checks.xml import local, parsed
from hocvu.packages.olx.verify.components import ComponentCheck
from hocvu.packages.olx.verify.course import Outline
from hocvu.packages.olx.verify.policies import PolicyCheck
from hocvu.packages.olx.verify.tarball import GZIP, Tarball, read_tarball

_GUIDE: Final = "edX OLX Guide"
_STUDIO_LIMIT: Final = 250 * MIB  # what Tutor's web server lets through to Studio


@dataclass(frozen=True, slots=True)
class OlxVerifier:
    """The verifier of Open Learning XML."""

    name: str = "olx"

    def recognises(self, path: Path) -> bool:
        """Tell if the package is compressed by gzip, as no other standard's is."""
        try:
            with path.open("rb") as stream:
                return stream.read(len(GZIP)) == GZIP
        except OSError:
            return False

    def verify(self, path: Path, *, content: bool = False) -> tuple[Finding, ...]:
        """Return what is wrong with the package.

        Args:
            path: The package.
            content: Has no effect: the stream is read whole, against its checksum, in any case.
        """
        report = Report(str(path), _GUIDE)
        own = Report(str(path), _GUIDE, "olx", report.findings)
        tarball = read_tarball(path, report, own)
        if tarball is not None:
            _check(tarball, path, report, own)
        return tuple(report.findings)


def _check(tarball: Tarball, path: Path, report: Report, own: Report) -> None:
    outline = Outline(tarball, own)
    if not outline.read():
        return
    components = ComponentCheck(outline, report, own)
    components.run()
    PolicyCheck(outline, components, report, own).run()
    for name, root in (("assets/assets.xml", "assets"), ("static/metadata.xml", "lom")):
        member = outline.base + name
        found = parsed(tarball, member) if member in tarball.files else None
        if found is not None and local(found) != root:
            own.add("wrong_tag", member=member, line=1, found=local(found), expected=root)
    if (record := f"{outline.base}static/metadata.json") in tarball.files:
        check_record(tarball, record)
    check_media(tarball, path)
    if (size := path.stat().st_size) > _STUDIO_LIMIT:
        limit = _STUDIO_LIMIT // MIB
        own.add("large_for_studio", severity="info", size=size // MIB, limit=limit)


VERIFIER: Final = OlxVerifier()
