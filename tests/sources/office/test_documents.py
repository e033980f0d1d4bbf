"""Real doc, rtf and odt files keep their words in order; what is none of these is refused."""

from __future__ import annotations

import hashlib
import random
import shutil
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from rapidfuzz.distance import LCSseq
from striprtf.striprtf import rtf_to_text

from hocvu.errors import Damaged, Encrypted, HocvuError, Origin, Unsupported
from hocvu.identifiers import nfc
from hocvu.lesson import DocumentBody, Reading, Table
from hocvu.lesson.text import body_lines, walk, words
from hocvu.pipeline.choose import choose
from hocvu.sources import open_document
from hocvu.sources.office import doc_words, rtf_words
from hocvu.tools.archive import open_archive
from hocvu.tools.libreoffice import engine

SHARED = Path(__file__).parents[4] / "shared" / "materials"
REAL = sorted(
    path
    for folder in ("documents", "corpus/doc", "corpus/rtf", "corpus/odt")
    for path in (SHARED / folder).glob("*.*")
    if path.suffix in {".doc", ".rtf", ".odt"}
)
USUAL = (
    "cv-bnv-2026.doc",
    "pandoc__7913969b__writer.rtf",
    "docling__d7f2700f__text_document_03.odt",
)
REFUSED = {"OCRmyPDF__1ef80969__tagged.odt": Damaged}
# Words in a style that hides them, which only the reading of styles can tell; and signs of the
# symbol font, for which the plain text has a bracket.
HIDDEN = {"poi__5f1b3bde__53379.doc"}

Read = Callable[..., Reading]


def plain(found: list[str]) -> list[str]:
    """Return words without soft hyphens, in one normal form."""
    return [nfc(word.replace("\xad", "")) for word in found]


def own_words(path: Path) -> tuple[list[str], list[str]]:
    if path.suffix == ".doc":
        return doc_words.words(path, Origin())
    if path.suffix == ".rtf":
        return rtf_words.words(path.read_bytes())
    with open_archive(path) as archive:
        return open_document.words(archive, Origin())


def keeps_its_words(path: Path, read: Read) -> None:
    reading = read(path)
    assert reading.reader == "office"
    main, beside = map(plain, own_words(path))
    kept = plain(words(body_lines(reading.body)))
    if path.name in HIDDEN:
        assert {"docx.hidden"} <= {notice.code for notice in reading.notices}
        return
    assert LCSseq.similarity(main, kept) >= 0.995 * len(main), path.name
    lost = Counter(main + beside) - Counter(kept)
    assert lost.total() <= 0.005 * len(main + beside), (path.name, lost)
    assert reading.kept.words >= 0.995 * reading.read.words
    original = next(asset for asset in reading.assets if asset.id == reading.original)
    assert original.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("path", [p for p in REAL if p.name in USUAL], ids=lambda p: p.name[:40])
def test_words_are_kept_in_order(path: Path, read: Read) -> None:
    keeps_its_words(path, read)


@pytest.mark.long
@pytest.mark.parametrize("path", REAL, ids=lambda p: p.name[:40])
def test_every_file_is_read_or_refused(path: Path, read: Read) -> None:
    if path.name in REFUSED:
        with pytest.raises(REFUSED[path.name]):
            read(path)
    else:
        keeps_its_words(path, read)


def test_structure_survives(read: Read, shared: Path) -> None:
    (path,) = shared.glob("materials/corpus/odt/pandoc__f37e0b6b__*")
    body = read(path).body
    assert isinstance(body, DocumentBody)
    (table,) = [block for block in walk(body.blocks) if isinstance(block, Table)]
    cells = [cell for row in table.rows for cell in row.cells]
    assert max(cell.colspan for cell in cells) > 1
    assert max(cell.rowspan for cell in cells) > 1


RTF = [*(p for p in REAL if p.suffix == ".rtf"), *SHARED.glob("corpus/legacy/tcvn3/*A-15.rtf")]


@pytest.mark.parametrize("path", RTF, ids=lambda p: p.name[:20])
def test_rtf_words_miss_nothing_that_another_reader_finds(path: Path) -> None:
    data = path.read_bytes()
    text = rtf_to_text(data.decode("latin-1"), errors="replace")
    theirs = Counter(w for w in text.replace("|", " ").split() if sum(c.isalnum() for c in w) > 3)
    main, beside = rtf_words.words(data)
    missed = theirs - Counter(main + beside)
    assert missed.total() <= 0.01 * theirs.total() + 1, missed


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (rb"{\rtf1 a{\v h}b{\deleted d}c\par e}", ["abc", "e"]),
        (rb"{\rtf1\uc1 th\u432? k\u7921 ?x{\*\xyz no}{\info{\title no}}}", ["thư", "kựx"]),
        (rb"{\rtf1 a{\field{\*\fldinst LINK x}{\fldrslt b}}{\pict 0102} c\~d}", ["ab", "c", "d"]),
        (rb"{\rtf1 a{\bin5 }}{}} b}}", ["a", "b"]),
        (rb"{\rtf1 \'e1\{\}\\}", ["á{}\\"]),
    ],
)  # fmt: skip
def test_rtf_control_words(data: bytes, expected: list[str]) -> None:
    assert rtf_words.words(data)[0] == expected


