"""Tells headings from paragraphs by number, letters and place, and gives them levels."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hocvu.sources.legal import HEADINGS, annex_heading, legal_level, roman_heading
from hocvu.sources.pages.flow import Para
from hocvu.sources.pages.layout import Item
from hocvu.sources.pages.lines import BULLETS
from hocvu.sources.titles import KINDS
from hocvu.sources.wording import MOTTO, NATION, SIGN_HERE, SIGNED

LONGEST: Final = 250
_LONGEST_NAMED: Final = 600  # Names of chapters and articles of a legal text.
_LARGER: Final = 1.13
_NUMBERS: Final = (
    ("1.1.1", re.compile(r"\d{1,2}\.\d{1,2}\.\d{1,2}\.?\s")),
    ("1.1", re.compile(r"\d{1,2}\.\d{1,2}\.?\s")),
    ("1", re.compile(r"\d{1,2}[.)]?\s")),
    ("a", re.compile(r"[a-zđ]\)\s")),
)
_ORDER: Final[tuple[str, ...]] = (
    *("phan", "annex", "chuong", "muc", "tieu_muc", "dieu"),
    *("roman", "1", "1.1", "1.1.1", "a"),
)
_ALONE: Final = re.compile(
    r"(?:Phần|Chương|Mục|Phụ lục|PHẦN|CHƯƠNG|MỤC|PHỤ LỤC)(?: [\w.]{1,9}){0,2}\s*[.:]?\s*"
)
_SENTENCE: Final = re.compile(r"[.?!]\W*$")
_CONTINUES: Final = re.compile(r"[,;]\s*$")


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline: its depth from 1, its title, its page from 1 (0: not known)."""

    depth: int
    title: str
    page: int


def numbering(text: str) -> str:
    """Return how `text` is numbered: a division of a legal text, ``roman``, ``1.1``, or nothing."""
    level = legal_level(text)
    if level in HEADINGS:
        return str(level)
    if annex_heading(text):
        return "annex"
    if roman_heading(text):
        return "roman"
    return next((kind for kind, pattern in _NUMBERS if pattern.match(text)), "")


def join_named(items: Sequence[Item]) -> list[Item]:
    """Join the lines of headings: ``Chương II`` and the name under it, titles in capitals."""
    joined: list[Item] = []
    for item in items:
        last = joined[-1] if joined else None
        if isinstance(last, Para) and isinstance(item, Para) and _names(last, item):
            item.lines[0].breaks = _ALONE.fullmatch(last.text) is not None
            last.lines += item.lines
        else:
            joined.append(item)
    return joined


def _names(first: Para, name: Para) -> bool:
    """Tell if `name` goes on with the heading `first`: its name, or its next line in capitals."""
    if first.page != name.page or numbering(name.text) or len(name.text) > LONGEST:
        return False
    gap = name.lines[0].baseline - first.lines[-1].baseline
    if not 0 < gap < 3 * first.size:
        return False
    if len(first.lines) == 1 and _ALONE.fullmatch(first.text):
        return name.bold or name.centred or name.text.isupper()
    both = first.lines[-1].text.isupper() and name.text.isupper() and first.bold and name.bold
    set_phrase = NATION.search(first.text) or first.text.strip() in KINDS or SIGNED.match(name.text)
    return both and gap < 1.7 * first.size and first.size == name.size and not set_phrase


def find_headings(
    paras: Sequence[Para], bookmarks: Sequence[Bookmark], apart: frozenset[int]
) -> dict[int, int]:
    """Return the level, from 1, of each of `paras` that is a heading, by its index.

    Args:
        paras: Paragraphs of the document's body.
        bookmarks: The outline, whose depths count more than looks do.
        apart: Indices of paragraphs that are none, such as the letterhead.
    """
    body = _body_size(paras)
    bold_says_something = not _mostly_bold(paras)
    depths = {_key(mark.title): mark.depth for mark in bookmarks}
    found: list[tuple[int, str]] = []
    marked: dict[int, int] = {}
    signed = False
    for index, para in enumerate(paras):
        text = para.text.strip()
        kind = numbering(text)
        signed = kind not in {"annex", "phan", "chuong"} and (
            signed or SIGNED.match(text) is not None
        )
        after = paras[index + 1].text if index + 1 < len(paras) else ""
        if index in apart or signed or SIGN_HERE.match(after) or not _could_be(para, text):
            continue
        depth = depths.get(_key(text))
        if depth is not None:
            marked[index] = depth
        if depth is not None or _looks(para, text, kind, body, bold_says_something):
            found.append((index, kind))
    return _levels(paras, found, marked, body)


def _could_be(para: Para, text: str) -> bool:
    longest = _LONGEST_NAMED if numbering(text) in HEADINGS and para.bold else LONGEST
    if not 0 < len(text) <= longest or text[0] in BULLETS:
        return False
    # An article in quotation marks belongs to another text, which this one amends.
    quoted = text[0] in "“\"'" and numbering(text[1:])
    return not (quoted or NATION.search(text) or MOTTO.match(text))


def _looks(para: Para, text: str, kind: str, body: float, bold_says_something: bool) -> bool:
    bold = para.bold and bold_says_something
    if kind in {"phan", "chuong", "muc", "tieu_muc", "annex"}:
        return para.bold or para.centred or text.isupper()
    if kind == "dieu":
        return para.bold or (len(text) <= 120 and not _CONTINUES.search(text))
    if _CONTINUES.search(text) or not any(c.isalpha() for c in text):
        return False
    if _SENTENCE.search(text) and len(text) > 80:
        return False
    if para.size >= _LARGER * body:
        return True
    return bold and (bool(kind) or para.centred or text.isupper() or len(text) <= 120)


def _levels(
    paras: Sequence[Para], found: list[tuple[int, str]], marked: dict[int, int], body: float
) -> dict[int, int]:
    """Give levels by numbering, then by size of letters; the outline decides where it speaks."""
    kinds = {kind for _, kind in found if kind}
    ranks = {kind: rank for rank, kind in enumerate((k for k in _ORDER if k in kinds), 1)}
    sizes = {
        kind: Counter(paras[index].size for index, k in found if k == kind).most_common(1)[0][0]
        for kind in kinds
    }
    levels: dict[int, int] = {}
    for index, kind in found:
        para = paras[index]
        if kind:
            level = ranks[kind]
        elif para.size >= _LARGER * body:
            # As high as the widest numbered kind that is set no larger.
            level = min((r for k, r in ranks.items() if sizes[k] <= para.size), default=1)
        else:
            level = 1 if para.text.isupper() or not ranks else len(ranks) + 1
        levels[index] = min(6, marked.get(index, level))
    return levels


def _body_size(paras: Sequence[Para]) -> float:
    sizes: Counter[float] = Counter()
    for para in paras:
        for line in para.lines:
            sizes[line.size] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], -size), default=0)


def _mostly_bold(paras: Sequence[Para]) -> bool:
    bold = sum(len(line.text) for para in paras for line in para.lines if line.bold)
    return bold > 0.5 * sum(len(line.text) for para in paras for line in para.lines)


def _key(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
