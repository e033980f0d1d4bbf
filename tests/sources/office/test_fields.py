"""Fields that programs fill anew (dates, file names, counts) stay as they were saved."""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocvu.errors import Origin
from hocvu.lesson import Reading
from hocvu.lesson.text import body_lines
from hocvu.sources.office import doc_fields, rtf_fields
from hocvu.sources.open_document_fields import with_saved_fields
from hocvu.tools import libreoffice, ole

Read = Callable[..., Reading]

FIELDS = ("date", "time", "file-name", "page-count", "print-date", "sender-company", "page-number")
SPACE = "urn:oasis:names:tc:opendocument:xmlns"


def open_document(path: Path, *, empty: bool = False) -> Path:
    """Write a text with a field of each kind, "LƯU-" and a number beside it."""
    fields = "".join(
        f"<text:p>{name}: <text:{name}>{'' if empty else f'LƯU-{number}'}</text:{name}>.</text:p>"
        for number, name in enumerate(FIELDS)
    )
    with zipfile.ZipFile(path, "w") as container:
        container.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        container.writestr(
            "META-INF/manifest.xml",
            f'<m:manifest xmlns:m="{SPACE}:manifest:1.0"><m:file-entry m:full-path="/" '
            'm:media-type="application/vnd.oasis.opendocument.text"/><m:file-entry '
            'm:full-path="content.xml" m:media-type="text/xml"/></m:manifest>',
        )
        container.writestr(
            "content.xml",
            f'<o:document-content xmlns:o="{SPACE}:office:1.0" xmlns:text="{SPACE}:text:1.0" '
            f'o:version="1.2"><o:body><o:text>{fields}</o:text></o:body></o:document-content>',
        )
    return path


RTF = (
    rb"{\rtf1\ansi Ng\u224?y {\field{\*\fldinst { DATE \\@ "
    rb'"dd/MM/yyyy" }}{\fldrslt {SAVED-1}}}.\par '
    rb"T\u7879?p {\field{\*\fldinst{\rtlch\fcs1 \insrsid12 filename }}{\fldrslt SAVED-2}}.\par "
    rb'{\field{\*\fldinst IF 1 = 2 "no" "yes"}{\fldrslt SAVED-3}}.\par '
    rb'{\field{\*\fldinst HYPERLINK "https://a.vn/PAGE"}{\fldrslt SAVED-4}}.\par }'
)


def test_saved_text_of_an_open_document_stays(read: Read, tmp_path: Path) -> None:
    reading = read(open_document(tmp_path / "a.odt"))
    assert list(body_lines(reading.body)) == [
        f"{name}: LƯU-{number}." for number, name in enumerate(FIELDS)
    ]
    (notice,) = reading.notices
    assert (notice.code, notice.params) == ("source.saved_fields", {"count": 2})


def test_a_field_that_stays_one_and_what_has_no_saved_text(tmp_path: Path) -> None:
    path = open_document(tmp_path / "a.odt", empty=True)
    kept = with_saved_fields(path, tmp_path / "b.odt", Origin())
    assert (kept.changed, kept.moving, kept.empty) == (True, 2, 2)
    with zipfile.ZipFile(tmp_path / "b.odt") as container:
        content = container.read("content.xml").decode()
        assert container.namelist()[0] == "mimetype"
    assert (
        re.findall(r"<text:([\w-]+)>|<text:([\w-]+)/>", content).count(("span", ""))
        + len(re.findall("<text:span/>", content))
        == len(FIELDS) - 1
    )
    assert "text:page-number" in content
    assert not with_saved_fields(tmp_path / "b.odt", tmp_path / "c.odt", Origin()).changed
    assert not (tmp_path / "c.odt").exists()


def test_rtf_fields_become_quotes(tmp_path: Path) -> None:
    kept = rtf_fields.with_saved_fields(RTF, tmp_path / "b.rtf")
    assert (kept.changed, kept.moving, kept.empty) == (True, 1, 0)
    made = (tmp_path / "b.rtf").read_bytes()
    assert made.count(b"QUOTE") == 3
    assert made.replace(b"QUOTE", b"") == re.sub(rb"\b(?:DATE|filename|IF)\b", b"", RTF)
    assert b'HYPERLINK "https://a.vn/PAGE"' in made


@pytest.mark.parametrize(
    ("data", "moving", "empty"),
    [
        (rb"{\rtf1 {\field{\*\fldinst TIME}}{\field{\*\fldinst X}{\fldrslt a}}}", 1, 1),
        (rb"{\rtf1 \chdate \chtime}", 2, 2),
        (rb"{\rtf1 {\field{\*\fldinst DATEX}{\fldrslt a}}\chdateless}", 0, 0),
    ],
)
def test_rtf_without_saved_text(data: bytes, moving: int, empty: int, tmp_path: Path) -> None:
    kept = rtf_fields.with_saved_fields(data, tmp_path / "b.rtf")
    assert (kept.moving, kept.empty) == (moving, empty)


@pytest.mark.long
def test_saved_text_of_rtf_stays(read: Read, tmp_path: Path) -> None:
    path = tmp_path / "a.rtf"
    path.write_bytes(RTF)
    lines = list(body_lines(read(path).body))
    assert lines == ["Ngày SAVED-1.", "Tệp SAVED-2.", "SAVED-3.", "SAVED-4."]


@pytest.mark.long
def test_saved_text_of_an_old_document_stays(read: Read, tmp_path: Path) -> None:
    source = open_document(tmp_path / "a.odt")
    made = libreoffice.convert(source, tmp_path, "doc:MS Word 97", "doc")
    main = ole.streams(made, ("WordDocument",), Origin())["WordDocument"]
    # The engine has saved today's date and time: saved another day, they would be others.
    result = re.compile(rb"(?s)\x14\x00((?:[\d/:]\x00)+)\x15\x00")
    digits = bytes.maketrans(b"0123456789", b"7777777777")
    other, number = result.subn(lambda found: found[0].translate(digits), main)
    assert number >= 2
    ole.overwrite(made, "WordDocument", other, Origin())
    lines = list(body_lines(read(made).body))
    assert re.fullmatch(r"date: 7+/7+/7+\.", lines[0])
    assert re.fullmatch(r"time: 77:77:77\.", lines[1])


@given(st.binary(max_size=200))
def test_any_table_of_fields_is_survived(table: bytes) -> None:
    for kind, _ in doc_fields._fields(table):
        assert 0 < kind < len(table)


@given(st.lists(st.sampled_from((r"{\field", r"{\*\fldinst ", "DATE", r"{\fldrslt", "}", "x "))))
def test_any_rtf_is_survived(pieces: list[str]) -> None:
    data = "".join(pieces).encode()
    with tempfile.TemporaryDirectory() as folder:
        kept = rtf_fields.with_saved_fields(data, Path(folder) / "b.rtf")
        assert kept.changed == (Path(folder) / "b.rtf").exists()
    assert kept.empty <= kept.moving <= pieces.count("DATE")


def test_only_fields_that_move_are_changed(tmp_path: Path, shared: Path) -> None:
    path = shared / "materials/documents/cv-bnv-2026.doc"
    kept = doc_fields.with_saved_fields(path, tmp_path / "b.doc", Origin())
    assert (tmp_path / "b.doc").exists() == kept.changed
    streams = ("WordDocument", "1Table", "0Table")
    before = ole.streams(path, streams, Origin())
    if kept.changed:
        after = ole.streams(tmp_path / "b.doc", streams, Origin())
        assert before["WordDocument"] == after["WordDocument"]
