"""Situations: scenes with videos, slides, questions and decisions."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hocvu.errors import Mistaken, SourceError
from hocvu.lesson import SituationBody
from hocvu.lesson.text import lines
from hocvu.pipeline.api import read as read_course
from hocvu.pipeline.choose import choose
from hocvu.pipeline.inputs import plan_input
from hocvu.pipeline.parts import planned
from hocvu.sources.base import Source, Workspace
from hocvu.sources.situation import READER, check

GOOD = """\
situation: chung_thuc_01
title: Bản chính bị tẩy xóa
start: mo_dau
scenes:
  mo_dau:
    title: Tại quầy
    text: |
      Người dân đưa **bản chính**.

      Có vết tẩy.
    decision:
      ask: Anh/chị làm gì?
      choices:
        - {id: a, text: Nhận, score: 0, feedback: Chưa đúng., to: sai}
        - {id: b, text: Từ chối, score: 10, to: ket}
  sai:
    text: Hậu quả.
    then: ket
  ket: {text: Hết., end: score}
"""


def write(folder: Path, text: str, name: str = "tình huống.yaml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def read(path: Path, **options: Any) -> Any:
    assert choose(path, path.name) is READER
    source = Source(path, path.name, path.parent)
    return READER.read(source, Workspace(path.parent / "w"), READER.options(**options))


_READ: dict[tuple[Path, ...], Any] = {}


def compose(path: Path, **options: Any) -> Any:
    """Read a situation and what it is made of in this process; each video once for all tests."""
    source = Source(path, path.name, path.parent)
    chosen = READER.options(**options)
    parts: dict[str, Any] = {}
    for need in READER.needs(source, chosen):
        lesson = planned(need)
        key = (lesson.source.path, *lesson.source.companions)
        if key not in _READ:
            reader = choose(lesson.source.path, lesson.source.name)
            folder = path.parent / "parts" / str(len(_READ))
            try:
                _READ[key] = reader.read(lesson.source, Workspace(folder), reader.options())
            except SourceError as error:
                _READ[key] = error
        parts[need.key] = _READ[key]
    return READER.read(source, Workspace(path.parent / "w", parts=parts), chosen)


def mistakes(path: Path) -> list[tuple[str, int | None]]:
    with pytest.raises(Mistaken) as raised:
        read(path)
    assert all(p.severity != "info" for p in raised.value.problems)
    for problem in raised.value.problems:
        assert problem.message
        assert problem.hint
    return [(p.code.rpartition(".")[2], p.origin.line) for p in raised.value.problems]


def test_scenes_of_text_with_decisions(tmp_path: Path) -> None:
    reading = read(write(tmp_path, GOOD))
    body = reading.body
    assert isinstance(body, SituationBody)
    assert SituationBody.model_validate(body.model_dump()) == body
    assert (body.situation, body.start, body.best, body.pass_score) == (
        "chung_thuc_01", "mo_dau", 10, 80,
    )  # fmt: skip
    first, wrong, last = body.scenes
    assert [(way.id, way.score, way.to, way.right) for way in first.decision.ways] == [
        ("a", 0, "sai", False),
        ("b", 10, "ket", True),
    ]
    assert list(lines(first.decision.ways[0].feedback)) == ["Chưa đúng."]
    assert (wrong.then, last.end) == ("ket", "score")
    assert [block.origin.line for block in first.text] == [8, 10]
    assert reading.title == "Bản chính bị tẩy xóa"
    assert (reading.read.questions, reading.kept.questions) == (1, 1)
    assert reading.read.words <= reading.kept.words
    assert reading.notices == ()
    assert read(tmp_path / "tình huống.yaml", pass_score="50%").body.pass_score == 50


ERRORS = {
    "missing": (GOOD.replace("{id: a, ", "{"), 14),
    "same_choice_id": (GOOD.replace("id: b", "id: a"), 15),
    "choice_id": (GOOD.replace("id: b", "id: hai"), 15),
    "scene_misspelt": (GOOD.replace("to: sai", "to: saii"), 14),
    "scene_unknown": (GOOD.replace("to: sai", "to: nơi_khác_hẳn"), 14),
    "unreachable": (GOOD + "  lac: {text: Lạc., then: ket}\n", 20),
    "dead_end": (GOOD.replace("    then: ket\n", ""), 17),
    "cycle": (GOOD.replace("then: ket", "then: mo_dau"), 18),
    "two_ends": (GOOD.replace("    then: ket\n", "    then: ket\n    end: passed\n"), 19),
    "empty_scene": (GOOD.replace("    text: Hậu quả.\n", ""), 17),
    "end": (GOOD.replace("end: score", "end: xong"), 19),
    "no_end": (GOOD.replace("end: score", "then: sai"), 5),
    "field_misspelt": (GOOD.replace("start:", "pass_scor: 5\nstart:"), 3),
    "field_unknown": (GOOD.replace("start:", "màu_nền: đỏ\nstart:"), 3),
    "not_number": (GOOD.replace("score: 10", "score: nhiều"), 15),
    "scene_id": (GOOD.replace("sai:", "sai-rồi:").replace("to: sai", "to: sai-rồi"), 16),
    "file_missing": (GOOD.replace("    text: Hậu quả.\n", "    video: không.mp4\n"), 17),
    "file_outside": (GOOD.replace("    text: Hậu quả.\n", "    video: ../a.mp4\n"), 17),
    "needs_video": (GOOD.replace("    text: Hậu quả.\n", "    text: x\n    watch: {}\n"), 18),
    "duplicate_key": (GOOD + "  sai: {text: Lần nữa, then: ket}\n", 20),
    "no_scenes": ("situation: a\nstart: b\nscenes: []\n", 3),
    "indentation": (GOOD.replace("  ket: {text", "   ket: {text"), 19),
}


@pytest.mark.parametrize("code", ERRORS)
def test_mistakes_are_told_with_their_lines(code: str, tmp_path: Path) -> None:
    text, line = ERRORS[code]
    assert (code, line) in mistakes(write(tmp_path, text))


def test_all_mistakes_are_told_in_one_run_and_each_once(tmp_path: Path) -> None:
    text = GOOD.replace("{id: a, ", "{").replace("to: ket}", "to: kett}")
    text = text.replace("score: 10", "score: x")
    found = mistakes(write(tmp_path, text))
    assert sorted(found) == [("missing", 14), ("not_number", 15), ("scene_misspelt", 15)]
    path = write(tmp_path, text)
    assert [p.code for p in check(path, "a.yaml")] == [f"situation.{c}" for c, _ in found]


def test_circles_may_be_meant(tmp_path: Path) -> None:
    text = GOOD.replace("then: ket", "then: mo_dau").replace("start:", "cycles: true\nstart:")
    assert read(write(tmp_path, text)).body.best == 10
    never = text.replace("to: ket}", "to: sai}").replace("  ket: {text: Hết., end: score}\n", "")
    assert ("no_end", 6) in mistakes(write(tmp_path, never))


def test_a_manifest_is_no_situation_and_the_other_way_round(tmp_path: Path, root: Path) -> None:
    from hocvu.manifest import find_manifests

    path = write(tmp_path, GOOD.replace("situation:", "id: a\ncode: b\nsituation:"))
    assert READER.accepts(b"", path)
    assert find_manifests(tmp_path) == ()
    for manifest in sorted((root / "manifests").glob("*.yaml")):
        assert not READER.accepts(b"", manifest)
    assert plan_input(str(write(tmp_path, GOOD))).lessons[0].source.path.suffix == ".yaml"


FILM = GOOD.replace(
    "    text: Hậu quả.\n",
    """\
    video: cảnh.mp4
    captions: cảnh.vi.srt
    chapters: [{at: "0:02", title: Bắt đầu}]
    watch: {at_least: 50%, no_skip: true}
    questions: [{at: "0:04", use: "hỏi.md#c2"}]
