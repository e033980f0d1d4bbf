"""Zip containers of unknown origin are held to their limits and never trusted by name."""

from __future__ import annotations

import contextlib
import random
import struct
import unicodedata
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocvu.errors import Damaged, Encrypted, HocvuError, Missing, Origin, TooLarge
from hocvu.tools.archive import Limits, is_safe, open_archive

SMALL = Limits(entries=5, member=10_000, total=15_000, ratio=20, free=1_000)


def make(path: Path, files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as container:
        for name, data in files.items():
            container.writestr(name, data)
    return path


def noise(size: int) -> bytes:
    return random.Random(size).randbytes(size)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.zip"


def test_members_are_read_by_name(path: Path) -> None:
    make(path, {"b/ô.xml": b"two", "a.xml": b"one", "folder/": b""})
    with open_archive(path) as archive:
        assert archive.names == ("a.xml", "b/ô.xml")
        assert archive.read("b/ô.xml") == b"two"
        assert archive.size("a.xml") == 3
        assert "a.xml" in archive
        assert "c.xml" not in archive
        assert archive.doubts == ()
        with pytest.raises(Missing):
            archive.read("c.xml")
        with pytest.raises(TooLarge):
            archive.read("a.xml", limit=2)


def test_names_are_compared_in_nfc(path: Path) -> None:
    make(path, {unicodedata.normalize("NFD", "tiếng việt.txt"): b"x"})
    with open_archive(path) as archive:
        assert archive.read("tiếng việt.txt") == b"x"


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({f"{n}": b"" for n in range(6)}, "archive.too_many_entries"),
        ({"a": noise(10_001)}, "archive.too_large"),
        ({"a": noise(9_000), "b": noise(9_000)}, "archive.too_large"),
        ({"a": b"\0" * 9_000}, "archive.bomb"),
    ],
)
def test_limits(path: Path, files: dict[str, bytes], code: str) -> None:
    make(path, files)
    with pytest.raises(TooLarge) as caught, open_archive(path, Origin(file="a.zip"), SMALL):
        pass
    assert caught.value.code == code
    assert "a.zip" in str(caught.value)


def test_a_small_file_may_shrink_by_any_ratio(path: Path) -> None:
    make(path, {"a": b"\0" * 1_000})
    with open_archive(path, limits=SMALL) as archive:
        assert len(archive.read("a")) == 1_000


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\x03\x04" + b"x" * 50, b"no zip at all"])
def test_what_is_no_container(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    with pytest.raises(Damaged), open_archive(path):
        pass


def test_a_file_that_is_not_there(path: Path) -> None:
    with pytest.raises(Missing), open_archive(path):
        pass


def test_a_truncated_container(path: Path) -> None:
    data = make(path, {"a": noise(5_000)}).read_bytes()
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(Damaged), open_archive(path):
        pass


def test_a_member_whose_bytes_were_changed(path: Path) -> None:
    data = bytearray(make(path, {"a": noise(5_000)}, zipfile.ZIP_STORED).read_bytes())
    data[1_000] ^= 0xFF
    path.write_bytes(data)
    with open_archive(path) as archive, pytest.raises(Damaged) as caught:
        archive.read("a")
    assert caught.value.origin.member == "a"


def test_a_member_that_is_larger_than_it_says(path: Path) -> None:
    data = bytearray(make(path, {"a": b"\0" * 100_000}).read_bytes())
    # The size stands in the local header and again in the directory (APPNOTE 4.3.7, 4.3.12).
    entry = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, 22, 10)
    struct.pack_into("<I", data, entry + 24, 10)
    path.write_bytes(data)
    with open_archive(path) as archive, pytest.raises(Damaged):
        archive.read("a")


def test_a_locked_member(path: Path) -> None:
    data = bytearray(make(path, {"a": b"secret"}).read_bytes())
    entry = data.rindex(b"PK\x01\x02")
    data[6] |= 1
    data[entry + 8] |= 1
    path.write_bytes(data)
    with open_archive(path) as archive, pytest.raises(Encrypted):
        archive.read("a")


def test_unsafe_and_repeated_names_are_told(path: Path) -> None:
    files = (("../out", b"0"), ("a", b"1"), ("b", b"2"), ("/etc/x", b"3"))
    make(path, dict(files))
    # A writer that minds names would not write one twice.
    path.write_bytes(path.read_bytes().replace(b"b", b"a"))
    with open_archive(path) as archive:
        assert archive.names == ("a",)
        assert archive.read("a") == b"2"
        assert [doubt.code for doubt in archive.doubts] == [
            "archive.unsafe_name",
            "archive.same_name",
            "archive.unsafe_name",
        ]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("word/document.xml", True),
        ("[Content_Types].xml", True),
        ("hình ảnh/một.png", True),
        ("a..b/c...d", True),
        ("../a", False),
        ("a/../../b", False),
        ("./a", False),
        ("/a", False),
        ("\\a", False),
        ("a\\..\\b", False),
        ("C:/a", False),
        ("a//b", False),
        ("a\0b", False),
        ("", False),
    ],
)
def test_safe_names(name: str, safe: bool) -> None:
    assert is_safe(name) is safe


@given(st.text(max_size=40))
def test_a_safe_name_stays_inside(name: str) -> None:
    if is_safe(name):
        folder = Path("/base/folder")
        parts = (folder / name).parts
        assert ".." not in parts
        assert parts[:3] == folder.parts


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("zip") / "a.zip"


def read_all(path: Path) -> dict[str, bytes]:
    with open_archive(path) as archive:
        return {name: archive.read(name) for name in archive.names}


NAMES = st.text("abcđ/.", min_size=1, max_size=8).filter(lambda name: not name.endswith("/"))


@given(files=st.dictionaries(NAMES, st.binary(max_size=64), max_size=5))
def test_containers_read_back(place: Path, files: dict[str, bytes]) -> None:
    make(place, files)
    assert read_all(place) == {name: data for name, data in files.items() if is_safe(name)}


@given(changes=st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), max_size=6))
def test_changed_bytes_end_in_our_errors(place: Path, changes: list[tuple[int, int]]) -> None:
    data = bytearray(make(place, {"a.xml": b"<a>" + b"b" * 300, "d/e": noise(60)}).read_bytes())
    for index, value in changes:
        data[index % len(data)] = value
    place.write_bytes(data)
    with contextlib.suppress(HocvuError):
        assert set(read_all(place)) <= set(zipfile.ZipFile(place).namelist())
