"""Makes small Word documents from the markup under test."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from hocvu.lesson import Block, DocumentBody, Reading
from hocvu.sources.base import Source, Workspace
from hocvu.sources.docx import READER, DocxOptions

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
        "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    }.items()
)
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

Parts = Mapping[str, str | bytes] | None
Links = Mapping[str, tuple[str, str]] | None


def relationships(links: Mapping[str, tuple[str, str]]) -> str:
    """Return a part of relationships: id to kind and target; ``!`` before an outside target."""
    items = "".join(
        f'<Relationship Id="{key}" Type="{RELATIONSHIP}/{kind}" Target="{target.lstrip("!")}"'
        f"{' TargetMode=' + chr(34) + 'External' + chr(34) if target.startswith('!') else ''}/>"
        for key, (kind, target) in links.items()
    )
    uri = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{uri}">{items}</Relationships>'


def part(name: str, inner: str) -> str:
    """Return a part whose root is ``w:name``."""
    return f"<w:{name} {NAMESPACES}>{inner}</w:{name}>"


def write(
    path: Path,
    body: str,
    parts: Parts = None,
    links: Links = None,
) -> Path:
    """Write a document; `parts` such as ``numbering`` are linked by their name."""
    linked = dict(links or {})
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relationships({"r1": ("officeDocument", "word/document.xml")}),
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
    }
    for name, inner in (parts or {}).items():
        if "." in name:
            files[f"word/{name}"] = inner
        else:
            files[f"word/{name}.xml"] = part(name, str(inner))
            linked[f"auto-{name}"] = (name, f"{name}.xml")
    files["word/_rels/document.xml.rels"] = relationships(linked)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as container:
        for name, data in files.items():
            container.writestr(name, data)
    return path


class Documents:
    """Makes and reads documents in one folder."""

    centred = '<w:jc w:val="center"/>'
    bold = "<w:b/>"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @staticmethod
    def p(text: str, properties: str = "", run: str = "") -> str:
        """Return a paragraph of one run."""
        return (
            f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr>"
            f'<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
        )

    def write(self, body: str, parts: Parts = None, links: Links = None) -> Path:
        """Write a document with `body` as its content."""
        return write(self.folder / "tài liệu.docx", body, parts, links)

    def read(
        self, body: str, parts: Parts = None, links: Links = None, **options: object
    ) -> Reading:
        """Read a document with `body` as its content."""
        return self.read_file(self.write(body, parts, links), **options)

    def read_file(self, path: Path, **options: object) -> Reading:
        """Read the document `path`."""
        source = Source(path, path.name, path.parent)
        workspace = Workspace(self.folder / "assets")
        return READER.read(source, workspace, DocxOptions.model_validate(options))

    def blocks(self, body: str, parts: Parts = None, links: Links = None) -> tuple[Block, ...]:
        """Return the blocks of a document with `body` as its content."""
        return self.body(self.read(body, parts, links)).blocks

    @staticmethod
    def body(reading: Reading) -> DocumentBody:
        """Return the body of a document."""
        assert isinstance(reading.body, DocumentBody)
        return reading.body

    @staticmethod
    def codes(reading: Reading) -> list[str]:
        """Return the codes of what was told."""
        return [notice.code for notice in reading.notices]


@pytest.fixture
def docx(tmp_path: Path) -> Documents:
    """Return the maker of documents."""
    return Documents(tmp_path)


@pytest.fixture(scope="session")
def docx_class() -> type[Documents]:
    """Return the maker itself, for tests that need a folder for each example."""
    return Documents