""",
).replace("  ket: {", "  ket:\n    slide: {file: hình.png, alt: Hai bản}\n    end: score\n#")


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """Return a folder with a situation that has a video, a question and a picture."""
    folder = tmp_path_factory.mktemp("phim")
    content = root / "content/chung-thuc"
    shutil.copy(content / "canh-1-ban-chinh-bi-tay-xoa.mp4", folder / "cảnh.mp4")
    shutil.copy(content / "canh-1-ban-chinh-bi-tay-xoa.vi.srt", folder / "cảnh.vi.srt")
    shutil.copy(content / "hinh-doi-chieu.png", folder / "hình.png")
    write(folder, "Câu 1. A?\n= a\n\nCâu 2. B?\n- (x) b\n- ( ) c\n", "hỏi.md")
    write(folder, FILM)
    return folder


def test_a_scene_with_a_video_a_question_and_a_picture(film: Path) -> None:
    lesson = read_course(film / "tình huống.yaml").lessons[0]
    _, scene, last = lesson.body.scenes
    assert scene.video.duration > 20
    assert (scene.video.watch, scene.video.no_skip) == (0.5, True)
    assert [(c.start, c.title) for c in scene.video.chapters] == [(2, "Bắt đầu")]
    assert scene.video.captions[0].language == "vi"
    assert [(t.at, t.question.id, t.required) for t in scene.questions] == [(4, "c2", True)]
    assert (last.slide.width > 0, list(lines(last.slide.text))) == (True, ["Hai bản"])
    film_ = scene.video
    needed = {film_.media, film_.poster, film_.captions[0].asset, last.slide.image}
    assert needed <= {asset.id for asset in lesson.assets}
    assert all(asset.path.is_file() for asset in lesson.assets)


def test_what_a_situation_is_made_of_is_no_lesson_of_its_own(film: Path) -> None:
    plan = plan_input(str(film))
    assert [lesson.source.path.name for lesson in plan.lessons] == ["tình huống.yaml"]
    assert [notice.code for notice in plan.notices] == ["draft.not_publishable"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('at: "0:04"', 'at: "9:04"', "situation.beyond_end"),
        ('at: "0:02"', 'at: "9:02"', "situation.beyond_end"),
        ("#c2", "#c9", "situation.question_unknown"),
        ('"hỏi.md#c2"', "cảnh.mp4", "situation.not_quiz"),
        ("video: cảnh.mp4", "video: hỏi.md", "situation.not_video"),
        ("slide: {file: hình.png, alt: Hai bản}", "slide: hỏi.md", "situation.not_deck"),
        ("slide: {file: hình.png, alt: Hai bản}", "slide: hỏng.png", "situation.picture"),
        ('"hỏi.md#c2"', "sai.md", "situation.part_failed"),
    ],
)
def test_materials_that_do_not_fit_are_told(film: Path, old: str, new: str, code: str) -> None:
    write(film, "Câu 1. A?\n- ( ) a\n- ( ) b\n", "sai.md")
    (film / "hỏng.png").write_bytes(b"no picture")
    path = write(film, FILM.replace(old, new), "khác.yaml")
    try:
        with pytest.raises(Mistaken) as raised:
            compose(path)
    finally:
        for name in ("khác.yaml", "sai.md", "hỏng.png"):
            (film / name).unlink()
        shutil.rmtree(film / "parts", ignore_errors=True)
    found = [p for p in raised.value.problems if p.code == code]
    assert found
    assert found[0].origin.line


def test_captions_are_asked_for_unless_a_reason_is_given(film: Path, tmp_path: Path) -> None:
    for name in ("cảnh.mp4", "hỏi.md", "hình.png"):
        shutil.copy(film / name, tmp_path)
    bare = FILM.replace("    captions: cảnh.vi.srt\n", "")
    path = write(tmp_path, bare)
    with pytest.raises(Mistaken) as raised:
        compose(path)
    assert [p.code for p in raised.value.problems] == ["situation.no_captions"]
    write(tmp_path, bare.replace("start:", "no_captions: Video không có lời.\nstart:"))
    scene = compose(path).body.scenes[1]
    assert "Video không có lời." in " ".join(lines(scene.text))


LINES = st.sampled_from([*GOOD.splitlines(), "  ket: 5", "cycles: true", "- x", "    end: passed"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(LINES, st.text(max_size=10)), max_size=20), st.integers(0, 18))
def test_any_text_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, more: list[str], at: int
) -> None:
    folder = tmp_path_factory.getbasetemp() / "bất kỳ"
    folder.mkdir(exist_ok=True)
    pieces = GOOD.splitlines()
    path = folder / "a.yaml"
    text = "\n".join([*pieces[:at], *more, *pieces[at:]])
    path.write_text(text, "utf-8", errors="replace")
    with suppress(SourceError):
        reader = choose(path, path.name)
        source = Source(path, path.name, folder)
        reading = reader.read(source, Workspace(folder / "w"), reader.options())
        SituationBody.model_validate(reading.body.model_dump())
