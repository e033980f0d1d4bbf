"""Lessons as Open edX's blocks: a subsection for each, with its units and their components."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from hocvu import messages
from hocvu.lesson import Asset, Course, Lesson, QuizBody, SlidesBody, VideoBody
from hocvu.packages.imscp import title
from hocvu.packages.olx.fragments import STATIC, Fragment, fragments, pages_of
from hocvu.packages.olx.keys import block_id
from hocvu.packages.olx.quizzes import Component, quiz_units
from hocvu.packages.olx.subtitles import srt
from hocvu.packages.olx.videos import lighter_files
from hocvu.render.course import language, lesson_content
from hocvu.render.scope import Scope
from hocvu.render.shell import download

SLIDES_PER_UNIT = 10
"""A unit is loaded whole, and each change of unit takes a telephone some seconds."""


@dataclass(slots=True)
class Blocks:
    """The blocks of a course as files.

    Attributes:
        files: Content by path, below the course's folder.
        assets: Files to copy, by their names in ``static``.
    """

    course: Course
    files: dict[str, bytes] = field(default_factory=dict)
    assets: dict[str, Asset] = field(default_factory=dict)

    def add(self, kind: str, key: str, attributes: Mapping[str, str], *children: str) -> str:
        """Add a block as a file of its own and return the tag that points to it.

        Children are such tags, too.
        """
        root = etree.Element(kind, {name: value for name, value in attributes.items() if value})
        for child in children:
            root.append(etree.fromstring(child))
        self.files[f"{kind}/{key}.xml"] = xml(root)
        return f'<{kind} url_name="{key}"/>'

    def lesson(self, lesson: Lesson) -> str:
        """Add `lesson` as a subsection and return the tag that points to it."""
        attributes = {"display_name": self._title(lesson.title)}
        if isinstance(lesson.body, QuizBody):
            units = list(self._quiz(lesson, lesson.body))
            lang = language(self.course)
            attributes |= {"format": messages.text("olx.assignment", None, lang), "graded": "true"}
        else:
            units = [self._unit(lesson, unit) for unit in self._units(lesson)]
        key = block_id(self.course.record.id, "sequential", lesson.id)
        return self.add("sequential", key, attributes, *units)

    def _quiz(self, lesson: Lesson, body: QuizBody) -> Iterator[str]:
        scope = Scope.of(lesson, language(self.course))
        units = quiz_units(lesson, body, scope)
        self.assets |= {asset.id: asset for asset in scope.used.values()}
        for unit in units:
            work, first = self.course.record.id, unit[0]
            components = [self._component(lesson, one) for one in unit]
            vertical = block_id(work, "vertical", lesson.id, first.key)
            name = self._title(lesson.title if unit is units[0] else first.name)
            yield self.add("vertical", vertical, {"display_name": name}, *components)

    def _component(self, lesson: Lesson, component: Component) -> str:
        key = block_id(self.course.record.id, component.kind, lesson.id, component.key)
        if component.kind == "html":
            return self._html(key, component.name, component.content)
        self.files[f"problem/{key}.xml"] = component.content.encode()
        return f'<problem url_name="{key}"/>'

    def _html(self, key: str, name: str, content: str) -> str:
        self.files[f"html/{key}.html"] = content.encode()
        # Studio's visual editor would rewrite equations and tables.
        attributes = {"display_name": self._title(name), "filename": key, "editor": "raw"}
        return self.add("html", key, attributes)

    def _unit(self, lesson: Lesson, unit: _Unit) -> str:
        work, name = self.course.record.id, self._title(unit.fragment.title)
        key = unit.fragment.key
        components = []
        if unit.video is not None:
            components.append(self._video(lesson, unit.video))
        if unit.fragment.html.strip():
            html = block_id(work, "html", lesson.id, key)
            components.append(self._html(html, name, unit.fragment.html))
        vertical = block_id(work, "vertical", lesson.id, key)
        return self.add("vertical", vertical, {"display_name": name}, *components)

    def _units(self, lesson: Lesson) -> Iterator[_Unit]:
        scope = Scope.of(lesson, language(self.course))
        made = lesson_content(lesson, scope)
        body, pages, content = lesson.body, made.pages, pages_of(made.html)
        end = download(lesson, scope)
        video = body if isinstance(body, VideoBody) and body.width else None
        per_unit = SLIDES_PER_UNIT if isinstance(body, SlidesBody) else 1
        if video is not None:
            _fold_player(video, content, scope)

        def address(unit: int) -> str:
            page = pages[unit * per_unit].id
            return "/jump_to_id/" + block_id(self.course.record.id, "vertical", lesson.id, page)

        units = fragments(content, pages, per_unit, address, end)
        self.assets |= {asset.id: asset for asset in scope.used.values()}
        for number, unit in enumerate(units):
            name = unit.title
            if isinstance(body, SlidesBody):
                first, last = number * per_unit + 1, min((number + 1) * per_unit, len(pages))
                name = lesson.title if len(units) == 1 else f"{lesson.title} ({first}–{last})"
            yield _Unit(Fragment(unit.key, name, unit.html), video)

    def _video(self, lesson: Lesson, body: VideoBody) -> str:
        """Add the video component; its transcripts lie beside it in ``static``."""
        key = block_id(self.course.record.id, "video", lesson.id)
        transcripts: dict[str, str] = {}
        for track in body.captions:
            if track.language not in transcripts and track.cues:
                name = f"{key}-{track.language}.srt"
                transcripts[track.language] = name
                self.files[f"static/{name}"] = srt(track)
        told = json.dumps(transcripts, sort_keys=True)
        attributes = {
            "url_name": key,
            "display_name": self._title(lesson.title),
            "youtube": "1.00:",  # none: left out, Open edX plays its own demonstration
            "youtube_id_1_0": "",
            "edx_video_id": "",
            "html5_sources": json.dumps([STATIC + body.media]),
            "download_video": "true",
            "download_track": "true" if transcripts else "false",
            "show_captions": "true",
            "sub": "",
            "transcripts": told if transcripts else None,
        }
        root = etree.Element("video", {k: v for k, v in attributes.items() if v is not None})
        etree.SubElement(root, "source", {"src": STATIC + body.media})
        for track_language, name in sorted(transcripts.items()):
            etree.SubElement(root, "transcript", {"language": track_language, "src": name})
        self.files[f"video/{key}.xml"] = xml(root)
        return f'<video url_name="{key}"/>'

    def _title(self, text: str) -> str:
        return title(text) or self.course.title


@dataclass(frozen=True, slots=True)
class _Unit:
    """What a unit shows: a video, and HTML under it."""

    fragment: Fragment
    video: VideoBody | None


def _fold_player(body: VideoBody, content: etree._Element, scope: Scope) -> None:
    """Leave out the transcript that Open edX's player shows, and fold the plain player away.

    Some releases do not turn ``/static/`` into an address for their own player, which then finds
    no video; in HTML they all do, so the plain one plays everywhere.
    """
    for element in list(content.iter()):
        classes = str(element.get("class", "")).split()
        parent = element.getparent()
        if parent is None:
            continue
        if "transcript" in classes and not body.transcript:
            parent.remove(element)
        elif "media" in classes:
            details = element.makeelement("details")
            parent.replace(element, details)
            summary = etree.SubElement(details, "summary")
            summary.text = messages.text("olx.open_video", None, scope.language)
            details.append(element)
            _add_tracks(body, element)
            details.extend(lighter_files(body, scope))


def _add_tracks(body: VideoBody, media: etree._Element) -> None:
    for player in media.iter("video"):
        player.set("preload", "none")
        for track in body.captions:
            name = {"kind": "captions", "srclang": track.language, "label": track.language}
            etree.SubElement(player, "track", {**name, "src": f"captions/{track.asset}"})


def xml(root: etree._Element) -> bytes:
    """Return `root` as a file."""
    data: bytes = etree.tostring(root, encoding="UTF-8", pretty_print=True)
    return data
