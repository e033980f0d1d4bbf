"""From a situation's YAML to a `Reading`."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from pydantic import Field, field_validator

from hocvu.errors import Damaged, Missing, Mistaken, TooLarge
from hocvu.lesson import Asset, Block, Counts, Reading, SituationBody
from hocvu.lesson.parts import question_parts
from hocvu.lesson.text import count, lines
from hocvu.lesson.text import words as words_of
from hocvu.sources.base import Need, Notices, Options, Source, Workspace
from hocvu.sources.marked import Fragments
from hocvu.sources.situation.build import Builder, as_notice
from hocvu.sources.situation.files import Files
from hocvu.sources.situation.parse import NAMES, parse
from hocvu.sources.situation.script import Script
from hocvu.sources.situation.structure import check as check_structure
from hocvu.sources.text import decode
from hocvu.written import LARGEST, Problem, Tree, in_order, read_tree

ENDINGS: Final = frozenset({".yaml", ".yml"})
_FIELD: Final = re.compile(r"^(situation|scenes|start)[ \t]*:", re.MULTILINE)
_ASKED: Final = re.compile(r"^\s*(?:ask[ \t]*:|.*\buse[ \t]*:)", re.MULTILINE)
_WORD: Final = re.compile(r"\w")
_TOLD: Final = frozenset({"title", "text", "ask", "feedback", "alt"})


class SituationOptions(Options):
    """What a manifest may say of a situation; it goes before what the file says.

    Attributes:
        pass_score: Percent of the best path's score that passes: 80 or ``80%``.
        no_captions: Why its videos have no captions.
    """

    pass_score: int | None = Field(default=None, ge=0, le=100)
    no_captions: str = ""

    @field_validator("pass_score", mode="before")
    @classmethod
    def _percentage(cls, value: object) -> object:
        plain = value.strip().removesuffix("%") if isinstance(value, str) else ""
        return int(plain) if plain.isdecimal() else value


class SituationReader:
    """Reads typical situations."""

    name = "situation"
    version = 2
    suffixes = (".situation.yaml",)
    also = (".yaml", ".yml")
    options = SituationOptions
    engines: tuple[str, ...] = ()
    patience = 900.0

    def accepts(self, head: bytes, path: Path) -> bool:
        """Tell by the fields on its highest level if this is a situation."""
        return recognises(path)

    def needs(self, source: Source, options: Any) -> tuple[Need, ...]:
        """Return the videos, decks and quizzes that `source` names."""
        script = _script(source)
        return Files(source, script).needs()

    def uses(self, source: Source, options: Any) -> tuple[Path, ...]:
        """Return every file that `source` names."""
        files = Files(source, _script(source))
        return files.all()

    def read(self, source: Source, workspace: Workspace, options: Any) -> Reading:
        """Read `source`, of which the materials were read before.

        Raises:
            Mistaken: It has mistakes that only its author can mend; it has them all.
            SourceError: It is not there, or no situation.
        """
        _guard(source)
        script = _script(source)
        if options.no_captions:
            _excuse(script, options.no_captions)
        best = check_structure(script)
        notices = Notices(source)
        fragments = Fragments(source, workspace, notices)
        files = Files(source, script)
        files.needs()  # tells of every file that is not there
        builder = Builder(script, source, workspace, fragments, files)
        scenes = builder.scenes()
        said = [*in_order(script.tree.problems), *builder.notices(), *notices.all]
        if any(remark.severity == "error" for remark in said):
            raise Mistaken(remark for remark in said if remark.severity != "info")
        body = SituationBody(
            situation=script.key,
            start=script.start,
            scenes=scenes,
            best=best,
            pass_score=script.pass_score if options.pass_score is None else options.pass_score,
            notes=tuple(fragments.notes),
        )
        parts = builder.used.values()
        return Reading(
            reader=self.name,
            title=script.title,
            body=body,
            assets=_assets(workspace.assets, *(reading.assets for reading in parts)),
            notices=tuple(as_notice(remark) for remark in said),
            read=_counts(source, script, body, list(parts)),
            kept=count(body),
            dependencies=fragments.dependencies,
        )


READER: Final = SituationReader()


def recognises(path: Path) -> bool:
    """Tell if the file at `path` is meant as a situation, good or bad."""
    if path.suffix.lower() not in ENDINGS:
        return False
    try:
        with path.open("rb") as stream:
            decoded = decode(stream.read(LARGEST))
    except OSError:
        return False
    found = {field[1] for field in _FIELD.finditer(decoded.text)} if decoded else set()
    return "scenes" in found and len(found) >= 2


def check(path: Path, name: str) -> tuple[Problem, ...]:
    """Return everything that is wrong with the structure of one situation, without its materials.

    Args:
        path: The situation.
        name: How the user names it.
    """
    source = Source(path, name, path.parent)
    script = _script(source)
    check_structure(script)
    Files(source, script).all()
    return in_order(script.tree.problems)


def files(path: Path) -> tuple[Path, ...]:
    """Return every file that the situation at `path` names."""
    return READER.uses(Source(path, path.name, path.parent), SituationOptions())


def _guard(source: Source) -> None:
    try:
        size = source.path.stat().st_size
    except FileNotFoundError as error:
        raise Missing("source.missing", origin=source.at()) from error
    if size > LARGEST:
        raise TooLarge("situation.too_large", origin=source.at(), limit=LARGEST >> 20)
    if not recognises(source.path):
        raise Damaged("situation.none", origin=source.at())


def _script(source: Source) -> Script:
    tree: Tree = read_tree(source.path, source.name, NAMES)
    return parse(tree) if tree.value else Script(tree)


def _excuse(script: Script, reason: str) -> None:
    """Let a reason in the manifest stand for captions that no scene has."""
    for scene in script.scenes.values():
        if scene.video and not scene.video.uncaptioned:
            scene.video = replace(scene.video, uncaptioned=reason)


def _assets(*groups: tuple[Asset, ...]) -> tuple[Asset, ...]:
    found = {asset.id: asset for group in groups for asset in group}
    return tuple(found.values())


def _flat(part: str | Block) -> str:
    return part if isinstance(part, str) else " ".join(lines((part,)))


def _counts(source: Source, script: Script, body: SituationBody, parts: list[Reading]) -> Counts:
    """Count what the file asks and says, apart from how it was understood."""
    decoded = decode(source.path.read_bytes())
    asked = len(_ASKED.findall(decoded.text)) if decoded else 0
    films = [part for part in parts if part.body.kind == "video"]
    questions = [timed.question for scene in body.scenes for timed in scene.questions]
    words = sum(len(_words(text)) for text in _texts(script.tree.value.get("scenes")))
    words += sum(part.read.words for part in films)
    asked_words = (len(words_of(map(_flat, question_parts(q)))) for q in questions)
    words += sum(asked_words)
    return Counts(
        questions=asked,
        words=words,
        seconds=sum(part.read.seconds for part in films),
    )


def _texts(value: Any) -> list[str]:
    """Return every text that learners are to read, wherever it stands."""
    if isinstance(value, dict):
        own = [str(v) for k, v in value.items() if k in _TOLD and isinstance(v, str)]
        return own + [text for inner in value.values() for text in _texts(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in _texts(inner)]
    return []


def _words(text: str) -> list[str]:
    return [word for word in text.split() if _WORD.search(word)]
