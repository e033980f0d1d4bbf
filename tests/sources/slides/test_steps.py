"""Slides that are built up by clicks are shown step by step."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from PIL import Image
from pptx.dml.color import RGBColor
from pptx.util import Inches

from hocvu.lesson import Reading, SlidesBody
from hocvu.lesson.text import body_lines
from hocvu.sources.slides.steps import MOST, hidden_at
from hocvu.tools import libreoffice

Read = Callable[..., Reading]
P = "http://schemas.openxmlformats.org/presentationml/2006/main"

if libreoffice.ENGINE.find() is None and not os.environ.get("CI"):
    pytest.skip("LibreOffice is not installed", allow_module_level=True)


def click(target: str, node: str = "clickEffect", kind: str = "entr") -> str:
    return (
        f'<p:par><p:cTn fill="hold"><p:stCondLst><p:cond delay="indefinite"/></p:stCondLst>'
        f'<p:childTnLst><p:par><p:cTn fill="hold"><p:childTnLst><p:par><p:cTn presetID="1" '
        f'presetClass="{kind}" nodeType="{node}"><p:childTnLst><p:set><p:cBhvr><p:tgtEl>{target}'
        "</p:tgtEl></p:cBhvr></p:set></p:childTnLst></p:cTn></p:par></p:childTnLst></p:cTn></p:par>"
        "</p:childTnLst></p:cTn></p:par>"
    )


def shape(key: int, paragraph: int | None = None) -> str:
    if paragraph is None:
        return f'<p:spTgt spid="{key}"/>'
    part = f'<p:txEl><p:pRg st="{paragraph}" end="{paragraph}"/></p:txEl>'
    return f'<p:spTgt spid="{key}">{part}</p:spTgt>'


def timing(*clicks: str) -> Any:
    return etree.fromstring(
        f'<p:timing xmlns:p="{P}"><p:tnLst><p:par><p:cTn nodeType="tmRoot"><p:childTnLst><p:seq>'
        f'<p:cTn nodeType="mainSeq"><p:childTnLst>{"".join(clicks)}</p:childTnLst></p:cTn>'
        "</p:seq></p:childTnLst></p:cTn></p:par></p:tnLst></p:timing>"
    )


def slide_with(*clicks: str) -> Any:
    root = etree.Element(f"{{{P}}}sld")
    root.append(timing(*clicks))
    return root


def test_what_comes_later_is_hidden() -> None:
    slide = slide_with(click(shape(3)), click(shape(4, 0)), click(shape(4, 1)))
    all_three = {("3", None), ("4", 0), ("4", 1)}
    assert hidden_at(slide) == [all_three, {("4", 0), ("4", 1)}, {("4", 1)}]


def test_what_comes_by_itself_is_there_from_the_beginning() -> None:
    slide = slide_with(click(shape(3), "afterEffect"), click(shape(4)))
    assert hidden_at(slide) == [{("4", None)}]


def test_what_does_not_come_is_no_step() -> None:
    assert hidden_at(slide_with(click(shape(3), kind="emph"))) == []
    assert hidden_at(etree.Element(f"{{{P}}}sld")) == []
    assert hidden_at(slide_with(*(click(shape(n)) for n in range(MOST + 1)))) == []


def test_each_step_has_its_picture(deck: Any, read: Read, tmp_path: Path) -> None:
    plain = deck.slides.add_slide(deck.slide_layouts[5])
    plain.shapes.title.text = "Đứng yên"
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "Từng bước"
    keys = []
    for place, colour in ((1, RGBColor(255, 0, 0)), (5, RGBColor(0, 0, 255))):
        box = slide.shapes.add_shape(1, Inches(place), Inches(3), Inches(3), Inches(3))
        box.fill.solid()
        box.fill.fore_color.rgb = colour
        box.line.fill.background()
        keys.append(box.shape_id)
    slide.element.append(timing(click(shape(keys[0])), click(shape(keys[1]))))
    deck.save(tmp_path / "a.pptx")
    reading = read(tmp_path / "a.pptx", width=320)
    assert isinstance(reading.body, SlidesBody)
    first, second = reading.body.slides
    assert first.steps == ()
    assert len(second.steps) == 2
    by_id = {asset.id: asset for asset in reading.assets}

    def colours(asset: str) -> tuple[bool, bool]:
        with Image.open(tmp_path / "workspace" / by_id[asset].path) as picture:
            image = picture.convert("RGB")
            assert image.width == second.width
            red = image.getpixel((80, 145))
            blue = image.getpixel((208, 145))
        return red[2] < 90, blue[0] < 90  # type: ignore[index]

    shown = [colours(asset) for asset in (*second.steps, second.image)]
    assert shown == [(False, False), (True, False), (True, True)]
    assert list(body_lines(reading.body)) == ["Đứng yên", "Từng bước"]
    codes = {notice.code for notice in reading.notices}
    assert "slides.steps" in codes
    assert "slides.animations" not in codes
