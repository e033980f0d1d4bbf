"""The lighter files of a video, as links: Open edX's player has no choice of sizes.

Of several addresses in ``html5_sources`` that player takes the first that the browser can
decode, whatever the network; sizes to choose from need HLS or the video pipeline of the system.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from hocvu import messages
from hocvu.lesson import Course, Notice, VideoBody
from hocvu.render.scope import Scope
from hocvu.render.shell import size


def lighter_files(body: VideoBody, scope: Scope) -> list[etree._Element]:
    """Return a paragraph of links to smaller pictures and the sound alone, if there are any."""
    links = list(_links(body, scope))
    if not links:
        return []
    paragraph = etree.Element("p")
    paragraph.text = messages.text("olx.lighter", None, scope.language) + " "
    for place, (address, label) in enumerate(links):
        link = etree.SubElement(paragraph, "a", {"href": address, "target": "_blank"})
        link.text = label
        link.tail = " · " if place + 1 < len(links) else ""
    return [paragraph]


def unsaid_of_videos(course: Course) -> tuple[Notice, ...]:
    """Return what Open edX cannot keep of the course's videos, lesson by lesson."""
    return tuple(
        Notice("olx.video_one_size", "info", lesson.source, {"title": lesson.title})
        for lesson in course.lessons
        if isinstance(lesson.body, VideoBody) and (lesson.body.renditions or lesson.body.audio)
    )


def _links(body: VideoBody, scope: Scope) -> Iterator[tuple[str, str]]:
    for one in sorted(body.renditions, key=lambda one: -one.height):
        yield _link(one.asset, f"{min(one.width, one.height)}p", scope)
    if body.audio:
        yield _link(body.audio, messages.text("olx.sound_alone", None, scope.language), scope)


def _link(name: str, label: str, scope: Scope) -> tuple[str, str]:
    address = scope.media(name)
    return address, f"{label} ({size(scope.used[address], scope)})"
