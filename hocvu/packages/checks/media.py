"""Media that phones cannot play, and sizes that systems refuse, judged by names and sizes alone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from hocvu.packages.checks.container import MIB, Opened

_UNPLAYABLE: Final = re.compile(
    r".*\.(avi|wmv|flv|f4v|swf|mov|mkv|mpe?g|wma|rm|ra|3gp|vob|asf|tiff?|emf|wmf|heic|psd)",
    re.IGNORECASE,
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
    size = path.stat().st_size
    if size > LARGEST_PACKAGE:
        container.report.add(
            "large", severity="warning", size=size // MIB, limit=LARGEST_PACKAGE // MIB
        )
