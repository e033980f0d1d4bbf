"""Programmes: what is wrong with one is told at its line; a good one is packed as one course."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from cli_runs import Hocvu
from lxml import etree

import hocvu
from hocvu.errors import ManifestError
from hocvu.manifest import InvalidManifest, is_manifest
from hocvu.programmes import check_programme, find_programmes, is_programme, load_programme

HEAD = """id: https://hoclieu.example/ct/2026
code: CT-2026
title: Chương trình thử
version: 1.0.0
topics:
"""
TOPICS = """  - code: CD-01
    manifest: mot.yaml
    requirement: bat_buoc
    hours: 1.5
  - code: CD-02
    manifest: hai.yaml
    requirement: tu_chon
    requires: [CD-01]
  - code: CD-03
    title: Chuyên đề của nơi khác
    course: https://hoclieu.example/khac
    requirement: bat_buoc
    chosen:
      catalogue: https://hoclieu.example
      version: 2.0.0
      url: https://hoclieu.example/khac.html
"""


@pytest.fixture
def programme(tmp_path: Path) -> Path:
    for name, title in (("mot", "Chuyên đề một"), ("hai", "Chuyên đề hai")):
        (tmp_path / f"{name}.md").write_text(f"# {title}\n\nNội dung của {title}.\n", "utf-8")
        (tmp_path / f"{name}.yaml").write_text(
            f"id: https://hoclieu.example/{name}\ncode: {name}\ntitle: {title}\n"
            "language: vi\nversion: 1.0.0\nstatus: du_thao\n"
            f"parts:\n  - {{id: bai-1, source: {name}.md}}\n",
            "utf-8",
        )
    path = tmp_path / "ct.yaml"
    path.write_text(HEAD + TOPICS, "utf-8")
    return path


def test_a_programme_is_no_manifest_and_is_found(programme: Path) -> None:
    assert is_programme(programme)
    assert not is_manifest(programme)
    assert find_programmes(programme.parent) == (programme,)
    assert not is_programme(programme.parent / "mot.yaml")


def test_a_good_programme_is_loaded(programme: Path) -> None:
    loaded = load_programme(programme)
    assert [topic.code for topic in loaded.topics] == ["CD-01", "CD-02", "CD-03"]
    assert [topic.required for topic in loaded.topics] == [True, False, True]
    assert loaded.topics[0].manifest == programme.parent / "mot.yaml"
    assert loaded.problems == ()


@pytest.mark.parametrize(
    ("before", "after", "code", "line"),
    [
        ("code: CD-02", "code: cd-01", "programme.code_twice", 10),
        ("hai.yaml", "khong.yaml", "programme.manifest_missing", 11),
        ("requires: [CD-01]", "requires: [CD-09]", "programme.requires_unknown", 13),
        ("requires: [CD-01]", "requires: [CD-02]", "programme.circle", 13),
        ("    course: https://hoclieu.example/khac\n", "", "programme.chosen_of_nothing", 18),
        ("requirement: tu_chon", "requirement: tùy ý", "manifest.term_unknown", 12),
        ("requirement: tu_chon", "requirment: tu_chon", "manifest.field_misspelt", 12),
        ("version: 2.0.0", "version: hai", "manifest.not_version", 20),
        ("hours: 1.5", "hours: nhiều", "manifest.not_number", 9),
        ("code: CT-2026\n", "", "manifest.missing_inside", 1),
    ],
)
def test_a_mistake_is_told_at_its_line(
    programme: Path, before: str, after: str, code: str, line: int
) -> None:
    programme.write_text(programme.read_text("utf-8").replace(before, after, 1), "utf-8")
    problems = [problem for problem in check_programme(programme) if problem.severity == "error"]
    assert [(problem.code, problem.line) for problem in problems] == [(code, line)]
    with pytest.raises(InvalidManifest):
        load_programme(programme)


def test_topics_are_packed_as_one_course_with_links_to_the_others(
    programme: Path, tmp_path: Path
) -> None:
    (package,) = hocvu.pack(programme, standards=["scorm12"], out=tmp_path / "dist")
    with zipfile.ZipFile(package.package.path) as archive:
        manifest = etree.fromstring(archive.read("imsmanifest.xml"))
        links = archive.read("chuyen-de-trong-danh-muc.html").decode()
    titles = manifest.xpath("//*[local-name()='item']/*[local-name()='title']/text()")
    assert titles[0::2] == ["Chuyên đề một", "Chuyên đề hai", "Chuyên đề trong danh mục"]
    needed = manifest.xpath("//*[local-name()='prerequisites']/text()")
    first = manifest.xpath("//*[local-name()='item'][@identifierref]/@identifier")[0]
    assert needed == [first]
    assert 'href="https://hoclieu.example/khac.html"' in links


def test_a_topic_without_materials_is_left_out_and_told(programme: Path, tmp_path: Path) -> None:
    second = programme.parent / "hai.yaml"
    second.write_text(second.read_text("utf-8").partition("parts:")[0], "utf-8")
    course = hocvu.read(programme)
    assert [n.params["code"] for n in course.notices if n.code == "programme.left_out"] == ["CD-02"]
    programme.write_text(HEAD + "  - {code: CD-02, manifest: hai.yaml}\n", "utf-8")
    with pytest.raises(ManifestError) as told:
        hocvu.read(programme)
    assert told.value.remark.code == "programme.nothing_made"


def test_validate_tells_of_programmes_too(programme: Path, hocvu_run: Hocvu) -> None:
    text = programme.read_text("utf-8")
    programme.write_text(text.replace("requires: [CD-01]", "requires: [CD-02]"), "utf-8")
    for _ in range(2):  # anew, and as it is remembered
        told = hocvu_run("validate", programme.parent, "--format", "json")
        assert told.code == 3
        assert "programme.circle" in told.out
    programme.write_text(text, "utf-8")
    assert "programme." not in hocvu_run("validate", programme.parent, "--format", "json").out
