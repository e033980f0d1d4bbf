"""What happens every day: a file added later, a number sign, a folder one may not read."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_runs import Hocvu

from hocvu import cli


@pytest.fixture
def course(tmp_path: Path) -> Path:
    folder = tmp_path / "khoá"
    folder.mkdir()
    (folder / "Bài 1.md").write_text("# Bài 1\n\nDùng mẫu số 3 của xã.\n", "utf-8")
    return folder


def test_a_file_added_after_the_manifest_is_told(hocvu: Hocvu, course: Path) -> None:
    assert hocvu("new", course).code == 0
    assert "Bài 2" not in hocvu("pack", course).err
    (course / "Bài 2.md").write_text("# Bài 2\n\nThêm sau.\n", "utf-8")
    said = hocvu("pack", course)
    assert said.code == 0
    assert "Bài 2.md: Tài liệu này nằm trong thư mục nhưng không có" in said.err


def test_words_after_a_number_sign_are_told(hocvu: Hocvu, course: Path) -> None:
    hocvu("new", course)
    manifest = course / "manifest.yaml"
    text = manifest.read_text("utf-8").replace("title: khoá", "title: Dùng mẫu #3 của xã")
    manifest.write_text(text, "utf-8")
    said = hocvu("validate", manifest)
    assert "«#3 của xã»" in said.err
    manifest.write_text(text.replace("Dùng mẫu #3 của xã", "Dùng mẫu # ghi chú"), "utf-8")
    assert "ghi chú»" not in hocvu("validate", manifest).err


def test_an_earlier_package_with_other_content_is_not_replaced_in_silence(
    hocvu: Hocvu, tmp_path: Path
) -> None:
    for unit in ("xã 1", "xã 2"):
        (tmp_path / unit).mkdir()
        (tmp_path / unit / "Bài 1.md").write_text(f"# Bài 1\n\nCủa {unit}.\n", "utf-8")
    assert "thay gói cũ" not in hocvu("pack", "xã 1/Bài 1.md").err
    assert "thay gói cũ" not in hocvu("pack", "xã 1/Bài 1.md").err
    assert "thay gói cũ" in hocvu("pack", "xã 2/Bài 1.md").err


def test_an_empty_name_is_not_the_current_folder(hocvu: Hocvu, course: Path) -> None:
    assert hocvu("pack", "", cwd=course).code == 2


def test_a_place_that_cannot_be_written_is_told_without_a_traceback(
    hocvu: Hocvu, course: Path, tmp_path: Path
) -> None:
    (tmp_path / "tệp").write_text("x")
    for arguments in (["--out", "tệp/dist"], ["--report", "tệp/r.json"]):
        said = hocvu("pack", course / "Bài 1.md", *arguments)
        assert said.code == 6, said.err
        assert "Traceback" not in said.err
        assert "tệp" in said.err
    said = hocvu("pack", course / "Bài 1.md", "--cache", "tệp/cache")
    assert said.code == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["validate", "a", "--xyz"], "không có tùy chọn --xyz"),
        (["validate", "a", "--formt", "json"], "có phải ý bạn là --format"),
        (["validate"], "thiếu ĐƯỜNG-DẪN"),
        (["validate", "a", "--format", "xyz"], "--format chỉ nhận: text, json, github"),
        (["pack", "a", "--jobs", "x"], "--jobs phải là số nguyên"),
        (["xyz"], "không có lệnh xyz"),
        (["pak"], "không có lệnh pak"),
        (["schema", "thua"], "thừa thua"),
    ],
)
def test_a_wrong_command_line_is_told_in_vietnamese(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    told: str,
) -> None:
    monkeypatch.setenv("HOCVU_LANG", "vi")
    assert cli.run(arguments) == 2
    said = capsys.readouterr().err
    assert told in said
    assert not {"such", "Missing", "Invalid", "unexpected"} & set(said.split())
