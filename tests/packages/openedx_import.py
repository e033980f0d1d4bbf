"""Import a package with the code that Open edX itself runs; print what it made of it as JSON.

A process of its own, because Django is configured once per process.
Run: ``python openedx_import.py PACKAGE FOLDER``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import django
from django.conf import settings
from django.core.files import File


class Runtime:
    """The services of a host that offers none."""

    def service(self, _block: object, _name: str) -> None:
        """Return no service."""

    def handler_url(self, _block: object, name: str) -> str:
        """Return an address for a handler."""
        return f"/handler/{name}"


def imported(package: Path, folder: Path) -> dict[str, Any]:
    """Return what the block keeps of `package` after extracting it under `folder`."""
    settings.configure(MEDIA_ROOT=str(folder), USE_TZ=True, ALLOWED_HOSTS=["*"])
    django.setup()
    from openedxscorm.scormxblock import ScormXBlock
    from xblock.field_data import DictFieldData
    from xblock.fields import ScopeIds

    scopes = ScopeIds("user", "scorm", "definition", "usage")
    block = ScormXBlock(Runtime(), DictFieldData({}), scopes)
    block.location = SimpleNamespace(block_id="bai", org="o", course="c", block_type="scorm")
    with package.open("rb") as stream:
        file = File(stream, name=package.name)
        block.update_package_meta(file)
        block.extract_package(file)
    block.update_package_fields()
    base = folder / block.extract_folder_path
    return {
        "index": block.index_page_path,
        "version": block.scorm_version,
        "warnings": block.package_warnings,
        "titles": block.navigation_menu,
        "files": sorted(path.relative_to(base).as_posix() for path in base.rglob("*.*")),
    }


if __name__ == "__main__":
    print(json.dumps(imported(Path(sys.argv[1]), Path(sys.argv[2]))))
