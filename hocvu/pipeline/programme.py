"""Plans one course of a programme: its topics that are made here, and links to the others."""

from __future__ import annotations

from pathlib import Path

from hocvu.errors import ManifestError, Origin
from hocvu.lesson import (
    Block,
    DocumentBody,
    Heading,
    Inline,
    Link,
    ListBlock,
    ListItem,
    Notice,
    Paragraph,
    Reading,
    Text,
)
from hocvu.lesson.text import count
from hocvu.manifest import InvalidManifest, course_slug
from hocvu.manifest.times import iso
from hocvu.messages import text
from hocvu.pipeline.manifest import plan_manifest
from hocvu.pipeline.plan import Plan, PlannedLesson, PlannedSection
from hocvu.programmes import Programme, Topic, load_programme
from hocvu.sources.base import Source

_LINKS = "chuyen-de-trong-danh-muc"


def plan_programme(path: Path, name: str) -> Plan:
    """Return the plan of the programme at `path`.

    Topics that require others open after all compulsory lessons of those.

    Raises:
        ManifestError: The programme or a manifest in it has errors, or nothing of it is made yet.
    """
    programme = load_programme(path)
    notices = [Notice(p.code, p.severity, p.origin, p.params) for p in programme.problems]
    sections: list[PlannedSection] = []
    lessons: dict[str, tuple[str, ...]] = {}
    linked: list[Topic] = []
    for topic in programme.topics:
        plan = _plan(topic)
        if plan:
            before = [one for code in topic.requires for one in lessons.get(code, ())]
            made = _sections(topic, plan, before)
            lessons[topic.code] = tuple(x.id for s in made for x in s.lessons if x.required)
            sections += made
            notices += plan.notices
        elif topic.chosen and topic.chosen.url:
            linked.append(topic)
        else:
            code = {"code": topic.code}
            notices.append(Notice("programme.left_out", "warning", topic.origin, code))
    if linked:
        sections.append(_links(programme, name, linked))
    if not sections:
        raise ManifestError("programme.nothing_made", origin=Origin(name))
    minutes = sum(round((topic.hours or 0) * 60) for topic in programme.topics)
    record = programme.record
    if minutes and not record.duration:
        record = record.model_copy(update={"duration": iso(minutes)})
    return Plan(name, path, programme.slug, record, tuple(sections), tuple(notices))


def _plan(topic: Topic) -> Plan | None:
    """Return the plan of a topic that is made here; None where its manifest has no parts yet."""
    if topic.manifest is None:
        return None
    try:
        return plan_manifest(topic.manifest, str(topic.manifest))
    except InvalidManifest as error:
        if not error.unmade:
            raise
        return None


def _sections(topic: Topic, plan: Plan, before: list[str]) -> list[PlannedSection]:
    """Return the sections of a topic's course, with identifiers that no other topic has."""
    key = course_slug(topic.code)
    title = topic.title or plan.record.title["vi"]
    made = []
    for section in plan.sections:
        inside = tuple(
            PlannedLesson(
                id=f"{key}-{lesson.id}",
                title=lesson.title,
                source=lesson.source,
                options=lesson.options,
                place=lesson.place,
                required=lesson.required and topic.required,
                requires=(*before, *(f"{key}-{one}" for one in lesson.requires)),
                mastery=lesson.mastery,
            )
            for lesson in section.lessons
        )
        name = f"{title}: {section.title}" if section.title else title
        made.append(PlannedSection(f"{key}-{section.id}", name, inside))
    return made


def _links(programme: Programme, name: str, topics: list[Topic]) -> PlannedSection:
    """Return a section of one lesson that leads to topics in catalogues."""
    title = text("programme.links.title", lang="vi")
    groups = [
        ("programme.links.compulsory", [topic for topic in topics if topic.required]),
        ("programme.links.elective", [topic for topic in topics if not topic.required]),
    ]
    blocks: list[Block] = []
    for code, group in groups:
        if group:
            blocks.append(Heading(level=1, children=_words(text(code, lang="vi"))))
            items = tuple(_item(topic) for topic in group)
            blocks.append(ListBlock(ordered=False, items=items))
    body = DocumentBody(blocks=tuple(blocks))
    held = count(body)
    reading = Reading(reader="programme", title=title, body=body, read=held, kept=held)
    source = Source(programme.path, name, programme.path.parent)
    lesson = PlannedLesson(_LINKS, title, source, place=Origin(name), required=False, made=reading)
    return PlannedSection(f"phan-{_LINKS}", title, (lesson,))


def _item(topic: Topic) -> ListItem:
    chosen = topic.chosen
    words = _words(topic.title or topic.code)
    url = chosen.url if chosen else None
    safe = url and url.startswith(("https://", "http://"))
    children: tuple[Inline, ...] = (Link(href=url, children=words),) if url and safe else words
    about = [topic.code]
    if topic.hours:
        about.append(text("programme.links.hours", {"hours": f"{topic.hours:g}"}, "vi"))
    if chosen:
        about.append(text("programme.links.version", {"version": chosen.version}, "vi"))
    rest = Text(text=f" ({', '.join(about)})")
    return ListItem(children=(Paragraph(children=(*children, rest)),))


def _words(words: str) -> tuple[Text, ...]:
    return (Text(text=words),)
