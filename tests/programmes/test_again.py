"""A list of topics that has grown is written again, and nobody's work is lost by it."""

from __future__ import annotations

from pathlib import Path

import pytest

from hocvu.errors import ManifestError
from hocvu.pipeline.from_topics import PROGRAMME, write_topics
from hocvu.programmes import load_programme
from hocvu.tools.workbooks import new_workbook

ROWS = (("CD-01", "Chữ ký số", 8), ("CD-02", "Một cửa", 4.5), ("CD-03", "An toàn", 2))


def listed(folder: Path, rows: int) -> Path:
    path = folder / "danh-muc.xlsx"
    with new_workbook(path) as book:
        sheet = book.add_worksheet("Phụ lục")
        sheet.write_row(0, 0, ("Mã chuyên đề", "Tên chuyên đề", "Thời lượng (giờ)"))
        for number, row in enumerate(ROWS[:rows], 1):
            sheet.write_row(number, 0, row)
    return path


def test_new_topics_are_added_to_the_programme(tmp_path: Path) -> None:
    out = tmp_path / "khoa-hoc"
    first = write_topics(listed(tmp_path, 2), "danh-muc.xlsx", out)
    assert first.new == 2
    before = first.programme.read_text("utf-8") + "# ghi chú cuối tệp\n"
    first.programme.write_text(before, "utf-8")
    (out / "cd-01.yaml").write_text("# của tác giả\n", "utf-8")
    again = write_topics(listed(tmp_path, 3), "danh-muc.xlsx", out)
    assert (again.new, len(again.manifests)) == (1, 3)
    assert (out / "cd-01.yaml").read_text("utf-8") == "# của tác giả\n"
    assert "topics.programme_extended" in [notice.code for notice in again.notices]
    after = first.programme.read_text("utf-8").splitlines()
    assert [line for line in after if line in before.splitlines()] == before.splitlines()
    topics = load_programme(out / PROGRAMME).topics
    assert [(t.code, t.hours) for t in topics] == [("CD-01", 8), ("CD-02", 4.5), ("CD-03", 2)]
    assert topics[2].manifest == out / "cd-03.yaml"
    text = first.programme.read_bytes()
    assert write_topics(listed(tmp_path, 3), "danh-muc.xlsx", out).new == 0
    assert first.programme.read_bytes() == text
    assert {path.name for path in out.iterdir()} == {
        PROGRAMME, "cd-01.yaml", "cd-02.yaml", "cd-03.yaml"
    }  # fmt: skip


@pytest.mark.parametrize("mixed", [False, True])
def test_a_programme_of_windows_keeps_its_line_ends(tmp_path: Path, mixed: bool) -> None:
    out = tmp_path / "khoa-hoc"
    programme = write_topics(listed(tmp_path, 2), "danh-muc.xlsx", out).programme
    before = programme.read_bytes().replace(b"\n", b"\r\n")
    before = b"\xef\xbb\xbf" + before + b"# c\n" if mixed else before
    programme.write_bytes(before)
    write_topics(listed(tmp_path, 3), "danh-muc.xlsx", out)
    after = programme.read_bytes()
    assert [topic.code for topic in load_programme(programme).topics][2:] == ["CD-03"]
    lines = before.splitlines(keepends=True)
    assert [line for line in after.splitlines(keepends=True) if line in lines] == lines
    if not mixed:
        assert after.count(b"\n") == after.count(b"\r\n")


def test_a_programme_that_cannot_be_added_to_stops_before_anything_is_written(
    tmp_path: Path,
) -> None:
    out = tmp_path / "khoa-hoc"
    programme = write_topics(listed(tmp_path, 2), "danh-muc.xlsx", out).programme
    for broken in ("topics: [{code: CD-01}]\n", "topics: [\n", "", "topics:\n  - code: [\n"):
        programme.write_text(broken, "utf-8")
        with pytest.raises(ManifestError) as raised:
            write_topics(listed(tmp_path, 3), "danh-muc.xlsx", out)
        assert "CD-03" in raised.value.message
        assert "manifest: cd-03.yaml" in raised.value.remark.hint
        assert programme.read_text("utf-8") == broken
        assert not (out / "cd-03.yaml").exists()
