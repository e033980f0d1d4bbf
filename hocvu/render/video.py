"""A video or a recording with its captions, chapters and transcript."""

from __future__ import annotations

from typing import Any, Final

from hocvu.errors import clock
from hocvu.lesson import Captions, Cue, VideoBody
from hocvu.render.blocks import blocks
from hocvu.render.content import Content, Entry, Page
from hocvu.render.markup import Markup, join, own, tag
from hocvu.render.scope import Scope

_PAUSE: Final = 2.0
"""Seconds of silence that begin a new paragraph of the transcript."""
_LONGEST: Final = 40
"""Words after which a paragraph of the transcript ends with its sentence."""


def video(body: VideoBody, title: str, scope: Scope) -> Content:
    """Return `body` as one page: the player, its chapters and the transcript."""
    page = Page("hv-p1", title)
    attrs = {"class": "page", "id": page.id, "data-page": 0}
    html = tag("section", "\n", watching(body, title, scope), "\n", attrs=attrs)
    parts_of_it = (
        Entry(2, chapter.title, 0, f"hv-c{number}")
        for number, chapter in enumerate(body.chapters, start=1)
    )
    extra = {"video": video_data(body, scope)}
    return Content(html, (page,), (Entry(1, title, 0, page.id), *parts_of_it), extra)


def watching(
    body: VideoBody, title: str, scope: Scope, prefix: str = "hv", *, early: bool = True
) -> Markup:
    """Return a video with its chapters and transcript.

    Args:
        body: The video.
        title: Its name for readers aloud.
        scope: Where it stands.
        prefix: Opens the ids of its parts.
        early: It begins to load with its page; one of several waits until it is its turn.
    """
    scope.learn(body.transcript)
    for track in body.captions:
        scope.media(track.asset, "captions")
    draft = own("p", scope.word("draft_captions"), attrs={"class": "draft"})
    parts = [
        _media(body, title, scope, early=early),
        draft if any(track.draft for track in body.captions) else "",
        _chapters(body, scope, prefix),
        _transcript(body, scope, prefix),
    ]
    return join(parts, "\n")


def video_data(body: VideoBody, scope: Scope) -> dict[str, Any]:
    """Return what the player's view of a video reads; bit rates in kilobits per second."""
    data: dict[str, Any] = {
        "duration": round(body.duration, 3),
        "watch": body.watch,
        "noSkip": body.no_skip,
        "captions": [_track(track) for track in body.captions],
        "chapters": [round(chapter.start, 3) for chapter in body.chapters],
    }
    if body.renditions:
        own_rate = scope.assets[body.media].size * 8 / max(body.duration, 1)
        rungs = [(body.media, body.height, own_rate)]
        rungs += [(one.asset, one.height, one.bitrate) for one in body.renditions]
        rungs.sort(key=lambda rung: rung[2])
        data["rungs"] = [
            [scope.media(name), high, round(rate / 1000)] for name, high, rate in rungs
        ]
    if body.audio:
        data["audio"] = scope.media(body.audio)
    if body.sprites:
        sheet = body.sprites
        sizes = (sheet.columns, sheet.width, sheet.height, sheet.interval)
        data["sprites"] = [scope.media(sheet.asset), *sizes, scope.assets[sheet.asset].size]
    return data


def _media(body: VideoBody, title: str, scope: Scope, *, early: bool) -> Markup:
    shared = {
        "src": scope.media(body.media),
        "controls": True,
        # Where there are several files the player chooses one before any is loaded.
        "preload": "none" if body.renditions or body.audio or not early else "metadata",
        "aria-label": title,
    }
    if not body.width:
        return tag("div", tag("audio", attrs=shared), attrs={"class": "media"})
    picture = {
        "playsinline": True,
        "poster": scope.media(body.poster) if body.poster else None,
        "width": body.width,
        "height": body.height or None,
    }
    return tag("div", tag("video", attrs={**shared, **picture}), attrs={"class": "media"})


def _chapters(body: VideoBody, scope: Scope, prefix: str) -> Markup:
    if not body.chapters:
        return Markup()
    items = (
        tag(
            "li",
            tag("span", clock(chapter.start), attrs={"class": "time"}),
            " ",
            tag("span", chapter.title),
            attrs={"id": f"{prefix}-c{number}"},
        )
        for number, chapter in enumerate(body.chapters, start=1)
    )
    place = f"{prefix}-chapters"
    title = tag("h2", scope.word("chapters"), attrs={"id": place})
    content = tag("ol", join(items, "\n"), attrs={"role": "list"})
    attrs = {"class": "chapters", "aria-labelledby": place}
    return own("section", title, content, attrs=attrs)


def _transcript(body: VideoBody, scope: Scope, prefix: str) -> Markup:
    scope.level = 2
    if body.transcript:
        text = blocks(body.transcript, scope)
    else:
        text = join((_speech(group) for group in _paragraphs(body)), "\n")
    if not text:
        return Markup()
    place = f"{prefix}-transcript"
    title = own("h2", scope.word("transcript"), attrs={"id": place})
    attrs = {"class": "transcript", "aria-labelledby": place}
    return tag("section", join([title, text], "\n"), attrs=attrs)


def _paragraphs(body: VideoBody) -> list[list[Cue]]:
    """Return the cues of the first captions, broken at pauses and after long sentences."""
    groups: list[list[Cue]] = []
    size = 0
    for cue in body.captions[0].cues if body.captions else ():
        before = groups[-1][-1] if groups else None
        ended = before is not None and before.text.rstrip().endswith((".", "!", "?", "…"))
        if before is None or cue.start - before.end > _PAUSE or (ended and size > _LONGEST):
            groups.append([])
            size = 0
        groups[-1].append(cue)
        size += len(cue.text.split())
    return groups


def _speech(cues: list[Cue]) -> Markup:
    spans = (
        tag("span", cue.text, attrs={"data-start": f"{cue.start:g}", "data-end": f"{cue.end:g}"})
        for cue in cues
    )
    return tag("p", join(spans, "\n"), attrs={"class": "speech"})


def _track(track: Captions) -> dict[str, object]:
    cues = [[round(cue.start, 3), round(cue.end, 3), cue.text] for cue in track.cues]
    data: dict[str, object] = {"language": track.language, "cues": cues}
    return data | {"draft": True} if track.draft else data
