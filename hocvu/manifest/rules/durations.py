"""The time of learning, held against how long the recordings play."""

from __future__ import annotations

from typing import Final

from hocvu.errors import clock
from hocvu.manifest.rules.files import ending, kinds
from hocvu.manifest.setting import Setting
from hocvu.manifest.times import seconds
from hocvu.manifest.walking import lessons, word
from hocvu.written.tree import Tree

_SPARE: Final = 60.0
"""Seconds by which a duration in whole minutes may be short."""

_TIMES: Final = 5
_LONGEST: Final = 400 * 3600.0


def check(tree: Tree, setting: Setting) -> None:
    """Report a duration that is shorter than the recordings, or far longer."""
    told = seconds(word(tree, "duration"))
    if not told:
        return
    params = {"told": clock(told)}
    if told > _LONGEST:
        tree.report("manifest.duration_huge", ("duration",), "warning", params=params)
    if setting.checks.materials is None:
        return
    media = {*kinds()["video"], *kinds()["sound"]}
    total, known = 0.0, True
    for _, lesson in lessons(tree):
        length = None
        if ending(lesson.get("source")) in media:
            path = setting.disk.find(setting.folder, str(lesson["source"]).strip())
            length = setting.checks.materials.seconds(path) if path else None
        known = known and length is not None
        total += length or 0.0
    compare(tree, told, total, alone=known)


def compare(tree: Tree, told: float, played: float, *, alone: bool) -> None:
    """Report what `told` seconds are against the `played` ones; `alone`: there is nothing else."""
    params = {"told": clock(told), "played": clock(played)}
    if played > told + _SPARE:
        tree.report("manifest.duration_short", ("duration",), "warning", params=params)
    elif alone and played and told > _TIMES * played + 10 * _SPARE:
        tree.report("manifest.duration_long", ("duration",), "warning", params=params)
