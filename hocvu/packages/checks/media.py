"""Media that phones cannot play, and sizes that systems refuse; nothing is decoded."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from hocvu.packages.checks.container import MIB, Opened

_UNPLAYABLE: Final = re.compile(
    r".*\.(avi|wmv|flv|f4v|swf|mov|mkv|mpe?g|wma|rm|ra|3gp|vob|asf|tiff?|emf|wmf|heic|psd)",
    re.IGNORECASE,
)
_MEDIA: Final = re.compile(
    r".*\.(avif|bmp|gif|jpe?g|m4a|m4v|mp3|mp4|oga|ogg|pdf|png|wav|webm|webp|woff2?)", re.IGNORECASE
)
_PAGE: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE
)
LARGEST_PACKAGE: Final = 2048 * MIB


def check_media(container: Opened, path: Path) -> None:
    """Tell of each file that a phone's browser cannot show, and of a package that is too big."""
    for name in container.files:
        if match := _UNPLAYABLE.fullmatch(name):
            container.report.add(
                "unplayable",
                "HTML, media elements",
                severity="warning",
                member=name,
                suffix=match[1].lower(),
            )
        elif (match := _MEDIA.fullmatch(name)) and _PAGE.match(container.head(name)):
            container.report.add(
                "page_for_media", severity="warning", member=name, line=1, suffix=match[1].lower()
            )
    size = path.stat().st_size
    if size > LARGEST_PACKAGE:
        container.report.add(
            "large", severity="warning", size=size // MIB, limit=LARGEST_PACKAGE // MIB
        )
