"""Words of documents and of packages, read without any of hocvu's code."""

from __future__ import annotations

import re
import subprocess
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

from lxml import etree, html
from rapidfuzz.distance import LCSseq

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def docx_words(path: Path) -> list[str]:
    """The words of the body: the text of every paragraph, without deleted and doubled text."""
    with zipfile.ZipFile(path) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    paragraphs = []
    for paragraph in root.iter(f"{W}p"):
        pieces = []
        for element in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br"):
            if any(parent.tag == f"{W}p" for parent in _between(element, paragraph)):
                continue
            pieces.append(element.text or "" if element.tag == f"{W}t" else " ")
        paragraphs.append("".join(pieces))
    return words("\n".join(paragraphs))


def _between(element: etree._Element, above: etree._Element) -> list[etree._Element]:
    parents = []
    for parent in element.iterancestors():
        if parent is above:
            return parents
        parents.append(parent)
    return parents


def pdf_words(path: Path) -> list[str]:
    """The words as another program reads them, without lines that hold a page number alone."""
    text = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", str(path), "-"], check=True, capture_output=True
    ).stdout.decode("utf-8")
    lines = [line for line in text.replace("\f", "\n").splitlines() if not line.strip().isdigit()]
    return words("\n".join(lines))


def markdown_words(path: Path) -> list[str]:
    """The words without the signs that only mark them up."""
    text = re.sub(r"^\s*(#+|>|[-*+])\s+", "", path.read_text("utf-8"), flags=re.M)
    text = re.sub(r"^\s*\|?[-:| ]+\|[-:| ]*$", "", text, flags=re.M)
    return words(re.sub(r"\*\*|__|`|\||\\(?=[^\w\s])", " ", text))


def page_words(page: bytes) -> list[str]:
    """The words of a lesson's content on its page."""
    root = html.document_fromstring(page.decode("utf-8"))
    (main,) = root.xpath("//*[@data-hocvu='content'] | //main")[:1]
    for apart in main.xpath(".//script | .//style | .//*[@data-hocvu]"):
        apart.drop_tree()
    return words("\n".join(main.itertext()))


def words(text: str) -> list[str]:
    """Words in one normal form; a page shows bullets by its style, so they are no words."""
    return [word for word in unicodedata.normalize("NFC", text).split() if word != "•"]


def kept(source: list[str], lesson: list[str]) -> float:
    """Percent of the words of `source` that stand in `lesson`, in the same order."""
    return 100.0 * LCSseq.similarity(source, lesson) / len(source)


READERS: dict[str, Callable[[Path], list[str]]] = {
    ".docx": docx_words,
    ".pdf": pdf_words,
    ".md": markdown_words,
}
