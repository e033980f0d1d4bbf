"""Imports SCORM packages with systems of an environment of their own; tells what each keeps.

`imported` runs this file there; the systems are scormhost and wagtail-lms, as their users run them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

PYTHON = Path(os.environ.get("HOCVU_HOSTS") or Path(__file__).parents[2] / ".venv-hosts/bin/python")
"""Python of that environment, which ``make test-long`` makes."""


def imported(host: str, packages: Sequence[Path], folder: Path) -> list[dict[str, Any]]:
    """Return what `host` keeps of each package, under `folder`."""
    done = subprocess.run(
        [PYTHON, __file__, host, folder, *packages],
        capture_output=True, text=True, timeout=280, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    found = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert len(found) == len(packages), done.stdout
    return found


def _files(folder: Path) -> list[str]:
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(name for name in found if not name.startswith(".scormhost"))


def _scormhost(folder: Path, packages: Sequence[Path]) -> Iterator[dict[str, Any]]:
    from scormhost import HostSettings
    from scormhost.packages import extract_scorm_zip
    from scormhost.storage import PackageStore

    store = PackageStore(HostSettings.from_env(folder))
    for package in packages:
        key = extract_scorm_zip(store, package.read_bytes(), package.name)
        manifest = store.load_meta(key)["manifest"]
        yield {**manifest, "files": _files(store.package_root(key))}


def _wagtail(folder: Path, packages: Sequence[Path]) -> Iterator[dict[str, Any]]:
    import django
    from django.conf import settings
    from django.core.files import File
    from django.core.files.storage import default_storage
    from django.db import connection

    parts = ("", ".admin", ".documents", ".images", ".search", ".snippets", ".users")
    settings.configure(
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        INSTALLED_APPS=[
            "wagtail_lms", *(f"wagtail{part}" for part in parts), "taggit",
            "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
        ],
        MEDIA_ROOT=str(folder), STATIC_URL="/static/", USE_TZ=True, SECRET_KEY="x",
    )  # fmt: skip
    django.setup()
    from wagtail_lms.models import SCORMPackage

    with connection.schema_editor() as editor:
        editor.create_model(SCORMPackage)
    for package in packages:
        with package.open("rb") as stream:
            kept = SCORMPackage(title="", package_file=File(stream, name=package.name))
            kept.save()
        kept.refresh_from_db()
        files = _files(Path(default_storage.path(f"scorm_content/{kept.extracted_path}")))
        yield {**kept.manifest_data, "url": kept.get_launch_url(), "files": files}


_HOSTS: dict[str, Callable[[Path, Sequence[Path]], Iterator[dict[str, Any]]]] = {
    "scormhost": _scormhost,
    "wagtail-lms": _wagtail,
}

if __name__ == "__main__":
    name, into, *given = sys.argv[1:]
    for one in _HOSTS[name](Path(into), [Path(path) for path in given]):
        print(json.dumps(one))
