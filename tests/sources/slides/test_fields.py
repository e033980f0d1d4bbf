"""Dates that programs fill anew stand still, and a build step shows the number of its slide."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pptx.util import Inches

from hocvu.errors import Origin
from hocvu.sources.base import Notices, Source
from hocvu.sources.slides.fields import with_fixed_dates
from hocvu.sources.slides.prepare import prepare
from hocvu.sources.slides.steps import with_steps

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
CORPUS = Path(__file__).parents[4] / "shared" / "materials" / "corpus"


def add_field(holder: Any, kind: str, shown: str) -> None:
    box = holder.shapes.add_textbox(Inches(1), Inches(3), Inches(4), Inches(1))
    box.text_frame.paragraphs[0]._p.append(
        etree.fromstring(
            f'<a:fld xmlns:a="{A}" id="{{0F}}" type="{kind}"><a:rPr lang="vi-VN"/><a:pPr/>'
            f"<a:t>{shown}</a:t></a:fld>"
        )
    )


def shown(path: Path, part: str) -> list[str]:
    with zipfile.ZipFile(path) as container:
        tree = etree.fromstring(container.read(part))
    return [text for run in tree.iter(f"{{{A}}}r") for text in run.itertext()]


def fields(path: Path, part: str = "ppt/slides/slide1.xml") -> list[str]:
    with zipfile.ZipFile(path) as container:
        return re.findall(r'<a:fld[^>]* type="(\w+)"', container.read(part).decode())


@pytest.fixture
def dated(deck: Any, tmp_path: Path) -> Path:
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    for number, kind in enumerate(("datetime1", "datetime10", "datetimeFigureOut", "slidenum")):
        add_field(slide, kind, f"ô {number}")
    path = tmp_path / "ngày.pptx"
    deck.save(path)
    return path


def test_dates_stay_as_they_were_saved(dated: Path, tmp_path: Path) -> None:
    source = Source(dated, dated.name, tmp_path)
    notices = Notices(source)
    (tmp_path / "làm").mkdir()
    ready = prepare(source, tmp_path / "làm", notices)
    assert ready.text == ready.drawn != dated
    assert fields(ready.drawn) == ["slidenum"]
    assert shown(ready.drawn, "ppt/slides/slide1.xml") == ["ô 0", "ô 1", "ô 2"]
    assert [notice.code for notice in notices.all] == ["slides.dates"]
    with zipfile.ZipFile(dated) as before, zipfile.ZipFile(ready.drawn) as after:
        assert sorted(before.namelist()) == sorted(after.namelist())
        changed = [n for n in before.namelist() if before.read(n) != after.read(n)]
        assert changed == ["ppt/slides/slide1.xml"]
        slide = etree.fromstring(after.read(changed[0]))
        assert slide.find(f".//{{{A}}}r/{{{A}}}pPr") is None


def test_what_was_converted_shows_the_day_of_its_file(dated: Path, tmp_path: Path) -> None:
    copy = tmp_path / "bản.pptx"
    assert with_fixed_dates(dated, copy, Origin(), converted=True)
    assert shown(copy, "ppt/slides/slide1.xml") == ["27/01/2013"] * 3


def test_a_place_kept_for_a_date_is_none(deck: Any, tmp_path: Path) -> None:
    deck.slides.add_slide(deck.slide_layouts[5])
    deck.save(tmp_path / "a.pptx")
    assert fields(tmp_path / "a.pptx", "ppt/slideLayouts/slideLayout6.xml")
    assert not with_fixed_dates(tmp_path / "a.pptx", tmp_path / "b.pptx", Origin(), converted=False)
    assert not (tmp_path / "b.pptx").exists()
    spare = deck.slides.add_slide(deck.slide_layouts[5])
    add_field(spare, "datetime1", "hôm nay")
    deck.slide_master.shapes._spTree.append(spare.shapes[-1]._element)
    deck.save(tmp_path / "a.pptx")
    assert with_fixed_dates(tmp_path / "a.pptx", tmp_path / "b.pptx", Origin(), converted=False)
    assert "hôm nay" in shown(tmp_path / "b.pptx", "ppt/slideMasters/slideMaster1.xml")


def test_an_old_deck_does_not_show_today(tmp_path: Path) -> None:
    (path,) = CORPUS.glob("ppt/poi__a7a019c9__*")
    ready = prepare(
        Source(path, path.name, path.parent), tmp_path, Notices(Source(path, "a", path))
    )
    assert ready.drawn == ready.text
    assert not [kind for kind in fields(ready.drawn) if kind.startswith("datetime")]


def test_a_step_shows_the_number_of_its_slide(deck: Any, tmp_path: Path) -> None:
    deck.slides.add_slide(deck.slide_layouts[5])
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    add_field(slide, "slidenum", "‹#›")
    target = f'<p:spTgt spid="{slide.shapes[0].shape_id}"/>'
    effect = f'<p:cTn presetClass="entr" nodeType="clickEffect"><p:x>{target}</p:x></p:cTn>'
    slide._element.append(
        etree.fromstring(
            f'<p:timing xmlns:p="{P}"><p:tnLst><p:par><p:cTn><p:childTnLst><p:seq>'
            f'<p:cTn nodeType="mainSeq"><p:childTnLst><p:par>{effect}</p:par></p:childTnLst>'
            "</p:cTn></p:seq></p:childTnLst></p:cTn></p:par></p:tnLst></p:timing>"
        )
    )
    deck.part._element.set("firstSlideNum", "5")
    deck.save(tmp_path / "a.pptx")
    assert with_steps(tmp_path / "a.pptx", tmp_path / "b.pptx", Origin()) == [2]
    assert shown(tmp_path / "b.pptx", "ppt/slides/hocvu1.xml") == ["6"]
    assert fields(tmp_path / "b.pptx", "ppt/slides/slide2.xml") == ["slidenum"]


@pytest.mark.long
def test_fields_of_an_open_presentation_show_what_was_saved(tmp_path: Path) -> None:
    space = "urn:oasis:names:tc:opendocument:xmlns"
    names = ("date", "time", "file-name", "author-name")
    inside = "".join(f"<x:p>{name} <x:{name}>LƯU-{name}</x:{name}></x:p>" for name in names)
    path = tmp_path / "a.odp"
    with zipfile.ZipFile(path, "w") as container:
        container.writestr("mimetype", "application/vnd.oasis.opendocument.presentation")
        container.writestr(
            "META-INF/manifest.xml",
            f'<m:manifest xmlns:m="{space}:manifest:1.0"><m:file-entry m:full-path="/" '
            'm:media-type="application/vnd.oasis.opendocument.presentation"/><m:file-entry '
            'm:full-path="content.xml" m:media-type="text/xml"/></m:manifest>',
        )
        container.writestr(
            "content.xml",
            f'<o:document-content xmlns:o="{space}:office:1.0" xmlns:x="{space}:text:1.0" '
            f'xmlns:d="{space}:drawing:1.0" xmlns:s="{space}:svg-compatible:1.0" o:version="1.2">'
            '<o:body><o:presentation><d:page d:name="p"><d:frame s:width="9cm" s:height="9cm">'
            f"<d:text-box>{inside}</d:text-box></d:frame></d:page></o:presentation></o:body>"
            "</o:document-content>",
        )
    notices = Notices(Source(path, path.name, tmp_path))
    ready = prepare(notices.source, tmp_path, notices)
    assert fields(ready.text) == []
    assert " ".join(shown(ready.text, "ppt/slides/slide1.xml")).split() == [
        word for name in names for word in (name, f"LƯU-{name}")
    ]
    assert [notice.code for notice in notices.all] == ["slides.dates"]
