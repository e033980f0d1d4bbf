"""The box walker takes any bytes."""

import io
import struct
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hocvu.sources.video.boxes import Layout, boxes, layout

KINDS = st.sampled_from(["ftyp", "moov", "mdat", "free", "moof", "wide", "\xa9xyz", "uuid"])


def box(kind: str, content: bytes, *, large: bool = False) -> bytes:
    name = kind.encode("latin-1")
    if large:
        return struct.pack(">I4sQ", 1, name, len(content) + 16) + content
    return struct.pack(">I4s", len(content) + 8, name) + content


@given(st.lists(st.tuples(KINDS, st.binary(max_size=40), st.booleans()), max_size=12))
def test_well_made_boxes_are_all_found(parts: list[tuple[str, bytes, bool]]) -> None:
    data = b"".join(box(kind, content, large=large) for kind, content, large in parts)
    found = list(boxes(io.BytesIO(data), len(data)))
    assert [b.kind for b in found] == [kind for kind, _, _ in parts]
    assert (found[-1].end if found else 0) == len(data)


@given(st.binary(max_size=400))
def test_garbage_ends_the_walk(data: bytes) -> None:
    found = list(boxes(io.BytesIO(data), len(data)))
    assert len(found) <= len(data) // 8 + 1
    assert all(a.end == b.offset and b.offset > a.offset for a, b in pairwise(found))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(data=st.data())
def test_every_cut_in_the_media_is_noticed(tmp_path: Path, data: st.DataObject) -> None:
    whole = box("ftyp", b"isom1234") + box("moov", b"m" * 50) + box("mdat", b"d" * 200)
    cut = data.draw(st.integers(min_value=1, max_value=200))
    path = tmp_path / "x.mp4"
    path.write_bytes(whole[:-cut])
    found = layout(path)
    assert found is not None
    assert found.missing == cut


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", None),
        (b"Just text, and more of it", None),
        (box("free", b"x"), None),
        (
            box("ftyp", b"isom") + box("moov", b"") + box("mdat", b"x"),
            Layout("isom", indexed=True, index_first=True, fragmented=False, missing=0),
        ),
        (
            box("ftyp", b"qt  ") + box("wide", b"") + box("mdat", b"x") + box("moov", b""),
            Layout("qt", indexed=True, index_first=False, fragmented=False, missing=0),
        ),
        (
            box("mdat", b"x" * 9, large=True) + box("moov", b""),
            Layout("", indexed=True, index_first=False, fragmented=False, missing=0),
        ),
        (
            box("ftyp", b"iso5") + box("moov", b"") + box("moof", b"") + box("mdat", b""),
            Layout("iso5", indexed=True, index_first=True, fragmented=True, missing=0),
        ),
        (
            # A size of 0: to the end of the file.
            box("ftyp", b"isom") + box("moov", b"") + struct.pack(">I4s", 0, b"mdat") + b"x" * 99,
            Layout("isom", indexed=True, index_first=True, fragmented=False, missing=0),
        ),
        (
            # Padding after the last box is no damage.
            box("ftyp", b"isom") + box("moov", b"") + box("mdat", b"x") + bytes(500),
            Layout("isom", indexed=True, index_first=True, fragmented=False, missing=0),
        ),
    ],
)
def test_layout(tmp_path: Path, data: bytes, expected: Layout | None) -> None:
    path = tmp_path / "x.mp4"
    path.write_bytes(data)
    assert layout(path) == expected
