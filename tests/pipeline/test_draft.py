"""A folder without a manifest becomes a course whose identifiers do not hang on where it lies."""

import shutil
import unicodedata
import zipfile
from pathlib import Path

import pytest

from hocvu.errors import Unsupported
from hocvu.pipeline.api import pack
from hocvu.pipeline.draft import materials, plan_file, plan_folder


def tree(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    return folder


def shape(folder: Path) -> list[tuple[str, list[str]]]:
    plan = plan_folder(folder, folder.name)
    return [(s.title, [lesson.source.path.name for lesson in s.lessons]) for s in plan.sections]


def test_files_then_folders_in_the_order_people_count(tmp_path: Path) -> None:
    folder = tree(
        tmp_path / "Khoá học",
        "Bài 10.pptx", "bài 2.mp4", "bài 2.vi.srt", "Phần 2/c.mp4", "Phần 1/b.pptx",
        "Phần 1/sâu/a.mp4",
        ".ẩn.mp4", "~$bài.pptx", "Thumbs.db",
    )  # fmt: skip
    assert shape(folder) == [
        ("", ["bài 2.mp4", "Bài 10.pptx"]),
        ("Phần 1", ["b.pptx", "a.mp4"]),
        ("Phần 2", ["c.mp4"]),
    ]
    first = plan_folder(folder, "x").lessons[0]
    assert [path.name for path in first.source.companions] == ["bài 2.vi.srt"]


@pytest.mark.parametrize("suffix", ["srt", "vtt", "ass", "ssa", "sbv", "ttml", "dfxp", "VTT"])
def test_captions_of_every_kind_go_with_their_video(tmp_path: Path, suffix: str) -> None:
    folder = tree(tmp_path / "k", "a.mp4", f"a.vi.{suffix}", "b.mp4")
    plan = plan_folder(folder, "k")
    beside = [[path.name for path in lesson.source.companions] for lesson in plan.lessons]
    assert beside == [[f"a.vi.{suffix}"], []]
    assert [notice.code for notice in plan.notices] == ["draft.not_publishable"]


def test_what_is_left_out_is_told(tmp_path: Path) -> None:
    folder = tree(tmp_path / "k", "a.mp4", "b.xyz", "c.vi.srt")
    told = {(notice.code, notice.origin.file) for notice in plan_folder(folder, "k").notices}
    assert told == {
        ("draft.not_publishable", "k"),
        ("draft.left_out", "k/b.xyz"),
        ("draft.captions_alone", "k/c.vi.srt"),
    }


def test_documents_and_decks_of_every_age_are_taken(tmp_path: Path) -> None:
    names = ["a.doc", "b.dot", "c.rtf", "d.odt", "e.ppt", "f.pps", "g.odp", "h.docx", "i.pptx"]
    folder = tree(tmp_path / "k", *names)
    assert shape(folder) == [("", names)]


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(Unsupported):
        plan_folder(tree(tmp_path / "k", "a.xyz"), "k")


def test_identifiers_hang_on_names_alone(tmp_path: Path) -> None:
    one = tree(tmp_path / "one" / "Dạy", "Bài 1.mp4", "p/Bài 2.mp4")
    other = tmp_path / "elsewhere" / unicodedata.normalize("NFD", "Dạy")
    other.parent.mkdir()
    shutil.copytree(one, other)
    (other / "Bài 1.mp4").rename(other / unicodedata.normalize("NFD", "Bài 1.mp4"))
    here, there = plan_folder(one, "a"), plan_folder(other, "b")
    assert here.record == there.record
    assert here.slug == there.slug
    assert [x.id for x in here.lessons] == [x.id for x in there.lessons]


def test_names_that_differ_in_marks_make_different_courses(tmp_path: Path) -> None:
    tree(tmp_path, "Dạy.mp4", "Dậy.mp4", "Dạy.pptx")
    plans = [plan_file(path, path.name) for path in sorted(tmp_path.iterdir())]
    assert len({plan.slug for plan in plans}) == 3
    assert len({plan.record.id for plan in plans}) == 3
    assert {plan.record.status for plan in plans} == {"du_thao"}


def test_scans_are_lessons_and_illustrations_are_not(tmp_path: Path) -> None:
    (tmp_path / "bai.md").write_text("# Bài\n\n![Sơ đồ](hinh/s%C6%A1%20%C4%91%E1%BB%93.png)\n")
    (tmp_path / "hinh").mkdir()
    for name in ("hinh/sơ đồ.png", "clip.jpg", "trang quét.jpg"):
        (tmp_path / name).write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "clip.mp4").write_bytes(b"")
    plan = plan_folder(tmp_path, "f")
    assert [lesson.source.path.name for lesson in plan.lessons] == [
        "bai.md",
        "clip.mp4",
        "trang quét.jpg",
    ]
    assert [notice.code for notice in plan.notices] == ["draft.not_publishable"]


def test_what_hocvu_made_is_no_material_and_what_others_made_is(tmp_path: Path) -> None:
    (tmp_path / "bai.md").write_text("# Bài\n\nNội dung.\n", "utf-8")
    standards = ["scorm12", "cmi5", "olx", "xapi", "web"]
    for _ in range(2):
        packages = pack(tmp_path, standards, tmp_path / "dist", cache=tmp_path / ".cache")
        assert len(packages) == len(standards)
    tree(tmp_path, "dist/khac.metadata.json", "dist/khac-olx.tar.gz")
    (tmp_path / "manifest.yaml").write_text("id: urn:x\ncode: X\ntitle: X\nparts: []\n", "utf-8")
    (tmp_path / "chuong-trinh.yaml").write_text("id: urn:y\ntopics: []\n", "utf-8")
    with zipfile.ZipFile(tmp_path / "cua nguoi khac.zip", "w") as archive:
        archive.writestr("imsmanifest.xml", "<manifest/>")
        for name in ("data.js", "player.js", "metadata.json"):
            archive.writestr(name, "{}")
    plan = plan_folder(tmp_path, "k")
    names = [lesson.source.path.name for lesson in plan.lessons]
    assert names == ["bai.md", "cua nguoi khac.zip"]
    assert [path.name for path in materials(tmp_path)] == names
    told = [(n.code, n.severity, n.origin.file) for n in plan.notices]
    assert told == [
        ("draft.not_publishable", "info", "k"),
        ("draft.left_out", "warning", "k/dist/khac-olx.tar.gz"),
        ("draft.left_out", "warning", "k/dist/khac.metadata.json"),
        ("draft.own", "info", "k"),
    ]
