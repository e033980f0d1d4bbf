"""Quizzes and situations as pages that read without a script and give nothing away."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from runtime import activities, samples

from hocvu.lesson import Body, Rendition, Sprites, VideoBody
from hocvu.render import render_course

NEVER = ("Đúng theo quy định", "Xem lại phần", "Căn cứ:", "Không có trong danh mục", "Ví dụ: hồ sơ")


def rendered(made: tuple[Body, Any]) -> tuple[html.HtmlElement, dict[str, Any], str]:
    """Return the page of a lesson, its data, and the page's source."""
    files = {f.path: f.data for f in render_course(
        samples.course(samples.lesson("a", "A", made)), "scorm12").files}  # fmt: skip
    page, script = files["a.html"], files["a.js"]
    assert isinstance(page, bytes)
    assert isinstance(script, bytes)
    data = json.loads(script.decode().partition("=")[2].rstrip(";\n"))
    return html.document_fromstring(page), data, page.decode()


def test_a_quiz_asks_every_question_and_tells_no_answer() -> None:
    root, data, source = rendered(activities.quiz())
    assert [page.get("id") for page in root.xpath("//main/section[contains(@class, 'page')]")] == [
        page[0] for page in data["pages"]
    ]
    for told in NEVER:
        assert told not in source
        assert told in json.dumps(data, ensure_ascii=False)
    for asked in ("Ai có thẩm quyền", "Trưởng thôn", "Hộ chiếu", "Trường học", "Hẹn trả kết quả"):
        assert asked in source
    assert root.xpath("//*[@id='hv-note-1']")


def test_things_to_put_in_order_do_not_stand_in_it() -> None:
    root, _, _ = rendered(activities.quiz())
    shown = root.xpath("//ul[@class='order']/li/@data-id")
    assert sorted(shown) == ["a", "b", "c", "d"]
    assert shown != ["a", "b", "c", "d"]


def test_the_rules_of_a_quiz_are_told_before_it() -> None:
    root, _, _ = rendered(activities.quiz(attempts=2, pick=3, reveal="never"))
    (rules,) = root.xpath("//ul[contains(@class, 'rules')]")
    told = [item.text for item in rules]
    assert told[0].endswith("3")
    assert "80%" in told[1]
    assert told[2].endswith("2")
    assert "không hiện đáp án" in told[3]


def test_a_situation_shows_every_scene_and_hides_where_choices_lead(tmp_path: Path) -> None:
    root, data, source = rendered(activities.situation(tmp_path))
    scenes = root.xpath("//main/section[contains(@class, 'scene')]")
    assert len(scenes) == 4
    for told in ("Anh/chị xử lý thế nào?", "Người dân khiếu nại.", "Bà Lan phải đi lại lần hai."):
        assert told in source
    assert "phải đi lại nhiều lần" not in source
    ways = data["situation"]["scenes"][0]["ways"]
    assert [(way[0], way[2], way[3]) for way in ways] == [("a", 0, 1), ("b", 10, 2), ("c", 4, 1)]
    assert data["situation"]["scenes"][0]["questions"][0]["at"] == 2
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("change", [{"pick": 3}, {"questions": activities.EVERY[1:]}])
def test_a_quiz_of_another_shape_says_so(change: dict[str, Any]) -> None:
    one, other = rendered(activities.quiz())[1], rendered(activities.quiz(**change))[1]
    assert one["shape"] != other["shape"]
    assert rendered(activities.quiz(pass_score=50))[1]["shape"] == one["shape"]


def test_a_video_names_its_rungs_from_the_lightest(tmp_path: Path) -> None:
    body, assets = samples.video(tmp_path, seconds=2)
    assert isinstance(body, VideoBody)
    sheet = samples.picture(tmp_path, "bang", "#000000")
    light = Rendition(asset=assets[0].id, width=160, height=90, bitrate=1000)
    heavy = Rendition(asset=assets[0].id, width=1280, height=720, bitrate=90_000_000)
    sprites = Sprites(asset=sheet.id, columns=4, width=160, height=90, interval=5)
    more = {"renditions": (heavy, light), "audio": assets[0].id, "sprites": sprites}
    root, data, _ = rendered((body.model_copy(update=more), (*assets, sheet)))
    assert [rung[1] for rung in data["video"]["rungs"]] == [90, 180, 720]
    assert data["video"]["audio"] == f"media/{assets[0].id}"
    assert data["video"]["sprites"][1:5] == [4, 160, 90, 5]
    assert root.xpath("//video/@preload") == ["none"]
