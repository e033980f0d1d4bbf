"""Stores filled with courses, real releases by the real protocol."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from hocvu.lesson import Course, DocumentBody, Lesson, Record, Section
from hocvu.packages.jsonld import metadata_json
from hocvu.store import ReleaseFile, Store
from hocvu.store.publishing import Draft, publish_drafts
from hocvu.store.signing import FileSigner

FIELDS = ("Đất đai", "Hộ tịch", "Chuyển đổi số", "An toàn thông tin", "Văn thư")
ISSUERS = ("Bộ Thí dụ", "Sở Mẫu", "Ủy ban nhân dân xã Ví Dụ")
SUBJECTS = (
    "Tiếp công dân",
    "Chữ ký số",
    "Dạy nghề",
    "Dậy sớm",
    "Hòa giải",
    "Chứng thực",
    "Đê điều",
)


def record(number: int, version: str = "1.0.0", **other: object) -> Record:
    """Return the record of course `number`."""
    known: dict[str, object] = {
        "id": f"https://hoclieu.example/chuyen-de/{number:04d}",
        "code": f"CD-{number:04d}",
        "title": {
            "vi": f"{SUBJECTS[number % len(SUBJECTS)]} số {number}",
            "en": f"Course number {number}",
        },
        "description": {"vi": "Nội dung <cần> biết."},
        "keywords": ["một cửa", f"khoa{number}"],
        "kind": "chuyen_de",
        "programme_type": "ky_nang_bo_tro",
        "field": {"id": f"linh-vuc-{number % 5}", "label": {"vi": FIELDS[number % 5]}},
        "audience": ["can_bo"],
        "outcomes": ["Làm được từng bước"],
        "duration": "PT1H30M",
        "requirement": "bat_buoc",
        "delivery_mode": "truc_tuyen",
        "publisher": {"name": ISSUERS[number % 3]},
        "compilers": [{"name": "Viện Mẫu"}],
        "approval": {"number": "1/QĐ-BTD", "date": "2026-03-01", "signer": "Trần Văn B"},
        "legal_basis": [{"text": "Nghị định 118/2025/NĐ-CP", "number": "118/2025/NĐ-CP"}],
        "version": version,
        "status": "ban_hanh",
        "issued": "2026-03",
        "accessibility": ["captions"],
        "rights": "CC BY 4.0",
        "coverage": {"provinces": ["01"]},
    }
    return Record.model_validate(known | other)


def web_package(title: str) -> bytes:
    """Return a small package that plays."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        page = f"<!DOCTYPE html><html lang=vi><title>{title}</title><h1>{title}</h1></html>"
        archive.writestr(zipfile.ZipInfo("index.html"), page)
    return data.getvalue()


def draft(one: Record, folder: Path, *, web: bool = True) -> Draft:
    """Return the release of a course, its files written to `folder`."""
    lesson = Lesson(id="bai-1", title="Bài một", body=DocumentBody(blocks=()))
    section = Section(id="phan-1", title="Phần đầu", lessons=(lesson,))
    document = metadata_json(Course(slug="a", record=one, sections=(section,)))
    contents = {f"{one.code.lower()}-{one.version}.metadata.json": ("", document)}
    if web:
        contents[f"{one.code.lower()}-{one.version}-web.zip"] = (
            "web",
            web_package(one.title["vi"]),
        )
    files, paths = [], {}
    for name, (standard, data) in contents.items():
        paths[name] = folder / name
        paths[name].write_bytes(data)
        files.append(
            ReleaseFile(
                name=name,
                size=len(data),
                sha256=hashlib.sha256(data).hexdigest(),
                media_type="application/zip" if standard else "application/ld+json",
                standard=standard,
            )
        )
    return Draft(
        one.id, one.version, one.code, one.title, tuple(files), paths, json.loads(document)
    )


def fill(
    store: Store, records: Iterable[Record], signer: FileSigner, folder: Path, *, web: bool = True
) -> None:
    """Publish courses."""
    folder.mkdir(parents=True, exist_ok=True)
    drafts: Sequence[Draft] = [draft(one, folder, web=web) for one in records]
    for published in publish_drafts(store, drafts, signer):
        if published.error:
            raise published.error
