"""Reads presentations: each slide as a picture with all its text beside it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from pydantic import Field

from hocvu.lesson import Block, Reading, Slide, SlidesBody
from hocvu.lesson.text import count, lines
from hocvu.progress import Step
from hocvu.sources.base import Notices, Options, Source, Workspace
from hocvu.sources.office_kinds import ZIP, kind_of
from hocvu.sources.slides.bullets import Bullets, styles_of
from hocvu.sources.slides.deck import Deck, Page, open_deck
from hocvu.sources.slides.media import read_media
from hocvu.sources.slides.names import P, placeholder
from hocvu.sources.slides.pictures import draw_slides
from hocvu.sources.slides.prepare import KINDS, Ready, prepare
from hocvu.sources.slides.shapes import alternative_text, read_shapes, read_title
from hocvu.sources.slides.steps import with_steps
from hocvu.sources.slides.text import Context, read_body
from hocvu.tools.ole import MAGIC
from hocvu.tools.pictures import Picture

_MEDIA_TYPES: Final = {
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".ppsx": "application/vnd.openxmlformats-officedocument.presentationml.slideshow",
    ".pptm": "application/vnd.ms-powerpoint.presentation.macroEnabled.12",
    ".ppt": "application/vnd.ms-powerpoint",
    ".pps": "application/vnd.ms-powerpoint",
    ".odp": "application/vnd.oasis.opendocument.presentation",
}
_LONGEST_TITLE: Final = 200
# Titles that programs give to every new presentation.
_NO_TITLE: Final = re.compile(
    r"(?:powerpoint presentation|bản trình bày powerpoint|presentation|slide|trang chiếu)\s*\d*",
    re.IGNORECASE,
)


class SlidesOptions(Options):
    """Options of a presentation.

    Attributes:
        width: Width of the slides' pictures in pixels.
        hidden: Keep hidden slides.
        remarks: Keep the speaker's notes.
        download: Offer the presentation itself for download.
    """

    width: int = Field(default=1600, ge=320, le=3840)
    hidden: bool = True
    remarks: bool = True
    download: bool = False


class SlidesReader:
    """The reader of presentations: PowerPoint of any age and OpenDocument."""

    name = "slides"
    version = 6
    suffixes = tuple(_MEDIA_TYPES)
    options: type[Options] = SlidesOptions
    engines = ("libreoffice", "pdfium", "ffmpeg")
    patience = 900.0

    def accepts(self, head: bytes, path: Path) -> bool:
        """Tell by content if `path` is a presentation, or so named and too broken to tell."""
        kind = kind_of(head, path)
        named = path.suffix.lower() in self.suffixes
        broken = head.startswith((*ZIP, MAGIC)) and kind in {None, "locked"}
        return kind in KINDS or (named and broken)

    def read(self, source: Source, workspace: Workspace, options: Any) -> Reading:
        """Read a presentation.

        Raises:
            SourceError: It is locked, damaged, empty or too large.
            ToolError: LibreOffice is missing or failed.
        """
        chosen = options if isinstance(options, SlidesOptions) else SlidesOptions()
        notices = Notices(source)
        opened = prepare(source, workspace.scratch("deck"), notices)
        deck = open_deck(opened.text, source.at())
        steps, drawn = _with_steps(opened, workspace.scratch("steps"), source)
        total = len(deck.pages) + len(steps)
        pictures = draw_slides(
            drawn,
            workspace.scratch("slides"),
            total,
            chosen.width,
            source.at(),
            lambda done: workspace.progress(Step("read", source.name, done, total)),
        )
        built: dict[int, list[Picture]] = defaultdict(list)
        for number, picture in zip(steps, pictures[len(deck.pages) :], strict=True):
            built[number].append(picture)
        body = SlidesBody(
            slides=tuple(
                _slide(page, [*built[page.number], picture], workspace, notices, chosen)
                for page, picture in zip(deck.pages, pictures, strict=False)
                if chosen.hidden or not page.hidden
            )
        )
        _tell(deck, notices, chosen, frozenset(steps))
        suffix = source.path.suffix.lower()
        media_type = _MEDIA_TYPES.get(suffix, _MEDIA_TYPES[".pptx"])
        original = (
            workspace.refer(source.path, suffix, media_type, Path(source.name).name).id
            if chosen.download
            else None
        )
        return Reading(
            reader=self.name,
            title=_deck_title(deck, body),
            body=body,
            assets=workspace.assets,
            original=original,
            notices=tuple(notices.all),
            read=opened.counts,
            kept=count(body),
        )


READER: Final = SlidesReader()


def _slide(
    page: Page,
    pictures: Sequence[Picture],
    workspace: Workspace,
    notices: Notices,
    options: SlidesOptions,
) -> Slide:
    """Return the slide `page`, whose last picture shows it complete."""
    context = Context(page.related, notices, notices.source.at(slide=page.number), page.layout)
    title, holder = read_title(page.shapes, context)
    drawn = [workspace.add_bytes(p.data, p.suffix, p.media_type).id for p in pictures]
    return Slide(
        image=drawn[-1],
        width=pictures[-1].width,
        height=pictures[-1].height,
        title=title,
        text=tuple(read_shapes(page.shapes, context, skip=holder)),
        remarks=tuple(_remarks(page, context)) if options.remarks else (),
        media=tuple(read_media(page, workspace, context)),
        steps=tuple(drawn[:-1]),
        hidden=page.hidden,
        origin=context.origin,
    )


def _remarks(page: Page, context: Context) -> list[Block]:
    if page.notes is None:
        return []
    return [
        block
        for shape in page.notes.iter(f"{P}sp")
        if (ph := placeholder(shape)) is not None and ph.get("type") == "body"
        for block in read_body(shape.find(f"{P}txBody"), Bullets(styles_of(shape, ())), context)
    ]


def _deck_title(deck: Deck, body: SlidesBody) -> str:
    """Return the first slide's title, that of the properties, or how the first slide begins."""
    first = body.slides[:1]
    core = "" if _NO_TITLE.fullmatch(deck.title) else deck.title
    begins = (" ".join(line.split()) for slide in first for line in lines(slide.text))
    candidates = (*(slide.title for slide in first), core, *begins)
    return next((title for title in candidates if title and len(title) <= _LONGEST_TITLE), "")


