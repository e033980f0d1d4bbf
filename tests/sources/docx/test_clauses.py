"""Numbered paragraphs are clauses under an open Điều, and items of a list elsewhere."""

from pathlib import Path

from hocvu.lesson import Heading, ListBlock, Paragraph
from hocvu.lesson.text import inline_text
from hocvu.sources.base import Source, Workspace
from hocvu.sources.docx import READER, DocxOptions


def test_a_list_before_the_first_article_and_after_the_last_is_a_list(
    root: Path, tmp_path: Path
) -> None:
    path = root / "content/mot-cua/Bài 1 – Tiếp nhận hồ sơ.docx"
    reading = READER.read(Source(path, path.name, path.parent), Workspace(tmp_path), DocxOptions())
    under = ""
    kinds: dict[str, set[str]] = {}
    for block in reading.body.blocks:
        if isinstance(block, Heading):
            under = inline_text(block.children)
        elif isinstance(block, ListBlock) or (isinstance(block, Paragraph) and block.legal):
            kinds.setdefault(under, set()).add(block.kind)
    assert kinds["Mục tiêu của bài"] == {"list"}
    assert kinds["Tự kiểm tra"] == {"list"}
    assert kinds["Phạm vi áp dụng"] == {"paragraph"}
