"""The files that a situation names, which lie beside it or below."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from hocvu.sources.base import Need, Source
from hocvu.sources.marked.beside import spelt
from hocvu.sources.situation.script import Asked, Film, Scene, Script, Shown
from hocvu.sources.situation.script import Path as Steps

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff"})


class Files:
    """Finds files by the names that authors write; tells of those that are not there."""

    def __init__(self, source: Source, script: Script) -> None:
        """Take the situation's file and its script."""
        self._source = source
        self._script = script

    def find(self, name: str, path: Steps) -> Path | None:
        """Return the file `name`; None, told at `path`, when there is none that may be read."""
        folder = self._source.path.parent
        code = "situation.file_outside"
        if name and "\0" not in name and "\\" not in name and not PurePosixPath(name).is_absolute():
            found = spelt(folder, name)
            if found.resolve().is_relative_to(self._source.root.resolve()):
                if found.is_file():
                    return found
                code = "situation.file_missing"
        self._script.tree.report(code, path, params={"file": name[:120]})
        return None

    def needs(self) -> tuple[Need, ...]:
        """Return the videos, decks and quizzes of the script, each once."""
        found: dict[str, Need] = {}
        for scene in self._script.scenes.values():
            for need in self._of(scene):
                found.setdefault(need.key, need)
        return tuple(found.values())

    def all(self) -> tuple[Path, ...]:
        """Return every file of the script, pictures and captions too."""
        found = [
            path for need in self.needs() for path in (need.source.path, *need.source.companions)
        ]
        for scene in self._script.scenes.values():
            if scene.slide and is_picture(scene.slide):
                picture = self.find(scene.slide.file, scene.slide.path)
                found += [picture] if picture else []
        return tuple(found)

    def _of(self, scene: Scene) -> list[Need]:
        needs = [self._film(scene.video)] if scene.video else []
        if scene.slide and not is_picture(scene.slide):
            needs.append(self._plain(scene.slide))
        needs += [self._plain(asked) for asked in scene.questions]
        return [need for need in needs if need]

    def _film(self, film: Film) -> Need | None:
        path = self.find(film.file, film.path)
        beside = [*film.captions, *([film.transcript] if film.transcript else [])]
        found = [self.find(name, film.path) for name in beside]
        if path is None or None in found:
            return None
        companions = tuple(one for one in found if one)
        return self._need(film.key, path, film.file, film.path, companions)

    def _plain(self, part: Shown | Asked) -> Need | None:
        path = self.find(part.file, part.path)
        return None if path is None else self._need(part.key, path, part.file, part.path)

    def _need(
        self, key: str, path: Path, name: str, steps: Steps, companions: tuple[Path, ...] = ()
    ) -> Need:
        shown = str(Path(self._source.name).parent / name)
        source = Source(path, shown, self._source.root, companions)
        line = self._script.tree.at(steps).line
        return Need(key, source, place=self._source.at(line=line))


def is_picture(slide: Shown) -> bool:
    """Tell if a slide is a picture of its own."""
    return Path(slide.file).suffix.lower() in PICTURES and not slide.page
