"""From packages on the disk to a store: verified, complete and unchanged, or refused."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import hocvu
from hocvu.errors import (
    HocvuError,
    ManifestError,
    PackageError,
    StorageError,
    UsageError,
    VerifyError,
)
from hocvu.manifest.profile import fields
from hocvu.packages import Finding
from hocvu.pipeline.publishing.complete import TERMS
from hocvu.store import live, open_store

MANIFEST = """
id: https://hoclieu.example/hv/mot
code: MOT
title: Học phần một
description: Giới thiệu ngắn về học phần một.
language: vi
kind: chuyen_de
programme_type: tap_huan_nghiep_vu
field: hanh_chinh
audience: [cong_chuc]
outcomes: [Làm được việc]
duration: PT30M
delivery_mode: truc_tuyen
publisher: Sở Nội vụ
compilers: [Sở Nội vụ]
approval: {number: 12/QĐ-SNV, date: 2026-03-15, signer: Nguyễn Văn A}
version: 1.0.0
status: ban_hanh
issued: 2026-03-20
modified: 2026-03-20
review_by: 2027-03-20
accessibility: [readingOrder]
rights: CC-BY-4.0
access: cong_khai
parts:
  - {id: bai-1, title: Bài một, source: bai-1.md}
"""


@pytest.fixture(autouse=True)
def _own_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep keys out of the developer's own settings."""
    for name in ("HOCVU_SIGNING_KEY", "HOCVU_SIGNING_CERTIFICATE", "HOCVU_PUBLIC_KEY"):
        monkeypatch.delenv(name, raising=False)
    for name in ("XDG_CONFIG_HOME", "HOME", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "settings"))


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a course packed for three standards."""
    folder = tmp_path_factory.mktemp("course")
    (folder / "bai-1.md").write_text("# Một\n\nNội dung bài học một cửa.\n", "utf-8")
    (folder / "manifest.yaml").write_text(MANIFEST, "utf-8")
    hocvu.pack(folder, ["scorm12", "cmi5", "olx"], folder / "dist")
    return folder


@pytest.fixture
def dist(packed: Path, tmp_path: Path) -> Path:
    """Return a copy of the packed course that a test may spoil."""
    return Path(shutil.copytree(packed / "dist", tmp_path / "dist"))


@pytest.fixture
def to(tmp_path: Path) -> str:
    return (tmp_path / "kho").as_uri()


def rewrite(dist: Path, change: Callable[[dict[str, Any]], None]) -> None:
    [path] = dist.glob("*.metadata.json")
    record = json.loads(path.read_bytes())
    change(record)
    path.write_text(json.dumps(record, ensure_ascii=False, indent=2) + "\n", "utf-8")


def refused(dist: Path | str, to: str, kind: type[HocvuError], code: str) -> HocvuError:
    with pytest.raises(kind) as told:
        hocvu.publish(dist, to)
    assert told.value.code == code
    assert told.value.message
    assert list(open_store(to).list()) == []
    return told.value


def test_a_folder_is_published_with_all_its_packages(dist: Path, to: str) -> None:
    receipt = hocvu.publish(dist, to)
    [released] = receipt.releases
    assert sorted(file.standard for file in released.files) == ["", "cmi5", "olx", "scorm12"]
    assert sorted(file.name for file in released.files) == sorted(p.name for p in dist.iterdir())
    [found] = live(open_store(to), frozenset({receipt.signed_by}))
    assert found.release.files == tuple(sorted(released.files, key=lambda file: file.name))
    assert found.release.record == json.loads(next(dist.glob("*.metadata.json")).read_bytes())
    assert (found.release.code, found.release.title) == ("MOT", {"vi": "Học phần một"})
    assert receipt.sent == sum(path.stat().st_size for path in dist.iterdir())
    assert hocvu.verify_url(to).works == 1
    assert hocvu.publish(str(dist), to).releases[0].unchanged


def test_what_pack_returned_is_published(packed: Path, to: str, tmp_path: Path) -> None:
    packages = hocvu.pack(packed, ["scorm12"], tmp_path / "out")
    receipt = hocvu.publish(packages, to=to)
    assert [file.standard for file in receipt.releases[0].files] == ["scorm12", ""]


def test_packages_of_two_runs_are_one_release(packed: Path, to: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    for standard in ("scorm12", "cmi5", "olx"):
        hocvu.pack(packed, [standard], out)
    [released] = hocvu.publish(out, to).releases
    assert sorted(file.standard for file in released.files) == ["", "cmi5", "olx", "scorm12"]
    [found] = live(open_store(to))
    listed = [e["hv:standard"] for e in found.release.record["encoding"] if "hv:standard" in e]
    assert sorted(listed) == ["cmi5", "olx", "scorm12"]


def test_one_package_is_published_by_itself(dist: Path, to: str) -> None:
    package = next(dist.glob("*-cmi5.zip"))
    [released] = hocvu.publish(package, to).releases
    assert [file.standard for file in released.files] == ["cmi5", ""]


def test_a_key_is_made_when_there_is_none(dist: Path, to: str) -> None:
    first, second = hocvu.publish(dist, to), hocvu.publish(dist, to)
    assert [notice.code for notice in first.notices] == ["key.made"]
    assert second.notices == ()
    assert first.signed_by == second.signed_by
    public = Path(str(first.notices[0].params["public"]))
    assert hocvu.verify_url(to, public_keys=[public]).findings == []


@pytest.mark.parametrize("term", sorted(set(TERMS.values()) - {"@id"}))
def test_a_record_that_lacks_something_is_refused(dist: Path, to: str, term: str) -> None:
    rewrite(dist, lambda record: record.pop(term))
    error = refused(dist, to, ManifestError, "publish.incomplete")
    [problem] = error.problems  # type: ignore[attr-defined]
    assert problem.code == "publish.missing"
    assert [remark.severity for remark in error.remarks] == ["error", "info"]
    assert str(problem.field) in error.message
    assert "đóng gói lại" in error.hint
    assert TERMS[str(problem.field)] == term
    assert problem.file.endswith(".metadata.json")


@pytest.mark.parametrize("part", ["identifier", "dateCreated", "author"])
def test_an_approval_has_number_date_and_signer(dist: Path, to: str, part: str) -> None:
    rewrite(dist, lambda record: record["hv:approval"].pop(part))
    error = refused(dist, to, ManifestError, "publish.incomplete")
    names = {"identifier": "number", "dateCreated": "date", "author": "signer"}
    assert [p.field for p in error.problems] == [f"approval.{names[part]}"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("status", ["du_thao", "tham_dinh", "?"])
def test_a_draft_is_refused(dist: Path, to: str, status: str) -> None:
    rewrite(dist, lambda record: record.update(creativeWorkStatus=status))
    error = refused(dist, to, ManifestError, "publish.incomplete")
    assert [p.code for p in error.problems] == ["publish.not_approved"]  # type: ignore[attr-defined]
    assert f"status ({status})" in error.message


def test_a_temporary_identifier_is_refused(tmp_path: Path, to: str) -> None:
    (tmp_path / "bai.md").write_text("# Bài\n\nChữ.\n", "utf-8")
    hocvu.pack(tmp_path / "bai.md", out=tmp_path / "dist")
    error = refused(tmp_path / "dist", to, ManifestError, "publish.incomplete")
    codes = {p.code for p in error.problems}  # type: ignore[attr-defined]
    assert codes == {"publish.not_approved", "publish.id_temporary", "publish.missing"}


def test_every_mandatory_field_has_its_term() -> None:
    mandatory = {name for name, info in fields().items() if info.obligation in ("M", "M@publish")}
    assert mandatory == set(TERMS)


def test_a_package_that_changed_is_refused(dist: Path, to: str) -> None:
    package = next(dist.glob("*-scorm12.zip"))
    package.write_bytes(package.read_bytes() + b"\0")
    with pytest.raises((PackageError, VerifyError)):
        hocvu.publish(dist, to)
    assert list(open_store(to).list()) == []
    shutil.copy(next(dist.glob("*-cmi5.zip")), package)  # whole, but another
    with pytest.raises((PackageError, VerifyError)) as told:
        hocvu.publish(dist, to)
    assert told.value.code == "publish.changed"


def test_a_package_that_changed_since_it_was_verified_is_refused(
    packed: Path, to: str, tmp_path: Path
) -> None:
    packages = hocvu.pack(packed, ["scorm12", "cmi5"], tmp_path / "out")
    path = packages[0].package.path
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(StorageError) as told:
        hocvu.publish(packages, to)
    assert told.value.code == "store.changed"
    store = open_store(to)
    assert list(live(store)) == []
    assert not any("releases" in entry.key for entry in store.list())


def test_a_package_with_findings_is_refused(packed: Path, to: str, tmp_path: Path) -> None:
    [package] = hocvu.pack(packed, ["scorm12"], tmp_path / "out")
    bad = replace(package, findings=(Finding("verify.not_zip", "error"),))
    refused([bad], to, VerifyError, "publish.not_conformant")  # type: ignore[arg-type]


def test_another_versions_package_is_refused(packed: Path, to: str, tmp_path: Path) -> None:
    out, other = tmp_path / "out", tmp_path / "other"
    hocvu.pack(packed, ["scorm12"], out)
    shutil.copytree(packed, other, ignore=lambda *_: ["dist"])
    text = (other / "manifest.yaml").read_text("utf-8").replace("Giới thiệu ngắn", "Khác hẳn")
    (other / "manifest.yaml").write_text(text, "utf-8")
    [package] = hocvu.pack(other, ["cmi5"], tmp_path / "out2")
    shutil.copy(package.package.path, out)
    refused(out, to, PackageError, "publish.other_record")


def test_what_is_missing_is_told(dist: Path, to: str, tmp_path: Path) -> None:
    next(dist.glob("*-olx.tar.gz")).unlink()
    refused(dist, to, PackageError, "publish.package_gone")
    refused(tmp_path / "nothing", to, PackageError, "publish.no_file")
    (tmp_path / "empty").mkdir()
    refused(tmp_path / "empty", to, PackageError, "publish.no_record_in_folder")
    package = next(dist.glob("*-cmi5.zip"))
    refused(shutil.copy(package, tmp_path / "empty"), to, PackageError, "publish.no_record")
    record = next(dist.glob("*.metadata.json"))
    refused(record, to, PackageError, "publish.package_name")  # type: ignore[arg-type]
    record.write_bytes(b"{")
    refused(dist, to, PackageError, "publish.bad_record")


def test_a_dry_run_says_what_would_be_sent(dist: Path, to: str, tmp_path: Path) -> None:
    receipt = hocvu.publish(dist, to, dry_run=True)
    assert receipt.sent == sum(path.stat().st_size for path in dist.iterdir())
    assert receipt.releases[0].pointer is None
    assert not (tmp_path / "kho").exists()


def test_one_version_from_two_folders_is_refused(dist: Path, to: str, tmp_path: Path) -> None:
    again = shutil.copytree(dist, tmp_path / "again")
    refused([dist, again], to, UsageError, "publish.twice")  # type: ignore[arg-type]


def test_threads_publish_different_courses(packed: Path, to: str, tmp_path: Path) -> None:
    folders = []
    for number in range(3):
        folder = tmp_path / f"course-{number}"
        shutil.copytree(packed, folder, ignore=lambda *_: ["dist"])
        text = (folder / "manifest.yaml").read_text("utf-8")
        text = text.replace("hv/mot", f"hv/so-{number}").replace("MOT", f"SO-{number}")
        (folder / "manifest.yaml").write_text(text, "utf-8")
        hocvu.pack(folder, ["scorm12"], folder / "dist", jobs=1)
        folders.append(folder / "dist")
    threads = [threading.Thread(target=hocvu.publish, args=(one, to)) for one in folders[:1]]
    threads.append(threading.Thread(target=hocvu.publish, args=(folders[1:], to)))
    hocvu.publish(folders[0], to)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(list(live(open_store(to)))) == 3