def _with_steps(opened: Ready, folder: Path, source: Source) -> tuple[list[int], Path]:
    """Return the slide of each page that is added for a step, and what is to be drawn."""
    if opened.drawn != opened.text:
        return [], opened.drawn
    copy = folder / "steps.pptx"
    steps = with_steps(opened.text, copy, source.at())
    return steps, copy if steps else opened.drawn


def _tell(deck: Deck, notices: Notices, options: SlidesOptions, steps: frozenset[int]) -> None:
    """Tell what pictures of slides cannot do, once for the whole deck."""
    hidden = [page.number for page in deck.pages if page.hidden]
    if hidden:
        code = "slides.hidden_kept" if options.hidden else "slides.hidden_left_out"
        notices.add(code, "info", slides=_numbers(hidden))
    moving = [page.number for page in deck.pages if _animated(page) and page.number not in steps]
    if moving:
        notices.add("slides.animations", "info", slides=_numbers(moving))
    if steps:
        notices.add("slides.steps", "info", slides=_numbers(sorted(steps)))
    mute = [page.number for page in deck.pages if _undescribed(page)]
    if mute:
        notices.add("slides.no_alternative_text", "info", slides=_numbers(mute))
    commented = [
        page.number
        for page in deck.pages
        if any(part.kind == "comments" for part in page.related.values())
    ]
    if commented:
        notices.add("slides.comments", "info", slides=_numbers(commented))
    if not options.remarks and any(page.notes is not None for page in deck.pages):
        notices.add("slides.remarks_left_out", "info")


def _animated(page: Page) -> bool:
    timing = page.element.find(f"{P}timing")
    if timing is None:
        return False
    # What only plays video and sound moves nothing.
    kinds = {step.get("presetClass") for step in timing.iter(f"{P}cTn")} - {None, "mediacall"}
    return bool(kinds)


def _undescribed(page: Page) -> bool:
    return any(not alternative_text(picture) for picture in page.shapes.iter(f"{P}pic"))


def _numbers(slides: list[int]) -> str:
    shown = ", ".join(str(number) for number in slides[:20])
    return f"{shown}, …" if len(slides) > 20 else shown
