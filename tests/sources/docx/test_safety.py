"""Files that are broken, locked, hostile or something else end in a clear error."""

from __future__ import annotations

import io
import random
import re
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Pillow

from hocvu.errors import Damaged, Encrypted, HocvuError, Missing, TooLarge, Unsupported
from hocvu.lesson import Reading
from hocvu.sources.docx import READER

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SHARED = Path(__file__).parents[4] / "shared" / "materials"


@pytest.fixture
def small(docx: Any) -> bytes:
    """Return a document with a list, a table, a picture, a note and an equation."""
    stream = io.BytesIO()
    Pillow.new("RGB", (2, 2)).save(stream, "PNG")
    body = (
        docx.p("Điều 1. Phạm vi", run=docx.bold)
        + docx.p("mục", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
        + f"<w:tbl><w:tr><w:tc>{docx.p('ô')}</w:tc></w:tr></w:tbl>"
        + '<w:p><w:r><w:footnoteReference w:id="1"/></w:r><w:r><w:drawing><wp:inline><pic:pic>'
        '<pic:blipFill><a:blip r:embed="p"/></pic:blipFill></pic:pic></wp:inline></w:drawing></w:r>'
        "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath></w:p>"
    )
    parts = {
        "numbering": '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:lvlText w:val="%1."/>'
        '</w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
        "footnotes": f'<w:footnote w:id="1">{docx.p("chú")}</w:footnote>',
        "styles": "",
        "a.png": stream.getvalue(),
    }
    return docx.write(body, parts, {"p": ("image", "a.png")}).read_bytes()


def attempt(docx: Any, data: bytes) -> Reading | HocvuError:
    """Return what reading `data` ends in."""
    path = docx.folder / "thử.docx"
    path.write_bytes(data)
    READER.accepts(data[:4096], path)
    try:
        return docx.read_file(path)  # type: ignore[no-any-return]
    except HocvuError as error:
        return error


def remade(data: bytes, name: str, content: bytes | None, keep: bool = True) -> bytes:
    """Return the container `data` with `name` changed to `content`, or taken out."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
        if content is not None and keep:
            new.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "error", "code"),
    [
        (b"", Damaged, "source.empty"),
        (b"{\\rtf1 a}", Unsupported, "docx.is_rtf"),
        (b"\xef\xbb\xbf <!DOCTYPE html><html>", Unsupported, "docx.is_html"),
        (b"<html xmlns:o='x'><body>", Unsupported, "docx.is_html"),
        (OLE + b"\0" * 600, Unsupported, "docx.is_doc"),
        (b"%PDF-1.4", Damaged, "docx.not_word"),
        (b"PK\x03\x04" + b"\0" * 100, Damaged, "archive.damaged"),
        (b"\0" * 5000, Damaged, "docx.not_word"),
    ],
)
def test_other_files_under_its_name(
    docx: Any, data: bytes, error: type[HocvuError], code: str
) -> None:
    found = attempt(docx, data)
    assert type(found) is error
    assert found.code == code
    assert found.message
    assert found.hint


def test_an_old_document_under_its_name(docx: Any, shared: Path) -> None:
    data = (shared / "materials/documents/cv-bnv-2026.doc").read_bytes()
    found = attempt(docx, data)
    assert isinstance(found, Unsupported)
    assert found.code == "docx.is_doc"


def test_a_locked_document(docx: Any, small: bytes) -> None:
    from msoffcrypto.format.ooxml import OOXMLFile

    locked = io.BytesIO()
    OOXMLFile(io.BytesIO(small)).encrypt("mật khẩu", locked)
    assert isinstance(attempt(docx, locked.getvalue()), Encrypted)


def test_a_missing_document(docx: Any) -> None:
    with pytest.raises(Missing):
        docx.read_file(docx.folder / "không có.docx")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("word/document.xml", None, "docx.no_document"),
        ("word/document.xml", b"", "docx.bad_xml"),
        ("word/document.xml", b"<w:document", "docx.bad_xml"),
        ("word/document.xml", b"<a/>", "docx.no_document"),
        ("word/document.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "docx.doctype"),
        (
            "word/document.xml",
            '<!DOCTYPE a [<!ENTITY b "c">]><a/>'.encode("utf-16"),
            "docx.doctype",
        ),
        ("word/document.xml", b"<a>" * 9999, "docx.too_deep"),
    ],
)
def test_broken_main_parts(
    docx: Any, small: bytes, name: str, content: bytes | None, code: str
) -> None:
    found = attempt(docx, remade(small, name, content))
    assert isinstance(found, HocvuError)
    assert found.code == code


@pytest.mark.parametrize("name", ["styles", "numbering", "footnotes"])
def test_a_broken_secondary_part_is_told(docx: Any, small: bytes, name: str) -> None:
    found = attempt(docx, remade(small, f"word/{name}.xml", b"<broken"))
    assert isinstance(found, Reading)
    assert "docx.part_damaged" in docx.codes(found)
    assert found.read.words >= 4


def test_strict_documents_and_byte_order_marks(docx: Any, small: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(small)) as container:
        main = container.read("word/document.xml").decode()
    strict = "http://purl.oclc.org/ooxml/"
    for old, new in (
        ("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "wordprocessingml/main"),
        ("http://schemas.openxmlformats.org/drawingml/2006/", "drawingml/"),
        ("http://schemas.openxmlformats.org/officeDocument/2006/", "officeDocument/"),
    ):
        main = main.replace(old, strict + new)
    found = attempt(docx, remade(small, "word/document.xml", b"\xef\xbb\xbf" + main.encode()))
    assert isinstance(found, Reading)
    assert found.kept == attempt(docx, small).kept  # type: ignore[union-attr]
    assert (found.kept.images, found.kept.equations, found.kept.notes) == (1, 1, 1)


def test_macros_are_told(docx: Any) -> None:
    path = docx.write(docx.p("a"), {"vba.bin": b"x"}, {"v": ("vbaProject", "vba.bin")})
    path = path.rename(path.with_suffix(".docm"))
    assert docx.codes(docx.read_file(path)) == ["docx.macros"]


def test_deep_wrappers_do_not_recurse_without_end(docx: Any) -> None:
    for wrapper in ("w:ins", "w:smartTag", "w:sdt><w:sdtContent"):
        close = "></".join(reversed(wrapper.split("><")))
        markup = f"<{wrapper}>" * 115 + "<w:r><w:t>x</w:t></w:r>" + f"</{close}>" * 115
        with pytest.raises(TooLarge):
            docx.read(f"<w:p>{markup}</w:p>")


def test_a_part_that_grows_without_end(docx: Any, small: bytes) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr("[Content_Types].xml", "")
        with container.open("word/document.xml", "w") as part:
            for _ in range(40):
                part.write(b" " * (1 << 20))
    begun = time.process_time()
    found = attempt(docx, stream.getvalue())
    assert isinstance(found, TooLarge)
    assert time.process_time() - begun < 2


@pytest.mark.long
def test_a_long_document_is_read_in_linear_time(docx: Any) -> None:
    def seconds(paragraphs: int) -> float:
        line = docx.p("Nội dung của một đoạn văn bản dài vừa phải", run=docx.bold)
        path = docx.write(line * paragraphs)
        begun = time.process_time()
        docx.read_file(path)
        return time.process_time() - begun

    seconds(100)
    assert seconds(8000) < 14 * seconds(1000) + 0.2


def test_what_is_accepted(docx: Any, small: bytes) -> None:
    path = docx.folder / "tài liệu.docx"
    assert READER.accepts(small[:4096], path)
    plain = path.rename(path.with_suffix(".bin"))
    assert READER.accepts(small[:4096], plain)
    other = docx.folder / "a.docx"
    with zipfile.ZipFile(other, "w") as container:
        container.writestr("[Content_Types].xml", "<Types/>")
    assert not READER.accepts(other.read_bytes()[:4096], other)
    assert not READER.accepts(b"<html>", other)


def test_flipped_bits_and_cut_ends(docx: Any, small: bytes) -> None:
    source = random.Random(7)
    for _ in range(150):
        data = bytearray(small)
        for _ in range(source.randint(1, 6)):
            data[source.randrange(len(data))] ^= 1 << source.randrange(8)
        attempt(docx, bytes(data))
    for _ in range(40):
        attempt(docx, small[: source.randrange(len(small))])


def test_damaged_markup(docx: Any, small: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(small)) as container:
        names = [n for n in container.namelist() if n.endswith((".xml", ".rels"))]
        contents = {name: container.read(name) for name in names}
    source = random.Random(11)
    for _ in range(150):
        name = source.choice(names)
        data = bytearray(contents[name])
        for _ in range(source.randint(1, 4)):
            place = source.randrange(len(data))
            data[place] = source.choice(b'<>/"& wx019\xff')
        attempt(docx, remade(small, name, bytes(data)))


_WORDS = ["w:p", "w:r", "w:t", "w:tbl", "w:tr", "w:tc", "w:hyperlink", "w:ins", "w:del", "w:sdt"]
_WORDS += ["w:sdtContent", "w:pict", "v:textbox", "w:txbxContent", "m:oMath", "m:f", "w:fldSimple"]
_WORDS += ["mc:AlternateContent", "mc:Choice", "mc:Fallback", "w:drawing", "w:pPr", "w:numPr"]
_MARKUP = st.recursive(
    st.sampled_from(["", "chữ", '<w:fldChar w:fldCharType="begin"/>', "<w:tab/>", "<w:sym/>"]),
    lambda inner: st.tuples(st.sampled_from(_WORDS), st.lists(inner, max_size=3)).map(
        lambda p: f"<{p[0]}>{''.join(p[1])}</{p[0]}>"
    ),
    max_leaves=20,
)


@settings(max_examples=100, deadline=None)
@given(_MARKUP)
def test_elements_anywhere(
    tmp_path_factory: pytest.TempPathFactory, docx_class: Any, markup: str
) -> None:
    docx = docx_class(tmp_path_factory.mktemp("f"))
    found = attempt(docx, docx.write(markup).read_bytes())
    if isinstance(found, Reading):
        assert Reading.model_validate_json(found.model_dump_json()) == found


@pytest.mark.long
def test_damaged_real_documents(docx: Any) -> None:
    real = sorted([*SHARED.glob("documents/*.docx"), *SHARED.glob("corpus/docx/*.docx")])
    source = random.Random(3)
    for _ in range(4000):
        data = source.choice(real).read_bytes()
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            names = [n for n in container.namelist() if n.endswith((".xml", ".rels"))]
            name = source.choice(names)
            tags = re.findall(rb"<[^>]*>|[^<]+", container.read(name))
        for _ in range(source.randint(1, 4)):
            if tags:
                place = source.randrange(len(tags))
                odd = source.choice([b"-1", b"9" * 30, b"", b"1.5", b"NaN", b"x"])
                changed = re.sub(rb'"[^"]*"', b'"' + odd + b'"', tags[place])
                tags[place] = source.choice([changed, source.choice(tags), b""])
        attempt(docx, remade(data, name, b"".join(tags)))
