"""Loading, and checking files and folders."""

from __future__ import annotations

import pickle
import unicodedata
from pathlib import Path

import pytest

from hocvu.errors import ManifestError
from hocvu.manifest import (
    InvalidManifest,
    check,
    course_slug,
    find_manifests,
    is_manifest,
    load,
    validate,
)
from hocvu.manifest.find import find_unread


def put(folder: Path, text: str, name: str = "a.yaml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_manifest_loads_whole(folder: Path, good: str) -> None:
    manifest = load(put(folder, good))
    record = manifest.record
    assert manifest.slug == "mc-01"
    assert record.title["en"] == "Receiving files at the one-stop shop"
    assert record.publisher is not None
    assert record.publisher.id == "H01.02"
    assert record.legal_basis[0].number == "118/2025/NĐ-CP"
    assert record.assessment is not None
    assert record.assessment.pass_score == 80
    assert [section.title for section in manifest.parts] == ["", "Tiếp nhận"]
    first, second, third = manifest.lessons
    assert (first.id, first.title) == ("mo-dau", "Mở đầu")
    assert second.options == {"headings": "styles", "download": False}
    assert third.captions == (folder / "files" / "video.vi.vtt",)
    assert third.transcript == folder / "files" / "loi.txt"
    assert (third.origin.line, third.origin.column) == (53, 9)
    assert manifest.problems == ()


def test_json_loads_the_same(folder: Path) -> None:
    path = put(
        folder,
        '{"id": "urn:hv:y", "code": "01", "title": "Một", "language": "vi", "version": "1.0.0",\n'
        '"status": "du_thao", "parts": [{"source": "files/mo-dau.md", "required": false}]}',
        "a.json",
    )
    manifest = load(path)
    assert (manifest.record.code, manifest.lessons[0].required) == ("01", False)


def test_a_draft_needs_only_a_core(folder: Path) -> None:
    path = put(
        folder,
        "id: urn:hv:y\ncode: 01\ntitle: Một\nlanguage: vi\nversion: 0.1.0\nstatus: du_thao\n"
        "parts:\n  - source: files/mo-dau.md\n",
    )
    manifest = load(path)
    assert manifest.record.code == "01"
    assert {p.severity for p in manifest.problems} == {"warning"}
    wanted = {p.field for p in check(path, for_publish=True) if p.severity == "error"}
    assert {"description", "approval", "issued", "publisher", "status"} <= wanted
    appraised = put(folder, path.read_text().replace("du_thao", "tham_dinh"), "b.yaml")
    missing = {p.field for p in check(appraised) if p.code == "manifest.missing"}
    assert {"description", "publisher", "rights"} <= missing
    assert not missing & {"approval", "issued", "review_by"}


def test_keys_last_while_titles_change(folder: Path, good: str) -> None:
    before = load(put(folder, good)).lessons[1].id
    changed = good.replace("  - title: Tiếp nhận", "  - title: Tên khác")
    assert (
        load(put(folder, changed.replace("version: 1.0.0", "version: 2.0.0"))).lessons[1].id
        == before
    )


def test_names_on_disk_may_be_decomposed(folder: Path, good: str) -> None:
    decomposed = folder / "files" / unicodedata.normalize("NFD", "Mở đầu.md")
    decomposed.write_bytes(b"x")
    manifest = load(put(folder, good.replace("files/mo-dau.md", "files/Mở đầu.md")))
    assert manifest.lessons[0].source == decomposed


def test_the_same_material_twice_has_two_keys(folder: Path, good: str) -> None:
    twice = good + "  - source: files/mo-dau.md\n  - source: files/mo-dau.md\n"
    keys = [lesson.id for lesson in load(put(folder, twice)).lessons]
    assert len(set(keys)) == len(keys) == 5


def test_slugs_never_confuse_two_codes() -> None:
    assert course_slug("MC-01") == "mc-01"
    assert course_slug("Dạy") != course_slug("Dậy")
    assert course_slug("A 1") != course_slug("A-1")
    for code in ("Dạy", "Đất đai/01", "…"):
        assert course_slug(code).isascii()
        assert course_slug(code).replace("-", "").isalnum()


def test_an_invalid_manifest_travels_between_processes(folder: Path, good: str) -> None:
    with pytest.raises(ManifestError) as raised:
        load(put(folder, good.replace("kind: khoa_hoc", "kind: x")))
    copy = pickle.loads(pickle.dumps(raised.value))
    assert isinstance(copy, InvalidManifest)
    assert copy.problems == raised.value.problems  # type: ignore[attr-defined]
    assert (copy.origin.line, copy.code) == (9, "manifest.invalid")


def test_load_tells_of_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InvalidManifest) as raised:
        load(tmp_path / "khong-co.yaml")
    assert raised.value.problems[0].code == "manifest.not_found"


