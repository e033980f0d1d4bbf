"""A master record comes back from its JSON-LD as it was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hocvu.catalog.record import outline_of, record_of
from hocvu.errors import Damaged
from hocvu.lesson import Course, DocumentBody, Lesson, Record, Section
from hocvu.manifest import load
from hocvu.packages.jsonld import metadata_json

FULL = {
    "id": "https://hoclieu.example/a",
    "code": "A-01",
    "title": {"vi": "Tiếp công dân", "en": "Receiving citizens"},
    "description": {"vi": "Mô tả"},
    "language": "vi",
    "keywords": ["một cửa"],
    "kind": "chuyen_de",
    "programme_type": "ky_nang_bo_tro",
    "field": {"id": "dat-dai", "label": {"vi": "Đất đai"}},
    "content_group": "nhom-1",
    "audience": ["can_bo", "vien_chuc"],
    "job_position": [{"id": "https://vt.example/1", "label": {"vi": "Công chức địa chính"}}],
    "outcomes": ["Làm được"],
    "prerequisites": ["Biết đọc bản đồ"],
    "duration": "PT1H30M",
    "requirement": "bat_buoc",
    "delivery_mode": "ket_hop",
    "assessment": {"description": "Trắc nghiệm", "pass_score": 80, "outcomes": [1]},
    "publisher": {"name": "Bộ Thí dụ", "id": "G01"},
    "compilers": [{"name": "Viện Mẫu"}],
    "appraiser": {"name": "Hội đồng"},
    "approval": {"number": "1/QĐ-BTD", "date": "2026-03-01", "signer": "Trần Văn B"},
    "legal_basis": [
        {
            "text": "khoản 3, Điều 16, Nghị định 178/2024/NĐ-CP ngày 31/12/2024",
            "number": "178/2024/NĐ-CP",
            "article": "16",
            "clause": "3",
            "date": "2024-12-31",
        }
    ],
    "version": "2.1.0",
    "status": "ban_hanh",
    "revision": {"kind": "thay_the", "of": "https://hoclieu.example/cu"},
    "issued": "2026-03",
    "modified": "2026-04-02",
    "review_by": "2028-03-20",
    "coverage": {"provinces": ["01"], "communes": ["00004"], "as_of": "2025-07-01"},
    "accessibility": ["captions"],
    "rights": "CC BY 4.0",
    "access": "Mọi người",
    "quality": {"score": 8.5, "count": 12},
    "record": {"by": "Sở Mẫu", "date": "2026-03-02", "schema_version": "1.0"},
}


def course(record: Record) -> Course:
    """Return a course of one lesson with `record`."""
    lesson = Lesson(id="bai-1", title="Bài một", body=DocumentBody(blocks=()))
    section = Section(id="phan-1", title="Phần", lessons=(lesson,))
    return Course(slug="a", record=record, sections=(section,))


def test_a_full_record_comes_back() -> None:
    record = Record.model_validate(FULL)
    assert set(FULL) == set(Record.model_fields)
    document = json.loads(metadata_json(course(record)))
    assert record_of(document) == record
    outline, _ = outline_of(record, document, "a")
    assert [lesson.title for lesson in outline.lessons] == ["Bài một"]


def test_the_records_of_the_sample_courses_come_back(root: Path) -> None:
    for path in sorted((root / "manifests").glob("*.yaml")):
        record = load(path).record
        assert record_of(json.loads(metadata_json(course(record)))) == record


@pytest.mark.parametrize("broken", [{}, {"@id": 1}, {"@id": "a", "identifier": "b", "name": [1]}])
def test_what_is_no_record_is_told(broken: dict[str, object]) -> None:
    with pytest.raises(Damaged):
        record_of(broken)
