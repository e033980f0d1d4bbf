"""Packaging standards: a writer and, sharing no code with it, a verifier for each."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from hocvu.packages.base import Finding, Package, VerifiedPackage, Verifier, Writer
from hocvu.packages.checks.unknown import check_unknown
from hocvu.packages.cmi5 import verify as cmi5_verify
from hocvu.packages.cmi5 import writer as cmi5_writer
from hocvu.packages.jsonld import metadata_json
from hocvu.packages.olx import verify as olx_verify
from hocvu.packages.olx import writer as olx_writer
from hocvu.packages.scorm12 import verify as scorm12_verify
from hocvu.packages.scorm12 import writer as scorm12_writer
from hocvu.packages.scorm2004 import verify as scorm2004_verify
from hocvu.packages.scorm2004 import writer as scorm2004_writer
from hocvu.packages.web import verify as web_verify
from hocvu.packages.web import writer as web_writer
from hocvu.packages.xapi import verify as xapi_verify
from hocvu.packages.xapi import writer as xapi_writer
from hocvu.progress import Progress, silent

__all__ = [
    "VERIFIERS",
    "WRITERS",
    "Finding",
    "Package",
    "VerifiedPackage",
    "Verifier",
    "Writer",
    "metadata_json",
    "verify",
]

_WRITERS: Final[tuple[Writer, ...]] = (
    scorm12_writer.WRITER,
    scorm2004_writer.EDITION_3,
    scorm2004_writer.EDITION_4,
    cmi5_writer.WRITER,
    xapi_writer.WRITER,
    olx_writer.WRITER,
    web_writer.WRITER,
)
_VERIFIERS: Final[tuple[Verifier, ...]] = (
    scorm12_verify.VERIFIER,
    scorm2004_verify.EDITION_3,
    scorm2004_verify.EDITION_4,
    cmi5_verify.VERIFIER,
    xapi_verify.VERIFIER,
    olx_verify.VERIFIER,
    web_verify.VERIFIER,
)
WRITERS: Final[Mapping[str, Writer]] = {writer.name: writer for writer in _WRITERS}
VERIFIERS: Final[Mapping[str, Verifier]] = {verifier.name: verifier for verifier in _VERIFIERS}


def verify(
    path: str | Path,
    *,
    content: bool = True,
    play: bool = False,
    progress: Progress = silent,
) -> list[Finding]:
    """Return what is wrong with a package of any known standard; nothing when it conforms.

    Args:
        path: The package.
        content: Read every byte and check it against the archive's checksums, too; not needed
            for a package that was written a moment ago.
        play: Play its lessons in Chromium as well; needs ``hocvu[play]``.
        progress: Told of each lesson that is played.

    Raises:
        PackageError: There is no such file.
        ToolError: Chromium or Playwright, asked to play, is missing or failed.
    """
    package = Path(path)
    verifier = next((one for one in VERIFIERS.values() if one.recognises(package)), None)
    if verifier is None:
        found = list(check_unknown(package))
    else:
        found = list(verifier.verify(package, content=content))
    if play:
        from hocvu.packages.play import play as play_lessons

        found += play_lessons(package, verifier.name if verifier else "", progress)
    return found
