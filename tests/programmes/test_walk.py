"""The walk of docs/chuong-trinh.md: from a spreadsheet to a programme, packages and a report."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest
from cli_runs import Hocvu
from topic_sheet import COMPULSORY, ELECTIVE, write_sheet

from hocvu.programmes import load_programme

ADDED = """
description: Hướng dẫn công việc của cấp xã.
programme_type: ky_nang_bo_tro
compilers: [Viện Mẫu]
appraiser: Hội đồng thẩm định
accessibility: [structuralNavigation]
rights: CC BY 4.0
access: Mọi cán bộ, công chức cấp xã
modified: 2026-05-02
review_by: 2028-05-02
"""
DOCUMENT = ("--number", "12/QĐ-BTD", "--date", "2026-05-04", "--signer", "Trần Văn B")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder as a ministry has it: the list, and a folder of materials for each topic."""
    write_sheet(tmp_path / "danh-muc.xlsx")
    for number, title in enumerate((*COMPULSORY, *ELECTIVE), 1):
        place = tmp_path / f"CD-{number:02d} {title.replace('/', '-')}"
        place.mkdir()
        text = f"# {title}\n\nBài học về {title.lower()} cho cán bộ cấp xã.\n"
        (place / "Bài 1.md").write_text(text, encoding="utf-8")
    return tmp_path


def approve(hocvu: Hocvu, *manifests: Path) -> None:
    """Take manifests from draft to issue, each step with its document."""
    for step in ("tham_dinh", "phe_duyet", "ban_hanh"):
        moved = hocvu("approve", *manifests, "--to", step, *DOCUMENT)
        assert moved.code == 0, moved.err


def test_from_a_spreadsheet_to_a_report(  # noqa: PLR0915 - a walk has many steps
    folder: Path, hocvu_run: Hocvu
) -> None:
    hocvu = hocvu_run
    made = hocvu("new", "--from-xlsx", "danh-muc.xlsx", "--out", "khoa-hoc",
                 "--base", "https://hoclieu.example/chuyen-de")  # fmt: skip
    assert made.code == 0, made.err
    manifests = sorted((folder / "khoa-hoc").glob("cd-*.yaml"))
    assert len(manifests) == 19
    programme = load_programme(folder / "khoa-hoc" / "chuong-trinh.yaml")
    assert [topic.required for topic in programme.topics] == [True] * 5 + [False] * 14

    assert hocvu("validate", "khoa-hoc").code == 0

    packed = hocvu("pack", "khoa-hoc", "--out", "dist", "--standard", "scorm12")
    assert packed.code == 0, packed.err
    assert len(packed.paths) == 19

    # Three topics are completed, approved and published; the others go on being made.
    done = manifests[:3]
    for path in done:
        path.write_text(path.read_text(encoding="utf-8") + ADDED, encoding="utf-8")
    approve(hocvu, *done)
    assert hocvu("pack", *done, "--out", "phat-hanh", "--standard", "scorm12").code == 0
    store = (folder / "kho").as_uri()
    key = ("--key", "khoa.pem")
    assert hocvu("keys", "new", "khoa.pem").code == 0
    published = hocvu("publish", "phat-hanh", "--to", store, *key)
    assert published.code == 0, published.err
    assert hocvu("verify", store, "--public-key", "khoa.pem.pub").code == 0
    assert hocvu("catalog", "build", store, "--out", "danh-muc", "--publish", *key).code == 0
    assert (folder / "kho" / "catalog" / "index.html").is_file()

    # A province takes two of the ministry's topics, by their provenance, and adds its own.
    chosen = hocvu("select", store, "--compulsory", "CD-01", "--elective", "CD-03",
                   "--title", "Chương trình của tỉnh", "--by", "Sở Mẫu", "--code", "TINH-2026",
                   "--pages", "https://hoclieu.example/catalog", "--out", "tinh.yaml")  # fmt: skip
    assert chosen.code == 0, chosen.err
    with (folder / "tinh.yaml").open("a", encoding="utf-8") as stream:
        stream.write("  - {code: CD-18, manifest: khoa-hoc/cd-18.yaml, requirement: tu_chon}\n")
    course = hocvu("pack", "tinh.yaml", "--out", "dist", "--standard", "all")
    assert course.code == 0, course.err
    assert len(course.paths) == 7
    assert hocvu("select", store, "--check", "tinh.yaml").code == 0

    # A topic is revised, another withdrawn: the province is told.
    assert hocvu("approve", done[0], "--to", "du_thao").code == 0
    revised = done[0].read_text(encoding="utf-8").replace("version: 1.0.0", "version: 1.1.0")
    done[0].write_text(revised, encoding="utf-8")
    approve(hocvu, done[0])
    again = hocvu("pack", done[0], "--out", "ban-moi", "--standard", "scorm12")
    assert again.code == 0, again.err
    assert hocvu("publish", "ban-moi", "--to", store, *key).code == 0
    work = "https://hoclieu.example/chuyen-de/cd-03"
    gone = hocvu("releases", "withdraw", store, work, "--reason", "Quy định đã đổi", *key)
    assert gone.code == 0, gone.err
    told = hocvu("select", store, "--check", "tinh.yaml")
    assert told.code == 3
    assert "1.1.0" in told.err
    assert "Quy định đã đổi" in told.err

    report = hocvu("report", "khoa-hoc", "tinh.yaml", store, "--today", "2026-12-15",
                   "--out", "bao-cao.csv")  # fmt: skip
    assert report.code == 0, report.err
    with (folder / "bao-cao.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = {row["Mã"]: row for row in csv.DictReader(stream)}
    assert len(rows) == 19
    stages = [row["Giai đoạn"] for row in rows.values()]
    assert stages.count("Đã phát hành") == 2
    assert stages.count("Đang biên soạn") == 16
    assert rows["CD-03"]["Giai đoạn"] == "Đã thu hồi, hết hiệu lực"
    assert rows["CD-01"]["Phiên bản"] == "1.1.0"
    late = (dt.date(2026, 12, 15) - dt.date(2026, 6, 30)).days
    assert rows["CD-04"]["Chậm (ngày)"] == str(late)
    assert hocvu("report", "khoa-hoc", store, "--out", "bao-cao.xlsx").code == 0
