"""Decks of PowerPoint 97–2003 and OpenDocument, and text in fonts from before Unicode."""

from __future__ import annotations

import os
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from diacritics import diacritics

from hocvu.errors import Damaged, Encrypted, HocvuError, Origin
from hocvu.identifiers import nfc
from hocvu.lesson import Reading, SlidesBody
from hocvu.lesson.text import body_lines, words
from hocvu.pipeline.choose import choose
from hocvu.sources import open_document
from hocvu.sources.slides import ppt_words
from hocvu.sources.slides.oldfonts import in_unicode
from hocvu.tools import libreoffice
from hocvu.tools.archive import open_archive

CORPUS = Path(__file__).parents[4] / "shared" / "materials" / "corpus"
REAL = sorted([*CORPUS.glob("ppt/*"), *CORPUS.glob("odp/*"), *CORPUS.glob("legacy/*/*.ppt")])
USUAL = {"poi__0889a5d6__slide_master.ppt"}
REFUSED: dict[str, type[HocvuError]] = {
    "poi__43ed103f": Damaged,
    "poi__5c9421f6": Encrypted,
    "poi__a47bcf56": Damaged,
}

if libreoffice.ENGINE.find() is None and not os.environ.get("CI"):
    pytest.skip("LibreOffice is not installed", allow_module_level=True)

Read = Callable[..., Reading]


def own_words(path: Path) -> list[str]:
    if path.suffix == ".ppt":
        return ppt_words.words(path, Origin())[0]
    with open_archive(path) as archive:
        main, beside = open_document.words(archive, Origin())
    return main + beside


def keeps_its_words(path: Path, read: Read) -> Reading:
    reading = read(path, width=320)
    body = reading.body
    assert isinstance(body, SlidesBody)
    assert reading.read.slides == len(body.slides) > 0
    own = own_words(path)
    assert reading.read.words == len(own)
    assert reading.kept.words >= 0.99 * len(own)
    if not any(notice.code == "oldfonts.converted" for notice in reading.notices):
        lost = Counter(map(nfc, own)) - Counter(words(body_lines(body)))
        assert lost.total() <= 0.01 * len(own), lost
    return reading


@pytest.mark.parametrize("path", [p for p in REAL if p.name in USUAL], ids=lambda p: p.name[:20])
def test_an_old_deck_keeps_its_words(path: Path, read: Read) -> None:
    keeps_its_words(path, read)


@pytest.mark.long
@pytest.mark.parametrize("path", REAL, ids=lambda p: p.name[:20])
def test_every_old_deck_is_read_or_refused(path: Path, read: Read) -> None:
    error = REFUSED.get(path.name[:13])
    if error:
        with pytest.raises(error):
            read(path)
        return
    reading = keeps_its_words(path, read)
    if path.parent.name == "vni":
        transcript = path.with_suffix(".txt").read_text("utf-8")
        right, marked = diacritics(transcript, "\n".join(body_lines(reading.body)))
        assert right >= 0.995 * marked


@pytest.mark.parametrize(("name", "error"), [("5c9421f6", Encrypted), ("a47bcf56", Damaged)])
def test_what_cannot_be_read_is_told(name: str, error: type[HocvuError], read: Read) -> None:
    (path,) = CORPUS.glob(f"ppt/poi__{name}__*")
    assert choose(path, path.name).name == "slides"
    with pytest.raises(error) as caught:
        read(path)
    assert caught.value.hint or caught.value.message


def test_a_locked_open_presentation_is_told(tmp_path: Path, read: Read) -> None:
    path = tmp_path / "khoá.odp"
    with zipfile.ZipFile(path, "w") as container:
        container.writestr("mimetype", "application/vnd.oasis.opendocument.presentation")
        container.writestr("META-INF/manifest.xml", "<m><encryption-data/></m>")
    with pytest.raises(Encrypted):
        read(path)


def old_deck(deck: Any, path: Path) -> Path:
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    for shape, runs in (
        (slide.shapes.title, [("quyÕt ®Þnh", ".VnTimeH")]),
        (slide.placeholders[1], [("Coä", "VNI-Times"), ("ng hoaø", "VNI-Times"), (" và", "Arial")]),
    ):
        paragraph = shape.text_frame.paragraphs[0]
        for text, font in runs:
            run = paragraph.add_run()
            run.text, run.font.name = text, font
    slide.notes_slide.notes_text_frame.text = "Ghi chú"
    deck.save(path)
    return path


def test_old_fonts_become_unicode_in_text_and_picture(
    deck: Any, read: Read, tmp_path: Path
) -> None:
    path = old_deck(deck, tmp_path / "cũ.pptx")
    reading = read(path, width=320, download=True)
    assert list(body_lines(reading.body)) == ["QUYẾT ĐỊNH", "Cộng hoà và", "Ghi chú"]
    told = [n for n in reading.notices if n.code == "oldfonts.converted"]
    assert [n.params["count"] for n in told] == [3]
    (original,) = [asset for asset in reading.assets if asset.id == reading.original]
    assert original.size == path.stat().st_size


def test_the_copy_names_no_old_font(deck: Any, tmp_path: Path) -> None:
    path = old_deck(deck, tmp_path / "cũ.pptx")
    copy = tmp_path / "mới.pptx"
    assert in_unicode(path, copy, Origin()) == 3
    with zipfile.ZipFile(copy) as container:
        slide = container.read("ppt/slides/slide1.xml")
    assert b"VnTime" not in slide
    assert "QUYẾT ĐỊNH".encode() in slide


def test_a_deck_without_old_fonts_is_not_copied(deck: Any, tmp_path: Path) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "¸¶µ"
    deck.save(tmp_path / "a.pptx")
    assert in_unicode(tmp_path / "a.pptx", tmp_path / "b.pptx", Origin()) == 0
    assert not (tmp_path / "b.pptx").exists()
