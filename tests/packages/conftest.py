"""Courses to pack: small, with every field of the record and every kind of lesson."""

from __future__ import annotations

import datetime as dt
import hashlib
import zipfile
from pathlib import Path

import pytest

from hocvu.lesson import (
    Asset,
    Captions,
    Course,
    Cue,
    DocumentBody,
    Heading,
    Lesson,
    Paragraph,
    Record,
    Section,
    Slide,
    SlidesBody,
    Text,
    VideoBody,
)
from hocvu.lesson.record import (
    Approval,
    Assessment,
    Citation,
    Concept,
    Coverage,
    Organisation,
    Quality,
    RecordInfo,
    Revision,
)
from hocvu.packages import WRITERS

FULL = Record(
    id="https://hoc.example.vn/hoc-lieu/chung-thuc",
    code="CT-01",
    title={"vi": "Chứng thực bản sao từ bản chính <tại xã>", "en": "Certifying copies & originals"},
    description={"vi": "Thủ tục; hồ sơ, lệ phí.", "en": "Procedure, papers, fees."},
    keywords=("chứng thực", "bản sao"),
    kind="khoa_hoc",
    programme_type="xu_ly_tinh_huong",
    field=Concept(id="https://hoc.example.vn/linh-vuc/tu-phap", label={"vi": "Tư pháp"}),
    content_group="nhom_3",
    audience=("can_bo", "cong_chuc"),
    job_position=(Concept(id="tu-phap-ho-tich", label={"vi": "Tư pháp – Hộ tịch"}),),
    outcomes=("Kiểm tra bản chính", "Từ chối đúng quy định"),
    prerequisites=("Tiếp nhận hồ sơ một cửa",),
    duration="PT1H30M",
    requirement="bat_buoc",
    delivery_mode="truc_tuyen",
    assessment=Assessment(description="Trắc nghiệm cuối khóa", pass_score=80),
    publisher=Organisation(name="Bộ Tư pháp; Cục A, B", id="G15"),
    compilers=(Organisation(name="Cục Hành chính tư pháp"), Organisation(name="Học viện B")),
    appraiser=Organisation(name="Hội đồng thẩm định"),
    approval=Approval(number="12/QĐ-BTP", date=dt.date(2026, 3, 2), signer="Nguyễn Văn Đủ"),
    legal_basis=(Citation(text="Nghị định 23/2015/NĐ-CP", number="23/2015/NĐ-CP"),),
    version="1.2.0",
    status="ban_hanh",
    revision=Revision(kind="thay_the", of="https://hoc.example.vn/hoc-lieu/chung-thuc-2020"),
    issued=dt.date(2026, 3, 10),
    modified=dt.date(2026, 4, 1),
    review_by=dt.date(2028, 3, 10),
    coverage=Coverage(provinces=("01",), communes=("00004",), as_of=dt.date(2025, 7, 1)),
    accessibility=("captions", "transcript"),
    rights="Dùng trong bồi dưỡng công chức",
    access="Cán bộ, công chức cấp xã",
    quality=Quality(score=8.5, count=120),
    record=RecordInfo(by="Trung tâm học liệu", date=dt.date(2026, 4, 2)),
)


def asset(folder: Path, data: bytes, suffix: str, media_type: str) -> Asset:
    """Return an asset with `data` as its content."""
    digest = hashlib.sha256(data).hexdigest()
    path = folder / f"{digest[:20]}{suffix}"
    path.write_bytes(data)
    return Asset(id=path.name, path=path, media_type=media_type, size=len(data), sha256=digest)


def paragraph(text: str) -> Paragraph:
    """Return a paragraph of `text`."""
    return Paragraph(children=(Text(text=text),))


def make_course(folder: Path, record: Record = FULL) -> Course:
    """Return a course with a document, slides and a video, in two sections, one nameless."""
    picture = asset(folder, b"RIFF....WEBPVP8 " * 20, ".webp", "image/webp")
    video = asset(folder, b"\x00\x00\x00\x18ftypmp42" + bytes(4000), ".mp4", "video/mp4")
    track = asset(folder, b"WEBVTT\n\n00:01.000 --> 00:02.000\nXin\n", ".vtt", "text/vtt")
    heading = Heading(level=1, children=(Text(text="Phạm vi"),))
    document = DocumentBody(blocks=(heading, paragraph("Cán bộ tiếp nhận bản chính.")))
    slide = Slide(image=picture.id, width=960, height=540, title="Mở đầu", text=(paragraph("Ý 1"),))
    captions = Captions(language="vi", cues=(Cue(start=1, end=2, text="Xin chào"),), asset=track.id)
    body = VideoBody(
        media=video.id,
        duration=65.5,
        width=640,
        height=360,
        poster=picture.id,
        captions=(captions,),
    )
    deck = SlidesBody(slides=(slide,))
    return Course(
        slug="chung-thuc",
        record=record,
        sections=(
            Section(id="mo-dau", title="", lessons=(Lesson(id="doc", title="Đọc", body=document),)),
            Section(
                id="phan-1",
                title="Phần 1: Tình huống",
                lessons=(
                    Lesson(
                        id="slides",
                        title="Dạy",
                        body=deck,
                        assets=(picture,),
                    ),
                    Lesson(id="video", title="Dậy", body=body, assets=(video, picture, track)),
                ),
            ),
        ),
    )


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """Return a course with every field of the record."""
    folder = tmp_path / "assets"
    folder.mkdir()
    return make_course(folder)


@pytest.fixture
def draft(tmp_path: Path) -> Course:
    """Return a course with no more than a draft's record."""
    folder = tmp_path / "draft"
    folder.mkdir()
    return make_course(folder, Record(id="urn:x:1", code="x", title={"vi": "Bài nháp"}))


class Bench:
    """Takes packages apart and puts them together again."""

    def __init__(self, course: Course, folder: Path) -> None:
        """Work on `course` in `folder`."""
        self._course, self._folder = course, folder

    def good(self, standard: str) -> Path:
        """Return a package as its writer makes it."""
        path = self._folder / f"{standard}.zip"
        WRITERS[standard].write(self._course, path)
        return path

    def parts(self, standard: str) -> dict[str, bytes]:
        """Return the files of a good package."""
        with zipfile.ZipFile(self.good(standard)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    def pack(self, parts: dict[str, bytes]) -> Path:
        """Return a package of `parts`, whatever they are called."""
        path = self._folder / "packed.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in parts.items():
                archive.writestr(name, data)
        return path


@pytest.fixture
def bench(course: Course, tmp_path: Path) -> Bench:
    """Return a bench with the full course on it."""
    return Bench(course, tmp_path)
