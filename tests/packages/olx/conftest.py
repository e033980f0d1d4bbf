"""A course with all that Open edX's blocks must carry, and a bench for its packages."""

from __future__ import annotations

import gzip
import hashlib
import io
import tarfile
from pathlib import Path

import pytest

from hocvu.lesson import (
    Asset,
    Captions,
    Course,
    Cue,
    DocumentBody,
    Figure,
    Heading,
    Image,
    Lesson,
    Link,
    ListBlock,
    ListItem,
    Math,
    Note,
    NoteRef,
    Paragraph,
    Record,
    Rendition,
    Section,
    Slide,
    SlidesBody,
    Text,
    VideoBody,
)
from hocvu.packages.olx.writer import WRITER

Parts = dict[str, bytes]
LONG = "Cán bộ tiếp nhận kiểm tra bản chính. " * 120


def words(text: str) -> tuple[Text, ...]:
    return (Text(text=text),)


def make_course(folder: Path, record: Record | None = None) -> Course:
    """Return a course of two sections: a long document, many slides, a video, a recording."""

    def asset(data: bytes, suffix: str, kind: str, title: str = "") -> Asset:
        digest = hashlib.sha256(data).hexdigest()
        path = folder / f"{digest[:20]}{suffix}"
        path.write_bytes(data)
        return Asset(
            id=path.name, path=path, media_type=kind, size=len(data), sha256=digest, title=title
        )

    picture = asset(b"RIFF....WEBPVP8 " * 20, ".webp", "image/webp")
    film = asset(b"\x00\x00\x00\x18ftypmp42" + bytes(70_000), ".mp4", "video/mp4")
    small = asset(b"\x00\x00\x00\x18ftypmp42" + bytes(7_000), ".mp4", "video/mp4")
    bare = asset(b"\x00\x00\x00\x18ftypM4A " + bytes(2_000), ".m4a", "audio/mp4")
    sound = asset(b"ID3" + bytes(3000), ".mp3", "audio/mpeg")
    track = asset(b"WEBVTT\n\n00:01.000 --> 00:02.000\nXin\n", ".vtt", "text/vtt")
    original = asset(b"PK original", ".docx", "application/msword", "Bài 1/gốc.docx")
    document = DocumentBody(
        blocks=(
            Heading(level=1, children=words("Phạm vi <&>")),
            Paragraph(children=(*words(LONG), NoteRef(note="n1"))),
            Paragraph(children=(Link(href="#cuoi", children=words("xem phần cuối")),)),
            Heading(level=1, children=words("Thủ tục")),
            Paragraph(children=(*words(LONG), NoteRef(note="n2")), align="center"),
            ListBlock(
                ordered=True,
                items=(
                    ListItem(label="a)", children=(Paragraph(children=words("Bản chính")),)),
                    ListItem(label="đ)", children=(Paragraph(children=words("Bản sao")),)),
                ),
            ),
            Heading(level=1, children=words("Kết thúc"), anchor="cuoi"),
            Paragraph(children=words(LONG)),
            Paragraph(
                children=(
                    Math(mathml="<math><mi>x</mi><mo>&lt;</mo><mn>2</mn></math>", text="x<2"),
                )
            ),
            Figure(image=Image(asset=picture.id, alt="Ảnh", width=10, height=10), caption=()),
        ),
        notes=(
            Note(id="n1", label="", children=(Paragraph(children=words("Ghi chú một")),)),
            Note(id="n2", label="", children=(Paragraph(children=words("Ghi chú hai")),)),
        ),
    )
    slides = tuple(
        Slide(image=picture.id, width=96, height=54, title=f"Trang {n}") for n in range(1, 13)
    )
    cues = (
        Cue(start=1, end=2.5, text="Xin chào\n\ncác bạn"),
        Cue(start=3661.0405, end=3662, text="Hết"),
    )
    captions = Captions(language="vi", cues=cues, asset=track.id)
    video = VideoBody(
        media=film.id, duration=65.5, width=640, height=360, poster=picture.id,
        captions=(captions,),
        renditions=(Rendition(asset=small.id, width=320, height=180, bitrate=900),), audio=bare.id,
    )  # fmt: skip
    recording = VideoBody(media=sound.id, duration=9)
    return Course(
        slug="chung-thuc",
        record=record
        or Record(
            id="https://hoc.example.vn/hoc-lieu/chung-thuc",
            code="CT-01",
            title={"vi": "Chứng thực <bản sao> & bản chính"},
            description={"vi": "Thủ tục.\nLệ phí."},
            outcomes=("Kiểm tra bản chính",),
            version="1.2.0",
        ),
        sections=(
            Section(
                id="mo-dau",
                title="",
                lessons=(
                    Lesson(
                        id="doc",
                        title="Đọc",
                        body=document,
                        assets=(picture, original),
                        original=original.id,
                    ),
                ),
            ),
            Section(
                id="phan-1",
                title="Phần 1: Tình huống",
                lessons=(
                    Lesson(
                        id="slides", title="Dạy", body=SlidesBody(slides=slides), assets=(picture,)
                    ),
                    Lesson(
                        id="video",
                        title="Dậy",
                        body=video,
                        assets=(film, picture, track, small, bare),
                    ),
                    Lesson(id="nghe", title="Nghe", body=recording, assets=(sound,)),
                ),
            ),
        ),
    )


@pytest.fixture(scope="session")
def olx_course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Return the course."""
    return make_course(tmp_path_factory.mktemp("assets"))


@pytest.fixture(scope="session")
def good(olx_course: Course, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return its package."""
    path = tmp_path_factory.mktemp("good") / "a.tar.gz"
    WRITER.write(olx_course, path)
    return path


@pytest.fixture
def parts(good: Path) -> Parts:
    """Return the files of the package below its folder."""
    return unpack(good)


def unpack(path: Path) -> Parts:
    """Return the files of a package below its folder."""
    with tarfile.open(path) as archive:
        return {
            member.name.removeprefix("course/"): archive.extractfile(member).read()  # type: ignore[union-attr]
            for member in archive
        }


def pack(parts: Parts, path: Path) -> Path:
    """Write a package of `parts`, whatever they are called."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, content in parts.items():
            info = tarfile.TarInfo(f"course/{name}")
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    path.write_bytes(gzip.compress(data.getvalue(), 1))
    return path


@pytest.fixture
def packed(tmp_path: Path):  # type: ignore[no-untyped-def]
    """Return a function that makes a package of parts."""
    return lambda parts: pack(parts, tmp_path / "packed.tar.gz")


@pytest.fixture
def unpacked():  # type: ignore[no-untyped-def]
    """Return a function from a package to its files."""
    return unpack
