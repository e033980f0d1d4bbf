"""What is declared of accessibility, held against the materials."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any, Final

from pydantic_core import PydanticCustomError

from hocvu.identifiers import nfc
from hocvu.manifest import values
from hocvu.manifest.rules.files import ending, kinds
from hocvu.manifest.setting import Setting
from hocvu.manifest.walking import Path, lessons, words
from hocvu.written.tree import Tree

_WITHOUT_MEDIA: Final = {
    "captions": "manifest.captions_without_media",
    "transcript": "manifest.transcript_without_media",
}


def check(tree: Tree, setting: Setting) -> None:
    """Report features that are not in the vocabulary, or that the materials do not bear out."""
    features = {feature: path for path, feature in words(tree, "accessibility")}
    for feature, path in features.items():
        _term(tree, path, feature)
    if "none" in features and len(features) > 1:
        tree.report("manifest.accessibility_none", features["none"])
    endings = {ending(lesson.get("source")) for _, lesson in lessons(tree)}
    if endings - {""}:
        _possible(tree, features, endings)
    media = list(_recordings(tree))
    if media:
        _captions(tree, features, media, setting)
        _transcripts(tree, features, media, setting)
    for path, lesson in lessons(tree):
        if ending(lesson.get("source")) not in {*_media(), ""}:
            for name, code in _WITHOUT_MEDIA.items():
                if lesson.get(name):
                    tree.report(code, (*path, name), "warning", at_key=True)


def _term(tree: Tree, path: Path, feature: str) -> None:
    try:
        values.term("accessibility")(feature)
    except PydanticCustomError as error:
        params = {k: v for k, v in (error.context or {}).items() if k != "code"}
        tree.report(error.type, path, "warning", params=params)


def _possible(tree: Tree, features: dict[str, Path], endings: set[str]) -> None:
    for feature, needed in kinds()["features"].items():
        able = {suffix for kind in needed for suffix in kinds().get(kind, [kind])}
        if feature in features and not able & endings:
            tree.report(
                "manifest.feature_impossible",
                features[feature],
                "warning",
                params={"value": feature},
            )


def _captions(
    tree: Tree,
    features: dict[str, Path],
    media: list[tuple[Path, dict[str, Any]]],
    setting: Setting,
) -> None:
    bare = [path for path, lesson in media if not _has_captions(lesson, setting)]
    if "captions" in features and bare:
        params = {"count": len(bare), "line": tree.at(bare[0]).line}
        tree.report("manifest.captions_missing", features["captions"], "warning", params=params)
    elif "captions" not in features and features and not bare:
        path = (*media[0][0], "captions")
        tree.report("manifest.captions_undeclared", path, "info")


def _transcripts(
    tree: Tree,
    features: dict[str, Path],
    media: list[tuple[Path, dict[str, Any]]],
    setting: Setting,
) -> None:
    bare = [
        path
        for path, lesson in media
        if not lesson.get("transcript") and not _has_captions(lesson, setting)
    ]
    if "transcript" in features and bare:
        params = {"count": len(bare), "line": tree.at(bare[0]).line}
        tree.report("manifest.transcript_missing", features["transcript"], "warning", params=params)
    elif "transcript" not in features and features:
        for path, lesson in media:
            if lesson.get("transcript"):
                tree.report("manifest.transcript_undeclared", (*path, "transcript"), "info")
                return


def _has_captions(lesson: dict[str, Any], setting: Setting) -> bool:
    """Tell whether captions are named, or lie beside the recording under its name."""
    if lesson.get("captions"):
        return True
    source = setting.folder / str(lesson.get("source", "")).strip()
    stem = nfc(source.stem)
    beside = (PurePosixPath(nfc(name)) for name in setting.disk.names(source.parent))
    return any(
        other.suffix.lower() in kinds()["captions"] and f"{other.stem}.".startswith(f"{stem}.")
        for other in beside
    )


def _recordings(tree: Tree) -> Iterator[tuple[Path, dict[str, Any]]]:
    for path, lesson in lessons(tree):
        if ending(lesson.get("source")) in _media():
            yield path, lesson


def _media() -> set[str]:
    return {*kinds()["video"], *kinds()["sound"]}
