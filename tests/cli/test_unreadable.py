"""A file that the system does not let us read is told as that, with its name."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from hocvu import cli
from hocvu.packages import verify


@pytest.fixture
def locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a file that may not be read; the rights of a file are nothing to root."""
    path = tmp_path / "kin.docx"
    path.write_bytes(b"PK")
    opened, allowed = Path.open, os.access

    def refuse(self: Path, *arguments: Any, **options: Any) -> Any:
        if self == path:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return opened(self, *arguments, **options)

    def access(one: Any, mode: int, **options: Any) -> bool:
        readable = mode == os.F_OK or str(one) != str(path)
        return readable and allowed(one, mode, **options)

    monkeypatch.setattr(Path, "open", refuse)
    monkeypatch.setattr(os, "access", access)
    monkeypatch.setenv("HOCVU_LANG", "vi")
    return path


@pytest.mark.parametrize(("command", "code"), [("inspect", 4), ("verify", 6)])
def test_it_is_told_as_that(
    command: str, code: int, locked: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run([command, str(locked)]) == code
    told = capsys.readouterr().err
    assert f"{locked}: Không đọc được tệp" in told


def test_a_tarball_too(locked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from hocvu.errors import PackageError
    from hocvu.packages.checks.report import Report
    from hocvu.packages.olx.verify.tarball import read_tarball

    with pytest.raises(PackageError) as told:
        read_tarball(locked, Report("x"), Report("x"))
    assert told.value.code == "source.unreadable"


def test_what_is_read_is_not_said_to_be_written(
    locked: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "build", lambda _: locked.open())
    assert cli.run(["doctor"]) == 4
    assert "Không đọc được tệp" in capsys.readouterr().err


def test_a_missing_package_is_missing(tmp_path: Path) -> None:
    from hocvu.errors import PackageError

    with pytest.raises(PackageError) as told:
        verify(tmp_path / "khong-co.zip")
    assert told.value.code == "input.missing"
