"""Reports: what is planned, made and published adds up, in every form."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from hocvu.catalog.entry import Distribution, Entry
from hocvu.catalog.reading import Found
from hocvu.catalog.report import Report, gather, report, write_report
from hocvu.errors import UsageError
from hocvu.lesson.record import Organisation
from hocvu.programmes import load_programme
from hocvu.tools.workbooks import read_workbook

TODAY = dt.date(2026, 11, 22)
PROGRAMME = """id: urn:vidu:ct
code: CT
title: Chương trình
year: 2026
publisher: Bộ Thí dụ
topics:
  - {code: CD-01, title: Một, requirement: bat_buoc, hours: 2, deadline: 2026-06-30, field: Đất đai}
  - {code: CD-02, title: Hai, requirement: tu_chon, hours: 1.5, deadline: 2026-06-30}
  - {code: CD-03, title: "=Ba", requirement: tu_chon, hours: 4, deadline: 2026-12-31}
"""


def entry(code: str, **other: object) -> Found:
    """Return an entry of a course."""
    known: dict[str, object] = {
        "id": f"urn:vidu:{code}",
        "code": code,
        "title": {"vi": f"Tên của {code}"},
        "version": "1.0.0",
        "publisher": Organisation(name="Sở <Mẫu>"),
        "duration": "PT3H",
    }
    return Found(Entry.model_validate(known | other))


@pytest.fixture
def made(tmp_path: Path) -> Report:
    path = tmp_path / "ct.yaml"
    path.write_text(PROGRAMME, "utf-8")
    rest = {"key": "k", "size": 500_000, "sha256": "", "media_type": ""}
    files = [
        Distribution.model_validate({"name": f"a-{name}.zip", "standard": name, **rest})
        for name in ("scorm12", "cmi5")
    ]
    published = entry(
        "CD-01",
        published=dt.datetime(2026, 7, 10, tzinfo=dt.UTC),
        distributions=files,
        accessibility=["captions"],
        review_by="2026-10",
    )
    outside = entry("KHAC", published=dt.datetime(2025, 1, 5, tzinfo=dt.UTC), state="withdrawn")
    manifests = [entry("CD-01", status="ban_hanh"), entry("CD-02", status="tham_dinh")]
    rows = gather([load_programme(path)], manifests, [published, outside])
    return report(rows, TODAY)


def test_a_topic_is_one_row_whoever_knows_it(made: Report) -> None:
    rows = {row.code: row for row in made.rows}
    assert [(row.code, row.stage) for row in made.rows] == [
        ("CD-01", "published"),
        ("CD-02", "appraised"),
        ("CD-03", "planned"),
        ("KHAC", "withdrawn"),
    ]
    first = rows["CD-01"]
    assert (first.hours, first.late(TODAY), first.age(TODAY)) == (2, 10, 135)
    assert (first.formats, first.size, first.field) == (("cmi5", "scorm12"), 1_000_000, "Đất đai")
    assert (rows["CD-02"].late(TODAY), rows["CD-03"].late(TODAY)) == (145, 0)
    assert rows["CD-02"].title == "Tên của CD-02"


def test_two_works_that_share_a_code_are_two_rows(tmp_path: Path) -> None:
    (tmp_path / "ct.yaml").write_text(PROGRAMME, "utf-8")
    when = dt.datetime(2026, 7, 10, tzinfo=dt.UTC)
    others = [
        entry("CD-01", id="urn:vidu:cu", state="withdrawn"),
        entry("CD-01", id="urn:vidu:moi", published=when),
    ]
    manifests = [entry("CD-01", id="urn:vidu:rieng"), entry("CD-02")]
    rows = gather([load_programme(tmp_path / "ct.yaml")], manifests, others)
    assert [(row.id, row.stage, row.programme) for row in rows if row.code == "CD-01"] == [
        ("urn:vidu:cu", "withdrawn", ()),
        ("urn:vidu:moi", "published", ("CT",)),
        ("urn:vidu:rieng", "drafted", ()),
    ]
    assert [row.programme for row in rows if row.code == "CD-02"] == [("CT",)]


def test_the_sums_are_those_of_the_rows(made: Report) -> None:
    whole = made.whole
    assert (whole.topics, whole.planned, whole.made, whole.published) == (4, 3, 2, 1)
    assert (whole.withdrawn, whole.late, whole.due_for_review) == (1, 2, 1)
    assert (whole.hours, whole.hours_published, whole.accessible) == (10.5, 2, 1)
    assert whole.formats == {"cmi5": 1, "scorm12": 1}
    for dimension, totals in made.groups.items():
        assert sum(total.topics for total in totals) == whole.topics, dimension
    assert [total.name for total in made.groups["year"]] == ["2025", "2026"]
    assert {total.name for total in made.groups["publisher"]} == {"Sở <Mẫu>", "Bộ Thí dụ"}


def test_a_workbook_holds_sums_topics_and_no_formula(made: Report, tmp_path: Path) -> None:
    write_report(made, tmp_path / "r.xlsx", "vi")
    sheets = read_workbook(tmp_path / "r.xlsx")
    assert [sheet.name for sheet in sheets] == [
        "Theo cơ quan ban hành",
        "Theo lĩnh vực",
        "Theo chương trình",
        "Theo năm",
        "Chuyên đề",
    ]
    topics = sheets[-1].rows
    assert [row[0].value for row in topics[3:]] == ["CD-01", "CD-02", "CD-03", "KHAC"]
    assert topics[5][1].value == "=Ba"
    assert sheets[0].rows[-1][1].value == 4
    first = (tmp_path / "r.xlsx").read_bytes()
    write_report(made, tmp_path / "r.xlsx", "vi")
    assert (tmp_path / "r.xlsx").read_bytes() == first


def test_values_joined_by_commas_open_in_a_spreadsheet(made: Report, tmp_path: Path) -> None:
    write_report(made, tmp_path / "r.csv", "en")
    data = (tmp_path / "r.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    stages = ["Published", "Under appraisal", "Planned", "Withdrawn"]
    assert [row["Stage"] for row in rows] == stages
    assert (rows[0]["Published on"], rows[2]["Title"]) == ("2026-07-10", "'=Ba")


def test_the_data_keep_their_names(made: Report, tmp_path: Path) -> None:
    write_report(made, tmp_path / "r.json", "vi")
    value = json.loads((tmp_path / "r.json").read_text("utf-8"))
    assert value["today"] == "2026-11-22"
    assert value["rows"][0]["deadline"] == "2026-06-30"
    assert value["groups"]["publisher"][0]["name"] == "Bộ Thí dụ"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_reads_well_and_runs_nothing(
    made: Report, tmp_path: Path, browser: Browser, scheme: str, axe: str
) -> None:
    write_report(made, tmp_path / "r.html", "vi")
    context = browser.new_context(viewport={"width": 360, "height": 640}, color_scheme=scheme)
    page = context.new_page()
    page.goto((tmp_path / "r.html").as_uri())
    assert page.locator("h1").inner_text() == "Báo cáo học liệu số – 22/11/2026"
    assert page.get_by_text("Sở <Mẫu>").first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.evaluate(axe)
    found = page.evaluate("axe.run()")
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
    context.close()


def test_the_page_prints_as_pdf(made: Report, tmp_path: Path) -> None:
    write_report(made, tmp_path / "r.pdf", "vi")
    command = ["pdftotext", "-layout", tmp_path / "r.pdf", "-"]
    said = subprocess.run(command, check=True, capture_output=True, text=True)
    assert "Báo cáo học liệu số" in said.stdout
    assert [path.name for path in tmp_path.iterdir() if path.suffix != ".yaml"] == ["r.pdf"]


def test_another_form_is_refused_and_nothing_is_left(made: Report, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        write_report(made, tmp_path / "r.docx", "vi")
    assert not (tmp_path / "r.docx").exists()
