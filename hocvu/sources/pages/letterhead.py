"""Finds the head of an administrative document and its title (Nghị định 30/2020/NĐ-CP)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hocvu.sources.pages.flow import Para
from hocvu.sources.titles import KINDS
from hocvu.sources.wording import ABOUT, MOTTO, NATION

_SEARCHED: Final = 25
_HEAD: Final = re.compile(
    r"Số\s*:|Số \d|V/v\b|.{2,40},?\s+ngày\b.{0,12}tháng\b.{0,12}năm\b|[-–—_=*\s]+$|Kính gửi",
    re.IGNORECASE,
)
_ENDS: Final = re.compile(r"\(|Căn cứ|Theo đề nghị|Thực hiện|Kính gửi|Điều \d|Chương |I\.|1\.")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The head of a document.

    Attributes:
        title: The document's own title; empty when none was found.
        heading: Indices of the paragraphs that show it.
        apart: Indices of paragraphs that are no headings, whatever they look like.
    """

    title: str
    heading: tuple[int, ...]
    apart: frozenset[int]


def read_letterhead(paras: Sequence[Para]) -> Letterhead:
    """Return the head of the document that `paras` begin."""
    first = list(enumerate(paras[:_SEARCHED]))
    texts = {index: " ".join(para.text.split()) for index, para in first}
    kind = next((i for i, _ in first if texts[i].rstrip(" :*.") in KINDS), None)
    head = {
        i
        for i, text in texts.items()
        if NATION.search(text) or MOTTO.match(text) or _HEAD.match(text)
    }
    official = any(NATION.search(t) or MOTTO.match(t) or ABOUT.search(t) for t in texts.values())
    if kind is not None:
        heading = (kind, *_subject_after(kind, paras, texts))
        apart = frozenset(range(kind)) | head - set(heading)
        name = texts[kind].rstrip(" :*.").capitalize()
        subject = " ".join(texts[i] for i in heading[1:])
        return Letterhead(f"{name} {_lowered(subject)}".strip(), heading, apart)
    subject = next((m.group(1).rstrip(")") for t in texts.values() if (m := ABOUT.search(t))), "")
    # Above the last line of the head stand only the names of offices.
    apart = frozenset(range(max(head) + 1)) if official and head else frozenset()
    return Letterhead(subject[:1].upper() + subject[1:], (), apart)


def _subject_after(kind: int, paras: Sequence[Para], texts: dict[int, str]) -> list[int]:
    """Return the paragraphs that go on with the title: centred or bold, up to the text."""
    found: list[int] = []
    for index in range(kind + 1, min(kind + 4, len(paras))):
        text = texts.get(index, "")
        if not text or _ENDS.match(text) or _HEAD.match(text) or len(text) > 400:
            break
        if found and not (paras[index].centred or paras[index].bold):
            break
        if found and paras[index].bold != paras[found[-1]].bold:
            break
        found.append(index)
    return found


def _lowered(subject: str) -> str:
    """Return `subject` as it goes on after the kind, unless it begins with an abbreviation."""
    if len(subject) > 1 and subject[1].islower() and not subject.isupper():
        return subject[0].lower() + subject[1:]
    return subject
