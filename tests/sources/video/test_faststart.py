"""The index goes first and nothing else changes."""

import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hocvu.sources.video.boxes import layout
from hocvu.sources.video.faststart import put_index_first

CODED = ("-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac")


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", len(content) + 8, kind) + content


def offsets(*values: int, large: bool = False) -> bytes:
    form = "Q" if large else "I"
    table = struct.pack(f">II{len(values)}{form}", 0, len(values), *values)
    stbl = box(b"stbl", box(b"stts", b"\0" * 8) + box(b"co64" if large else b"stco", table))
    return box(b"moov", box(b"mvhd", bytes(20)) + box(b"trak", box(b"mdia", box(b"minf", stbl))))


def read_back(path: Path, large: bool, start: int) -> list[bytes]:
    """Return what stands at each chunk offset of the index, which begins at `start`: one byte."""
    data = path.read_bytes()
    at = data.index(b"co64" if large else b"stco", start) + 8
    (count,) = struct.unpack_from(">I", data, at)
    values = struct.unpack_from(f">{count}{'Q' if large else 'I'}", data, at + 4)
    return [data[value : value + 1] for value in values]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80)
@given(
    first=st.binary(max_size=30),
    media=st.lists(st.binary(min_size=1, max_size=30), min_size=1, max_size=3),
    last=st.lists(st.binary(min_size=1, max_size=30), max_size=2),
    large=st.booleans(),
    data=st.data(),
)
def test_every_chunk_is_found_at_its_new_place(
    tmp_path: Path,
    first: bytes,
    media: list[bytes],
    last: list[bytes],
    large: bool,
    data: st.DataObject,
) -> None:
    """Media may lie before and after the index."""
    head = box(b"ftyp", b"isom") + box(b"free", first)
    middle = b"".join(box(b"mdat", content) for content in media)
    length = len(offsets(0, 0, 0, large=large))
    places: list[int] = []
    at = len(head)
    for content in media:
        places += range(at + 8, at + 8 + len(content))
        at += 8 + len(content)
    at += length
    for content in last:
        places += range(at + 8, at + 8 + len(content))
        at += 8 + len(content)
    chosen = data.draw(st.lists(st.sampled_from(places), min_size=3, max_size=3))
    tail = b"".join(box(b"mdat", content) for content in last)
    whole = head + middle + offsets(*chosen, large=large) + tail
    path, out = tmp_path / "a.mp4", tmp_path / "b.mp4"
    path.write_bytes(whole)
    assert put_index_first(path, out)
    assert out.stat().st_size == len(whole)
    found = layout(out)
    assert found is not None
    assert found.streamable
    assert read_back(out, large, len(head)) == [whole[place : place + 1] for place in chosen]


FTYP, MDAT = box(b"ftyp", b"isom"), box(b"mdat", b"x" * 100)
LEFT = {
    "index first already": FTYP + offsets(1, 2, 3) + MDAT,
    "no media": FTYP + offsets(1, 2, 3),
    "two indexes": FTYP + MDAT + offsets(1) + offsets(1),
    "fragments": FTYP + MDAT + offsets(1) + box(b"moof", b""),
    "compressed index": FTYP + MDAT + box(b"moov", box(b"cmov", b"x" * 30)),
    "encrypted": FTYP + MDAT + box(b"moov", box(b"trak", box(b"saio", b"x" * 30))),
    "table longer than its box": FTYP
    + MDAT
    + box(b"moov", box(b"stbl", box(b"stco", struct.pack(">II", 0, 1 << 30)))),
    "box longer than its holder": FTYP + MDAT + box(b"moov", struct.pack(">I4s", 999, b"trak")),
}
deep = b""
for _ in range(5000):
    deep = box(b"trak", deep)
LEFT["deep nesting"] = FTYP + MDAT + box(b"moov", deep)


@pytest.mark.parametrize("name", sorted(LEFT))
def test_what_is_not_plain_is_left_to_ffmpeg(tmp_path: Path, name: str) -> None:
    path, out = tmp_path / "a.mp4", tmp_path / "b.mp4"
    path.write_bytes(LEFT[name])
    assert not put_index_first(path, out)
    assert not out.exists()


def test_offsets_that_need_more_than_32_bits_are_left(tmp_path: Path) -> None:
    path, out = tmp_path / "a.mp4", tmp_path / "b.mp4"
    media = (1 << 32) - 40
    with path.open("wb") as stream:
        stream.write(FTYP + struct.pack(">I4s", media, b"mdat"))
        stream.seek(len(FTYP) + media)
        stream.write(offsets((1 << 32) - 60))
    assert path.stat().st_blocks * 512 < 1 << 20, "the file must be sparse"
    assert not put_index_first(path, out)
    assert not out.exists()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(index=st.binary(max_size=120))
def test_a_garbled_index_never_raises(tmp_path: Path, index: bytes) -> None:
    path, out = tmp_path / "a.mp4", tmp_path / "b.mp4"
    path.write_bytes(FTYP + MDAT + box(b"moov", index))
    out.unlink(missing_ok=True)
    assert put_index_first(path, out) == out.exists()


def test_real_recording(
    make: Callable[..., Path], tmp_path: Path, packets: Callable[[Path], list[bytes]]
) -> None:
    path = make("a.mp4", *CODED)
    out = tmp_path / "b.mp4"
    assert put_index_first(path, out)
    assert packets(out) == packets(path)
