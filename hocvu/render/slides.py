"""A deck of slides: each its picture, its text and the speaker's notes."""

from __future__ import annotations

from hocvu.lesson import Slide, SlideMedia, SlidesBody
from hocvu.render.blocks import blocks
from hocvu.render.content import Content, Entry, Page
from hocvu.render.markup import Markup, escape, join, own, tag
from hocvu.render.scope import Scope


def slides(body: SlidesBody, scope: Scope) -> Content:
    """Return `body` as a page for each slide; hidden ones need not be seen."""
    parts: list[Markup] = []
    pages: list[Page] = []
    for number, slide in enumerate(body.slides, start=1):
        scope.learn([*slide.text, *slide.remarks])
        title = slide.title.strip() or scope.word("slide", number=number)
        page = Page(f"hv-p{number}", title, counted=not slide.hidden)
        parts.append(_slide(slide, page, number, scope))
        pages.append(page)
    entries = (Entry(1, page.title, place, page.id) for place, page in enumerate(pages))
    return Content(join(parts, "\n"), tuple(pages), tuple(entries))


def _slide(slide: Slide, page: Page, number: int, scope: Scope) -> Markup:
    heading = (tag if slide.title.strip() else own)("h2", page.title)
    shown = showing(slide, page.title, number, scope)
    attrs = {"class": "page", "id": page.id, "data-page": number - 1}
    return tag("section", "\n", heading, "\n", shown, "\n", attrs=attrs)


def showing(slide: Slide, title: str, number: int, scope: Scope) -> Markup:
    """Return the picture of a slide, its text and the speaker's notes, without a heading."""
    image = tag(
        "img",
        attrs={
            "src": scope.media(slide.image),
            "alt": scope.word("slide_picture", number=number, title=title),
            "width": slide.width or None,
            "height": slide.height or None,
            "loading": "lazy" if number > 1 else None,
            "decoding": "async",
        },
    )
    scope.level = 2
    steps = [_step(step, slide, scope) for step in slide.steps]
    parts = [
        tag("figure", *steps, image, attrs={"class": "slide"}),
        *(_media(item, scope) for item in slide.media),
        _panel("slide_text", blocks(slide.text, scope), scope),
        _panel("slide_remarks", blocks(slide.remarks, scope), scope),
    ]
    return join(parts, "\n")


def _step(step: str, slide: Slide, scope: Scope) -> Markup:
    """Return the slide as it is at one step; without a script only the complete one is seen."""
    attrs = {
        "class": "step",
        "src": scope.media(step),
        "alt": "",
        "width": slide.width or None,
        "height": slide.height or None,
        "loading": "lazy",
        "hidden": True,
    }
    return tag("img", attrs=attrs)


def _media(item: SlideMedia, scope: Scope) -> Markup:
    attrs = {
        "class": "slide-media",
        "src": scope.media(item.asset),
        "controls": True,
        "preload": "metadata",
        "aria-label": item.title or None,
    }
    return tag(item.media, "", attrs=attrs)


def _panel(name: str, content: Markup, scope: Scope) -> Markup:
    if not content:
        return escape("")
    summary = own("summary", scope.word(name))
    return tag("details", summary, "\n", content, attrs={"class": name.replace("_", "-")})