@pytest.mark.parametrize(
    ("name", "as_name", "reader"),
    [
        ("corpus/rtf/pandoc__5ed4fc22__heading.rtf", "a.doc", "office"),
        ("corpus/rtf/pandoc__5ed4fc22__heading.rtf", "a.docx", "office"),
        ("documents/cv-bnv-2026.doc", "a.docx", "office"),
        ("documents/cv-bnv-2026.docx", "a.doc", "docx"),
        ("documents/kh-bkhcn-2025.odt", "a.rtf", "office"),
    ],
)
def test_the_content_decides(
    name: str, as_name: str, reader: str, tmp_path: Path, shared: Path
) -> None:
    path = Path(shutil.copy(shared / "materials" / name, tmp_path / as_name))
    assert choose(path, path.name).name == reader


def test_rtf_named_doc_is_read(read: Read, tmp_path: Path) -> None:
    path = tmp_path / "a.doc"
    # The second paragraph is in Windows-1258, whose tones are characters of their own.
    path.write_bytes(
        rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}{\f1\fcharset163 Times New Roman;}}"
        rb"\f0 Xin ch\u224?o \b c\'e1n b\'f4\b0 .\par \f1 Ti\'ea\'ecng Vi\'ea\'f2t\par}"
    )
    reading = read(path)
    assert list(body_lines(reading.body)) == ["Xin chào cán bô.", "Tiếng Việt"]
    assert reading.assets[0].title == "a.doc"


def locked_doc(shared: Path, path: Path) -> None:
    data = bytearray((shared / "materials/documents/cv-bnv-2026.doc").read_bytes())
    # The header of the text ([MS-DOC] 2.5.2): its flags tell that it is locked.
    start = data.index(b"\xec\xa5")
    data[start + 0x0B] |= 0x01
    path.write_bytes(data)


def locked_odt(shared: Path, path: Path) -> None:
    with zipfile.ZipFile(path, "w") as container:
        container.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        container.writestr("META-INF/manifest.xml", "<m><encryption-data/></m>")
        container.writestr("content.xml", b"\x93\x11")


def truncated_doc(shared: Path, path: Path) -> None:
    path.write_bytes((shared / "materials/documents/cv-bnv-2026.doc").read_bytes()[:9000])


def truncated_odt(shared: Path, path: Path) -> None:
    path.write_bytes((shared / "materials/documents/kh-bkhcn-2025.odt").read_bytes()[:9000])


def bad_content(shared: Path, path: Path) -> None:
    with zipfile.ZipFile(path, "w") as container:
        container.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        container.writestr("content.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')


def bomb(shared: Path, path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        container.writestr("content.xml", b" " * (100 << 20))


@pytest.mark.parametrize(
    ("name", "make", "error", "code"),
    [
        ("a.doc", locked_doc, Encrypted, "office.encrypted"),
        ("a.odt", locked_odt, Encrypted, "office.encrypted"),
        ("a.doc", truncated_doc, Damaged, None),
        ("a.odt", truncated_odt, Damaged, None),
        ("a.odt", bad_content, Damaged, "open_document.doctype"),
        ("a.odt", bomb, HocvuError, "archive.bomb"),
        ("a.doc", lambda _, path: path.write_bytes(b""), Damaged, "source.empty"),
        ("a.doc", lambda _, path: path.write_bytes(b"xin ch\xc3\xa0o"), HocvuError, None),
        ("a.rtf", lambda _, path: path.write_bytes(b"\0" * 500), Damaged, "office.damaged"),
    ],
)
def test_what_cannot_be_read_is_told(
    name: str,
    make: Callable[[Path, Path], None],
    error: type[HocvuError],
    code: str | None,
    read: Read,
    shared: Path,
    tmp_path: Path,
) -> None:
    path = tmp_path / name
    make(shared, path)
    with pytest.raises(error) as caught:
        read(path)
    assert code is None or caught.value.code == code
    assert caught.value.message
    assert caught.value.hint
    assert not list(tmp_path.glob("workspace/*.*"))


def test_a_presentation_is_no_document(read: Read, shared: Path, tmp_path: Path) -> None:
    (source,) = shared.glob("materials/corpus/ppt/poi__0889a5d6__*")
    path = Path(shutil.copy(source, tmp_path / "a.doc"))
    with pytest.raises((Damaged, Unsupported)) as caught:
        read(path)
    assert caught.value.hint


@pytest.mark.long
def test_damaged_files_end_in_an_error_or_a_reading(read: Read, tmp_path: Path) -> None:
    chance = random.Random(4)
    for number in range(60):
        source = chance.choice(REAL)
        data = bytearray(source.read_bytes())
        if chance.random() < 0.5:
            del data[chance.randrange(len(data)) :]
        for _ in range(chance.randrange(1, 40)):
            if data:
                data[chance.randrange(len(data))] = chance.randrange(256)
        path = tmp_path / f"{number}{source.suffix}"
        path.write_bytes(data)
        try:
            assert read(path).kept.words >= 0
        except HocvuError as error:
            assert error.message  # noqa: PT017


def test_the_engine_is_wanted(read: Read, shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from hocvu.errors import ToolMissing

    monkeypatch.setattr(engine, "_find", lambda: None)
    with pytest.raises(ToolMissing):
        read(shared / "materials/documents/cv-bnv-2026.doc")
