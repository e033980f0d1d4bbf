"""Results of formulas in xls and ods stay as they were saved, whatever the day."""

from __future__ import annotations

import os
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocvu.errors import Origin
from hocvu.lesson.text import body_lines
from hocvu.sources.base import Source, Workspace
from hocvu.sources.open_document_fields import with_saved_fields
from hocvu.sources.sheet import READER, SheetOptions
from hocvu.sources.sheet.results import _without_formulas, with_saved_results
from hocvu.tools import libreoffice, ole

if libreoffice.ENGINE.find() is None and not os.environ.get("CI"):
    pytest.skip("LibreOffice is not installed", allow_module_level=True)

SPACE = "urn:oasis:names:tc:opendocument:xmlns"
DAY = 43528.0  # 4 March 2019
CELLS = (
    (
        "of:=TODAY()",
        'o:value-type="date" o:date-value="2019-03-04" t:style-name="day"',
        "04/03/2019",
    ),
    ("of:=YEAR([.A1])", 'o:value-type="float" o:value="2019"', "2019"),
    ("of:=RAND()+4", 'o:value-type="float" o:value="0.25"', "0,25"),
    ("of:=&quot;a&quot;&amp;&quot;b&quot;", 'o:value-type="string"', "cũ"),
    ("of:=1=1", 'o:value-type="boolean" o:boolean-value="true"', "ĐÚNG"),
)


def read(path: Path, folder: Path) -> list[str]:
    source = Source(path, path.name, path.parent)
    reading = READER.read(source, Workspace(folder), SheetOptions())
    return list(body_lines(reading.body))


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Return an OpenDocument workbook of one column with formulas and other results beside."""
    rows = "".join(
        f'<t:table-row><t:table-cell t:formula="{formula}" {result}'
        f"><x:p>{shown}</x:p></t:table-cell></t:table-row>"
        for formula, result, shown in CELLS
    )
    style = (
        '<n:date-style s:name="N1"><n:day n:style="long"/><n:text>/</n:text><n:month/>'
        "</n:date-style>"
        '<s:style s:name="day" s:family="table-cell" s:data-style-name="N1"/>'
    )
    path = tmp_path / "a.ods"
    with zipfile.ZipFile(path, "w") as container:
        container.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        container.writestr(
            "META-INF/manifest.xml",
            f'<m:manifest xmlns:m="{SPACE}:manifest:1.0"><m:file-entry m:full-path="/" '
            'm:media-type="application/vnd.oasis.opendocument.spreadsheet"/><m:file-entry '
            'm:full-path="content.xml" m:media-type="text/xml"/></m:manifest>',
        )
        container.writestr(
            "content.xml",
            f'<o:document-content xmlns:o="{SPACE}:office:1.0" xmlns:t="{SPACE}:table:1.0" '
            f'xmlns:x="{SPACE}:text:1.0" xmlns:s="{SPACE}:style:1.0" xmlns:of="{SPACE}:of:1.2" '
            f'xmlns:n="{SPACE}:datastyle:1.0" o:version="1.2">'
            f"<o:automatic-styles>{style}</o:automatic-styles><o:body><o:spreadsheet>"
            f'<t:table t:name="S">{rows}</t:table></o:spreadsheet></o:body></o:document-content>',
        )
    return path


def test_an_open_workbook_has_no_formulas_left(book: Path, tmp_path: Path) -> None:
    assert with_saved_fields(book, tmp_path / "b.ods", Origin()).changed
    with zipfile.ZipFile(tmp_path / "b.ods") as container:
        content = container.read("content.xml").decode()
    assert ":formula" not in content
    # Without a format of its own a truth value would show as a number.
    assert "boolean" not in content
    assert content.count("2019-03-04") == 1


@pytest.mark.long
def test_results_of_an_open_workbook_stay(book: Path, tmp_path: Path) -> None:
    assert read(book, tmp_path / "w") == [shown for _, _, shown in CELLS]


def test_results_of_an_old_workbook_stay(book: Path, tmp_path: Path) -> None:
    made = libreoffice.convert(book, tmp_path, "xls:MS Excel 97", "xls")
    data = bytearray(ole.streams(made, ("Workbook",), Origin())["Workbook"])
    saved = {0: struct.pack("<d", DAY), 1: struct.pack("<d", 2019.0), 2: struct.pack("<d", 0.25)}
    kinds, place = [], 0
    while place + 4 <= len(data):
        kind, size = struct.unpack_from("<HH", data, place)
        row = struct.unpack_from("<H", data, place + 4)[0] if size >= 2 else -1
        if kind == 0x06 and row in saved:
            data[place + 10 : place + 18] = saved[row]
        kinds.append(kind)
        place += 4 + size
    assert kinds.count(0x06) == len(CELLS)
    ole.overwrite(made, "Workbook", bytes(data), Origin())
    copy = tmp_path / "b.xls"
    assert with_saved_results(made, copy, Origin())
    assert not with_saved_results(copy, tmp_path / "c.xls", Origin())
    lines = read(made, tmp_path / "w")
    assert lines == ["04/03/2019", "2019", "0,25", "ab", "ĐÚNG"]


@given(
    st.lists(
        st.tuples(
            st.sampled_from((0x06, 0x207, 0x4BC, 0x203)),
            st.binary(min_size=22, max_size=80)
            | st.builds(lambda kind: bytes(6) + bytes((kind, 0, 1, 0, 0, 0, 255, 255)) + bytes(9),
                        st.integers(0, 4)),
        )
    ),
    st.binary(max_size=9),
)  # fmt: skip
def test_any_records_keep_their_room(records: list[tuple[int, bytes]], rest: bytes) -> None:
    data = b"".join(struct.pack("<HH", kind, len(body)) + body for kind, body in records) + rest
    made = _without_formulas(data)
    assert len(made) == len(data)
    place, left = 0, []
    while place + 4 <= len(made) - len(rest):
        kind, size = struct.unpack_from("<HH", made, place)
        left.append(kind)
        place += 4 + size
    assert place == len(data) - len(rest)
    assert 0x4BC not in left
    numeric = [body for kind, body in records if kind == 0x06 and body[12:14] != b"\xff\xff"]
    assert left.count(0x203) == len(numeric) + sum(kind == 0x203 for kind, _ in records)
