"""Imports packages with the code that Open edX itself runs; tells what it made of each as JSON.

A process of its own, because Django is configured once per process: call `imported`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any


def imported(packages: Sequence[Path], folder: Path) -> list[dict[str, Any]]:
    """Return what Open edX's blocks keep of each package, SCORM or cmi5, extracted in `folder`."""
    done = subprocess.run(
        [sys.executable, __file__, folder, *packages],
        capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    found = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert len(found) == len(packages)
    return found


def _scorm(fields: Any, scopes: Any) -> Any:
    from openedxscorm.scormxblock import ScormXBlock

    services = SimpleNamespace(
        service=lambda *_: None, handler_url=lambda _block, name: f"/handler/{name}"
    )
    return ScormXBlock(services, fields, scopes)


def _cmi5(fields: Any, scopes: Any) -> Any:
    from openedx_cmi5_xblock.openedx_cmi5_xblock import CMI5XBlock

    return CMI5XBlock(SimpleNamespace(service=lambda *_: None), fields, scopes)


def _kept(package: Path, folder: Path) -> dict[str, Any]:
    import zipfile

    from django.core.files import File
    from xblock.field_data import DictFieldData
    from xblock.fields import ScopeIds

    with zipfile.ZipFile(package) as archive:
        cmi5 = "cmi5.xml" in archive.namelist()
    kind = "cmi5" if cmi5 else "scorm"
    scopes = ScopeIds("user", kind, "definition", "usage")
    block = (_cmi5 if cmi5 else _scorm)(DictFieldData({}), scopes)
    block.location = SimpleNamespace(
        block_id=package.stem, org="o", course="c", run="r", block_type=kind
    )
    with package.open("rb") as stream:
        file = File(stream, name=package.name)
        block.update_package_meta(file)
        block.extract_package(file)
    block.update_package_fields()
    base = folder / block.extract_folder_path
    files = sorted(path.relative_to(base).as_posix() for path in base.rglob("*.*"))
    if cmi5:
        told = {"course": block.course_data, "units": block.au_urls}
    else:
        told = {
            "version": block.scorm_version,
            "warnings": block.package_warnings,
            "titles": block.navigation_menu,
        }
    return {"index": block.index_page_path, "files": files, **told}


def _main(folder: str, *packages: str) -> None:
    import django
    from django.conf import settings

    settings.configure(MEDIA_ROOT=folder, USE_TZ=True, ALLOWED_HOSTS=["*"])
    django.setup()
    for package in packages:
        print(json.dumps(_kept(Path(package), Path(folder))))


if __name__ == "__main__":
    _main(*sys.argv[1:])
