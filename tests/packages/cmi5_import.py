"""Import a cmi5 package with the code of the Open edX block; print what it made of it as JSON.

A process of its own, because Django is configured once per process.
Run: ``python cmi5_import.py PACKAGE FOLDER``.
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


def imported(package: Path, folder: Path) -> dict[str, Any]:
    """Return what the block keeps of `package` after extracting it under `folder`."""
    settings.configure(MEDIA_ROOT=str(folder), USE_TZ=True, ALLOWED_HOSTS=["*"])
    django.setup()
    from openedx_cmi5_xblock.openedx_cmi5_xblock import CMI5XBlock
    from xblock.field_data import DictFieldData
    from xblock.fields import ScopeIds

    scopes = ScopeIds("user", "cmi5", "definition", "usage")
    block = CMI5XBlock(SimpleNamespace(service=lambda *_: None), DictFieldData({}), scopes)
    block.location = SimpleNamespace(block_id="bai", org="o", course="c", block_type="cmi5")
    with package.open("rb") as stream:
        file = File(stream, name=package.name)
        block.update_package_meta(file)
        block.extract_package(file)
    block.update_package_fields()
    base = folder / block.extract_folder_path
    return {
        "index": block.index_page_path,
        "course": block.course_data,
        "units": block.au_urls,
        "files": sorted(path.relative_to(base).as_posix() for path in base.rglob("*.*")),
    }


if __name__ == "__main__":
    print(json.dumps(imported(Path(sys.argv[1]), Path(sys.argv[2]))))
