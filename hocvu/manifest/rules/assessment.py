"""What is learnt, how it is assessed, and what the kind of course promises."""

from __future__ import annotations

from hocvu.manifest.refusal import shown
from hocvu.manifest.rules.files import ending, kinds
from hocvu.manifest.setting import Setting
from hocvu.manifest.walking import at, items, lessons, word, words
from hocvu.written.tree import Tree


def check(tree: Tree, setting: Setting) -> None:
    """Report outcomes that are not assessed, and kinds that the parts do not bear out."""
    outcomes = items(tree, "outcomes")
    assessed = list(words(tree, "assessment", "outcomes"))
    if assessed:
        known = {str(number) for number in range(1, len(outcomes) + 1)}
        for path, number in assessed:
            if number.isdecimal() and number not in known:
                params = {"value": number, "count": len(outcomes)}
                tree.report("manifest.outcome_unknown", path, params=params)
        told = {number for _, number in assessed}
        for index, outcome in enumerate(outcomes):
            if str(index + 1) not in told:
                params = {"value": shown(outcome), "number": index + 1}
                tree.report(
                    "manifest.outcome_not_assessed", ("outcomes", index), "warning", params=params
                )
    kind = word(tree, "kind")
    if kind == "bai_kiem_tra" and at(tree, "assessment", "pass_score") is None:
        tree.report("manifest.test_without_pass_score", ("kind",), "warning")
    endings = {ending(lesson.get("source")) for _, lesson in lessons(tree)} - {""}
    if kind == "video_huong_dan" and endings and not endings & set(kinds()["video"]):
        tree.report("manifest.kind_without_video", ("kind",), "warning")
