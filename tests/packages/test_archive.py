"""The archive writer: the same bytes always, nothing half-written, no unsafe or doubled name."""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocvu.errors import PackageError
from hocvu.packages.archive import CHUNK, Archive, Entry, refuse_names, write_archive
from hocvu.progress import Step


def entry(path: str, data: bytes = b"x") -> Entry:
    return Entry(path, data, len(data))


def filed(path: str, source: Path, data: bytes) -> Entry:
    source.write_bytes(data)
    return Entry(path, source, len(data), hashlib.sha256(data).hexdigest())


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_layout(tmp_path: Path) -> None:
    big = os.urandom(3 * CHUNK + 17)
    entries = [entry("b.js", b"bb"), filed("media/a.mp4", tmp_path / "v", big), entry("m.xml")]
    steps: list[Step] = []
    made = write_archive(tmp_path / "out" / "a.zip", entries, "m.xml", steps.append)
    data = (tmp_path / "out" / "a.zip").read_bytes()
    assert made == Archive(len(data), hashlib.sha256(data).hexdigest(), 3)
    with zipfile.ZipFile(tmp_path / "out" / "a.zip") as archive:
        assert archive.namelist() == ["m.xml", "b.js", "media/a.mp4"]
        assert archive.read("media/a.mp4") == big
        for info in archive.infolist():
            assert info.date_time == (1980, 1, 1, 0, 0, 0)
            assert info.compress_type == zipfile.ZIP_STORED
            assert (info.create_system, info.external_attr >> 16) == (3, 0o100644)
            assert info.flag_bits == 0, "no data descriptor, no encryption, no UTF-8 flag"
            assert info.extra == b"", "no ZIP64 where it is not needed"
    assert steps[-1].done == steps[-1].total == len(big) + 3
    assert [step.done for step in steps] == sorted(step.done for step in steps)
    assert names(tmp_path / "out") == ["a.zip"]


def test_order_time_zone_and_source_dates_do_not_show(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = [entry(f"f{n}.js", bytes([n])) for n in range(20)]
    entries.append(filed("v.mp4", tmp_path / "v", b"video"))
    first = write_archive(tmp_path / "a.zip", entries, "f7.js")
    monkeypatch.setenv("TZ", "Asia/Ho_Chi_Minh")
    time.tzset()
    os.utime(tmp_path / "v", (0, 0))
    (tmp_path / "v").chmod(0o600)
    second = write_archive(tmp_path / "b.zip", reversed(entries), "f7.js")
    monkeypatch.undo()
    time.tzset()
    assert first == second
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda path: path.write_bytes(b"shorter"), "package.source_changed"),
        (lambda path: path.write_bytes(b"0123456789" * 2), "package.source_changed"),
        (lambda path: path.write_bytes(b"9876543210"), "package.source_changed"),
        (lambda path: path.unlink(), "package.source_gone"),
    ],
)
def test_a_changed_source_leaves_nothing(tmp_path: Path, change: object, code: str) -> None:
    source = filed("v.mp4", tmp_path / "v", b"0123456789")
    change(tmp_path / "v")  # type: ignore[operator]
    (tmp_path / "out").mkdir()
    with pytest.raises(PackageError) as caught:
        write_archive(tmp_path / "out" / "a.zip", [entry("m"), source], "m")
    assert caught.value.code == code
    assert caught.value.origin.member == "v.mp4"
    assert names(tmp_path / "out") == []


def test_an_interruption_leaves_what_was_there(tmp_path: Path) -> None:
    old = tmp_path / "a.zip"
    old.write_bytes(b"the package of yesterday")

    def interrupt(_: Step) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_archive(old, [entry("m")], "m", interrupt)
    assert old.read_bytes() == b"the package of yesterday"
    assert names(tmp_path) == ["a.zip"]


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(PackageError) as caught:
        write_archive(tmp_path / "file" / "a.zip", [entry("m")], "m")
    assert caught.value.code == "pack.cannot_write"


@pytest.mark.parametrize(
    "name",
    ["", "/a", "a/", "a//b", "../a", "a/../b", "./a", "a\\b", "C:/a", "a b", "bài", "a\x00", "a\n"],
)
def test_unsafe_names(name: str) -> None:
    with pytest.raises(PackageError) as caught:
        refuse_names([name])
    assert caught.value.code == "package.unsafe_name"


@pytest.mark.parametrize(
    "doubled", [("a", "a"), ("a.JS", "A.js"), ("a", "a/b"), ("A/b/c", "a/B"), ("x/y", "X")]
)
def test_doubled_names(doubled: tuple[str, ...]) -> None:
    with pytest.raises(PackageError) as caught:
        refuse_names(doubled)
    assert caught.value.code == "package.doubled_name"


SAFE = st.from_regex(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,8}(/[A-Za-z0-9_-]{1,8}){0,2}", fullmatch=True)


@given(st.lists(st.one_of(SAFE, st.text(max_size=12)), max_size=8))
def test_accepted_names_live_side_by_side_on_any_system(some: list[str]) -> None:
    with contextlib.suppress(PackageError):
        refuse_names(some)
        check_that_they_live_side_by_side(some)


@given(st.lists(SAFE, max_size=4, unique_by=lambda name: name.lower().split("/")[0]))
def test_plain_names_are_accepted(some: list[str]) -> None:
    refuse_names(some)
    check_that_they_live_side_by_side(some)


def check_that_they_live_side_by_side(some: list[str]) -> None:
    lowered = [name.lower() for name in some]
    assert len(set(lowered)) == len(lowered)
    for name in lowered:
        assert name.isascii()
        assert all(part not in {"", ".", ".."} for part in name.split("/"))
        assert not any(other.startswith(f"{name}/") for other in lowered)


@given(
    st.lists(SAFE, min_size=1, max_size=6, unique_by=lambda name: name.lower().split("/")[0]),
    st.binary(max_size=40),
)
def test_what_is_packed_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, some: list[str], data: bytes
) -> None:
    path = tmp_path_factory.mktemp("zip") / "a.zip"
    write_archive(path, [entry(name, data) for name in some], some[0])
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == [some[0], *sorted(some[1:])]
        assert all(archive.read(name) == data for name in some)


def test_more_names_than_the_old_format_holds(tmp_path: Path) -> None:
    count = 65_536
    made = write_archive(tmp_path / "a.zip", [entry(f"{n}") for n in range(count)], "7")
    assert made.entries == count
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert len(archive.namelist()) == count
        assert archive.namelist()[0] == "7"


@pytest.mark.long
def test_a_file_beyond_four_gigabytes(tmp_path: Path) -> None:
    source, size = tmp_path / "v", (1 << 32) + 5
    with source.open("wb") as stream:
        stream.truncate(size)
    made = write_archive(tmp_path / "a.zip", [entry("m"), Entry("v", source, size)], "m")
    assert made.size > size
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.getinfo("v").file_size == size
