"""Words of real pages, in order: held against a reading that knows nothing but tags."""

from __future__ import annotations

from difflib import SequenceMatcher
from html.parser import HTMLParser
from pathlib import Path

import pytest

from hocvu.identifiers import nfc
from hocvu.lesson import DocumentBody, ListBlock, Reading
from hocvu.lesson.text import body_lines, walk, words
from hocvu.sources.base import Source, Workspace
from hocvu.sources.html import READER, HtmlOptions
from hocvu.tools import libreoffice

INSIDE_WORDS = frozenset(
    [
        "a",
        "abbr",
        "b",
        "big",
        "em",
        "font",
        "i",
        "s",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "u",
    ]
)
NO_TEXT = frozenset({"head", "script", "style", "title"})


class Plain(HTMLParser):
    """Takes the text of a page: tags that part words are spaces, and nothing else is known."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.hidden += tag in NO_TEXT
        self.said.append("" if tag in INSIDE_WORDS else " ")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in NO_TEXT
        self.said.append("" if tag in INSIDE_WORDS else " ")

    def handle_data(self, data: str) -> None:
        self.said.append("" if self.hidden else data)


@pytest.mark.long
def test_words_of_pages_are_kept_in_order(tmp_path: Path) -> None:
    shared = Path(__file__).parents[4] / "shared/materials"
    files = [*(shared / "corpus/docx").glob("mauvanban*"), *(shared / "documents").glob("*.docx")]
    made = libreoffice.convert_all(sorted(files), tmp_path, "html:HTML (StarWriter)", "html")
    assert len(made) >= 9
    for path in made.values():
        plain = Plain()
        plain.feed(path.read_text("utf-8", "replace"))
        expected = nfc("".join(plain.said)).split()
        reading = READER.read(
            Source(path, path.name, path.parent), Workspace(tmp_path / "w"), HtmlOptions()
        )
        kept = words(body_lines(reading.body))
        blocks = SequenceMatcher(None, expected, kept, autojunk=False).get_matching_blocks()
        in_order = sum(block.size for block in blocks)
        told = sum(int(notice.params.get("words", 0)) for notice in reading.notices)
        assert in_order + told >= 0.995 * len(expected), path.name
        # Names of pictures that are not there are shown in their place.
        assert in_order >= 0.985 * (len(kept) - _labels(reading)), path.name


def _labels(reading: Reading) -> int:
    """Count the numbers of lists, which browsers make and no page tells."""
    assert isinstance(reading.body, DocumentBody)
    lists = (node for node in walk(reading.body.blocks) if isinstance(node, ListBlock))
    return sum(len(item.label.split()) for one in lists for item in one.items)
