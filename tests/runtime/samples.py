"""A small course of each kind of lesson, made here so that no reader is needed."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path

from PIL import Image as Picture
from PIL import ImageDraw

from hocvu.lesson import (
    Asset,
    Body,
    Captions,
    Cell,
    Chapter,
    Course,
    Cue,
    DocumentBody,
    Figure,
    Group,
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
    Row,
    Section,
    Slide,
    SlidesBody,
    Table,
    Text,
    VideoBody,
)
from hocvu.render import Standard, render_course

SPEECH = (
    "Chào mừng anh chị đến với bài học.",
    "Hôm nay chúng ta tìm hiểu cách tiếp nhận hồ sơ tại bộ phận một cửa.",
    "Trước hết, kiểm tra giấy tờ tùy thân của người dân.",
    "Sau đó nhập thông tin vào hệ thống.",
)


def text(words: str, *marks: str) -> Text:
    """Return a run of text."""
    return Text(text=words, marks=marks)  # type: ignore[arg-type]


def para(words: str, **kwargs: object) -> Paragraph:
    """Return a paragraph of plain text."""
    return Paragraph(children=(text(words),), **kwargs)  # type: ignore[arg-type]


def asset(path: Path, media_type: str, title: str = "") -> Asset:
    """Return an asset named as readers name theirs."""
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    name = f"{digest[:20]}{path.suffix}"
    return Asset(
        id=name, path=path, media_type=media_type, size=len(data), sha256=digest, title=title
    )


def picture(folder: Path, name: str, colour: str, size: tuple[int, int] = (640, 360)) -> Asset:
    """Draw a picture."""
    image = Picture.new("RGB", size, colour)
    draw = ImageDraw.Draw(image)
    draw.rectangle((20, 20, size[0] - 20, size[1] - 20), outline="white", width=6)
    draw.text((40, 40), name, fill="white", font_size=40)
    image.save(folder / f"{name}.png")
    return asset(folder / f"{name}.png", "image/png")


def document(folder: Path) -> tuple[Body, tuple[Asset, ...]]:
    """Return a document of three pages with a bit of everything."""
    chart = picture(folder, "so-do", "#17558f")
    sentence = "Cán bộ tiếp nhận kiểm tra tính hợp lệ, đầy đủ của hồ sơ theo quy định. "
    header = Row(
        header=True, cells=tuple(Cell(children=(para(t),)) for t in ("STT", "Việc", "Hạn"))
    )
    rows = tuple(
        Row(
            cells=(
                Cell(children=(para(str(n)),)),
                Cell(children=(para(f"Công việc thứ {n} cần làm trong kỳ"),)),
                Cell(children=(para(f"{n} ngày"),)),
            )
        )
        for n in (1, 2, 3)
    )
    formula = '<math xmlns="http://www.w3.org/1998/Math/MathML"><mfrac><mi>a</mi><mi>b</mi></mfrac></math>'
    blocks = (
        Heading(level=1, label="Chương I.", legal="chuong", children=(text("Quy định chung"),)),
        Heading(level=2, label="Điều 1.", legal="dieu", children=(text("Phạm vi"),), anchor="d1"),
        Paragraph(
            label="1.",
            legal="khoan",
            children=(
                text(sentence),
                NoteRef(note="n1"),
                text(" Xem "),
                Link(href="#d5", children=(text("Điều 5"),)),
                text(" và "),
                Link(href="https://vanban.chinhphu.vn/", children=(text("văn bản gốc"),)),
                text(". Đây là chữ "),
                text("đậm", "bold"),
                text(" và "),
                text("đánh dấu", "highlight"),
                text(", công thức "),
                Math(mathml=formula, text="a/b"),
                text("."),
            ),
        ),
        para(sentence * 12),
        ListBlock(
            ordered=True,
            items=tuple(
                ListItem(label=f"{c})", children=(para(f"Điểm {c} của khoản này."),)) for c in "abc"
            ),
        ),
        Heading(level=1, label="Chương II.", legal="chuong", children=(text("Thủ tục"),)),
        Heading(level=2, label="Điều 5.", legal="dieu", children=(text("Hồ sơ"),), anchor="d5"),
        para(sentence * 8),
        Table(rows=(header, *rows), caption=(text("Thời hạn giải quyết"),)),
        Figure(
            image=Image(asset=chart.id, width=640, height=360),
            caption=(text("Sơ đồ tiếp nhận"),),
        ),
        Group(role="box", children=(para("Lưu ý: không yêu cầu giấy tờ ngoài quy định."),)),
        para(sentence * 6),
        Heading(level=1, label="Chương III.", legal="chuong", children=(text("Thi hành"),)),
        ListBlock(
            ordered=False,
            items=(ListItem(children=(para("Một"),)), ListItem(children=(para("Hai"),))),
        ),
        para(sentence * 10),
    )
    note = Note(id="n1", label="1", children=(para("Theo Nghị định 61/2018/NĐ-CP."),))
    return DocumentBody(blocks=blocks, notes=(note,)), (chart,)


def slides(folder: Path) -> tuple[Body, tuple[Asset, ...]]:
    """Return four slides, the third of them hidden."""
    colours = ("#17558f", "#1a683b", "#8a4600", "#5b3a8c")
    pictures = tuple(picture(folder, f"trang-{n}", c) for n, c in enumerate(colours, start=1))
    made = tuple(
        Slide(
            image=image.id,
            width=640,
            height=360,
            title="" if n == 2 else f"Nội dung {n}",
            text=(para(f"Ý chính của trang {n}."), para("Ý thứ hai.")),
            remarks=(para(f"Lời giảng của trang {n}."),) if n != 4 else (),
            hidden=n == 3,
        )
        for n, image in enumerate(pictures, start=1)
    )
    return SlidesBody(slides=made), pictures


def clip(folder: Path, seconds: int = 20) -> Path:
    """Make a short video with sound."""
    path = folder / "clip.mp4"
    sources = [f"testsrc2=size=320x180:rate=10:duration={seconds}", f"sine=330:duration={seconds}"]
    command = ["ffmpeg", "-v", "error", "-y"]
    for source in sources:
        command += ["-f", "lavfi", "-i", source]
    command += ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "10"]
    command += ["-c:a", "aac", "-b:a", "48k", "-movflags", "+faststart", "-shortest", str(path)]
    subprocess.run(command, check=True, timeout=60)
    return path


def video(
    folder: Path, no_skip: bool = False, watch: float = 0.9, seconds: int = 20
) -> tuple[Body, tuple[Asset, ...]]:
    """Return a video with captions, two chapters and a poster."""
    media = asset(clip(folder, seconds), "video/mp4", "bai-hoc.mp4")
    poster = picture(folder, "poster", "#123f6d", (320, 180))
    cues = tuple(Cue(start=4.0 * n, end=4.0 * n + 3.5, text=line) for n, line in enumerate(SPEECH))
    (folder / "phu-de.vtt").write_text(
        "WEBVTT\n\n00:00.000 --> 00:03.500\nChào\n", encoding="utf-8"
    )
    captions = asset(folder / "phu-de.vtt", "text/vtt")
    body = VideoBody(
        media=media.id,
        duration=float(seconds),
        width=320,
        height=180,
        poster=poster.id,
        captions=(Captions(language="vi", cues=cues, asset=captions.id),),
        chapters=(Chapter(start=0, title="Mở đầu"), Chapter(start=10, title="Thực hành")),
        watch=watch,
        no_skip=no_skip,
    )
    return body, (media, poster, captions)


def audio(folder: Path) -> tuple[Body, tuple[Asset, ...]]:
    """Return a sound recording with captions that a machine made."""
    path = folder / "loi-giang.mp3"
    command = ["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", "sine=440:duration=6"]
    subprocess.run([*command, "-b:a", "32k", str(path)], check=True, timeout=60)
    media = asset(path, "audio/mpeg")
    body, (_, _, captions) = video(folder, seconds=2)
    assert isinstance(body, VideoBody)
    draft = tuple(track.model_copy(update={"draft": True}) for track in body.captions)
    changes = {"media": media.id, "duration": 6.0, "width": 0, "height": 0, "poster": None}
    return body.model_copy(update={**changes, "captions": draft}), (media, captions)


def lesson(name: str, title: str, made: tuple[Body, tuple[Asset, ...]]) -> Lesson:
    """Return a lesson of what a function of this module made."""
    body, assets = made
    return Lesson(id=name, title=title, body=body, assets=assets)


def course(*lessons: Lesson, language: str = "vi") -> Course:
    """Return a course of `lessons`."""
    record = Record(
        id="urn:hocvu:mau",
        code="MAU",
        title={"vi": "Nghiệp vụ một cửa cho công chức cấp xã"},
        language=language,
        version="1.0.0",
    )
    return Course(
        slug="mau", record=record, sections=(Section(id="s1", title="", lessons=lessons),)
    )


def unpack(made: Course, standard: Standard, folder: Path) -> Path:
    """Render a course into `folder` as it would lie in a package."""
    for file in render_course(made, standard).files:
        target = folder / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(file.data, bytes):
            target.write_bytes(file.data)
        else:
            shutil.copyfile(file.data, target)
    return folder
