"""What a lesson's page holds, whatever its kind."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hocvu.render.markup import Markup


@dataclass(frozen=True, slots=True)
class Page:
    """A page that the player shows at a time; `counted` when it must be seen to complete."""

    id: str
    title: str
    counted: bool = True


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the table of contents: a place `anchor` on page number `page`, from 0."""

    level: int
    title: str
    page: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Content:
    """A lesson rendered: its HTML, its pages and contents, and data of its kind.

    `extra` is JSON that only the player's view of that kind reads; `shape` names all that must
    be the same for what a learner did to mean the same, beside the pages' titles.
    """

    html: Markup
    pages: tuple[Page, ...]
    entries: tuple[Entry, ...]
    extra: dict[str, Any] = field(default_factory=dict)
    shape: tuple[str, ...] = ()
