"""Makes scenes of a script, with the readings of the materials that they name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from hocvu.errors import HocvuError, Origin, Remark
from hocvu.lesson import (
    AnyQuestion,
    Block,
    Chapter,
    Decision,
    Notice,
    Paragraph,
    QuizBody,
    Reading,
    Scene,
    Slide,
    SlidesBody,
    TimedQuestion,
    VideoBody,
    Way,
)
from hocvu.lesson import Text as Words
from hocvu.messages import text as message
from hocvu.sources.base import Source, Workspace
from hocvu.sources.marked import Fragments
from hocvu.sources.situation import script as written
from hocvu.sources.situation.files import Files, is_picture

_CAPTIONS = "video.no_captions"


@dataclass(slots=True)
class Builder:
    """Makes the scenes of one script.

    Attributes:
        used: The readings that were used, by their keys.
    """

    script: written.Script
    source: Source
    workspace: Workspace
    fragments: Fragments
    files: Files
    used: dict[str, Reading] = field(default_factory=dict)
    failed: dict[str, HocvuError] = field(default_factory=dict)

    def scenes(self) -> tuple[Scene, ...]:
        """Return the scenes in the author's order; what is wrong is reported to the tree."""
        return tuple(self._scene(scene) for scene in self.script.scenes.values())

    def notices(self) -> Iterable[Remark]:
        """Yield what is to be told of the materials; of captions the situation tells itself."""
        for reading in self.used.values():
            yield from (notice for notice in reading.notices if notice.code != _CAPTIONS)
        for error in self.failed.values():
            yield from error.remarks

    def _scene(self, scene: written.Scene) -> Scene:
        blocks = self._blocks(scene.text)
        video = self._video(scene.video) if scene.video else None
        if video and scene.video and scene.video.uncaptioned and not _captioned(video):
            why = message("situation.uncaptioned", {"reason": scene.video.uncaptioned}, "vi")
            blocks = (Paragraph(children=(Words(text=why, marks=("italic",)),)), *blocks)
        return Scene.model_construct(
            id=scene.id,
            title=scene.title,
            video=video,
            slide=self._slide(scene) if scene.slide else None,
            text=blocks,
            questions=self._questions(scene, video),
            decision=self._decision(scene),
            then=scene.then or None,
            end=scene.end,
            origin=self._at(scene.path),
        )

    def _at(self, path: written.Path) -> Origin:
        return self.source.at(line=self.script.tree.at(path).line)

    def _blocks(self, text: written.Text | None) -> tuple[Block, ...]:
        if text is None:
            return ()
        line = self.script.tree.at(text.path).line
        # A text of several lines begins below the sign that announces it.
        place = self.source.at(line=line + ("\n" in text.text))
        return self.fragments.blocks(text.text, place)

    def _reading(self, key: str, path: written.Path) -> Reading | None:
        found = self.workspace.parts.get(key)
        if isinstance(found, Reading):
            self.used[key] = found
            return found
        if isinstance(found, HocvuError):
            self.failed[key] = found
            self._wrong("situation.part_failed", path, file=key.split("\x1f")[1])
        return None  # a file that is not there was told of when it was looked for

    def _wrong(self, code: str, path: written.Path, **params: str | int | float) -> None:
        self.script.tree.report(code, path, params=params)

    def _video(self, film: written.Film) -> VideoBody | None:
        reading = self._reading(film.key, film.path)
        if reading is None:
            return None
        body = reading.body
        if not isinstance(body, VideoBody):
            self._wrong("situation.not_video", film.path, file=film.file)
            return None
        if not _captioned(body) and not film.uncaptioned:
            self._wrong("situation.no_captions", film.path, file=film.file)
        for mark in film.chapters:
            self._within(mark.at, body, (*mark.path, "at"))
        changed: dict[str, object] = {"no_skip": film.no_skip}
        if film.watch is not None:
            changed["watch"] = film.watch
        if film.chapters:
            changed["chapters"] = tuple(Chapter(start=m.at, title=m.title) for m in film.chapters)
        return body.model_copy(update=changed)

    def _within(self, at: float, body: VideoBody, path: written.Path) -> None:
        if at > body.duration:
            shown = self.source.at(seconds=at).describe().rpartition(" ")[2]
            length = self.source.at(seconds=body.duration).describe().rpartition(" ")[2]
            self._wrong("situation.beyond_end", path, at=shown, length=length)

    def _questions(
        self, scene: written.Scene, video: VideoBody | None
    ) -> tuple[TimedQuestion, ...]:
        made = []
        for asked in scene.questions:
            if video:
                self._within(asked.at, video, (*asked.path, "at"))
            question = self._question(asked)
            if question is not None:
                required = asked.required
                made.append(TimedQuestion(at=asked.at, question=question, required=required))
        return tuple(made)

    def _question(self, asked: written.Asked) -> AnyQuestion | None:
        path = (*asked.path, "use")
        reading = self._reading(asked.key, path)
        if reading is None:
            return None
        if not isinstance(reading.body, QuizBody):
            self._wrong("situation.not_quiz", path, file=asked.file)
            return None
        questions = {question.id: question for question in reading.body.questions}
        if not asked.name:
            return next(iter(questions.values()))
        if asked.name not in questions:
            known = ", ".join(list(questions)[:12])
            self._wrong("situation.question_unknown", path, id=asked.name[:40], known=known)
        return questions.get(asked.name)

    def _slide(self, scene: written.Scene) -> Slide | None:
        slide = scene.slide
        assert slide
        if not is_picture(slide):
            return self._page(slide)
        if self.files.find(slide.file, slide.path) is None:
            return None
        world = self.fragments.world_at(self._at(slide.path))
        image = world.picture(slide.file, slide.alt)
        if image is None:
            self._wrong("situation.picture", slide.path, file=slide.file)
            return None
        if not slide.alt:
            self.script.tree.report("situation.no_alt", slide.path, "warning")
        said = (Paragraph(children=(Words(text=slide.alt),)),) if slide.alt else ()
        return Slide(
            image=image.asset, width=image.width, height=image.height, title="",
            text=said, origin=self._at(slide.path),
        )  # fmt: skip

    def _page(self, slide: written.Shown) -> Slide | None:
        reading = self._reading(slide.key, slide.path)
        if reading is None:
            return None
        if not isinstance(reading.body, SlidesBody):
            self._wrong("situation.not_deck", slide.path, file=slide.file)
            return None
        slides = reading.body.slides
        page = slide.page or 1
        if not 1 <= page <= len(slides):
            self._wrong("situation.no_page", slide.path, page=page, count=len(slides))
            return None
        return slides[page - 1]

    def _decision(self, scene: written.Scene) -> Decision | None:
        if scene.ask is None:
            return None
        top = max((way.score for way in scene.ways), default=0.0)
        ways = tuple(
            Way.model_construct(
                id=way.id,
                content=self._blocks(way.text),
                right=way.score == top > 0,
                feedback=self._blocks(way.feedback),
                score=way.score,
                to=way.to,
            )
            for way in scene.ways
        )
        return Decision.model_construct(ask=self._blocks(scene.ask), ways=ways)


def _captioned(body: VideoBody) -> bool:
    """Tell if a deaf learner can follow: by captions, or by a transcript of mere sound."""
    return bool(body.captions or (not body.width and body.transcript))


def as_notice(remark: Remark) -> Notice:
    """Return a remark as something to tell of the material."""
    return Notice(remark.code, remark.severity, remark.origin, remark.params)
