"""What describes shapes and groups, and where a click on them leads, is in the text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pptx.enum.shapes import MSO_SHAPE
from pptx.util import Inches

from hocvu.errors import Origin
from hocvu.lesson import Paragraph
from hocvu.lesson.text import lines, walk, words
from hocvu.sources.base import Notices, Source
from hocvu.sources.slides.counts import count_source
from hocvu.sources.slides.deck import open_deck
from hocvu.sources.slides.reader import _animated
from hocvu.sources.slides.shapes import read_shapes
from hocvu.sources.slides.text import Context

BOX = (Inches(1), Inches(1), Inches(2), Inches(1))


def describe(shape: Any, text: str) -> Any:
    next(shape._element.iter("{*}cNvPr")).set("descr", text)
    return shape


@pytest.fixture
def slide(deck: Any) -> Any:
    return deck.slides.add_slide(deck.slide_layouts[6])


def test_descriptions_and_links_of_shapes(deck: Any, slide: Any, tmp_path: Path) -> None:
    outer = describe(slide.shapes.add_group_shape(), "Sơ đồ ba khối")
    outer.shapes.add_shape(MSO_SHAPE.RECTANGLE, *BOX).text_frame.text = "Người dân"
    describe(outer.shapes.add_group_shape(), "Nhóm bên trong")
    describe(slide.shapes.add_shape(MSO_SHAPE.RIGHT_ARROW, *BOX), "Hướng luân chuyển")
    web = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *BOX)
    web.text_frame.text = "Xem văn bản"
    web.click_action.hyperlink.address = "https://vanban.example/1"
    both = describe(slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *BOX), "Nút mở cổng")
    both.click_action.hyperlink.address = "https://cong.example/"
    jump = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *BOX)
    jump.click_action.target_slide = slide
    file = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *BOX)
    file.click_action.hyperlink.address = "file:///C:/a.doc"
    path = tmp_path / "a.pptx"
    deck.save(path)

    (page,) = open_deck(path, Origin()).pages
    notices = Notices(Source(path, path.name, tmp_path))
    blocks = list(read_shapes(page.shapes, Context(page.related, notices, Origin(slide=1))))
    assert list(lines(blocks)) == [
        "Sơ đồ ba khối",
        "Người dân",
        "Nhóm bên trong",
        "Hướng luân chuyển",
        "Xem văn bản",
        "https://vanban.example/1",
        "Nút mở cổng",
    ]
    links = [node.href for node in walk(blocks) if node.kind == "link"]
    assert links == ["https://vanban.example/1", "https://cong.example/"]
    assert all(isinstance(block, Paragraph) for block in blocks)
    told = [(notice.code, notice.severity) for notice in notices.all]
    assert told == [("slides.jump_dropped", "info"), ("slides.link_dropped", "warning")]
    # An address that stands for a link without words is the lesson's own.
    assert count_source(path, Origin()).words == len(list(words(lines(blocks)))) - 1


def test_a_video_alone_is_no_animation(deck: Any, slide: Any, shared: Path, tmp_path: Path) -> None:
    slide.shapes.add_movie(str(shared / "materials/video/th1_mo_dau.mp4"), *BOX)
    deck.save(tmp_path / "a.pptx")
    (page,) = open_deck(tmp_path / "a.pptx", Origin()).pages
    assert page.element.find("{*}timing") is not None
    assert not _animated(page)
