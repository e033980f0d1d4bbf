"""A course goes its way from writing to its end, and what is changed after approval is told."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from hocvu.errors import ManifestError
from hocvu.manifest import InvalidManifest, check, load
from hocvu.manifest.approving import Document, advance
from hocvu.manifest.setting import Checks
from hocvu.manifest.tables import Tables
from hocvu.manifest.workflow import read_workflow

LETTER = Document("05/TTr-SNV", dt.date(2026, 3, 1), "Trần Thị B")
DECISION = Document("12/QĐ-SNV", dt.date(2026, 3, 15), "Nguyễn Văn A")
ISSUE = Document("15/QĐ-UBND", dt.date(2026, 3, 20), "Lê Văn C")
APPROVAL = "approval:\n  number: 12/QĐ-SNV\n  date: 2026-03-15\n  signer: Nguyễn Văn A\n"


@pytest.fixture
def draft(folder: Path, good: str) -> Path:
    path = folder / "khoa-hoc.yaml"
    text = good.replace(APPROVAL, "").replace("issued: 2026-03-20\nmodified: 2026-03-21\n", "")
    path.write_text(
        "# đầu\n" + text.replace("ban_hanh\n", "du_thao  # nay\n") + "# cuối\n", "utf-8"
    )
    return path


def move(path: Path, to: str, document: Document = DECISION) -> None:
    path.write_bytes(advance(path, to, document))


def issued(path: Path) -> Path:
    move(path, "tham_dinh", LETTER)
    move(path, "phe_duyet", DECISION)
    move(path, "ban_hanh", ISSUE)
    return path


def codes(path: Path) -> list[str]:
    return [problem.code for problem in check(path)]


def test_every_step_is_written_and_all_else_stays(draft: Path) -> None:
    before = draft.read_text("utf-8").splitlines()
    after = issued(draft).read_text("utf-8").splitlines()
    assert [line for line in before if line not in after] == ["status: du_thao  # nay"]
    assert "status: ban_hanh  # nay" in after
    assert codes(draft) == []
    record = load(draft).record
    assert record.approval is not None
    assert (record.approval.number, record.approval.date) == ("12/QĐ-SNV", dt.date(2026, 3, 15))
    assert record.issued == dt.date(2026, 3, 20)


def test_line_ends_of_windows_stay(draft: Path) -> None:
    windows = draft.with_name("windows.yaml")
    windows.write_bytes(draft.read_bytes().replace(b"\n", b"\r\n"))
    issued(draft)
    assert issued(windows).read_bytes() == draft.read_bytes().replace(b"\n", b"\r\n")


@pytest.mark.parametrize(
    ("to", "document", "code"),
    [
        ("phe_duyet", DECISION, "approval.cannot"),
        ("xuat_ban", DECISION, "approval.unknown"),
        ("tham_dinh", Document(), "approval.needs.number"),
    ],
)
def test_a_step_that_cannot_be_taken_is_refused(
    draft: Path, to: str, document: Document, code: str
) -> None:
    with pytest.raises(ManifestError) as raised:
        advance(draft, to, document)
    assert raised.value.code == code


def test_what_is_not_complete_does_not_move_on(draft: Path) -> None:
    draft.write_text(draft.read_text("utf-8").replace("rights: CC BY 4.0\n", ""), "utf-8")
    with pytest.raises(InvalidManifest) as raised:
        advance(draft, "tham_dinh", LETTER)
    assert [(p.code, p.field) for p in raised.value.problems] == [("manifest.missing", "rights")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("title: Mở đầu", "title: Mở"),
        ("version: 1.0.0", "version: 1.0.1"),
        ("download: false", "download: true"),
        ("  - cong_chuc\n", ""),
    ],
)
def test_content_changed_after_approval_is_told(draft: Path, before: str, after: str) -> None:
    text = issued(draft).read_text("utf-8")
    draft.write_text(text.replace(before, after), "utf-8")
    assert codes(draft) == ["approval.content_changed"]


def test_materials_changed_after_approval_are_told(draft: Path) -> None:
    issued(draft)
    (draft.parent / "files" / "video.vi.vtt").write_bytes(b"y")
    assert codes(draft) == ["approval.content_changed"]
    with pytest.raises(InvalidManifest):
        load(draft)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# đầu\n", "# khác\n\n"),
        ("keywords: [một cửa, hồ sơ]", 'keywords:\n  - "một cửa"\n  - hồ sơ'),
        ("compilers: [Sở Nội vụ]", "compilers: [{name: Sở Nội vụ}]"),
        ("review_by: 2028-03-20", "review_by: 2029-03"),
        ("quality: {score: 8.5, count: 12}\n", ""),
    ],
)
def test_form_and_what_is_no_content_may_change(draft: Path, before: str, after: str) -> None:
    text = issued(draft).read_text("utf-8")
    assert before in text
    draft.write_text(text.replace(before, after), "utf-8")
    assert codes(draft) == []


def test_a_course_is_revised_and_approved_anew(draft: Path) -> None:
    text = issued(draft).read_text("utf-8")
    draft.write_text(text.replace("title: Mở đầu", "title: Mở"), "utf-8")
    move(draft, "du_thao", Document())
    draft.write_text(draft.read_text("utf-8").replace("version: 1.0.0", "version: 1.1.0"), "utf-8")
    assert codes(draft) == []
    later = {"date": dt.date(2026, 6, 1)}
    for step, document in (("tham_dinh", LETTER), ("phe_duyet", DECISION), ("ban_hanh", ISSUE)):
        move(draft, step, replace(document, **later))
    assert codes(draft) == []


def test_an_organisation_has_steps_of_its_own(draft: Path) -> None:
    steps = {
        "soan": {"status": "du_thao", "next": ["so_tham_dinh"]},
        "so_tham_dinh": {"status": "tham_dinh", "label": "Sở thẩm định", "next": ["bo_tham_dinh"]},
        "bo_tham_dinh": {"status": "tham_dinh", "next": ["soan"], "needs": ["number"]},
    }
    flow = read_workflow({"steps": steps, "strict": True})
    checks = Checks(tables=Tables(workflow=flow))
    draft.write_bytes(advance(draft, "so_tham_dinh", Document(), checks))
    draft.write_bytes(advance(draft, "bo_tham_dinh", Document("5/TTr-SNV"), checks))
    assert check(draft, checks=checks) == ()
    assert "status: tham_dinh" in draft.read_text("utf-8")
    text = draft.read_text("utf-8")
    draft.write_text(text[: text.index("history:")] + text[text.index("legal_basis:") :], "utf-8")
    assert [p.code for p in check(draft, checks=checks)] == ["approval.no_history"]


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        ({}, "config.workflow_empty"),
        ({"a": 1}, "config.workflow_step"),
        ({"a": {"status": "xong"}}, "config.workflow_status"),
        ({"du_thao": {"next": ["b"]}}, "config.workflow_name"),
        ({"du_thao": {"needs": ["dau"]}}, "config.workflow_name"),
    ],
)
def test_a_faulty_workflow_is_told(steps: object, code: str) -> None:
    with pytest.raises(ManifestError) as raised:
        read_workflow({"steps": steps}, "hocvu.toml")
    assert raised.value.code == code
