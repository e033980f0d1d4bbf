"""What every reader counts is held against its lesson: a new reader is tested by being registered.

Each needs one sample here.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from PIL import Image

from hocvu.errors import Origin
from hocvu.lesson import DocumentBody, Notice, Reading
from hocvu.pipeline.accounting import differences
from hocvu.pipeline.inputs import plan_input
from hocvu.pipeline.reading import ReadingRoom
from hocvu.sources import READERS

SAMPLES = {
    "docx": "../shared/materials/documents/kh-bkhcn-2025.docx",
    "office": "../shared/materials/documents/kh-bkhcn-2025.odt",
    "slides": "content/chu-ky-so/Bài 1 – Chữ ký số cơ bản.pptx",
    "pdf": "../shared/materials/documents/kh-bkhcn-2025.pdf",
    "video": "../shared/materials/video/th1_ket.mp4",
    "markdown": "content/chu-ky-so/Bài 3 – Hỏi đáp và thực hành.md",
    "sheet": "../shared/materials/corpus/legacy/vni/2006-Mau21_CKTC_NSH.xls",
    "plain": "../shared/materials/corpus/legacy/tcvn3/2004-B1-3-LLTC.txt",
    "html": "<html><body><p>Một hai</p><table><tr><td>ba</table></body></html>",
    "image": "",
    "package": '<manifest><resources><resource href="a.html"/></resources></manifest>',
    "quiz": "::Câu 1:: Hai cộng hai bằng mấy? { =4 ~5 }\n",
}
ENGINES = {"office", "slides", "video", "sheet"}
"""Readers that run another program: slow, so only a long run asks them."""
MADE = {"html": "a.html", "package": "a.zip", "image": "a.png", "quiz": "a.gift"}


def sample(name: str, root: Path, folder: Path) -> Path:
    if name not in MADE:
        return root / SAMPLES[name]
    path = folder / MADE[name]
    if name == "image":
        Image.new("L", (300, 200), 255).save(path)
    elif name == "package":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("imsmanifest.xml", SAMPLES[name])
            archive.writestr("a.html", SAMPLES["html"])
    else:
        path.write_text(SAMPLES[name], "utf-8")
    return path


def test_every_reader_has_a_sample() -> None:
    # A situation is made of other materials, each of which is accounted for.
    assert set(SAMPLES) == set(READERS) - {"situation"}


@pytest.mark.parametrize(
    "name",
    [pytest.param(n, marks=[pytest.mark.long] if n in ENGINES else []) for n in SAMPLES],
)
def test_counts_of_file_and_lesson_agree_or_are_told(
    name: str, root: Path, shared: Path, tmp_path: Path
) -> None:
    path = sample(name, root, tmp_path)
    with ReadingRoom(jobs=1, cache=tmp_path / "cache") as room:
        (outcome,) = room.read(plan_input(str(path)).lessons)
    assert outcome.error is None
    reading = outcome.reading
    assert reading is not None
    assert reading.reader == name
    assert any(value for value in reading.read.model_dump().values())
    lost = [n.code for n in reading.notices if n.code.endswith("_lost")]
    assert [code for code in lost if code.startswith("source.")] == []
    # Had the file held more, it would be told.
    more = reading.read.model_copy(
        update={"words": reading.read.words * 2 + 50, "tables": 99, "images": 999}
    )
    told = differences(reading.model_copy(update={"read": more}), reading.notices, Origin(file="f"))
    assert {n.code for n in told} >= {"source.words_lost", "source.tables_lost"}


def test_what_a_notice_explains_is_not_told_again() -> None:
    reading = Reading(reader="x", title="", body=DocumentBody(blocks=()))
    reading = reading.model_copy(
        update={"read": reading.read.model_copy(update={"images": 5, "notes": 1, "words": 4})}
    )
    notices = [
        Notice("pdf.repeated_pictures", "info", Origin(), {"count": 1, "places": 4}),
        Notice("docx.picture_damaged", "warning", Origin()),
        Notice("pdf.running_text", "info", Origin(), {"words": 4}),
    ]
    (told,) = differences(reading, notices, Origin(file="a.pdf", page=3))
    assert (told.code, told.severity, told.origin.page) == ("source.notes_lost", "warning", 3)
    assert told.message == "Giữ được 0 trên 1 chú thích, ghi chú; không rõ vì sao thiếu."
