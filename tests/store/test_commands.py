"""The commands that publish, as a user runs them."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import os
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import seaweed
from storekit import WORK, MakeDraft

from hocvu.cli import run
from hocvu.cli.console import Volume
from hocvu.manifest.profile import fields
from hocvu.store import layout, open_store
from hocvu.store.local import LocalStore
from hocvu.store.publishing import publish_drafts
from hocvu.store.signing import FileSigner, public_path


@pytest.fixture(autouse=True)
def _settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("HOCVU_SIGNING_KEY", "HOCVU_PUBLIC_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    monkeypatch.setenv("HOME", str(tmp_path / "settings"))
    yield
    Volume.level = 0


@pytest.fixture
def to(tmp_path: Path, make_draft: MakeDraft, signer: FileSigner) -> str:
    """Return a store with two versions of one work and another work."""
    url = (tmp_path / "kho").as_uri()
    drafts = [make_draft("1.0.0"), make_draft("1.1.0"), make_draft(work="urn:x:other")]
    publish_drafts(open_store(url), drafts, signer)
    return url


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run(arguments)
    out, err = capsys.readouterr()
    return code, out, err


def test_another_key_signs_only_when_it_is_named(
    to: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A history cannot be changed: who forgets the key must not sign with one made in passing."""
    back = ("releases", "rollback", to, WORK, "1.0.0")
    code, _, err = said(capsys, *back)
    assert (code, "--key" in err) == (2, True)
    assert said(capsys, "releases", "list", to)[1].count("1.1.0") == 1
    assert said(capsys, "keys", "new", str(tmp_path / "khac.pem"))[0] == 0
    assert said(capsys, *back, "--key", str(tmp_path / "khac.pem"))[0] == 0


