"""A typical situation: each scene a page, its decision at its end."""

from __future__ import annotations

from typing import Any

from hocvu.lesson import Block, Decision, Scene, SituationBody
from hocvu.render.blocks import blocks, notes
from hocvu.render.content import Content, Entry, Page
from hocvu.render.markup import Markup, join, own, tag
from hocvu.render.questions import (
    asking,
    choices,
    plain,
    question,
    question_data,
    question_shape,
)
from hocvu.render.scope import Scope
from hocvu.render.slides import showing
from hocvu.render.video import video_data, watching


def situation(body: SituationBody, title: str, scope: Scope) -> Content:
    """Return `body` as a page for each scene, in the author's order."""
    noted = [block for note in body.notes for block in note.children]
    scope.learn([*(block for scene in body.scenes for block in _told(scene)), *noted], body.notes)
    places = {scene.id: number for number, scene in enumerate(body.scenes)}
    pages: list[Page] = []
    sections: list[Markup] = []
    for number, scene in enumerate(body.scenes, start=1):
        page = Page(f"hv-s{number}", scene.title or scope.word("scene", number=number))
        sections.append(_scene(scene, page, number, scope))
        pages.append(page)
    html = join([*sections, notes(body.notes, scope)], "\n")
    data = {
        "key": body.situation,
        "start": places[body.start],
        "best": body.best,
        "pass": body.pass_score,
        "scenes": [
            _data(scene, f"hv-s{number}", places, scope)
            for number, scene in enumerate(body.scenes, start=1)
        ],
    }
    entries = (Entry(1, title, places[body.start], pages[places[body.start]].id),)
    shape = tuple(_shape(scene) for scene in body.scenes)
    return Content(html, tuple(pages), entries, {"situation": data}, shape)


def _told(scene: Scene) -> list[Block]:
    slide = (*scene.slide.text, *scene.slide.remarks) if scene.slide else ()
    asked = [block for timed in scene.questions for block in timed.question.ask]
    return [*slide, *scene.text, *asked, *(scene.decision.ask if scene.decision else ())]


def _scene(scene: Scene, page: Page, number: int, scope: Scope) -> Markup:
    parts = [(tag if scene.title else own)("h2", page.title)]
    if scene.video:
        parts.append(watching(scene.video, page.title, scope, page.id, early=False))
    if scene.slide:
        shown = scene.slide.title
        parts.append(tag("h3", shown) if shown and shown != scene.title else Markup())
        parts.append(showing(scene.slide, shown or page.title, number, scope))
    scope.level = 2
    parts.append(blocks(scene.text, scope))
    for place, timed in enumerate(scene.questions, start=1):
        name = scope.word("question", number=place)
        parts.append(question(timed.question, f"{page.id}-q{place}", name, scope))
    if scene.decision:
        parts.append(_decision(scene.decision, page.id, scope))
    attrs = {"class": "page scene", "id": page.id, "data-page": number - 1}
    return tag("section", "\n", join(parts, "\n"), "\n", attrs=attrs)


def _decision(node: Decision, page: str, scope: Scope) -> Markup:
    scope.level = 2
    place = f"{page}-d"
    parts = [
        own("h2", scope.word("decision")),
        asking(node.ask, place, scope),
        own("p", scope.word("how_decide"), attrs={"class": "how", "id": f"{place}-how"}),
        choices(node.ways, "choices", scope),
    ]
    return tag("div", join(parts, "\n"), attrs={"class": "question decision", "id": place})


def _data(scene: Scene, page: str, places: dict[str, int], scope: Scope) -> dict[str, Any]:
    data: dict[str, Any] = {"id": scene.id, "title": scene.title, "end": scene.end}
    data["then"] = places[scene.then] if scene.then is not None else None
    if scene.video:
        data["video"] = video_data(scene.video, scope)
    if scene.questions:
        data["questions"] = [
            {
                "at": timed.at,
                "required": timed.required,
                "place": f"{page}-q{number}",
                "question": question_data(timed.question, scope),
            }
            for number, timed in enumerate(scene.questions, start=1)
        ]
    if scene.decision:
        data["ask"] = plain(scene.decision.ask)
        data["ways"] = [
            [way.id, plain(way.content), way.score, places[way.to], blocks(way.feedback, scope)]
            for way in scene.decision.ways
        ]
    return data


def _shape(scene: Scene) -> str:
    ways = scene.decision.ways if scene.decision else ()
    paths = " ".join(f"{way.id}>{way.to}" for way in ways)
    asked = " ".join(question_shape(timed.question) for timed in scene.questions)
    return f"{scene.id} {scene.then} {scene.end} {paths} {asked}"
