"""Manifests that are written read back as they were meant."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hocvu.errors import ManifestError
from hocvu.identifiers import nfc
from hocvu.lesson import Record
from hocvu.lesson.record import Citation, Organisation
from hocvu.manifest import WrittenLesson, WrittenSection, dump, load, write
from hocvu.manifest.models import ManifestFields
from hocvu.manifest.profile import fields
from hocvu.manifest.reader import parse
from hocvu.manifest.structure import read_fields

RECORD = Record(id="urn:hocvu:draft:mot-cua", code="01", title={"vi": "Một cửa: tiếp nhận"})
LESSON = WrittenLesson(source="files/mo-dau.md", title="Mở đầu")


def test_a_new_manifest_is_a_good_draft(folder: Path) -> None:
    parts = [LESSON, WrittenSection(title="Hai", parts=(WrittenLesson(source="files/video.mp4"),))]
    path = folder / "moi.yaml"
    write(path, RECORD, parts, {"title": "Đọc từ tài liệu."})
    manifest = load(path)
    assert manifest.record == RECORD
    assert [(s.title, len(s.parts)) for s in manifest.parts] == [("", 1), ("Hai", 1)]
    text = path.read_text(encoding="utf-8")
    assert "# Đọc từ tài liệu.\ntitle:" in text
    assert text == dump(RECORD, parts, {"title": "Đọc từ tài liệu."})


def test_what_is_missing_can_be_uncommented(folder: Path) -> None:
    path = folder / "moi.yaml"
    write(path, RECORD, [LESSON])
    lines = path.read_text(encoding="utf-8").splitlines()
    names = tuple(f"# {name}: " for name in fields())
    path.write_text("\n".join(x[2:] if x.startswith(names) else x for x in lines), encoding="utf-8")
    assert not [p for p in load(path).problems if p.severity == "error"]


def test_authors_work_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("của tôi", encoding="utf-8")
    with pytest.raises(ManifestError) as raised:
        write(path, RECORD, [LESSON])
    assert raised.value.code == "manifest.exists"
    assert path.read_text(encoding="utf-8") == "của tôi"


words = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1).map(
    lambda text: nfc(text.replace("\ufffe", "").replace("\uffff", "")).strip()
)
words = words.filter(bool) | st.sampled_from(
    [
        "no",
        "Null",
        "~",
        "01",
        "1.5",
        "2026-01-01",
        "- a",
        "a: b",
        "a #b",
        "'",
        '"',
        "@a",
        "*a",
        "a:",
    ]
)


@settings(deadline=None)
@given(
    code=words,
    title=words,
    keywords=st.lists(words, max_size=4),
    name=words,
    cited=words,
    issued=st.none() | st.dates(min_value=dt.date(1000, 1, 1)),
    source=words,
)
def test_any_texts_survive(
    code: str,
    title: str,
    keywords: list[str],
    name: str,
    cited: str,
    issued: dt.date | None,
    source: str,
) -> None:
    record = Record(
        id="urn:hv:b",
        code=code,
        title={"vi": title, "en": title},
        keywords=tuple(keywords),
        publisher=Organisation(name=name, id="H01"),
        legal_basis=(Citation(text=cited, number="1/QĐ-UBND"),),
        issued=issued,
    )
    part = WrittenLesson(source=source, options={"a": {"b": [1, True, title]}})
    tree = parse(dump(record, [part]).encode(), "a.yaml")
    read = read_fields(tree, ManifestFields)
    assert read is not None, tree.problems
    assert Record.model_validate(read.model_dump(exclude={"parts"}, exclude_unset=True)) == record
    assert read.parts == (part,)
