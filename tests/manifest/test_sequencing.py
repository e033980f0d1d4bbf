"""What lessons wait for: told at its line where it can never come."""

from __future__ import annotations

from pathlib import Path

import pytest

import hocvu
from hocvu.errors import ManifestError
from hocvu.manifest import check, load

HEAD = (
    "id: https://a.example/k\ncode: K\ntitle: Khóa\nlanguage: vi\nstatus: du_thao\nversion: 1.0.0\n"
)


def written(folder: Path, sequencing: str, *parts: str) -> Path:
    for name in "abcd":
        (folder / f"{name}.md").write_text(f"# Bài {name}\n\nNội dung {name}.\n", "utf-8")
    path = folder / "khoa.yaml"
    path.write_text(HEAD + sequencing + "parts:\n" + "\n".join(parts) + "\n", "utf-8")
    return path


def lesson(key: str, more: str = "", indent: str = "") -> str:
    source = key.removeprefix("bai-")
    return f"{indent}  - {{id: {key}, source: {source}.md{', ' + more if more else ''}}}"


SECTION = (
    "  - {id: phan, title: Phần, %s parts: [{id: bai-c, source: c.md}, {id: bai-d, source: d.md}]}"
)


@pytest.mark.parametrize(
    ("sequencing", "parts", "code", "line", "column"),
    [
        ("", (lesson("bai-a", "requires: [khac]"),), "requires_unknown", 8, 42),
        ("", (lesson("bai-a"), lesson("bai-b", "requires: [bai-aa]")), "requires_misspelt", 9, 42),
        ("", (lesson("bai-a", "requires: [bai-a]"),), "requires_itself", 8, 42),
        ("", (SECTION % "requires: [bai-c],",), "requires_itself", 8, 40),
        ("", (lesson("bai-a", "requires: [bai-b]"), lesson("bai-b", "requires: [bai-a]")),
         "requires_circle", 9, 42),
        ("", (lesson("bai-a", "requires: [phan]"), SECTION % "requires: [bai-a],"),
         "requires_circle", 8, 42),
        ("sequencing: lan_luot\n", (lesson("bai-a", "requires: [bai-b]"), lesson("bai-b")),
         "requires_later", 9, 42),
        ("sequencing: lộn xộn\n", (lesson("bai-a"),), "term_unknown", 7, 13),
        ("sequencing: {thu_tu: tu_do}\n", (lesson("bai-a"),), "missing_inside", 7, 13),
        ("", (lesson("bai-a", "mastery: 120"),), "too_big", 8, 40),
        ("", (lesson("bai-a", "required: false"),), "nothing_required", 8, 41),
    ],
)  # fmt: skip
def test_what_can_never_come_is_told_at_its_place(
    sequencing: str, parts: tuple[str, ...], code: str, line: int, column: int, tmp_path: Path
) -> None:
    found = [one for one in check(written(tmp_path, sequencing, *parts)) if code in one.code]
    assert [one.code for one in found] == [f"manifest.{code}"]
    assert (found[0].line, found[0].column) == (line, column)
    for lang in ("vi", "en"):
        assert found[0].message_in(lang)
        assert found[0].hint_in(lang)


def test_a_section_stands_for_its_required_lessons(tmp_path: Path) -> None:
    path = written(
        tmp_path, "sequencing: {order: lan_luot}\n",
        lesson("bai-a"), SECTION % "requires: [bai-a],", lesson("bai-b", "requires: [phan]"),
    )  # fmt: skip
    manifest = load(path)
    assert manifest.order == "lan_luot"
    assert {one.id: one.requires for one in manifest.lessons} == {
        "bai-a": (), "bai-c": ("bai-a",), "bai-d": ("bai-a",), "bai-b": ("bai-c", "bai-d"),
    }  # fmt: skip


def test_a_course_knows_what_its_manifest_asks(tmp_path: Path) -> None:
    path = written(
        tmp_path, "sequencing: lan_luot\n", lesson("bai-a"), lesson("bai-b", "required: false"),
        lesson("bai-c", "requires: [bai-b]"),
    )  # fmt: skip
    course = hocvu.read(path)
    assert course.order == "lan_luot"
    assert [one.required for one in course.lessons] == [True, False, True]
    assert [one.requires for one in course.lessons] == [(), (), ("bai-b",)]


def test_a_pass_mark_needs_a_score(tmp_path: Path) -> None:
    path = written(tmp_path, "", lesson("bai-a"), lesson("bai-b", "mastery: 80"))
    with pytest.raises(ManifestError) as caught:
        hocvu.read(path)
    assert caught.value.code == "manifest.mastery_no_score"
    assert caught.value.origin.line == 9
    (tmp_path / "b.md").unlink()
    (tmp_path / "b.gift").write_text("Hỏi? { =Đúng ~Sai }", "utf-8")
    path.write_text(path.read_text("utf-8").replace("b.md", "b.gift"), "utf-8")
    assert hocvu.read(path).lessons[1].mastery == 0.8