def test_folders_are_searched_for_manifests_alone(folder: Path, good: str) -> None:
    manifests = {
        put(folder, good, "b/khoa.yml"),
        put(folder, good.replace("mot-cua", "khac"), "a.yaml"),
        put(folder, '{"id": "urn:hv:b", "parts": []}', "c.json"),
        put(folder, "id: [\nparts:\n", "hong.yaml"),
    }
    put(folder, "version: 2\nservices: {}\n", "compose.yaml")
    put(folder, '{"name": "x"}', "package.json")
    put(folder, good, ".an/d.yaml")
    put(folder, "id: x\nparts: y\n", "doc.txt")
    found = find_manifests(folder)
    assert set(found) == manifests
    assert list(found) == list(find_manifests([folder, folder / "a.yaml"]))
    assert not is_manifest(folder / "compose.yaml")
    assert is_manifest(folder / "hong.yaml")


def test_identifiers_and_codes_are_unique_across_folders(folder: Path, good: str) -> None:
    first, second = put(folder, good), put(folder, good, "b.yaml")
    problems = validate(folder)
    assert [(p.code, p.severity, p.file, p.line, p.field) for p in problems] == [
        ("manifest.id_twice", "error", str(second), 1, "id"),
        ("manifest.code_twice", "warning", str(second), 2, "code"),
    ]
    assert {p.params["file"] for p in problems} == {str(first)}
    assert validate([first, first]) == ()
    put(folder, good.replace("mot-cua", "khac").replace("MC-01", "mc-01"), "b.yaml")
    assert [p.code for p in validate(folder)] == ["manifest.code_twice"]


def test_a_temporary_identifier_is_not_published(folder: Path, good: str) -> None:
    temporary = good.replace("https://hoc-lieu.example.gov.vn/mot-cua", "urn:hocvu:mot-cua")
    path = put(folder, temporary)
    assert check(path) == ()
    assert [p.code for p in check(path, for_publish=True)] == ["manifest.id_temporary"]
    assert check(put(folder, good), for_publish=True) == ()


def test_a_named_file_is_checked_whatever_it_holds(folder: Path) -> None:
    codes = {problem.code for problem in validate(put(folder, "name: x\n"))}
    assert codes >= {"manifest.missing", "manifest.field_unknown"}


def test_yaml_that_nobody_can_read_is_not_passed_over_in_silence(folder: Path, good: str) -> None:
    known = put(folder, good)
    empty, broken = put(folder, "# rỗng\n---\n", "rong.yaml"), put(folder, "bad: [\n", "b/hong.yml")
    put(folder, "version: 2\nservices: {}\n", "compose.yaml")
    put(folder, "- một\n- hai\n", "danh-sach.yaml")
    put(folder, "a: !Ref x\n---\nb: 1\n", "nhieu.yaml")
    put(folder, "// không phải\n{", "cau-hinh.json")
    put(folder, "a: [", ".an.yaml")
    told = [(p.file, p.severity, p.code) for p in find_unread([folder, folder], {str(known)})]
    assert sorted(told) == [
        (str(broken), "error", "manifest.bracket_open"),
        (str(empty), "warning", "manifest.empty_file"),
    ]
    assert find_unread(broken, ()) == ()
