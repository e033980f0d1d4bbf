"""Understands a situation's YAML, all mistakes in one run."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Any, Final, cast, get_args

from hocvu.identifiers import digest, slug
from hocvu.sources.situation.fields import Group
from hocvu.sources.situation.script import Asked, End, Film, Mark, Path, Scene, Script, Shown, Way
from hocvu.written import Tree

TOP: Final = ("situation", "title", "start", "pass_score", "cycles", "no_captions", "scenes")
SCENE: Final = (
    "title", "video", "captions", "transcript", "chapters", "watch", "no_captions",
    "slide", "text", "questions", "decision", "then", "end",
)  # fmt: skip
_FILM: Final = ("captions", "transcript", "chapters", "watch", "no_captions", "questions")
_CHOICE: Final = ("id", "text", "score", "feedback", "to")
NAMES: Final = frozenset({*TOP, *SCENE, *_CHOICE, "ask", "choices", "at", "use", "required"})

_MOST: Final = 300
_ID: Final = re.compile(r"[A-Za-z0-9_]{1,60}")
_TOKEN: Final = re.compile(r"[0-9A-Za-z]")


def parse(tree: Tree) -> Script:
    """Return the script that `tree` holds; what is wrong is reported to the tree."""
    top = Group(tree, (), tree.value, TOP)
    script = Script(tree)
    script.title = top.word("title")
    script.key = _key(top.word("situation", needed=True))
    script.cycles = top.truth("cycles")
    share = top.share("pass_score")
    script.pass_score = 80 if share is None else round(100 * share)
    reason = top.word("no_captions")
    scenes = top.value.get("scenes")
    if not isinstance(scenes, dict) or not scenes:
        top.wrong("situation.no_scenes", "scenes")
        return script
    if len(scenes) > _MOST:
        top.wrong("situation.too_many", "scenes", count=len(scenes), limit=_MOST)
        return script
    for name, value in scenes.items():
        path: Path = ("scenes", name)
        if not _ID.fullmatch(name):
            instead = slug(name).replace("-", "_") or "canh_1"
            tree.report(
                "situation.scene_id", path, at_key=True,
                params={"id": name[:60], "instead": instead},
            )  # fmt: skip
        script.scenes[name] = _scene(Group(tree, path, value, SCENE), name, reason)
    script.start = top.word("start", needed=True)
    if script.start and script.start not in script.scenes:
        script.start = unknown(script, script.start, ("start",)) or script.start
    return script


def unknown(script: Script, name: str, path: Path) -> str:
    """Report a scene that is not there; return the one that is probably meant, or nothing."""
    near = get_close_matches(name, script.scenes, 1, 0.6)
    code = "situation.scene_misspelt" if near else "situation.scene_unknown"
    known = near[0] if near else ", ".join(list(script.scenes)[:12])
    script.tree.report(code, path, params={"id": name[:60], "known": known})
    return near[0] if near else ""


def _key(word: str) -> str:
    """Return a situation's key: its author's, or one made of it that lasts as long."""
    if not word or _ID.fullmatch(word):
        return word
    return f"{slug(word, 40).replace('-', '_')}_{digest(word, length=6)}"


def _scene(group: Group, name: str, reason: str) -> Scene:
    scene = Scene(name, group.path, group.word("title"), text=group.text("text"))
    file = group.word("video")
    if file:
        scene.video = _film(group, file, reason)
        scene.questions = _questions(group)
    elif "video" not in group.value:
        for field in _FILM:
            if field in group.value:
                group.wrong("situation.needs_video", field, at_key=True, name=field)
    if "slide" in group.value:
        scene.slide = _slide(group)
    if "decision" in group.value:
        _decision(group, scene)
    scene.then = group.word("then")
    _end(group, scene)
    ways = [f for f in ("decision", "then", "end") if f in group.value]
    if not ways:
        group.wrong("situation.dead_end", id=name)
    elif len(ways) > 1:
        group.wrong("situation.two_ends", ways[1], at_key=True, first=ways[0], second=ways[1])
    if not (file or scene.slide or scene.text or scene.ask or "video" in group.value or scene.end):
        group.wrong("situation.empty_scene", id=name)
    return scene


def _end(group: Group, scene: Scene) -> None:
    end = group.word("end")
    if end in get_args(End):
        scene.end = cast("End", end)
    elif "end" in group.value:
        known = ", ".join(get_args(End))
        group.wrong("situation.end", "end", value=end[:40], known=known)
        scene.end = "score"


def _film(group: Group, file: str, reason: str) -> Film:
    watch = group.group("watch", ("at_least", "no_skip"))
    chapters = []
    for chapter in group.groups("chapters", ("at", "title")):
        at, title = chapter.seconds("at"), chapter.word("title", needed=True)
        if at is not None and title:
            chapters.append(Mark(at, title, chapter.path))
    return Film(
        file=file,
        path=(*group.path, "video"),
        captions=group.words("captions"),
        transcript=group.word("transcript"),
        chapters=tuple(sorted(chapters, key=lambda mark: mark.at)),
        watch=watch.share("at_least") if watch else None,
        no_skip=watch.truth("no_skip") if watch else False,
        uncaptioned=group.word("no_captions") or reason,
    )


def _questions(group: Group) -> tuple[Asked, ...]:
    found = []
    for asked in group.groups("questions", ("at", "use", "required")):
        at = asked.seconds("at")
        file, _, name = asked.word("use", needed=True).partition("#")
        required = asked.truth("required", True)
        if at is not None and file:
            found.append(Asked(at, file, name, required, asked.path))
    return tuple(sorted(found, key=lambda asked: asked.at))


def _slide(group: Group) -> Shown | None:
    path: Path = (*group.path, "slide")
    value: Any = group.value["slide"]
    page = 0
    if isinstance(value, dict):
        inside = Group(group.tree, path, value, ("file", "page", "alt"))
        file, alt = inside.word("file", needed=True), inside.word("alt")
        page = int(inside.number("page"))
    else:
        file, _, number = group.word("slide").partition("#")
        alt = ""
        page = int(number) if number.isdecimal() and number.isascii() else 0
    return Shown(file, path, page, alt) if file else None


def _decision(group: Group, scene: Scene) -> None:
    decision = group.group("decision", ("ask", "choices"))
    if decision is None:
        return
    scene.ask = decision.text("ask", needed=True)
    ways: list[Way] = []
    seen: dict[str, int] = {}
    choices = decision.groups("choices", _CHOICE)
    for choice in choices:
        token = choice.word("id", needed=True).lower()
        if token and not _TOKEN.fullmatch(token):
            choice.wrong("situation.choice_id", "id", id=token[:40])
        elif token in seen:
            choice.wrong("situation.same_choice_id", "id", id=token, first=seen[token])
        seen.setdefault(token, choice.tree.at((*choice.path, "id")).line)
        text, to = choice.text("text", needed=True), choice.word("to", needed=True)
        feedback = choice.text("feedback")
        if text and to:
            ways.append(Way(token, text, choice.number("score"), feedback, to, choice.path))
    scene.ways = tuple(ways)
    if not choices:
        decision.wrong("situation.no_choices")
