"""Video and sound inside slides play in the lesson, or it is told that they do not."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pptx.util import Inches

from hocvu.lesson import Reading, SlidesBody
from hocvu.tools import ffmpeg, libreoffice

Read = Callable[..., Reading]

if not (libreoffice.ENGINE.find() and ffmpeg.ENGINE.find()) and not os.environ.get("CI"):
    pytest.skip("LibreOffice or ffmpeg is not installed", allow_module_level=True)


def with_media(deck: Any, path: Path, *media: Path) -> Path:
    for item in media:
        slide = deck.slides.add_slide(deck.slide_layouts[6])
        place = (Inches(1), Inches(3), Inches(2), Inches(2))
        slide.shapes.add_movie(str(item), *place, mime_type="video/mp4")
    deck.save(path)
    return path


def test_media_play_in_place(deck: Any, read: Read, shared: Path, tmp_path: Path) -> None:
    videos = shared / "materials/video"
    names = ("th1_ket.mp4", "old_mpeg4.avi", "audio_only.mp3")
    path = with_media(deck, tmp_path / "a.pptx", *(videos / name for name in names))
    reading = read(path, width=320)
    assert isinstance(reading.body, SlidesBody)
    found = [slide.media for slide in reading.body.slides]
    assert [[item.media for item in media] for media in found] == [["video"], ["video"], ["audio"]]
    by_id = {asset.id: asset for asset in reading.assets}
    made = [ffmpeg.probe(tmp_path / "workspace" / by_id[media[0].asset].path) for media in found]
    assert [m.video.codec if m.video else "" for m in made] == ["h264", "h264", ""]
    assert [m.audio.codec if m.audio else "" for m in made] == ["aac", "aac", "mp3"]
    assert found[0][0].title == "th1_ket.mp4"
    assert not [n for n in reading.notices if n.code.startswith("slides.media")]


def test_media_outside_are_told(deck: Any, read: Read, shared: Path, tmp_path: Path) -> None:
    path = with_media(deck, tmp_path / "a.pptx", shared / "materials/video/th1_ket.mp4")
    linked = tmp_path / "b.pptx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(linked, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "ppt/slides/_rels/slide1.xml.rels":
                inside = b'Target="../media/media1.mp4"'
                assert data.count(inside) == 2
                data = data.replace(
                    inside, b'Target="https://example.org/a.mp4" TargetMode="External"'
                )
            new.writestr(name, data)
    reading = read(linked, width=320)
    assert isinstance(reading.body, SlidesBody)
    assert reading.body.slides[0].media == ()
    assert "slides.media_outside" in {notice.code for notice in reading.notices}
