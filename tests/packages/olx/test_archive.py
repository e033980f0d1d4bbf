"""The tarball: the same bytes everywhere, safe to read, in bounded memory."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import random
import resource
import subprocess
import sys
import tarfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hocvu.errors import PackageError
from hocvu.packages.archive import Entry
from hocvu.packages.olx.verify import VERIFIER
from hocvu.packages.tarball import write_tarball

MIB = 1 << 20
WRITE = """
import importlib.util, pathlib, sys
spec = importlib.util.spec_from_file_location("made", sys.argv[1])
made = importlib.util.module_from_spec(spec)
spec.loader.exec_module(made)
folder = pathlib.Path(sys.argv[2])
print(made.WRITER.write(made.make_course(folder), folder / "a.tar.gz").sha256)
"""
BIG = """
import pathlib, resource, sys
from hocvu.packages.archive import Entry
from hocvu.packages.tarball import write_tarball
from hocvu.packages.olx.verify import VERIFIER
source, path = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
size = source.stat().st_size
write_tarball(path, [Entry("course/a", b"x", 1), Entry("course/big", source, size)], "course/a")
found = [one.code for one in VERIFIER.verify(path)]
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before, *found)
"""


def test_the_same_bytes_in_another_zone_locale_and_hash_seed(tmp_path: Path) -> None:
    said = set()
    for number, (zone, locale) in enumerate([("UTC", "C.UTF-8"), ("Asia/Ho_Chi_Minh", "vi_VN")]):
        folder = tmp_path / str(number)
        folder.mkdir()
        environment = {**os.environ, "TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": str(number)}
        environment |= {"HOCVU_LANG": ["vi", "en"][number]}
        done = subprocess.run(
            [sys.executable, "-c", WRITE, Path(__file__).with_name("conftest.py"), folder],
            capture_output=True,
            text=True,
            env=environment,
            timeout=60,
            check=True,
        )
        said.add(done.stdout)
    assert len(said) == 1


def test_header_and_members_tell_nothing_of_the_machine(good: Path) -> None:
    data = good.read_bytes()
    assert data[:10] == b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
    with tarfile.open(good) as archive:
        members = archive.getmembers()
    names = [member.name for member in members]
    assert names[0] == "course/course.xml"
    assert names[1:] == sorted(names[1:])
    assert {(m.mode, m.uid, m.gid, m.uname, m.gname, m.mtime) for m in members} == {
        (0o644, 0, 0, "", "", 315_532_800)
    }


@settings(max_examples=40, deadline=None)
@given(
    sizes=st.lists(st.one_of(st.integers(0, 3000), st.integers(65_000, 66_100)), max_size=8),
    seed=st.integers(0, 99),
)
def test_any_content_comes_out_as_it_went_in(
    sizes: list[int], seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("any")
    rng = random.Random(seed)
    given_data = {f"a/{number}.bin": rng.randbytes(size) for number, size in enumerate(sizes)}
    entries = [Entry(name, data, len(data)) for name, data in given_data.items()]
    entries.append(Entry("first", b"1", 1))
    archive = write_tarball(folder / "a.tar.gz", entries, "first")
    raw = (folder / "a.tar.gz").read_bytes()
    assert (archive.size, archive.sha256) == (len(raw), hashlib.sha256(raw).hexdigest())
    assert len(gzip.decompress(raw)) % 10_240 == 0
    with tarfile.open(folder / "a.tar.gz") as opened:
        found = {m.name: opened.extractfile(m).read() for m in opened}  # type: ignore[union-attr]
    assert found == {**given_data, "first": b"1"}


def test_a_source_that_changed_leaves_nothing(tmp_path: Path) -> None:
    source = tmp_path / "a.mp4"
    source.write_bytes(b"abc")
    wrong = Entry("course/a", source, 3, hashlib.sha256(b"abd").hexdigest())
    with pytest.raises(PackageError) as caught:
        write_tarball(tmp_path / "a.tar.gz", [wrong], "course/a")
    assert caught.value.code == "package.source_changed"
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp4"]


def test_a_big_file_is_copied_and_verified_in_little_memory(tmp_path: Path) -> None:
    source, path = tmp_path / "big", tmp_path / "a.tar.gz"
    with source.open("wb") as stream:
        stream.truncate(256 * MIB)
    done = subprocess.run(
        [sys.executable, "-c", BIG, source, path],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    kilobytes, *found = done.stdout.split()
    assert int(kilobytes) < 48 * 1024
    assert found == ["olx.no_course"]


def tar(*members: tuple[tarfile.TarInfo, bytes]) -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for info, content in members:
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return data.getvalue()


def special(kind: bytes, link: str = "") -> bytes:
    info = tarfile.TarInfo("course/x")
    info.type, info.linkname = kind, link
    return gzip.compress(tar((info, b"")))


def long_header() -> bytes:
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.XHDTYPE, 40 * MIB
    return gzip.compress(info.tobuf() + bytes(40 * MIB), 1)


def codes(data: bytes, path: Path) -> list[str]:
    path.write_bytes(data)
    return [one.code for one in VERIFIER.verify(path)]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (special(tarfile.SYMTYPE, "/etc/passwd"), "verify.symlink"),
        (special(tarfile.LNKTYPE, "course.xml"), "verify.symlink"),
        (special(tarfile.CHRTYPE), "olx.special_file"),
        (special(tarfile.FIFOTYPE), "olx.special_file"),
        (gzip.compress(bytes(MIB), 9), "olx.no_course"),  # an end marker and padding
        (gzip.compress(bytes(200 * MIB), 9), "verify.bomb"),
        (gzip.compress(b"x" * MIB, 9), "olx.not_tar"),
        (gzip.compress(tar((tarfile.TarInfo("course/a.bin"), bytes(200 * MIB))), 9), "verify.bomb"),
        (long_header(), "verify.bomb"),
        (b"\x1f\x8b", "olx.not_tar"),
        (gzip.compress(b""), "olx.not_tar"),
    ],
    ids=[
        "link",
        "hard link",
        "device",
        "pipe",
        "zeros",
        "many zeros",
        "no tar",
        "bomb",
        "header",
        "cut",
        "empty",
    ],
)
def test_unfit_archives(data: bytes, code: str, tmp_path: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert code in codes(data, tmp_path / "a.tar.gz")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024


@pytest.mark.parametrize("share", [0.01, 0.3, 0.9, 0.9999])
def test_a_cut_package(good: Path, share: float, tmp_path: Path) -> None:
    data = good.read_bytes()
    assert "olx.not_tar" in codes(data[: int(len(data) * share)], tmp_path / "a.tar.gz")


def test_a_flipped_bit_fails_the_checksum(good: Path, tmp_path: Path) -> None:
    data = bytearray(good.read_bytes())
    data[data.index(b"ftypmp42") + 100] ^= 1
    assert codes(bytes(data), tmp_path / "a.tar.gz") == ["olx.not_tar"]


@settings(max_examples=60, deadline=None)
@given(changes=st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(0, 255)), max_size=6))
def test_any_bytes_are_read_or_refused(
    changes: list[tuple[int, int]], good: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Change the tar inside a valid gzip stream: no exception but the project's own."""
    data = bytearray(gzip.decompress(good.read_bytes()))
    for place, value in changes:
        data[place % len(data)] = value
    codes(gzip.compress(bytes(data), 1), tmp_path_factory.mktemp("any") / "a.tar.gz")


def test_other_tools_tarballs_are_read(parts: dict[str, bytes], tmp_path: Path) -> None:
    """GNU long names, ./ before each name, folders of their own, two gzip members."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w", format=tarfile.GNU_FORMAT) as archive:
        folder = tarfile.TarInfo("./course")
        folder.type = tarfile.DIRTYPE
        archive.addfile(folder)
        for name, content in {**parts, f"static/{'a' * 120}.txt": b"x"}.items():
            info = tarfile.TarInfo(f"./course/{name}")
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    raw = data.getvalue()
    halves = gzip.compress(raw[:5000]) + gzip.compress(raw[5000:]) + bytes(512)
    assert codes(halves, tmp_path / "a.tar.gz") == []


def test_stored_blocks_are_plain_deflate(good: Path) -> None:
    inflater = zlib.decompressobj(-15)
    inside = inflater.decompress(good.read_bytes()[10:])
    assert inflater.eof
    assert int.from_bytes(inflater.unused_data[4:], "little") == len(inside)
    assert int.from_bytes(inflater.unused_data[:4], "little") == zlib.crc32(inside)