def test_the_life_of_a_work(
    to: str,
    capsys: pytest.CaptureFixture[str],
    key_file: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HOCVU_SIGNING_KEY", str(key_file))
    code, out, _ = said(capsys, "releases", "list", to)
    assert code == 0
    assert [line.split("\t")[:3] for line in sorted(out.splitlines())] == [
        ["1", "1.0.0", "đang phát hành"],
        ["2", "1.1.0", "đang phát hành"],
    ]
    code, out, _ = said(capsys, "releases", "diff", to, WORK, "1.0.0", "1.1.0")
    assert out.splitlines() == ["~ khoa-0.zip", "~ khoa-1.zip", "~ siêu dữ liệu: version"]
    assert said(capsys, "releases", "rollback", to, WORK, "1.0.0", "--reason", "Lỗi")[0] == 0
    kind = ("--by", "urn:x:other", "--kind", "bo_sung")
    assert said(capsys, "releases", "supersede", to, WORK, *kind)[0] == 0
    code, _, err = said(capsys, "releases", "withdraw", to, WORK, "--reason", "Hết hiệu lực")
    assert (code, "đã thu hồi" in err) == (0, True)
    code, out, _ = said(capsys, "releases", "list", to, WORK, "--json")
    history = json.loads(out)
    assert [(one["action"], one["version"]) for one in history] == [
        ("withdraw", "1.0.0"),
        ("supersede", "1.0.0"),
        ("rollback", "1.0.0"),
        ("publish", "1.1.0"),
        ("publish", "1.0.0"),
    ]
    assert history[1]["relation"] == {"kind": "bo_sung", "work": "urn:x:other"}
    assert said(capsys, "releases", "list", to, "urn:nothing")[0] == 8
    assert said(capsys, "releases", "rollback", to, WORK, "7.0.0")[0] == 8


def test_the_list_says_what_was_done_and_when_by_the_local_clock(
    to: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, key_file: Path
) -> None:
    monkeypatch.setenv("TZ", "UTC-07")
    time.tzset()
    try:
        asked = ("releases", "withdraw", to, WORK, "--reason", "x", "--key", str(key_file))
        assert said(capsys, *asked)[0] == 0
        rows = [
            row.split("\t") for row in said(capsys, "releases", "list", to, WORK)[1].splitlines()
        ]
        assert [row[2] for row in rows] == ["đã thu hồi", "đã phát hành", "đã phát hành"]
        assert all(row[3].endswith("+0700") for row in rows)
        [first, *_] = json.loads(said(capsys, "releases", "list", to, WORK, "--json")[1])
        assert dt.datetime.fromisoformat(first["at"]).utcoffset() == dt.timedelta(0)
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_folder_that_is_not_there_is_no_store(
    to: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = tmp_path / "nham"
    for asked in (("gc",), ("gc", "--dry-run"), ("verify",)):
        code, _, err = said(capsys, *asked, missing.as_uri())
        assert (code, "Không có thư mục này" in err) == (8, True)
        assert not missing.exists()
    missing.mkdir()
    code, out, err = said(capsys, "verify", missing.as_uri(), "--format", "json")
    assert (code, "verify_store.nothing" in out) == (7, True)


def test_a_dry_run_of_cleaning_writes_nothing(
    to: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def written(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(LocalStore, "put", written)
    assert said(capsys, "gc", to, "--dry-run")[0] == 0


def test_what_is_so_already_is_told_and_nothing_is_changed(
    to: str, capsys: pytest.CaptureFixture[str], key_file: Path
) -> None:
    named = ("--key", str(key_file))
    for asked in (
        ("rollback", to, WORK, "1.1.0"),
        ("supersede", to, WORK, "--by", "urn:x:other"),
        ("withdraw", to, WORK, "--reason", "Hết hiệu lực"),
    ):
        assert said(capsys, "releases", *asked, *named)[0] == 0
        before = said(capsys, "releases", "list", to, WORK)[1]
        code, _, err = said(capsys, "releases", *asked, *named)
        assert (code, "từ trước" in err, "không thay đổi gì" in err) == (0, True, True)
        assert said(capsys, "releases", "list", to, WORK)[1] == before


def test_a_work_is_named_by_its_code_and_each_version_by_its_own_title(
    tmp_path: Path, make_draft: MakeDraft, signer: FileSigner, capsys: pytest.CaptureFixture[str]
) -> None:
    to = (tmp_path / "kho").as_uri()
    drafts = [
        dataclasses.replace(make_draft("1.0.0"), title={"vi": "Tên cũ"}),
        dataclasses.replace(make_draft("1.1.0"), title={"vi": "Tên mới"}),
        dataclasses.replace(make_draft(work="urn:x:2"), code="HAI"),
        dataclasses.replace(make_draft(work="urn:x:3"), code="hai"),
    ]
    assert not any(one.error for one in publish_drafts(open_store(to), drafts, signer))
    code, out, _ = said(capsys, "releases", "list", to, "mot-cua")
    assert code == 0
    assert [line.split("\t")[4] for line in out.splitlines()] == ["Tên mới", "Tên cũ"]
    assert said(capsys, "releases", "diff", to, "MOT-CUA", "1.0.0", "1.1.0")[0] == 0
    code, _, err = said(capsys, "releases", "list", to, "HAI")
    assert (code, "urn:x:2, urn:x:3" in err) == (8, True)


def test_a_store_is_verified_from_its_url(
    to: str, capsys: pytest.CaptureFixture[str], signer: FileSigner, tmp_path: Path
) -> None:
    public = tmp_path / "k.pub"
    public.write_text(signer.public)
    code, _, err = said(capsys, "verify", to, "--public-key", str(public))
    assert (code, "nguyên vẹn (2 học liệu" in err) == (0, True)
    one = f"{to}/{layout.current(WORK)}"
    assert said(capsys, "verify", one, "--public-key", str(public))[0] == 0
    [first, *_] = open_store(to).list(layout.BLOBS)
    path = tmp_path / "kho" / first.key
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    code, out, _ = said(capsys, "verify", to, "--format", "json", "--public-key", str(public))
    assert code == 7
    [finding] = json.loads(out)
    assert (finding["code"], finding["file"]) == ("verify_store.altered", first.key)
    assert said(capsys, "verify", "s3:///x")[0] == 2


def test_keys_are_made_and_shown(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "k.pem"
    code, out, _ = said(capsys, "keys", "new", str(path))
    assert (code, out) == (0, f"{public_path(path)}\n")
    code, out, _ = said(capsys, "keys", "show", str(public_path(path)))
    assert (code, len(out.strip())) == (0, 64)
    assert said(capsys, "keys", "new", str(path))[0] == 2
    code, out, _ = said(capsys, "keys", "new")
    assert code == 0
    assert said(capsys, "keys", "show")[0] == 0


def test_cleaning_says_what_it_takes(to: str, capsys: pytest.CaptureFixture[str]) -> None:
    store = open_store(to)
    store.put(layout.blob("0" * 64), b"123", "x")
    code, out, _ = said(capsys, "gc", to, "--hours", "0", "--dry-run", "--json")
    assert (code, json.loads(out)["blobs"]) == (0, [layout.blob("0" * 64)])
    code, _, err = said(capsys, "gc", to, "--hours", "0")
    assert (code, "1 tệp không dùng (3 B)" in err) == (0, True)
    assert store.head(layout.blob("0" * 64)) is None


PACK = """
id: https://hoclieu.example/hv/lenh
code: LENH
title: Học phần lệnh
description: Giới thiệu ngắn.
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


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import hocvu

    folder = tmp_path_factory.mktemp("lenh")
    (folder / "bai-1.md").write_text("# Một\n\nNội dung.\n", "utf-8")
    (folder / "manifest.yaml").write_text(PACK, "utf-8")
    hocvu.pack(folder, ["scorm12"], folder / "dist", jobs=1)
    return folder / "dist"


def test_publish_to_a_bucket(
    dist: Path,
    server: seaweed.Seaweed,
    place: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reach = ("--to", place, "--endpoint", server.endpoint)
    code, out, err = said(capsys, "publish", str(dist), *reach, "--dry-run")
    assert (code, "Sẽ phát hành: Học phần lệnh 1.0.0" in err) == (0, True)
    code, out, err = said(capsys, "publish", str(dist), *reach, "--limit-rate", "50M")
    assert (code, "Đã phát hành: Học phần lệnh 1.0.0 (2 tệp" in err) == (0, True)
    assert out == f"{place}/{layout.release('https://hoclieu.example/hv/lenh', '1.0.0')}\n"
    code, out, _ = said(capsys, "publish", str(dist), *reach, "--json")
    [released] = json.loads(out)["releases"]
    assert (code, released["unchanged"], released["pointer"]["serial"]) == (0, True, 1)
    assert said(capsys, "verify", place, "--endpoint", server.endpoint)[0] == 0
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "falsch")
    code, _, err = said(capsys, "publish", str(dist), *reach)
    assert (code, "AWS_SECRET_ACCESS_KEY" in err, "falsch" in err) == (8, True, False)


def test_all_are_tried_and_the_worst_code_is_returned(
    dist: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = Path(shutil.copytree(dist, tmp_path / "draft"))
    [record] = draft.glob("*.metadata.json")
    changed: dict[str, Any] = json.loads(record.read_bytes())
    changed |= {"creativeWorkStatus": "du_thao", "@id": "https://hoclieu.example/hv/khac"}
    record.write_text(json.dumps(changed), "utf-8")
    to = (tmp_path / "moi").as_uri()
    code, out, err = said(capsys, "publish", str(draft), str(dist), "nothing", "--to", to)
    assert code == 6
    assert "status (du_thao)" in err
    assert len(out.splitlines()) == 1
    assert said(capsys, "publish", str(draft), "--to", to)[0] == 3
    assert said(capsys, "publish", str(dist), "--to", "ftp://x/y")[0] == 2
    assert said(capsys, "publish", str(dist), "--to", to, "--limit-rate", "nhanh")[0] == 2
    assert said(capsys, "publish", str(dist))[0] == 2


def test_what_a_draft_lacks_is_told_at_once(
    dist: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = Path(shutil.copytree(dist, tmp_path / "draft"))
    [path] = draft.glob("*.metadata.json")
    record: dict[str, Any] = json.loads(path.read_bytes())
    for term in ("description", "about", "audience", "hv:approval", "license"):
        del record[term]
    path.write_text(json.dumps(record | {"creativeWorkStatus": "du_thao"}), "utf-8")
    asked = ("publish", str(draft), "--to", (tmp_path / "moi").as_uri())
    code, _, err = said(capsys, *asked)
    assert (code, err.count("✗")) == (3, 1)
    assert f"6 mục còn thiếu hoặc chưa đúng: description ({fields()['description'].vi}), " in err
    assert "status (du_thao)" in err
    assert "Thêm dòng" not in err
    [told] = json.loads(said(capsys, *asked, "--json")[1])["errors"]
    assert [one["field"] for one in told["problems"]][:2] == ["description", "field"]
    monkeypatch.setenv("HOCVU_LANG", "en")
    assert (
        "6 fields are missing or not as they must be: description, field, "
        in (said(capsys, *asked)[2])
    )
    assert said(capsys, *asked, "-v")[2].count("made without the field") == 5


def test_messages_are_in_english_too(
    dist: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOCVU_LANG", "en")
    to = (tmp_path / "moi").as_uri()
    _, _, err = said(capsys, "publish", str(dist), "--to", to)
    assert "A signing key was made for you" in err
    assert "Published: Học phần lệnh 1.0.0" in err


def test_help_does_not_load_what_it_does_not_need() -> None:
    import subprocess

    asked = "import sys, hocvu.cli; print([m for m in ('boto3', 'botocore') if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True, env=os.environ
    )
    assert done.stdout == "[]\n"
